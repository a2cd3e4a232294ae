#pragma once

#include "base/source_map.h"
#include "engine/evaluate.h"
#include "engine/history/record.h"
#include "engine/judge/judge.h"
#include "engine/read/locate.h"
#include "engine/report.h"
#include "engine/run/machine.h"
#include "engine/run/places.h"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace nexus::engine {

/// A report has as many findings as it may have, and there is one more.
struct TooManyFindings {};

/// Puts what a run found into words. Works on the machine of that run: values it needs and the run did not are computed
/// now, which is why explaining costs nothing until somebody asks.
class Explainer {
 public:
  Explainer(const plan::Plan& plan, Machine& machine, Judge& judge, std::span<const Document* const> documents, const base::SourceMap& sources,
            std::span<const DocumentName> names)
      : plan_(plan), machine_(machine), judge_(judge), documents_(documents), sources_(sources), names_(names) {}

  /// Whatever computes values throws OutOfSteps where the budget of the machine is used up; this throws TooManyFindings, too.
  [[nodiscard]] Report report(const std::vector<bool>* only, std::uint64_t max_findings);
  /// The ID of the rule that it was at when it was given up.
  [[nodiscard]] std::string rule_in_work() const {
    return rule_in_work_ != nullptr ? rule_in_work_->id : std::string();
  }
  [[nodiscard]] std::vector<ReasonReport> reasons(Value unknown, plan::NodeId asked_by);
  // The interface of the rest is Evaluator's.
  [[nodiscard]] std::vector<PartReport> parts(const plan::Traces& traces, const plan::Trace& trace);
  [[nodiscard]] std::vector<ConditionReport> conditions(const plan::Traces& traces, std::span<const plan::RuleRef> rules);
  [[nodiscard]] std::vector<ReasonReport> misfits(plan::NodeId node);

  /// `payments.release/service_health[staging]`
  [[nodiscard]] static std::string id_of(const plan::Rule& rule, const Instance& instance);

 private:
  /// A place of the input that an expression reads.
  struct ReadPlace {
    plan::SchemaId place;
    const Frame* frame = nullptr;
    std::string_view key = {};
  };
  /// What findings of one requirement (or trigger, or phase) share.
  struct Subject {
    const plan::Rule& rule;
    std::string id;           ///< of the finding
    plan::NodeId condition;
    base::Span condition_span;
    plan::NodeId message, file, line;
    base::Level level = base::Level::block;
    std::vector<const std::vector<plan::Remedy>*> remedies;
    bool counts = true;
    bool too_short = false;   ///< the condition holds, but not for long enough
    std::string_view instance = {};         ///< its ID
    const plan::Excuse* excuse = nullptr;   ///< the gate's
    bool scored = false;                    ///< its gate asks for it
    std::string_view from = {};             ///< of what is upcoming
    bool may_count = false;                 ///< nobody can tell whether its gate counts: it asks for hold at most
  };
  /// What answers for the items that break a requirement, or for the requirement as a whole.
  struct Exceptions {
    const plan::Waived* by_item = nullptr;
    std::optional<WaivedReport> all = {};
    bool fails = true;  ///< what is not covered fails
  };

  // places
  [[nodiscard]] PolicyPlace policy_place(base::Span span) const;
  [[nodiscard]] EvidencePlace evidence_place(const ReadPlace& place) const;
  [[nodiscard]] std::string source_text(base::Span span) const;
  [[nodiscard]] base::Span span_of(plan::NodeId node) const;
  [[nodiscard]] Locator& locator(std::uint32_t document) const;
  /// The earlier snapshot that a frame was read from; null for frames of the run's own documents.
  [[nodiscard]] const Sample* sample_of(const Frame* frame) const;
  /// The document of a place: that of the run, or an earlier snapshot.
  [[nodiscard]] const Document* document_of(const ReadPlace& place, std::uint32_t input) const;
  [[nodiscard]] std::string_view raw_json(const ReadPlace& place) const;
  [[nodiscard]] std::optional<ReadPlace> place_of(plan::NodeId node);
  [[nodiscard]] std::optional<ReadPlace> scalar_at(plan::NodeId container, plan::NodeId index, plan::NodeId item);
  [[nodiscard]] std::optional<ReadPlace> deciding_place(plan::NodeId condition);
  [[nodiscard]] std::optional<ReadPlace> item_place(const plan::Loop& loop, const Machine::Pass& pass);
  /// Looks at one item: until the next call its place is known, also where it is a scalar.
  std::optional<ReadPlace> look_at_item(const plan::Loop& loop, const Machine::Pass& pass);
  [[nodiscard]] std::string node_text(plan::NodeId node);

  // reasons
  [[nodiscard]] ReasonReport reason_report(const Reason& reason, plan::NodeId asked_by);
  [[nodiscard]] std::string reason_message(const Reason& reason);
  [[nodiscard]] std::string reason_words(const Reason& reason);
  [[nodiscard]] std::string misspelt(const Reason& reason) const;
  [[nodiscard]] std::string reason_help(const Reason& reason);
  [[nodiscard]] std::string table_inputs(plan::NodeId table);
  [[nodiscard]] std::string evidence_message(const Reason& reason, const std::string& path);
  [[nodiscard]] std::string evidence_help(const Reason& reason);
  void collect_asked_for(plan::NodeId node, const Reason& reason, std::vector<std::string>& paths, std::vector<bool>& seen);
  [[nodiscard]] base::Span asking_span(const Reason& reason, plan::NodeId asked_by) const;
  [[nodiscard]] std::string expected_form(const plan::SchemaNode& place) const;
  [[nodiscard]] const plan::Enum* keys_of(const Reason& reason) const;
  [[nodiscard]] bool is_bound(plan::NodeId id) const;

  // causes
  [[nodiscard]] bool is_true(plan::NodeId condition);
  struct DecidingPart {
    plan::NodeId node;
    bool holds;  ///< what it is
  };
  void deciding_parts(plan::NodeId id, bool holds, std::vector<DecidingPart>& out);
  [[nodiscard]] std::vector<CauseReport> causes(plan::NodeId condition, bool holds);
  [[nodiscard]] CauseReport cause_of(const DecidingPart& part);
  [[nodiscard]] CauseReport cause_of_loop(const DecidingPart& part);
  [[nodiscard]] std::string is_what(plan::NodeId node);
  [[nodiscard]] std::string percent_riddle(plan::NodeId comparison);

  // margins
  void margins(plan::NodeId condition, std::vector<MarginReport>& out);
  void margin_of(plan::NodeId value_node, const Value& value, const Value& limit, std::string_view relation, bool holds, std::vector<MarginReport>& out);

  // findings
  void add_finding(Finding finding);
  void rule_findings(plan::RuleRef ref);
  void instance_findings(plan::RuleRef ref, const Instance& instance);
  void requirement_findings(const plan::Requirement& requirement, const RequirementVerdict& verdict, Subject subject);
  void trigger_findings(const plan::Trigger& trigger, const Instance& instance);
  void phase_findings(std::uint32_t index);
  void order_finding(std::uint32_t index);
  [[nodiscard]] Subject order_subject(std::uint32_t index) const;
  void broken_order(std::uint32_t index, const std::optional<WaivedReport>& waived);
  [[nodiscard]] std::string holding_requirements(std::uint32_t index) const;
  [[nodiscard]] bool has_too_many(const plan::Node& exactly);
  [[nodiscard]] std::string why_undecided(const plan::Node& condition, const Machine::Pass& pass);
  void failing(Subject subject, FindingKind kind, const Exceptions& exceptions);
  void add_failing(const Subject& subject, FindingKind kind, const std::optional<ReadPlace>& witness, plan::NodeId broken,
                   const std::optional<WaivedReport>& waived = std::nullopt);
  void add_unknown(const Subject& subject, Value why, std::string_view what, const std::optional<WaivedReport>& waived = std::nullopt);

  // waivers and excuses
  [[nodiscard]] Exceptions exceptions(const plan::Requirement& requirement, const RequirementVerdict& verdict, const Subject& subject);
  [[nodiscard]] std::optional<WaivedReport> cover_of_all(const plan::Waived& waived, const Value& bare);
  /// Whether the item in the registers is covered, and by what.
  struct ItemCover {
    base::Truth covered = base::Truth::no;
    std::optional<WaivedReport> by = {};
    std::string why = {};  ///< where that cannot be told
  };
  [[nodiscard]] ItemCover cover_of_item(const Exceptions& exceptions);
  [[nodiscard]] WaivedReport waived_by(const plan::Cover& cover);
  [[nodiscard]] WaivedReport excused_by(const plan::Excuse& excuse);
  [[nodiscard]] std::string text_of(plan::NodeId node);
  static void set_waived(Finding& finding, const std::optional<WaivedReport>& waived);
  [[nodiscard]] std::string target_of(const plan::Waiver& waiver) const;
  void report_waivers();
  [[nodiscard]] Finding new_finding(const Subject& subject, FindingKind kind) const;
  [[nodiscard]] std::string message_of(const Subject& subject, plan::NodeId broken);
  void compared_values(plan::NodeId condition, std::vector<Value>& out);
  /// What keeps the phases before this one from being done, now or at the time given.
  [[nodiscard]] std::string waits_for(std::uint32_t phase, const std::optional<Value>& begin = std::nullopt);
  /// By phase: what it waits for. Of phases that several others come after it is told once.
  using Open = std::map<std::uint32_t, std::vector<std::string>>;
  const std::vector<std::string>& open_before(std::uint32_t phase, const std::optional<Value>& begin, Open& known);
  /// The `done at` of a phase, where that is later than `begin`.
  [[nodiscard]] std::optional<Value> done_later(std::uint32_t phase, const std::optional<Value>& begin);

  // scores
  [[nodiscard]] std::optional<ScoreReport> score_report(const plan::Gate& gate, const Instance& instance);
  void add_shares(const plan::Gate& gate, const Instance& instance, std::vector<RequirementReport>& reports) const;
  [[nodiscard]] bool all_upcoming(const plan::Gate& gate, const Instance& instance) const;
  void score_finding(const plan::Gate& gate, const Instance& instance, const Subject& subject);

  // obligations
  void oblige(const Subject& subject);
  void oblige_to_bring(const Finding& finding);
  void add_obligation(Obligation obligation);

  // parts of conditions
  struct PartTree;
  void add_part(PartTree& tree, std::uint32_t index, std::uint32_t depth, bool decides);
  void add_parts_of(PartTree& tree, std::uint32_t index, std::uint32_t depth, bool decides);
  void add_items(PartTree& tree, std::uint32_t index, std::uint32_t depth, bool decides);
  void add_item(PartTree& tree, const plan::Loop& loop, const Machine::Pass& pass, std::size_t position, std::string words, std::uint32_t depth, bool decides);
  [[nodiscard]] bool decides(plan::NodeId whole, plan::NodeId part, std::size_t position);
  [[nodiscard]] bool is_place(plan::NodeId node) const;
  [[nodiscard]] std::string name_of(const EvidencePlace& at, const ReadPlace& place) const;
  [[nodiscard]] std::string row_of(plan::NodeId table);
  [[nodiscard]] std::string shown(plan::NodeId node);
  [[nodiscard]] std::string shown(const Value& value, plan::NodeId node);

  // conditions
  void add_samples(plan::NodeId part, std::uint32_t depth, std::vector<PartReport>& out);
  void add_samples(const plan::Trigger& trigger, std::vector<PartReport>& out);
  void add_samples(plan::NodeId value, const plan::ForEach* for_each, std::size_t first, std::uint32_t depth, std::vector<PartReport>& out);
  void collect_places(plan::NodeId node, std::vector<plan::NodeId>& places);
  [[nodiscard]] std::size_t first_of_last(plan::NodeId count);
  enum class Beginning : std::uint8_t { left_out, included };
  [[nodiscard]] std::size_t first_since(std::initializer_list<plan::NodeId> durations, Beginning beginning);
  void rule_conditions(const plan::Traces& traces, plan::RuleRef rule, std::vector<ConditionReport>& result);
  void requirement_condition(const plan::Traces& traces, const plan::RuleTrace& trace, const RequirementVerdict& verdict, const std::string& id, std::vector<ConditionReport>& out);
  [[nodiscard]] ConditionReport condition_report(const plan::Traces& traces, const plan::RuleTrace& trace, const std::string& rule_id, std::string status);
  void instance_conditions(const plan::Traces& traces, plan::RuleRef rule, const Instance& instance, std::vector<ConditionReport>& out);
  void collect_misfits(const Value& value, plan::NodeId node, std::vector<ReasonReport>& out);

  // rules
  [[nodiscard]] RuleReport rule_report(plan::RuleRef ref);
  [[nodiscard]] std::vector<RequirementReport> requirement_reports(const std::vector<plan::Requirement>& requirements, const std::string& rule_id,
                                                                   std::uint32_t first);
  [[nodiscard]] std::string counted_note(const plan::Gate& gate, const RuleVerdict& verdict);
  [[nodiscard]] static std::string timing_note(const plan::Requirement& requirement, const RequirementVerdict& verdict);
  [[nodiscard]] std::string pending_note(const RuleVerdict& verdict) const;
  [[nodiscard]] std::string phase_note(std::uint32_t index);
  [[nodiscard]] std::string skipped_note(plan::RuleRef ref);
  [[nodiscard]] std::string capped_note(plan::RuleRef ref);

  const plan::Plan& plan_;
  Machine& machine_;
  Judge& judge_;
  std::span<const Document* const> documents_;
  const base::SourceMap& sources_;
  std::span<const DocumentName> names_;
  Report report_;
  std::uint64_t max_findings_ = 0;
  const plan::Rule* rule_in_work_ = nullptr;
  base::Span bound_at_;   // the `for each` of its rule
  base::Span looked_at_;  // the condition that is spoken of: of equal expressions in several rules the one in it is meant
  mutable std::map<std::uint32_t, Locator> locators_;  // by document
  std::optional<ReadPlace> item_;                    // of the instance of a `for each` that is looked at
  std::map<std::uint32_t, ReadPlace> scalar_items_;  // by the register that holds the item
  std::vector<bool> matched_;  // by waiver, of Plan::waivers: does it cover anything?
  std::map<std::pair<std::string, std::string>, std::size_t> obligations_;  // name and JSON → position in the report
};

}  // namespace nexus::engine
