#include "rules/naming/built_ins.h"

#include "base/values/level.h"

#include <algorithm>
#include <array>

namespace nexus::rules::naming {

namespace {

constexpr BuiltInFunction functions[] = {
    {"count", "count(x in LIST where CONDITION)"},
    {"sum", "sum(VALUE for x in LIST where CONDITION)"},
    {"min", "min(VALUE for x in LIST where CONDITION)"},
    {"max", "max(VALUE for x in LIST where CONDITION)"},
    {"avg", "avg(VALUE for x in LIST where CONDITION)"},
    {"median", "median(VALUE for x in LIST where CONDITION)"},
    {"stddev", "stddev(VALUE for x in LIST where CONDITION)"},
    {"percentile", "percentile(95, VALUE for x in LIST where CONDITION)"},
    {"length", "length(LIST, MAP or STRING)"},
    {"unique", "unique(LIST)"},
    {"concat", "concat(LIST, LIST)"},
    {"union", "union(LIST, LIST)"},
    {"intersection", "intersection(LIST, LIST)"},
    {"difference", "difference(LIST, LIST)"},
    {"first", "first(COUNT, LIST)"},
    {"last", "last(COUNT, LIST)"},
    {"sort", "sort(x in LIST where CONDITION by VALUE)"},
    {"latest", "latest(x in LIST by KEY, TIME)"},
    {"number", "number(STRING)"},
    {"lower", "lower(STRING)"},
    {"upper", "upper(STRING)"},
    {"trim", "trim(STRING)"},
    {"split", "split(STRING, SEPARATOR)"},
    {"join", "join(LIST OF STRINGS, SEPARATOR)"},
    {"replace", "replace(STRING, OLD, NEW)"},
    {"version", "version(STRING)"},
    {"weekday", "weekday(TIME, ZONE)"},
    {"hour", "hour(TIME, ZONE)"},
    {"month", "month(TIME, ZONE)"},
    {"day", "day(TIME, ZONE)"},
    {"date", "date(TIME, ZONE)"},
    {"mann_whitney", "mann_whitney(LIST, LIST)"},
    {"increase", "increase(VALUE over DURATION)"},
};

struct BuiltInValue {
  std::string_view name, meaning;
};
constexpr BuiltInValue values[] = {{"now", "the time of the run"},
                                   {"snapshot", "the whole snapshot"},
                                   {"history", "the list of earlier snapshots"},
                                   {"previous", "the last of the earlier snapshots"}};

constexpr std::array<std::string_view, 13> types = {"bool", "int",  "number",  "string", "ratio", "duration", "size",
                                                    "time", "date", "version", "level",  "any",   "null"};

}  // namespace

std::span<const BuiltInFunction> built_in_functions() { return functions; }

const BuiltInFunction* find_function(std::string_view name) {
  const auto* const at = std::ranges::find(functions, name, &BuiltInFunction::name);
  return at != std::end(functions) ? at : nullptr;
}

std::string_view built_in_value(std::string_view name) {
  const auto* const at = std::ranges::find(values, name, &BuiltInValue::name);
  if (at != std::end(values)) return at->meaning;
  return base::level_of(name) ? "a level" : std::string_view{};
}

std::span<const std::string_view> built_in_types() { return types; }

}  // namespace nexus::rules::naming
