#pragma once

#include "rules/naming/syntax_walk.h"
#include "rules/typing/scope.h"
#include "rules/typing/scores.h"

/// What gates, phases and triggers are made of.
namespace nexus::rules::typing {

/// The scope of one rule's clauses: its `for each` binders and its own `let`s.
class RuleScope {
 public:
  /// `exprs` is given the expressions that are typed while it lives.
  RuleScope(Context& context, DeclRef rule, Mentions& mentions, ExprRange& exprs);
  ~RuleScope();
  RuleScope(const RuleScope&) = delete;
  RuleScope& operator=(const RuleScope&) = delete;
  /// Types `for each`, the rule's `let`s, `applies when` and tags into `node`, and leaves the names bound.
  void open(const grammar::RuleHead& head, RuleHeadNode& node);
  [[nodiscard]] Scope& scope() { return scope_; }

 private:
  void type_lets(const grammar::RuleHead& head);
  void type_tags(const grammar::RuleHead& head, RuleHeadNode& node);

  Scope scope_;
  LocalLets lets_;
  ExprRange& exprs_;
};

/// A condition clause; none where there is none.
[[nodiscard]] ExprId type_clause(Scope& scope, const std::optional<grammar::ConditionClause>& clause);

enum class AllowLevel : std::uint8_t { no, yes };
/// A LEVEL: a bare level word always means the level. None where there is none.
[[nodiscard]] ExprId type_level(Scope& scope, grammar::ExprId level, AllowLevel allow = AllowLevel::no);
[[nodiscard]] ExprId type_level_clause(Scope& scope, const std::optional<grammar::ExprClause>& clause,
                                       AllowLevel allow);

[[nodiscard]] std::vector<RemedyNode> type_remedies(Scope& scope, const std::vector<grammar::Remedy>& remedies);
[[nodiscard]] std::vector<RequirementNode> type_requirements(Scope& scope,
                                                             const std::vector<grammar::Requirement>& requirements,
                                                             Scored scored = Scored::no);

/// A condition whose outermost quantifier may show witnesses. While it lives, their names are bound.
class Witnesses {
 public:
  Witnesses(Scope& scope, const grammar::Condition& condition, naming::Shower shower);
  ~Witnesses();
  Witnesses(const Witnesses&) = delete;
  Witnesses& operator=(const Witnesses&) = delete;

  [[nodiscard]] ExprId condition() const { return condition_; }

 private:
  void bind(const grammar::Quantifier& quantifier);

  Scope& scope_;
  ExprId condition_;
  std::size_t bound_before_, unreachable_before_;
};

}  // namespace nexus::rules::typing
