#include "workspace/cost.h"

#include "rules/plan/cost.h"
#include "workspace/json_tokens.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace nexus::workspace {

namespace {

using plan::SchemaId;
using plan::SchemaKind;
using plan::SchemaNode;

using Lengths = std::unordered_map<SchemaId, std::uint64_t>;

/// Walks a document along the places that a policy reads, and notes the greatest length of each list and map.
class Measure {
 public:
  Measure(const plan::Plan& plan, std::string_view json, Lengths& into) : plan_(plan), tokens_(json), into_(into) {}

  void run() { walk(plan_.inputs.front().root); }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the places, which have a limit
  void walk(SchemaId at) {
    const char first = tokens_.peek();
    if (!at || (first != '{' && first != '[')) return skip();
    const SchemaNode& place = plan_.schema[at];
    const bool has_items = place.kind == SchemaKind::list || place.kind == SchemaKind::map;
    std::uint64_t length = 0;
    (void)tokens_.next();
    std::string_view token = ",";
    for (const char end = first == '{' ? '}' : ']'; token == ","; token = tokens_.next()) {
      if (tokens_.peek() == end) {
        (void)tokens_.next();
        break;
      }
      ++length;
      SchemaId below = has_items ? place.element : SchemaId();
      if (first == '{') {
        const std::string_view key = tokens_.next();
        (void)tokens_.next();
        if (!has_items) below = field(place, key.substr(1, key.size() - 2));
      }
      walk(below);
    }
    std::uint64_t& longest = into_[at];
    longest = std::max(longest, length);
  }

  /// A key with escapes is not recognised: it is none that policies name.
  [[nodiscard]] SchemaId field(const SchemaNode& place, std::string_view key) const {
    const auto is_it = [&](SchemaId child) { return plan_.names[plan_.schema[child].key] == key; };
    const auto at = std::ranges::find_if(place.children, is_it);
    return at == place.children.end() ? SchemaId() : *at;
  }

  void skip() {
    std::size_t depth = 0;
    do {
      const std::string_view token = tokens_.next();
      if (token == "{" || token == "[") ++depth;
      if (token == "}" || token == "]") --depth;
    } while (depth != 0);
  }

  const plan::Plan& plan_;
  JsonTokens tokens_;
  Lengths& into_;
};

class CostWords {
 public:
  explicit CostWords(const LoadedPolicy& policy)
      : policy_(policy), plan_(policy.plan()), costs_(plan::static_costs(plan_)) {}

  engine::CostReport write(const Text* snapshot) {
    engine::CostReport report;
    report.limit = policy_.limits().steps;
    if (snapshot != nullptr) {
      report.snapshot = snapshot->name;
      Measure(plan_, snapshot->text, lengths_).run();
    }
    for (std::size_t i = 0; i < plan_.order.size(); ++i)
      report.rules.push_back(rule(plan_.order[i], costs_.rules[i], snapshot != nullptr));
    std::ranges::stable_sort(report.rules, is_dearer);
    for (const plan::CostList& list : costs_.lists)
      report.lists.push_back({name(list), length(list, snapshot != nullptr)});
    return report;
  }

 private:
  /// Where a snapshot says how much the others take, what nobody can count comes first: it may be the dearest.
  static bool is_dearer(const engine::RuleCost& a, const engine::RuleCost& b) {
    if (a.steps.has_value() != b.steps.has_value()) return b.steps.has_value();
    if (a.steps && *a.steps != *b.steps) return *a.steps > *b.steps;
    const auto shape = [](const engine::RuleCost& cost) {
      std::vector<std::pair<std::size_t, std::uint64_t>> terms;
      for (const engine::CostTerm& term : cost.terms) terms.emplace_back(term.lists.size(), term.times);
      return terms;
    };
    return shape(a) > shape(b);
  }

  engine::RuleCost rule(plan::RuleRef ref, const plan::Cost& cost, bool is_measured) const {
    const plan::Rule& rule = plan_.rule(ref);
    constexpr std::string_view kinds[] = {"gate", "phase", "trigger"};
    const auto at = policy_.sources().position(rule.name_span.file, rule.name_span.begin);
    engine::RuleCost result{.kind = std::string(kinds[static_cast<std::size_t>(ref.kind)]),
                            .id = rule.id,
                            .policy = {std::string(policy_.sources().name(rule.name_span.file)), at.line, at.column},
                            .terms = {},
                            .steps = std::nullopt,
                            .longest = plan::greatest_length(cost, policy_.limits().steps)};
    bool is_known = is_measured;
    std::vector<std::uint64_t> lengths(costs_.lists.size());
    for (const auto& [lists, times] : cost) {
      engine::CostTerm& term = result.terms.emplace_back(engine::CostTerm{.times = times, .lists = {}});
      for (const std::uint32_t list : lists) {
        term.lists.push_back(name(costs_.lists[list]));
        const auto known = length(costs_.lists[list], is_measured);
        is_known = is_known && known;
        lengths[list] = known.value_or(0);
      }
    }
    std::ranges::stable_sort(result.terms, std::greater{},
                             [](const engine::CostTerm& term) { return term.lists.size(); });
    if (is_known) result.steps = plan::steps_of(cost, lengths);
    return result;
  }

  /// Of a place in the snapshot; what is not there is empty.
  [[nodiscard]] std::optional<std::uint64_t> length(const plan::CostList& list, bool is_measured) const {
    if (!is_measured || !list.place || !is_in_snapshot(list.place)) return std::nullopt;
    const auto at = lengths_.find(list.place);
    return at == lengths_.end() ? 0 : at->second;
  }

  [[nodiscard]] SchemaId root_of(SchemaId at) const {
    while (plan_.schema[at].parent) at = plan_.schema[at].parent;
    return at;
  }
  [[nodiscard]] bool is_in_snapshot(SchemaId at) const { return root_of(at) == plan_.inputs.front().root; }

  [[nodiscard]] std::string name(const plan::CostList& list) const {
    if (list.place) return path(list.place);
    const std::string text(policy_.sources().slice(plan_.spans[list.node.index()]));
    const std::string one_line = text.substr(0, text.find('\n')) + (list.is_item ? "[]" : "");
    return list.kind == plan::CostList::Kind::snapshots ? "snapshots of " + one_line : one_line;
  }

  /// `services[].findings`
  [[nodiscard]] std::string path(SchemaId at) const {
    std::string path;
    for (; plan_.schema[at].parent; at = plan_.schema[at].parent) {
      const SchemaNode& above = plan_.schema[plan_.schema[at].parent];
      const bool is_item = above.kind == SchemaKind::list || above.kind == SchemaKind::map;
      path.insert(0, is_item ? "[]" : "." + plan_.names[plan_.schema[at].key]);
    }
    const auto input = std::ranges::find(plan_.inputs, at, &plan::Input::root);
    path.insert(0, input != plan_.inputs.end() ? input->name : "");
    if (path.starts_with('.')) path.erase(0, 1);
    return path.empty() ? "snapshot" : path;
  }

  const LoadedPolicy& policy_;
  const plan::Plan& plan_;
  plan::Costs costs_;
  Lengths lengths_;
};

}  // namespace

engine::CostReport cost_of(const LoadedPolicy& policy, const Text* snapshot) {
  return CostWords(policy).write(snapshot);
}

}  // namespace nexus::workspace
