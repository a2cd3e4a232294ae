// docs/language.md, "Wire forms": every row, through documents and through the functions that `as` uses.

#include "engine/read/wire.h"
#include "engine/read/document.h"
#include "tests/support/catch.h"
#include "tests/unit/engine/schema_builder.h"
#include "tests/unit/engine/show_value.h"

#include <string>
#include <string_view>
#include <vector>

namespace nexus::test {
namespace {

using base::WireUnit;

struct Row {
  std::string_view json;
  std::string_view expected;  // a reason without its pointer
};

/// Reads each both as a field and as an item of a list: the two ways in.
void check(const Spec& spec, const std::vector<Row>& rows) {
  const auto plan = plan_of(record({{"f", spec}, {"l", list(spec)}}));
  for (const auto& [json, expected] : rows) {
    INFO(json);
    const bool reason = expected.starts_with('?');
    const std::string field(expected), item(expected);
    const auto text = fmt::format(R"({{"f": {}, "l": [{}]}})", json, json);
    CHECK(read(plan, text) ==
          fmt::format("{{f: {}{}, l: [{}{}]}}", field, reason ? " /f" : "", item, reason ? " /l/0" : ""));
  }
}

TEST_CASE("wire: ratio") {
  check(ratio(), {{"0", "ratio 0"},
                  {"1", "ratio 1"},
                  {"0.835", "ratio 0.835"},
                  {"1.0", "ratio 1"},
                  {"-0", "ratio 0"},
                  {"1e-3", "ratio 0.001"},
                  {"0.1e1", "ratio 1"},
                  {"10e-1", "ratio 1"},
                  {"0.99999999999999999999", "ratio 0.99999999999999999999"},
                  {"1.01", "?out_of_range"},
                  {"83.5", "?out_of_range"},
                  {"-0.1", "?out_of_range"},
                  {"2", "?out_of_range"},
                  {"10", "?out_of_range"},
                  {"1e3", "?out_of_range"},
                  {"1.00000000000000000001", "?out_of_range"},
                  {"-0.00000000000000000001", "?out_of_range"},
                  {"\"83.5%\"", "ratio 0.835"},
                  {"\"100%\"", "ratio 1"},
                  {"\"101%\"", "?out_of_range"},
                  {"\"-1%\"", "?out_of_range"},
                  {"\"83.5\"", "?bad_form"},
                  {"\"\"", "?bad_form"},
                  {"\"high\"", "?bad_form"},
                  {"true", "?wrong_type"},
                  {"[]", "?wrong_type"},
                  {"{}", "?wrong_type"},
                  {"null", "?null"}});
}

TEST_CASE("wire: ratio in percent") {
  check(ratio(WireUnit::percent), {{"0", "ratio 0"},
                                   {"100", "ratio 1"},
                                   {"83.5", "ratio 0.835"},
                                   {"1", "ratio 0.01"},
                                   {"0.5", "ratio 0.005"},
                                   {"1e2", "ratio 1"},
                                   {"100.0", "ratio 1"},
                                   {"100.1", "?out_of_range"},
                                   {"-1", "?out_of_range"},
                                   {"1e3", "?out_of_range"},
                                   {"100.00000000000000000001", "?out_of_range"},
                                   {"99.99999999999999999999", "ratio 0.9999999999999999999999"},
                                   {"\"83.5%\"", "ratio 0.835"},
                                   {"\"120%\"", "?out_of_range"},
                                   {"\"83.5\"", "?bad_form"},
                                   {"false", "?wrong_type"},
                                   {"null", "?null"}});
}

TEST_CASE("wire: number, and in percent") {
  check(number(), {{"0", "0"},
                   {"-0", "0"},
                   {"-0.0e5", "0"},
                   {"12", "12"},
                   {"1200", "1200"},
                   {"-3.250", "-3.25"},
                   {"1E400", "1e+400"},
                   {"0e99999", "0"},
                   {"123456789012345678", "123456789012345678"},
                   {"1234567890123456789", "1234567890123456789"},
                   {"9223372036854775808", "9223372036854775808"},
                   {"0.1", "0.1"},
                   {"0.3000", "0.3"},
                   {"1234567890123456789012345678901234", "1234567890123456789012345678901234"},
                   {"\"12\"", "?wrong_type"},
                   {"true", "?wrong_type"},
                   {"null", "?null"},
                   {"1e6144", "1e+6144"},
                   {"1e6145", "?overflow"},
                   {"-1e6145", "?overflow"},
                   {"1e-6143", "1e-6143"},
                   {"1e-6144", "?overflow"},
                   {"1e99999999999999999999", "?overflow"},
                   {"1e-99999999999999999999", "?overflow"}});
  check(ratio(WireUnit::any_percent), {{"250", "ratio 2.5"},
                                       {"-50", "ratio -0.5"},
                                       {"\"250%\"", "ratio 2.5"},
                                       {"\"-1%\"", "ratio -0.01"},
                                       {"\"250\"", "?bad_form"},
                                       {"true", "?wrong_type"},
                                       {"1e-6142", "?overflow"}});
}

TEST_CASE("wire: numbers of more than 34 digits are rounded once, half-even") {
  const std::string thirty_four = "0.1234567890123456789012345678901234";
  check(number(), {{thirty_four + "4", thirty_four},
                   {thirty_four + "5", thirty_four},
                   {thirty_four + "51", "0.1234567890123456789012345678901235"},
                   {"0.12345678901234567890123456789012335", "0.1234567890123456789012345678901234"}});
}

TEST_CASE("wire: int is any number whose exact value is integral and fits") {
  check(integer(), {{"3", "3"},
                    {"3.0", "3"},
                    {"3e0", "3"},
                    {"300e-2", "3"},
                    {"0.3e1", "3"},
                    {"-0", "0"},
                    {"-0.0", "0"},
                    {"1200", "1200"},
                    {"9223372036854775807", "9223372036854775807"},
                    {"-9223372036854775808", "-9223372036854775808"},
                    {"9223372036854775807.0", "9223372036854775807"},
                    {"1e18", "1000000000000000000"},
                    {"9e18", "9000000000000000000"},
                    {"1e19", "?overflow"},
                    {"9223372036854775808", "?overflow"},
                    {"-9223372036854775809", "?overflow"},
                    {"1e400", "?overflow"},
                    {"1e9999", "?overflow"},
                    {"0.9e19", "9000000000000000000"},
                    {"3.5", "?wrong_type"},
                    {"35e-1", "?wrong_type"},
                    {"1e-1", "?wrong_type"},
                    {"3.0000000000000000000000000000000000000001", "?wrong_type"},
                    {"3.0000000000000000000000000000000000000000", "3"},
                    {"123456789012345678.5", "?wrong_type"},
                    {"\"3\"", "?wrong_type"},
                    {"true", "?wrong_type"},
                    {"null", "?null"}});
}

TEST_CASE("wire: duration") {
  check(duration(), {{"\"200ms\"", "duration 0.2"},
                     {"\"1h30m\"", "duration 5400"},
                     {"\"PT5M\"", "duration 300"},
                     {"\"P1DT2H\"", "duration 93600"},
                     {"\"-5s\"", "duration -5"},
                     {"\"2w\"", "duration 1209600"},
                     {"\"1ns\"", "duration 1e-9"},
                     {"300", "?bad_form"},
                     {"\"300\"", "?bad_form"},
                     {"\"P1Y\"", "?bad_form"},
                     {"\"P1M\"", "?bad_form"},
                     {"\"soon\"", "?bad_form"},
                     {"true", "?wrong_type"},
                     {"null", "?null"}});
  check(duration(WireUnit::milliseconds), {{"200", "duration 0.2"},
                                           {"0", "duration 0"},
                                           {"1500.5", "duration 1.5005"},
                                           {"-20", "duration -0.02"},
                                           {"\"2s\"", "duration 2"},
                                           {"\"2\"", "?bad_form"},
                                           {"true", "?wrong_type"}});
  check(duration(WireUnit::seconds), {{"90", "duration 90"}, {"\"PT1M\"", "duration 60"}});
  check(duration(WireUnit::minutes), {{"90", "duration 5400"}, {"0.5", "duration 30"}, {"0", "duration 0"}});
  check(duration(WireUnit::hours), {{"1.5", "duration 5400"}});
  check(duration(WireUnit::days), {{"2", "duration 172800"},
                                   {"-1", "duration -86400"},
                                   {"123456789012345678", "duration 1.06666665706666665792e+22"}});
}

TEST_CASE("wire: size") {
  check(size(), {{"\"10MiB\"", "size 10485760"},
                 {"\"512Mi\"", "size 536870912"},
                 {"\"10MB\"", "size 10000000"},
                 {"\"100B\"", "size 100"},
                 {"1024", "?bad_form"},
                 {"\"1024\"", "?bad_form"},
                 {"\"big\"", "?bad_form"},
                 {"false", "?wrong_type"},
                 {"null", "?null"}});
  check(size(WireUnit::bytes), {{"1024", "size 1024"}, {"\"1KiB\"", "size 1024"}, {"\"1024\"", "?bad_form"}});
  check(size(WireUnit::kib), {{"2", "size 2048"}, {"0.5", "size 512"}});
  check(size(WireUnit::mib), {{"1", "size 1048576"}});
  check(size(WireUnit::gib), {{"1", "size 1073741824"}});
  check(size(WireUnit::tib), {{"1", "size 1099511627776"}, {"123456789", "size 135742175033388171264"}});
  check(size(WireUnit::kb), {{"1.5", "size 1500"}});
  check(size(WireUnit::mb), {{"1.5", "size 1500000"}});
  check(size(WireUnit::gb), {{"2", "size 2000000000"}});
  check(size(WireUnit::tb), {{"2", "size 2000000000000"}});
}

TEST_CASE("wire: time") {
  check(time(), {{"\"2026-11-02T10:00:00Z\"", "time 1793613600"},
                 {"\"2026-11-02T10:00:00+02:00\"", "time 1793606400"},
                 {"\"2026-11-02\"", "time 1793577600"},
                 {"\"2016-12-31T23:59:60Z\"", "time 1483228800"},
                 {"\"1970-01-01T00:00:00.125Z\"", "time 0.125"},
                 {"\"2026-11-02T10:00:00\"", "?bad_form"},
                 {"\"2026-13-02T10:00:00Z\"", "?bad_form"},
                 {"\"yesterday\"", "?bad_form"},
                 {"1793613600", "?wrong_type"},
                 {"true", "?wrong_type"},
                 {"null", "?null"}});
  check(time(WireUnit::epoch_seconds), {{"1793613600", "time 1793613600"},
                                        {"0.5", "time 0.5"},
                                        {"-1", "time -1"},
                                        {"\"2026-11-02T10:00:00Z\"", "?wrong_type"}});
  check(time(WireUnit::epoch_milliseconds), {{"1793613600125", "time 1793613600.125"}});
  check(zoned("Europe/Berlin"), {{"\"2026-07-01T12:00:00\"", "time 1782900000"},
                                 {"\"2026-07-01T12:00:00Z\"", "time 1782907200"},
                                 {"\"2026-03-29T02:30:00\"", "time 1774744200"},  // skipped
                                 {"\"2026-10-25T02:30:00\"", "time 1792888200"},  // repeated
                                 {"\"noon\"", "?bad_form"},
                                 {"5", "?wrong_type"},
                                 {"null", "?null"}});
  check(zoned("Nowhere/Land"),
        {{"\"2026-07-01T12:00:00\"", "?bad_zone"}, {"\"2026-07-01T12:00:00Z\"", "time 1782907200"}});
  check(date(), {{"\"2026-12-31\"", "date 1798675200"},
                 {"\"2026-12-31T00:00:00Z\"", "?bad_form"},
                 {"\"2026-02-30\"", "?bad_form"},
                 {"20261231", "?wrong_type"},
                 {"null", "?null"}});
}

TEST_CASE("wire: enum, level, version") {
  check(member({"pass", "fail", "a\"quote", "ä"}), {{"\"pass\"", "member pass"},
                                                    {"\"fail\"", "member fail"},
                                                    {"\"Pass\"", "?not_a_member"},
                                                    {"\"\"", "?not_a_member"},
                                                    {"\"p\\u0061ss\"", "member pass"},
                                                    {"\"a\\\"quote\"", "member a\"quote"},
                                                    {"\"\\u00e4\"", "member ä"},
                                                    {"1", "?wrong_type"},
                                                    {"true", "?wrong_type"},
                                                    {"null", "?null"}});
  std::vector<std::string> many;
  for (int i = 0; i < 500; ++i) many.push_back("member-" + std::to_string(i));
  check(member(many), {{"\"member-0\"", "member member-0"},
                       {"\"member-499\"", "member member-499"},
                       {"\"member-500\"", "?not_a_member"}});
  check(level(), {{"\"warn\"", "level warn"},
                  {"\"hold\"", "level hold"},
                  {"\"block\"", "level block"},
                  {"\"rollback\"", "level rollback"},
                  {"\"allow\"", "?not_a_member"},
                  {"\"Warn\"", "?not_a_member"},
                  {"2", "?wrong_type"},
                  {"null", "?null"}});
  check(version(), {{"\"1.2.3\"", "version 1.2.3"},
                    {"\"v1.9\"", "version v1.9"},
                    {"\"1.0.0-rc.1+5\"", "version 1.0.0-rc.1+5"},
                    {"\"latest\"", "?bad_version"},
                    {"1.9", "?wrong_type"},
                    {"null", "?null"}});
}

TEST_CASE("wire: bool and string are exactly that JSON type") {
  check(boolean(), {{"true", "true"},
                    {"false", "false"},
                    {"\"true\"", "?wrong_type"},
                    {"1", "?wrong_type"},
                    {"0", "?wrong_type"},
                    {"{}", "?wrong_type"},
                    {"null", "?null"}});
  check(string(), {{"\"x\"", "\"x\""},
                   {"\"\"", "\"\""},
                   {"\"a\\nb\"", "\"a\\nb\""},
                   {"1", "?wrong_type"},
                   {"true", "?wrong_type"},
                   {"[\"x\"]", "?wrong_type"},
                   {"null", "?null"}});
}

TEST_CASE("wire: containers of another kind are unknown as a whole") {
  check(list(integer()), {{"{}", "?wrong_type"},
                          {"\"x\"", "?wrong_type"},
                          {"1", "?wrong_type"},
                          {"true", "?wrong_type"},
                          {"null", "?null"}});
  check(map(integer()),
        {{"[]", "?wrong_type"}, {"\"x\"", "?wrong_type"}, {"1e9999", "?wrong_type"}, {"null", "?null"}});
}

TEST_CASE("wire: the fast way for numbers and the exact one agree") {
  const std::vector<std::string> texts{"0",
                                       "1",
                                       "0.5",
                                       "100",
                                       "99.9",
                                       "-1",
                                       "1e2",
                                       "7",
                                       "3600",
                                       "0.001",
                                       "86400.25",
                                       "123456789012345678",
                                       "999999999999999999",
                                       "1e18",
                                       "12e-5",
                                       "-250"};
  const std::vector<Spec> specs{number(),
                                ratio(WireUnit::any_percent),
                                integer(),
                                ratio(),
                                ratio(WireUnit::percent),
                                duration(WireUnit::milliseconds),
                                duration(WireUnit::seconds),
                                duration(WireUnit::minutes),
                                duration(WireUnit::hours),
                                duration(WireUnit::days),
                                size(WireUnit::bytes),
                                size(WireUnit::kib),
                                size(WireUnit::mib),
                                size(WireUnit::gib),
                                size(WireUnit::tib),
                                size(WireUnit::kb),
                                size(WireUnit::mb),
                                size(WireUnit::gb),
                                size(WireUnit::tb),
                                time(WireUnit::epoch_seconds),
                                time(WireUnit::epoch_milliseconds),
                                any()};
  for (const auto& spec : specs) {
    const auto plan = plan_of(record({{"f", spec}}));
    const engine::WireContext context(plan);
    for (const auto& text : texts) {
      INFO(text << " as kind " << static_cast<int>(spec.kind) << ", unit " << static_cast<int>(spec.wire));
      engine::Memory memory;
      const auto exact = engine::read_number(*base::Decimal::parse(text), {spec.kind, spec.wire, 0}, context, memory);
      const auto* const value = std::get_if<engine::Value>(&exact);
      const auto expected =
          value != nullptr ? show(plan, *value) : fmt::format("?{} /f", code_name(std::get<engine::ReasonCode>(exact)));
      CHECK(read(plan, fmt::format(R"({{"f":{}}})", text)) == "{f: " + expected + "}");
    }
  }
}

}  // namespace
}  // namespace nexus::test
