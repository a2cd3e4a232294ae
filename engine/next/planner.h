#pragma once

#include "engine/judge/judge.h"
#include "engine/next/way.h"
#include "engine/read/document.h"
#include "engine/run/machine.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::engine {

/// What stands in the way of `allow` after a run, and of the phase that was asked about.
/// Of the rules of `only`, by position in Plan::order; null: of all.
[[nodiscard]] Standing standing(const plan::Plan& plan, const Judge& judge, const std::vector<bool>* only);

/// A text that a pattern fits; for regular expressions some, of which one should.
[[nodiscard]] std::string example_of_glob(std::string_view glob);
[[nodiscard]] std::vector<std::string> examples_of_regex(std::string_view pattern);

/// Looks for changes of the documents that would be rid of an obstacle. Works on the machine of a run, goes through the
/// conditions backwards, and promises nothing: what it proposes is to be applied and evaluated.
class Planner {
 public:
  /// Everything must outlive it.
  Planner(const plan::Plan& plan, Machine& machine, Judge& judge, std::span<const Document* const> documents,
          std::span<const FreshItem> fresh)
      : plan_(plan), machine_(machine), judge_(judge), documents_(documents), fresh_(fresh) {}

  [[nodiscard]] Proposal propose(const Obstacle& obstacle);

 private:
  /// What a value should be: `>= 80%`.
  struct Want {
    plan::Op relation = plan::Op::equal;
    Value limit;
  };
  /// A place of the documents that an expression reads.
  struct Place {
    plan::SchemaId form;  ///< how it is declared; none: JSON of undeclared shape
    std::uint32_t document = 0;
    std::string pointer;
    std::string path;  ///< as the policy writes it
    Value current;
  };
  using Noted = std::map<std::uint32_t, Place>;  // by register

  // rules
  [[nodiscard]] std::optional<LookBack> look_back(const plan::RuleRef& ref);
  [[nodiscard]] Ways ways_past(const Obstacle& obstacle);
  [[nodiscard]] Ways requirement_ways(const plan::Requirement& requirement, bool is_scored);
  [[nodiscard]] Ways score_ways(const plan::Gate& gate, const Instance& instance);
  [[nodiscard]] Ways gate_ways(std::uint32_t gate, const std::string* instance);
  [[nodiscard]] Ways order_ways(std::uint32_t phase);
  [[nodiscard]] Ways done_ways(std::uint32_t phase);
  [[nodiscard]] Ways started_ways(std::uint32_t phase);
  [[nodiscard]] Ways satisfied_ways(std::uint32_t phase);
  [[nodiscard]] Ways start_ways(std::uint32_t phase);
  [[nodiscard]] Ways requirements_of_phase(std::uint32_t phase);
  [[nodiscard]] Ways status_ways(const plan::StatusTest& test, bool wanted);
  [[nodiscard]] const plan::Rule& rule_of(const Obstacle& obstacle) const { return plan_.rule(obstacle.rule); }
  /// Runs `work` with the item of an instance in the registers.
  [[nodiscard]] Ways at_instance(const plan::Rule& rule, std::uint32_t position, const std::string& id,
                                 const std::function<Ways()>& work);

  // conditions
  /// Ways to make a condition true (or false).
  [[nodiscard]] Ways hold(plan::NodeId condition, bool wanted);
  [[nodiscard]] Ways hold(std::uint32_t condition, bool wanted) { return hold(plan::NodeId(condition), wanted); }
  [[nodiscard]] Ways connective(const plan::Node& node, bool all, bool wanted);
  [[nodiscard]] Ways comparison(plan::NodeId a, plan::Op relation, plan::NodeId b);
  [[nodiscard]] Ways membership(const plan::Node& node, bool wanted);
  [[nodiscard]] Ways key_of(const plan::Node& node, bool wanted);
  [[nodiscard]] Ways subset(const plan::Node& node, bool wanted);
  [[nodiscard]] Ways text_test(const plan::Node& node, bool wanted);
  [[nodiscard]] Ways presence(const plan::Node& node, bool present);
  [[nodiscard]] Ways emptiness(const plan::Node& node, bool wanted);

  // items
  [[nodiscard]] Ways every(plan::NodeId id, const plan::Node& node, bool wanted);
  [[nodiscard]] Ways count(const plan::Loop& loop, plan::Op relation, std::int64_t limit, plan::NodeId distinct);
  [[nodiscard]] Ways more_items(const plan::Loop& loop, std::size_t missing, plan::NodeId distinct);
  [[nodiscard]] Ways fewer_items(const plan::Loop& loop, std::size_t surplus, plan::NodeId distinct);
  [[nodiscard]] Ways one_more(plan::NodeId list, std::size_t times = 1);
  [[nodiscard]] Ways without_item(const plan::Loop& loop, const Machine::Pass& pass);
  /// Every pass of a loop, whatever its `where` says; scalar items are noted while `visit` runs.
  std::optional<Value> all_passes(const plan::Loop& loop, const std::function<bool(const Machine::Pass&)>& visit);
  [[nodiscard]] std::optional<Place> item_place(const plan::Loop& loop, const Machine::Pass& pass);
  /// Was the item added before?
  [[nodiscard]] bool is_new(const plan::Loop& loop, const Machine::Pass& pass);
  [[nodiscard]] base::Truth guard_of(const plan::Loop& loop, const Machine::Pass& pass);

  // values
  /// Ways to make a value be what is wanted of it.
  [[nodiscard]] Ways reach(plan::NodeId value, const Want& want);
  [[nodiscard]] Ways reach_place(const Place& place, const Want& want);
  [[nodiscard]] Ways reach_arithmetic(plan::NodeId id, const plan::Node& node, const Want& want);
  [[nodiscard]] Ways reach_boundary(plan::NodeId id, const Want& want);
  void add_number_places(plan::NodeId id, std::vector<Place>& places);
  [[nodiscard]] std::optional<base::Decimal> worth(plan::NodeId id, const Place& changed, const base::Decimal& number);
  [[nodiscard]] Ways reach_version_part(plan::NodeId version, plan::Function part, const Want& want);
  [[nodiscard]] Ways reach_function(plan::NodeId id, const plan::Node& node, const Want& want);
  [[nodiscard]] Ways reach_list(plan::NodeId list, plan::Function function, const Want& want);
  [[nodiscard]] Ways reach_one_of(plan::NodeId id, const plan::Node& node, const Want& want);
  [[nodiscard]] Ways reach_clock(const Want& want);
  [[nodiscard]] bool fits(const Value& value, const Want& want) const;
  /// Values that a person would write there, the first choice first.
  [[nodiscard]] std::vector<std::pair<Value, Bound>> candidates(const Place& place, const Want& want);
  /// Ways to make an unknown known, whatever it becomes then.
  [[nodiscard]] Ways know(Value unknown);
  [[nodiscard]] Ways know(const Reason& reason);
  /// The same where it is the list of a loop: JSON of undeclared shape is one then.
  [[nodiscard]] Ways know_list(const plan::Loop& loop, Value unknown);
  [[nodiscard]] std::vector<Reason> reasons_of(Value unknown);
  [[nodiscard]] Ways renew(const Reason& reason);

  // places
  [[nodiscard]] std::optional<Place> place_of(plan::NodeId node);
  [[nodiscard]] std::optional<Place> place_at(plan::SchemaId place, const Frame* frame, std::string_view key,
                                              const Value& current);
  [[nodiscard]] std::optional<Place> below(const Place& container, std::string_view key, bool is_item,
                                           const Value& current);
  [[nodiscard]] bool is_earlier(const Frame* frame) const;
  [[nodiscard]] bool is_fresh(const Place& place) const;
  [[nodiscard]] std::optional<Way> put(const Place& place, const Value& value, Bound bound);
  [[nodiscard]] Ways provide_any(const Place& place);
  [[nodiscard]] Ways put_json(const Place& place, std::string json, std::string shown, Bound bound);
  [[nodiscard]] int cost_of(const Place& place, const Value& value, Bound bound) const;
  [[nodiscard]] std::string sample(plan::SchemaId form, std::string_view key, std::size_t number) const;
  [[nodiscard]] std::string_view text_at(std::uint32_t document, std::string_view pointer) const;
  /// `failed of suite api` for `tests.suites[0].failed`.
  [[nodiscard]] std::string spoken(const Place& place) const;
  [[nodiscard]] std::string name_of_item(std::uint32_t document, const std::string& pointer) const;
  [[nodiscard]] std::string shown(const Value& value) const;
  /// `finding X-1`: item `index` of a list.
  [[nodiscard]] std::string item_words(const Place& list, std::size_t index) const;
  /// Findings are resolved; other items are removed.
  [[nodiscard]] static std::string removal_verb(std::string_view list_pointer);
  [[nodiscard]] bool write_item(std::string& json, const Value& value, const Place& list) const;

  Ways none(std::string why);
  /// None, because it looks back; where there is nothing to look back on, that is why.
  Ways none_of_history(std::string why);
  [[nodiscard]] Action removal(const Place& list, std::size_t index) const;

  const plan::Plan& plan_;
  Machine& machine_;
  Judge& judge_;
  std::span<const Document* const> documents_;
  std::span<const FreshItem> fresh_;
  Noted items_;  // scalar items of the loops that are being looked at
  std::vector<std::string> why_not_;
  int depth_ = 0;
  std::uint32_t bound_ = 0;  ///< registers that hold an item of a loop that is being looked at
};

}  // namespace nexus::engine
