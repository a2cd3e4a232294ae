#pragma once

#include "base/values/level.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a reader of a run is shown: decision, rules, findings, places, obligations. Plain data that owns itself; every
/// format (`report/`) and the public API are made from it, and nothing in it needs the policy or the snapshot any more.
namespace nexus::engine {

/// A place in a policy file; line and column start at 1.
struct PolicyPlace {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A place in an input document: which (`snapshot`, `baseline` …), its file, the JSON pointer, and where that stands in
/// the text. `line` is 0 where nothing stands there (something is missing) or the document is not text.
struct EvidencePlace {
  std::string document;
  std::string file;
  std::string pointer;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// How far a quantity is from the limit it is compared with (docs/language.md, "Margins").
struct MarginReport {
  std::string subject;     ///< the compared expression as the policy writes it: `coverage.line`
  std::string value;       ///< `74.2%`
  std::string relation;    ///< `>=`
  std::string limit;       ///< `80%`
  std::string difference;  ///< value − limit, signed, in the value's unit, points for ratios: `-5.8pt`
  std::string exact_difference;  ///< the exact decimal, in the unit's base (one, seconds, bytes)
  bool holds = false;
  EvidencePlace evidence;  ///< of the value; pointer empty where it is computed
};

/// A part of a condition that made it come out as it did.
struct CauseReport {
  std::string text;        ///< `build.status is failure, not success`; of an amount without the margin: `coverage.line is 74.2%`
  EvidencePlace evidence;  ///< where the value stands; pointer empty where it is computed
  std::vector<MarginReport> margins = {};  ///< of an amount: how far from its limits
};

/// Why something is unknown.
struct ReasonReport {
  std::string code;      ///< `absent`, `wrong_type` …
  std::string message;   ///< "`coverage` is missing", "`build.finished_at` is \"yesterday\", not a time"
  std::string help;      ///< what would make it known, may be empty
  EvidencePlace evidence;
  PolicyPlace policy;    ///< where the policy asks for it first
  std::vector<std::string> asked_for;  ///< every path below the missing place that the policy reads here
};

enum class FindingKind : std::uint8_t {
  failed,        ///< a requirement does not hold
  unknown,       ///< a requirement, an applicability or a trigger cannot be told
  fired,         ///< a trigger
  pending,       ///< a trigger that would fire if it lasted
  out_of_order,  ///< a phase started or done too early
  order_unknown, ///< … or that cannot be told
  not_ready,     ///< the phase that was asked about cannot start
  waived,        ///< would be failed, unknown or out of order but for a waiver
  excused        ///< would be failed but for an excuse
};
[[nodiscard]] std::string_view finding_kind_name(FindingKind kind);  ///< `failed`, `out-of-order` …

/// The waiver or excuse that covers a finding.
struct WaivedReport {
  std::string by;           ///< `waiver` or `excuse`
  std::string reason;       ///< the waiver's title; what the excuse gives as `because`
  std::string approved_by;
  std::string until;        ///< of a waiver: the last day, or the moment; empty for an excuse
};

struct Finding {
  std::string id;        ///< stable: `payments.release/service_health[staging].1`
  std::string rule;      ///< ID of its rule
  std::string rule_title;
  FindingKind kind = FindingKind::failed;
  base::Level level = base::Level::block;  ///< what it asks for
  bool counts = true;    ///< false where its rule is reported but does not count
  std::string message;
  std::string condition; ///< the condition as the policy writes it, on one line
  PolicyPlace policy;    ///< of the requirement's condition
  EvidencePlace evidence;  ///< of the first cause, or of the witness; pointer empty where there is none
  std::string witness;   ///< what broke it, as text: `tests.suites[3]`
  std::string file;      ///< `at file, line` of the policy
  std::optional<std::int64_t> line;
  std::vector<MarginReport> margins;
  std::vector<ReasonReport> reasons;  ///< of an unknown: what is missing or wrong
  std::size_t more_reasons = 0;       ///< beyond those listed
  std::vector<std::string> undecided; ///< items whose contribution is unknown, each with why: `reviews[1]: …`
  std::optional<WaivedReport> waived = {}; ///< of a waived or excused one
  std::vector<CauseReport> causes = {}; ///< what made it fail, or fire
  std::string from = {};              ///< of an upcoming requirement: from when on it is asked for in full
};

/// What a requirement, or all together, earn in a scored gate, as plain decimals.
struct ShareReport {
  std::string weight;
  std::string earned;    ///< for certain
  std::string may_earn;  ///< where that cannot be told: at most
};
struct ScoreReport {
  ShareReport total;
  std::string share;      ///< `70%`: earned, of the weight
  std::string may_share;  ///< at most
  std::string pass, warn; ///< what it takes
};

struct RequirementReport {
  std::string id;
  std::string status;    ///< pass, fail, unknown, skipped, upcoming, waived, excused
  base::Level level = base::Level::block;  ///< what its failing asks for
  base::Level asks = base::Level::allow;   ///< what it asks for now
  bool vacuous = false;  ///< holds because there was nothing to judge (`if any`)
  PolicyPlace policy;
  std::string note = {}; ///< from when on it is asked for, or since when no longer; may be empty
  std::optional<ShareReport> share = {};  ///< in a scored gate; none where it does not apply
};
struct InstanceReport {
  std::string id;        ///< `payments.release/service_health[staging]`; of a rule without `for each`: the rule's ID
  std::string status;
  base::Level asks = base::Level::allow;
  std::vector<RequirementReport> requirements;
  std::optional<ScoreReport> score = {};  ///< of a scored gate that was judged
};
struct RuleReport {
  std::string kind;      ///< gate, phase, trigger
  std::string id;
  std::string title, owner;
  std::vector<std::string> tags;
  std::string status;    ///< pass, warn, fail, unknown, skipped · ready, active, done, blocked, out_of_order · quiet, fired, pending …
  base::Level asks = base::Level::allow;
  bool counted = true;
  std::string note;      ///< why it is skipped, not counted, blocked: one line, may be empty
  std::vector<InstanceReport> instances;
  PolicyPlace policy;
};

/// A field of an obligation as compact JSON text.
struct ObligationField {
  std::string name;
  std::string json;
};
struct Obligation {
  std::string name;      ///< `create_task`, `bring_evidence` …
  std::vector<ObligationField> fields;
  std::vector<std::string> sources;  ///< IDs of the findings it comes from
  std::vector<std::string> missing;  ///< fields that are unknown (null in `fields`)
};

/// A waiver that covers something in this run.
struct WaiverReport {
  std::string title;        ///< the reason
  std::string target;       ///< `payments.release/security.no_serious`
  std::string approved_by;
  std::string until;        ///< the last day, or the moment
  std::string ends;         ///< the moment it ends, RFC 3339
  PolicyPlace policy;
};

struct ParamReport {
  std::string id;
  std::string value;     ///< as the language writes it: `80%`
  std::string origin;    ///< `default`, `--param` …
};
struct SourceReport {
  std::string name;      ///< policy: file; document: `snapshot`, `baseline` …
  std::string file;
  std::string sha256;    ///< of the raw bytes, lower-case hex
  bool is_asked = false; ///< a policy: it was named in the run, and not just imported
};

enum class PartKind : std::uint8_t {
  expression,
  item,    ///< one that a quantifier or aggregate looked at; its parts are those of the condition on it
  sample,  ///< an earlier snapshot that a window or a duration looked at
  more     ///< how many further items or samples are left out, in words; it has no value
};
/// A part of a condition as the policy writes it, its value, and where that comes from. Parts stand before their own parts,
/// which have a greater depth.
struct PartReport {
  std::string text;          ///< `coverage.line`; of an item its path: `tests.suites[0]`
  std::string value;         ///< `79.9%`; of an unknown, why: `unknown: `coverage` is missing`; of an item what it is: `breaks it`
  std::uint32_t depth = 0;
  bool is_known = true;
  PartKind kind = PartKind::expression;
  bool decides = false;      ///< the whole has its value because of this part
  std::string origin = {};   ///< `param, default`, `let`, `row of table risk`; empty for other expressions
  PolicyPlace declared = {}; ///< of a param, a `let`, a row
  EvidencePlace evidence = {};  ///< of what is read: where it stands, or would have to
  std::vector<MarginReport> margins = {};  ///< of a comparison
};

/// One condition of a rule, or of an instance of it.
struct ConditionReport {
  std::string id;       ///< of the requirement, or of the rule
  std::string clause;   ///< `require`, `applies when`, `fires when` …
  std::string status;   ///< of the requirement; of other clauses `true`, `false` or `unknown`
  std::string text;     ///< the condition on one line
  PolicyPlace policy;
  std::vector<PartReport> parts;  ///< the whole, then what it is made of
};

struct Report {
  base::Level decision = base::Level::allow;
  std::string asked_phase;          ///< ID, where the run asked about one
  std::string now;                  ///< RFC 3339
  std::string zone_database;        ///< version
  std::vector<SourceReport> policies, inputs;
  std::vector<ParamReport> params;
  std::vector<RuleReport> rules;    ///< as declared, modules by name
  std::vector<Finding> findings;    ///< by rule, requirement, witness
  std::vector<Obligation> obligations;
  std::vector<std::string> contributors;  ///< IDs of what the decision rests on
  std::vector<std::string> only;    ///< rules the run was restricted to
  std::vector<std::string> notices;
  std::vector<WaiverReport> waivers;  ///< those that cover a finding
  std::vector<ConditionReport> conditions;  ///< how each came about, where that was asked for; by rule, instance, clause
};

/// ID of an instance of a rule: `payments.release/service_health[staging]`, `…["a b"]` where it could be misread.
[[nodiscard]] std::string instance_id(std::string_view rule, std::string_view instance);

}  // namespace nexus::engine
