#include "tests/reference/calendar.h"

#include "tests/reference/interpreter.h"

#include <algorithm>
#include <array>

namespace nexus::reference {

namespace {

bool leap(std::int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }
int length(std::int64_t year, int month) {
  static const std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

/// Down to a whole number of units, and what is left of it.
std::pair<std::int64_t, std::int64_t> split(std::int64_t of, std::int64_t unit) {
  std::int64_t whole = of / unit, rest = of % unit;
  if (rest < 0) {
    rest += unit;
    --whole;
  }
  return {whole, rest};
}

/// 01:00 UTC on the last Sunday of a month, when the clocks of the European Union change.
std::int64_t last_sunday(std::int64_t year, int month) {
  const std::int64_t last = days_before(year, month) + length(year, month) - 1;
  return (last - split(last + 4, 7).second) * 86400 + 3600;
}

}  // namespace

std::int64_t days_before(std::int64_t year, int month) {
  std::int64_t days = 0;
  for (std::int64_t y = 1970; y < year; ++y) days += leap(y) ? 366 : 365;
  for (std::int64_t y = year; y < 1970; ++y) days -= leap(y) ? 366 : 365;
  for (int m = 1; m < month; ++m) days += length(year, m);
  return days;
}

std::optional<std::int64_t> days_of(int year, int month, int day) {
  if (month < 1 || month > 12 || day < 1 || day > length(year, month)) return std::nullopt;
  return days_before(year, month) + day - 1;
}

Civil civil(std::int64_t seconds) {
  Civil result;
  const auto [days, second] = split(seconds, 86400);
  result.second = static_cast<int>(second);
  result.days = days;
  result.weekday = static_cast<int>(split(days + 3, 7).second);
  std::int64_t left = days;
  while (left < 0) left += leap(--result.year) ? 366 : 365;
  while (left >= (leap(result.year) ? 366 : 365)) left -= leap(result.year++) ? 366 : 365;
  while (left >= length(result.year, result.month)) left -= length(result.year, result.month++);
  result.day = static_cast<int>(left) + 1;
  return result;
}

std::optional<std::int64_t> offset(const std::string& zone, std::int64_t seconds) {
  if (zone == "UTC") return 0;
  if (zone == "Asia/Tokyo") return 9 * 3600;
  if (zone != "Europe/Berlin") return std::nullopt;
  const std::int64_t year = civil(seconds).year;
  return seconds >= last_sunday(year, 3) && seconds < last_sunday(year, 10) ? 7200 : 3600;
}

std::optional<std::int64_t> when_clocks_show(const std::string& zone, std::int64_t shown) {
  const auto before = offset(zone, shown - 86400), after = offset(zone, shown + 86400);
  if (!before || !after) return std::nullopt;
  const std::int64_t early = shown - std::max(*before, *after), late = shown - std::min(*before, *after);
  const bool is_late = early + *offset(zone, early) != shown && late + *offset(zone, late) == shown;
  return is_late ? late : early;
}

std::int64_t whole_seconds(const Number& time) {
  const Number part = *(time % Number(1));
  const Number whole = *(time - part);
  return (part.is_negative() ? *(whole - Number(1)) : whole).to_int();
}

/// What clock and calendar of a zone show.
bool is_in_calendar(const Number& seconds) { return seconds >= Number(-62167219200) && seconds < Number(253402300800); }

Value Interpreter::of_times(const rules::CallNode& node, const std::vector<Value>& arguments) {
  const Number& at = arguments[0].number;
  // A day more than the calendar has, for the zone may show another one.
  const bool near = at > Number(-62167305600) && at < Number(253402387200);
  const std::int64_t seconds = near ? whole_seconds(at) : 0;
  const auto off = offset(arguments[1].text, seconds);
  if (!off) return Value::unknown("bad_zone");
  if (!near || !is_in_calendar(Number(seconds + *off))) return Value::unknown("overflow");
  const Civil shown = civil(seconds + *off);
  switch (node.function) {
    case rules::Function::weekday:
      return Value::of_index(Value::Kind::member, static_cast<std::uint32_t>(shown.weekday));
    case rules::Function::hour:
      return Value::of(Number(shown.second / 3600));
    case rules::Function::day:
      return Value::of(Number(shown.day));
    case rules::Function::month:
      return Value::of(Number(shown.month));
    default:
      return Value::of(Number(shown.days * 86400));
  }
}

}  // namespace nexus::reference
