#include "engine/run/machine.h"

#include <algorithm>

/// Evidence that is stale, or about something else, is unknown (docs/language.md, "Quality of evidence"). It is judged once,
/// before anything reads it: the records are copied, and their slots hold the reason.
namespace nexus::engine {

using base::Decimal;
using Kind = Machine::EvidenceFault::Kind;

namespace {

/// Clocks differ a little: what is less than that ahead was taken just now.
constexpr int tolerated_seconds = 300;

ReasonCode code_of(Kind kind) { return kind == Kind::other_subject || kind == Kind::no_subject ? ReasonCode::other_subject : ReasonCode::stale; }

}  // namespace

void Machine::judge_evidence() {
  faults_.clear();
  for (const plan::Evidence& evidence : plan_.evidence)
    if (const Frame* judged = judged_frame(evidence, *roots_[evidence.input])) roots_[evidence.input] = judged;
}

const Frame* Machine::judged_frame(const plan::Evidence& evidence, const Frame& frame) {
  if (evidence.containers.empty()) return judged_record(evidence, frame);
  const std::uint32_t slot = plan_.schema[evidence.containers.front()].slot;
  const auto judged = judged_items(evidence, frame.slots()[slot], 0);
  if (!judged) return nullptr;
  Frame* copy = copy_of(frame);
  copy->slots()[slot] = *judged;
  return copy;
}

/// A copy of container number `depth` where evidence in its items is not good; nothing where all is well.
// NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
std::optional<Value> Machine::judged_items(const plan::Evidence& evidence, const Value& container, std::size_t depth) {
  const bool is_list = container.kind() == ValueKind::list;
  if (!is_list && container.kind() != ValueKind::map) return std::nullopt;
  const std::uint32_t size = is_list ? container.as_list().size : container.as_map().size;
  const Value* items = is_list ? container.as_list().items : container.as_map().values;
  const bool innermost = depth + 1 == evidence.containers.size();
  Value* copies = nullptr;
  for (std::uint32_t i = 0; i < size; ++i) {
    step();
    std::optional<Value> judged;
    if (items[i].kind() != ValueKind::record) {
      if (!innermost) judged = judged_items(evidence, items[i], depth + 1);
    } else if (innermost) {
      if (const Frame* record = judged_record(evidence, *items[i].frame())) judged = Value::record(items[i].shape(), record);
    } else {
      const std::uint32_t slot = plan_.schema[evidence.containers[depth + 1]].slot;
      if (const auto inner = judged_items(evidence, items[i].frame()->slots()[slot], depth + 1)) {
        Frame* copy = copy_of(*items[i].frame());
        copy->slots()[slot] = *inner;
        judged = Value::record(items[i].shape(), copy);
      }
    }
    if (!judged) continue;
    if (copies == nullptr) copies = std::copy_n(items, size, memory_.array<Value>(size)) - size;
    copies[i] = *judged;
  }
  if (copies == nullptr) return std::nullopt;
  if (is_list) {
    ListData list = container.as_list();
    list.items = copies;
    return Value::list(memory_.make(list));
  }
  MapData map = container.as_map();
  map.values = copies;
  return Value::map(memory_.make(map));
}

/// What is not there, or no record, says so itself.
const Frame* Machine::judged_record(const plan::Evidence& evidence, const Frame& frame) {
  if (frame.slots()[plan_.schema[evidence.place].slot].kind() != ValueKind::record) return nullptr;
  Value why_undated, why_unrelated;
  const auto stale = evidence.limit ? freshness(evidence, frame, why_undated) : std::nullopt;
  const auto foreign = evidence.subject ? aboutness(evidence, frame, why_unrelated) : std::nullopt;
  if (!stale && !foreign) return nullptr;
  Frame* copy = copy_of(frame);
  const auto rule = static_cast<std::uint32_t>(&evidence - plan_.evidence.data());
  Value unknown;
  const auto add = [&](Kind kind, Value why) {
    faults_.push_back({.kind = kind, .rule = rule, .frame = copy, .as_read = &frame});
    unknown = reasons_.merge(reasons_.merge(unknown, why), Value::unknown_at(code_of(kind), evidence.place, copy));
  };
  if (stale) add(*stale, why_undated);
  if (foreign) add(*foreign, why_unrelated);
  for (const std::uint32_t slot : evidence.slots) copy->slots()[slot] = unknown;
  return copy;
}

std::optional<Kind> Machine::freshness(const plan::Evidence& evidence, const Frame& frame, Value& why) {
  const Value taken = frame.slots()[plan_.schema[evidence.taken_at].slot], limit = eval(evidence.limit);
  why = reasons_.merge(taken.is_unknown() ? taken : Value(), limit);
  if (taken.is_unknown() || limit.is_unknown()) return Kind::undated;
  const Decimal age = base::subtract(now(), taken.as_decimal()).value;
  if (age < Decimal(-tolerated_seconds)) return Kind::in_the_future;
  return age > limit.as_decimal() ? std::optional(Kind::too_old) : std::nullopt;
}

std::optional<Kind> Machine::aboutness(const plan::Evidence& evidence, const Frame& frame, Value& why) {
  const Value subject = eval(evidence.subject), concerns = frame.slots()[plan_.schema[evidence.concerns].slot];
  why = reasons_.merge(subject.is_unknown() ? subject : Value(), concerns);
  if (subject.is_unknown() || concerns.is_unknown()) return Kind::no_subject;
  const Value same = equal(concerns, subject, evidence.subject);
  if (same.is_unknown()) return why = same, Kind::no_subject;
  return same.as_bool() ? std::nullopt : std::optional(Kind::other_subject);
}

Frame* Machine::copy_of(const Frame& frame) {
  const std::uint32_t slots = plan_.frames[plan_.schema[frame.place].frame].slots;
  Frame* copy = memory_.frame(slots);
  *copy = frame;
  for (std::uint32_t slot = 0; slot < slots; ++slot) {
    Value value = frame.slots()[slot];
    // What is missing is missing in this record now; what was judged before keeps the record it was judged in.
    const bool is_read = value.is_unknown() && value.is_at_place() && value.code() != ReasonCode::stale && value.code() != ReasonCode::other_subject;
    if (is_read && value.frame() == &frame) value = Value::unknown_at(value.code(), value.place(), copy);
    copy->slots()[slot] = value;
  }
  return copy;
}

const Machine::EvidenceFault* Machine::fault_at(plan::SchemaId place, const Frame* frame, ReasonCode code) const {
  const auto is_it = [&](const EvidenceFault& fault) {
    return fault.frame == frame && plan_.evidence[fault.rule].place == place && code_of(fault.kind) == code;
  };
  const auto at = std::ranges::find_if(faults_, is_it);
  return at != faults_.end() ? &*at : nullptr;
}

}  // namespace nexus::engine
