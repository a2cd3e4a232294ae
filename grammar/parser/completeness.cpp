#include "grammar/parser/completeness.h"

#include "base/diagnostics/catalogue.h"
#include "grammar/parser/build.h"
#include "grammar/parser/builder.h"

#include <algorithm>
#include <variant>

namespace nexus::grammar {
namespace {

namespace diagnostics = base::diagnostics;

void check(const GateDecl& gate, Builder& b) {
  if (!gate.requirements.empty()) return;
  b.emit(diagnostics::gate_without_require(gate.head.name.span, gate.head.name.text)
             .with_help("a gate that requires nothing would always pass; say what it takes with `require CONDITION`"));
}

void check(const TriggerDecl& trigger, Builder& b) {
  const Name& name = trigger.head.name;
  if (!trigger.fires) b.emit(diagnostics::trigger_without_fires(name.span, name.text).with_help("add `fires when CONDITION`"));
  if (!trigger.then) b.emit(diagnostics::trigger_without_then(name.span, name.text).with_help("add `then rollback \"MESSAGE\"`"));
}

bool is_expectation(const TestClause& clause) {
  return std::holds_alternative<ExpectDecision>(clause.node) || std::holds_alternative<ExpectRequirement>(clause.node) ||
         std::holds_alternative<ExpectFinding>(clause.node) || std::holds_alternative<ExpectObligation>(clause.node) ||
         std::holds_alternative<ExpectThat>(clause.node);
}

template <class Clause>
void check_given_once(const TestDecl& test, Builder& b) {
  const TestClause* first = nullptr;
  for (const TestClause& clause : test.clauses) {
    if (!std::holds_alternative<Clause>(clause.node)) continue;
    if (first != nullptr) build::report_second(b, {clause.span.begin, clause.span.end}, first->span);
    else first = &clause;
  }
}

void check(const TestDecl& test, Builder& b) {
  check_given_once<AtClause>(test, b);
  check_given_once<AskingClause>(test, b);
  if (std::ranges::any_of(test.clauses, is_expectation)) return;
  b.emit(diagnostics::test_without_expect(test.title.span, test.title.text).with_help("add `expect gate … is pass` or the like"));
}

template <class Other>
void check(const Other&, Builder&) {}

}  // namespace

void check_complete(const Decl& decl, Builder& b) {
  std::visit([&](const auto& node) { check(node, b); }, decl.node);
}

}  // namespace nexus::grammar
