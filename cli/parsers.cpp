#include "cli/parsers.h"

#include "base/values/text.h"
#include "cli/option_values.h"

// The only translation unit with CLI11: it takes seconds to compile.
#include <CLI/CLI.hpp>

#include <algorithm>

namespace nexus::cli {

namespace {

/// An option that may be given several times, each time with one value, so that it leaves the policies after it alone.
void add_list(CLI::App& app, const std::string& names, std::vector<std::string>& into) {
  app.add_option(names, into)->expected(1)->take_all()->allow_extra_args(false);
}

void add_limits(Parser& parser) { add_list(parser.app, "--limit", parser.limits); }

/// What is compiled: policies and their params.
template <class Arguments>
void add_policies(CLI::App& app, Arguments& arguments) {
  app.add_option("POLICY", arguments.policies);
  add_list(app, "--param", arguments.assignments);
  add_list(app, "--params", arguments.params_files);
}

/// What it is judged on, besides snapshots.
void add_documents(CLI::App& app, EvalArguments& arguments) {
  add_list(app, "--input", arguments.inputs);
  app.add_option("--history", arguments.history);
}

/// One snapshot, or some, at a moment of one's choice.
void add_snapshots(CLI::App& app, EvalArguments& arguments) {
  add_list(app, "-s,--snapshot", arguments.snapshots);
  add_list(app, "--set", arguments.edits);
  app.add_option("--now", arguments.now);
}

/// Why a command takes no snapshot; empty for one that does, and for one that has nothing to do with them.
std::string_view without_snapshot(std::string_view command) {
  if (command == "test") return "a test says itself what it is given: leave out `-s`";
  if (command == "verify") return "the record holds the snapshots: leave out `-s`";
  if (command == "replay") return "a replay takes its snapshots from `--history`";
  return {};
}

}  // namespace

Parser::Parser() : owned(std::make_unique<CLI::App>()) {
  app.set_help_flag("");
  app.add_flag("-h,--help", help);
  app.add_flag("-q,--quiet", quiet);
  app.add_option("--color", colour);
  add_list(app, "--format", formats);
  choose("--color", {"auto", "always", "never"});
}

Parser::~Parser() = default;

std::vector<Option> Parser::options() const {
  std::vector<Option> options;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      Option known{.name = "--" + name,
                   .short_name = {},
                   .takes_value = option->get_items_expected_max() > 0,
                   .repeats = option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll};
      if (!option->get_snames().empty()) known.short_name = "-" + option->get_snames().front();
      if (const auto words = choices.find(known.name); words != choices.end()) known.choices = words->second;
      options.push_back(std::move(known));
    }
  }
  return options;
}

bool Parser::has(const std::string& option) const { return app.get_option(option)->count() != 0; }

EvalParser::EvalParser() {
  choose_format(report::formats());
  choose("--fail-on", {"warn", "hold", "block", "rollback", "never"});
  add_policies(app, arguments);
  add_limits(*this);
  add_documents(app, arguments);
  add_snapshots(app, arguments);
  add_list(app, "-e,--expression", arguments.expressions);
  add_list(app, "--only", arguments.only);
  app.add_option("--phase", arguments.phase);
  app.add_option("--fail-on", fail_on);
  app.add_flag("--jsonl", arguments.jsonl);
  app.add_flag("--strict", arguments.strict);
  app.add_option("--record", arguments.record);
  app.add_option("-j,--jobs", arguments.jobs)->check(CLI::Range(std::size_t{1}, std::size_t{1024}));
  app.add_flag("-v,--verbose", verbose);
}

ReplayParser::ReplayParser() {
  choose("--format", text_or_json);
  add_policies(app, arguments);
  add_limits(*this);
  add_documents(app, arguments);
  app.add_option("--labels", arguments.labels);
  add_list(app, "--only", arguments.only);
  app.add_option("--phase", arguments.phase);
}

GraphParser::GraphParser() {
  choose_format(report::graph_formats());
  add_policies(app, arguments);
  add_limits(*this);
  add_documents(app, arguments);
  add_snapshots(app, arguments);
}

ExplainParser::ExplainParser() {
  choose("--format", text_or_json);
  add_policies(app, arguments);
  add_limits(*this);
  add_documents(app, arguments);
  add_snapshots(app, arguments);
  app.add_option("--phase", arguments.phase);
  app.add_flag("-v,--verbose", verbose);
}

DocParser::DocParser() {
  choose_format(report::doc::formats());
  add_policies(app, arguments);
  add_limits(*this);
  app.add_option("--now", arguments.now);
  app.add_option("-o,--output", output);
}

NextParser::NextParser() {
  choose("--format", text_or_json);
  add_policies(app, arguments);
  add_limits(*this);
  add_documents(app, arguments);
  add_snapshots(app, arguments);
  add_list(app, "--only", arguments.only);
  app.add_option("--phase", arguments.phase);
  app.add_option("--apply", arguments.apply);
  app.add_flag("--json", arguments.as_json);
  app.add_flag("-v,--verbose", verbose);
}

CheckParser::CheckParser() {
  choose("--format", text_or_json);
  add_policies(app, arguments);
  add_limits(*this);
  app.add_option("--now", arguments.now);
  app.add_flag("--deny-warnings", arguments.deny_warnings);
  app.add_flag("--cost", arguments.cost);
  app.add_option("-s,--snapshot", arguments.snapshot);
}

TestParser::TestParser() {
  choose_format(report::test_formats());
  add_policies(app, arguments);
  add_limits(*this);
  add_list(app, "-k,--filter", arguments.filters);
  app.add_flag("--coverage", arguments.coverage);
  app.add_option("--min-coverage", min_coverage);
  app.add_flag("-x,--fail-fast", arguments.fail_fast);
  app.add_flag("--list", arguments.list);
  app.add_flag("--watch", arguments.watch);
  app.add_flag("-v,--verbose", verbose);
}

ReplParser::ReplParser() {
  app.remove_option(app.get_option("--format"));
  app.remove_option(app.get_option("--quiet"));
  playground::ReplRequest& request = arguments.request;
  add_policies(app, request);
  app.add_option("-s,--snapshot", request.snapshot);
  add_list(app, "--input", request.inputs);
  app.add_option("--history", request.history);
  app.add_option("--now", request.now);
  app.add_flag("--tutorial", request.tutorial);
  app.add_flag("--tui", request.full_screen);
  app.add_flag("--echo", request.echo);
}

StdlibParser::StdlibParser() {
  choose("--format", text_or_json);
  app.add_option("WORDS", words);
  app.add_flag("--force", arguments.force);
}

InitParser::InitParser() {
  app.remove_option(app.get_option("--format"));  // a policy is what there is
  app.add_option("SNAPSHOT", positional);
  add_list(app, "-s,--snapshot", arguments.snapshots);
  app.add_option("-o,--output", arguments.policy);
  app.add_flag("--jsonl", arguments.jsonl);
  app.add_flag("--force", arguments.force);
}

FmtParser::FmtParser() {
  app.remove_option(app.get_option("--format"));  // there is nothing to choose from
  app.add_option("FILE", arguments.files);
  add_limits(*this);
  app.add_flag("--check", check);
  app.add_flag("--write", write);
}

VerifyParser::VerifyParser() {
  app.remove_option(app.get_option("--format"));
  app.add_option("RECORD", records);
  app.add_flag("--files", arguments.files);
  add_limits(*this);
}

CollectParser::CollectParser() {
  app.remove_option(app.get_option("--format"));  // a snapshot is JSON
  for (const collect::Kind& kind : collect::kinds()) add_list(app, "--" + std::string(kind.name), reports[kind.name]);
  app.add_option("--git", git)->expected(0, 1);
  add_list(app, "--env", arguments.environment);
  app.add_option("--config", arguments.config);
  app.add_option("-o,--output", arguments.output);
  app.add_option("--now", arguments.now);
}

/// CLI11 throws; here that ends. Nothing where all is well.
std::optional<UsageMistake> parse(Parser& parser, std::vector<std::string> arguments, std::string_view command) {
  CLI::App& app = parser.app;
  const std::string hint = "`nexus " + std::string(command) + " --help` shows what it takes";
  app.allow_extras();
  std::ranges::reverse(arguments);  // as CLI11 wants them
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    const std::string words = error.what();
    // "--set: 1 required TEXT missing"
    const std::size_t colon = words.find(':');
    // "--now: At Most 1 required but received 2"
    const bool is_repeated = words.find("At Most") != std::string::npos;
    if (error.get_name() == "ArgumentMismatch" && colon != std::string::npos)
      return mistake(in_backticks(words.substr(0, colon)) + (is_repeated ? " is given twice" : " needs a value"), hint);
    return mistake(words, hint);
  }
  auto unknown = app.remaining();
  std::erase(unknown, "--");  // what says that no option follows
  if (unknown.empty()) return std::nullopt;
  const std::string_view no_snapshot = without_snapshot(command);
  if (unknown.front() == "-s" && !no_snapshot.empty()) return mistake("there is no option `-s`", no_snapshot);
  if (!unknown.front().starts_with('-'))
    return mistake("there is a word too many: " + in_backticks(unknown.front()),
                   command == "collect"
                       ? "quote a pattern, so that the shell leaves it alone: `nexus collect --junit 'build/*.xml'`"
                       : hint);
  const std::vector<Option> options = parser.options();
  std::vector<std::string_view> names;
  for (const Option& option : options) names.push_back(option.name);
  const auto meant = base::nearest(std::string_view(unknown.front()).substr(0, unknown.front().find('=')), names);
  return mistake("there is no option " + in_backticks(unknown.front()),
                 meant ? "did you mean " + in_backticks(*meant) + "?" : hint);
}

}  // namespace nexus::cli
