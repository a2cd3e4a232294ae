#include "workspace/history.h"

#include "base/diagnostics/catalogue.h"
#include "workspace/json_text.h"

#include <string>
#include <utility>

namespace nexus::workspace {

RunFailure no_sample(std::string_view name, std::uint32_t line) {
  return {base::diagnostics::history_without_time({}, name, line)
              .with_help("each snapshot of a history says when it was taken: `\"time\": \"2026-11-02T10:00:00Z\"`"),
          std::nullopt};
}

std::optional<RunFailure> read_history(engine::Record& record, engine::Reader& reader, const plan::Plan& plan, const Text& lines) {
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin < lines.text.size();) {
    ++number;
    const std::size_t end = std::min(lines.text.find('\n', begin), lines.text.size());
    const std::string_view line = lines.text.substr(begin, end - begin);
    const std::size_t at = std::exchange(begin, end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto document = reader.read(0, line);
    if (!document) {
      auto place = place_of(document.error());
      if (place) *place += at;
      return RunFailure{to_diagnostic(document.error(), lines.name), place ? place : at};
    }
    const auto time = engine::time_of_snapshot(plan, line);
    if (!time) {
      RunFailure failure = no_sample(lines.name, number);
      failure.offset = at;
      return failure;
    }
    record.insert(*std::move(document), *time, lines.name, number);
  }
  return std::nullopt;
}

}  // namespace nexus::workspace
