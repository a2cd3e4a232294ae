#pragma once

#include "engine/report.h"
#include "report/fail_on.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

/// What a CI server is to make of a finding.
enum class Severity : std::uint8_t {
  note,     ///< asks for nothing: somebody has waived it
  warning,  ///< asks for something, and does not fail the run
  error     ///< fails the run
};
/// `level` is what a finding asks for.
[[nodiscard]] Severity severity_of(base::Level level, FailOn fail_on);

/// A finding that counts. Where a rule asks for more than `allow` and the report has none about it (a phase that was
/// asked about leaves it to its gates to say why), one that says so.
struct Problem {
  const engine::Report* report = nullptr;
  std::shared_ptr<const engine::Finding>
      finding;             ///< never null; of the report, which must be there as long, or made for it
  std::string definition;  ///< what asked for it, whatever the instance: `payments.release/health.1`
  /// The same in the next run while it is the same problem, and different from all others of this run.
  std::string fingerprint;
  Severity severity = Severity::note;
};
/// Of all reports, those that weigh most first, else in their order. They point into the reports.
[[nodiscard]] std::vector<Problem> problems_of(std::span<const engine::Report> reports, FailOn fail_on);

/// The path of a file below `root`, the folder of the run (Options::root), without `.` and `..`; empty for all others
/// (standard input, absolute paths elsewhere), which no CI server can show.
[[nodiscard]] std::string project_path(std::string_view file, std::string_view root);

/// Where a reader should look first: the line of source that the policy names with `at`, else what stands in a
/// document, else the policy; of a rule of a library, which is no file of the project, the policy that puts it in force, where only one was
/// named in the run. The file is a path in the project; empty where none of them is one. Line and column are 0 where they are not known.
[[nodiscard]] engine::PolicyPlace first_place(const Problem& problem, std::string_view root);

/// The line that `at` names, as a number that servers accept; 0 for none.
[[nodiscard]] std::uint32_t source_line(const engine::Finding& finding);

}  // namespace nexus::report
