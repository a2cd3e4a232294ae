#include "engine/run/reasons.h"

#include "engine/run/steps.h"

#include <algorithm>
#include <bitset>

namespace nexus::engine {

namespace {

/// So much is for nothing: a run whose snapshot lacks a field in a million items takes less.
constexpr std::size_t bytes_for_nothing = 64U << 20U;

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
  counted_ = 0;
}

void ReasonStore::make_room() {
  constexpr std::size_t most_added = most_stored;
  if (members_.capacity() - members_.size() < most_added) members_.reserve(2 * members_.capacity() + most_added);
}

Value ReasonStore::add(const Set& set) {
  sets_.push_back(set);
  if (sets_.size() * sizeof(Set) + members_.size() * sizeof(Reason) > bytes_for_nothing)
    steps_ += (sizeof(Set) + (members_.size() - counted_) * sizeof(Reason)) / bytes_a_step;
  counted_ = members_.size();
  return Value::unknown_for(static_cast<std::uint32_t>(sets_.size() - 1));
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
  members_.push_back(reason);
  return add({static_cast<std::uint32_t>(members_.size() - 1), 1, 1, classes(reason)});
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
  make_room();
  const Reason at_first = first.is_at_place() ? at_place(first) : Reason{};  // `reasons` gives one place at a time
  const std::span<const Reason> a = first.is_at_place() ? std::span(&at_first, 1) : reasons(first);
  const std::span<const Reason> b = reasons(second);
  std::bitset<most_stored> fresh;
  for (std::size_t i = 0; i < b.size(); ++i) fresh[i] = std::ranges::find(a, b[i]) == a.end();
  const std::size_t count = total(first) + fresh.count() + (total(second) - b.size());
  if (count == total(first)) return first;

  const std::size_t added = std::min(fresh.count(), most_stored - a.size());
  Set merged{.begin = first.is_at_place() ? 0 : sets_[first.reason_set()].begin,
             .size = static_cast<std::uint32_t>(a.size() + added),
             .total = count,
             .classes = static_cast<std::uint8_t>(classes(first) & classes(second))};
  // The members of the first are shared where nothing is added to them, or right behind them.
  const bool is_shared = !first.is_at_place() && (added == 0 || merged.begin + a.size() == members_.size());
  // Those of both are where the second was made last, right behind the first.
  const bool is_in_place =
      !first.is_at_place() && !second.is_at_place() && added == b.size() && a.data() + a.size() == b.data();
  if (is_in_place) return add(merged);
  if (!is_shared) {
    merged.begin = static_cast<std::uint32_t>(members_.size());
    for (const Reason& reason : a) members_.push_back(reason);
  }
  for (std::size_t i = 0, left = added; left != 0; ++i)
    if (fresh[i]) members_.push_back(b[i]), --left;
  return add(merged);
}

}  // namespace nexus::engine
