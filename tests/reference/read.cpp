#include "tests/reference/read.h"

#include "tests/reference/calendar.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>
#include <utility>
#include <variant>
#include <vector>

namespace nexus::reference {

using base::WireUnit;
using rules::Type;
using rules::TypeKind;

Number factor_of(WireUnit unit) {
  const auto decimal = [](const char* text) { return *Number::parse(text); };
  switch (unit) {
    case WireUnit::percent:
    case WireUnit::any_percent:
      return decimal("0.01");
    case WireUnit::milliseconds:
    case WireUnit::epoch_milliseconds:
      return decimal("0.001");
    case WireUnit::minutes:
      return 60;
    case WireUnit::hours:
      return 3600;
    case WireUnit::days:
      return 86400;
    case WireUnit::kib:
      return std::int64_t{1} << 10U;
    case WireUnit::mib:
      return std::int64_t{1} << 20U;
    case WireUnit::gib:
      return std::int64_t{1} << 30U;
    case WireUnit::tib:
      return std::int64_t{1} << 40U;
    case WireUnit::kb:
      return decimal("1e3");
    case WireUnit::mb:
      return decimal("1e6");
    case WireUnit::gb:
      return decimal("1e9");
    case WireUnit::tb:
      return decimal("1e12");
    default:
      return 1;
  }
}

namespace {

/// `1h30m`, `2MiB`: a number with a unit, once or (durations) several times.
std::optional<Number> parse_units(std::string text, const std::vector<std::pair<std::string, std::string>>& units,
                                  bool several) {
  bool negative = false;
  if (text.starts_with('-')) {
    negative = true;
    text.erase(0, 1);
  }
  Number total;
  bool any = false;
  while (!text.empty()) {
    if (any && !several) return std::nullopt;
    std::size_t digits = 0, letters = 0;
    while (digits < text.size() && (std::isdigit(static_cast<unsigned char>(text[digits])) != 0 || text[digits] == '.'))
      ++digits;
    while (digits + letters < text.size() && std::isalpha(static_cast<unsigned char>(text[digits + letters])) != 0)
      ++letters;
    const auto amount = Number::parse(text.substr(0, digits));
    const std::string unit = text.substr(digits, letters);
    const auto found = std::find_if(units.begin(), units.end(), [&](const auto& u) { return u.first == unit; });
    if (!amount || found == units.end()) return std::nullopt;
    total = *(total + *(*amount * *Number::parse(found->second)));
    text.erase(0, digits + letters);
    any = true;
  }
  if (!any) return std::nullopt;
  return negative ? -total : total;
}

/// `P1DT2H30.5S`: ISO 8601, without years and months, which have no length.
std::optional<Number> parse_iso_duration(const std::string& text) {
  static const std::regex form(
      R"(-?P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?)");
  std::smatch match;
  if (!std::regex_match(text, match, form) || text.back() == 'P' || text.back() == 'T') return std::nullopt;
  Number total;
  const std::array<std::int64_t, 5> units = {604800, 86400, 3600, 60, 1};
  for (std::size_t i = 0; i < units.size(); ++i)
    if (match[i + 1].matched) total = *(total + *(*Number::parse(match[i + 1].str()) * Number(units[i])));
  return text.front() == '-' ? -total : total;
}

std::optional<Number> parse_duration(const std::string& text) {
  if (text.find('P') != std::string::npos) return parse_iso_duration(text);
  static const std::vector<std::pair<std::string, std::string>> units = {
      {"ns", "1e-9"}, {"us", "1e-6"}, {"ms", "0.001"}, {"s", "1"},
      {"m", "60"},    {"h", "3600"},  {"d", "86400"},  {"w", "604800"}};
  return parse_units(text, units, true);
}
std::optional<Number> parse_size(const std::string& text) {
  static const std::vector<std::pair<std::string, std::string>> units = {{"B", "1"},
                                                                         {"KiB", "1024"},
                                                                         {"Ki", "1024"},
                                                                         {"MiB", "1048576"},
                                                                         {"Mi", "1048576"},
                                                                         {"GiB", "1073741824"},
                                                                         {"Gi", "1073741824"},
                                                                         {"TiB", "1099511627776"},
                                                                         {"Ti", "1099511627776"},
                                                                         {"KB", "1e3"},
                                                                         {"MB", "1e6"},
                                                                         {"GB", "1e9"},
                                                                         {"TB", "1e12"}};
  return parse_units(text, units, false);
}
std::optional<Number> parse_percentage(const std::string& text) {
  if (!text.ends_with('%')) return std::nullopt;
  const auto number = Number::parse(text.substr(0, text.size() - 1));
  return number ? *number * factor_of(WireUnit::percent) : std::nullopt;
}

struct Misfit {
  std::string code;
};
using Scalar = std::variant<Value, Misfit>;

Scalar quantity(const std::optional<Number>& number) {
  if (!number) return Misfit{"bad_form"};
  return Value::of(*number);
}

Scalar read_number(const Type& type, const Json& json) {
  const Number number = *Number::parse(json.text);
  const bool text_only = (type.kind == TypeKind::duration || type.kind == TypeKind::size) &&
                         (type.wire == WireUnit::text || type.wire == WireUnit::none);
  switch (type.kind) {
    case TypeKind::integer:
      if (!number.is_int()) return Misfit{number.is_whole() ? "overflow" : "wrong_type"};
      return Value::of(number);
    case TypeKind::number:
      return Value::of(number);
    case TypeKind::ratio: {
      if (type.wire != WireUnit::any_percent &&
          (number < Number(0) || number > Number(type.wire == WireUnit::percent ? 100 : 1)))
        return Misfit{"out_of_range"};
      break;
    }
    case TypeKind::duration:
    case TypeKind::size:
      if (text_only) return Misfit{"bad_form"};
      break;
    case TypeKind::time:
      if (type.wire != WireUnit::epoch_seconds && type.wire != WireUnit::epoch_milliseconds)
        return Misfit{"wrong_type"};
      break;
    default:
      return Misfit{"wrong_type"};
  }
  const auto scaled = number * factor_of(type.wire);
  if (!scaled) return Misfit{"overflow"};
  return Value::of(*scaled);
}

Scalar read_string(const rules::CheckedModel& model, const Type& type, const std::string& text) {
  switch (type.kind) {
    case TypeKind::string:
      return Value::of_text(text);
    case TypeKind::version:
      if (!is_version(text)) return Misfit{"bad_version"};
      return Value::of_text(text, Value::Kind::version);
    case TypeKind::level: {
      static const std::array<std::string, 4> words = {"warn", "hold", "block", "rollback"};
      const auto* const found = std::find(words.begin(), words.end(), text);
      if (found == words.end()) return Misfit{"not_a_member"};
      return Value::of_index(Value::Kind::level, static_cast<std::uint32_t>(found - words.begin()) + 1);
    }
    case TypeKind::enumeration: {
      const auto& members = model.types[type.enumeration].members;
      const auto found = std::find(members.begin(), members.end(), text);
      if (found == members.end()) return Misfit{"not_a_member"};
      return Value::of_index(Value::Kind::member, static_cast<std::uint32_t>(found - members.begin()));
    }
    case TypeKind::ratio: {
      const auto number = parse_percentage(text);
      if (!number) return Misfit{"bad_form"};
      if (type.wire != WireUnit::any_percent && (*number < Number(0) || *number > Number(1)))
        return Misfit{"out_of_range"};
      return Value::of(*number);
    }
    case TypeKind::duration:
      return quantity(parse_duration(text));
    case TypeKind::size:
      return quantity(parse_size(text));
    case TypeKind::time:
      if (type.wire == WireUnit::epoch_seconds || type.wire == WireUnit::epoch_milliseconds)
        return Misfit{"wrong_type"};
      return quantity(parse_time(text, false, type.zone));
    case TypeKind::date:
      return quantity(parse_time(text, true));
    default:
      return Misfit{"wrong_type"};
  }
}

std::string step(const std::string& pointer, const std::string& key) {
  std::string out = pointer + "/";
  for (const char c : key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

Value misfit(const std::string& code, const Place& place) {
  return Value::unknown(Reasons{{.code = code,
                                 .document = place.document,
                                 .pointer = place.pointer,
                                 .optional = place.optional,
                                 .root = place.root,
                                 .vague = place.vague}});
}

/// JSON as it stands.
Value undeclared(const Json& json, const Place& place) {
  const auto inner = [&](const std::string& key) {
    return Place{.document = place.document, .pointer = step(place.pointer, key), .optional = true, .vague = true};
  };
  Value value;
  switch (json.kind) {
    case Json::Kind::null:
      return misfit("null", place);
    case Json::Kind::boolean:
      value = Value::of(json.boolean);
      break;
    case Json::Kind::number:
      value = Value::of(*Number::parse(json.text));
      break;
    case Json::Kind::string:
      value = Value::of_text(json.text);
      break;
    case Json::Kind::array: {
      std::vector<Item> items;
      for (std::size_t i = 0; i < json.items.size(); ++i)
        items.push_back({undeclared(json.items[i], inner(std::to_string(i)))});
      value = Value::of_list(std::move(items));
      break;
    }
    case Json::Kind::object: {
      std::vector<Entry> entries;
      for (std::size_t i = 0; i < json.items.size(); ++i)
        entries.push_back({json.keys[i], undeclared(json.items[i], inner(json.keys[i]))});
      std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
      value.kind = Value::Kind::map;
      value.entries = std::make_shared<const std::vector<Entry>>(std::move(entries));
    }
  }
  value.document = place.document;
  value.pointer = place.pointer;
  return value;
}

}  // namespace

bool is_version(const std::string& text) {
  // Calendar versions have leading zeros; the numbers of a pre-release must not.
  static const std::regex form(
      R"(v?\d+(\.\d+){0,2}(-(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?)");
  return std::regex_match(text, form);
}

std::optional<Number> parse_time(const std::string& text, bool only_day, const std::string& local) {
  static const std::regex form(R"((\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?)?)");
  std::smatch match;
  if (!std::regex_match(text, match, form) || (only_day && match[4].matched)) return std::nullopt;
  const auto days = days_of(std::stoi(match[1]), std::stoi(match[2]), std::stoi(match[3]));
  if (!days) return std::nullopt;
  std::int64_t seconds = *days * 86400;
  if (!match[4].matched) return local.empty() ? std::optional(Number(seconds)) : std::nullopt;
  const int hour = std::stoi(match[4]), minute = std::stoi(match[5]), second = std::stoi(match[6]);
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  seconds += hour * 3600 + minute * 60 + second;
  const std::string zone = match[8];
  if (zone.empty()) {
    const auto at = local.empty() ? std::nullopt : when_clocks_show(local, seconds);
    if (!at) return std::nullopt;
    seconds = *at;
  } else if (zone != "Z") {
    const int off = std::stoi(zone.substr(1, 2)) * 3600 + std::stoi(zone.substr(4, 2)) * 60;
    seconds += zone[0] == '+' ? -off : off;
  }
  return match[7].matched ? Number(seconds) + *Number::parse("0" + match[7].str()) : Number(seconds);
}

Json json_of(const Value& value) {
  switch (value.kind) {
    case Value::Kind::truth:
      return Json::of(value.truth);
    case Value::Kind::number:
      return Json::number(value.number.written());
    case Value::Kind::text:
      return Json::string(value.text);
    case Value::Kind::list: {
      Json json = Json::array();
      for (const Item& item : *value.items) json.items.push_back(json_of(item.value));
      return json;
    }
    case Value::Kind::map: {
      Json json = Json::object();
      for (const Entry& entry : *value.entries) json.add(entry.key, json_of(entry.value));
      return json;
    }
    default:
      return {};
  }
}

Value read(const rules::CheckedModel& model, rules::TypeId id, const Json* json, const Place& place) {
  const Type& type = model.types[id];
  Place here = place;
  here.optional |= type.kind == TypeKind::any;  // all of it may be absent
  if (json == nullptr) return misfit("absent", here);
  if (json->kind == Json::Kind::null) {
    here.optional |= type.nullable;
    return misfit("null", here);
  }
  const auto standing = [&](Value value) {
    value.document = place.document;
    value.pointer = place.pointer;
    return value;
  };
  const auto inner = [&](const std::string& key, bool optional, bool root) {
    return Place{.document = place.document,
                 .pointer = step(place.pointer, key),
                 .optional = optional || place.vague,
                 .root = root,
                 .vague = place.vague};
  };
  switch (type.kind) {
    case TypeKind::any:
      return undeclared(*json, place);
    case TypeKind::list: {
      if (json->kind != Json::Kind::array) return misfit("wrong_type", place);
      std::vector<Item> items;
      for (std::size_t i = 0; i < json->items.size(); ++i)
        items.push_back({read(model, type.item, &json->items[i], inner(std::to_string(i), true, false))});
      return standing(Value::of_list(std::move(items)));
    }
    case TypeKind::record: {
      if (json->kind != Json::Kind::object) return misfit("wrong_type", place);
      std::vector<Value> fields;
      const bool top = (place.document == "snapshot" || place.document == "history") && place.pointer.empty();
      const rules::RecordShape& shape = model.types[type.record];
      for (const std::uint32_t at : shape.by_name) {
        const rules::RecordField& field = shape.fields[at];
        fields.push_back(
            read(model, field.type, json->find(field.name), inner(field.name, field.optional, top && field.optional)));
      }
      Value value;
      value.kind = Value::Kind::record;
      value.fields = std::make_shared<const std::vector<Value>>(std::move(fields));
      return standing(std::move(value));
    }
    case TypeKind::map: {
      if (json->kind != Json::Kind::object) return misfit("wrong_type", place);
      std::vector<Entry> entries;
      for (std::size_t i = 0; i < json->items.size(); ++i)
        entries.push_back({json->keys[i], read(model, type.item, &json->items[i], inner(json->keys[i], true, false))});
      std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
      Value value;
      value.kind = Value::Kind::map;
      value.entries = std::make_shared<const std::vector<Entry>>(std::move(entries));
      return standing(std::move(value));
    }
    default:
      break;
  }
  Scalar scalar = Misfit{"wrong_type"};
  if (json->kind == Json::Kind::boolean && type.kind == TypeKind::boolean) scalar = Value::of(json->boolean);
  if (json->kind == Json::Kind::number) scalar = read_number(type, *json);
  if (json->kind == Json::Kind::string) scalar = read_string(model, type, json->text);
  if (const auto* wrong = std::get_if<Misfit>(&scalar)) return misfit(wrong->code, place);
  return standing(std::get<Value>(std::move(scalar)));
}

}  // namespace nexus::reference
