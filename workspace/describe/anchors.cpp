#include "workspace/describe/wording.h"

#include <cctype>

// Where a document speaks of what.
namespace nexus::workspace::describing {

namespace {

/// Only letters, digits, dots and dashes: good in every notation, as it stands.
std::string anchor(std::string_view kind, std::string_view of, std::string_view name) {
  std::string text(kind);
  for (const std::string_view part : {of, name}) {
    if (part.empty()) continue;
    text += '-';
    for (const char c : part)
      text += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' ? c : '-';
  }
  return text;
}

/// Names of one kind are unique in a module, and what a span is in, is in one.
std::string_view module_of(const rules::CheckedModel& model, base::Span declared) {
  for (const rules::Module& module : model.modules)
    if (module.file == declared.file) return module.name;
  return {};
}

}  // namespace

const rules::RuleHeadNode& head_of(const rules::CheckedModel& model, rules::RuleRef rule) {
  switch (rule.kind) {
    case grammar::RuleKind::gate:
      return model.gates[rules::GateId(rule.index)].head;
    case grammar::RuleKind::phase:
      return model.phases[rules::PhaseId(rule.index)].head;
    case grammar::RuleKind::trigger:
      break;
  }
  return model.triggers[rules::TriggerId(rule.index)].head;
}

std::string anchor_of_rule(const rules::CheckedModel& model, rules::RuleRef rule) {
  const rules::RuleHeadNode& head = head_of(model, rule);
  return anchor("rule", model.modules[head.module].name, head.name);
}

std::string anchor_of_param(const rules::CheckedModel& model, rules::ParamId id) {
  return anchor("param", model.modules[model.params[id].module].name, model.params[id].name);
}

std::string anchor_of_let(const rules::CheckedModel& model, rules::LetId id) {
  const rules::LetDefinition& let = model.lets[id];
  return let.in_rule ? std::string{} : anchor("term", module_of(model, let.declared), let.name);
}

std::string anchor_of_def(const rules::CheckedModel& model, rules::DefId id) {
  const rules::Def& def = model.defs[id];
  return anchor("term", module_of(model, def.declared), def.name);
}

}  // namespace nexus::workspace::describing
