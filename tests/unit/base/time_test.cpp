#include "base/values/time.h"
#include "base/values/civil.h"
#include "tests/support/catch.h"

#include <string>
#include <thread>
#include <vector>

namespace nexus::base {
namespace {

Decimal dec(std::string_view text) { return *Decimal::parse(text); }

Decimal moment(std::string_view text) {
  const auto time = parse_time(text);
  INFO(text);
  REQUIRE(time.has_value());
  return *time;
}

std::shared_ptr<const TimeZone> zone(std::string_view name) {
  auto found = TimeZone::find(name);
  INFO(name);
  REQUIRE(found);
  return found;
}

std::string show(const std::optional<CivilTime>& t) {
  if (!t) return "none";
  const char* weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::string(weekdays[t->weekday]) + ' ' + std::to_string(t->year) + '-' + two(t->month) + '-' + two(t->day) +
         ' ' + two(t->hour) + ':' + two(t->minute) + ':' + two(t->second);
}

/// The clock of a zone at a moment.
std::string clock(std::string_view name, std::string_view utc) { return show(zone(name)->civil(moment(utc))); }

/// The moment at which the clock of a zone shows a time, in UTC.
std::string utc(std::string_view name, std::string_view local) {
  const auto time = parse_local_time(local);
  REQUIRE((time && !time->has_offset));
  const auto result = zone(name)->from_local(time->seconds);
  return result ? format_time(*result) : "none";
}

}  // namespace

TEST_CASE("parse_time reads RFC 3339") {
  CHECK(moment("1970-01-01T00:00:00Z") == 0);
  CHECK(moment("2026-11-02T10:00:00Z") == 1'793'613'600);
  CHECK(moment("2026-11-02T10:00:00z") == 1'793'613'600);
  CHECK(moment("2026-11-02t10:00:00Z") == 1'793'613'600);
  CHECK(moment("2026-11-02 10:00:00Z") == 1'793'613'600);
  CHECK(moment("2026-11-02T12:00:00+02:00") == 1'793'613'600);
  CHECK(moment("2026-11-02T04:30:00-05:30") == 1'793'613'600);
  CHECK(moment("2026-11-02T10:00:00-00:00") == 1'793'613'600);
  CHECK(moment("1969-12-31T23:59:59Z") == -1);
  CHECK(moment("0000-01-01T00:00:00Z") == -62'167'219'200);
  CHECK(moment("9999-12-31T23:59:59Z") == 253'402'300'799);
  CHECK(moment("2024-02-29T00:00:00Z") == 1'709'164'800);
  CHECK(moment("2000-02-29T00:00:00Z") == 951'782'400);
}

TEST_CASE("parse_time takes a full-date as midnight in UTC") {
  CHECK(moment("2026-12-31") == 1'798'675'200);
  CHECK(moment("2026-12-31") == moment("2026-12-31T00:00:00Z"));
}

TEST_CASE("parse_time: a leap second is the next minute") {
  CHECK(moment("2016-12-31T23:59:60Z") == moment("2017-01-01T00:00:00Z"));
  CHECK(moment("2016-12-31T15:59:60-08:00") == moment("2017-01-01T00:00:00Z"));
  CHECK(moment("2016-12-31T23:59:60.5Z") == moment("2017-01-01T00:00:00.5Z"));
}

TEST_CASE("parse_time keeps fractions as far as 34 digits hold") {
  CHECK(moment("1970-01-01T00:00:00.125Z") == dec("0.125"));
  CHECK(moment("1969-12-31T23:59:59.75Z") == dec("-0.25"));
  CHECK(moment("2026-11-02T10:00:00.000000001Z") == dec("1793613600.000000001"));
  CHECK(moment("2026-11-02T10:00:00." + std::string(24, '1') + "Z") == dec("1793613600." + std::string(24, '1')));
  CHECK(moment("2026-11-02T10:00:00." + std::string(1000, '1') + "Z") == dec("1793613600." + std::string(24, '1')));
  CHECK(moment("2026-11-02T10:00:00." + std::string(7000, '0') + "1Z") == 1'793'613'600);
}

TEST_CASE("parse_time refuses what is none, or has no offset") {
  for (const char* text : {"",
                           "2026",
                           "2026-11",
                           "2026-11-2",
                           "2026-1-02",
                           "26-11-02",
                           "2026/11/02",
                           "12026-11-02",
                           "+2026-11-02",
                           "2026-13-01",
                           "2026-00-01",
                           "2026-01-00",
                           "2026-02-29",
                           "1900-02-29",
                           "2026-04-31",
                           "2026-11-02x",
                           " 2026-11-02",
                           "2026-11-02 ",
                           "2026-11-02T10:00:00",
                           "2026-11-02T10:00Z",
                           "2026-11-02T24:00:00Z",
                           "2026-11-02T10:60:00Z",
                           "2026-11-02T10:00:61Z",
                           "2026-11-02T10:00:00.Z",
                           "2026-11-02T10:00:00,5Z",
                           "2026-11-02T10:00:00+0200",
                           "2026-11-02T10:00:00+02",
                           "2026-11-02T10:00:00+24:00",
                           "2026-11-02T10:00:00+02:60",
                           "2026-11-02T10:00:00 Z",
                           "2026-11-02T10:00:00ZZ",
                           "2026-11-02T10:00:00Z+02:00",
                           "2026-11-02T1:00:00Z",
                           "2026-11-02T10:0a:00Z",
                           "2026-11-02T",
                           "2026-11-02Z",
                           "2026-02-30T10:00:00Z",
                           "20261102T100000Z",
                           "1793613600",
                           "-001-01-01",
                           "2026-W45-1",
                           "T10:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_time(text));
  }
}

TEST_CASE("parse_date") {
  CHECK(parse_date("1970-01-02") == Decimal(86'400));
  CHECK(parse_date("0000-01-01") == Decimal(-62'167'219'200));
  CHECK_FALSE(parse_date("1970-01-02T00:00:00Z"));
  CHECK_FALSE(parse_date("2026-02-29"));
  CHECK_FALSE(parse_date(""));
}

TEST_CASE("parse_local_time tells whether there is an offset") {
  const auto without = parse_local_time("1970-01-01T01:00:00.5");
  REQUIRE(without);
  CHECK_FALSE(without->has_offset);
  CHECK(without->seconds == dec("3600.5"));
  const auto with = parse_local_time("1970-01-01T01:00:00+01:00");
  REQUIRE(with);
  CHECK(with->has_offset);
  CHECK(with->seconds == 0);
  CHECK_FALSE(parse_local_time("1970-01-01"));
  CHECK_FALSE(parse_local_time("1970-01-01T01:00"));
  CHECK_FALSE(parse_local_time("1970-02-30T01:00:00"));
}

TEST_CASE("format_time") {
  CHECK(format_time(0) == "1970-01-01T00:00:00Z");
  CHECK(format_time(1'793'613'600) == "2026-11-02T10:00:00Z");
  CHECK(format_time(dec("1793613600.125")) == "2026-11-02T10:00:00.125Z");
  CHECK(format_time(dec("0.000000001")) == "1970-01-01T00:00:00.000000001Z");
  CHECK(format_time(-1) == "1969-12-31T23:59:59Z");
  CHECK(format_time(dec("-0.25")) == "1969-12-31T23:59:59.75Z");
  CHECK(format_time(dec("-1.001")) == "1969-12-31T23:59:58.999Z");
  CHECK(format_time(-62'167'219'200) == "0000-01-01T00:00:00Z");
  CHECK(format_time(dec("253402300799.5")) == "9999-12-31T23:59:59.5Z");
  CHECK(format_time(-2'203'891'200) == "1900-03-01T00:00:00Z");
}

TEST_CASE("format_time and format_date tell of moments beyond the calendar, too") {
  CHECK(format_time(253'402'300'800) == "1970-01-01T00:00:00Z + 253402300800s");
  CHECK(format_time(dec("-62167219200.5")) == "1970-01-01T00:00:00Z - 62167219200.5s");
  CHECK(format_time(dec("1e6000")) == "1970-01-01T00:00:00Z + 1e+6000s");
  CHECK(format_date(dec("-1e30")) == "1970-01-01T00:00:00Z - 1e+30s");
}

TEST_CASE("format_date") {
  CHECK(format_date(0) == "1970-01-01");
  CHECK(format_date(dec("86399.999")) == "1970-01-01");
  CHECK(format_date(dec("-0.001")) == "1969-12-31");
  CHECK(format_date(1'798'675'200) == "2026-12-31");
  CHECK(format_date(moment("2024-02-29T23:59:59Z")) == "2024-02-29");
}

TEST_CASE("times survive being written and read") {
  for (std::int64_t t = -62'167'219'200; t < 253'402'300'800; t += 123'456'789'011) {
    for (const auto* fraction : {"0", "0.5", "-0.123456789", "0.00000000000000000001"}) {
      const auto time = add(t, dec(fraction)).value;
      if (time < -62'167'219'200) continue;
      CHECK(moment(format_time(time)) == time);
    }
  }
  // Every day of four centuries, in order.
  auto day = moment("1899-12-31");
  for (int i = 0; i < 146'097; ++i) {
    day = add(day, 86'400).value;
    REQUIRE(parse_date(format_date(day)) == day);
  }
  CHECK(format_date(day) == "2299-12-31");
}

TEST_CASE("civil_from_seconds") {
  CHECK(show(civil_from_seconds(0)) == "Thu 1970-01-01 00:00:00");
  CHECK(show(civil_from_seconds(-1)) == "Wed 1969-12-31 23:59:59");
  CHECK(show(civil_from_seconds(-86'400)) == "Wed 1969-12-31 00:00:00");
  CHECK(show(civil_from_seconds(253'402'300'799)) == "Fri 9999-12-31 23:59:59");
  CHECK(show(civil_from_seconds(253'402'300'800)) == "none");
  CHECK(show(civil_from_seconds(-62'167'219'200)) == "Sat 0-01-01 00:00:00");
  CHECK(show(civil_from_seconds(-62'167'219'201)) == "none");
  CHECK(show(civil_from_seconds(INT64_MAX)) == "none");
  CHECK(show(civil_from_seconds(INT64_MIN + 86'400)) == "none");
}

TEST_CASE("whole_seconds cuts towards the past") {
  CHECK(whole_seconds(dec("1.999")) == 1);
  CHECK(whole_seconds(dec("-0.001")) == -1);
  CHECK(whole_seconds(dec("-1")) == -1);
  CHECK(whole_seconds(dec("-1e-6143")) == -1);
  CHECK(whole_seconds(dec("1e18")) == 1'000'000'000'000'000'000);
  CHECK(whole_seconds(dec("1e19")) == std::nullopt);
}

TEST_CASE("time zones show the clock") {
  CHECK(clock("UTC", "2026-11-02T10:00:00Z") == "Mon 2026-11-02 10:00:00");
  CHECK(clock("Europe/Berlin", "2026-07-01T22:30:00Z") == "Thu 2026-07-02 00:30:00");
  CHECK(clock("Europe/Berlin", "2026-01-01T00:00:00Z") == "Thu 2026-01-01 01:00:00");
  CHECK(clock("America/New_York", "2026-01-01T04:59:59Z") == "Wed 2025-12-31 23:59:59");
  CHECK(clock("Asia/Kathmandu", "2026-01-01T00:00:00Z") == "Thu 2026-01-01 05:45:00");
  CHECK(clock("Etc/GMT+3", "2026-01-01T00:00:00Z") == "Wed 2025-12-31 21:00:00");
  CHECK(clock("Europe/Berlin", "1850-01-01T00:00:00Z") == "Tue 1850-01-01 00:53:28");
  CHECK(clock("Europe/Berlin", "1970-01-01T00:00:00.999Z") == "Thu 1970-01-01 01:00:00");
  CHECK(show(zone("UTC")->civil(dec("-0.5"))) == "Wed 1969-12-31 23:59:59");
}

TEST_CASE("time zones know the hour that is skipped and the one that comes twice") {
  CHECK(clock("Europe/Berlin", "2026-03-29T00:59:59Z") == "Sun 2026-03-29 01:59:59");
  CHECK(clock("Europe/Berlin", "2026-03-29T01:00:00Z") == "Sun 2026-03-29 03:00:00");
  CHECK(clock("Europe/Berlin", "2026-10-25T00:30:00Z") == "Sun 2026-10-25 02:30:00");
  CHECK(clock("Europe/Berlin", "2026-10-25T01:30:00Z") == "Sun 2026-10-25 02:30:00");

  CHECK(utc("Europe/Berlin", "2026-03-29T01:59:59") == "2026-03-29T00:59:59Z");
  CHECK(utc("Europe/Berlin", "2026-03-29T02:30:00") == "2026-03-29T00:30:00Z");  // as summer time, which is the earlier
  CHECK(utc("Europe/Berlin", "2026-03-29T03:00:00") == "2026-03-29T01:00:00Z");
  CHECK(utc("Europe/Berlin", "2026-10-25T01:59:59") == "2026-10-24T23:59:59Z");
  CHECK(utc("Europe/Berlin", "2026-10-25T02:30:00") == "2026-10-25T00:30:00Z");  // still summer time
  CHECK(utc("Europe/Berlin", "2026-10-25T03:00:00") == "2026-10-25T02:00:00Z");
  CHECK(utc("Pacific/Apia", "2011-12-30T12:00:00") == "2011-12-29T22:00:00Z");  // a day that never was
  CHECK(utc("Pacific/Apia", "2011-12-31T00:00:00") == "2011-12-30T10:00:00Z");
}

TEST_CASE("time zones give the moment of a clock time") {
  CHECK(utc("UTC", "2026-11-02T10:00:00") == "2026-11-02T10:00:00Z");
  CHECK(utc("America/New_York", "2026-07-04T00:00:00") == "2026-07-04T04:00:00Z");
  CHECK(utc("Europe/Berlin", "2026-07-01T12:00:00.000001") == "2026-07-01T10:00:00.000001Z");
  CHECK(utc("Europe/Berlin", "1969-12-31T23:59:59.25") == "1969-12-31T22:59:59.25Z");
}

TEST_CASE("time zones go on after the table of the database ends") {
  CHECK(clock("Europe/Berlin", "2050-07-01T12:00:00Z") == "Fri 2050-07-01 14:00:00");
  CHECK(clock("Europe/Berlin", "2050-01-01T12:00:00Z") == "Sat 2050-01-01 13:00:00");
  CHECK(clock("Europe/Berlin", "2037-12-31T23:30:00Z") == "Fri 2038-01-01 00:30:00");
  CHECK(clock("Australia/Sydney", "2050-01-01T00:00:00Z") == "Sat 2050-01-01 11:00:00");
  CHECK(clock("Australia/Sydney", "2050-07-01T00:00:00Z") == "Fri 2050-07-01 10:00:00");
  CHECK(clock("Europe/Dublin", "2050-07-01T00:00:00Z") ==
        "Fri 2050-07-01 01:00:00");  // its summer is the standard time
  CHECK(clock("Europe/Dublin", "2050-01-01T00:00:00Z") == "Sat 2050-01-01 00:00:00");
  CHECK(clock("America/Nuuk", "2050-03-27T00:59:59Z") == "Sat 2050-03-26 22:59:59");  // changes at −1 h, the day before
  CHECK(clock("America/Nuuk", "2050-03-27T01:00:00Z") == "Sun 2050-03-27 00:00:00");
  CHECK(clock("Asia/Tokyo", "2050-07-01T00:00:00Z") == "Fri 2050-07-01 09:00:00");
  CHECK(clock("Europe/Berlin", "9999-12-31T22:59:59Z") == "Fri 9999-12-31 23:59:59");
  CHECK(utc("Europe/Berlin", "2050-03-27T02:30:00") == "2050-03-27T00:30:00Z");
  CHECK(utc("Europe/Berlin", "2050-10-30T02:30:00") == "2050-10-30T00:30:00Z");
  CHECK(utc("Australia/Sydney", "2051-01-01T00:00:00") == "2050-12-31T13:00:00Z");
}

TEST_CASE("time zones end with the calendar") {
  CHECK(clock("Europe/Berlin", "9999-12-31T23:00:00Z") == "none");
  CHECK(clock("America/New_York", "0000-01-01T00:00:00Z") == "none");
  CHECK(show(zone("UTC")->civil(dec("1e18"))) == "none");
  CHECK(show(zone("UTC")->civil(dec("-1e18"))) == "none");
  CHECK(show(zone("UTC")->civil(dec("1e6000"))) == "none");
  CHECK_FALSE(zone("UTC")->from_local(dec("1e18")));
  CHECK_FALSE(zone("Europe/Berlin")->from_local(dec("-1e6000")));
}

TEST_CASE("time zones are found by their IANA names only") {
  CHECK(zone("Europe/Berlin")->name() == "Europe/Berlin");
  for (const char* name : {"", "Nowhere", "Europe", "Europe/", "europe/berlin", "Europe/Berlin ", "../zoneinfo/UTC",
                           "/etc/passwd", "zone.tab", "localtime", "posixrules", "+02:00", "EST5EDT4"}) {
    INFO(name);
    CHECK_FALSE(TimeZone::find(name));
  }
}

TEST_CASE("time zones are shared between threads") {
  std::vector<std::shared_ptr<const TimeZone>> found(8);
  std::vector<std::thread> threads;
  for (auto& slot : found) {
    threads.emplace_back([&slot] {
      slot = TimeZone::find("Africa/Cairo");
      for (std::int64_t t = 0; t < 4'000'000'000; t += 10'000'000) (void)slot->civil(t);
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& each : found) CHECK(each == found.front());
}

TEST_CASE("the time zone database has a version") {
  const auto version = TimeZone::database_version();
  CHECK_FALSE(version.empty());
  CHECK(version.find('\n') == std::string::npos);
  CHECK((version == "unknown" || version.starts_with("20")));
}

}  // namespace nexus::base
