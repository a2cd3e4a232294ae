#pragma once

#include "base/values/decimal.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::base {

/// What a number measures. All are one decimal inside: a ratio as a fraction of one, a duration in seconds, a size in
/// bytes, a time in seconds since 1970-01-01T00:00:00Z, a date as the time of its midnight in UTC
/// (docs/language.md, "Values").
enum class Dimension : std::uint8_t { number, ratio, duration, size, time, date };

/// How a quantity stands in JSON: what a JSON number must be multiplied with. `text` where only a string will do.
enum class WireUnit : std::uint8_t {
  none,         ///< number; ratio 0…1
  percent,      ///< ratio, 0…100
  any_percent,  ///< `number in percent`: a ratio that may lie outside 0–100 %
  milliseconds, seconds, minutes, hours, days,
  bytes, kib, mib, gib, tib, kb, mb, gb, tb,
  epoch_seconds, epoch_milliseconds,
  zoned,    ///< time in zone "Z": stamps without an offset are local time in Z
  text      ///< duration `"200ms"`/`"PT5M"`, size `"512Mi"`, time RFC 3339
};

/// The word of the language for a unit: `percent`, `ms`, `KiB`, `epoch s`; empty for none, zoned and text.
[[nodiscard]] std::string_view wire_unit_name(WireUnit unit);
/// What one such unit is in the dimension's own unit (seconds, bytes, one): `ms` → 0.001, `percent` → 0.01, `none` → 1.
[[nodiscard]] Decimal wire_unit_factor(WireUnit unit);

/// Literals of the language, units attached: `5%` `1pt` (both give a ratio), `200ms` `1h30m`, `10MiB`. Nothing when the
/// text is not one, or is out of range.
struct Quantity {
  Dimension dimension = Dimension::number;
  Decimal value;
};
[[nodiscard]] std::optional<Quantity> parse_literal(std::string_view text);

/// `"200ms"`, `"1h30m"`, `"-5s"` (units ns us µs ms s m h d w) or ISO 8601 `"PT5M"`, `"P1DT2H"`, `"-PT1H"`; ISO years and
/// months have no fixed length and are refused. Gives seconds.
[[nodiscard]] std::optional<Decimal> parse_duration(std::string_view text);
/// `"10MiB"`, `"512Mi"`, `"10MB"`, `"512k"`, `"100B"`: decimal units of 1000, binary ones of 1024, as Kubernetes writes
/// them too. A bare number is refused. Gives bytes.
[[nodiscard]] std::optional<Decimal> parse_size(std::string_view text);
/// `"83.5%"`. Gives the fraction.
[[nodiscard]] std::optional<Decimal> parse_percentage(std::string_view text);

/// The value as messages print it, unit and all: ratio as percent, duration in the largest units that are exact
/// (`1m30s`, `200ms`), size in the largest binary unit that is exact, else decimal, time as RFC 3339 in UTC, date as
/// YYYY-MM-DD. At most `places` decimals of the printed unit, more where a value that is not zero would look like it.
[[nodiscard]] std::string format_quantity(const Decimal& value, Dimension dimension, int places = 4);
/// Both printed with as many decimals as they need to look different, if they are (4 at least).
struct FormattedPair {
  std::string first;
  std::string second;
};
[[nodiscard]] FormattedPair format_apart(const Decimal& first, const Decimal& second, Dimension dimension);
/// The exact value as the language would write it: `83.5%`, `200ms`, `2026-12-31`. Parsing it gives the same quantity.
[[nodiscard]] std::string format_exact(const Decimal& value, Dimension dimension);

}  // namespace nexus::base
