#include "cli/arguments.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "cli/help.h"

// The only translation unit with CLI11: it takes seconds to compile.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

UsageMistake mistake(std::string_view words, std::string_view help) {
  base::Diagnostic diagnostic = diagnostics::bad_usage({}, words);
  return {std::move(diagnostic).with_help(std::string(help))};
}

std::string in_backticks(std::string_view text) { return "`" + std::string(text) + "`"; }

template <class Names>
std::string joined(const Names& names) {
  std::string all;
  for (const std::string_view name : names) all.append(all.empty() ? "" : ", ").append(name);
  return all;
}

/// An option that may be given several times, each time with one value, so that it leaves the policies after it alone.
void add_list(CLI::App& app, const std::string& names, std::vector<std::string>& into) {
  app.add_option(names, into)->expected(1)->take_all()->allow_extra_args(false);
}

/// What CLI11 fills in, before it is understood. Never moved: the app points into it.
struct Parser {
  Parser() {
    app.set_help_flag("");
    app.add_flag("-h,--help", help);
    app.add_flag("-q,--quiet", quiet);
    app.add_option("--color", colour);
    add_list(app, "--format", formats);
    choose("--color", {"auto", "always", "never"});
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  /// What an option may be given; the words are checked when they are understood, where a mistake can be told well.
  void choose(std::string_view option, std::vector<std::string_view> words) { choices.insert_or_assign(std::string(option), std::move(words)); }
  template <class Formats>
  void choose_format(const Formats& all) {
    std::vector<std::string_view> names;
    for (const auto& format : all) names.push_back(format.name);
    choose("--format", std::move(names));
  }

  [[nodiscard]] std::vector<Option> options() const {
    std::vector<Option> options;
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : option->get_lnames()) {
        Option known{.name = "--" + name, .short_name = {}, .takes_value = option->get_items_expected_max() > 0,
                     .repeats = option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll};
        if (!option->get_snames().empty()) known.short_name = "-" + option->get_snames().front();
        if (const auto words = choices.find(known.name); words != choices.end()) known.choices = words->second;
        options.push_back(std::move(known));
      }
    }
    return options;
  }

  CLI::App app;
  std::map<std::string, std::vector<std::string_view>, std::less<>> choices;
  std::string colour = "auto";
  std::vector<std::string> formats;
  bool quiet = false;
  bool help = false;
};

/// The formats of commands that know these two.
const std::vector<std::string_view> text_or_json{"text", "json"};

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

struct EvalParser : Parser {
  EvalParser() {
    choose_format(report::formats());
    choose("--fail-on", {"warn", "hold", "block", "rollback"});
    add_policies(app, arguments);
    add_documents(app, arguments);
    add_snapshots(app, arguments);
    add_list(app, "-e,--expression", arguments.expressions);
    add_list(app, "--only", arguments.only);
    app.add_option("--phase", arguments.phase);
    app.add_option("--fail-on", fail_on);
    app.add_flag("--jsonl", arguments.jsonl);
    app.add_flag("--strict", arguments.strict);
    app.add_option("-j,--jobs", arguments.jobs)->check(CLI::Range(std::size_t{1}, std::size_t{1024}));
    app.add_flag("-v,--verbose", verbose);
  }
  EvalArguments arguments;
  std::string fail_on;
  bool verbose = false;
};

struct ReplayParser : Parser {
  ReplayParser() {
    choose("--format", text_or_json);
    add_policies(app, arguments);
    add_documents(app, arguments);
    app.add_option("--labels", arguments.labels);
    add_list(app, "--only", arguments.only);
    app.add_option("--phase", arguments.phase);
  }
  ReplayArguments arguments;
};

struct GraphParser : Parser {
  GraphParser() {
    choose_format(report::graph_formats());
    add_policies(app, arguments);
    add_documents(app, arguments);
    add_snapshots(app, arguments);
  }
  GraphArguments arguments;
};

struct ExplainParser : Parser {
  ExplainParser() {
    choose("--format", text_or_json);
    add_policies(app, arguments);
    add_documents(app, arguments);
    add_snapshots(app, arguments);
    app.add_option("--phase", arguments.phase);
    app.add_flag("-v,--verbose", verbose);
  }
  ExplainArguments arguments;
  bool verbose = false;
};

struct DocParser : Parser {
  DocParser() {
    choose_format(report::doc::formats());
    add_policies(app, arguments);
    app.add_option("--now", arguments.now);
    app.add_option("-o,--output", output);
  }
  DocArguments arguments;
  std::string output;
};

struct NextParser : Parser {
  NextParser() {
    choose("--format", text_or_json);
    add_policies(app, arguments);
    add_documents(app, arguments);
    add_snapshots(app, arguments);
    add_list(app, "--only", arguments.only);
    app.add_option("--phase", arguments.phase);
    app.add_option("--apply", arguments.apply);
    app.add_flag("--json", arguments.as_json);
    app.add_flag("-v,--verbose", verbose);
  }
  NextArguments arguments;
  bool verbose = false;
};

struct CheckParser : Parser {
  CheckParser() {
    choose("--format", text_or_json);
    add_policies(app, arguments);
    app.add_option("--now", arguments.now);
    app.add_flag("--deny-warnings", arguments.deny_warnings);
  }
  CheckArguments arguments;
};

struct TestParser : Parser {
  TestParser() {
    choose_format(report::test_formats());
    add_policies(app, arguments);
    add_list(app, "-k,--filter", arguments.filters);
    app.add_flag("--coverage", arguments.coverage);
    app.add_option("--min-coverage", min_coverage);
    app.add_flag("-x,--fail-fast", arguments.fail_fast);
    app.add_flag("--list", arguments.list);
    app.add_flag("--watch", arguments.watch);
    app.add_flag("-v,--verbose", verbose);
  }
  TestArguments arguments;
  std::string min_coverage;
  bool verbose = false;
};

struct ReplParser : Parser {
  ReplParser() {
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
  ReplArguments arguments;
};

struct StdlibParser : Parser {
  StdlibParser() {
    choose("--format", text_or_json);
    app.add_option("WORDS", words);
    app.add_flag("--force", arguments.force);
  }
  StdlibArguments arguments;
  std::vector<std::string> words;
};

struct InitParser : Parser {
  InitParser() {
    app.remove_option(app.get_option("--format"));  // a policy is what there is
    app.add_option("SNAPSHOT", positional);
    add_list(app, "-s,--snapshot", arguments.snapshots);
    app.add_option("-o,--output", arguments.policy);
    app.add_flag("--jsonl", arguments.jsonl);
    app.add_flag("--force", arguments.force);
  }
  InitArguments arguments;
  std::vector<std::string> positional;
};

struct FmtParser : Parser {
  FmtParser() {
    app.remove_option(app.get_option("--format"));  // there is nothing to choose from
    app.add_option("FILE", arguments.files);
    app.add_flag("--check", check);
    app.add_flag("--write", write);
  }
  FmtArguments arguments;
  bool check = false;
  bool write = false;
};

struct CollectParser : Parser {
  CollectParser() {
    app.remove_option(app.get_option("--format"));  // a snapshot is JSON
    for (const collect::Kind& kind : collect::kinds()) add_list(app, "--" + std::string(kind.name), reports[kind.name]);
    app.add_option("--git", git)->expected(0, 1);
    add_list(app, "--env", arguments.environment);
    app.add_option("--config", arguments.config);
    app.add_option("-o,--output", arguments.output);
    app.add_option("--now", arguments.now);
  }
  CollectArguments arguments;
  std::string git;
  std::map<std::string_view, std::vector<std::string>> reports;  // by kind
};

/// Why a command takes no snapshot; empty for one that does, and for one that has nothing to do with them.
std::string_view without_snapshot(std::string_view command) {
  if (command == "check") return "a check needs no snapshot: leave out `-s`";
  if (command == "test") return "a test says itself what it is given: leave out `-s`";
  if (command == "replay") return "a replay takes its snapshots from `--history`";
  return {};
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
    if (error.get_name() == "ArgumentMismatch" && colon != std::string::npos) return mistake(in_backticks(words.substr(0, colon)) + (is_repeated ? " is given twice" : " needs a value"), hint);
    return mistake(words, hint);
  }
  auto unknown = app.remaining();
  std::erase(unknown, "--");  // what says that no option follows
  if (unknown.empty()) return std::nullopt;
  const std::string_view no_snapshot = without_snapshot(command);
  if (unknown.front() == "-s" && !no_snapshot.empty()) return mistake("there is no option `-s`", no_snapshot);
  if (!unknown.front().starts_with('-'))
    return mistake("there is a word too many: " + in_backticks(unknown.front()), command == "collect" ? "quote a pattern, so that the shell leaves it alone: `nexus collect --junit 'build/*.xml'`" : hint);
  const std::vector<Option> options = parser.options();
  std::vector<std::string_view> names;
  for (const Option& option : options) names.push_back(option.name);
  const auto meant = base::nearest(std::string_view(unknown.front()).substr(0, unknown.front().find('=')), names);
  return mistake("there is no option " + in_backticks(unknown.front()), meant ? "did you mean " + in_backticks(*meant) + "?" : hint);
}

std::optional<UsageMistake> read_colour(std::string_view word, ColourWish& into) {
  if (word == "auto") {
    into = ColourWish::automatic;
  } else if (word == "always") {
    into = ColourWish::always;
  } else if (word == "never") {
    into = ColourWish::never;
  } else {
    return mistake("--color does not know " + in_backticks(word), "write auto, always or never");
  }
  return std::nullopt;
}

UsageMistake unknown_format(std::string_view name, const std::vector<std::string_view>& names) {
  base::Diagnostic diagnostic = diagnostics::no_such_format({}, name, joined(names));
  if (const auto meant = base::nearest(name, names)) diagnostic.helps.push_back("did you mean " + in_backticks(*meant) + "?");
  else if (name == "junit" || name == "tap")
    diagnostic.helps.push_back("the results of tests are written by " +
                               in_backticks("nexus test --format " + std::string(name)));
  return {std::move(diagnostic)};
}

/// `find` gives the format of a name, `all` every one there is.
template <class Request, class Find, class All>
std::optional<UsageMistake> read_formats(const std::vector<std::string>& words, std::vector<Request>& into, Find find, All all) {
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const auto* format = find(name);
    if (format == nullptr) {
      std::vector<std::string_view> names;
      for (const auto& known : all()) names.push_back(known.name);
      return unknown_format(name, names);
    }
    std::string file = equals == std::string::npos ? std::string{} : word.substr(equals + 1);
    if (equals != std::string::npos && file.empty()) return mistake(in_backticks("--format " + word) + " names no file", "write `--format " + name + "=FILE`");
    into.push_back({format, std::move(file)});
  }
  if (std::ranges::count(into, std::string{}, &Request::file) > 1) {
    return mistake("several formats cannot share standard output", "write all but one into files: `--format json=report.json`");
  }
  return std::nullopt;
}

/// Standard input can be read once.
std::optional<UsageMistake> stdin_twice(const EvalArguments& arguments) {
  const auto readers = std::ranges::count(arguments.snapshots, "-") + (arguments.history == "-" ? 1 : 0) + std::ranges::count(arguments.policies, "-") +
                       (arguments.jsonl && arguments.snapshots.empty() ? 1 : 0);
  return readers > 1
             ? std::optional(UsageMistake{diagnostics::stdin_twice({}).with_help("put one of them into a file")})
             : std::nullopt;
}

/// What a shell makes of `-s services/*.json`: one snapshot, and words behind it that would be policies.
void take_loose_snapshots(EvalArguments& arguments) {
  if (arguments.snapshots.empty() || arguments.jsonl) return;
  const auto is_snapshot = [](const std::string& path) { return path.ends_with(".json"); };
  std::ranges::copy_if(arguments.policies, std::back_inserter(arguments.snapshots), is_snapshot);
  std::erase_if(arguments.policies, is_snapshot);
}

/// What does not go together.
std::optional<UsageMistake> contradiction(const EvalArguments& arguments, bool quiet, bool verbose) {
  if (quiet && verbose) return mistake("-q and -v contradict each other", "leave one of them out");
  if (arguments.strict && !arguments.jsonl) return mistake("--strict is about --jsonl", "leave it out: a snapshot that cannot be read always ends the run");
  if (arguments.jsonl && !arguments.expressions.empty()) return mistake("-e does not go with --jsonl", "leave one of them out");
  if (arguments.jsonl && arguments.snapshots.size() > 1) return mistake("--jsonl reads one stream", "join the files: `cat a b | nexus eval … --jsonl -s -`");
  const auto shows_values = [](const FormatRequest& request) {
    return request.format->name == "text" || request.format->name.starts_with("json");
  };
  if (!arguments.expressions.empty() && !std::ranges::all_of(arguments.formats, shows_values))
    return mistake("-e prints values, as text or as JSON", "leave --format out, or write `--format json`");
  const auto is_json_lines = [](const FormatRequest& request) { return request.format->name == "jsonl" && request.file.empty(); };
  if (arguments.jsonl && !std::ranges::all_of(arguments.formats, is_json_lines)) {
    return mistake("--jsonl writes one JSON result a line",
                   "leave --format out; other formats are for snapshots that `-s` names one by one");
  }
  return stdin_twice(arguments);
}

Command parse_eval(std::vector<std::string> words) {
  EvalParser parser;
  EvalArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "eval")) return *std::move(problem);
  if (parser.help) return Words{std::string(eval_help())};
  if (!parser.fail_on.empty()) {
    const auto level = base::level_of(parser.fail_on);
    if (!level || *level == base::Level::allow) return mistake(in_backticks(parser.fail_on) + " is no level to fail on", "levels are: warn, hold, block, rollback");
    arguments.fail_on = *level;
  }
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_formats(parser.formats, arguments.formats, report::find_format, report::formats)) return *std::move(problem);
  take_loose_snapshots(arguments);
  if (auto problem = contradiction(arguments, parser.quiet, parser.verbose)) return *std::move(problem);
  arguments.detail = parser.quiet ? report::Detail::decision : parser.verbose ? report::Detail::everything : report::Detail::normal;
  return std::move(arguments);
}

Command parse_replay(std::vector<std::string> words) {
  ReplayParser parser;
  ReplayArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "replay")) return *std::move(problem);
  if (parser.help) return Words{std::string(replay_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_formats(parser.formats, arguments.formats, report::find_format, report::formats)) return *std::move(problem);
  const auto is_known = [](const FormatRequest& request) { return request.file.empty() && request.format->name != "jsonl"; };
  if (!std::ranges::all_of(arguments.formats, is_known)) return mistake("a replay is told as text or as json, on standard output", "write `--format json`");
  if (arguments.history.empty()) return mistake("no history is given to replay", "name one with `--history FILE.jsonl`, or `--history -` for standard input");
  if (arguments.history == "-" && std::ranges::count(arguments.policies, "-") != 0)
    return UsageMistake{diagnostics::stdin_twice({}).with_help("put one of them into a file")};
  if (parser.quiet) arguments.detail = report::Detail::decision;
  return std::move(arguments);
}

Command parse_graph(std::vector<std::string> words) {
  GraphParser parser;
  GraphArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "graph")) return *std::move(problem);
  if (parser.help) return Words{std::string(graph_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_formats(parser.formats, arguments.graph_formats, report::find_graph_format, report::graph_formats)) return *std::move(problem);
  if (arguments.graph_formats.empty()) arguments.graph_formats.push_back({report::find_graph_format("mermaid"), {}});
  if (arguments.snapshots.size() > 1) return mistake("one picture shows one snapshot", "name one with `-s`");
  if (auto problem = stdin_twice(arguments)) return *std::move(problem);
  if (parser.quiet) arguments.detail = report::Detail::decision;
  return std::move(arguments);
}

Command parse_doc(std::vector<std::string> words) {
  DocParser parser;
  DocArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "doc")) return *std::move(problem);
  if (parser.help) return Words{std::string(doc_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_formats(parser.formats, arguments.formats, report::doc::find_format, report::doc::formats)) return *std::move(problem);
  const auto to_output = [](const DocFormatRequest& request) { return request.file.empty(); };
  if (std::ranges::none_of(arguments.formats, to_output) && (arguments.formats.empty() || !parser.output.empty()))
    arguments.formats.push_back({report::doc::find_format("markdown"), {}});
  if (!parser.output.empty()) std::ranges::find_if(arguments.formats, to_output)->file = parser.output;
  arguments.quiet = parser.quiet;
  return std::move(arguments);
}

std::optional<UsageMistake> read_text_or_json(const std::vector<std::string>& words, bool& as_json) {
  for (const std::string& format : words) {
    if (std::ranges::find(text_or_json, format) == text_or_json.end()) return unknown_format(format, text_or_json);
    as_json = format == "json";
  }
  return std::nullopt;
}

/// `NX2103`, in whatever case.
bool is_code(std::string_view word) {
  return word.size() == 6 && (word.starts_with("NX") || word.starts_with("nx")) && std::ranges::all_of(word.substr(2), [](char c) { return c >= '0' && c <= '9'; });
}

Command parse_explain(std::vector<std::string> words) {
  ExplainParser parser;
  ExplainArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "explain")) return *std::move(problem);
  if (parser.help) return Words{std::string(explain_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_text_or_json(parser.formats, arguments.as_json)) return *std::move(problem);
  if (parser.quiet && parser.verbose) return mistake("-q and -v contradict each other", "leave one of them out");
  if (arguments.snapshots.size() > 1) return mistake("one snapshot is explained at a time", "name one with `-s`");
  arguments.detail = parser.quiet ? report::Detail::decision : parser.verbose ? report::Detail::everything : report::Detail::normal;
  // The rule comes first; what ends as policies do, or as folders, is one.
  std::vector<std::string>& given = arguments.policies;
  if (!given.empty() && given.front() != "-" && !given.front().ends_with(".nexus") && !given.front().ends_with('/') && !given.front().starts_with('.')) {
    arguments.rule = given.front();
    given.erase(given.begin());
  }
  if (is_code(arguments.rule)) {
    arguments.is_code = true;
    std::ranges::transform(arguments.rule, arguments.rule.begin(), [](char c) { return c == 'n' ? 'N' : c == 'x' ? 'X' : c; });
    if (!given.empty() || !arguments.snapshots.empty()) return mistake(in_backticks(arguments.rule) + " is a code, which needs neither policy nor snapshot", "write `nexus explain " + arguments.rule + "`");
    return std::move(arguments);
  }
  if (auto problem = stdin_twice(arguments)) return *std::move(problem);
  return std::move(arguments);
}

Command parse_next(std::vector<std::string> words) {
  NextParser parser;
  NextArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "next")) return *std::move(problem);
  if (parser.help) return Words{std::string(next_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_text_or_json(parser.formats, arguments.as_json)) return *std::move(problem);
  if (arguments.snapshots.empty()) return UsageMistake{diagnostics::no_snapshot({}).with_help("name one with `-s FILE`, or `-s -` for standard input")};
  if (arguments.snapshots.size() > 1) return mistake("what to do next is told of one snapshot", "name one with `-s`");
  if (parser.quiet && parser.verbose) return mistake("-q and -v contradict each other", "leave one of them out");
  if (auto problem = stdin_twice(arguments)) return *std::move(problem);
  arguments.detail = parser.quiet ? report::Detail::decision : parser.verbose ? report::Detail::everything : report::Detail::normal;
  return std::move(arguments);
}

Command parse_check(std::vector<std::string> words) {
  CheckParser parser;
  CheckArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "check")) return *std::move(problem);
  if (parser.help) return Words{std::string(check_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  arguments.quiet = parser.quiet;
  if (auto problem = read_text_or_json(parser.formats, arguments.as_json)) return *std::move(problem);
  return std::move(arguments);
}

/// `80%`, `80`.
std::optional<unsigned> percent(std::string_view text) {
  if (text.ends_with('%')) text.remove_suffix(1);
  const bool is_number = !text.empty() && text.size() <= 3 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  const unsigned value = is_number ? static_cast<unsigned>(std::stoul(std::string(text))) : 101;
  return value <= 100 ? std::optional(value) : std::nullopt;
}

Command parse_test(std::vector<std::string> words) {
  TestParser parser;
  TestArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "test")) return *std::move(problem);
  if (parser.help) return Words{std::string(test_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_formats(parser.formats, arguments.formats, report::find_test_format, report::test_formats)) return *std::move(problem);
  if (!parser.min_coverage.empty()) {
    arguments.min_coverage = percent(parser.min_coverage);
    if (!arguments.min_coverage) return mistake("--min-coverage does not know " + in_backticks(parser.min_coverage), "write a percentage, such as `--min-coverage 80%`");
    arguments.coverage = true;
  }
  if (parser.quiet && parser.verbose) return mistake("-q and -v contradict each other", "leave one of them out");
  if (arguments.watch && std::ranges::count(arguments.policies, "-") != 0) return mistake("--watch watches files, and `-` is none", "name the policy's file");
  if (arguments.watch && arguments.list) return mistake("--watch runs tests, and --list does not", "leave one of them out");
  arguments.detail = parser.quiet ? report::Detail::decision : parser.verbose ? report::Detail::everything : report::Detail::normal;
  return std::move(arguments);
}

Command parse_stdlib(std::vector<std::string> words) {
  using Verb = StdlibArguments::Verb;
  StdlibParser parser;
  StdlibArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "stdlib")) return *std::move(problem);
  if (parser.help) return Words{std::string(stdlib_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_text_or_json(parser.formats, arguments.as_json)) return *std::move(problem);
  const std::vector<std::string>& given = parser.words;
  const std::string verb = given.empty() ? "list" : given.front();
  if (verb != "list" && verb != "show" && verb != "copy")
    return mistake("stdlib does not know " + in_backticks(verb), "write `nexus stdlib list`, `nexus stdlib show NAME` or `nexus stdlib copy NAME`");
  arguments.quiet = parser.quiet;
  arguments.verb = verb == "show" ? Verb::show : verb == "copy" ? Verb::copy : Verb::list;
  const std::size_t most = arguments.verb == Verb::list ? 1 : arguments.verb == Verb::show ? 2 : 3;
  if (given.size() > most) return mistake("there is a word too many: " + in_backticks(given[most]), "`nexus stdlib --help` shows what it takes");
  if (most > 1 && given.size() < 2) return mistake("`nexus stdlib " + verb + "` needs the name of a module", "`nexus stdlib` shows them");
  if (given.size() > 1) arguments.module = given[1];
  if (given.size() > 2) arguments.file = given[2];
  return std::move(arguments);
}

Command parse_init(std::vector<std::string> words) {
  InitParser parser;
  InitArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "init")) return *std::move(problem);
  if (parser.help) return Words{std::string(init_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  arguments.snapshots.insert(arguments.snapshots.end(), parser.positional.begin(), parser.positional.end());
  if (arguments.snapshots.empty()) return mistake("`nexus init` needs a snapshot to begin with", "write `nexus init -s build.json`; `-s -` is standard input");
  const auto policy = std::ranges::find_if(arguments.snapshots, [](const std::string& file) { return file.ends_with(".nexus"); });
  if (policy != arguments.snapshots.end()) return mistake(in_backticks(*policy) + " is a policy, not a snapshot", "where the policy goes is said by `-o " + *policy + "`");
  if (!arguments.policy.empty() && !arguments.policy.ends_with(".nexus")) return mistake("a policy's file ends in `.nexus`, and " + in_backticks(arguments.policy) + " does not", "write `-o " + std::filesystem::path(arguments.policy).replace_extension(".nexus").native() + "`");
  if (std::ranges::count(arguments.snapshots, "-") > 1) return UsageMistake{diagnostics::stdin_twice({}).with_help("put one of them into a file")};
  arguments.quiet = parser.quiet;
  return std::move(arguments);
}

Command parse_fmt(std::vector<std::string> words) {
  using Mode = FmtArguments::Mode;
  FmtParser parser;
  FmtArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "fmt")) return *std::move(problem);
  if (parser.help) return Words{std::string(fmt_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  const bool reads_stdin = std::ranges::find(arguments.files, "-") != arguments.files.end();
  if (parser.check && parser.write) return mistake("`--check` writes nothing, and `--write` does", "choose one of them");
  if (arguments.files.empty()) return mistake("there is nothing to format", "name a file, or a folder with `--check` or `--write`; `-` is standard input");
  if (parser.write && reads_stdin) return mistake("standard input cannot be written to", "without `--write`, the formatted text is printed");
  if (!parser.check && !parser.write && arguments.files.size() > 1)
    return mistake("several files cannot be printed", "`--check` says which of them would change, `--write` changes them");
  arguments.quiet = parser.quiet;
  arguments.mode = parser.check ? Mode::check : parser.write ? Mode::write : Mode::print;
  return std::move(arguments);
}

Command parse_repl(std::vector<std::string> words) {
  ReplParser parser;
  ReplArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "repl")) return *std::move(problem);
  if (parser.help) return Words{std::string(repl_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  const playground::ReplRequest& request = arguments.request;
  const bool reads_stdin = std::ranges::count(request.policies, "-") != 0 || request.snapshot == "-" || request.history == "-";
  if (reads_stdin) return mistake("standard input is where `nexus repl` reads what you type", "name a file instead of `-`");
  return std::move(arguments);
}

/// `--git=` and `--git ''`: a variable that is not set, which must not mean the same as `--git` alone.
bool has_empty_base(std::span<const std::string> words) {
  const auto at = std::ranges::find_if(words, [](const std::string& word) { return word == "--git" || word == "--git="; });
  return at != words.end() && (*at == "--git=" || (at + 1 != words.end() && at[1].empty()));
}

Command parse_collect(std::vector<std::string> words) {
  if (has_empty_base(words))
    return mistake("`--git` has an empty base: is the variable set?", "to compare with nothing, write `--git` and no base");
  CollectParser parser;
  CollectArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "collect")) return *std::move(problem);
  if (parser.help) return Words{std::string(collect_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  for (const collect::Kind& kind : collect::kinds())
    for (std::string& given : parser.reports[kind.name]) arguments.reports.push_back({&kind, std::move(given)});
  if (parser.app.get_option("--git")->count() != 0) arguments.git_base = parser.git;
  if (!arguments.config.empty() && arguments.names_something())
    return mistake("`--config` says what to collect, and so do other options", "put all of it into the file, or leave `--config` out");
  arguments.quiet = parser.quiet;
  return std::move(arguments);
}

struct CommandEntry {
  std::string_view name;
  Command (*parse)(std::vector<std::string> words);
  std::string_view (*help)();
  std::vector<Option> (*options)();
};

template <class Parser>
std::vector<Option> options_of() {
  return Parser().options();
}

constexpr std::array commands{
    CommandEntry{"check", parse_check, check_help, options_of<CheckParser>},    CommandEntry{"eval", parse_eval, eval_help, options_of<EvalParser>},
    CommandEntry{"collect", parse_collect, collect_help, options_of<CollectParser>},
    CommandEntry{"doc", parse_doc, doc_help, options_of<DocParser>},
    CommandEntry{"explain", parse_explain, explain_help, options_of<ExplainParser>},
    CommandEntry{"fmt", parse_fmt, fmt_help, options_of<FmtParser>},
    CommandEntry{"graph", parse_graph, graph_help, options_of<GraphParser>},
    CommandEntry{"init", parse_init, init_help, options_of<InitParser>},
    CommandEntry{"next", parse_next, next_help, options_of<NextParser>},
    CommandEntry{"replay", parse_replay, replay_help, options_of<ReplayParser>},
    CommandEntry{"repl", parse_repl, repl_help, options_of<ReplParser>}, CommandEntry{"stdlib", parse_stdlib, stdlib_help, options_of<StdlibParser>},
    CommandEntry{"test", parse_test, test_help, options_of<TestParser>},
};

const CommandEntry* find_command(std::string_view name) {
  const auto* at = std::ranges::find(commands, name, &CommandEntry::name);
  return at == commands.end() ? nullptr : at;
}

}  // namespace

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const CommandEntry& command : commands) names.push_back(command.name);
  return names;
}

namespace {

UsageMistake unknown_command(const std::string& command) {
  const std::vector<std::string_view> names = command_names();
  base::Diagnostic diagnostic = diagnostics::no_such_command({}, command, joined(names));
  if (const auto meant = base::nearest(command, names))
    diagnostic.helps.push_back("did you mean " + in_backticks(*meant) + "?");
  if (command.ends_with(".nexus"))
    diagnostic.helps.push_back("did you mean " + in_backticks("nexus eval " + command + " -s snapshot.json") + "?");
  return UsageMistake{std::move(diagnostic)};
}

Command parse_manual(const std::vector<std::string>& words) {
  if (words.empty()) return ManualArguments{};
  if (find_command(words.front()) == nullptr) return unknown_command(words.front());
  return ManualArguments{words.front()};
}

Command parse_completions(const std::vector<std::string>& words) {
  const std::string_view hint = "write `nexus completions bash`, `nexus completions zsh` or `nexus completions fish`";
  if (words.size() != 1) return mistake("completions are for one shell", hint);
  if (std::ranges::find(shells, words.front()) == std::end(shells)) return mistake("there are no completions for " + in_backticks(words.front()), hint);
  return CompletionsArguments{words.front()};
}

}  // namespace

Command parse_arguments(std::vector<std::string> arguments) {
  const std::vector<std::string_view> names = command_names();
  if (arguments.empty()) return mistake("no command is given", "commands are: " + joined(names));
  const std::string command = std::move(arguments.front());
  arguments.erase(arguments.begin());
  if (const CommandEntry* entry = find_command(command)) return entry->parse(std::move(arguments));
  if (command == "--version" || command == "-V") return Words{"nexus " NEXUS_VERSION "\n"};
  if (command == "--help" || command == "-h" || command == "help") {
    const CommandEntry* about = arguments.empty() ? nullptr : find_command(arguments.front());
    if (about == nullptr && !arguments.empty() && command == "help" && !arguments.front().starts_with('-'))
      return unknown_command(arguments.front());
    return Words{std::string(about != nullptr ? about->help() : general_help())};
  }
  if (command == "--man") return parse_manual(arguments);
  if (command == "completions") return parse_completions(arguments);
  if (command == "--complete") {
    if (arguments.empty()) arguments.emplace_back();
    return CompleteArguments{std::move(arguments)};
  }
  if (command.starts_with('-')) return mistake("there is no option " + in_backticks(command), "options come after the command: `nexus eval …`");

  return unknown_command(command);
}

std::vector<Option> options_of(std::string_view command) {
  const CommandEntry* entry = find_command(command);
  return entry != nullptr ? entry->options() : std::vector<Option>{};
}

std::string_view help_of(std::string_view command) {
  if (command.empty()) return general_help();
  const CommandEntry* entry = find_command(command);
  return entry != nullptr ? entry->help() : std::string_view{};
}

}  // namespace nexus::cli
