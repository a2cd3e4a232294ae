#include "cli/stream.h"

#include "base/diagnostics/catalogue.h"
#include "base/source_map.h"
#include "cli/exit_code.h"
#include "cli/line_reader.h"
#include "cli/results.h"
#include "cli/terminal.h"
#include "report/format.h"
#include "report/json.h"
#include "workspace/files.h"
#include "workspace/pending_file.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

constexpr std::size_t enough_to_write = std::size_t{64} << 10U;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

class Stream {
 public:
  /// The answers go to `output`, where there is one, which is not published here, else to standard output.
  Stream(const EvalArguments& arguments, const Prepared& prepared, const workspace::ReadableFile& file,
         workspace::PendingFile* output)
      : arguments_(arguments),
        prepared_(prepared),
        file_(file),
        output_(output),
        // Nobody looks at a file in a hurry: -q is for standard output.
        only_decisions_(output == nullptr && arguments.detail == report::Detail::decision),
        lines_(file.descriptor(), arguments.limits.line_size),
        runner_(*prepared.policy) {
    options_.detail = arguments.detail;
  }

  int evaluate() {
    if (!give_inputs(prepared_, runner_, arguments_.colour)) return exit_failed;
    for (;;) {
      // Whoever feeds us a line at a time gets each answer before we wait for the next one.
      if ((!lines_.has_line() || results_.size() >= enough_to_write) && !flush()) return exit_failed;
      std::string_view line;
      const LineReader::Got got = lines_.next(line);
      if (got == LineReader::Got::end) break;
      if (got == LineReader::Got::failed)
        return fail(diagnostics::file_unreadable({}, file_.name(), workspace::system_words(lines_.error())));
      ++number_;
      if (got == LineReader::Got::line && is_blank(line)) continue;
      const bool judged = got == LineReader::Got::too_long ? refuse_long_line() : judge(line);
      if (!judged && arguments_.strict) return flush(), exit_failed;
    }
    if (!flush()) return exit_failed;
    if (judged_ == 0)
      return fail(diagnostics::stream_without_document({}, file_.name())
                      .with_help("with `--jsonl` each line is one snapshot; one that is laid out over several lines is "
                                 "judged without it, or put on one line by `jq -c .`"));
    return exit_code(decision_, arguments_.fail_on);
  }

 private:
  /// False where the line has no verdict.
  bool judge(std::string_view line) {
    workspace::Text text{file_.name(), line};
    text.first_line = static_cast<std::uint32_t>(std::min<std::uint64_t>(number_, UINT32_MAX));
    std::string changed;
    if (!prepared_.edits.empty()) {
      auto edited = workspace::edited(prepared_.edits, text, arguments_.limits);
      if (!edited) return refuse(edited.error(), line);
      changed = *std::move(edited);
      text.text = changed;
    }
    if (only_decisions_) {
      const auto decision = runner_.decide(text, prepared_.question);
      if (!decision) return refuse(decision.error(), text.text);
      results_.append(base::level_name(*decision)).append("\n");
      return count(*decision);
    }
    auto report = runner_.run(text, prepared_.question);
    if (!report) return refuse(report.error(), text.text);
    add_notices(*report, arguments_, prepared_);
    options_.line = number_;
    report::render_json_lines({&*report, 1}, options_, results_);
    return count(report->decision);
  }

  bool count(base::Level decision) {
    ++judged_;
    decision_ = base::graver(decision_, decision);
    return true;
  }

  bool refuse_long_line() {
    return refuse({workspace::file_too_large("line " + std::to_string(number_), workspace::line_size(arguments_.limits)), {}}, {});
  }

  bool refuse(const workspace::RunFailure& failure, std::string_view line) {
    const std::size_t column = failure.offset ? base::line_column(line, *failure.offset).column : 0;
    // One line for one line: the whole of it may be megabytes. How to move a limit is said, for it holds for every line.
    base::Diagnostic diagnostic = failure.diagnostic;
    std::string place = file_.name() + ':' + std::to_string(number_);
    if (column != 0) place += ':' + std::to_string(column);
    diagnostic.message = place + ": " + diagnostic.message;
    std::erase_if(diagnostic.helps, [](const std::string& help) { return !workspace::is_limit_advice(help); });
    complain(diagnostic, arguments_.colour);

    decision_ = base::graver(decision_, base::Level::hold);
    if (only_decisions_) {
      results_.append(base::level_name(base::Level::hold)).append("\n");
    } else {
      report::render_json_line(
          {.line = number_, .code = failure.diagnostic.code, .message = failure.diagnostic.message, .column = column},
          results_);
    }
    return false;
  }

  /// Writes what there is. Where nobody reads any more there is no sense in going on, nor a verdict on the rest.
  bool flush() {
    const std::string results = std::exchange(results_, {});
    if (output_ == nullptr) return write_result(results) == Delivery::complete;
    const auto problem = output_->write(results);
    if (problem) complain(*problem, arguments_.colour);
    return !problem;
  }

  int fail(const base::Diagnostic& diagnostic) {
    (void)flush();
    complain(diagnostic, arguments_.colour);
    return exit_failed;
  }

  const EvalArguments& arguments_;
  const Prepared& prepared_;
  const workspace::ReadableFile& file_;
  workspace::PendingFile* output_;
  bool only_decisions_;
  LineReader lines_;
  workspace::Runner runner_;
  report::Options options_;
  std::string results_;
  std::uint64_t number_ = 0;  // of the current line
  std::uint64_t judged_ = 0;
  base::Level decision_ = base::Level::allow;
};

/// The files that the stream's answers must not replace.
std::vector<std::string> sources_of(const EvalArguments& arguments, const Prepared& prepared) {
  std::vector<std::string> sources = arguments.params_files;
  sources.insert(sources.end(), arguments.snapshots.begin(), arguments.snapshots.end());
  for (const engine::SourceReport& policy : prepared.policy->digests()) sources.push_back(policy.file);
  for (const GivenInput& input : prepared.inputs) sources.push_back(input.file);
  if (prepared.history) sources.push_back(prepared.history->file);
  return sources;
}

/// The answers as a file, which appears when all of them are there.
int evaluate_into(const std::string& path, const EvalArguments& arguments, const Prepared& prepared,
                  const workspace::ReadableFile& file) {
  if (!spares(sources_of(arguments, prepared), path, arguments.colour)) return exit_failed;
  auto output = workspace::PendingFile::create(path);
  if (!output) return complain(output.error(), arguments.colour), exit_failed;
  const int code = Stream(arguments, prepared, file, &*output).evaluate();
  if (code == exit_failed) return code;
  if (const auto problem = output->publish()) return complain(*problem, arguments.colour), exit_failed;
  return code;
}

}  // namespace

int evaluate_stream(const EvalArguments& arguments, const Prepared& prepared) {
  const auto file = workspace::ReadableFile::open(arguments.snapshots.empty() ? std::string(workspace::stdin_argument)
                                                                              : arguments.snapshots.front());
  if (!file) return complain(file.error(), arguments.colour), exit_failed;
  if (!arguments.formats.empty() && !arguments.formats.front().file.empty())
    return evaluate_into(arguments.formats.front().file, arguments, prepared, *file);
  return Stream(arguments, prepared, *file, nullptr).evaluate();
}

}  // namespace nexus::cli
