#pragma once

#include "base/values/decimal.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::base {

/// A point of the proleptic Gregorian calendar, in some zone or none.
struct CivilTime {
  int year = 1970;   ///< 0…9999
  int month = 1;     ///< 1…12
  int day = 1;       ///< 1…31
  int hour = 0;
  int minute = 0;
  int second = 0;
  int weekday = 3;   ///< 0 = Monday … 6 = Sunday (1970-01-01 was a Thursday); filled in by the conversions
};

/// Seconds since the epoch of an RFC 3339 date-time with offset, or of a full-date (its midnight in UTC). Lower-case
/// `t`/`z` and a space for the `T` are accepted as RFC 3339 allows; `:60` is the next `:00`; a fraction is kept as far as
/// 34 digits hold. Nothing without an offset or for a date that does not exist.
[[nodiscard]] std::optional<Decimal> parse_time(std::string_view text);
/// A full-date, `2026-12-31`: the time of its midnight in UTC.
[[nodiscard]] std::optional<Decimal> parse_date(std::string_view text);
/// An RFC 3339 date-time that may lack its offset; `has_offset` says.
struct LocalTime {
  Decimal seconds;  ///< since the epoch, reading the clock time as UTC and then subtracting the offset, if there is one
  bool has_offset = false;
};
[[nodiscard]] std::optional<LocalTime> parse_local_time(std::string_view text);

/// RFC 3339 in UTC with the fraction it needs: `2026-11-02T10:00:00Z`, `…00.125Z`.
[[nodiscard]] std::string format_time(const Decimal& seconds);
/// `2026-12-31`, the calendar date of that moment in UTC.
[[nodiscard]] std::string format_date(const Decimal& seconds);

/// A moment that a policy names, and the words it is told by: the end of a day is told as `2026-12-31`.
struct Moment {
  Decimal at;  ///< seconds since the epoch
  std::string text;
};

/// An IANA time zone from the system's database. Immutable and shared; looking one up reads a file the first time.
class TimeZone {
 public:
  /// Nothing for a name the database does not have.
  [[nodiscard]] static std::shared_ptr<const TimeZone> find(std::string_view name);
  /// Version of the database, for reports: `2024a`; `unknown` where the system does not say.
  [[nodiscard]] static std::string database_version();

  virtual ~TimeZone() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// Clock time in the zone at that moment (fractions are cut). Nothing outside the years 0…9999.
  [[nodiscard]] virtual std::optional<CivilTime> civil(const Decimal& seconds) const = 0;
  /// The moment of a clock time given as if it were UTC. A time the clock skipped or repeated: the earlier reading.
  [[nodiscard]] virtual std::optional<Decimal> from_local(const Decimal& local_seconds) const = 0;
  /// The first moment from which on the clock shows that time or a later one: where it skips midnight, a day begins later.
  [[nodiscard]] virtual std::optional<Decimal> first_from_local(const Decimal& local_seconds) const = 0;
};

}  // namespace nexus::base
