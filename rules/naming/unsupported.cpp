#include "rules/naming/unsupported.h"

#include "base/diagnostics/catalogue.h"
#include "base/overloaded.h"
#include "rules/naming/built_ins.h"
#include "rules/naming/syntax_walk.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

namespace nexus::rules::naming {

namespace {

namespace diagnostics = base::diagnostics;
using base::Span;
using namespace grammar;

constexpr std::array<std::string_view, 2> later_names = {"history", "previous"};

bool has_window(const Call& call) {
  return std::ranges::any_of(call.arguments, [](const Argument& argument) { return argument.window.has_value(); });
}

class Reporter : private SyntaxVisitor {
 public:
  Reporter(const SyntaxTree& tree, base::DiagnosticSink& sink) : tree_(tree), sink_(sink) {}

  void file() {
    if (tree_.header) header(*tree_.header);
    for (const Decl& decl : tree_.decls) declaration(decl);
  }

 private:
  void report(Span where, std::string_view what) {
    sink_.emit(diagnostics::not_supported(where, what));
    reported_.push_back(where);
  }
  template <class Clause>
  void report_if(const std::optional<Clause>& clause, std::string_view what) {
    if (clause) report(clause->span, what);
  }

  void header(const ModuleHeader& header) {
    if (header.zone) report(header.zone->span, "zone");
  }

  void declaration(const Decl& decl) {
    reported_.clear();
    std::visit(base::overloaded{
                   [](const ErrorDecl&) {},
                   [](const EnumDecl&) {},
                   [](const ParamDecl&) {},
                   [](const LetDecl&) {},
                   [](const DefDecl&) {},
                   [](const ImportDecl&) {},
                   [](const EnforceDecl&) {},
                   [](const TableDecl&) {},
                   [&](const WaiverDecl& d) { report(d.title.span, "waiver"); },
                   [&](const SnapshotDecl& d) { sink_.emit(diagnostics::ignored_for_now(d.name.span, "snapshot")); },
                   [&](const TestDecl& d) { sink_.emit(diagnostics::ignored_for_now(d.title.span, "test")); },
                   [](const TypeDecl&) {},
                   [](const InputDecl&) {},
                   [&](const GateDecl& d) { gate(d); },
                   [&](const PhaseDecl& d) { phase(d); },
                   [&](const TriggerDecl& d) { trigger(d); },
               },
               decl.node);
    std::ranges::sort(reported_, {}, &Span::begin);
    walk(tree_, decl, *this);
  }

  // ---- clauses

  void lasting(const Condition& condition) {
    report_if(condition.lasting, condition.lasting && condition.lasting->of_last ? "for N of the last M" : "for D");
  }
  void lasting(const std::optional<ConditionClause>& clause) {
    if (clause) lasting(clause->condition);
  }

  void gate(const GateDecl& gate) {
    lasting(gate.head.applies);
    report_if(gate.only_for, "only for");
    report_if(gate.excused, "excused when");
    report_if(gate.score, "score");
    requirements(gate.requirements);
  }

  void phase(const PhaseDecl& phase) {
    lasting(phase.head.applies);
    requirements(phase.requirements);
    lasting(phase.started.when);
    lasting(phase.done.when);
    report_if(phase.started.at, "started at");
    report_if(phase.done.at, "done at");
  }

  void trigger(const TriggerDecl& trigger) {
    lasting(trigger.head.applies);
    lasting(trigger.fires);
    report_if(trigger.keep_for, "keep for");
  }

  void requirements(const std::vector<Requirement>& requirements) {
    for (const Requirement& requirement : requirements) {
      lasting(requirement.condition);
      report_if(requirement.warn_when, "warn when");
      report_if(requirement.weight, "weight");
      if (requirement.key) report(*requirement.key, "key");
      report_if(requirement.from, "from");
      report_if(requirement.until, "until");
      if (requirement.not_waivable) report(*requirement.not_waivable, "not waivable");
    }
  }

  // ---- expressions

  bool enter(ExprId, const Expr& expr) override {
    if (is_reported(expr.span)) return false;
    const auto* name = std::get_if<NameRef>(&expr.node);
    if (name != nullptr && std::ranges::count(bound_, name->name.text) != 0) return true;
    const std::string_view word = unsupported_word(tree_, expr);
    if (!word.empty()) sink_.emit(diagnostics::not_supported(expr.span, word));
    return word.empty();
  }

  void bind(const Name& name) override { bound_.push_back(name.text); }
  void release(std::size_t count) override { bound_.resize(bound_.size() - count); }

  /// Does a clause that was reported as a whole hold `span`? Clauses do not overlap.
  [[nodiscard]] bool is_reported(Span span) const {
    const auto after = std::ranges::upper_bound(reported_, span.begin, {}, &Span::begin);
    return after != reported_.begin() && span.end <= std::prev(after)->end;
  }

  const SyntaxTree& tree_;
  base::DiagnosticSink& sink_;
  std::vector<Span> reported_;  // of the declaration at hand
  std::vector<std::string_view> bound_;
};

}  // namespace

std::string_view unsupported_word(const SyntaxTree& tree, const Expr& expr) {
  if (const auto* name = std::get_if<NameRef>(&expr.node)) {
    return std::ranges::count(later_names, name->name.text) != 0 ? name->name.text : std::string_view{};
  }
  const auto* call = std::get_if<Call>(&expr.node);
  if (call == nullptr) return {};
  if (const auto* callee = std::get_if<NameRef>(&tree[call->callee].node))
    if (const BuiltInFunction* function = find_function(callee->name.text); function != nullptr && !function->supported)
      return function->name;
  return has_window(*call) ? "over" : std::string_view{};
}

void report_unsupported(const SyntaxTree& tree, base::DiagnosticSink& sink) { Reporter(tree, sink).file(); }

}  // namespace nexus::rules::naming
