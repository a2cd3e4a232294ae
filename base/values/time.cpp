#include "base/values/time.h"

#include "base/values/civil.h"

#include <date/date.h>
#include <fmt/format.h>

#include <chrono>

namespace nexus::base {
namespace {

constexpr std::int64_t seconds_per_minute = 60;
constexpr std::int64_t seconds_per_hour = 3600;
constexpr std::int64_t seconds_per_day = 86'400;

constexpr std::int64_t day_number(date::year_month_day date) { return date::sys_days(date).time_since_epoch().count(); }
constexpr std::int64_t first_day = day_number(date::year(0) / date::January / 1);
constexpr std::int64_t last_day = day_number(date::year(9999) / date::December / 31);

// ---- reading ----------------------------------------------------------------------------------------------------------

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads fixed fields off the front of a text; what does not fit makes `ok` false for good.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool ended() const { return rest_.empty(); }
  void fail() { ok_ = false; }

  /// Is the next character one of these? It is taken then.
  bool take(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(std::string_view any_of) { ok_ = take(any_of) && ok_; }

  /// A number of exactly `digits` digits, at most `greatest`.
  int number(std::size_t digits, int greatest) {
    int value = 0;
    const auto text = rest_.substr(0, digits);
    for (const char c : text) {
      ok_ = ok_ && is_digit(c);
      value = value * 10 + (c - '0');
    }
    ok_ = ok_ && text.size() == digits && value <= greatest;
    rest_.remove_prefix(text.size());
    return value;
  }

  std::string_view digits() {
    std::size_t n = 0;
    while (n < rest_.size() && is_digit(rest_[n])) ++n;
    const auto text = rest_.substr(0, n);
    rest_.remove_prefix(n);
    ok_ = ok_ && n > 0;
    return text;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

/// Days since the epoch of a full-date.
std::int64_t take_date(Fields& fields) {
  const int year = fields.number(4, 9999);
  fields.expect("-");
  const int month = fields.number(2, 12);
  fields.expect("-");
  const int day = fields.number(2, 31);
  const auto date = date::year(year) / month / day;
  if (!fields.ok() || !date.ok()) {
    fields.fail();
    return 0;
  }
  return day_number(date);
}

/// `Z` or `+02:00`, in seconds.
std::int64_t take_offset(Fields& fields) {
  if (fields.take("Zz")) return 0;
  const bool west = fields.take("-");
  if (!west) fields.expect("+");
  const int hours = fields.number(2, 23);
  fields.expect(":");
  const int minutes = fields.number(2, 59);
  const std::int64_t offset = hours * seconds_per_hour + minutes * seconds_per_minute;
  return west ? -offset : offset;
}

Decimal with_fraction(std::int64_t seconds, std::string_view digits) {
  if (digits.empty()) return seconds;
  // A fraction too small to be a decimal of its own is as good as none.
  const auto fraction = Decimal::parse(fmt::format("0.{}", digits)).value_or(Decimal());
  return add(seconds, fraction).value;
}

}  // namespace

std::optional<Decimal> parse_date(std::string_view text) {
  Fields fields(text);
  const std::int64_t days = take_date(fields);
  if (!fields.ok() || !fields.ended()) return std::nullopt;
  return Decimal(days * seconds_per_day);
}

std::optional<LocalTime> parse_local_time(std::string_view text) {
  Fields fields(text);
  std::int64_t seconds = take_date(fields) * seconds_per_day;
  fields.expect("Tt ");
  seconds += fields.number(2, 23) * seconds_per_hour;
  fields.expect(":");
  seconds += fields.number(2, 59) * seconds_per_minute;
  fields.expect(":");
  seconds += fields.number(2, 60);  // a leap second is the next :00
  const auto fraction = fields.take(".") ? fields.digits() : std::string_view();
  const bool has_offset = !fields.ended();
  if (has_offset) seconds -= take_offset(fields);
  if (!fields.ok() || !fields.ended()) return std::nullopt;
  return LocalTime{with_fraction(seconds, fraction), has_offset};
}

std::optional<Decimal> parse_time(std::string_view text) {
  if (auto date = parse_date(text)) return date;
  const auto time = parse_local_time(text);
  if (!time || !time->has_offset) return std::nullopt;
  return time->seconds;
}

// ---- the calendar -----------------------------------------------------------------------------------------------------

std::optional<CivilTime> civil_from_seconds(std::int64_t seconds) {
  const std::int64_t day = (seconds - (seconds < 0 ? seconds_per_day - 1 : 0)) / seconds_per_day;
  if (day < first_day || day > last_day) return std::nullopt;
  const date::sys_days days{date::days(static_cast<int>(day))};
  const date::year_month_day date(days);
  const auto second_of_day = static_cast<int>(seconds - day * seconds_per_day);
  CivilTime civil;
  civil.year = static_cast<int>(date.year());
  civil.month = static_cast<int>(static_cast<unsigned>(date.month()));
  civil.day = static_cast<int>(static_cast<unsigned>(date.day()));
  civil.hour = second_of_day / 3600;
  civil.minute = second_of_day / 60 % 60;
  civil.second = second_of_day % 60;
  civil.weekday = static_cast<int>(date::weekday(days).iso_encoding()) - 1;
  return civil;
}

std::optional<std::int64_t> whole_seconds(const Decimal& seconds) {
  const auto fraction = remainder(seconds, 1).value;
  const auto whole = subtract(seconds, fraction).value.to_int64();
  if (!whole) return std::nullopt;
  return *whole - (fraction.is_negative() ? 1 : 0);
}

// ---- writing ----------------------------------------------------------------------------------------------------------

namespace {

/// The digits after the point that a clock shows, which before 1970 runs up to the next second as it does afterwards.
std::string fraction_digits(const Decimal& seconds) {
  const auto fraction = remainder(seconds, 1).value;
  if (fraction.is_zero()) return {};
  auto digits = fraction.abs().to_plain_string().substr(2);
  if (fraction.is_negative()) {
    for (char& c : digits) c = static_cast<char>('9' - (c - '0'));
    ++digits.back();  // was not 0 before (canonical): no carry
  }
  return digits;
}

std::optional<CivilTime> civil_utc(const Decimal& seconds) {
  const auto whole = whole_seconds(seconds);
  return whole ? civil_from_seconds(*whole) : std::nullopt;
}

/// What arithmetic brought out of the calendar is still to be told.
std::string beyond_the_calendar(const Decimal& seconds) {
  return fmt::format("1970-01-01T00:00:00Z {} {}s", seconds.is_negative() ? '-' : '+', seconds.abs().to_string());
}

}  // namespace

std::string format_time(const Decimal& seconds) {
  const auto t = civil_utc(seconds);
  if (!t) return beyond_the_calendar(seconds);
  const auto fraction = fraction_digits(seconds);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{}Z", t->year, t->month, t->day, t->hour, t->minute,
                     t->second, fraction.empty() ? "" : ".", fraction);
}

std::string format_date(const Decimal& seconds) {
  const auto t = civil_utc(seconds);
  if (!t) return beyond_the_calendar(seconds);
  return fmt::format("{:04}-{:02}-{:02}", t->year, t->month, t->day);
}

}  // namespace nexus::base
