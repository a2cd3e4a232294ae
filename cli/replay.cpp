#include "cli/replay.h"

#include "base/diagnostics/catalogue.h"
#include "base/source_map.h"
#include "cli/exit_code.h"
#include "cli/line_reader.h"
#include "cli/prepare.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "report/replay.h"
#include "workspace/files.h"
#include "workspace/replay.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

class Run {
 public:
  Run(const ReplayArguments& arguments, const Prepared& prepared, const workspace::ReadableFile& file)
      : arguments_(arguments), prepared_(prepared), file_(file), replay_(*prepared.policy), progress_(file.size()) {}

  int run() {
    for (const GivenInput& input : prepared_.inputs) {
      const workspace::Text text{input.file, input.text};
      if (auto failure = replay_.give(input.number, text)) return complain(workspace::with_text(std::move(*failure), text), arguments_.colour), exit_failed;
    }
    std::optional<std::vector<engine::LabelReplay>> labels;
    if (!arguments_.labels.empty() && !read_labels(labels)) return exit_failed;
    if (!read_lines()) return exit_failed;
    progress_.end();
    if (replay_.steps() == 0) return complain(diagnostics::history_empty({}, file_.name()), arguments_.colour), exit_failed;
    return show(replay_.finish(file_.name(), std::move(labels)));
  }

 private:
  bool read_labels(std::optional<std::vector<engine::LabelReplay>>& into) {
    const auto text = workspace::read_file(arguments_.labels, workspace::snapshot_size(arguments_.limits));
    if (!text) return complain(text.error(), arguments_.colour), false;
    auto labels = workspace::read_labels(*text, arguments_.labels, file_.name());
    if (!labels) return complain(labels.error(), arguments_.colour), false;
    into = *std::move(labels);
    return true;
  }

  bool read_lines() {
    LineReader lines(file_.descriptor(), arguments_.limits.line_size);
    std::uint32_t number = 0;
    for (;;) {
      std::string_view line;
      const LineReader::Got got = lines.next(line);
      if (got == LineReader::Got::end) return true;
      if (got == LineReader::Got::failed) return fail(diagnostics::file_unreadable({}, file_.name(), workspace::system_words(lines.error())));
      ++number;
      if (got == LineReader::Got::too_long)
        return fail(workspace::file_too_large("line " + std::to_string(number), workspace::line_size(arguments_.limits)));
      progress_.add(line.size() + 1);
      if (is_blank(line)) continue;
      if (auto failure = replay_.step(file_.name(), number, line, prepared_.question)) return refuse(std::move(*failure), number, line);
    }
  }

  /// A history must be whole: what a line would have said could be what matters.
  bool refuse(workspace::RunFailure failure, std::uint32_t number, std::string_view line) {
    base::Diagnostic diagnostic = std::move(failure.diagnostic);
    if (failure.offset) {
      const std::size_t column = base::line_column(line, *failure.offset).column;
      diagnostic.message = file_.name() + ':' + std::to_string(number) + ':' + std::to_string(column) + ": " + diagnostic.message;
    }
    return fail(diagnostic);
  }

  bool fail(const base::Diagnostic& diagnostic) {
    progress_.end();
    complain(diagnostic, arguments_.colour);
    return false;
  }

  int show(const engine::ReplayReport& report) const {
    std::string out;
    report::Options options;
    options.detail = arguments_.detail;
    if (!arguments_.formats.empty() && arguments_.formats.front().format->name == "json")
      report::render_replay_json(report, out);
    else
      report::render_replay_text(report, options, out);
    return write_result(out) == Delivery::failed ? exit_failed : 0;
  }

  const ReplayArguments& arguments_;
  const Prepared& prepared_;
  const workspace::ReadableFile& file_;
  workspace::Replay replay_;
  Progress progress_;
};

}  // namespace

int run_replay(const ReplayArguments& arguments) {
  EvalArguments without_history = arguments;
  without_history.history.clear();  // it is read as a stream
  const auto prepared = prepare(without_history);
  if (!prepared) return exit_failed;
  const auto file = workspace::ReadableFile::open(arguments.history);
  if (!file) return complain(file.error(), arguments.colour), exit_failed;
  return Run(arguments, *prepared, *file).run();
}

}  // namespace nexus::cli
