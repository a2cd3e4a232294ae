#include "tests/reference/engine_side.h"

#include "grammar/parse.h"
#include "rules/check.h"
#include "rules/lower.h"
#include "rules/resolved_model.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace nexus::reference {

std::unique_ptr<EngineSide> EngineSide::compile(const std::string& policy, std::string* why) {
  base::SourceMap sources;
  base::DiagnosticSink sink;
  std::vector<grammar::SyntaxTree> trees;
  trees.push_back(grammar::parse(sources, sources.add("p.nexus", policy), sink));
  auto model = rules::check(rules::resolve(sources, trees, {}, sink), sink);
  if (!model || sink.has_errors()) {
    if (why != nullptr) {
      for (const auto& diagnostic : sink.all())
        if (diagnostic.severity == base::Severity::error) {
          *why = diagnostic.message + "  " + std::string(sources.slice(diagnostic.span));
          break;
        }
    }
    return nullptr;
  }
  return std::unique_ptr<EngineSide>(new EngineSide(std::move(sources), std::move(*model)));
}

EngineSide::EngineSide(base::SourceMap sources, rules::CheckedModel model)
    : sources_(std::move(sources)),
      model_(std::move(model)),
      plan_(rules::lower(model_)),
      reader_(plan_),
      evaluator_(plan_) {}

namespace {

std::string word(base::Level level) { return std::string(base::level_name(level)); }

void tell(Verdict& lines, const engine::Finding& finding) {
  lines.push_back("finding " + finding.id + " " + std::string(engine::finding_kind_name(finding.kind)) + " " +
                  word(finding.level) + " " + finding.message);
  std::string margins;
  for (const engine::MarginReport& margin : finding.margins) {
    const Number apart = *Number::parse(margin.exact_difference);
    margins += " " + (apart.is_negative() ? -apart : apart).nearly();
  }
  if (!margins.empty()) lines.push_back("margins " + finding.id + margins);
  if (finding.reasons.empty()) return;
  std::set<std::string> reasons;
  for (const engine::ReasonReport& reason : finding.reasons)
    reasons.insert(reason.code + " " + reason.evidence.document + reason.evidence.pointer);
  if (reasons.empty()) return;
  std::string line = "reasons " + finding.id;
  for (const std::string& reason : reasons) line += "; " + reason;
  lines.push_back(line);
}

/// `{…}` with its fields; of `bring_evidence` the place, for the reason is in the engine's words. Empty for one that
/// stands nowhere.
std::string tell(const engine::Obligation& obligation, const engine::Report& report) {
  std::string json = "{";
  for (const engine::ObligationField& field : obligation.fields)
    json += (json.size() > 1 ? "," : "") + ("\"" + field.name + "\":") + field.json;
  if (obligation.name != "bring_evidence") return "obligation " + obligation.name + " " + json + "}";
  // The field has the pointer alone; which document it is in the finding knows.
  const auto path = std::find_if(obligation.fields.begin(), obligation.fields.end(),
                                 [](const auto& field) { return field.name == "path"; });
  if (path == obligation.fields.end()) return "";
  if (path->json == "\"\"") return "";
  const auto named = std::find_if(obligation.fields.begin(), obligation.fields.end(),
                                  [](const auto& field) { return field.name == "document"; });
  const auto is_there = [&](const std::string& document) {
    return named == obligation.fields.end() ? document == "snapshot" : named->json == "\"" + document + "\"";
  };
  for (const engine::Finding& finding : report.findings)
    for (const engine::ReasonReport& reason : finding.reasons)
      if ("\"" + reason.evidence.pointer + "\"" == path->json && is_there(reason.evidence.document))
        return "obligation bring_evidence " + reason.evidence.document + reason.evidence.pointer;
  return "";
}

}  // namespace

Verdict EngineSide::verdict(const Run& run) {
  std::vector<engine::Document> documents;
  std::vector<const engine::Document*> given;
  std::vector<engine::DocumentName> names;
  for (std::size_t i = 0; i < run.documents.size(); ++i) {
    names.push_back(
        {.document = plan_.inputs[i].name.empty() ? "snapshot" : plan_.inputs[i].name, .file = "", .has_lines = false});
    auto read = reader_.read(i, run.documents[i] == nullptr ? "null" : to_text(*run.documents[i]));
    if (!read) return {"unreadable: " + read.error().message};
    documents.push_back(std::move(*read));
  }
  for (std::size_t i = 0; i < documents.size(); ++i)
    given.push_back(run.documents[i] == nullptr ? nullptr : &documents[i]);
  const auto now = base::Decimal::parse(run.now.plain());
  engine::Record record;
  if (run.history) {
    for (const Json& snapshot : *run.history) {
      const std::string text = to_text(snapshot);
      auto read = reader_.read(0, text);
      if (!read) return {"unreadable: " + read.error().message};
      record.insert(std::move(*read), *engine::time_of_snapshot(plan_, text), "", 0);
    }
  }
  const std::optional<base::Decimal> time = run.documents[0] == nullptr || !plan_.looks_back
                                                ? std::nullopt
                                                : engine::time_of_snapshot(plan_, to_text(*run.documents[0]));
  const auto decided = evaluator_.evaluate({.documents = given,
                                            .now = *now,
                                            .asked_phase = run.asked_phase,
                                            .history = run.history ? &record : nullptr,
                                            .time = time});
  if (!decided)
    return {decided.error().kind == engine::RunError::Kind::nothing_decided ? "error nothing_decided"
                                                                            : "error step_budget"};
  const auto explained = evaluator_.report(sources_, names);
  if (!explained) return {"error step_budget"};
  const engine::Report& report = *explained;

  Verdict lines = {"decision " + word(report.decision)};
  if (report.decision != *decided) lines.push_back("the report has another decision than the run");
  for (const engine::RuleReport& rule : report.rules) {
    lines.push_back(rule.kind + " " + rule.id + " " + rule.status);
    lines.push_back("asks " + rule.id + " " + word(rule.asks));
    if (!rule.counted) lines.push_back("not-counted " + rule.id);
    for (const engine::InstanceReport& instance : rule.instances) {
      if (instance.id != rule.id) {
        lines.push_back(rule.kind + " " + instance.id + " " + instance.status);
        lines.push_back("asks " + instance.id + " " + word(instance.asks));
      }
      for (const engine::RequirementReport& requirement : instance.requirements) {
        lines.push_back("requirement " + requirement.id + " " + requirement.status +
                        (requirement.vacuous ? " vacuous" : ""));
        lines.push_back("asks " + requirement.id + " " + word(requirement.asks));
      }
    }
  }
  for (const engine::Finding& finding : report.findings) tell(lines, finding);
  std::vector<std::string> obligations;
  for (const engine::Obligation& obligation : report.obligations) {
    const std::string line = tell(obligation, report);
    if (!line.empty() && std::find(obligations.begin(), obligations.end(), line) == obligations.end())
      obligations.push_back(line);
  }
  std::sort(obligations.begin(), obligations.end());
  lines.insert(lines.end(), obligations.begin(), obligations.end());
  std::string contributors;
  for (const std::string& id : report.contributors) contributors += " " + id;
  lines.push_back("contributors" + contributors);
  return lines;
}

}  // namespace nexus::reference
