#include "base/values/civil.h"
#include "base/values/time.h"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>

// The library has two layouts of its classes, and this is the one that reads the system's files.
#if !USE_OS_TZDB
#error "date-tz must be built with USE_OS_TZDB=1 (the CMake target date::date-tz says so): nothing is ever downloaded"
#endif

// The only file that includes <date/tz.h>, so its exceptions end here.

namespace nexus::base {
namespace {

using std::chrono::seconds;

constexpr std::string_view database_folder = "/usr/share/zoneinfo/";

/// A time during which the clock kept one offset from UTC.
struct Stretch {
  std::int64_t end = 0;     ///< exclusive, seconds since the epoch
  std::int64_t offset = 0;  ///< seconds east of Greenwich
};

constexpr std::int64_t seconds_per_day = 86'400;
/// Beyond the last year anyone can ask about.
constexpr std::int64_t end_of_time = 300'000'000'000;

// ---- the rule for the years beyond the table --------------------------------------------------------------------------
// A zone file lists the changes of its clock up to some year (2037 on Debian, the last change of law elsewhere) and ends
// in a rule for all later ones, in the notation of POSIX for TZ: `CET-1CEST,M3.5.0,M10.5.0/3`. date-tz reads the table
// only, and its own reader of such rules (date/ptz.h) refuses negative hours, which America/Nuuk has.

/// Reads the notation; `ok` is false once something did not fit.
class RuleText {
 public:
  explicit RuleText(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool ended() const { return rest_.empty(); }
  [[nodiscard]] bool at(char c) const { return rest_.starts_with(c); }

  bool take(char c) {
    if (!at(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { ok_ = take(c) && ok_; }

  int number(int least, int greatest) {
    int value = least;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    ok_ = ok_ && error == std::errc{} && value >= least && value <= greatest;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  std::int64_t clock() {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int64_t value = std::int64_t{3600} * number(0, 167);
    if (take(':')) value += std::int64_t{60} * number(0, 59);
    if (take(':')) value += number(0, 59);
    return negative ? -value : value;
  }

  /// `CET` or `<+03>`: of no use here.
  void skip_name() {
    const bool quoted = take('<');
    const auto last = quoted ? rest_.find('>') : rest_.find_first_of("+-,0123456789");
    rest_.remove_prefix(std::min(last, rest_.size()));
    if (quoted) expect('>');
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

/// When in a year the clock changes: `M3.5.0/2` (fifth, which means last, Sunday of March, 2 h), `J60`, `59`.
class YearlyChange {
 public:
  static YearlyChange read(RuleText& text) {
    YearlyChange change;
    if (text.take('M')) {
      change.form_ = Form::weekday_of_month;
      change.month_ = text.number(1, 12);
      text.expect('.');
      change.week_ = text.number(1, 5);
      text.expect('.');
      change.day_ = text.number(0, 6);
    } else {
      change.form_ = text.take('J') ? Form::day_without_leap_days : Form::day;
      change.day_ = text.number(0, 365);
    }
    if (text.take('/')) change.clock_ = text.clock();
    return change;
  }

  /// On the clock that is changed, as if that were UTC.
  [[nodiscard]] std::int64_t of_year(int year) const { return day(date::year(year)) * seconds_per_day + clock_; }

 private:
  enum class Form : std::uint8_t { weekday_of_month, day_without_leap_days, day };

  [[nodiscard]] std::int64_t day(date::year year) const {
    const auto number = [](date::sys_days day) -> std::int64_t { return day.time_since_epoch().count(); };
    const auto new_year = number(year / date::January / 1);
    switch (form_) {
      case Form::day:
        return new_year + day_;
      case Form::day_without_leap_days:
        return new_year + day_ - (year.is_leap() && day_ >= 60 ? 0 : 1);
      case Form::weekday_of_month:
        break;
    }
    const auto month = year / date::month(static_cast<unsigned>(month_));
    const date::weekday weekday(static_cast<unsigned>(day_));
    return week_ == 5 ? number(month / weekday[date::last]) : number(month / weekday[static_cast<unsigned>(week_)]);
  }

  Form form_ = Form::day;
  int month_ = 1;
  int week_ = 1;
  int day_ = 0;
  std::int64_t clock_ = 7200;
};

class YearlyRule {
 public:
  /// Nothing for a rule that does not change the clock: the table has said it all then.
  static std::optional<YearlyRule> read(std::string_view notation) {
    RuleText text(notation);
    YearlyRule rule;
    text.skip_name();
    rule.winter_offset_ = -text.clock();  // POSIX counts west of Greenwich
    text.skip_name();
    rule.summer_offset_ = text.at(',') ? rule.winter_offset_ + 3600 : -text.clock();
    text.expect(',');
    rule.summer_begins_ = YearlyChange::read(text);
    text.expect(',');
    rule.summer_ends_ = YearlyChange::read(text);
    if (!text.ok() || !text.ended()) return std::nullopt;
    return rule;
  }

  [[nodiscard]] Stretch stretch_at(std::int64_t time) const {
    const auto changes = changes_around(time);
    const auto next = std::upper_bound(changes.begin(), changes.end(), time,
                                       [](std::int64_t t, const Change& change) { return t < change.time; });
    return {next->time, std::prev(next)->offset};
  }

 private:
  struct Change {
    std::int64_t time;
    std::int64_t offset;  ///< from then on
  };

  /// Those of three years, so that there is one before and one after any time of the second one.
  [[nodiscard]] std::array<Change, 6> changes_around(std::int64_t time) const {
    const auto day = date::floor<date::days>(date::sys_seconds(seconds(time)));
    const int year = static_cast<int>(date::year_month_day(day).year());
    std::array<Change, 6> changes{};
    auto* out = changes.data();
    for (int y = year - 1; y <= year + 1; ++y) {
      *out++ = {summer_begins_.of_year(y) - winter_offset_, summer_offset_};
      *out++ = {summer_ends_.of_year(y) - summer_offset_, winter_offset_};
    }
    std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.time < b.time; });
    return changes;
  }

  std::int64_t winter_offset_ = 0;
  std::int64_t summer_offset_ = 0;
  YearlyChange summer_begins_;
  YearlyChange summer_ends_;
};

/// The last line of a zone file.
std::optional<YearlyRule> rule_of(const std::string& zone) {
  std::ifstream file(std::string(database_folder) + zone, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(file), {}};
  if (!content.ends_with('\n')) return std::nullopt;
  content.pop_back();
  const auto before = content.rfind('\n');
  if (before == std::string::npos) return std::nullopt;
  return YearlyRule::read(std::string_view(content).substr(before + 1));
}

// ---- zones ------------------------------------------------------------------------------------------------------------

class SystemZone final : public TimeZone {
 public:
  explicit SystemZone(const date::time_zone& zone) : zone_(zone), rule_(rule_of(zone.name())) {}

  [[nodiscard]] std::string_view name() const override { return zone_.name(); }

  [[nodiscard]] std::optional<CivilTime> civil(const Decimal& time) const override {
    const auto utc = within_calendar(time);
    if (!utc) return std::nullopt;
    return civil_from_seconds(*utc + stretch_at(*utc).offset);
  }

  [[nodiscard]] std::optional<Decimal> from_local(const Decimal& local_time) const override {
    const auto local = within_calendar(local_time);
    if (!local) return std::nullopt;
    return subtract(local_time, stretch_showing(*local).offset).value;
  }

  [[nodiscard]] std::optional<Decimal> first_from_local(const Decimal& local_time) const override {
    const auto local = within_calendar(local_time);
    if (!local) return std::nullopt;
    std::optional<std::int64_t> begin;
    const Stretch stretch = stretch_showing(*local, &begin);
    if (begin && *begin > *local - stretch.offset) return Decimal(*begin);
    return subtract(local_time, stretch.offset).value;
  }

 private:
  /// The first stretch that has not ended when its clock shows that time. Of a repeated hour that is the first one; of a
  /// skipped hour it is the stretch after the gap, whose clock showed it before it began: the earlier reading again.
  /// `begin` is told when it begins, where another one comes before.
  [[nodiscard]] Stretch stretch_showing(std::int64_t local, std::optional<std::int64_t>* begin = nullptr) const {
    Stretch stretch = stretch_at(local - seconds_per_day);  // no clock is a day away from UTC
    while (local - stretch.offset >= stretch.end) {
      if (begin != nullptr) *begin = stretch.end;
      stretch = stretch_at(stretch.end);
    }
    return stretch;
  }

  static std::optional<std::int64_t> within_calendar(const Decimal& time) {
    const auto whole = whole_seconds(time);
    if (!whole || *whole < -end_of_time || *whole > end_of_time) return std::nullopt;
    return whole;
  }

  [[nodiscard]] Stretch stretch_at(std::int64_t time) const {
    const auto info = zone_.get_info(date::sys_seconds(seconds(time)));
    const std::int64_t end = info.end.time_since_epoch().count();
    if (end >= end_of_time && rule_) return rule_->stretch_at(time);
    return {end, info.offset.count()};
  }

  const date::time_zone& zone_;  // lives as long as the process
  std::optional<YearlyRule> rule_;
};

std::shared_ptr<const TimeZone> load(std::string_view name) {
  // `localtime` is in the list where the folder has it, but means another zone on each machine.
  if (name == "localtime") return nullptr;
  try {
    const auto& zone = *date::locate_zone(name);
    (void)zone.get_info(date::sys_seconds{});  // reads the file, so that nothing throws later
    return std::make_shared<SystemZone>(zone);
  } catch (const std::exception&) {
    return nullptr;  // no database, no such zone, or a file that is none
  }
}

std::string first_line(const std::string& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return line;
}

}  // namespace

std::shared_ptr<const TimeZone> TimeZone::find(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const TimeZone>, std::less<>> zones;
  const std::lock_guard lock(mutex);
  if (const auto known = zones.find(name); known != zones.end()) return known->second;
  auto zone = load(name);
  if (zone) zones.emplace(name, zone);
  return zone;
}

std::string TimeZone::database_version() {
  const std::string folder(database_folder);
  constexpr std::string_view mark = "# version ";
  if (const auto line = first_line(folder + "tzdata.zi"); line.starts_with(mark)) return line.substr(mark.size());
  if (auto line = first_line(folder + "+VERSION"); !line.empty()) return line;
  try {
    if (const auto& version = date::get_tzdb().version; !version.empty()) return version;
  } catch (const std::exception&) {
    // no database at all
  }
  return "unknown";
}

}  // namespace nexus::base
