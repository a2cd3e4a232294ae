#include "base/values/text.h"
#include "base/values/time.h"
#include "engine/run/compare.h"
#include "engine/run/find_text.h"
#include "engine/run/machine.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

/// The built-in functions over scalars; those over lists are in aggregates.cpp (docs/language.md, "Functions").
namespace nexus::engine {

using plan::Function;
using plan::Node;
using plan::NodeId;

namespace {

char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper_ascii(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n\f\v";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

/// `spend(bytes)` is asked before the result grows.
template <class Spend>
std::string replaced(std::string_view text, std::string_view from, std::string_view to, Spend spend) {
  std::string result;
  while (true) {
    const auto at = from.empty() ? std::string_view::npos : find_text(text, from);
    spend(std::min(at, text.size()) + to.size());
    result += text.substr(0, at);
    if (at == std::string_view::npos) return result;
    result += to;
    text.remove_prefix(at + from.size());
  }
}

}  // namespace

Value Machine::function(const Node& node, NodeId id) {
  const auto f = static_cast<Function>(node.detail);
  std::vector<Value> arguments;
  Value unknown;
  for (const std::uint32_t argument : operands(node)) {
    arguments.push_back(eval(argument));
    unknown = reasons_.merge(unknown, arguments.back());
    if (arguments.back().kind() == ValueKind::list) spend_on(arguments.back().as_list().size * sizeof(Value));
  }
  if (unknown.is_unknown()) return unknown;
  switch (f) {
    case Function::count:
    case Function::sum:
    case Function::sum_int:
    case Function::min:
    case Function::max:
    case Function::avg:
    case Function::median:
    case Function::stddev:
    case Function::percentile: return aggregate(f, arguments, id);
    case Function::length:
      if (arguments.front().kind() == ValueKind::string) {
        look_at(arguments.front().as_string());
        return count_value(base::length_in_code_points(arguments.front().as_string()));
      }
      if (arguments.front().kind() == ValueKind::map) return count_value(arguments.front().as_map().size);
      return aggregate(Function::count, arguments, id);
    case Function::unique:
    case Function::concat:
    case Function::union_:
    case Function::intersection:
    case Function::difference:
    case Function::first:
    case Function::last:
    case Function::sort_by:
    case Function::latest_by:
    case Function::increase:
    case Function::increase_int:
    case Function::mann_whitney: return list_function(f, arguments, id);
    case Function::number:
    case Function::lower:
    case Function::upper:
    case Function::trim:
    case Function::split:
    case Function::join:
    case Function::replace:
    case Function::version:
    case Function::major:
    case Function::minor:
    case Function::patch: return string_function(f, arguments, id);
    case Function::weekday:
    case Function::hour:
    case Function::month:
    case Function::day:
    case Function::date: return time_function(f, arguments, id);
  }
  return {};
}

Value Machine::count_value(std::size_t n) { return memory_.number(base::Decimal(static_cast<std::int64_t>(n)), ValueKind::number); }

Value Machine::string_function(Function f, std::span<const Value> arguments, NodeId id) {
  const Value& first = arguments.front();
  if (f == Function::join) return join(first, arguments[1], id);
  if (f == Function::major || f == Function::minor || f == Function::patch) {
    if (first.kind() != ValueKind::version) return unknown(ReasonCode::wrong_type, id, "not a version");
    const base::Version& v = first.as_version();
    const auto part = f == Function::major ? v.major() : (f == Function::minor ? v.minor() : v.patch());
    return part ? memory_.number(base::Decimal(*part), ValueKind::number) : unknown(ReasonCode::overflow, id);
  }
  if (std::ranges::any_of(arguments, [](const Value& v) { return v.kind() != ValueKind::string; })) return unknown(ReasonCode::wrong_type, id, "not a string");
  const std::string_view text = first.as_string();
  spend_on(text.size());
  std::string changed(text);
  switch (f) {
    case Function::number: {
      const auto number = base::Decimal::parse(text);
      return number ? memory_.number(*number, ValueKind::number) : unknown(ReasonCode::bad_form, id, "not a number");
    }
    case Function::version: {
      auto version = base::Version::parse(text);
      return version ? memory_.version(std::move(*version)) : unknown(ReasonCode::bad_version, id, "not a version");
    }
    case Function::lower: std::ranges::transform(changed, changed.begin(), lower_ascii); break;
    case Function::upper: std::ranges::transform(changed, changed.begin(), upper_ascii); break;
    case Function::trim: return Value::string(trimmed(text));
    case Function::split: return split(text, arguments[1].as_string());
    default: changed = replaced(text, arguments[1].as_string(), arguments[2].as_string(), [this](std::size_t bytes) { spend_on(bytes); }); break;
  }
  return Value::string(memory_.copy(changed));
}

Value Machine::split(std::string_view text, std::string_view separator) {
  std::vector<Value> parts;
  while (true) {
    const auto at = separator.empty() ? std::string_view::npos : find_text(text, separator);
    spend_on(sizeof(Value));
    parts.push_back(Value::string(text.substr(0, at)));
    if (at == std::string_view::npos) return make_list(parts, {});
    text.remove_prefix(at + separator.size());
  }
}

Value Machine::join(const Value& list, const Value& separator, NodeId id) {
  if (list.kind() != ValueKind::list) return unknown(ReasonCode::wrong_type, id, "not a list");
  if (const Value why = reasons_in(list.as_list()); why.is_unknown()) return why;
  std::string text;
  for (std::uint32_t i = 0; i < list.as_list().size; ++i) {
    const Value& item = list.as_list().items[i];
    if (item.kind() != ValueKind::string && item.kind() != ValueKind::member) return unknown(ReasonCode::wrong_type, id, "not a list of strings");
    spend_on(separator.as_string().size() + key_text(item).size());
    if (i != 0) text += separator.as_string();
    text += key_text(item);
  }
  return Value::string(memory_.copy(text));
}

Value Machine::time_function(Function f, std::span<const Value> arguments, NodeId id) {
  if (!arguments[0].is_numeric() || arguments[1].kind() != ValueKind::string) return unknown(ReasonCode::wrong_type, id);
  const auto zone = base::TimeZone::find(arguments[1].as_string());
  if (!zone) return unknown(ReasonCode::bad_zone, id, arguments[1].as_string());
  const auto civil = zone->civil(arguments[0].as_decimal());
  if (!civil) return unknown(ReasonCode::overflow, id);
  switch (f) {
    case Function::weekday: return Value::member(plan_.weekdays, static_cast<std::uint32_t>(civil->weekday));
    case Function::hour: return count_value(static_cast<std::size_t>(civil->hour));
    case Function::month: return count_value(static_cast<std::size_t>(civil->month));
    case Function::day: return count_value(static_cast<std::size_t>(civil->day));
    default: break;
  }
  return memory_.number(*base::parse_date(fmt::format("{:04}-{:02}-{:02}", civil->year, civil->month, civil->day)), ValueKind::date);
}

}  // namespace nexus::engine
