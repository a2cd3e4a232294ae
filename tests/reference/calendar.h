#pragma once

#include "tests/reference/number.h"

#include <cstdint>
#include <optional>
#include <string>

/// Calendar and clocks, counted year by year and month by month.
namespace nexus::reference {

struct Civil {
  std::int64_t year = 1970;
  int month = 1, day = 1;
  int second = 0;         ///< of the day
  int weekday = 0;        ///< 0 is Monday
  std::int64_t days = 0;  ///< since 1970-01-01
};
/// What a clock without offset shows so many seconds after 1970-01-01T00:00:00.
[[nodiscard]] Civil civil(std::int64_t seconds);
/// Days from 1970-01-01 to the first of that month.
[[nodiscard]] std::int64_t days_before(std::int64_t year, int month);
/// Days from 1970-01-01 to that day; nothing where there is no such day.
[[nodiscard]] std::optional<std::int64_t> days_of(int year, int month, int day);
/// Seconds that the clocks of a zone are ahead of UTC then; of the few zones that are made up, since 1996.
[[nodiscard]] std::optional<std::int64_t> offset(const std::string& zone, std::int64_t seconds);
/// When the clocks of a zone show that, in seconds since 1970 as if they were those of UTC. What they show twice, or skip,
/// is the earlier of the two times that it may mean.
[[nodiscard]] std::optional<std::int64_t> when_clocks_show(const std::string& zone, std::int64_t shown);
/// A time without its fraction.
[[nodiscard]] std::int64_t whole_seconds(const Number& time);

/// The years 0 to 9999, which a time has a civil form in.
[[nodiscard]] bool is_in_calendar(const Number& seconds);

}  // namespace nexus::reference
