#pragma once

#include "grammar/pegtl/tokens.h"
#include "grammar/recovery.h"

#include <cstdint>

/// Rules that catch what `must` throws, so that one run reports every independent mistake.
namespace nexus::grammar::rules {

/// Does `Rule` stand at `where`? Nothing acts and nothing is consumed.
template <class Rule, template <class...> class Action, template <class...> class Control, class Input>
bool stands(Input& in, Builder& b, std::uint32_t where) {
  const auto mark = in.template mark<pegtl::rewind_mode::required>();
  in.iterator() = in.begin() + where;
  return Control<Rule>::template match<pegtl::apply_mode::nothing, pegtl::rewind_mode::dontcare, Action, Control>(in, b);
}

/// Where parsing can go on after a mistake.
///   Anywhere   stands at the next item, wherever on a line (reserved words, which nothing else starts with)
///   AtLine     stands at the next item, or what ends the list of items, first on a line
///   in_braces  the items stand in braces, so a `}` without its `{` ends them
template <class Anywhere_, class AtLine_, bool in_braces_>
struct resume_at {
  using Anywhere = Anywhere_;
  using AtLine = AtLine_;
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
      return Control<Item>::template match<A, M, Action, Control>(in, b);
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
    TokenScanner tokens(b.source(), b.trivia(), start);
    for (tokens.next(); !tokens.at_end(); tokens.next()) {
      if (tokens.begin() < failed_at) continue;
      if (Resume::in_braces && tokens.closes_block(b.block().begin)) break;
      if (tokens.first_on_line() && stands<typename Resume::AtLine, Action, Control>(in, b, tokens.begin())) break;
      if (tokens.outside_braces() && stands<typename Resume::Anywhere, Action, Control>(in, b, tokens.begin())) break;
    }
    return tokens.begin();
  }
};

/// The header of a block, up to and with its `{`. After a mistake the block is read all the same, where it can be found:
/// its first clause stands where the header broke off, or the line ends in `{`.
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
      in.iterator() = in.begin() + failure.at;
      if (stands<Clause, Action, Control>(in, b, failure.at)) return true;
      const auto brace = brace_at_end_of_line(b.source(), failure.at);
      if (!brace) throw;
      b.open_block(*brace);
      in.iterator() = in.begin() + *brace + 1;
      skip_spacing(in, b);
      return true;
    }
  }
};

/// At a word that stands at the very margin.
struct AtMargin {
  using rule_t = AtMargin;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class, class Input>
  static bool match(Input& in, Builder& b) {
    return b.source().column(b.offset(in.current())) == 0;
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
