#pragma once

#include "grammar/parser/builder.h"
#include "grammar/parser/mistakes.h"
#include "grammar/words.h"

#include <tao/pegtl.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

/// Words, symbols and spacing, and the abbreviations of nexus.peg as PEGTL rules.
namespace nexus::grammar::rules {

namespace pegtl = tao::pegtl;

using pegtl::at;
using pegtl::digit;
using pegtl::eof;
using pegtl::must;
using pegtl::not_at;
using pegtl::not_one;
using pegtl::one;
using pegtl::opt;
using pegtl::plus;
using pegtl::range;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;

// ------------------------------------------------------------------------------------------------ notation

/// A text as a template argument.
template <std::size_t N>
struct Text {
  constexpr Text(const char (&text)[N]) { std::copy_n(text, N, bytes); }  // NOLINT: meant to convert
  static constexpr std::size_t size = N - 1;
  [[nodiscard]] constexpr std::string_view view() const { return {bytes, size}; }
  char bytes[N] = {};
};

template <Text Expected, class Input>
[[nodiscard]] bool stands_at(const Input& in) {
  return in.size() >= Expected.size && std::memcmp(in.current(), Expected.bytes, Expected.size) == 0;
}

constexpr bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

template <class Input>
void skip_spacing(Input& in, Builder& b) {
  in.bump(static_cast<std::size_t>(b.trivia().skip(in.current()) - in.current()));
}

/// `_`: white space and comments. Every token eats the spacing after it, so no rule starts with it.
struct Spacing {
  using rule_t = Spacing;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class, class Input>
  static bool match(Input& in, Builder& b) {
    skip_spacing(in, b);
    return true;
  }
};

/// `x`: the keyword x.
template <Text Word>
struct kw {
  using rule_t = kw;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class, class Input>
  static bool match(Input& in, Builder& b) {
    if (!stands_at<Word>(in)) return false;
    if (in.size() > Word.size && is_word_byte(in.peek_char(Word.size))) return false;
    in.bump(Word.size);
    skip_spacing(in, b);
    return true;
  }
};

/// `x` / `y` / …: one of the keywords of a list.
template <const auto& Words>
struct kw_of {
  using rule_t = kw_of;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class, class Input>
  static bool match(Input& in, Builder& b) {
    std::size_t size = 0;
    while (size < in.size() && is_word_byte(in.peek_char(size))) ++size;
    if (!words::contains(Words, {in.current(), size})) return false;
    in.bump(size);
    skip_spacing(in, b);
    return true;
  }
};

/// "x": the symbol x.
template <Text Symbol>
struct sym {
  using rule_t = sym;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class, class Input>
  static bool match(Input& in, Builder& b) {
    if (!stands_at<Symbol>(in)) return false;
    in.bump(Symbol.size);
    skip_spacing(in, b);
    return true;
  }
};

/// %{label}: fails for good with a diagnostic of its own.
template <Mistake What>
struct fails {
  using rule_t = fails;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class, class Input>
  [[noreturn]] static bool match(Input& in, Builder& b) {
    b.fail(What, b.offset(in.current()));
  }
};
/// &Ahead %{label}
template <class Ahead, Mistake What>
struct refuses : seq<at<Ahead>, fails<What>> {};

/// As `fails`, but what was meant is beyond doubt: the diagnostic is emitted and parsing goes on.
template <Mistake What>
struct reports {
  using rule_t = reports;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class, class Input>
  static bool match(Input& in, Builder& b) {
    b.report(What, b.offset(in.current()));
    return true;
  }
};

/// Item (Separator ^ Item)*
template <class Item, class Separator = sym<",">>
struct several : seq<Item, star<Separator, must<Item>>> {};
/// ^ Item (Separator ^ Item)*
template <class Item, class Separator = sym<",">>
struct must_several : seq<must<Item>, star<Separator, must<Item>>> {};
/// ("," !Close ^ Item)*: a comma may stand before the closing bracket.
template <class Item, char Close>
struct more_until : star<sym<",">, not_at<one<Close>>, must<Item>> {};

/// An optional part that leaves an operand, or the absent operand, on the builder's stack.
struct Absent : pegtl::success {};
template <class Part>
struct maybe : sor<Part, Absent> {};

/// One level of nesting; too many are refused before the machine's stack is.
template <class Body>
struct nested {
  using rule_t = nested;
  using subs_t = pegtl::type_list<Body>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool match(Input& in, Builder& b) {
    const Builder::Nesting level(b, b.offset(in.current()));
    return Control<Body>::template match<A, M, Action, Control>(in, b);
  }
};

// ------------------------------------------------------------------------------------------------ words

using IdChar = pegtl::identifier_other;
using Quote = one<'"', '\''>;
struct Underscore : seq<one<'_'>, not_at<IdChar>> {};

struct DeclHead;
struct ClauseHead;

struct WORD : seq<pegtl::identifier, Spacing> {};
struct Reserved : kw_of<words::reserved> {};
struct SoftInfix : kw_of<words::soft_infix> {};
struct LEVEL : kw_of<words::levels> {};
struct CellName : seq<not_at<Reserved>, not_at<Underscore>, WORD> {};
struct NAME : seq<not_at<Reserved>, not_at<Underscore>, not_at<DeclHead>, not_at<ClauseHead>, WORD> {};
struct PlainName : seq<not_at<Reserved>, not_at<SoftInfix>, WORD> {};

/// THE rule: a word directly before ':' or '?:' is a label, never a keyword.
struct LabelNext : seq<opt<one<'?'>, Spacing>, one<':'>> {};

struct EQ : seq<one<'='>, not_at<one<'=', '>'>>, Spacing> {};
struct LESS : sym<"<"> {};
struct OptMark : seq<one<'?'>, not_at<one<'?'>>, Spacing> {};
struct BOM : pegtl::string<'\xEF', '\xBB', '\xBF'> {};

// Names that the builder keeps, each pushed as a Name.
struct Ident : seq<WORD> {};

// A path, pushed as a Path.
struct PathHead : seq<PlainName> {};
struct PathPart : seq<WORD> {};
struct PATH : seq<PathHead, star<sym<".">, must<PathPart>>> {};
struct PATHNC : seq<PathHead, star<sym<".">, PathPart>> {};

// ------------------------------------------------------------------------------------------------ literals

struct DEC : seq<sor<seq<one<'0'>, not_at<digit>>, seq<range<'1', '9'>, star<digit>>>, opt<one<'.'>, plus<digit>>> {};
struct Exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, plus<digit>> {};
struct D2 : seq<digit, digit> {};
struct YMD : seq<D2, D2, one<'-'>, D2, one<'-'>, D2> {};
struct DATE : seq<YMD, not_at<IdChar>> {};
struct TIME : seq<YMD, one<'T'>, D2, one<':'>, D2, one<':'>, D2, opt<one<'.'>, plus<digit>>,
                  sor<one<'Z'>, seq<one<'+', '-'>, D2, one<':'>, D2>>, not_at<IdChar>> {};
struct BadDate : seq<D2, D2, one<'-'>, digit, opt<digit>, one<'-'>, digit> {};  // `2026-1-5` would silently be 2020
struct DURATION : seq<plus<DEC, sor<pegtl::string<'m', 's'>, one<'s', 'm', 'h', 'd'>>>, not_at<IdChar>> {};
struct SIZE : seq<DEC, opt<one<'K', 'M', 'G', 'T'>, opt<one<'i'>>>, one<'B'>, not_at<IdChar>> {};
struct RATIO : seq<DEC, sor<one<'%'>, pegtl::string<'p', 't'>>, not_at<IdChar>> {};
struct PLAINNUM : seq<DEC, opt<Exponent>, not_at<sor<pegtl::identifier_first, one<'%'>>>,
                      not_at<one<'.'>, pegtl::identifier_first>> {};
// A unit must touch its number: `1.5m`, `5%`, `1pt`. TIME before DATE before numbers: `2026-12-31` is a date.
struct NUMBER : seq<at<digit>, sor<TIME, DATE, refuses<BadDate, Mistake::bad_date>, DURATION, SIZE, RATIO, PLAINNUM,
                                   fails<Mistake::bad_number>>, Spacing> {};

// ------------------------------------------------------------------------------------------------ strings

struct Expr;
struct IntShape;

// Never across a line, so that an open quote costs one line, not the file.
struct RawShape : seq<one<'\''>, star<not_one<'\'', '\n'>>, one<'\''>> {};
struct StrShape : seq<one<'"'>, star<sor<plus<not_one<'"', '\\', '\n', '{'>>, seq<one<'\\'>, not_one<'\n'>>, IntShape>>,
                      one<'"'>> {};  // makes an interpolation's expression line-bound
struct IntShapeBody : seq<one<'{'>, star<sor<plus<not_one<'{', '}', '"', '\'', '\n', '#'>>, StrShape, RawShape, IntShape>>,
                          one<'}'>> {};
struct IntShape : nested<IntShapeBody> {};

struct Hex4 : seq<pegtl::xdigit, pegtl::xdigit, pegtl::xdigit, pegtl::xdigit> {};
template <char... Simple>
struct Escape : seq<one<'\\'>, sor<one<Simple...>, seq<one<'u'>, Hex4>, fails<Mistake::bad_escape>>> {};
struct Esc : Escape<'"', '\\', '/', 'b', 'f', 'n', 'r', 't', '{', '}'> {};
struct StrText : plus<not_one<'"', '\\', '\n', '{'>> {};

struct StringText : plus<sor<StrText, Esc>> {};
struct Interp : seq<one<'{'>, Spacing, sor<Expr, fails<Mistake::escape_this_brace>>,
                    sor<one<'}'>, fails<Mistake::escape_this_brace>>> {};
struct ClosingQuote : sor<one<'"'>, fails<Mistake::string_not_closed>> {};
struct STRING : seq<at<one<'"'>>, sor<at<StrShape>, fails<Mistake::string_not_closed>>, one<'"'>,
                    star<sor<StringText, Interp>>, ClosingQuote, Spacing> {};
struct RAW : seq<one<'\''>, star<not_one<'\'', '\n'>>, sor<one<'\''>, fails<Mistake::string_not_closed>>, Spacing> {};
struct PlainText : seq<one<'"'>, star<sor<StrText, Esc, refuses<one<'{'>, Mistake::no_interpolation_here>>>, ClosingQuote,
                       Spacing> {};
struct PLAIN : sor<PlainText, RAW> {};  // titles, keys, file names, owners

// Pushed as a Name.
struct PlainString : seq<PLAIN> {};
struct IdentOrString : sor<Ident, PlainString> {};

}  // namespace nexus::grammar::rules
