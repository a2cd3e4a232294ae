#pragma once

#include "base/values/decimal.h"
#include "base/values/truth.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

/// Whether a condition lasted (docs/language.md, "Lasting conditions"). Plain functions of times and truths.
namespace nexus::engine {

/// One snapshot, and whether the condition held there.
struct Moment {
  base::Decimal time;
  base::Truth holds = base::Truth::no;
};

/// `for D [max gap G]`, or `for N of the last M snapshots`; a condition without either need not last.
struct Lasting {
  enum class Kind : std::uint8_t { now, duration, count };
  Kind kind = Kind::now;
  base::Decimal duration, max_gap;
  std::int64_t needed = 0, of_last = 0;
};

/// Did the condition last at `moments[at]`, with every unknown read as `assumed`? The moments are those of the record, oldest
/// first, as far back as matters; `recorded` says that a record was supplied, so that nothing came before the first one.
[[nodiscard]] bool lasted(const Lasting& how, std::span<const Moment> moments, std::size_t at, bool recorded, base::Truth assumed);

/// Is there a silence before `moments[at]` that nobody can speak for?
[[nodiscard]] bool gap_before(const Lasting& how, std::span<const Moment> moments, std::size_t at);

}  // namespace nexus::engine
