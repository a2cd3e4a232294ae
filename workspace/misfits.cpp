#include "workspace/misfits.h"

#include <optional>
#include <string>

namespace nexus::workspace {

Misfits::Misfits(const base::SourceMap& sources, const rules::CheckedModel& model, const base::Limits& limits)
    : sources_(sources), inputs_(rules::lower_inputs(model)), reader_(inputs_.plan, limits), evaluator_(inputs_.plan, limits) {}

std::vector<engine::ReasonReport> Misfits::of(std::size_t input, std::string_view json) {
  if (input >= inputs_.plan.inputs.size()) return {};
  engine::Document document;
  if (reader_.read_into(document, input, json)) return {};
  std::vector<const engine::Document*> documents(inputs_.plan.inputs.size());
  const std::vector<engine::DocumentName> names(documents.size());
  documents[input] = &document;
  evaluator_.take({.documents = documents, .now = {}, .asked_phase = std::nullopt});
  return evaluator_.misfits(inputs_.roots[input], sources_, names);
}

}  // namespace nexus::workspace
