#include "tests/reference/past.h"

#include "tests/reference/judge.h"
#include "tests/reference/read.h"

#include <algorithm>

namespace nexus::reference {

using rules::TypeKind;

std::optional<Number> time_of(const rules::CheckedModel& model, const Json& snapshot) {
  const Json* const time = snapshot.find("time");
  if (time == nullptr) return std::nullopt;
  const rules::Type& type = model.types[model.inputs[rules::InputId(0)].type];
  if (type.kind == TypeKind::record)
    if (const rules::RecordField* field = model.types[type.record].find("time");
        field != nullptr &&
        (model.types[field->type].kind == TypeKind::time || model.types[field->type].kind == TypeKind::date)) {
      const Value value = read(model, field->type, time, {});
      return value.is_known() ? std::optional(value.number) : std::nullopt;
    }
  return time->kind == Json::Kind::string ? parse_time(time->text) : std::nullopt;
}

Value read_document(const rules::CheckedModel& model, rules::InputId id, const Json* json, bool is_earlier) {
  const rules::Input& input = model.inputs[id];
  const Place place{.document = is_earlier           ? "history"
                                : input.name.empty() ? "snapshot"
                                                     : input.name,
                    .pointer = {},
                    .optional = input.optional,
                    .root = input.optional};
  return read(model, input.type, json, place);
}

Past::Past(const rules::CheckedModel& model, const Run& run) : model_(model), run_(run) {
  const Json* const current = run.documents.front();
  const Number last = (current == nullptr ? std::nullopt : time_of(model, *current)).value_or(run.now);
  if (run.history) {
    for (const Json& snapshot : *run.history) {
      const Number time = *time_of(model, snapshot);
      const bool again = std::any_of(samples_.begin(), samples_.end(), [&](const Sample& sample) {
        return sample.time == time && to_text(*sample.snapshot) == to_text(snapshot);
      });
      const bool is_current = time == last && to_text(snapshot) == to_text(*current);
      if (time <= last && !again && !is_current) samples_.push_back({&snapshot, time});
    }
    std::stable_sort(samples_.begin(), samples_.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
  }
  samples_.push_back({current, last});
}

Past::~Past() = default;

Judge& Past::at(std::size_t at) {
  Sample& sample = samples_[at];
  if (!sample.judge) sample.judge = std::make_unique<Judge>(model_, run_, *this, at);
  return *sample.judge;
}

}  // namespace nexus::reference
