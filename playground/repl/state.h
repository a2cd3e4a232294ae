#pragma once

#include "workspace/workspace.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexus::playground {

/// A text that may have a file: a policy, or a JSON document. Copies share it.
struct TextFile {
  std::string name;  ///< what messages call it: its path, where it has a file
  std::shared_ptr<const std::string> text;
  std::shared_ptr<const std::string> original;  ///< what it was when it was read or written
  bool has_file = false;

  [[nodiscard]] bool is_changed() const { return *text != *original; }
  void set_text(std::string now) { text = std::make_shared<const std::string>(std::move(now)); }
};
/// A text without changes.
[[nodiscard]] TextFile text_file(std::string name, std::string text, bool has_file);

/// What it took to judge a snapshot.
struct Effort {
  std::vector<std::string> rules;  ///< IDs of those that were judged again, where it was not all of them
  bool whole = true;               ///< all of them
  std::chrono::nanoseconds took{};
};

/// All that a session has loaded at one moment, and what comes of it. A value: to undo is to have an earlier one again.
struct State {
  std::vector<TextFile> policies;
  TextFile snapshot = text_file("snapshot", "{}", false);
  struct Input {
    std::string name;  ///< as the policy declares it
    TextFile document;
  };
  std::vector<Input> inputs;
  std::optional<TextFile> history;
  std::optional<std::string> now;  ///< RFC 3339; none: the clock

  // What `evaluate` makes of these.
  std::shared_ptr<const workspace::LoadedPolicy> compiled;  ///< sound; never null once evaluated
  std::shared_ptr<const engine::Report> report;             ///< null where there is nothing to judge
  std::vector<base::Diagnostic> no_report;                  ///< why there is none
  Effort effort;                                            ///< what that took

  std::string change;  ///< what led here: `:set coverage.line = 70`
};

/// How policies are compiled, whatever is in them.
struct Settings {
  std::vector<std::string> assignments, params_files;  ///< `--param`, `--params`
};

/// A state that was evaluated, and what has judged it: it refers to what was compiled, and judges again what an edit changes.
struct Evaluated {
  State state;
  std::unique_ptr<workspace::Runner> runner;
};

/// Compiles the policies and judges the snapshot. The mistakes are why that cannot be done, and then the state is of no use.
/// What is compiled is taken from `before`, where the policies are the same texts.
[[nodiscard]] base::Expected<Evaluated, workspace::Mistakes> evaluate(State state, const Settings& settings,
                                                                      const State* before);

/// Takes over what a run has come to: a report, or why there is none. The mistakes are those of a document that cannot be read.
[[nodiscard]] std::optional<workspace::Mistakes> take_report(
    State& state, base::Expected<engine::Report, workspace::RunFailure> report);

/// What a run on the documents of a state asks: now.
[[nodiscard]] workspace::Question question_of(const State& state);
/// Hands over the further documents, and the history.
[[nodiscard]] std::optional<workspace::Mistakes> give_documents(const State& state, workspace::Runner& runner,
                                                                const plan::Plan& plan);
/// The snapshot as a run takes it.
[[nodiscard]] workspace::Text snapshot_of(const State& state);

}  // namespace nexus::playground
