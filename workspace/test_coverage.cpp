#include "workspace/test_coverage.h"

#include <array>
#include <map>

namespace nexus::workspace {

namespace {

std::string_view words(plan::ClauseKind clause) {
  static constexpr std::array<std::string_view, 5> all{"applies when", "require", "fires when", "started when", "done when"};
  return all[static_cast<std::size_t>(clause)];
}

class CoverageWriter {
 public:
  CoverageWriter(const LoadedPolicy& policy, const rules::LoweredTests& lowered, const engine::Coverage& coverage)
      : sources_(policy.sources()), plan_(lowered.plan), traces_(lowered.traces), coverage_(coverage) {}

  engine::CoverageReport run() {
    for (const plan::RuleTrace& rule : traces_.rules) add(rule);
    for (const engine::CoveredCondition& condition : report_.conditions) {
      report_.outcomes += 2;
      report_.seen += (condition.seen.yes != 0 ? 1U : 0U) + (condition.seen.no != 0 ? 1U : 0U);
      const bool fails = condition.clause == "require" ? condition.seen.no != 0 : condition.seen.yes != 0;
      const bool must_fail = !condition.is_part && (condition.clause == "require" || condition.clause == "fires when");
      if (must_fail && !fails) report_.never_failed.push_back(condition.id);
    }
    return std::move(report_);
  }

 private:
  void add(const plan::RuleTrace& rule) {
    const std::string id = id_of(rule);
    for (std::uint32_t i = rule.trace.first; i < rule.trace.first + rule.trace.count; ++i) {
      const plan::TracePoint& point = traces_.points[i];
      const bool is_part = i != rule.trace.first;
      if (!point.is_condition || (is_part && says_the_same(point))) continue;
      const engine::Seen& seen = coverage_[i];
      const auto [at, fresh] = by_place_.try_emplace({point.span.file.index(), point.span.begin, point.span.end}, report_.conditions.size());
      if (fresh) {
        const base::LineColumn place = sources_.position(point.span.file, point.span.begin);
        report_.conditions.push_back({.id = id,
                                      .clause = std::string(words(rule.clause)),
                                      .text = one_line(point.span),
                                      .policy = {.file = std::string(sources_.name(point.span.file)), .line = place.line, .column = place.column},
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

}  // namespace nexus::workspace
