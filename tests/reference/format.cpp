#include "tests/reference/format.h"

#include "tests/reference/calendar.h"
#include "tests/reference/json.h"

#include <array>
#include <cstdio>
#include <utility>

namespace nexus::reference {

using rules::TypeKind;

namespace {

/// Up to four decimals; more where a number that is not zero would look like it.
std::string decimals(const Number& number) {
  // Too great for plain digits: four places before the exponent.
  if (number.greatest() > 20 && number.least() > 0) return number.rounded(4 - number.greatest()).written();
  for (int places = 4;; ++places)
    if (const Number shown = number.rounded(places); !shown.is_zero() || number.is_zero()) return shown.written();
}

/// How many whole units, and what is left.
std::pair<Number, Number> split(const Number& amount, const Number& unit) {
  const Number left = *(amount % unit);
  return {*(*(amount - left) / unit), left};
}

std::string duration(const Number& seconds) {
  if (seconds.is_zero()) return "0s";
  if (seconds.is_negative()) return "-" + duration(-seconds);
  // Nobody counts days of that.
  if (!(seconds < Number(1'000'000'000'000'000))) return decimals(seconds) + "s";
  const Number milliseconds = *(seconds * Number(1000));
  if (seconds < Number(1)) return decimals(milliseconds) + "ms";
  std::string out;
  Number left = seconds;
  for (const auto& [unit, name] : {std::pair<std::int64_t, const char*>{86400, "d"}, {3600, "h"}, {60, "m"}}) {
    auto [count, rest] = split(left, unit);
    if (!count.is_zero()) out += count.plain() + name;
    left = rest;
  }
  if (!left.is_zero()) out += decimals(left) + "s";
  return out;
}

/// The greatest of the units of tens that is not above it.
std::int64_t largest_unit(const Number& bytes) {
  std::int64_t unit = 1'000'000'000'000;
  while (unit > 1 && bytes < Number(unit)) unit /= 1000;
  return unit;
}

std::string size(const Number& bytes) {
  if (bytes.is_zero()) return "0B";
  if (bytes.is_negative()) return "-" + size(-bytes);
  struct Written {
    std::string number;
    const char* unit;
  };
  // In tens with up to two decimals, or in the greatest smaller unit that needs none; in twos where that is no longer.
  std::optional<Written> tens, twos;
  for (const auto& [unit, name] : {std::pair<std::int64_t, const char*>{1'000'000'000'000, "TB"}, {1'000'000'000, "GB"}, {1'000'000, "MB"}, {1000, "KB"}})
    if (const Number one(unit); !tens && !(bytes < one))
      if (const Number step(largest_unit(bytes) == unit ? unit / 100 : unit); (bytes % step)->is_zero()) tens = Written{(bytes / one)->plain(), name};
  for (const auto& [unit, name] : {std::pair<std::int64_t, const char*>{std::int64_t{1} << 40, "TiB"}, {1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}})
    if (const Number one(unit); !twos && !(bytes < one) && (bytes % one)->is_zero()) twos = Written{(bytes / one)->plain(), name};
  if (twos && (!tens || twos->number.size() <= tens->number.size())) tens = twos;
  return tens ? tens->number + tens->unit : decimals(bytes) + "B";
}

std::string moment(const Number& seconds, bool only_day) {
  if (!is_in_calendar(seconds))
    return std::string("1970-01-01T00:00:00Z ") + (seconds.is_negative() ? "- " : "+ ") + (seconds.is_negative() ? -seconds : seconds).written() + "s";
  const Number fraction = *(*(*(seconds % Number(1)) + Number(1)) % Number(1));
  const Civil shown = civil((seconds - fraction)->to_int());
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", static_cast<int>(shown.year), shown.month, shown.day);
  if (only_day) return text;
  std::string out = text;
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d", shown.second / 3600, shown.second / 60 % 60, shown.second % 60);
  return out + text + (fraction.is_zero() ? "" : fraction.plain().substr(1)) + "Z";
}

std::string quantity(TypeKind kind, const Number& number) {
  switch (kind) {
    case TypeKind::ratio:
      return decimals(*(number * Number(100))) + "%";
    case TypeKind::duration:
      return duration(number);
    case TypeKind::size:
      return size(number);
    case TypeKind::time:
      return moment(number, false);
    case TypeKind::date:
      return moment(number, true);
    default:
      return decimals(number);
  }
}

}  // namespace

bool is_shown_in_full(TypeKind kind, const Number& number) {
  if (kind == TypeKind::time || kind == TypeKind::date) return is_in_calendar(number);
  const std::int64_t factor = kind == TypeKind::ratio ? 100 : kind == TypeKind::duration ? 1000 : 1;
  const auto scaled = number * Number(factor);
  return scaled && scaled->rounded(kind == TypeKind::duration ? 1 : 4) == *scaled;
}

std::string format(const rules::CheckedModel& model, rules::TypeId type_id, const Value& value) {
  const rules::Type& type = model.types[type_id];
  switch (value.kind) {
    case Value::Kind::truth:
      return value.truth ? "true" : "false";
    case Value::Kind::number:
      return quantity(type.kind, value.number);
    case Value::Kind::member:
      return model.types[type.enumeration].members[value.index];
    case Value::Kind::level:
      return std::string(base::level_name(static_cast<base::Level>(value.index)));
    case Value::Kind::list: {
      std::string out = "[";
      for (const Item& item : *value.items)
        out += (out.size() > 1 ? ", " : "") + (item.value.is_known() ? format(model, type.item, item.value) : "?");
      return out + "]";
    }
    default:
      return value.text;
  }
}

std::string to_json(const rules::CheckedModel& model, rules::TypeId type_id, const Value& value) {
  if (!value.is_known()) return "null";
  const rules::Type& type = model.types[type_id];
  switch (value.kind) {
    case Value::Kind::truth:
      return value.truth ? "true" : "false";
    case Value::Kind::list: {
      std::string out = "[";
      for (const Item& item : *value.items) out += (out.size() > 1 ? "," : "") + to_json(model, type.item, item.value);
      return out + "]";
    }
    case Value::Kind::record: {
      const rules::RecordShape& shape = model.types[type.record];
      std::string out = "{";
      for (std::size_t i = 0; i < shape.by_name.size(); ++i) {
        const rules::RecordField& field = shape.fields[shape.by_name[i]];
        out += (out.size() > 1 ? "," : "") + quoted(field.name) + ":" + to_json(model, field.type, (*value.fields)[i]);
      }
      return out + "}";
    }
    case Value::Kind::number:
      if (type.kind == TypeKind::integer || type.kind == TypeKind::number) return value.number.plain();
      break;
    default:
      break;
  }
  return quoted(format(model, type_id, value));
}

}  // namespace nexus::reference
