#include "rules/naming/unsupported.h"

#include "base/diagnostics/catalogue.h"
#include "base/overloaded.h"

#include <optional>
#include <string_view>
#include <vector>

namespace nexus::rules::naming {

namespace {

namespace diagnostics = base::diagnostics;
using base::Span;
using namespace grammar;

class Reporter {
 public:
  Reporter(const SyntaxTree& tree, base::DiagnosticSink& sink) : tree_(tree), sink_(sink) {}

  void file() {
    if (tree_.header) header(*tree_.header);
    for (const Decl& decl : tree_.decls) declaration(decl);
  }

 private:
  void report(Span where, std::string_view what) { sink_.emit(diagnostics::not_supported(where, what)); }
  template <class Clause>
  void report_if(const std::optional<Clause>& clause, std::string_view what) {
    if (clause) report(clause->span, what);
  }

  void header(const ModuleHeader& header) {
    if (header.zone) report(header.zone->span, "zone");
  }

  void declaration(const Decl& decl) {
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
                   [](const SnapshotDecl&) {},
                   [&](const TestDecl& d) { test(d); },
                   [](const TypeDecl&) {},
                   [](const InputDecl&) {},
                   [&](const GateDecl& d) { gate(d); },
                   [&](const PhaseDecl& d) { phase(d); },
                   [](const TriggerDecl&) {},
               },
               decl.node);
  }

  // ---- clauses

  void gate(const GateDecl& gate) {
    report_if(gate.only_for, "only for");
    report_if(gate.excused, "excused when");
    report_if(gate.score, "score");
    requirements(gate.requirements);
  }

  void phase(const PhaseDecl& phase) {
    requirements(phase.requirements);
    report_if(phase.started.at, "started at");
    report_if(phase.done.at, "done at");
  }

  void requirements(const std::vector<Requirement>& requirements) {
    for (const Requirement& requirement : requirements) {
        report_if(requirement.warn_when, "warn when");
      report_if(requirement.weight, "weight");
      if (requirement.key) report(*requirement.key, "key");
      report_if(requirement.from, "from");
      report_if(requirement.until, "until");
      if (requirement.not_waivable) report(*requirement.not_waivable, "not waivable");
    }
  }

  void test(const TestDecl& test) {
    for (const TestClause& clause : test.clauses) {
      const bool is_history = std::holds_alternative<GivenHistory>(clause.node) || std::holds_alternative<GivenSeries>(clause.node);
      if (is_history) report(clause.span, "given history");
    }
  }

  const SyntaxTree& tree_;
  base::DiagnosticSink& sink_;
};

}  // namespace

void report_unsupported(const SyntaxTree& tree, base::DiagnosticSink& sink) { Reporter(tree, sink).file(); }

}  // namespace nexus::rules::naming
