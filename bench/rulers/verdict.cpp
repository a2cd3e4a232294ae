#include "bench/rulers/verdict.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

namespace nexus::bench {

std::string_view level_name(Level level) {
  constexpr std::string_view names[] = {"allow", "warn", "hold", "block"};
  return names[static_cast<std::size_t>(level)];
}

void Verdict::clear() {
  level = Level::allow;
  messages.clear();
}

void Verdict::fail(Level asked, std::string message) {
  level = std::max(level, asked);
  messages.push_back(std::move(message));
}

void Verdict::miss(std::string_view path, Level asked) {
  fail(asked, "cannot be judged: `" + std::string(path) + "` is missing");
}

std::optional<std::int64_t> parse_time(std::string_view text) {
  constexpr std::string_view form = "dddd-dd-ddTdd:dd:ddZ";
  if (text.size() != form.size()) return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return std::nullopt;

  const auto number = [&](std::size_t from, std::size_t digits) {
    int value = 0;
    for (const char digit : text.substr(from, digits)) value = value * 10 + (digit - '0');
    return value;
  };
  using namespace std::chrono;
  const year_month_day date{year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
                            day(static_cast<unsigned>(number(8, 2)))};
  const int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return std::int64_t{sys_days(date).time_since_epoch().count()} * 86'400 + hour * 3'600 + minute * 60 + second;
}

std::string decimal(double number) {
  char text[32];
  const auto end = std::to_chars(std::begin(text), std::end(text), number, std::chars_format::general, 10).ptr;
  return {text, end};
}

}  // namespace nexus::bench
