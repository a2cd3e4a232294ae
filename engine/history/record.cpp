#include "engine/history/record.h"

#include "base/values/quantity.h"
#include "base/values/text.h"
#include "base/values/time.h"
#include "engine/memory.h"
#include "engine/read/json_number.h"
#include "engine/read/locate.h"
#include "engine/read/wire.h"

#include <algorithm>

namespace nexus::engine {

std::optional<base::Decimal> time_of_snapshot(const plan::Plan& plan, std::string_view json) {
  const auto at = locate(json, "/time");
  if (!at) return std::nullopt;
  const std::string_view text = json.substr(at->begin, at->end - at->begin);
  const WireContext context(plan);
  const WireForm form{.kind = plan.time_form.kind, .wire = plan.time_form.wire, .detail = plan.time_form.detail};
  Memory memory;
  WireResult read = ReasonCode::wrong_type;
  if (text.size() >= 2 && text.front() == '"') {
    read = read_string(text.substr(1, text.size() - 2), form, context, memory);  // a time has nothing to escape
  } else if (const auto number = base::Decimal::parse(text)) {
    read = read_number(*number, form, context, memory);
  }
  const auto* value = std::get_if<Value>(&read);
  if (value == nullptr || !value->is_numeric()) return std::nullopt;
  return value->as_decimal();
}

std::string time_json(const plan::Plan& plan, const base::Decimal& time) {
  const base::WireUnit wire = plan.time_form.wire;
  const bool counts = wire == base::WireUnit::epoch_seconds || wire == base::WireUnit::epoch_milliseconds;
  return counts ? base::divide(time, base::wire_unit_factor(wire)).value.to_string() : base::quote_json(base::format_time(time));
}

std::size_t Record::count_until(const base::Decimal& time) const {
  const auto after = std::upper_bound(samples_.begin(), samples_.end(), time, [](const base::Decimal& t, const Sample& s) { return t < s.time; });
  return static_cast<std::size_t>(after - samples_.begin());
}

bool Record::insert(Document document, const base::Decimal& time, std::string file, std::uint32_t line) {
  const std::size_t at = count_until(time);
  for (std::size_t i = at; i > 0 && samples_[i - 1].time == time; --i)
    if (samples_[i - 1].document.text() == document.text()) return false;
  Sample sample;
  sample.document = std::move(document);
  sample.time = time;
  sample.file = std::move(file);
  sample.line = line;
  samples_.insert(samples_.begin() + static_cast<std::ptrdiff_t>(at), std::move(sample));
  return true;
}

std::optional<std::size_t> Record::find(const Frame* frame) const {
  while (frame != nullptr && frame->parent != nullptr) frame = frame->parent;
  for (std::size_t i = 0; i < samples_.size(); ++i)
    if (&samples_[i].document.root() == frame) return i;
  return std::nullopt;
}

void Record::forget() {
  for (Sample& sample : samples_) {
    sample.remembered.clear();
    sample.texts.clear();
    sample.frames.clear();
    sample.numbers.clear();
    sample.versions.clear();
  }
}

void Record::belong_to(const void* by) {
  if (remembered_by_ != by && remembered_by_ != nullptr) forget();
  remembered_by_ = by;
}

}  // namespace nexus::engine
