#include "cli/explain.h"

#include "base/diagnostics/catalogue.h"
#include "base/diagnostics/pages.h"
#include "cli/exit_code.h"
#include "cli/prepare.h"
#include "cli/results.h"
#include "cli/snapshot.h"
#include "cli/terminal.h"
#include "report/diagnostic_page.h"
#include "report/explanation.h"
#include "workspace/explain.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

// ---- codes

int explain_code(const ExplainArguments& arguments) {
  const auto pages = diagnostics::pages();
  const auto page = std::ranges::find(pages, arguments.rule + ".md", &diagnostics::Page::file);
  if (page == pages.end()) {
    complain(diagnostics::bad_usage({}, "there is no diagnostic `" + arguments.rule + "`").with_help("codes stand in brackets after `error` and `warning`: NX1 syntax, NX2 names and types, NX3 lints, NX4 input, NX5 evaluation"), arguments.colour);
    return exit_failed;
  }
  std::string text;
  report::render_diagnostic_page(page->text, {.colour = colour_of_results(arguments.colour)}, text);
  return write_result(text) == Delivery::failed ? exit_failed : 0;
}

// ---- rules

std::string rendered(const engine::Report& report, const ExplainArguments& arguments) {
  std::string text;
  if (arguments.as_json) {
    report::find_format("json")->render({&report, 1}, {}, text);
    return text;
  }
  if (report.rules.empty()) return "every rule passes or does not apply; name one to see how: `nexus explain RULE …`\n";
  report::render_explanation(report, {.detail = arguments.detail, .colour = colour_of_results(arguments.colour)}, text);
  return text;
}

int explain_rules(const ExplainArguments& arguments) {
  if (arguments.snapshots.empty()) {
    complain(diagnostics::no_snapshot({}).with_help("name one with `-s FILE`, or `-s -` for standard input"), arguments.colour);
    return exit_failed;
  }
  const auto prepared = prepare(arguments);
  if (!prepared) return exit_failed;
  const workspace::TracedPolicy traced = workspace::trace(*prepared->policy);
  workspace::Runner runner(traced);
  const bool given = give_inputs(*prepared, runner, arguments.colour);
  const auto snapshot = read_snapshot(arguments.snapshots.front(), arguments, *prepared);
  if (!given || !snapshot) return exit_failed;
  const workspace::Text text{snapshot->name, snapshot->text};
  const auto report = workspace::explain(traced, runner, text, prepared->question, arguments.rule);
  if (!report) return complain(report.error(), arguments.colour), exit_failed;
  return write_result(rendered(*report, arguments)) == Delivery::failed ? exit_failed : 0;
}

}  // namespace

int run_explain(const ExplainArguments& arguments) { return arguments.is_code ? explain_code(arguments) : explain_rules(arguments); }

}  // namespace nexus::cli
