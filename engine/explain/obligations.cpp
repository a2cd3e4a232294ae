#include "base/values/text.h"
#include "engine/explain/explainer.h"
#include "engine/run/show.h"

#include <algorithm>

/// What to do next: the remedies of what failed or fired, and the evidence that is missing.
namespace nexus::engine {

void Explainer::add_obligation(Obligation obligation) {
  // Canonical: the order in which a policy writes the fields makes no difference.
  std::vector<const ObligationField*> fields;
  for (const ObligationField& field : obligation.fields) fields.push_back(&field);
  std::ranges::sort(fields, {}, &ObligationField::name);
  std::string key;
  for (const ObligationField* field : fields) key += base::quote_json(field->name) + ":" + field->json + ",";
  const auto [at, fresh] = obligations_.try_emplace({obligation.name, key}, report_.obligations.size());
  if (fresh) {
    report_.obligations.push_back(std::move(obligation));
    return;
  }
  Obligation& known = report_.obligations[at->second];
  // Findings come in order: one that is listed already was the last.
  for (std::string& source : obligation.sources)
    if (known.sources.back() != source) known.sources.push_back(std::move(source));
}

void Explainer::oblige(const Subject& subject) {
  if (!subject.counts) return;
  for (const auto* remedies : subject.remedies)
    for (const plan::Remedy& remedy : *remedies) {
      Obligation obligation{.name = remedy.name, .fields = {}, .sources = {subject.id}, .missing = {}};
      if (remedy.when) {
        const Value when = machine_.eval(remedy.when);
        if (!when.is_unknown() && !when.as_bool()) continue;
        if (when.is_unknown()) obligation.missing.push_back(source_text(plan_.spans[remedy.when.index()]));
      }
      for (const auto& [name, node] : remedy.fields) {
        bool whole = true;
        std::string json;
        const Value value = machine_.eval(node);
        if (const auto words = value.is_unknown() ? machine_.message(node, {}) : std::nullopt)
          json = base::quote_json(*words);  // `fix <missing title>` still says what it is about
        else
          show_json(json, value, plan_, whole);
        if (!whole) obligation.missing.push_back(name);
        obligation.fields.push_back({name, std::move(json)});
      }
      add_obligation(std::move(obligation));
    }
}

/// Evidence that a verdict waits for.
void Explainer::oblige_to_bring(const Finding& finding) {
  for (const ReasonReport& reason : finding.reasons) {
    Obligation obligation{.name = "bring_evidence", .fields = {}, .sources = {finding.id}, .missing = {}};
    const bool has_place = !reason.evidence.document.empty();
    if (has_place && !names_.empty() && reason.evidence.document != names_.front().document) obligation.fields.push_back({"document", base::quote_json(reason.evidence.document)});
    if (has_place) obligation.fields.push_back({"path", base::quote_json(reason.evidence.pointer)});
    obligation.fields.push_back({"reason", base::quote_json(reason.message)});
    add_obligation(std::move(obligation));
  }
}

}  // namespace nexus::engine
