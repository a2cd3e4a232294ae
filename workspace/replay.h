#pragma once

#include "engine/history/replay.h"
#include "workspace/workspace.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace nexus::workspace {

/// Replays a history: judges each of its snapshots as it would have been judged then, with those before it for a history.
/// Holds no more of it than the policy looks back on.
class Replay {
 public:
  explicit Replay(const LoadedPolicy& policy);
  ~Replay();
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

  /// A further document, the same for all snapshots.
  [[nodiscard]] std::optional<RunFailure> give(std::size_t input, const Text& document);
  /// The next snapshot, not earlier than the one before; `line` is its number in `file`. Of `question` the time is not
  /// asked: `now` is the time of each snapshot.
  [[nodiscard]] std::optional<RunFailure> step(const std::string& file, std::uint32_t line, std::string_view json, const Question& question);
  [[nodiscard]] std::uint64_t steps() const;
  /// How many snapshots are held for those to come.
  [[nodiscard]] std::size_t held() const;

  [[nodiscard]] engine::ReplayReport finish(std::string file, std::optional<std::vector<engine::LabelReplay>> labels);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Labelled windows: a JSON list of `{"start": …, "end": …}` or of `[start, end]`; or an object of such lists, of which that
/// for `file` counts (as the Numenta Anomaly Benchmark has them). Times without an offset are UTC. `name` is for messages.
[[nodiscard]] base::Expected<std::vector<engine::LabelReplay>, base::Diagnostic> read_labels(std::string_view json, std::string_view name, std::string_view file);

}  // namespace nexus::workspace
