#include "engine/run/reasons.h"

#include <algorithm>

namespace nexus::engine {

namespace {

bool is_absence(const Reason& reason) { return reason.code == ReasonCode::absent || reason.code == ReasonCode::null; }

bool is_optional_absence(const Reason& reason, const plan::Plan& plan) {
  if (!is_absence(reason)) return false;
  if (!reason.place || !reason.key.empty()) return true;  // no such key, position or item
  const plan::SchemaNode& place = plan.schema[reason.place];
  return place.optional || (place.nullable && reason.code == ReasonCode::null) || place.kind == plan::SchemaKind::any;
}

bool is_optional_root_absence(const Reason& reason, const plan::Plan& plan) {
  if (!is_absence(reason) || !reason.place || !reason.key.empty()) return false;
  const plan::SchemaNode& place = plan.schema[reason.place];
  if (!place.parent) return place.optional;
  return place.optional && place.depth == 1 && place.parent == plan.inputs.front().root;
}

}  // namespace

std::uint8_t ReasonStore::classes(const Reason& reason) const {
  const bool optional = is_optional_absence(reason, plan_);
  const auto flag = [](ReasonClass of, bool holds) { return holds ? static_cast<unsigned>(of) : 0U; };
  return static_cast<std::uint8_t>(flag(ReasonClass::absence, is_absence(reason)) | flag(ReasonClass::optional_absence, optional) |
                                   flag(ReasonClass::optional_root_absence, is_optional_root_absence(reason, plan_)) |
                                   flag(ReasonClass::not_yet, optional || reason.code == ReasonCode::nothing_to_judge));
}

std::uint8_t ReasonStore::classes(Value unknown) const {
  return unknown.is_at_place() ? classes(at_place(unknown)) : sets_[unknown.reason_set()].classes;
}

void ReasonStore::reset() {
  members_.clear();
  sets_.clear();
}

Reason ReasonStore::at_place(Value unknown) const {
  Reason reason{.code = unknown.code(), .place = unknown.place(), .frame = unknown.frame(), .key = {}, .node = {}, .detail = {}};
  // An empty slot tells nothing of the records above it, which share its frame.
  while (reason.code == ReasonCode::absent) {
    const plan::SchemaId parent = plan_.schema[reason.place].parent;
    if (!parent || plan_.schema[reason.place].slot == 0) break;
    const Value above = reason.frame->slots()[plan_.schema[parent].slot];
    const bool is_other = plan_.schema[parent].kind == plan::SchemaKind::any && plan_.schema[parent].whole && !above.is_unknown() && above.kind() != ValueKind::map;
    if (is_other) {
      reason.code = ReasonCode::wrong_type;
      reason.place = parent;
      break;
    }
    if (!above.is_unknown() || !above.is_at_place()) break;
    reason.code = above.code();
    reason.place = parent;
  }
  return reason;
}

Value ReasonStore::unknown(const Reason& reason) {
  sets_.push_back({static_cast<std::uint32_t>(members_.size()), 1, 1, classes(reason)});
  members_.push_back(reason);
  return Value::unknown_for(static_cast<std::uint32_t>(sets_.size() - 1));
}

std::span<const Reason> ReasonStore::reasons(Value unknown) {
  if (unknown.is_at_place()) {
    single_ = at_place(unknown);
    return {&single_, 1};
  }
  const Set& set = sets_[unknown.reason_set()];
  return {members_.data() + set.begin, set.size};
}

std::size_t ReasonStore::total(Value unknown) const { return unknown.is_at_place() ? 1 : sets_[unknown.reason_set()].total; }

Value ReasonStore::merge(Value first, Value second) {
  if (!second.is_unknown()) return first;
  if (!first.is_unknown()) return second;
  const auto a = reasons(first);
  std::vector<Reason> merged(a.begin(), a.end());
  std::size_t count = total(first);
  const std::size_t unseen = total(second) - reasons(second).size();
  for (const Reason& reason : reasons(second)) {
    if (std::ranges::find(merged, reason) != merged.end()) continue;
    ++count;
    if (merged.size() < most_stored) merged.push_back(reason);
  }
  count += unseen;
  if (count == total(first)) return first;
  sets_.push_back({static_cast<std::uint32_t>(members_.size()), static_cast<std::uint32_t>(merged.size()), count,
                   static_cast<std::uint8_t>(classes(first) & classes(second))});
  members_.insert(members_.end(), merged.begin(), merged.end());
  return Value::unknown_for(static_cast<std::uint32_t>(sets_.size() - 1));
}

}  // namespace nexus::engine
