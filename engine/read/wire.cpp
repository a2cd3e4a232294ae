#include "engine/read/wire.h"

#include "base/values/time.h"

#include <algorithm>
#include <optional>

namespace nexus::engine {
namespace {

using base::Decimal;
using base::WireUnit;
using plan::SchemaKind;

WireResult scaled(const Decimal& number, ValueKind kind, WireUnit unit, Memory& memory) {
  const auto product = base::multiply(number, base::wire_unit_factor(unit));
  if (product.error != base::ArithmeticError::none) return ReasonCode::overflow;
  return memory.number(product.value, kind);
}

WireResult integer(const Decimal& number, Memory& memory) {
  if (!number.is_integer()) return ReasonCode::wrong_type;
  if (!number.to_int64()) return ReasonCode::overflow;
  return memory.number(number, ValueKind::number);
}

/// `fraction` is of one, whatever the unit on the wire was.
WireResult ratio(const Decimal& fraction, WireUnit unit, Memory& memory) {
  if (unit != WireUnit::any_percent && (fraction < Decimal(0) || fraction > Decimal(1))) return ReasonCode::out_of_range;
  return memory.number(fraction, ValueKind::ratio);
}

WireResult ratio_number(const Decimal& number, WireUnit unit, Memory& memory) {
  const auto fraction = base::multiply(number, base::wire_unit_factor(unit));
  if (fraction.error != base::ArithmeticError::none) return ReasonCode::overflow;
  return ratio(fraction.value, unit, memory);
}

bool is_epoch(WireUnit unit) { return unit == WireUnit::epoch_seconds || unit == WireUnit::epoch_milliseconds; }

WireResult number_or(ReasonCode code, const std::optional<Decimal>& number, ValueKind kind, Memory& memory) {
  if (!number) return code;
  return memory.number(*number, kind);
}

WireResult zoned_time(std::string_view text, const base::TimeZone* zone, Memory& memory) {
  const auto local = base::parse_local_time(text);
  if (!local) return ReasonCode::bad_form;
  if (local->has_offset) return memory.number(local->seconds, ValueKind::time);
  // The check refuses unknown names, but the database of this machine may be another one.
  if (zone == nullptr) return ReasonCode::bad_zone;
  return number_or(ReasonCode::bad_form, zone->from_local(local->seconds), ValueKind::time, memory);
}

WireResult time(std::string_view text, const WireForm& form, const WireContext& context, Memory& memory) {
  if (is_epoch(form.wire)) return ReasonCode::wrong_type;
  if (form.wire == WireUnit::zoned) return zoned_time(text, context.zones[form.detail].get(), memory);
  return number_or(ReasonCode::bad_form, base::parse_time(text), ValueKind::time, memory);
}

WireResult percentage(std::string_view text, WireUnit unit, Memory& memory) {
  const auto fraction = base::parse_percentage(text);
  if (!fraction) return ReasonCode::bad_form;
  return ratio(*fraction, unit, memory);
}

WireResult member(std::string_view text, std::uint32_t enumeration, const plan::Plan& plan) {
  const auto& members = plan.enums[enumeration].members;
  const auto found = std::find(members.begin(), members.end(), text);
  if (found == members.end()) return ReasonCode::not_a_member;
  return Value::member(enumeration, static_cast<std::uint32_t>(found - members.begin()));
}

WireResult level(std::string_view text) {
  const auto level = base::level_of(text);
  // `allow` is what is left when nothing asks for anything; nobody asks for it.
  if (!level || *level == base::Level::allow) return ReasonCode::not_a_member;
  return Value::level(*level);
}

WireResult version(std::string_view text, Memory& memory) {
  auto version = base::Version::parse(text);
  if (!version) return ReasonCode::bad_version;
  return memory.version(std::move(*version));
}

}  // namespace

WireContext::WireContext(const plan::Plan& p) : plan(p) {
  zones.reserve(p.zones.size());
  for (const auto& zone : p.zones) zones.push_back(base::TimeZone::find(zone));
}

WireResult read_number(const Decimal& number, const WireForm& form, const WireContext&, Memory& memory) {
  switch (form.kind) {
    case SchemaKind::any:
      return memory.number(number, ValueKind::number);
    case SchemaKind::integer:
      return integer(number, memory);
    case SchemaKind::number:
      return memory.number(number, ValueKind::number);
    case SchemaKind::ratio:
      return ratio_number(number, form.wire, memory);
    case SchemaKind::duration:
    case SchemaKind::size: {
      if (form.wire == WireUnit::none || form.wire == WireUnit::text) return ReasonCode::bad_form;
      const auto kind = form.kind == SchemaKind::size ? ValueKind::size : ValueKind::duration;
      return scaled(number, kind, form.wire, memory);
    }
    case SchemaKind::time:
      if (!is_epoch(form.wire)) return ReasonCode::wrong_type;
      return scaled(number, ValueKind::time, form.wire, memory);
    case SchemaKind::boolean:
    case SchemaKind::date:
    case SchemaKind::string:
    case SchemaKind::member:
    case SchemaKind::version:
    case SchemaKind::level:
    case SchemaKind::list:
    case SchemaKind::map:
    case SchemaKind::record:
      break;
  }
  return ReasonCode::wrong_type;
}

WireResult read_string(std::string_view text, const WireForm& form, const WireContext& context, Memory& memory) {
  switch (form.kind) {
    case SchemaKind::any:
    case SchemaKind::string:
      return Value::string(text);
    case SchemaKind::ratio:
      return percentage(text, form.wire, memory);
    case SchemaKind::duration:
      return number_or(ReasonCode::bad_form, base::parse_duration(text), ValueKind::duration, memory);
    case SchemaKind::size:
      return number_or(ReasonCode::bad_form, base::parse_size(text), ValueKind::size, memory);
    case SchemaKind::time:
      return time(text, form, context, memory);
    case SchemaKind::date:
      return number_or(ReasonCode::bad_form, base::parse_date(text), ValueKind::date, memory);
    case SchemaKind::member:
      return member(text, form.detail, context.plan);
    case SchemaKind::version:
      return version(text, memory);
    case SchemaKind::level:
      return level(text);
    case SchemaKind::boolean:
    case SchemaKind::integer:
    case SchemaKind::number:
    case SchemaKind::list:
    case SchemaKind::map:
    case SchemaKind::record:
      break;
  }
  return ReasonCode::wrong_type;
}

}  // namespace nexus::engine
