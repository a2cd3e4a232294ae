#include "base/values/quantity.h"
#include "base/values/time.h"
#include "tests/support/catch.h"

#include <random>
#include <string>
#include <vector>

namespace nexus::base {
namespace {

constexpr Dimension all_dimensions[] = {Dimension::number, Dimension::ratio, Dimension::duration,
                                        Dimension::size,   Dimension::time,  Dimension::date};

Decimal dec(std::string_view text) {
  INFO(text);
  const auto value = Decimal::parse(text);
  REQUIRE(value.has_value());
  return *value;
}

std::string show(const std::optional<Decimal>& value) { return value ? value->to_string() : "none"; }

std::string literal(std::string_view text) {
  const auto quantity = parse_literal(text);
  if (!quantity) return "none";
  const char* names[] = {"number", "ratio", "duration", "size", "time", "date"};
  return std::string(names[static_cast<int>(quantity->dimension)]) + ' ' + quantity->value.to_string();
}

std::string duration(std::string_view seconds, int places = 4) {
  return format_quantity(dec(seconds), Dimension::duration, places);
}
std::string size(std::string_view bytes, int places = 4) {
  return format_quantity(dec(bytes), Dimension::size, places);
}

std::string apart(std::string_view first, std::string_view second, Dimension dimension) {
  const auto pair = format_apart(dec(first), dec(second), dimension);
  return pair.first + " | " + pair.second;
}

/// What format_exact wrote, read again by the means of its dimension.
std::optional<Decimal> read_exact(const std::string& text, Dimension dimension) {
  if (dimension == Dimension::time || dimension == Dimension::date) return parse_time(text);
  const auto quantity = parse_literal(text);
  if (!quantity || quantity->dimension != dimension) return std::nullopt;
  return quantity->value;
}

}  // namespace

TEST_CASE("literals of the language") {
  CHECK(literal("0") == "number 0");
  CHECK(literal("12.50") == "number 12.5");
  CHECK(literal("1e3") == "number 1000");
  CHECK(literal("1.5E-2") == "number 0.015");
  CHECK(literal("-3") == "number -3");
  CHECK(literal("5%") == "ratio 0.05");
  CHECK(literal("83.5%") == "ratio 0.835");
  CHECK(literal("0%") == "ratio 0");
  CHECK(literal("250%") == "ratio 2.5");
  CHECK(literal("1pt") == "ratio 0.01");
  CHECK(literal("0.5pt") == "ratio 0.005");
  CHECK(literal("-5%") == "ratio -0.05");
  CHECK(literal("200ms") == "duration 0.2");
  CHECK(literal("5s") == "duration 5");
  CHECK(literal("10m") == "duration 600");
  CHECK(literal("1.5h") == "duration 5400");
  CHECK(literal("2d") == "duration 172800");
  CHECK(literal("1h30m") == "duration 5400");
  CHECK(literal("1m500ms") == "duration 60.5");
  CHECK(literal("-1h30m") == "duration -5400");
  CHECK(literal("100B") == "size 100");
  CHECK(literal("10MiB") == "size 10485760");
  CHECK(literal("1.5MB") == "size 1500000");
  CHECK(literal("1KB") == "size 1000");
  CHECK(literal("1KiB") == "size 1024");
  CHECK(literal("2GB") == "size 2000000000");
  CHECK(literal("2GiB") == "size 2147483648");
  CHECK(literal("1TB") == "size 1000000000000");
  CHECK(literal("1TiB") == "size 1099511627776");
}

TEST_CASE("what is no literal of the language") {
  for (const char* text :
       {"",      "-",    "--1",  "+1",    "007",    "1.",         ".5",   "05%",     "5 %",  "5%%",  "%",     "pt",
        "1pts",  "1p",   "10%3", "5min",  "1H",     "1us",        "1ns",  "1w",      "1h30", "h",    "1h 5m", "01h",
        "1h05m", "1hm",  "10mb", "10MB ", "10mB",   "10kB",       "10Mi", "10M",     "1PB",  "1e3s", "1e3%",  "1e3B",
        "-5-%",  "1,5%", "B",    "KB",    "1.5.1s", "2026-12-31", "P1D",  "1e99999", "0x1F", "five"}) {
    INFO(text);
    CHECK(literal(text) == "none");
  }
}

TEST_CASE("literals out of range are none") {
  const std::string digits(6150, '9');
  CHECK(literal(digits) == "none");
  CHECK(literal(digits + "%") == "none");
  CHECK(literal(digits + "d") == "none");
  CHECK(literal(digits + "TiB") == "none");
  CHECK(literal("1" + std::string(6146, '0') + "%") == "ratio 1e+6144");
}

TEST_CASE("durations of evidence, short form") {
  CHECK(show(parse_duration("200ms")) == "0.2");
  CHECK(show(parse_duration("1h30m")) == "5400");
  CHECK(show(parse_duration("-5s")) == "-5");
  CHECK(show(parse_duration("250us")) == "0.00025");
  CHECK(show(parse_duration("250\u00B5s")) == "0.00025");
  CHECK(show(parse_duration("250\u03BCs")) == "0.00025");
  CHECK(show(parse_duration("15ns")) == "1.5e-8");
  CHECK(show(parse_duration("1w")) == "604800");
  CHECK(show(parse_duration("1d12h")) == "129600");
  CHECK(show(parse_duration("1.5h")) == "5400");
  CHECK(show(parse_duration("1h05m")) == "3900");
  CHECK(show(parse_duration("0s")) == "0");
  CHECK(show(parse_duration("-1h30m")) == "-5400");
  for (const char* text : {"",     "-",      "5",   "0",   "s",    "+5s", "--5s", "5 s", "5S",  "5min",  "5sec",
                           "1h30", "1h-30m", "1.h", ".5h", "1e3s", "5s ", " 5s",  "1y",  "1mo", "1h 30m"}) {
    INFO(text);
    CHECK(show(parse_duration(text)) == "none");
  }
  CHECK(show(parse_duration(std::string(6150, '9') + "w")) == "none");
}

TEST_CASE("durations of evidence, ISO 8601") {
  CHECK(show(parse_duration("PT5M")) == "300");
  CHECK(show(parse_duration("P1DT2H")) == "93600");
  CHECK(show(parse_duration("-PT1H")) == "-3600");
  CHECK(show(parse_duration("P1D")) == "86400");
  CHECK(show(parse_duration("P2W")) == "1209600");
  CHECK(show(parse_duration("P1W1D")) == "691200");
  CHECK(show(parse_duration("PT0.25S")) == "0.25");
  CHECK(show(parse_duration("PT1.5H")) == "5400");
  CHECK(show(parse_duration("P0.5D")) == "43200");
  CHECK(show(parse_duration("P1DT2H3M4.5S")) == "93784.5");
  CHECK(show(parse_duration("PT00H05M")) == "300");
  CHECK(show(parse_duration("PT0S")) == "0");
  for (const char* text :
       {"P",    "PT",    "P1DT",    "-P",     "P1Y",       "P1M",      "P1Y2M", "P5",     "PT5",   "P5M3D",
        "PT5D", "P5H",   "PT5M5H",  "PT5M5M", "PT1.5H30M", "P1.5DT1H", "PT-5M", "--PT5M", "+PT5M", "pt5m",
        "PT5m", "P1D2H", "PT5MT5S", "P 1D",   "PTM",       "P1DT2H ",  "PT1.S", "PT.5S"}) {
    INFO(text);
    CHECK(show(parse_duration(text)) == "none");
  }
}

TEST_CASE("sizes of evidence") {
  CHECK(show(parse_size("100B")) == "100");
  CHECK(show(parse_size("10MiB")) == "10485760");
  CHECK(show(parse_size("512Mi")) == "536870912");
  CHECK(show(parse_size("10MB")) == "10000000");
  CHECK(show(parse_size("512k")) == "512000");
  CHECK(show(parse_size("512K")) == "512000");
  CHECK(show(parse_size("1kB")) == "1000");
  CHECK(show(parse_size("1.5Gi")) == "1610612736");
  CHECK(show(parse_size("2G")) == "2000000000");
  CHECK(show(parse_size("1Ti")) == "1099511627776");
  CHECK(show(parse_size("1T")) == "1000000000000");
  CHECK(show(parse_size("1Pi")) == "1125899906842624");
  CHECK(show(parse_size("1E")) == "1000000000000000000");
  CHECK(show(parse_size("0B")) == "0");
  for (const char* text : {"", "5", "B", "-5B", "+5B", "5 B", "5b", "5kb", "5mb", "512m", "512ki", "010B", "1e3B",
                           "5MiBs", "5MB5KB", "1.B", "5bytes", "1ZB"}) {
    INFO(text);
    CHECK(show(parse_size(text)) == "none");
  }
  CHECK(show(parse_size(std::string(6144, '9') + "Mi")) == "none");
}

TEST_CASE("sizes of evidence, with every prefix") {
  std::uint64_t decimal = 1, binary = 1;
  for (const std::string prefix : {"K", "M", "G", "T", "P", "E"}) {
    decimal *= 1000;
    binary *= 1024;
    INFO(prefix);
    CHECK(show(parse_size("1" + prefix)) == std::to_string(decimal));
    CHECK(show(parse_size("1" + prefix + "B")) == std::to_string(decimal));
    CHECK(show(parse_size("1" + prefix + "i")) == std::to_string(binary));
    CHECK(show(parse_size("1" + prefix + "iB")) == std::to_string(binary));
  }
}

TEST_CASE("percentages of evidence") {
  CHECK(show(parse_percentage("83.5%")) == "0.835");
  CHECK(show(parse_percentage("0%")) == "0");
  CHECK(show(parse_percentage("-3%")) == "-0.03");
  CHECK(show(parse_percentage("100%")) == "1");
  for (const char* text :
       {"", "%", "83.5", "83.5 %", "83,5%", "083%", "+5%", "5%%", "1e2%", "5pt", ".5%", "5.%", "--5%"}) {
    INFO(text);
    CHECK(show(parse_percentage(text)) == "none");
  }
}

TEST_CASE("wire units") {
  struct Case {
    WireUnit unit;
    const char* name;
    const char* factor;
  };
  const Case cases[] = {{WireUnit::none, "", "1"},
                        {WireUnit::percent, "percent", "0.01"},
                        {WireUnit::milliseconds, "ms", "0.001"},
                        {WireUnit::seconds, "s", "1"},
                        {WireUnit::minutes, "m", "60"},
                        {WireUnit::hours, "h", "3600"},
                        {WireUnit::days, "d", "86400"},
                        {WireUnit::bytes, "bytes", "1"},
                        {WireUnit::kib, "KiB", "1024"},
                        {WireUnit::mib, "MiB", "1048576"},
                        {WireUnit::gib, "GiB", "1073741824"},
                        {WireUnit::tib, "TiB", "1099511627776"},
                        {WireUnit::kb, "KB", "1000"},
                        {WireUnit::mb, "MB", "1000000"},
                        {WireUnit::gb, "GB", "1000000000"},
                        {WireUnit::tb, "TB", "1000000000000"},
                        {WireUnit::epoch_seconds, "epoch s", "1"},
                        {WireUnit::epoch_milliseconds, "epoch ms", "0.001"},
                        {WireUnit::zoned, "", "1"},
                        {WireUnit::text, "", "1"}};
  for (const auto& c : cases) {
    INFO(c.name);
    CHECK(wire_unit_name(c.unit) == c.name);
    CHECK(wire_unit_factor(c.unit) == dec(c.factor));
  }
}

TEST_CASE("numbers and ratios in messages") {
  CHECK(format_quantity(dec("1200"), Dimension::number) == "1200");
  CHECK(format_quantity(dec("74.16666666"), Dimension::number) == "74.1667");
  CHECK(format_quantity(dec("1234567890123"), Dimension::number) == "1234567890123");
  CHECK(format_quantity(dec("0.835"), Dimension::ratio) == "83.5%");
  CHECK(format_quantity(dec("1"), Dimension::ratio) == "100%");
  CHECK(format_quantity(dec("0"), Dimension::ratio) == "0%");
  CHECK(format_quantity(dec("-0.01"), Dimension::ratio) == "-1%");
  CHECK(format_quantity(divide(1, 3).value, Dimension::ratio) == "33.3333%");
  CHECK(format_quantity(divide(1, 3).value, Dimension::ratio, 1) == "33.3%");
  CHECK(format_quantity(dec("0.00000001"), Dimension::ratio) == "0.000001%");
}

TEST_CASE("durations in messages") {
  CHECK(duration("0") == "0s");
  CHECK(duration("1") == "1s");
  CHECK(duration("90") == "1m30s");
  CHECK(duration("60") == "1m");
  CHECK(duration("3600") == "1h");
  CHECK(duration("5400") == "1h30m");
  CHECK(duration("86400") == "1d");
  CHECK(duration("90061") == "1d1h1m1s");
  CHECK(duration("86401") == "1d1s");
  CHECK(duration("360000") == "4d4h");
  CHECK(duration("0.2") == "200ms");
  CHECK(duration("0.0015") == "1.5ms");
  CHECK(duration("0.00025") == "250us");
  CHECK(duration("0.0000000005") == "0.5ns");
  CHECK(duration("1.5") == "1.5s");
  CHECK(duration("90.25") == "1m30.25s");
  CHECK(duration("-90") == "-1m30s");
  CHECK(duration("-0.2") == "-200ms");
  CHECK(duration("1e14") == "1157407407d9h46m40s");
  CHECK(duration("1e15") == "1000000000000000s");
  CHECK(duration("1e40") == "1e+40s");
}

TEST_CASE("durations in messages are rounded before they are split") {
  CHECK(duration("59.99999") == "1m");
  CHECK(duration("59.9999") == "59.9999s");
  CHECK(duration("3599.99999") == "1h");
  CHECK(duration("0.99999999") == "1s");
  CHECK(duration("0.000999999999") == "1ms");
  CHECK(duration("0.12345678") == "123.4568ms");
  CHECK(duration("1.23456789") == "1.2346s");
  CHECK(duration("1.23456789", 0) == "1s");
  CHECK(duration("0.0015", 0) == "2ms");
  CHECK(duration("1e-20") == "1e-11ns");  // not nothing
  CHECK(duration("-1e-20") == "-1e-11ns");
}

TEST_CASE("sizes in messages") {
  CHECK(size("0") == "0B");
  CHECK(size("1") == "1B");
  CHECK(size("1023") == "1023B");
  CHECK(size("1024") == "1KiB");
  CHECK(size("10485760") == "10MiB");
  CHECK(size("1610612736") == "1536MiB");
  CHECK(size("1099511627776") == "1TiB");
  CHECK(size("1125899906842624") == "1024TiB");
  CHECK(size("1000") == "1KB");
  CHECK(size("1500000") == "1.5MB");
  CHECK(size("1250000000") == "1.25GB");
  CHECK(size("1234567") == "1234567B");
  CHECK(size("1234567890") == "1234567890B");
  CHECK(size("1234560") == "1234560B");
  CHECK(size("1234000") == "1234KB");
  CHECK(size("1230000") == "1.23MB");
  CHECK(size("-10485760") == "-10MiB");
  CHECK(size("3495253.33333333") == "3495253.3333B");
  CHECK(size("0.5") == "0.5B");
  CHECK(size("1500000", 0) == "1500KB");
  CHECK(size("1e30") == "1e+30B");
}

TEST_CASE("sizes in messages: powers of ten are multiples of 1024, too") {
  CHECK(size("1000000000000") == "1TB");
  CHECK(size("10000000000") == "10GB");
  CHECK(size("16000000") == "16MB");
  CHECK(size("1024000") == "1000KiB");
  CHECK(size("512000") == "500KiB");
}

TEST_CASE("times and dates in messages") {
  const auto time = *parse_time("2026-11-02T10:00:00.123456Z");
  CHECK(format_quantity(time, Dimension::time) == "2026-11-02T10:00:00.1235Z");
  CHECK(format_quantity(time, Dimension::time, 0) == "2026-11-02T10:00:00Z");
  CHECK(format_quantity(time, Dimension::date) == "2026-11-02");
  CHECK(format_quantity(*parse_time("2026-12-31T23:59:59.99999Z"), Dimension::time) == "2027-01-01T00:00:00Z");
}

TEST_CASE("value and limit never print alike") {
  CHECK(apart("79.5", "80", Dimension::number) == "79.5 | 80");
  CHECK(apart("79.99999", "80", Dimension::number) == "79.99999 | 80");
  CHECK(apart("0.7999999999", "0.8", Dimension::ratio) == "79.99999999% | 80%");
  CHECK(apart("0.33333333333333", "0.33333333333334", Dimension::ratio) == "33.333333333333% | 33.333333333334%");
  CHECK(apart("59.99999", "60", Dimension::duration) == "59.99999s | 1m");
  CHECK(apart("0.2000000001", "0.2", Dimension::duration) == "200.0000001ms | 200ms");
  CHECK(apart("1048576.00001", "1048576", Dimension::size) == "1048576.00001B | 1MiB");
  CHECK(apart("0.000001", "0.000002", Dimension::time) == "1970-01-01T00:00:00.000001Z | 1970-01-01T00:00:00.000002Z");
  CHECK(apart("0", "86400", Dimension::date) == "1970-01-01 | 1970-01-02");
  CHECK(apart("0", "3600", Dimension::date) == "1970-01-01T00:00:00Z | 1970-01-01T01:00:00Z");
  CHECK(apart("0.1234567", "0.1234567", Dimension::number) == "0.1235 | 0.1235");
  CHECK(apart("1e-100", "2e-100", Dimension::number) == "1e-100 | 2e-100");
  CHECK(apart("1e40", "1.000000001e40", Dimension::number) == "1e+40 | 1.000000001e+40");
  CHECK(apart("0", "1e-50", Dimension::ratio) == "0% | 0." + std::string(47, '0') + "1%");
  for (const auto dimension : all_dimensions) {
    const auto pair = format_apart(dec("1e-3000"), dec("2e-3000"), dimension);
    CHECK(pair.first != pair.second);
  }
}

TEST_CASE("exact forms") {
  CHECK(format_exact(dec("0.835"), Dimension::ratio) == "83.5%");
  CHECK(format_exact(dec("1e-12"), Dimension::ratio) == "0.0000000001%");
  CHECK(format_exact(dec("0.2"), Dimension::duration) == "200ms");
  CHECK(format_exact(dec("0.0000000015"), Dimension::duration) == "0.0000015ms");
  CHECK(format_exact(dec("93784.5"), Dimension::duration) == "1d2h3m4.5s");
  CHECK(format_exact(dec("-5400"), Dimension::duration) == "-1h30m");
  CHECK(format_exact(dec("1e21"), Dimension::duration) == "1000000000000000000000s");
  CHECK(format_exact(dec("10485760"), Dimension::size) == "10MiB");
  CHECK(format_exact(dec("1500000"), Dimension::size) == "1.5MB");
  CHECK(format_exact(dec("0.12345678"), Dimension::size) == "0.12345678B");
  CHECK(format_exact(dec("1e21"), Dimension::number) == "1e+21");
  CHECK(format_exact(*parse_date("2026-12-31"), Dimension::date) == "2026-12-31");
  CHECK(format_exact(*parse_time("2026-12-31T00:00:01Z"), Dimension::date) == "2026-12-31T00:00:01Z");
  CHECK(format_exact(*parse_time("2026-12-31T00:00:00.0000001Z"), Dimension::time) == "2026-12-31T00:00:00.0000001Z");
}

TEST_CASE("exact forms read back as the same quantity") {
  std::vector<Decimal> values;
  for (const char* text : {"0",
                           "1",
                           "-1",
                           "0.1",
                           "59.99999",
                           "1e-9",
                           "-1e-9",
                           "86399.999999999",
                           "1023.5",
                           "1e15",
                           "999999999999999.5",
                           "1e24",
                           "1e33",
                           "1234567890123456789012345678901234",
                           "0.1234567890123456789012345678901234",
                           "90.00000000000000000000000000000001",
                           "1099511627776",
                           "1099511627777",
                           "9.999e6144",
                           "1e6143",
                           "1e-6143"})
    values.push_back(dec(text));
  std::mt19937_64 generator(7);
  for (int i = 0; i < 3000; ++i) {
    const auto coefficient = static_cast<std::int64_t>(generator() >> (generator() % 60));
    values.push_back(*Decimal::make(coefficient, static_cast<int>(generator() % 40) - 28));
    values.push_back(-values.back());
  }
  for (const auto& value : values) {
    INFO(value.to_string());
    for (const auto dimension : {Dimension::number, Dimension::ratio, Dimension::duration, Dimension::size}) {
      CHECK(read_exact(format_exact(value, dimension), dimension) == value);
    }
    if (value.abs() > 60'000'000'000 || value.exponent() < -22) continue;
    CHECK(read_exact(format_exact(value, Dimension::time), Dimension::time) == value);
    CHECK(read_exact(format_exact(value, Dimension::date), Dimension::date) == value);
  }
}

}  // namespace nexus::base
