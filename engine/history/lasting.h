#pragma once

#include "base/values/decimal.h"
#include "base/values/truth.h"

#include <cstddef>
#include <cstdint>
#include <vector>

/// Whether a condition lasted (docs/language.md, "Lasting conditions"). Plain functions of times and truths.
namespace nexus::engine {

/// One snapshot, and whether the condition held there.
struct Moment {
  base::Decimal time;
  base::Truth holds = base::Truth::no;
  bool asked = false;  ///< a verdict asked for it although it is unknown
};

/// Those of the record, oldest first, as far back as matters; and what verdicts about them asked for that nobody knows.
struct Moments {
  std::vector<Moment> all;
  bool recorded = false;       ///< a record was supplied, so that nothing came before the first one
  bool asked_silence = false;  ///< a silence that is too long
  bool asked_before = false;   ///< what was before the first one

  /// Unknown is read as `assumed`.
  bool holds(std::size_t at, base::Truth assumed);
};

/// `for D [max gap G]`, or `for N of the last M snapshots`; a condition without either need not last.
struct Lasting {
  enum class Kind : std::uint8_t { now, duration, count };
  Kind kind = Kind::now;
  base::Decimal duration, max_gap;
  std::int64_t needed = 0, of_last = 0;
};

/// Did the condition last at `moments[at]`, with every unknown read as `assumed`?
[[nodiscard]] bool lasted(const Lasting& how, Moments& moments, std::size_t at, base::Truth assumed);

/// Is there a silence before `moments[at]` that nobody can speak for?
[[nodiscard]] bool gap_before(const Lasting& how, const std::vector<Moment>& moments, std::size_t at);

}  // namespace nexus::engine
