#include "base/diagnostics/catalogue.h"
#include "base/values/time.h"
#include "engine/digest.h"
#include "engine/history/record.h"
#include "workspace/history.h"
#include "workspace/json_text.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <utility>

namespace nexus::workspace {

namespace {

constexpr std::string_view snapshot_document = "snapshot";

RunFailure to_failure(const engine::ReadError& error, const Text& text) {
  return {to_diagnostic(error, text.name), place_of(error)};
}

RunFailure to_failure(const engine::EditError& error, std::string_view document, std::string_view pointer, bool is_removal) {
  const std::string path(pointer);
  switch (error.kind) {
    case engine::EditError::Kind::bad_value: return {to_diagnostic(*error.read, path), place_of(*error.read)};
    case engine::EditError::Kind::not_a_pointer:
      return {base::diagnostics::set_not_a_path({}, path).with_help("a JSON pointer is empty or begins with `/`, as in `/coverage/line`"), std::nullopt};
    case engine::EditError::Kind::no_such_place: break;
  }
  const std::string in = document == snapshot_document ? "" : "in `" + std::string(document) + "`: ";
  if (is_removal) return {base::diagnostics::set_not_a_path({}, path).with_help(in + "nothing stands there that could be removed"), std::nullopt};
  return {base::diagnostics::set_impossible({}, path).with_help(in + "objects are made on the way, items of lists are not; `-` is the place behind the last item"),
          std::nullopt};
}

/// Places in the snapshot, counted from the start of its file.
void move_down(engine::Report& report, std::uint32_t lines) {
  const auto move = [&](engine::EvidencePlace& place) {
    if (place.line != 0 && place.document == snapshot_document) place.line += lines;
  };
  for (engine::Finding& finding : report.findings) {
    move(finding.evidence);
    for (engine::MarginReport& margin : finding.margins) move(margin.evidence);
    for (engine::ReasonReport& reason : finding.reasons) move(reason.evidence);
    for (engine::CauseReport& cause : finding.causes) move(cause.evidence);
  }
}

/// A snapshot that was kept, judged by a clock that has gone on: what is `fresh` or waived is not what it was then.
std::optional<std::string> outdated(const base::Decimal& taken, const base::Decimal& now) {
  constexpr std::int64_t day = 86'400;
  const base::Decimal age = base::subtract(now, taken).value;
  if (age.abs() <= base::Decimal(day)) return std::nullopt;
  const std::string time = base::format_time(taken);
  return "the snapshot was taken at " + time + ", and `now` is another day; to judge it as of then, say `--now " + time + "`";
}

/// Why none of the rules that were judged counts: `freeze` is skipped (`production` is false).
void explain_silence(const engine::Report& report, base::Diagnostic& diagnostic) {
  constexpr std::size_t most = 5;
  std::size_t said = 0;
  for (const engine::RuleReport& rule : report.rules) {
    if (said == most) break;
    if (rule.note.empty()) continue;
    ++said;
    const std::string name = rule.id.substr(rule.id.find('/') + 1);
    diagnostic.helps.push_back(rule.kind + " `" + name + "` is " + rule.status + ": " + rule.note);
  }
  if (report.rules.size() > said && said != 0) diagnostic.helps.push_back("and " + std::to_string(report.rules.size() - said) + " more");
  const bool phases_alone = !report.rules.empty() && std::ranges::all_of(report.rules, [](const engine::RuleReport& r) { return r.kind == "phase"; });
  if (phases_alone) diagnostic.helps.push_back("a phase decides nothing by itself; ask about it with `--phase " + report.rules.front().id.substr(report.rules.front().id.find('/') + 1) + "`");
}

base::Diagnostic to_diagnostic(const engine::RunError& error, const plan::Plan& plan, std::string_view snapshot) {
  namespace diagnostics = base::diagnostics;
  if (plan.order.empty()) return diagnostics::no_rules({}).with_help("write a `gate`, a `phase` or a `trigger`; those of a `library` are judged where a policy says `enforce`");
  assert(error.kind == engine::RunError::Kind::nothing_decided);
  return diagnostics::nothing_decided({}, snapshot);
}

}  // namespace

base::Diagnostic beyond_limit(const engine::RunError& error, const base::Limits& limits, std::optional<base::Level> decision) {
  namespace diagnostics = base::diagnostics;
  const std::string level(decision ? base::level_name(*decision) : "");
  std::string at = "it was at `" + error.rule + "`";
  switch (error.kind) {
    case engine::RunError::Kind::findings:
      return diagnostics::too_many_findings({}, limits.findings)
          .with_help(at + "; the decision is `" + level + "`")
          .with_help("ask for a share instead of each item, as in `count(x in xs where …) / length(xs) < 1%`, or for a part of the report: `--only RULE`")
          .with_help(allow_more(limits, &base::Limits::findings));
    case engine::RunError::Kind::report_budget: {
      base::Diagnostic diagnostic = diagnostics::report_budget({}, level, limits.steps);
      if (!error.rule.empty()) diagnostic.helps.push_back(std::move(at));
      return std::move(diagnostic).with_help(allow_more(limits, &base::Limits::steps));
    }
    case engine::RunError::Kind::step_budget:
    case engine::RunError::Kind::nothing_decided: break;
  }
  base::Diagnostic diagnostic = diagnostics::step_budget({}, limits.steps);
  if (!error.rule.empty()) diagnostic.helps.push_back(std::move(at));
  return std::move(diagnostic)
      .with_help("something looks at every combination of its lists: filter them with `where`, or ask `x in LIST` of a list "
                 "that is built once; `nexus check --cost` shows what each rule can take")
      .with_help(allow_more(limits, &base::Limits::steps));
}

struct Runner::Impl {
  /// What is kept of a document besides the document.
  struct Given {
    engine::Document document;
    bool is_given = false;
    engine::DocumentName name;
    std::string sha256;
  };

  Impl(const plan::Plan& plan_, const base::SourceMap& sources_, std::span<const engine::SourceReport> policies_, const base::Limits& limits_)
      : plan(plan_), sources(sources_), policies(policies_), limits(limits_), reader(plan_, limits_), evaluator(plan_, limits_), given(plan_.inputs.size()) {
    for (std::size_t i = 0; i < given.size(); ++i) {
      given[i].name.document = plan.inputs[i].name.empty() ? std::string(snapshot_document) : plan.inputs[i].name;
    }
  }

  std::optional<RunFailure> read(std::size_t input, const Text& text) {
    assert(input < given.size());
    Given& slot = given[input];
    slot.is_given = false;
    slot.name.file = text.name;
    slot.name.has_lines = text.has_lines;
    if (const auto error = reader.read_into(slot.document, input, text.text)) return to_failure(*error, text);
    slot.is_given = true;
    return std::nullopt;
  }

  base::Expected<base::Level, engine::RunError> evaluate(const Question& question) {
    asked = question;
    documents.clear();
    names.clear();
    for (Given& slot : given) {
      read_edited(slot);
      documents.push_back(slot.is_given ? &slot.document : nullptr);
      names.push_back(slot.name);
    }
    const auto time = snapshot_time();
    auto result = evaluator.evaluate({.documents = documents,
                                      .now = question.now,
                                      .asked_phase = question.phase,
                                      .only = question.only.empty() ? nullptr : &question.only,
                                      .history = history ? &*history : nullptr,
                                      .time = time});
    last_decision = result ? std::optional(*result) : std::nullopt;
    return result;
  }

  /// What an explanation of the last evaluation came to.
  template <class T>
  base::Expected<T, RunFailure> explanation(base::Expected<T, engine::RunError> explained) const {
    if (explained) return *std::move(explained);
    return base::Unexpected{RunFailure{beyond_limit(explained.error(), limits, last_decision), std::nullopt}};
  }

  /// When the snapshot was taken, where that matters.
  std::optional<base::Decimal> snapshot_time() {
    const auto time = plan.looks_back && given.front().is_given ? engine::time_of_snapshot(plan, given.front().document.text()) : std::nullopt;
    later_samples = history ? history->size() - history->count_until(time.value_or(asked.now)) : 0;
    return time;
  }

  RunFailure failure_of(const engine::RunError& error, std::optional<base::Level> decision = std::nullopt) {
    if (error.kind != engine::RunError::Kind::nothing_decided) return {beyond_limit(error, limits, decision), std::nullopt};
    base::Diagnostic diagnostic = to_diagnostic(error, plan, given.front().name.file);
    if (const auto silent = report()) explain_silence(*silent, diagnostic);
    return {std::move(diagnostic), std::nullopt};
  }

  /// Reads the text of a document with its edits, so that places in it can be told.
  void read_edited(Given& slot) {
    if (!slot.is_given || !slot.document.is_edited()) return;
    const auto input = static_cast<std::size_t>(&slot - given.data());
    [[maybe_unused]] const auto error = reader.read_into(slot.document, input, slot.document.edited_text());
    assert(!error && "edits leave a document valid");
  }

  /// Judges documents with edits as if they had been handed over like that: for whoever looks at their texts.
  void evaluate_edited() {
    if (std::ranges::any_of(given, [](const Given& slot) { return slot.is_given && slot.document.is_edited(); })) (void)evaluate(Question(asked));
  }

  using Clock = std::chrono::steady_clock;
  Change judge_again(engine::Edit edit, Clock::time_point start) {
    if (plan.looks_back) {
      // Its text and its time tell which snapshots are earlier.
      read_edited(given[edit.input]);
      edit = {.extent = engine::Edit::Extent::everything, .input = edit.input, .place = {}};
      if (history && edit.input != 0) history->forget();
    }
    engine::Update update = evaluator.update(edit, snapshot_time());
    return {.decision = update.decision ? std::optional(*update.decision) : std::nullopt,
            .rejudged = std::move(update.rejudged),
            .whole = update.whole,
            .took = Clock::now() - start};
  }

  base::Expected<engine::Report, engine::RunError> report() const {
    const bool read_clock = evaluator.has_read_clock();
    auto explained = evaluator.report(sources, names);
    if (!explained) return base::Unexpected{std::move(explained.error())};
    engine::Report& report = *explained;
    report.zone_database = zone_database;
    report.policies.assign(policies.begin(), policies.end());
    for (const Given& slot : given) {
      if (!slot.is_given) continue;
      report.inputs.push_back({.name = slot.name.document, .file = slot.name.file, .sha256 = slot.sha256});
      if (const std::size_t rounded = slot.document.rounded_numbers(); rounded != 0)
        report.notices.push_back(std::to_string(rounded) + (rounded == 1 ? " number" : " numbers") + " in " + slot.name.file + " with more than 34 digits: rounded");
    }
    if (history) report.inputs.push_back(history_source);
    if (!asked.now_is_given && read_clock && given.front().is_given)
      if (const auto time = engine::time_of_snapshot(plan, given.front().document.text()))
        if (auto notice = outdated(*time, asked.now)) report.notices.push_back(*std::move(notice));
    if (later_samples != 0 && plan.looks_back)
      report.notices.push_back(std::to_string(later_samples) + (later_samples == 1 ? " snapshot" : " snapshots") +
                               " of the history, later than the one that is judged, left out");
    return explained;
  }

  const plan::Plan& plan;
  const base::SourceMap& sources;
  std::span<const engine::SourceReport> policies;
  const base::Limits limits;
  std::string zone_database = base::TimeZone::database_version();
  engine::Reader reader;
  engine::Evaluator evaluator;
  std::vector<Given> given;
  std::vector<const engine::Document*> documents;
  std::vector<engine::DocumentName> names;
  std::optional<engine::Record> history;
  engine::SourceReport history_source;
  std::size_t later_samples = 0;
  Question asked;
  std::optional<base::Level> last_decision;
  std::uint32_t first_line = 1;  ///< of the snapshot
};

Runner::Runner(const plan::Plan& plan, const base::SourceMap& sources, std::span<const engine::SourceReport> policies, const base::Limits& limits)
    : impl_(std::make_unique<Impl>(plan, sources, policies, limits)) {}
Runner::~Runner() = default;
Runner::Runner(Runner&&) noexcept = default;
Runner& Runner::operator=(Runner&&) noexcept = default;

std::optional<RunFailure> Runner::give(std::size_t input, const Text& document) {
  if (auto failure = impl_->read(input, document)) return failure;
  impl_->given[input].sha256 = engine::sha256(document.text);
  if (impl_->history) impl_->history->forget();
  return std::nullopt;
}

std::optional<RunFailure> Runner::give_history(const Text& lines) {
  impl_->history.emplace();
  impl_->history_source = {.name = "history", .file = lines.name, .sha256 = engine::sha256(lines.text)};
  return read_history(*impl_->history, impl_->reader, impl_->plan, lines);
}

void Runner::take_back() {
  for (auto& slot : impl_->given) slot.is_given = false;
  impl_->history.reset();
}

base::Expected<base::Level, RunFailure> Runner::decide(const Text& snapshot, const Question& question) {
  if (auto failure = impl_->read(0, snapshot)) return base::Unexpected{std::move(*failure)};
  impl_->first_line = snapshot.first_line;
  const auto decision = impl_->evaluate(question);
  if (decision) return *decision;
  return base::Unexpected{impl_->failure_of(decision.error())};
}

base::Expected<engine::Report, RunFailure> Runner::run(const Text& snapshot, const Question& question) {
  const auto decision = decide(snapshot, question);
  if (!decision) return base::Unexpected{decision.error()};
  impl_->given[0].sha256 = engine::sha256(snapshot.text);
  auto report = impl_->report();
  if (!report) return base::Unexpected{impl_->failure_of(report.error(), *decision)};
  if (snapshot.first_line != 1) move_down(*report, snapshot.first_line - 1);
  return *std::move(report);
}

base::Expected<std::vector<engine::ConditionReport>, RunFailure> Runner::conditions(
    const TracedPolicy& traced, std::span<const plan::RuleRef> rules) {
  impl_->evaluate_edited();
  return impl_->explanation(impl_->evaluator.conditions(traced.traces, rules, impl_->sources, impl_->names));
}

base::Expected<engine::Standing, RunFailure> Runner::standing() {
  impl_->evaluate_edited();
  return impl_->explanation(impl_->evaluator.standing());
}

engine::Proposal Runner::propose(const engine::Obstacle& obstacle, std::span<const engine::FreshItem> fresh) {
  impl_->evaluate_edited();
  return impl_->evaluator.propose(obstacle, fresh);
}

base::Expected<engine::Evaluator::ShownValue, RunFailure> Runner::show(plan::NodeId root, const Text* snapshot, const Question& question) {
  impl_->given[0].is_given = false;
  if (snapshot != nullptr) {
    if (auto failure = give(0, *snapshot)) return base::Unexpected{std::move(*failure)};
  }
  const auto decision = impl_->evaluate(question);
  // An expression has a value whether or not there is anything to decide.
  if (!decision && decision.error().kind != engine::RunError::Kind::nothing_decided) {
    return base::Unexpected{RunFailure{beyond_limit(decision.error(), impl_->limits), std::nullopt}};
  }
  return impl_->explanation(impl_->evaluator.show(root, impl_->sources, impl_->names));
}

// ---- edits

std::optional<RunFailure> Runner::begin(const Text& snapshot, const Question& question) {
  if (auto failure = impl_->read(0, snapshot)) return failure;
  impl_->first_line = snapshot.first_line;
  (void)impl_->evaluate(question);
  return std::nullopt;
}

base::Expected<Change, RunFailure> Runner::update(std::size_t input, std::string_view pointer, std::string_view json) {
  const auto start = Impl::Clock::now();
  Impl::Given& slot = impl_->given.at(input);
  const auto edit = slot.is_given ? impl_->reader.update(slot.document, pointer, json) : base::Unexpected{engine::EditError{}};
  if (!edit) return base::Unexpected{to_failure(edit.error(), slot.name.document, pointer, false)};
  return impl_->judge_again(*edit, start);
}

base::Expected<Change, RunFailure> Runner::remove(std::size_t input, std::string_view pointer) {
  const auto start = Impl::Clock::now();
  Impl::Given& slot = impl_->given.at(input);
  const auto edit = slot.is_given ? impl_->reader.remove(slot.document, pointer) : base::Unexpected{engine::EditError{}};
  if (!edit) return base::Unexpected{to_failure(edit.error(), slot.name.document, pointer, true)};
  return impl_->judge_again(*edit, start);
}

base::Expected<engine::Report, RunFailure> Runner::report() {
  const auto decision = impl_->evaluate(Question(impl_->asked));
  for (Impl::Given& slot : impl_->given)
    if (slot.is_given) slot.sha256 = engine::sha256(slot.document.text());
  if (!decision) return base::Unexpected{impl_->failure_of(decision.error())};
  auto report = impl_->report();
  if (!report) return base::Unexpected{impl_->failure_of(report.error(), *decision)};
  if (impl_->first_line != 1) move_down(*report, impl_->first_line - 1);
  return *std::move(report);
}

bool Runner::has_read_clock() const { return impl_->evaluator.has_read_clock(); }

std::vector<engine::Outcome> Runner::outcomes() const { return impl_->evaluator.outcomes(); }

std::string Runner::text(std::size_t input) const {
  const Impl::Given& slot = impl_->given.at(input);
  return slot.is_given ? slot.document.edited_text() : std::string();
}

Mistakes with_text(RunFailure failure, const Text& text) {
  Mistakes mistakes;
  // SourceMap counts bytes in 32 bits; of a document beyond that the message has to do.
  if (failure.offset && text.has_lines && text.text.size() < UINT32_MAX) {
    const base::FileId file = mistakes.sources.add(text.name, std::string(text.text));
    const auto begin = static_cast<std::uint32_t>(*failure.offset);
    failure.diagnostic.span = {file, begin, begin + 1};
  }
  mistakes.diagnostics.push_back(std::move(failure.diagnostic));
  return mistakes;
}

}  // namespace nexus::workspace
