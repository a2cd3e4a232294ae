#pragma once

#include "engine/report.h"
#include "report/fail_on.h"

#include <cstdint>
#include <string>
#include <vector>

namespace nexus::report {

/// What can hold or not: a requirement, a trigger, a phase, the score of a gate; of each instance its own.
struct Check {
  std::string id;          ///< that of its findings: `payments.release/health[staging].1`
  std::string definition;  ///< the same without the instance: `payments.release/health.1`
  const engine::RuleReport* rule = nullptr;
  engine::PolicyPlace policy;
  std::string status;                            ///< of the requirement, or of the instance
  std::string note;                              ///< may be empty
  base::Level level = base::Level::allow;        ///< what its failing asks for, as far as the report knows
  base::Level asks = base::Level::allow;         ///< what it asks for now
  std::vector<const engine::Finding*> findings;  ///< all that are about it
};

/// Every check of a report, as its rules are declared; each finding is of one of them. They point into the report.
[[nodiscard]] std::vector<Check> checks_of(const engine::Report& report);

enum class Outcome : std::uint8_t {
  holds,
  fails,
  unknown,  ///< evidence is missing: never a pass
  skipped   ///< does not apply, does not count, cannot start yet, or somebody has waived it
};
struct Verdict {
  Outcome outcome = Outcome::holds;
  bool fails_run = false;  ///< of what fails or is unknown: it asks for a failure of the run
};
[[nodiscard]] Verdict verdict_of(const Check& check, FailOn fail_on);

/// Why a check is skipped, or what it came to otherwise, on one line: `waived: not reachable (approved by ana, until 2026-12-31)`.
[[nodiscard]] std::string reason_of(const Check& check);
/// What a person needs who reads nothing else: each finding in full, up to a hundred, and what to do next. Lines that are
/// safe to print, each ended.
[[nodiscard]] std::string details_of(const Check& check, const engine::Report& report);

}  // namespace nexus::report
