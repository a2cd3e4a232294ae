#include "rules/lower/evidence.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace nexus::rules::lowering {

namespace {

class EvidenceLowering {
 public:
  EvidenceLowering(const CheckedModel& model, plan::Plan& plan, SchemaBuilder& schema, Expressions& expressions)
      : model_(model), plan_(plan), schema_(schema), expressions_(expressions), lowered_(model.evidence.size()) {}

  void run() {
    // What one piece of evidence must be about may be read for its sake alone, and be evidence itself.
    for (bool found = true; found;) {
      found = false;
      for (std::size_t i = 0; i < lowered_.size(); ++i) found = try_lower(i) || found;
    }
    for (auto& evidence : lowered_) {
      if (!evidence) continue;
      add_slots(evidence->place, evidence->slots);
      plan_.evidence.push_back(*std::move(evidence));
    }
  }

 private:
  bool try_lower(std::size_t index) {
    const EvidenceRule& rule = model_.evidence[index];
    if (lowered_[index]) return false;
    const SchemaId place = schema_.find(rule.input, rule.path);
    if (!place) return false;
    plan::Evidence& evidence = lowered_[index].emplace();
    evidence.input = rule.input.index();
    evidence.place = place;
    evidence.containers = containers_of(place);
    if (rule.limit) {
      evidence.limit = expressions_.value(rule.limit, 0);
      evidence.taken_at = below(place, rule.taken_at);
    }
    if (rule.subject) {
      evidence.subject = expressions_.value(rule.subject, 0);
      evidence.concerns = below(place, rule.concerns);
    }
    return true;
  }

  [[nodiscard]] SchemaId below(SchemaId place, const std::vector<std::string>& path) {
    for (const std::string& field : path) place = schema_.child(place, field);
    schema_.want(place);
    return place;
  }

  [[nodiscard]] std::vector<SchemaId> containers_of(SchemaId place) const {
    std::vector<SchemaId> containers;
    for (SchemaId at = place; plan_.schema[at].parent; at = plan_.schema[at].parent)
      if (plan_.schema[plan_.schema[at].parent].element == at) containers.push_back(plan_.schema[at].parent);
    std::ranges::reverse(containers);
    return containers;
  }

  /// A record and its fields share a frame; items of lists have frames of their own.
  // NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
  void add_slots(SchemaId place, std::vector<std::uint32_t>& slots) const {
    slots.push_back(plan_.schema[place].slot);
    for (const SchemaId child : plan_.schema[place].children) add_slots(child, slots);
  }

  const CheckedModel& model_;
  plan::Plan& plan_;
  SchemaBuilder& schema_;
  Expressions& expressions_;
  std::vector<std::optional<plan::Evidence>> lowered_;  // by rule
};

}  // namespace

void lower_evidence(const CheckedModel& model, plan::Plan& plan, SchemaBuilder& schema, Expressions& expressions) {
  EvidenceLowering(model, plan, schema, expressions).run();
}

}  // namespace nexus::rules::lowering
