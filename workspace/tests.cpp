#include "workspace/tests.h"

#include "workspace/test_case.h"
#include "workspace/test_coverage.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

namespace nexus::workspace {

namespace {

/// Tests that set the same params to the same values share a plan.
using Overrides = std::vector<std::pair<std::uint32_t, std::string>>;

class Session {
 public:
  Session(const LoadedPolicy& policy, const TestRequest& request) : policy_(policy), request_(request) {
    const auto& cases = policy.tests().cases;
    for (std::uint32_t i = 0; i < cases.size(); ++i)
      if (is_wanted(cases[i])) by_overrides_[overrides_of(cases[i])].push_back(i);
  }

  [[nodiscard]] bool is_wanted(const rules::TestCase& one) const {
    if (request_.filters.empty()) return true;
    const std::string& module = policy_.model().modules[one.module].name;
    const base::LineColumn at = policy_.sources().position(one.title.file, one.title.begin);
    const std::string place = std::string(policy_.sources().name(one.title.file)) + ":" + std::to_string(at.line);
    return std::ranges::any_of(request_.filters, [&](const std::string& text) {
      return (module + "::" + one.name).find(text) != std::string::npos || place.find(text) != std::string::npos;
    });
  }

  engine::TestReport run() {
    engine::TestReport report;
    report.policies.assign(policy_.digests().begin(), policy_.digests().end());
    bool stopped = false;
    for (const rules::TestCase& one : policy_.tests().cases) {
      if (stopped || !is_wanted(one)) {
        ++report.left_out;
        continue;
      }
      report.results.push_back(bench_of(one).run(one, request_.coverage ? &coverage_ : nullptr));
      stopped = request_.stop_at_failure && report.results.back().outcome != engine::TestOutcome::passed;
    }
    if (request_.coverage) report.coverage = coverage_report();
    return report;
  }

 private:
  Overrides overrides_of(const rules::TestCase& one) const {
    Overrides overrides;
    for (const auto& [param, value] : one.params) {
      const base::Span span = policy_.model()[value].span;
      std::string text(policy_.sources().slice(span));
      // `[row.limit]` is another value in each row; `row.limit` alone has been replaced by what the row says.
      const bool in_row = one.row && span.file == one.row.file && span.begin >= one.row.begin && span.end <= one.row.end;
      if (one.row && !in_row && text.find('.') != std::string::npos) text.append(" ").append(policy_.sources().slice(one.row));
      overrides.emplace_back(param.index(), std::move(text));
    }
    std::ranges::sort(overrides);
    return overrides;
  }

  /// Where a case runs; compiled when the first case needs it.
  TestBench& bench_of(const rules::TestCase& one) {
    const Overrides overrides = overrides_of(one);
    std::unique_ptr<TestBench>& bench = benches_[overrides];
    if (!bench) {
      bench = std::make_unique<TestBench>(policy_, one.params, by_overrides_.at(overrides));
      // The points of rules come first, in the same order on every bench; what tests expect is not covered.
      coverage_.points.resize(std::max(coverage_.points.size(), bench->lowered().traces.points.size()));
    }
    return *bench;
  }

  engine::CoverageReport coverage_report() {
    if (!benches_.empty()) return report_coverage(policy_, benches_.begin()->second->lowered(), coverage_);
    const rules::LoweredTests lowered = rules::lower(policy_.model(), policy_.tests(), {});
    coverage_.points.resize(lowered.traces.points.size());
    return report_coverage(policy_, lowered, coverage_);
  }

  const LoadedPolicy& policy_;
  const TestRequest& request_;
  std::map<Overrides, std::vector<std::uint32_t>> by_overrides_;
  std::map<Overrides, std::unique_ptr<TestBench>> benches_;
  engine::Coverage coverage_;
};

}  // namespace

engine::TestReport run_tests(const LoadedPolicy& policy, const TestRequest& request) { return Session(policy, request).run(); }

engine::TestReport run_tests(std::span<const std::shared_ptr<const LoadedPolicy>> policies, const TestRequest& request) {
  engine::TestReport report;
  bool stopped = false;
  for (const auto& policy : policies) {
    if (stopped) {
      report.left_out += policy->tests().cases.size();
      continue;
    }
    engine::TestReport one = run_tests(*policy, request);
    stopped = request.stop_at_failure && one.count(engine::TestOutcome::passed) != one.results.size();
    report.left_out += one.left_out;
    std::ranges::move(one.results, std::back_inserter(report.results));
    for (engine::SourceReport& source : one.policies)
      if (std::ranges::count(report.policies, source.file, &engine::SourceReport::file) == 0) report.policies.push_back(std::move(source));
    if (one.coverage) add_coverage(report.coverage, *std::move(one.coverage));
  }
  return report;
}

std::vector<std::string> list_tests(const LoadedPolicy& policy, const TestRequest& request) {
  const Session session(policy, request);
  std::vector<std::string> names;
  for (const rules::TestCase& one : policy.tests().cases)
    if (session.is_wanted(one)) names.push_back(policy.model().modules[one.module].name + "::" + one.name);
  return names;
}

}  // namespace nexus::workspace
