#pragma once

#include "playground/repl/state.h"
#include "playground/view/styled.h"
#include "workspace/outline.h"

#include <cstddef>
#include <vector>

namespace nexus::playground {

/// What stands in the panes, made anew of a state whenever that changes.

/// The policies as they are written, one after the other.
struct PolicyText {
  std::vector<Line> lines;
  /// Where a place in them is; the first line for one that is elsewhere.
  [[nodiscard]] std::size_t line_of(const engine::PolicyPlace& place) const;

  struct File {
    std::string name;
    std::size_t first;  ///< its first line in `lines`
  };
  std::vector<File> files;
};
[[nodiscard]] PolicyText policy_text(const State& state);

/// A rule, or the word above its kind, in a pane that is `width` wide.
struct RuleRows {
  std::vector<Line> lines;
  std::vector<std::size_t> begins;  ///< of each rule of the report: its first line
};
/// Gates, phases and triggers with their status, what that was in `before` (may be null), and why it is that. The report may be
/// null, too.
[[nodiscard]] RuleRows rule_rows(const State& state, const engine::Report* before, std::size_t width);

/// `decision: block, was allow`.
[[nodiscard]] Line decision_words(const engine::Report* report, const engine::Report* before);

/// A row of the snapshot. `was_changed`: what stands there is not what stood there before.
[[nodiscard]] Line snapshot_line(const workspace::OutlineRow& row, bool was_changed);

}  // namespace nexus::playground
