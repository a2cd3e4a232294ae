#pragma once

#include "base/diagnostics/render.h"
#include "engine/report.h"
#include "report/fail_on.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nexus::report {

enum class Detail : std::uint8_t {
  decision,    ///< `-q`: the decision and nothing else
  normal,
  everything   ///< `-v`: what passed and why, params, digests
};

/// What a reader asked for; every format takes from it what concerns it.
struct Options {
  Detail detail = Detail::normal;
  base::Colour colour = base::Colour::off;
  std::size_t width = 80;             ///< prose is broken here; ids, places and values never are
  std::optional<std::uint64_t> line = {};  ///< the line of a stream of snapshots that the report answers
  FailOn fail_on = base::Level::hold;       ///< the decisions that are a failure of the run
  int exit_code = 0;                        ///< what the run ends with, for formats that tell
  std::string root = {};  ///< the folder of the run, absolute: what CI servers are told of files below it is relative to it
};

/// Appends the reports of one run, one a snapshot and at least one, to `out`. The same reports and options give the
/// same bytes.
using Render = void (*)(std::span<const engine::Report> reports, const Options& options, std::string& out);

struct Format {
  std::string_view name;     ///< what `--format` takes
  std::string_view purpose;  ///< for `--help`
  Render render;
  Render job_summary = nullptr;  ///< what goes with it onto the page of the job, where the CI server has one
};

/// Every format, as `--help` lists them.
[[nodiscard]] std::span<const Format> formats();
/// Nothing where there is no format of that name.
[[nodiscard]] const Format* find_format(std::string_view name);

/// The graver of all decisions.
[[nodiscard]] base::Level most_severe(std::span<const engine::Report> reports);

}  // namespace nexus::report
