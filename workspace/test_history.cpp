#include "base/values/quantity.h"
#include "base/values/time.h"
#include "workspace/test_case.h"

#include <algorithm>
#include <utility>

/// What a case gives as the snapshots before its own.
namespace nexus::workspace {

/// When the snapshots of a series were taken. The test's own comes one step after the last, unless the test says a time.
std::optional<TestBench::Problem> TestBench::begin_series(const rules::TestCase& one) {
  const auto* series = one.history ? std::get_if<rules::HistorySeries>(&one.history->samples) : nullptr;
  if (series == nullptr) return std::nullopt;
  take_no_documents();
  const auto from = evaluator_.number(node(series->from)), every = evaluator_.number(node(series->every));
  for (const auto& [value, expression] : {std::pair(from, series->from), std::pair(every, series->every)})
    if (!value) return Problem{"when its history was taken is unknown: " + unknown_words(expression), policy_.model()[expression].span};
  if (*every <= base::Decimal())
    return Problem{"its history goes in steps of " + base::format_exact(*every, base::Dimension::duration) + ": say how long after one another the snapshots were taken, such as `every 30s`",
                   policy_.model()[series->every].span};
  note_clock();
  first_sample_ = *from;
  step_ = *every;
  if (!now_) now_ = base::add(first_sample_, base::multiply(step_, base::Decimal(static_cast<std::int64_t>(series->samples.size()))).value).value;
  return std::nullopt;
}

std::optional<TestBench::Problem> TestBench::give_history(const rules::GivenHistory& history) {
  record_.emplace();
  if (const auto* fixture = std::get_if<std::uint32_t>(&history.samples))
    give_samples(policy_.fixtures()[*fixture]);
  else if (auto problem = give_series(std::get<rules::HistorySeries>(history.samples)))
    return problem;
  if (record_->size() == 0) return std::nullopt;
  const base::Decimal& last = (*record_)[record_->size() - 1].time;
  if (!now_ && !time_) {
    // No clock is behind the history, and whatever looks back counts from it.
    clock_ = std::max(clock_, last);
    by_clock_ |= lowered_.plan.looks_back;
    return std::nullopt;
  }
  const base::Decimal& time = time_ ? *time_ : *now_;
  if (last <= time) return std::nullopt;
  return Problem{"its history goes on until " + base::format_time(last) + ", and its snapshot is of " + base::format_time(time) + ": what is later than the snapshot is no history; " +
                     (time_ ? "give the snapshot a later `time`" : "say a later `at`"),
                 history.span};
}

void TestBench::give_samples(const FixtureText& fixture) {
  std::string_view before;
  for (const engine::TextRange& range : fixture.samples) {
    const std::string_view json = std::string_view(fixture.text).substr(range.begin, range.end - range.begin);
    const base::LineColumn at = base::line_column(fixture.text, range.begin);
    // White space before it, so that columns in it are those of the file; but what is said twice is said once.
    if (json != before) add_sample(std::string(at.column - 1, ' ').append(json), *engine::time_of_snapshot(lowered_.plan, json), fixture.file, at.line);
    before = json;
  }
}

std::optional<TestBench::Problem> TestBench::give_series(const rules::HistorySeries& series) {
  take_no_documents();
  base::Decimal time = first_sample_;
  for (const std::vector<rules::TestEdit>& sample : series.samples) {
    std::string json = given_[0].text;
    for (const rules::TestEdit& edit : sample)
      if (auto problem = change(json, edit)) return problem;
    add_sample(*engine::with_value_at(json, "/time", engine::time_json(lowered_.plan, time)), time, {}, 0);
    time = base::add(time, step_).value;
  }
  note_clock();
  return std::nullopt;
}

void TestBench::add_sample(std::string_view json, const base::Decimal& time, std::string file, std::uint32_t line) {
  // What was read as JSON before, or made of it, reads again.
  if (auto document = reader_.read(0, json)) record_->insert(*std::move(document), time, std::move(file), line);
}

}  // namespace nexus::workspace
