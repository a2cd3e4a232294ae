#include "rules/naming/dependency_order.h"
#include "rules/typing/depth.h"
#include "rules/typing/rule_names.h"
#include "rules/typing/rules.h"

#include "base/overloaded.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

/// Rules, lets and defs as one range of numbers.
class Graph {
 public:
  explicit Graph(const Context& context)
      : context_(context),
        phases_(context.model.gates.size()),
        triggers_(phases_ + context.model.phases.size()),
        lets_(triggers_ + context.model.triggers.size()),
        defs_(lets_ + context.model.lets.size()),
        count_(defs_ + context.model.defs.size()) {}

  [[nodiscard]] naming::Uses uses() const {
    naming::Uses all(count_);
    add(all, 0, context_.mentions.by_gate);
    add(all, phases_, context_.mentions.by_phase);
    add(all, triggers_, context_.mentions.by_trigger);
    add(all, lets_, context_.mentions.by_let);
    add(all, defs_, context_.mentions.by_def);
    return all;
  }

  /// The rule a number stands for; nothing for lets and defs.
  [[nodiscard]] std::optional<RuleRef> rule(std::uint32_t node) const {
    if (node < phases_) return RuleRef{grammar::RuleKind::gate, node};
    if (node < triggers_) return RuleRef{grammar::RuleKind::phase, static_cast<std::uint32_t>(node - phases_)};
    if (node < lets_) return RuleRef{grammar::RuleKind::trigger, static_cast<std::uint32_t>(node - triggers_)};
    return std::nullopt;
  }

  /// Where one speaks of the other.
  [[nodiscard]] Span mention(std::uint32_t from, std::uint32_t to) const {
    const Mentions& mentions = mentions_of(from);
    const auto at = std::ranges::find_if(mentions, [&](const Mention& m) { return number(m) == to; });
    return at != mentions.end() ? at->span : Span{};
  }

  [[nodiscard]] std::uint32_t number(const Mention& mention) const {
    return std::visit(base::overloaded{
                          [this](RuleRef rule) {
                            const std::size_t first = rule.kind == grammar::RuleKind::gate    ? 0
                                                      : rule.kind == grammar::RuleKind::phase ? phases_
                                                                                              : triggers_;
                            return static_cast<std::uint32_t>(first + rule.index);
                          },
                          [this](LetId id) { return static_cast<std::uint32_t>(lets_ + id.index()); },
                          [this](DefId id) { return static_cast<std::uint32_t>(defs_ + id.index()); },
                      },
                      mention.of);
  }

  [[nodiscard]] const Mentions& mentions_of(std::uint32_t node) const {
    if (node < phases_) return context_.mentions.by_gate[node];
    if (node < triggers_) return context_.mentions.by_phase[node - phases_];
    if (node < lets_) return context_.mentions.by_trigger[node - triggers_];
    if (node < defs_) return context_.mentions.by_let[node - lets_];
    return context_.mentions.by_def[node - defs_];
  }

 private:
  void add(naming::Uses& all, std::size_t first, const std::vector<Mentions>& by) const {
    for (std::size_t i = 0; i < by.size(); ++i)
      for (const Mention& mention : by[i]) all[first + i].push_back(number(mention));
  }

  const Context& context_;
  std::size_t phases_, triggers_, lets_, defs_, count_;
};

class CycleReport {
 public:
  CycleReport(Context& context, const Graph& graph, std::vector<std::uint32_t> cycle)
      : context_(context), graph_(graph), cycle_(std::move(cycle)) {}

  void run() {
    // A cycle of lets and defs alone was reported by resolve. One through a rule is told from its first rule on.
    const auto is_rule = [this](std::uint32_t node) { return graph_.rule(node).has_value(); };
    const auto rule_count = static_cast<std::size_t>(std::ranges::count_if(cycle_, is_rule));
    if (rule_count == 0) return;
    // clang 14 refuses std::ranges::rotate.
    std::rotate(cycle_.begin(), std::ranges::min_element(cycle_), cycle_.end());
    const RuleRef first = *graph_.rule(cycle_.front());
    base::Diagnostic diagnostic = diagnostics::rule_cycle(head_syntax(context_, first).name.span, path());
    for (std::size_t i = 0; i < cycle_.size(); ++i) label(diagnostic, i);
    diagnostic.helps.emplace_back("leave out one of these steps: what a rule waits for cannot wait for the rule");
    context_.report(std::move(diagnostic));
  }

 private:
  [[nodiscard]] std::string name(RuleRef rule) const {
    return std::string(rule_kind_word(rule.kind)) + " `" + std::string(head_syntax(context_, rule).name.text) + "`";
  }

  /// `phase `a` → phase `b` → phase `a``, lets and defs left out.
  [[nodiscard]] std::string path() const {
    std::string words;
    for (const std::uint32_t node : cycle_)
      if (const auto rule = graph_.rule(node)) words.append(name(*rule)).append(" → ");
    return words + name(*graph_.rule(cycle_.front()));
  }

  void label(base::Diagnostic& diagnostic, std::size_t from) const {
    const std::uint32_t to = cycle_[(from + 1) % cycle_.size()];
    const Span where = graph_.mention(cycle_[from], to);
    if (!where) return;
    const auto rule = graph_.rule(to);
    diagnostic.labels.push_back({where, rule ? "waits for " + name(*rule) : "through this name"});
  }

  Context& context_;
  const Graph& graph_;
  std::vector<std::uint32_t> cycle_;
};

/// Rules in force may speak only of rules in force: nobody judges the others.
class ForceReport {
 public:
  ForceReport(Context& context, const Graph& graph, const naming::Uses& uses)
      : context_(context), graph_(graph), uses_(uses), seen_(uses.size()) {}

  void run() {
    for (std::uint32_t node = 0; node < uses_.size(); ++node)
      if (const auto rule = graph_.rule(node); rule && is_in_force(context_.model, *rule)) follow(node);
  }

 private:
  /// Through lets and defs, to the rules they speak of.
  void follow(std::uint32_t start) {
    std::vector<std::uint32_t> open{start};
    while (!open.empty()) {
      const std::uint32_t from = open.back();
      open.pop_back();
      for (const std::uint32_t to : uses_[from]) {
        const auto rule = graph_.rule(to);
        if (rule && !is_in_force(context_.model, *rule)) report_not_in_force(context_, *rule, graph_.mention(from, to));
        if (rule || seen_[to]) continue;
        seen_[to] = true;
        open.push_back(to);
      }
    }
  }

  Context& context_;
  const Graph& graph_;
  const naming::Uses& uses_;
  std::vector<bool> seen_;  // lets and defs
};

/// Rules are judged inside one another where one asks for the next: as deep as all their expressions together. One that waits for
/// others costs the stack some operations besides.
class ChainReport {
 public:
  ChainReport(Context& context, const Graph& graph, const naming::Uses& uses) : context_(context), graph_(graph), uses_(uses) {}

  void run(const std::vector<std::uint32_t>& order, const std::vector<std::uint64_t>& all) {
    std::vector<std::uint64_t> chains(uses_.size());
    for (const std::uint32_t node : order) {
      for (const std::uint32_t used : uses_[node]) chains[node] = std::max(chains[node], chains[used]);
      const auto rule = graph_.rule(node);
      if (!rule) continue;
      const bool waits = chains[node] != 0;
      chains[node] += depth_of(exprs_of(*rule), all) + for_a_rule;
      if (!waits || chains[node] <= context_.limits.expression_depth) continue;
      const Mention& first = *std::ranges::max_element(graph_.mentions_of(node), {}, [&](const Mention& m) { return chains[graph_.number(m)]; });
      context_.report(diagnostics::expression_too_deep(first.span, context_.limits.expression_depth)
                          .with_help("let rules wait for what the others read, not each for the next")
                          .with_help("or allow more: `--limit expression-depth=N`"));
      return;
    }
  }

 private:
  static constexpr std::uint64_t for_a_rule = 8;

  [[nodiscard]] ExprRange exprs_of(RuleRef rule) const {
    const RuleExprs& exprs = context_.rule_exprs;
    switch (rule.kind) {
      case grammar::RuleKind::gate:
        return exprs.of_gate[rule.index];
      case grammar::RuleKind::phase:
        return exprs.of_phase[rule.index];
      case grammar::RuleKind::trigger:
        break;
    }
    return exprs.of_trigger[rule.index];
  }
  [[nodiscard]] static std::uint64_t depth_of(ExprRange exprs, const std::vector<std::uint64_t>& all) {
    std::uint64_t depth = 0;
    for (std::uint32_t i = exprs.begin; i < exprs.end; ++i) depth = std::max(depth, all[i]);
    return depth;
  }

  Context& context_;
  const Graph& graph_;
  const naming::Uses& uses_;
};

}  // namespace

void check_rule_graph(Context& context, const std::vector<std::uint64_t>& depths) {
  // Lets that stand in rules were typed with them: their mentions are the rule's.
  context.mentions.by_let.resize(context.model.lets.size());
  const Graph graph(context);
  const naming::Uses uses = graph.uses();
  const naming::DependencyOrder ordered = naming::order_by_use(uses);
  for (const auto& cycle : ordered.cycles) CycleReport(context, graph, cycle).run();
  ForceReport(context, graph, uses).run();
  if (ordered.cycles.empty()) ChainReport(context, graph, uses).run(ordered.order, depths);
}

}  // namespace nexus::rules::typing
