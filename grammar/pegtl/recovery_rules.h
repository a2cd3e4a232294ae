#pragma once

#include "grammar/pegtl/tokens.h"
#include "grammar/parser/recovery.h"

#include <cstdint>
#include <type_traits>

/// Rules that catch what `must` throws, so that one run reports every independent mistake.
namespace nexus::grammar::rules {

/// Does `Rule` stand at `where`? Nothing acts and nothing is consumed.
template <class Rule, template <class...> class Action, template <class...> class Control, class Input>
bool stands(Input& in, Builder& b, std::uint32_t where) {
  const auto mark = in.template mark<pegtl::rewind_mode::required>();
  in.iterator() = in.begin() + where;
  return Control<Rule>::template match<pegtl::apply_mode::nothing, pegtl::rewind_mode::dontcare, Action, Control>(in, b);
}

/// Where parsing can go on after a mistake:
///   anywhere   wherever on a line (reserved words, which nothing else starts with)
///   at_line    first on a line: the next item, or what ends the list of items
///   in_record  the same, inside braces that were opened on the way
///   in_braces  the items stand in braces, so a `}` without its `{` ends them
template <class Anywhere, class AtLine, class InRecord, bool in_braces_>
struct resume_at {
  using anywhere = Anywhere;
  using at_line = AtLine;
  using in_record = InRecord;
  static constexpr bool in_braces = in_braces_;
};

/// Item, or, where it fails for good, whatever stands before the next place to resume at.
template <class Resume, class Item>
struct recovering {
  using rule_t = recovering;
  using subs_t = pegtl::type_list<Item>;

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool match(Input& in, Builder& b) {
    const char* const start = in.current();
    const Builder::Checkpoint before = b.checkpoint();
    try {
      const bool matched = Control<Item>::template match<A, M, Action, Control>(in, b);
      if (A == pegtl::apply_mode::action && matched) b.note_silence(start, in.current());
      return matched;
    } catch (const Abandoned& failure) {
      if (failure.too_deep && b.is_nested()) throw;
      b.roll_back(before);
      in.iterator() = in.begin() + resume<Action, Control>(in, b, b.offset(start), failure.at);
      return true;
    }
  }

 private:
  /// INVARIANT (progress): the answer is past `start`, unless that is the end of the file.
  template <template <class...> class Action, template <class...> class Control, class Input>
  static std::uint32_t resume(Input& in, Builder& b, std::uint32_t start, std::uint32_t failed_at) {
    const auto stands_here = [&]<class Rule>(std::type_identity<Rule>, std::uint32_t where) {
      return stands<Rule, Action, Control>(in, b, where);
    };
    TokenScanner tokens(b.source(), b.trivia(), start);
    for (tokens.next(); !tokens.at_end(); tokens.next()) {
      if (tokens.begin() < failed_at) continue;
      if (Resume::in_braces && tokens.closes_block(b.block().begin)) break;
      const std::uint32_t here = tokens.begin();
      const bool outside = tokens.outside_braces();
      if (outside && stands_here(std::type_identity<typename Resume::anywhere>{}, here)) break;
      if (!tokens.first_on_line()) continue;
      if (outside && stands_here(std::type_identity<typename Resume::at_line>{}, here)) break;
      if (!outside && stands_here(std::type_identity<typename Resume::in_record>{}, here)) break;
    }
    return tokens.begin();
  }
};

/// The header of a block, up to and with its `{`. After a mistake the block is read all the same, where it can be found:
/// its first clause stands where the header broke off or behind a `{` on that line, or the line ends in `{`.
template <class Clause, class... Header>
struct header {
  using rule_t = header;
  using subs_t = pegtl::type_list<Header...>;

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool match(Input& in, Builder& b) {
    const Builder::Checkpoint before = b.checkpoint();
    try {
      return Control<seq<Header...>>::template match<A, M, Action, Control>(in, b);
    } catch (const Abandoned& failure) {
      b.roll_back(before);
      if (!find_block<Action, Control>(in, b, failure.at)) throw;
      return true;
    }
  }

 private:
  template <template <class...> class Action, template <class...> class Control, class Input>
  static bool find_block(Input& in, Builder& b, std::uint32_t failed_at) {
    in.iterator() = in.begin() + failed_at;
    if (stands<Clause, Action, Control>(in, b, failed_at)) return true;
    auto brace = next_brace_on_line(b.source(), failed_at);
    for (; brace; brace = next_brace_on_line(b.source(), *brace + 1)) {
      in.iterator() = in.begin() + *brace + 1;
      skip_spacing(in, b);
      const std::uint32_t inside = b.offset(in.current());
      const bool ends_line = b.source().breaks_line({*brace, inside});
      if (!ends_line && !stands<Clause, Action, Control>(in, b, inside)) continue;
      b.open_block(*brace);
      return true;
    }
    return false;
  }
};

/// At a word that stands at the very margin.
struct AtMargin {
  using rule_t = AtMargin;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class, class Input>
  static bool match(Input& in, Builder& b) {
    return b.source().at_line_start(b.offset(in.current()));
  }
};

/// At a word that is indented deeper than the declaration it follows, hence still inside of it.
struct Indented {
  using rule_t = Indented;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class, class Input>
  static bool match(Input& in, Builder& b) {
    const Source& source = b.source();
    return source.column(b.offset(in.current())) > source.column(b.block().begin);
  }
};

}  // namespace nexus::grammar::rules
