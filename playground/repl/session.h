#pragma once

#include "base/diagnostics/render.h"
#include "playground/repl/state.h"
#include "report/page.h"
#include "workspace/edit.h"
#include "workspace/file_watch.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::playground {

/// What a session says to one input.
struct Reply {
  std::string text;         ///< lines, each ended; may be empty
  bool failed = false;      ///< it was not understood, or could not be done; then nothing has changed
  bool ends = false;        ///< the session is over
  bool opens_view = false;  ///< it goes on in the full-screen view, where there is a terminal
};

struct SessionOptions {
  base::Colour colour = base::Colour::off;
  std::size_t width = 80;
  Settings settings;
  bool warns_before_leaving = false;  ///< of what is not saved; a script means what it says
};

/// A policy and a snapshot, and somebody who changes them: complete inputs go in, lines of text come out. No terminal in it.
class Session {
 public:
  explicit Session(SessionOptions options);

  /// Does the input break off where something must follow? Then more lines are read before it is submitted.
  [[nodiscard]] static bool goes_on(const std::string& input);
  /// Declarations, an expression, a JSON object (the snapshot), or a command such as `:set coverage.line = 70`.
  [[nodiscard]] Reply submit(const std::string& input);
  /// Of files that are watched: what has become of them since anybody looked. Nothing where they are as they were.
  [[nodiscard]] std::optional<Reply> look_at_files();
  [[nodiscard]] bool is_watching() const { return watch_.has_value(); }
  /// What would be lost if the session ended now; said once, then empty until something else changes.
  [[nodiscard]] std::string unsaved_warning();

  /// Has a state to begin with: there is nothing to undo. It was evaluated, or has no policy.
  void begin_with(State state);

  // ---- for the commands

  [[nodiscard]] const State& state() const { return state_; }
  [[nodiscard]] const std::vector<State>& past() const { return past_; }
  [[nodiscard]] const SessionOptions& options() const { return options_; }
  void set_width(std::size_t width) { options_.width = width; }

  /// Takes a state over, if it can be evaluated, and says what that changes; `what` is what it is called when it is undone.
  [[nodiscard]] Reply change(State next, std::string what, std::string_view said = {});
  /// Changes the snapshot, whose text is then `text`: judges again only what that may change, where what judged it last is at hand.
  [[nodiscard]] Reply edit(const workspace::Edit& edit, std::string text, std::string what);
  [[nodiscard]] Reply undo();
  /// The same state with texts that are now in files, and named after them.
  [[nodiscard]] Reply note_saved(State state);
  void watch(bool on);
  /// The exercise of the tutorial that is being done; counted from 0.
  [[nodiscard]] std::optional<std::size_t> exercise() const { return exercise_; }
  void set_exercise(std::optional<std::size_t> number) { exercise_ = number; }
  void set_trace(bool on) { traces_ = on; }
  [[nodiscard]] bool traces() const { return traces_; }
  /// The files that `:load` and `:snapshot` were last asked for, whether or not they could be read.
  struct Asked {
    std::vector<std::string> policies;
    std::string snapshot;
  };
  Asked& asked() { return asked_; }

  using Write = std::function<void(report::Page&)>;
  [[nodiscard]] Reply say(const Write& write) const;
  [[nodiscard]] Reply say(std::string_view words) const;
  [[nodiscard]] Reply complain(const workspace::Mistakes& mistakes) const;
  [[nodiscard]] Reply complain(std::string_view words, std::string help) const;
  [[nodiscard]] Reply complain(const base::Diagnostic& diagnostic) const;

 private:
  [[nodiscard]] Reply take_over(State next, std::string what, std::string_view said);
  [[nodiscard]] Reply answer(const std::string& text);
  /// Whether the exercise is done; then the next one begins.
  [[nodiscard]] std::string judge_exercise();
  [[nodiscard]] Reply declare(const std::string& text);
  [[nodiscard]] Reply show(const std::string& expression);
  [[nodiscard]] Reply misread(const std::string& text, workspace::Mistakes mistakes) const;
  [[nodiscard]] std::string news_of(const workspace::LoadedPolicy& before, const workspace::LoadedPolicy& after) const;
  [[nodiscard]] std::vector<std::string> files() const;
  /// What the policies import from files.
  [[nodiscard]] std::vector<base::FileId> imported_files() const;
  void note_files();
  /// What the last evaluation took.
  [[nodiscard]] std::string traced() const;

  SessionOptions options_;
  State state_;
  std::unique_ptr<workspace::Runner> runner_;  ///< has judged the state; none after `undo` and the like
  std::vector<State> past_;
  Asked asked_;
  std::optional<workspace::FileWatch> watch_;
  std::vector<std::string> watched_;
  std::optional<std::size_t> exercise_;
  std::size_t changes_ = 0;  ///< how many there have been
  bool traces_ = false;
  std::set<std::string> gone_;     ///< files that were watched and are not there
  std::set<std::string> broken_;   ///< those that were read again and could not be used
  bool is_compiled_anew_ = false;  ///< the next time: a file that is imported has changed
  bool has_warned_ = false;        ///< of what is not saved
};

}  // namespace nexus::playground
