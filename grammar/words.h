#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

/// The words of the language in lists: the grammar recognises them by these, and messages suggest from them.
namespace nexus::grammar::words {

using List = std::span<const std::string_view>;

template <class... Words>
constexpr auto list(Words... words) {
  return std::array<std::string_view, sizeof...(words)>{words...};
}

/// Never a bare name in an expression; a name all the same after a dot, in quotes, before a colon.
inline constexpr auto reserved =
    list("and", "or", "not", "in", "is", "if", "then", "else", "every", "some", "no", "where", "has", "for", "true", "false",
         "null", "require", "when", "expect", "given");
/// Operators spelled as words that are no reserved ones.
inline constexpr auto soft_infix = list("contains", "starts", "ends", "matches", "like", "subset", "between", "as");
inline constexpr auto levels = list("allow", "warn", "hold", "block", "rollback");

inline constexpr auto declarations = list("gate", "phase", "trigger", "waiver", "snapshot", "test", "let", "def", "param", "type",
                                          "input", "enum", "table", "import", "enforce");
inline constexpr auto headers = list("policy", "library");

// What a clause of each block starts with. `let` is told from a field of that name by what follows, so the lists that
// recovery looks for (`…_starts`) are without it; after a `require`, `remedy` is a part of that.
inline constexpr auto gate_starts = list("require", "applies", "on", "only", "excused", "score", "owner", "tags");
inline constexpr auto phase_starts = list("require", "applies", "after", "gates", "started", "done", "owner", "tags");
inline constexpr auto trigger_starts = list("applies", "fires", "then", "keep", "on", "remedy", "owner", "tags");
inline constexpr auto waiver_clauses = list("waives", "until", "approved");
inline constexpr auto test_clauses = list("given", "expect", "with", "without", "param", "at", "asking");
inline constexpr auto gate_clauses =
    list("require", "applies", "on", "only", "excused", "score", "owner", "tags", "let", "remedy");
inline constexpr auto phase_clauses =
    list("require", "applies", "after", "gates", "started", "done", "owner", "tags", "let");
inline constexpr auto trigger_clauses =
    list("applies", "fires", "then", "keep", "on", "remedy", "owner", "tags", "let");
inline constexpr auto requirement_parts =
    list("else", "when", "warn", "weight", "key", "remedy", "from", "until", "not");
inline constexpr auto row_starts = list("case", "else");
/// Reserved, and the start of a clause wherever they stand.
inline constexpr auto reserved_starts = list("require", "given", "expect");

/// `for 5 minutes`
inline constexpr auto spelled_units = list("second", "seconds", "minute", "minutes", "hour", "hours", "day", "days");

constexpr bool contains(List list, std::string_view word) { return std::ranges::find(list, word) != list.end(); }

}  // namespace nexus::grammar::words
