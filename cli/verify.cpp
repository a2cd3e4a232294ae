#include "cli/verify.h"

#include "base/diagnostics/catalogue.h"
#include "cli/exit_code.h"
#include "cli/judge.h"
#include "cli/prepare.h"
#include "cli/terminal.h"
#include "report/page.h"
#include "workspace/files.h"
#include "workspace/limits.h"
#include "workspace/record/compare.h"
#include "workspace/record/hosts.h"
#include "workspace/record/record.h"
#include "workspace/select.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;
using report::Tone;
using workspace::DecisionRecord;
using workspace::RecordedResult;
using workspace::RecordedText;

constexpr int exit_different = 1;
constexpr std::size_t text_column = 10;

/// What came of a record when it was decided again.
struct Again {
  std::vector<std::string> policies;  ///< as the call names them
  std::vector<engine::Report> reports;
  std::vector<std::vector<std::string>> differences;  ///< by snapshot
  std::vector<std::string> notes;                     ///< what is not of then, and need not matter
  [[nodiscard]] bool is_same() const { return std::ranges::all_of(differences, &std::vector<std::string>::empty); }
};

std::string shown(const std::string& file) {
  return file == workspace::stdin_argument ? std::string(workspace::stdin_name) : file;
}

std::string names_of(const DecisionRecord& record) {
  std::string names;
  for (const workspace::RecordedResult& result : record.results)
    names.append(names.empty() ? "" : ", ").append(shown(result.snapshot));
  return names;
}

class Verification {
 public:
  Verification(const VerifyArguments& arguments, std::string name) : arguments_(arguments), name_(std::move(name)) {}

  int run(std::string_view text) {
    auto record = workspace::read_record(name_, text);
    if (!record) return fail(record.error());
    const auto again = decide_again(*record);
    if (!again) return exit_failed;
    const std::vector<std::string> changed =
        arguments_.files ? changed_files(*record, *again) : std::vector<std::string>{};
    std::string result;
    if (!arguments_.quiet) show(*record, *again, changed, result);
    if (write_result(result) == Delivery::failed) return exit_failed;
    return again->is_same() && changed.empty() ? 0 : exit_different;
  }

 private:
  std::optional<Again> decide_again(const DecisionRecord& record) {
    std::vector<std::string> words{"eval"};
    words.insert(words.end(), record.call.begin(), record.call.end());
    const Command command = parse_arguments(std::move(words));
    if (const auto* mistake = std::get_if<UsageMistake>(&command))
      return complain(mistake->diagnostic, arguments_.colour), undecided(record);
    const auto* call = std::get_if<EvalArguments>(&command);
    const auto now = workspace::parse_moment(record.now);
    const bool same_snapshots =
        call != nullptr && std::ranges::equal(call->snapshots, record.results, {}, {}, &RecordedResult::snapshot);
    if (!same_snapshots || !now)
      return (void)fail({diagnostics::record_damaged(
                 {}, name_,
                 same_snapshots ? "its `now` is no time" : "its results are of other snapshots than its call")}),
             std::nullopt;

    EvalArguments arguments = *call;
    arguments.colour = arguments_.colour;
    arguments.detail = report::Detail::decision;  // warnings were for those who decided
    // A record may be anybody's: what it asks of this machine, whoever verifies it allows.
    for (const workspace::LimitForm& limit : workspace::limit_forms()) {
      std::uint64_t& value = arguments.limits.*limit.value;
      const std::uint64_t most = arguments_.limits.*limit.value;
      if (value > most)
        raised_ +=
            " --limit " + std::string(limit.name) + "=" + workspace::limit_text(limit, std::exchange(value, most));
    }
    workspace::RecordedHost host(record, name_, *now);
    const auto prepared = prepare(arguments, host);
    if (!prepared) return undecided(record);
    auto reports = judge_snapshots(arguments, *prepared);
    if (!reports) return undecided(record);
    Again again = compare(record, arguments, *std::move(reports));
    again.policies = std::move(arguments.policies);
    std::vector<std::string> unread = host.unread();
    const auto imported = prepared->policy->library();
    for (const RecordedText& file : record.library)
      if (std::ranges::find(imported, std::string_view(file.file), &stdlib::EmbeddedFile::path) == imported.end())
        unread.push_back(file.file);
    for (const std::string& file : unread)
      again.differences.front().push_back("`" + file + "` stands in it, and nothing reads that");
    return again;
  }

  std::optional<Again> undecided(const DecisionRecord& record) const {
    base::Diagnostic diagnostic = diagnostics::record_without_decision({}, name_);
    if (record.nexus != NEXUS_VERSION)
      diagnostic.helps.push_back("nexus " + record.nexus + " recorded it, and this is nexus " NEXUS_VERSION);
    if (!raised_.empty())
      diagnostic.helps.push_back("it was decided within greater limits, which are taken only if they are given:" +
                                 (" `nexus verify" + raised_) + "`");
    complain(diagnostic, arguments_.colour);
    return std::nullopt;
  }

  static Again compare(const DecisionRecord& record, const EvalArguments& arguments,
                       std::vector<engine::Report> reports) {
    Again again;
    const int code = exit_code(report::most_severe(reports), arguments.fail_on);
    if (record.nexus != NEXUS_VERSION)
      again.notes.push_back("nexus " + record.nexus + " recorded it, and this is nexus " NEXUS_VERSION);
    if (const std::string& zones = reports.front().zone_database; zones != record.zone_database)
      again.notes.push_back("the time zones are those of " + zones + ", and were those of " + record.zone_database);
    for (const RecordedText& file : record.library)
      if (!ships(file))
        again.notes.push_back("`" + file.file + "` of the standard library is not the one that ships with this nexus");
    for (std::size_t i = 0; i < reports.size(); ++i) {
      engine::Report& report = reports[i];
      report.zone_database = record.zone_database;
      std::vector<std::string> words =
          workspace::differences(record.results[i], workspace::recorded_result(record.results[i].snapshot, report));
      if (i == 0 && code != record.exit_code)
        words.push_back("the exit code is " + std::to_string(code) + ", and was " + std::to_string(record.exit_code));
      if (i == 0 && report.now != record.now)
        words.push_back("`now` is " + report.now + ", and the record says " + record.now);
      again.differences.push_back(std::move(words));
    }
    again.reports = std::move(reports);
    return again;
  }

  static bool ships(const RecordedText& file) {
    const auto library = workspace::system_host().library();
    const auto own = std::ranges::find(library, std::string_view(file.file), &stdlib::EmbeddedFile::path);
    return own != library.end() && own->text == file.text;
  }

  /// Of the files that were read, what has become of those that are others here; and what would be read besides.
  [[nodiscard]] std::vector<std::string> changed_files(const DecisionRecord& record, const Again& again) const {
    std::vector<std::string> changed;
    for (const RecordedText& recorded : record.texts) {
      if (recorded.file == workspace::stdin_argument) continue;
      const auto text = workspace::read_file(recorded.file, workspace::snapshot_size(arguments_.limits));
      if (!text)
        changed.push_back(recorded.file + " cannot be compared: " + text.error().message);
      else if (*text != recorded.text)
        changed.push_back(recorded.file + " is another one here");
    }
    base::DiagnosticSink sink;
    for (const std::string& policy : workspace::find_policies(again.policies, sink))
      if (std::ranges::find(record.policies, policy) == record.policies.end())
        changed.push_back(policy + " is new here");
    if (changed.empty())
      for (const base::Diagnostic& problem : sink.all()) changed.push_back(problem.message);
    return changed;
  }

  void show(const DecisionRecord& record, const Again& again, const std::vector<std::string>& changed,
            std::string& out) const {
    report::Page page(out, colour_of_results(arguments_.colour), 80);
    const bool same = again.is_same();
    page.line(text_column, same ? "SAME" : "DIFFERS", same ? Tone::good : Tone::bad);
    if (!same) page.prose("from the record:");
    page.prose(record.decision, Tone::strong).prose("on").prose(names_of(record));
    if (same) page.line(text_column).prose("decided again from the record alone, with the same report");
    const auto tell = [&](std::string_view word, const std::string& words, Tone tone) {
      page.line(text_column, word, tone).prose(words);
    };
    for (std::size_t i = 0; i < again.differences.size(); ++i) {
      if (again.differences.size() > 1 && !again.differences[i].empty())
        tell({}, record.results[i].snapshot + ":", Tone::plain);
      for (const std::string& words : again.differences[i])
        page.line(text_column + 2, "-", Tone::plain, text_column).prose(words);
    }
    for (const std::string& words : changed) tell("file", words, Tone::bad);
    if (arguments_.files && changed.empty()) tell("files", "all that were read are the same here", Tone::good);
    for (const std::string& words : again.notes) tell("note", words, Tone::caution);
    tell("recorded",
         "by nexus " + record.nexus + ", at " + record.now + ", of " + std::to_string(record.texts.size()) +
             (record.texts.size() == 1 ? " text" : " texts"),
         Tone::faint);
    page.finish();
  }

  int fail(const std::vector<base::Diagnostic>& problems) const {
    complain(problems, {}, arguments_.colour);
    return exit_failed;
  }

  const VerifyArguments& arguments_;
  std::string name_;
  std::string raised_;  ///< limits of the record that go beyond ours, as options
};

}  // namespace

int run_verify(const VerifyArguments& arguments) {
  const auto text = workspace::read_file(arguments.record, workspace::snapshot_size(arguments.limits));
  if (!text) return complain(text.error(), arguments.colour), exit_failed;
  const bool is_stdin = arguments.record == workspace::stdin_argument;
  return Verification(arguments, is_stdin ? std::string(workspace::stdin_name) : arguments.record).run(*text);
}

}  // namespace nexus::cli
