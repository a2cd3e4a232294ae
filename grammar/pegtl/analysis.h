#pragma once

#include "grammar/pegtl/rules.h"

#include <tao/pegtl/contrib/analyze.hpp>

/// What PEGTL's analysis of the grammar has to know of our own rules: what each consumes. For a test only.
namespace tao::pegtl {

namespace rules = nexus::grammar::rules;
using nexus::grammar::Mistake;

template <class Name>
struct analyze_traits<Name, rules::Spacing> : analyze_opt_traits<> {};
template <class Name, rules::Text Word>
struct analyze_traits<Name, rules::kw<Word>> : analyze_any_traits<> {};
template <class Name, const auto& Words>
struct analyze_traits<Name, rules::kw_of<Words>> : analyze_any_traits<> {};
template <class Name, rules::Text Symbol>
struct analyze_traits<Name, rules::sym<Symbol>> : analyze_any_traits<> {};
template <class Name, Mistake What>
struct analyze_traits<Name, rules::fails<What>> : analyze_any_traits<> {};  // never succeeds, so cannot loop
template <class Name, Mistake What>
struct analyze_traits<Name, rules::reports<What>> : analyze_opt_traits<> {};
template <class Name, class Body>
struct analyze_traits<Name, rules::nested<Body>> : analyze_seq_traits<Body> {};
// INVARIANT (progress) of `recovering`: what is skipped is never empty.
template <class Name, class Resume, class Item>
struct analyze_traits<Name, rules::recovering<Resume, Item>> : analyze_seq_traits<Item> {};
template <class Name, class Clause, class... Header>
struct analyze_traits<Name, rules::header<Clause, Header...>> : analyze_opt_traits<Header...> {};
template <class Name>
struct analyze_traits<Name, rules::AtMargin> : analyze_opt_traits<> {};
template <class Name>
struct analyze_traits<Name, rules::Indented> : analyze_opt_traits<> {};

}  // namespace tao::pegtl
