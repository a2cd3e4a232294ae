#include "workspace/next_later.h"

#include "engine/history/record.h"
#include "engine/read/locate.h"

#include <algorithm>

namespace nexus::workspace {

std::string lines_until(const plan::Plan& plan, std::string_view history, const base::Decimal& time) {
  std::string kept;
  while (!history.empty()) {
    const std::size_t end = std::min(history.find('\n'), history.size());
    const std::string_view line = history.substr(0, end);
    history.remove_prefix(std::min(end + 1, history.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto at = engine::time_of_snapshot(plan, line);
    if (!at || *at <= time) kept += std::string(line) + "\n";
  }
  return kept;
}

std::string at_time(const plan::Plan& plan, const std::string& snapshot, const base::Decimal& time) {
  return engine::with_value_at(snapshot, "/time", engine::time_json(plan, time)).value_or(snapshot);
}

std::string later_snapshots(const plan::Plan& plan, const std::string& snapshot, const base::Decimal& start,
                            const engine::Action& keep) {
  // Line breaks stand only between the tokens of JSON.
  std::string line = snapshot;
  std::ranges::replace_if(
      line, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  std::string lines;
  for (base::Decimal time = start; time < *keep.until; time = base::add(time, keep.apart_at_most).value)
    lines += at_time(plan, line, time) + "\n";
  return lines;
}

}  // namespace nexus::workspace
