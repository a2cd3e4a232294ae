#include "workspace/test_coverage.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

namespace nexus::workspace {

namespace {

std::string_view words(plan::ClauseKind clause) {
  static constexpr std::array<std::string_view, 5> all{"applies when", "require", "fires when", "started when", "done when"};
  return all[static_cast<std::size_t>(clause)];
}

void sum_up(engine::CoverageReport& report) {
  report.outcomes = 2 * report.conditions.size() + report.rows.size();
  report.seen = static_cast<std::size_t>(std::ranges::count_if(report.rows, [](const engine::CoveredRow& row) { return row.seen != 0; }));
  report.never_failed.clear();
  for (const engine::CoveredCondition& condition : report.conditions) {
    report.seen += (condition.seen.yes != 0 ? 1U : 0U) + (condition.seen.no != 0 ? 1U : 0U);
    const bool fails = condition.clause == "require" ? condition.seen.no != 0 : condition.seen.yes != 0;
    const bool must_fail = !condition.is_part && (condition.clause == "require" || condition.clause == "fires when");
    if (must_fail && !fails) report.never_failed.push_back(condition.id);
  }
}

class CoverageWriter {
 public:
  CoverageWriter(const LoadedPolicy& policy, const rules::LoweredTests& lowered, const engine::Coverage& coverage)
      : sources_(policy.sources()), model_(policy.model()), resolved_(policy.resolved()), plan_(lowered.plan), traces_(lowered.traces), coverage_(coverage) {}

  engine::CoverageReport run() {
    for (const plan::RuleTrace& rule : traces_.rules) add(rule);
    add_rows();
    sum_up(report_);
    return std::move(report_);
  }

 private:
  void add(const plan::RuleTrace& rule) {
    const std::string id = id_of(rule);
    for (std::uint32_t i = rule.trace.first; i < rule.trace.first + rule.trace.count; ++i) {
      const plan::TracePoint& point = traces_.points[i];
      const bool is_part = i != rule.trace.first;
      if (!point.is_condition || !is_named(point.span.file) || (is_part && says_the_same(point))) continue;
      const engine::Seen& seen = coverage_.points[i];
      const auto [at, fresh] = by_place_.try_emplace({point.span.file.index(), point.span.begin, point.span.end}, report_.conditions.size());
      if (fresh) {
        report_.conditions.push_back({.id = id,
                                      .clause = std::string(words(rule.clause)),
                                      .text = one_line(point.span),
                                      .policy = place(point.span),
                                      .is_part = is_part,
                                      .seen = seen});
        continue;
      }
      engine::Seen& sum = report_.conditions[at->second].seen;
      sum.yes += seen.yes;
      sum.no += seen.no;
      sum.unknown += seen.unknown;
    }
  }

  [[nodiscard]] auto module_of(base::FileId file) const { return std::ranges::find(model_.modules, file, &rules::Module::file); }

  /// What is imported is tested where it is declared.
  [[nodiscard]] bool is_named(base::FileId file) const {
    const auto module = module_of(file);
    return module != model_.modules.end() && resolved_.modules[static_cast<std::size_t>(module - model_.modules.begin())].named;
  }

  void add_rows() {
    for (const rules::Table& table : model_.tables) {
      if (!is_named(table.declared.file)) continue;
      const auto module = module_of(table.declared.file);
      const auto seen = coverage_.rows.find({table.declared.file.index(), table.declared.begin});
      for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const bool counted = seen != coverage_.rows.end() && i < seen->second.size();
        report_.rows.push_back({.id = module->name + "/" + table.name, .text = one_line(table.rows[i].span), .policy = place(table.rows[i].span), .seen = counted ? seen->second[i] : 0});
      }
    }
  }

  [[nodiscard]] engine::PolicyPlace place(base::Span span) const {
    const base::LineColumn at = sources_.position(span.file, span.begin);
    return {.file = std::string(sources_.name(span.file)), .line = at.line, .column = at.column};
  }

  /// A constant, or what its whole is made of alone (`ready` of `let ready = …`): there is nothing more to see.
  [[nodiscard]] bool says_the_same(const plan::TracePoint& point) const {
    const plan::TracePoint& whole = traces_.points[point.parent];
    return plan_[point.node].op == plan::Op::constant || whole.node == point.node;
  }

  [[nodiscard]] std::string id_of(const plan::RuleTrace& trace) const {
    const std::string& rule = plan_.rule(trace.rule).id;
    if (trace.clause != plan::ClauseKind::requirement) return rule;
    const auto& requirements = trace.rule.kind == plan::RuleKind::gate ? plan_.gates[trace.rule.index].requirements : plan_.phases[trace.rule.index].requirements;
    return rule + "." + requirements[trace.requirement].name;
  }

  [[nodiscard]] std::string one_line(base::Span span) const {
    std::string text;
    for (const char c : sources_.slice(span)) {
      const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
      if (!space || !text.ends_with(' ')) text += space ? ' ' : c;
    }
    return text;
  }

  const base::SourceMap& sources_;
  const rules::CheckedModel& model_;
  const rules::ResolvedModel& resolved_;
  const plan::Plan& plan_;
  const plan::Traces& traces_;
  const engine::Coverage& coverage_;
  engine::CoverageReport report_;
  std::map<std::array<std::uint32_t, 3>, std::size_t> by_place_;
};

}  // namespace

engine::CoverageReport report_coverage(const LoadedPolicy& policy, const rules::LoweredTests& lowered, const engine::Coverage& coverage) {
  return CoverageWriter(policy, lowered, coverage).run();
}

void add_coverage(std::optional<engine::CoverageReport>& all, engine::CoverageReport more) {
  if (!all) return void(all = std::move(more));
  for (engine::CoveredCondition& condition : more.conditions) {
    const auto is_same = [&](const engine::CoveredCondition& known) {
      return known.policy.line == condition.policy.line && known.policy.column == condition.policy.column && known.text == condition.text && known.policy.file == condition.policy.file;
    };
    const auto known = std::ranges::find_if(all->conditions, is_same);
    if (known == all->conditions.end()) {
      all->conditions.push_back(std::move(condition));
      continue;
    }
    known->seen.yes += condition.seen.yes;
    known->seen.no += condition.seen.no;
    known->seen.unknown += condition.seen.unknown;
  }
  std::ranges::move(more.rows, std::back_inserter(all->rows));  // each table is tested where it is declared
  sum_up(*all);
}

}  // namespace nexus::workspace
