#pragma once

#include "base/values/decimal.h"
#include "base/values/time.h"

#include <cstdint>
#include <optional>

namespace nexus::base {

/// Clock time so many seconds after 1970-01-01T00:00:00 on the same clock. Nothing outside the years 0…9999.
[[nodiscard]] std::optional<CivilTime> civil_from_seconds(std::int64_t seconds);
/// Cut towards the past. Nothing where that does not fit an int64.
[[nodiscard]] std::optional<std::int64_t> whole_seconds(const Decimal& seconds);

}  // namespace nexus::base
