#include "engine/explain/phase_graph.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace nexus::engine {

namespace {

/// What a rule is called beside the others: with its module only where there are several.
std::string short_name(const plan::Rule& rule, bool several_modules) { return several_modules ? rule.id : rule.name; }

const RuleReport* find(const Report* report, std::string_view id) {
  if (report == nullptr) return nullptr;
  const auto at = std::ranges::find(report->rules, id, &RuleReport::id);
  return at == report->rules.end() ? nullptr : &*at;
}

}  // namespace

PhaseGraph phase_graph(const plan::Plan& plan, const Report* report) {
  std::set<std::uint32_t> modules;
  for (const plan::Phase& phase : plan.phases) modules.insert(phase.rule.module);
  const bool several = modules.size() > 1;
  PhaseGraph graph;
  for (const plan::Phase& phase : plan.phases) {
    PhaseGraph::Phase& drawn = graph.phases.emplace_back();
    drawn.name = short_name(phase.rule, several);
    drawn.title = phase.rule.title;
    drawn.after = phase.after;
    if (const RuleReport* judged = find(report, phase.rule.id)) {
      drawn.status = judged->status;
      drawn.note = judged->note;
    }
    for (const std::uint32_t gate : phase.gates) {
      const plan::Rule& rule = plan.gates[gate].rule;
      const RuleReport* judged = find(report, rule.id);
      drawn.gates.push_back({.name = short_name(rule, rule.module != phase.rule.module), .status = judged != nullptr ? judged->status : std::string()});
    }
  }
  return graph;
}

}  // namespace nexus::engine
