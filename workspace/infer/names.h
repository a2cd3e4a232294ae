#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Names of JSON fields: what they say, and how the language writes them.
namespace nexus::workspace::infer {

/// The parts of a name in lower case: `errorRate_p95-ms` → error, rate, p95, ms.
[[nodiscard]] std::vector<std::string> words_of(std::string_view name);
/// The same for people: `error rate p95 ms`; `value` where there is no word.
[[nodiscard]] std::string spaced(std::string_view name);
[[nodiscard]] bool has_any(const std::vector<std::string>& words, std::initializer_list<std::string_view> meant);

/// Can it stand without quotes?
[[nodiscard]] bool is_plain_name(std::string_view name);
/// As a declaration has it, in quotes where it must: `line`, `"commit-sha"`.
[[nodiscard]] std::string field_name(std::string_view name);
/// A string of the language that means `text` and fills nothing in.
[[nodiscard]] std::string text_literal(std::string_view text);
/// JSON, or a literal, with the marks escaped that reorder what is shown: a policy must not have them as they are.
[[nodiscard]] std::string with_marks_escaped(std::string_view json);
/// As an expression has it: `coverage.line`, `snapshot.in."odd key"`. `steps` go from the document's root.
[[nodiscard]] std::string path_from_root(const std::vector<std::string>& steps);
/// The same from a variable; without steps the variable itself.
[[nodiscard]] std::string path_from(std::string_view variable, const std::vector<std::string>& steps);

/// The keys and numbers of a JSON pointer (RFC 6901).
[[nodiscard]] std::vector<std::string> steps_of(std::string_view pointer);

/// `findings` → `finding`; as it is where it is no plural.
[[nodiscard]] std::string singular(std::string_view word);
/// A plain name out of any text: `commit-sha` → `commit_sha`; `fallback` where nothing is left.
[[nodiscard]] std::string plain_name(std::string_view text, std::string_view fallback);
/// `wanted`, or with the first number behind it that makes it new; it is then taken.
[[nodiscard]] std::string unused_name(std::string wanted, std::set<std::string>& taken);
/// As types are written: `changed_files` → `ChangedFile`.
[[nodiscard]] std::string type_name(std::string_view field);

}  // namespace nexus::workspace::infer
