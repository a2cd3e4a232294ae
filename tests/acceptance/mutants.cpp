#include "tests/acceptance/mutants.h"

#include "rules/naming/syntax_walk.h"

#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace nexus::tests {

namespace {

using grammar::ExprId;
using rules::naming::Shower;

class Mutation {
 public:
  Mutation(const grammar::SyntaxTree& tree, const base::SourceMap& sources) : tree_(tree), sources_(sources) {}

  std::vector<Mutant> all() {
    for (const grammar::Decl& decl : tree_.decls) {
      if (const auto* gate = std::get_if<grammar::GateDecl>(&decl.node))
        requirements("gate " + std::string(gate->head.name.text), gate->requirements);
      if (const auto* phase = std::get_if<grammar::PhaseDecl>(&decl.node)) turn(*phase);
      if (const auto* trigger = std::get_if<grammar::TriggerDecl>(&decl.node); trigger != nullptr && trigger->fires)
        condition("trigger " + std::string(trigger->head.name.text) + ": fires when", trigger->fires->condition,
                  Shower::trigger);
    }
    return std::move(mutants_);
  }

 private:
  [[nodiscard]] std::string_view text() const { return sources_.text(tree_.file); }

  /// The policy with other words at a place.
  [[nodiscard]] std::string with(base::Span place, std::string_view words) const {
    return std::string(text().substr(0, place.begin)) + std::string(words) + std::string(text().substr(place.end));
  }

  void requirements(const std::string& rule, const std::vector<grammar::Requirement>& list) {
    for (std::size_t i = 0; i < list.size(); ++i)
      condition(rule + ": require " + (list[i].label ? std::string(list[i].label->text) : std::to_string(i + 1)),
                list[i].condition, Shower::requirement);
  }

  void turn(const grammar::PhaseDecl& phase) {
    const std::string rule = "phase " + std::string(phase.head.name.text);
    requirements(rule, phase.requirements);
    for (std::size_t i = 0; i < phase.after.size(); ++i) mutants_.push_back(unordered(rule, phase.after, i));
    for (const auto* milestone : {&phase.started, &phase.done})
      if (milestone->when)
        condition(rule + (milestone == &phase.done ? ": done when" : ": started when"), milestone->when->condition, {});
  }

  /// Without the `i`-th phase that it comes after; `after` goes with the only one.
  [[nodiscard]] Mutant unordered(const std::string& rule, const std::vector<grammar::AfterItem>& after,
                                 std::size_t i) const {
    base::Span gone = after[i].span;
    if (after.size() == 1)
      gone.begin = static_cast<std::uint32_t>(text().rfind("after", gone.begin));
    else if (i == 0)
      gone.end = after[1].span.begin;
    else
      gone.begin = after[i - 1].span.end;
    return {.rule = rule + ": after " + std::string(sources_.slice(after[i].span)),
            .condition = {},
            .text = with(gone, ""),
            .operands = {}};
  }

  /// The condition turned round; and, where it decides about a requirement or a trigger, one that never asks for anything.
  /// `shower` shows the items that decided the condition, if anything does.
  void condition(const std::string& rule, const grammar::Condition& condition, std::optional<Shower> shower) {
    const auto* quantifier = std::get_if<grammar::Quantifier>(&tree_[condition.expr].node);
    if (quantifier != nullptr && (!shower || !rules::naming::shows_witnesses(*shower, quantifier->kind)))
      quantifier = nullptr;
    // Where the message speaks of the items, it is they that are turned.
    const ExprId asked = quantifier == nullptr ? condition.expr
                         : quantifier->has     ? quantifier->has
                                               : quantifier->ranges.where;
    const bool asks_for_trouble = shower == Shower::trigger || (quantifier != nullptr && !quantifier->has);
    if (!asked) {  // `no x in L`: then there never is one
      const base::Span whole = tree_[condition.expr].span;
      return put(rule + ", idle", condition.expr, with({whole.file, whole.end, whole.end}, " where false"));
    }
    const base::Span place = tree_[asked].span;
    const std::string words(sources_.slice(place));
    put(rule + ", turned", condition.expr, with(place, "not (" + words + ")"));
    if (shower)
      put(rule + ", idle", condition.expr, with(place, (asks_for_trouble ? "false and (" : "true or (") + words + ")"));
  }

  void put(std::string rule, ExprId condition, std::string text) {
    mutants_.push_back({.rule = std::move(rule),
                        .condition = tree_[condition].span,
                        .text = std::move(text),
                        .operands = operands(condition)});
  }

  [[nodiscard]] std::vector<std::string> operands(ExprId id) const {
    const auto* comparison = std::get_if<grammar::Comparison>(&tree_[id].node);
    std::vector<std::string> texts;
    if (comparison == nullptr) return texts;
    for (const ExprId side : {comparison->lhs, comparison->rhs})
      if (!std::holds_alternative<grammar::Literal>(tree_[side].node) &&
          !std::holds_alternative<grammar::StringLiteral>(tree_[side].node))
        texts.emplace_back(sources_.slice(tree_[side].span));
    return texts;
  }

  const grammar::SyntaxTree& tree_;
  const base::SourceMap& sources_;
  std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<Mutant> mutants_of(const grammar::SyntaxTree& tree, const base::SourceMap& sources) {
  return Mutation(tree, sources).all();
}

}  // namespace nexus::tests
