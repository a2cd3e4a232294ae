#pragma once

#include "base/expected.h"
#include "base/limits.h"
#include "base/source_map.h"
#include "base/values/decimal.h"
#include "base/values/level.h"
#include "engine/history/record.h"
#include "engine/next/way.h"
#include "engine/read/document.h"
#include "engine/report.h"
#include "engine/seen.h"
#include "rules/plan/plan.h"
#include "rules/plan/traces.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nexus::engine {

/// What a run is about. Documents go by the number of their input in the plan; a null pointer means "not given".
struct RunInputs {
  std::span<const Document* const> documents;
  base::Decimal now;                           ///< seconds since 1970-01-01T00:00:00Z
  std::optional<std::uint32_t> asked_phase;    ///< number of a phase in the plan
  const std::vector<bool>* only = nullptr;     ///< by position in Plan::order: which rules are judged; null for all
  /// The snapshots before; null where none were supplied. Samples later than `time` are not looked at. Where the snapshot
  /// is one of the samples itself, only those in front of it are earlier.
  Record* history = nullptr;
  std::optional<base::Decimal> time = {};      ///< of the snapshot; `now` unless set
};

/// What became of a rule, or of one instance of a `for each` rule, in short.
struct Outcome {
  plan::RuleRef rule;
  std::string id;            ///< `payments.release/service_health[staging]`
  std::string_view status;   ///< `pass`, `fired` …
  base::Level asks = base::Level::allow;
};

/// A rule that was judged again. `before` is empty where it had not been judged.
struct Rejudged {
  plan::RuleRef rule;
  std::uint32_t position = 0;       ///< in Plan::order
  std::string_view before, now;     ///< `pass`, `fired` …
  base::Level asked = base::Level::allow, asks = base::Level::allow;
};

/// Why a run has no verdict, or no report, although policy and documents are sound.
struct RunError {
  enum class Kind : std::uint8_t {
    nothing_decided,
    step_budget,     ///< judging took more steps than its limit
    report_budget,   ///< there is a decision; explaining it took more
    findings         ///< there is a decision; its report has more findings than their limit
  };
  Kind kind = Kind::nothing_decided;
  std::string rule = {};  ///< of a limit: the ID of the rule at which it was reached
};

/// What an edit made of the verdict.
struct Update {
  base::Expected<base::Level, RunError> decision;
  std::vector<Rejudged> rejudged;  ///< in the order of the report
  bool whole = false;              ///< everything was judged again
};

/// What the report shows of the documents' names; texts are looked at only to find lines and columns.
struct DocumentName {
  std::string document;  ///< `snapshot`, `baseline` …
  std::string file;
  bool has_lines = true; ///< false for documents that were never text
};

/// Evaluates one plan again and again, within limits, reusing its memory. One a thread; the plan must outlive it.
class Evaluator {
 public:
  explicit Evaluator(const plan::Plan& plan, const base::Limits& limits = {});
  ~Evaluator();
  Evaluator(Evaluator&&) noexcept;
  Evaluator& operator=(Evaluator&&) noexcept;

  /// Judges every rule. Documents must stay alive until the next call, for `report` and `update` look at them again; so must
  /// the history, for `update`.
  [[nodiscard]] base::Expected<base::Level, RunError> evaluate(const RunInputs& inputs);

  /// Judges again what an edit of a document of the last evaluation may have changed, with the result that `evaluate` would
  /// have: statuses and decision, in time proportional to the rules that depend on the place. Where that is more than can be
  /// followed (evidence whose quality is asked for, history, a run of a part of the rules, a document read as a whole),
  /// everything is judged again, with the same clock and history. The first update indexes the plan. `time` is that of the
  /// snapshot now, for a plan that looks back; such a plan asks that documents are read anew before.
  [[nodiscard]] Update update(const Edit& edit, std::optional<base::Decimal> time = {});

  /// What became of the rules in the last evaluation, in a fraction of the time that `report` takes.
  [[nodiscard]] std::vector<Outcome> outcomes() const;

  /// What the last evaluation found, in words: rules, findings, obligations, contributors, params, now. No document was
  /// edited since: lines and columns are found in texts. The caller adds digests and notices. `sources` must hold the policy's files.
  /// An error where that takes more steps than judging may, or has too many findings.
  [[nodiscard]] base::Expected<Report, RunError> report(const base::SourceMap& sources, std::span<const DocumentName> names) const;

  /// The value of one node after `evaluate`, as a person reads it (`eval -e`, the playground).
  struct ShownValue {
    std::string text;   ///< `83.5%`, `["a", "b"]`, or `unknown: coverage is missing`
    std::string json;   ///< compact JSON, exact; null where unknown
    bool known = true;
    std::vector<ReasonReport> reasons;
  };
  /// An error where it takes more steps than judging may.
  [[nodiscard]] base::Expected<ShownValue, RunError> show(plan::NodeId node, const base::SourceMap& sources,
                                                          std::span<const DocumentName> names);

  /// How the conditions of some rules came about that were judged, of each instance, after `report`. The traces are those
  /// of the plan. An error where that takes more steps than judging may: also what no verdict needed is computed.
  [[nodiscard]] base::Expected<std::vector<ConditionReport>, RunError> conditions(const plan::Traces& traces,
                                                                                  std::span<const plan::RuleRef> rules,
                                                                                  const base::SourceMap& sources,
                                                                                  std::span<const DocumentName> names);

  // ---- for `nexus next`, after `evaluate`

  /// What stands in the way of `allow`, and of the phase that was asked about. An error where that takes more steps than
  /// judging may.
  [[nodiscard]] base::Expected<Standing, RunError> standing();
  /// Changes that might be rid of an obstacle of that standing; none, and why, where that takes more steps than judging may.
  /// `fresh`: items that were added for the sake of trying.
  [[nodiscard]] Proposal propose(const Obstacle& obstacle, std::span<const FreshItem> fresh);

  // ---- for tests, after `evaluate`, or after `take` where nothing is judged

  /// Takes documents and clock without judging a rule: for values that come before there is anything to judge.
  void take(const RunInputs& inputs);
  /// Has anything asked for the time?
  [[nodiscard]] bool has_read_clock() const;
  /// The value of a node as JSON in the form that `place` declares (none: as JSON has it); nothing where a part of it is
  /// unknown, or it takes more steps than judging may.
  [[nodiscard]] std::optional<std::string> wire_json(plan::NodeId node, plan::SchemaId place);
  /// The value of a node of a numeric kind, in its base unit; nothing where it is unknown, or takes more steps than judging may.
  [[nodiscard]] std::optional<base::Decimal> number(plan::NodeId node);
  /// The parts of a condition with their values, those that stand for themselves left out. An error as of `conditions`.
  [[nodiscard]] base::Expected<std::vector<PartReport>, RunError> parts(const plan::Traces& traces,
                                                                        const plan::Trace& trace,
                                                                        const base::SourceMap& sources,
                                                                        std::span<const DocumentName> names);
  /// Counts the values of every condition of rules that was judged, and of its parts; and which rows of tables decided, for
  /// rules and in `expected`, other conditions. `coverage` has an entry a point. An error, and not all is counted, where that
  /// takes more steps than judging may.
  [[nodiscard]] std::optional<RunError> count_seen(const plan::Traces& traces, std::span<const plan::NodeId> expected,
                                                   Coverage& coverage);
  /// What of the value of a node, which stands in a document, is not as it was declared; absence apart.
  [[nodiscard]] std::vector<ReasonReport> misfits(plan::NodeId node, const base::SourceMap& sources, std::span<const DocumentName> names);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexus::engine
