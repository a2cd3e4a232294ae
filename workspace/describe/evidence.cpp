#include "workspace/describe/evidence.h"

#include "rules/plan/plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace nexus::workspace::describing {

namespace {

using plan::NodeId;
using plan::Op;
using plan::Plan;
using plan::SchemaId;
using plan::SchemaKind;
using plan::SchemaNode;

constexpr std::size_t most_members = 8;

// ---- which rule reads what

void places_read(const Plan& plan, NodeId id, std::set<NodeId>& seen, std::set<SchemaId>& places) {
  if (!id || !seen.insert(id).second) return;
  const plan::Node& node = plan.nodes[id];
  if (node.op == Op::input_slot || node.op == Op::item_slot) places.insert(SchemaId(node.c));
  plan::for_each_operand(plan, id, [&](NodeId operand) { places_read(plan, operand, seen, places); });
}

std::vector<NodeId> conditions_of(const Plan& plan, plan::RuleRef ref) {
  const plan::Rule& rule = plan.rule(ref);
  std::vector<NodeId> nodes{rule.applies};
  if (rule.for_each)
    for (const plan::Range& range : plan.loops[rule.for_each->loop.index()].ranges) nodes.push_back(range.list);
  const auto add = [&](const std::vector<plan::Requirement>& requirements) {
    for (const plan::Requirement& requirement : requirements)
      nodes.insert(nodes.end(), {requirement.condition, requirement.when, requirement.band, requirement.level});
  };
  switch (ref.kind) {
    case plan::RuleKind::gate: {
      const plan::Gate& gate = plan.gates[ref.index];
      add(gate.requirements);
      if (gate.excuse) nodes.insert(nodes.end(), {gate.excuse->condition, gate.excuse->by, gate.excuse->because});
      break;
    }
    case plan::RuleKind::phase: {
      const plan::Phase& phase = plan.phases[ref.index];
      add(phase.requirements);
      nodes.insert(nodes.end(), {phase.started, phase.done, phase.started_at, phase.done_at});
      break;
    }
    case plan::RuleKind::trigger:
      nodes.push_back(plan.triggers[ref.index].fires);
      break;
  }
  return nodes;
}

using Readers = std::map<SchemaId, std::vector<plan::RuleRef>>;

Readers readers(const Plan& plan) {
  Readers all;
  for (const plan::RuleRef rule : plan.order) {
    std::set<NodeId> seen;
    std::set<SchemaId> places;
    for (const NodeId node : conditions_of(plan, rule)) places_read(plan, node, seen, places);
    for (const SchemaId place : places) all[place].push_back(rule);
  }
  return all;
}

// ---- what stands there

std::string unit_words(const SchemaNode& node) {
  using base::WireUnit;
  switch (node.wire) {
    case WireUnit::percent:
      return "in percent (0 to 100)";
    case WireUnit::any_percent:
      return "in percent";
    case WireUnit::milliseconds:
      return "in milliseconds";
    case WireUnit::seconds:
      return "in seconds";
    case WireUnit::minutes:
      return "in minutes";
    case WireUnit::hours:
      return "in hours";
    case WireUnit::days:
      return "in days";
    case WireUnit::epoch_seconds:
      return "in seconds since 1970";
    case WireUnit::epoch_milliseconds:
      return "in milliseconds since 1970";
    case WireUnit::none:
    case WireUnit::zoned:
    case WireUnit::text:
      return "";
    case WireUnit::bytes:
    case WireUnit::kib:
    case WireUnit::mib:
    case WireUnit::gib:
    case WireUnit::tib:
    case WireUnit::kb:
    case WireUnit::mb:
    case WireUnit::gb:
    case WireUnit::tb:
      break;
  }
  return "in " + std::string(base::wire_unit_name(node.wire));
}

Sentence kind_words(const Plan& plan, const SchemaNode& node);

Sentence list_words(const Plan& plan, const SchemaNode& node) {
  const SchemaNode& item = plan.schema[node.element];
  const bool is_record = item.kind == SchemaKind::record;
  if (node.kind == SchemaKind::map)
    return is_record ? words("entries by name, see below") : cat("by name: ", kind_words(plan, item));
  return is_record ? words("a list, see below") : cat("a list of: ", kind_words(plan, item));
}

Sentence member_words(const plan::Enum& type) {
  std::vector<Sentence> members;
  for (const std::string& member : type.members)
    if (members.size() < most_members) members.push_back(value(member));
  if (type.members.size() > most_members) members.push_back(words("…"));
  return cat("one of ", listed(members, "or"));
}

Sentence kind_words(const Plan& plan, const SchemaNode& node) {
  switch (node.kind) {
    case SchemaKind::boolean:
      return words("true or false");
    case SchemaKind::integer:
      return words("a whole number");
    case SchemaKind::number:
      return words("a number");
    case SchemaKind::ratio:
      return node.wire == base::WireUnit::none ? words("a share, from 0 to 1") : cat("a share, ", unit_words(node));
    case SchemaKind::duration:
      return node.wire == base::WireUnit::text ? words("a duration, such as “5m”")
                                               : cat("a duration, ", unit_words(node));
    case SchemaKind::size:
      return node.wire == base::WireUnit::text ? words("a size, such as “10MiB”") : cat("a size, ", unit_words(node));
    case SchemaKind::time: {
      if (node.wire == base::WireUnit::zoned)
        return cat("a time; without an offset, by the clock of ", plan.zones[node.detail]);
      const std::string unit = unit_words(node);
      return unit.empty() ? words("a time with its offset, such as 2026-11-02T10:00:00Z") : cat("a time, ", unit);
    }
    case SchemaKind::date:
      return words("a day, such as 2026-11-02");
    case SchemaKind::string:
      return words("text");
    case SchemaKind::member:
      return member_words(plan.enums[node.detail]);
    case SchemaKind::version:
      return words("a version, such as 1.10.0");
    case SchemaKind::level:
      return words("a level: warn, hold, block or rollback");
    case SchemaKind::list:
    case SchemaKind::map:
      return list_words(plan, node);
    case SchemaKind::record:
      return words("a record, see below");
    case SchemaKind::any:
      return words("anything");
  }
  return {};
}

// ---- the table

class Table {
 public:
  Table(const LoadedPolicy& policy, const DocComments& comments, Wording& wording)
      : plan_(policy.plan()),
        model_(policy.model()),
        comments_(comments),
        wording_(wording),
        readers_(readers(policy.plan())) {}

  /// One document; nothing where none of it is read.
  std::optional<report::doc::Grid> of(std::uint32_t input) {
    grid_ = {{"Field", "What it says", "Needed for"}, {}};
    input_ = input;
    const plan::Input& document = plan_.inputs[input];
    add(document.root, document.name, model_.inputs[rules::InputId(input)].type, {}, true);
    if (grid_.rows.empty()) return std::nullopt;
    return std::move(grid_);
  }

 private:
  /// `type` is that of the place, none where nobody knows; `steps` as in an EvidenceRule.
  void add(SchemaId id, const std::string& path, rules::TypeId type, const std::vector<std::string>& steps,
           bool is_root = false) {
    const SchemaNode& node = plan_.schema[id];
    const rules::RecordShape* shape =
        type && model_.types[type].kind == rules::TypeKind::record ? &model_.types[model_.types[type].record] : nullptr;
    if (is_root && !path.empty()) row(id, path, {}, steps);
    for (const SchemaId child : node.children) {
      const std::string& name = plan_.names[plan_.schema[child].key];
      const rules::RecordField* field = shape != nullptr ? shape->find(name) : nullptr;
      const std::string below = path.empty() ? name : path + "." + name;
      std::vector<std::string> further = steps;
      further.push_back(name);
      row(child, below, field != nullptr ? comments_.at(field->declared) : std::string_view{}, further);
      add(child, below, field != nullptr ? field->type : rules::TypeId{}, further);
    }
    if (node.element) {
      std::vector<std::string> further = steps;
      further.emplace_back();
      const bool has_item =
          type && (model_.types[type].kind == rules::TypeKind::list || model_.types[type].kind == rules::TypeKind::map);
      add(node.element, path + "[]", has_item ? model_.types[type].item : rules::TypeId{}, further);
    }
  }

  void row(SchemaId id, const std::string& path, std::string_view comment, const std::vector<std::string>& steps) {
    const SchemaNode& node = plan_.schema[id];
    const Sentence quality = quality_words(steps);
    // A record says nothing by itself: its fields do.
    const bool is_bare_record = node.kind == SchemaKind::record || (node.kind == SchemaKind::any && !node.whole);
    if (is_bare_record && comment.empty() && quality.empty() && !node.optional) return;
    Sentence what = is_bare_record ? Sentence{} : kind_words(plan_, node);
    if (!comment.empty()) what = cat(with_code(comment), what.empty() ? "" : " – ", std::move(what));
    if (node.optional) what = cat(std::move(what), what.empty() ? "may be missing" : "; may be missing");
    if (!quality.empty()) what = cat(std::move(what), what.empty() ? "" : "; ", quality);
    std::vector<Sentence> needed;
    if (const auto found = readers_.find(id); found != readers_.end())
      for (const plan::RuleRef rule : found->second) needed.push_back(rule_words(rule));
    Sentence reads = listed(needed, "and");
    if (reads.empty() && !is_bare_record) reads = words("messages, and what to do");
    grid_.rows.push_back({code(path), capitalised(std::move(what)), std::move(reads)});
  }

  Sentence rule_words(plan::RuleRef ref) const {
    const plan::Rule& rule = plan_.rule(ref);
    const auto at = rules_in_force_.find({plan_.modules[rule.module].name, rule.name});
    return at == rules_in_force_.end() ? code(rule.name) : code(rule.name, anchor_of_rule(model_, at->second));
  }

  using RulesByName = std::map<std::pair<std::string, std::string>, rules::RuleRef>;
  /// By the names of module and rule.
  static RulesByName rules_in_force(const rules::CheckedModel& model) {
    RulesByName all;
    for (const rules::RuleRef rule : model.order)
      if (const rules::RuleHeadNode& head = head_of(model, rule); head.in_force) all.try_emplace({model.modules[head.module].name, head.name}, rule);
    return all;
  }

  Sentence quality_words(const std::vector<std::string>& steps) {
    std::vector<Sentence> all;
    for (const rules::EvidenceRule& rule : model_.evidence) {
      if (rule.input.index() != input_ || rule.path != steps) continue;
      const auto dotted = [](const std::vector<std::string>& path) {
        std::string text;
        for (const std::string& part : path) text += (text.empty() ? "" : ".") + part;
        return text;
      };
      if (rule.limit)
        all.push_back(cat("at most ", wording_.value(rule.limit), " old (by ", code(dotted(rule.taken_at)), ")"));
      if (rule.subject)
        all.push_back(cat("about the right ", wording_.value(rule.subject), " (by ", code(dotted(rule.concerns)), ")"));
    }
    return all.empty() ? Sentence{} : cat("must be ", listed(all, "and"));
  }

  const Plan& plan_;
  const rules::CheckedModel& model_;
  const DocComments& comments_;
  Wording& wording_;
  Readers readers_;
  RulesByName rules_in_force_ = rules_in_force(model_);
  report::doc::Grid grid_;
  std::uint32_t input_ = 0;
};

}  // namespace

std::optional<Section> evidence(const LoadedPolicy& policy, const DocComments& comments, Wording& wording) {
  Section section{.anchor = "evidence", .kind = {}, .title = "Evidence that is read", .name = {}};
  section.blocks.emplace_back(
      report::doc::Paragraph{words("What the rules look at, and nothing else. `[]` stands for each item of a list or "
                                   "map. What is absent, broken or not good enough counts as missing evidence.")});
  section.blocks.back() =
      report::doc::Paragraph{with_code(std::get<report::doc::Paragraph>(section.blocks.back()).sentence.front().text)};
  Table table(policy, comments, wording);
  const std::size_t before = section.blocks.size();
  for (std::uint32_t input = 0; input < policy.plan().inputs.size(); ++input) {
    auto grid = table.of(input);
    if (!grid) continue;
    const plan::Input& document = policy.plan().inputs[input];
    if (input != 0)
      section.blocks.emplace_back(report::doc::Paragraph{cat("Of a document of its own, ", code(document.name),
                                                             document.optional ? ", which need not be given:" : ":")});
    section.blocks.emplace_back(*std::move(grid));
  }
  return section.blocks.size() == before ? std::nullopt : std::optional(std::move(section));
}

}  // namespace nexus::workspace::describing
