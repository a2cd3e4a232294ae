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

#include <algorithm>
#include <string>
#include <utility>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

constexpr std::size_t enough_to_write = std::size_t{64} << 10U;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

class Stream {
 public:
  Stream(const EvalArguments& arguments, const Prepared& prepared, const workspace::ReadableFile& file)
      : arguments_(arguments), prepared_(prepared), file_(file), lines_(file.descriptor(), arguments.limits.line_size), runner_(*prepared.policy) {
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
      if (got == LineReader::Got::failed) return fail(diagnostics::file_unreadable({}, file_.name(), workspace::system_words(lines_.error())));
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
      auto edited = workspace::edited(prepared_.edits, text);
      if (!edited) return refuse(edited.error(), line);
      changed = *std::move(edited);
      text.text = changed;
    }
    if (arguments_.detail == report::Detail::decision) {
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
    // One line for one line: the whole of it may be megabytes.
    base::Diagnostic diagnostic = failure.diagnostic;
    std::string place = file_.name() + ':' + std::to_string(number_);
    if (column != 0) place += ':' + std::to_string(column);
    diagnostic.message = place + ": " + diagnostic.message;
    diagnostic.helps.clear();
    complain(diagnostic, arguments_.colour);

    decision_ = base::graver(decision_, base::Level::hold);
    if (arguments_.detail == report::Detail::decision) {
      results_.append(base::level_name(base::Level::hold)).append("\n");
    } else {
      report::render_json_line({.line = number_, .code = failure.diagnostic.code, .message = failure.diagnostic.message, .column = column}, results_);
    }
    return false;
  }

  /// Writes what there is. Where nobody reads any more there is no sense in going on, nor a verdict on the rest.
  bool flush() {
    const Delivery delivery = write_result(results_);
    results_.clear();
    return delivery == Delivery::complete;
  }

  int fail(const base::Diagnostic& diagnostic) {
    (void)flush();
    complain(diagnostic, arguments_.colour);
    return exit_failed;
  }

  const EvalArguments& arguments_;
  const Prepared& prepared_;
  const workspace::ReadableFile& file_;
  LineReader lines_;
  workspace::Runner runner_;
  report::Options options_;
  std::string results_;
  std::uint64_t number_ = 0;  // of the current line
  std::uint64_t judged_ = 0;
  base::Level decision_ = base::Level::allow;
};

}  // namespace

int evaluate_stream(const EvalArguments& arguments, const Prepared& prepared) {
  const auto file = workspace::ReadableFile::open(arguments.snapshots.empty() ? std::string(workspace::stdin_argument) : arguments.snapshots.front());
  if (!file) {
    complain(file.error(), arguments.colour);
    return exit_failed;
  }
  return Stream(arguments, prepared, *file).evaluate();
}

}  // namespace nexus::cli
