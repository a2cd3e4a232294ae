#pragma once

#include "base/limits.h"
#include "engine/report.h"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The Nexus library: load a policy, evaluate it against project state, read the report.
///
///     auto policy = nexus::Policy::load({"release.nexus"});
///     if (!policy) { std::cerr << policy.error().text(); return 2; }
///     auto result = policy->evaluate(nexus::Inputs{.snapshot = json_text});
///     if (!result) { std::cerr << result.error().text(); return 2; }
///     if (result->decision >= nexus::Level::hold) …   // hold, block or rollback: do not go on
namespace nexus {

using base::Level;
using base::level_name;
using base::Limits;
using engine::EvidencePlace;
using engine::Finding;
using engine::FindingKind;
using engine::MarginReport;
using engine::Obligation;
using engine::PolicyPlace;
using engine::ReasonReport;
using engine::Report;
using engine::RuleReport;
using engine::ScoreReport;
using engine::ShareReport;
using engine::WaivedReport;
using engine::WaiverReport;

/// One mistake in a policy, a document or the way they were called, with its place where it has one.
struct Problem {
  std::string code;     ///< `NX2103`
  bool is_error = true; ///< else a warning
  std::string message;  ///< one line
  std::string file;     ///< empty where there is no place
  std::uint32_t line = 0, column = 0;  ///< from 1; 0 where there is no place
  std::string rendered; ///< the whole message as the command line shows it, several lines, no colour
};

/// Why there is no policy, or no report.
struct Failure {
  std::vector<Problem> problems;
  /// All of them as the command line shows them.
  [[nodiscard]] std::string text() const;
};

/// A value, or the Failure that stands in its place.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Failure failure) : state_(std::move(failure)) {}
  /// Is there a value? Without one, `*` and `->` must not be used, and with one, `error()`.
  [[nodiscard]] explicit operator bool() const { return state_.index() == 0; }
  [[nodiscard]] T& operator*() & { return std::get<0>(state_); }
  [[nodiscard]] const T& operator*() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& operator*() && { return std::get<0>(std::move(state_)); }
  [[nodiscard]] T* operator->() { return &std::get<0>(state_); }
  [[nodiscard]] const T* operator->() const { return &std::get<0>(state_); }
  [[nodiscard]] const Failure& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Failure> state_;
};

struct LoadOptions {
  /// Params by name (`min_coverage`, or `payments.release.min_coverage`), values as the language writes them: `75%`.
  std::map<std::string, std::string> params;
  /// How much the policy may be, and the runs of it may take. What goes beyond is a Failure, and so is a limit outside the
  /// range in which docs/cli.md ("Limits") has it.
  Limits limits = {};
};

/// The JSON documents of a run. `snapshot` is the state of the project; further ones go by the name their `input` has.
/// Texts need only outlive the call.
struct Inputs {
  std::string_view snapshot;
  std::string snapshot_name = "snapshot";  ///< for messages: usually the file's name
  struct Further {
    std::string_view text;
    std::string name;  ///< for messages
  };
  std::map<std::string, Further> further = {};
  /// The snapshots before this one: JSON, one a line, each with its `time`. Without it, what looks back is unknown.
  std::optional<Further> history = std::nullopt;
};

struct EvaluateOptions {
  std::optional<std::string> now;   ///< RFC 3339; else the system's clock, once
  std::optional<std::string> phase; ///< asks "may this phase start?"
  std::vector<std::string> only;    ///< restrict the run to these rules
};

/// A rule that was judged again after an edit: how it stood and stands, and what it asked and asks for.
struct RejudgedRule {
  std::string id;           ///< `payments.release/coverage`
  std::string before, now;  ///< `pass`, `fired` …; `before` is empty where that is not known
  Level asked = Level::allow, asks = Level::allow;
};

/// What an edit of a document made of the verdict.
struct Change {
  std::optional<Level> decision;       ///< nothing: there is none, and `LiveEvaluation::report` says why
  std::vector<RejudgedRule> rejudged;  ///< the rules that may have changed, in the order of the report
  bool whole = false;                  ///< every rule was judged again
  std::chrono::nanoseconds took{};     ///< for the edit and what came of it
};

/// An evaluation whose documents are edited: only rules that depend on what changed are judged again, with the result that
/// `Policy::evaluate` has for the edited texts, at the same moment. One field among ten thousand rules takes microseconds. Not
/// for several threads at once.
///
///     auto live = policy->live(nexus::Inputs{.snapshot = json_text});
///     auto change = live->update("/coverage/line", "81.5");
///     if (change && change->decision >= nexus::Level::hold) …
///
/// `document` is the name of a further document that was given; empty for the snapshot.
class LiveEvaluation {
 public:
  ~LiveEvaluation();
  LiveEvaluation(LiveEvaluation&&) noexcept;
  LiveEvaluation& operator=(LiveEvaluation&&) noexcept;

  /// Puts a JSON text at a JSON pointer (RFC 6901). Objects on the way and a last key are made; `-` is the place behind the
  /// last item of a list. A Failure, and nothing is changed, where the value is no JSON or has no place there.
  [[nodiscard]] Result<Change> update(std::string_view pointer, std::string_view json, std::string_view document = {});
  /// Removes what stands there. A Failure where nothing does.
  [[nodiscard]] Result<Change> remove(std::string_view pointer, std::string_view document = {});

  /// As `Policy::evaluate` on the edited texts has it, and as long.
  [[nodiscard]] Result<Report> report();
  /// The document as it is now; all that was not edited is as it was written. Empty where there is no such document.
  [[nodiscard]] std::string text(std::string_view document = {}) const;

 private:
  friend class Policy;
  struct Impl;
  explicit LiveEvaluation(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// A compiled policy. Immutable: copies share it, and any number of threads may evaluate it at once.
class Policy {
 public:
  /// Reads files, or all `*.nexus` below folders.
  [[nodiscard]] static Result<Policy> load(const std::vector<std::filesystem::path>& paths, const LoadOptions& options = {});
  /// Compiles a text; `name` is what messages call it.
  [[nodiscard]] static Result<Policy> from_text(std::string name, std::string text, const LoadOptions& options = {});

  /// A Failure where a document is no JSON, a name in the options means nothing, or nothing was decided: that is never a
  /// pass. engine/report.h describes the report.
  [[nodiscard]] Result<Report> evaluate(const Inputs& inputs, const EvaluateOptions& options = {}) const;
  /// The same for a document that is no text: places in it have a JSON pointer, and no line.
  [[nodiscard]] Result<Report> evaluate(const nlohmann::json& snapshot, const EvaluateOptions& options = {}) const;

  /// An evaluation whose documents can be edited. A Failure as above, but for one: there need not be anything to decide yet.
  [[nodiscard]] Result<LiveEvaluation> live(const Inputs& inputs, const EvaluateOptions& options = {}) const;

  /// Lints and other warnings of the policy.
  [[nodiscard]] const std::vector<Problem>& warnings() const;

 private:
  struct Impl;
  explicit Policy(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

/// A report as `nexus eval --format json` writes it (docs/report.schema.json), and as it shows it to people, without colour.
[[nodiscard]] std::string to_json(const Report& report);
[[nodiscard]] std::string to_text(const Report& report);

}  // namespace nexus
