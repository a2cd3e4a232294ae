#include "base/diagnostics/catalogue.h"
#include "base/overloaded.h"
#include "cli/arguments.h"
#include "cli/check.h"
#include "cli/collect.h"
#include "cli/complete.h"
#include "cli/doc.h"
#include "cli/eval.h"
#include "cli/exit_code.h"
#include "cli/explain.h"
#include "cli/fmt.h"
#include "cli/graph.h"
#include "cli/init.h"
#include "cli/manual.h"
#include "cli/next.h"
#include "cli/repl.h"
#include "cli/replay.h"
#include "cli/stdlib.h"
#include "cli/terminal.h"
#include "cli/test.h"
#include "cli/verify.h"

#include <csignal>
#include <exception>
#include <string>
#include <variant>
#include <vector>

namespace {

using namespace nexus;
using namespace nexus::cli;

int run(const Command& command) {
  return std::visit(base::overloaded{
                        [](const EvalArguments& arguments) { return run_eval(arguments); },
                        [](const ReplayArguments& arguments) { return run_replay(arguments); },
                        [](const GraphArguments& arguments) { return run_graph(arguments); },
                        [](const ExplainArguments& arguments) { return run_explain(arguments); },
                        [](const DocArguments& arguments) { return run_doc(arguments); },
                        [](const NextArguments& arguments) { return run_next(arguments); },
                        [](const CheckArguments& arguments) { return run_check(arguments); },
                        [](const TestArguments& arguments) { return run_test(arguments); },
                        [](const FmtArguments& arguments) { return run_fmt(arguments); },
                        [](const InitArguments& arguments) { return run_init(arguments); },
                        [](const ReplArguments& arguments) { return run_repl(arguments); },
                        [](const StdlibArguments& arguments) { return run_stdlib(arguments); },
                        [](const CollectArguments& arguments) { return run_collect(arguments); },
                        [](const VerifyArguments& arguments) { return run_verify(arguments); },
                        [](const ManualArguments& arguments) { return run_manual(arguments); },
                        [](const CompletionsArguments& arguments) { return run_completions(arguments); },
                        [](const CompleteArguments& arguments) { return run_complete(arguments); },
                        [](const Words& words) { return write_result(words.text) == Delivery::failed ? exit_failed : 0; },
                        [](const UsageMistake& mistake) {
                          complain(mistake.diagnostic, ColourWish::automatic);
                          return exit_failed;
                        },
                    },
                    command);
}

}  // namespace

int main(int argc, char** argv) {
  hold_standard_streams();
  // A reader that is gone shows as EPIPE where we write, so that the exit code stays ours.
  (void)std::signal(SIGPIPE, SIG_IGN);
  (void)std::signal(SIGXFSZ, SIG_IGN);  // so does a file that may not grow any more, as EFBIG
  try {
    return run(parse_arguments(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc)));
  } catch (const std::exception& error) {
    // Out of memory, or our own mistake: either way nothing was decided, and scripts must see that.
    complain(base::diagnostics::internal_error({}, error.what()), ColourWish::automatic);
    return exit_failed;
  }
}
