#pragma once

#include "report/format.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::report {

/// Version of the JSON output: raised when a reader of the old one could be misled by the new one, not when a field is
/// added.
inline constexpr int json_version = 1;

/// Everything a report holds, as docs/report.schema.json describes it, whatever detail is asked for. Several reports become one object with the most
/// severe decision and the list `reports`.
void render_json(std::span<const engine::Report> reports, const Options& options, std::string& out);
/// One compact object a line.
void render_json_lines(std::span<const engine::Report> reports, const Options& options, std::string& out);

/// The answer to a line of a stream that could not be judged. It counts as hold, and says so.
struct FailedLine {
  std::uint64_t line = 0;
  std::string_view code;     ///< `NX4102`
  std::string_view message;
  std::size_t column = 0;    ///< 0 where the mistake has no place
};
void render_json_line(const FailedLine& failed, std::string& out);

}  // namespace nexus::report
