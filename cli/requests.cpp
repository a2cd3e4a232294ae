#include "cli/requests.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "cli/help.h"
#include "cli/option_values.h"
#include "cli/parsers.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

/// Standard input can be read once: whoever reads it next finds it empty, and an empty history, say, is one.
std::optional<UsageMistake> at_most_once(std::ptrdiff_t readers) {
  return readers > 1
             ? std::optional(UsageMistake{diagnostics::stdin_twice({}).with_help("put one of them into a file")})
             : std::nullopt;
}

/// Of what every command has that compiles policies; `more` is how often it is named besides.
template <class Arguments>
std::optional<UsageMistake> stdin_twice(const Arguments& arguments, std::ptrdiff_t more = 0) {
  more += std::ranges::count(arguments.policies, "-") + std::ranges::count(arguments.params_files, "-");
  if constexpr (std::is_base_of_v<EvalArguments, Arguments>) {
    const auto is_input = [](std::string_view input) { return input.substr(input.find('=') + 1) == "-"; };
    more += std::ranges::count(arguments.snapshots, "-") + std::ranges::count_if(arguments.inputs, is_input) +
            (arguments.history == "-" ? 1 : 0) + (arguments.jsonl && arguments.snapshots.empty() ? 1 : 0);
  }
  return at_most_once(more);
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
  if (arguments.strict && !arguments.jsonl)
    return mistake("--strict is about --jsonl", "leave it out: a snapshot that cannot be read always ends the run");
  if (arguments.jsonl && !arguments.expressions.empty())
    return mistake("-e does not go with --jsonl", "leave one of them out");
  if (arguments.jsonl && arguments.snapshots.size() > 1)
    return mistake("--jsonl reads one stream", "join the files: `cat a b | nexus eval … --jsonl -s -`");
  const auto shows_values = [](const FormatRequest& request) {
    return request.format->name == "text" || request.format->name.starts_with("json");
  };
  if (!arguments.expressions.empty() && !std::ranges::all_of(arguments.formats, shows_values))
    return mistake("-e prints values, as text or as JSON", "leave --format out, or write `--format json`");
  const auto is_json_lines = [](const FormatRequest& request) { return request.format->name == "jsonl"; };
  if (arguments.jsonl && (arguments.formats.size() > 1 || !std::ranges::all_of(arguments.formats, is_json_lines))) {
    return mistake("--jsonl writes one JSON result a line",
                   "leave --format out; other formats are for snapshots that `-s` names one by one");
  }
  if (!arguments.record.empty()) {
    if (!arguments.expressions.empty())
      return mistake("-e decides nothing that could be recorded", "leave -e or --record out");
    if (arguments.jsonl)
      return mistake("--record holds whole snapshots, and --jsonl reads a stream",
                     "name the snapshots by `-s`, one by one");
    if (arguments.record == "-") return mistake("a record goes into a file, and `-` is none", "write `--record FILE`");
  }
  return stdin_twice(arguments);
}

}  // namespace

Command parse_eval(std::vector<std::string> words) {
  EvalParser parser;
  EvalArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "eval")) return *std::move(problem);
  if (parser.help) return Words{std::string(eval_help())};
  if (!parser.fail_on.empty()) {
    const auto level = base::level_of(parser.fail_on);
    const bool is_never = parser.fail_on == report::FailOn::never().name();
    if (!is_never && (!level || *level == base::Level::allow))
      return mistake(in_backticks(parser.fail_on) + " is no level to fail on",
                     "levels are: warn, hold, block, rollback; with never, no decision fails");
    arguments.fail_on = is_never ? report::FailOn::never() : report::FailOn(*level);
  }
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_limits(parser.limits, arguments.limits)) return *std::move(problem);
  if (auto problem = read_formats(parser.formats, arguments.formats, report::find_format, report::formats))
    return *std::move(problem);
  take_loose_snapshots(arguments);
  if (auto problem = contradiction(arguments, parser.quiet, parser.verbose)) return *std::move(problem);
  arguments.detail = parser.quiet     ? report::Detail::decision
                     : parser.verbose ? report::Detail::everything
                                      : report::Detail::normal;
  return std::move(arguments);
}

Command parse_replay(std::vector<std::string> words) {
  ReplayParser parser;
  ReplayArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "replay")) return *std::move(problem);
  if (parser.help) return Words{std::string(replay_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_limits(parser.limits, arguments.limits)) return *std::move(problem);
  if (auto problem = read_formats(parser.formats, arguments.formats, report::find_format, report::formats))
    return *std::move(problem);
  const auto is_known = [](const FormatRequest& request) {
    return request.file.empty() && request.format->name != "jsonl";
  };
  if (!std::ranges::all_of(arguments.formats, is_known))
    return mistake("a replay is told as text or as json, on standard output", "write `--format json`");
  if (arguments.history.empty())
    return mistake("no history is given to replay",
                   "name one with `--history FILE.jsonl`, or `--history -` for standard input");
  if (auto problem = stdin_twice(arguments, arguments.labels == "-" ? 1 : 0)) return *std::move(problem);
  if (parser.quiet) arguments.detail = report::Detail::decision;
  return std::move(arguments);
}

Command parse_graph(std::vector<std::string> words) {
  GraphParser parser;
  GraphArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "graph")) return *std::move(problem);
  if (parser.help) return Words{std::string(graph_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_limits(parser.limits, arguments.limits)) return *std::move(problem);
  if (auto problem =
          read_formats(parser.formats, arguments.graph_formats, report::find_graph_format, report::graph_formats))
    return *std::move(problem);
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
  if (auto problem = read_limits(parser.limits, arguments.limits)) return *std::move(problem);
  if (auto problem = read_formats(parser.formats, arguments.formats, report::doc::find_format, report::doc::formats))
    return *std::move(problem);
  const auto to_output = [](const DocFormatRequest& request) { return request.file.empty(); };
  if (std::ranges::none_of(arguments.formats, to_output) && (arguments.formats.empty() || !parser.output.empty()))
    arguments.formats.push_back({report::doc::find_format("markdown"), {}});
  if (!parser.output.empty()) std::ranges::find_if(arguments.formats, to_output)->file = parser.output;
  if (auto problem = stdin_twice(arguments)) return *std::move(problem);
  arguments.quiet = parser.quiet;
  return std::move(arguments);
}

namespace {

/// `NX2103`, in whatever case.
bool is_code(std::string_view word) {
  return word.size() == 6 && (word.starts_with("NX") || word.starts_with("nx")) &&
         std::ranges::all_of(word.substr(2), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Command parse_explain(std::vector<std::string> words) {
  ExplainParser parser;
  ExplainArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "explain")) return *std::move(problem);
  if (parser.help) return Words{std::string(explain_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_limits(parser.limits, arguments.limits)) return *std::move(problem);
  if (auto problem = read_text_or_json(parser.formats, arguments.as_json)) return *std::move(problem);
  if (parser.quiet && parser.verbose) return mistake("-q and -v contradict each other", "leave one of them out");
  if (arguments.snapshots.size() > 1) return mistake("one snapshot is explained at a time", "name one with `-s`");
  arguments.detail = parser.quiet     ? report::Detail::decision
                     : parser.verbose ? report::Detail::everything
                                      : report::Detail::normal;
  // The rule comes first; what ends as policies do, or as folders, is one.
  std::vector<std::string>& given = arguments.policies;
  if (!given.empty() && given.front() != "-" && !given.front().ends_with(".nexus") && !given.front().ends_with('/') &&
      !given.front().starts_with('.')) {
    arguments.rule = given.front();
    given.erase(given.begin());
  }
  if (is_code(arguments.rule)) {
    arguments.is_code = true;
    std::ranges::transform(arguments.rule, arguments.rule.begin(), [](char c) {
      return c == 'n' ? 'N' : c == 'x' ? 'X' : c;
    });
    if (!given.empty() || !arguments.snapshots.empty())
      return mistake(in_backticks(arguments.rule) + " is a code, which needs neither policy nor snapshot",
                     "write `nexus explain " + arguments.rule + "`");
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
  if (auto problem = read_limits(parser.limits, arguments.limits)) return *std::move(problem);
  if (auto problem = read_text_or_json(parser.formats, arguments.as_json)) return *std::move(problem);
  if (arguments.snapshots.empty())
    return UsageMistake{
        diagnostics::no_snapshot({}).with_help("name one with `-s FILE`, or `-s -` for standard input")};
  if (arguments.snapshots.size() > 1) return mistake("what to do next is told of one snapshot", "name one with `-s`");
  if (parser.quiet && parser.verbose) return mistake("-q and -v contradict each other", "leave one of them out");
  if (auto problem = stdin_twice(arguments)) return *std::move(problem);
  arguments.detail = parser.quiet     ? report::Detail::decision
                     : parser.verbose ? report::Detail::everything
                                      : report::Detail::normal;
  return std::move(arguments);
}

Command parse_check(std::vector<std::string> words) {
  CheckParser parser;
  CheckArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "check")) return *std::move(problem);
  if (parser.help) return Words{std::string(check_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_limits(parser.limits, arguments.limits)) return *std::move(problem);
  arguments.quiet = parser.quiet;
  if (auto problem = read_text_or_json(parser.formats, arguments.as_json)) return *std::move(problem);
  if (!arguments.snapshot.empty() && !arguments.cost)
    return mistake("a check needs no snapshot",
                   "leave out `-s`; with `--cost`, a snapshot says how long the lists are");
  if (auto problem = stdin_twice(arguments, arguments.snapshot == "-" ? 1 : 0)) return *std::move(problem);
  return std::move(arguments);
}

namespace {

/// `80%`, `80`.
std::optional<unsigned> percent(std::string_view text) {
  if (text.ends_with('%')) text.remove_suffix(1);
  const bool is_number =
      !text.empty() && text.size() <= 3 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  const unsigned value = is_number ? static_cast<unsigned>(std::stoul(std::string(text))) : 101;
  return value <= 100 ? std::optional(value) : std::nullopt;
}

}  // namespace

Command parse_test(std::vector<std::string> words) {
  TestParser parser;
  TestArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "test")) return *std::move(problem);
  if (parser.help) return Words{std::string(test_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_limits(parser.limits, arguments.limits)) return *std::move(problem);
  if (auto problem = read_formats(parser.formats, arguments.formats, report::find_test_format, report::test_formats))
    return *std::move(problem);
  if (!parser.min_coverage.empty()) {
    arguments.min_coverage = percent(parser.min_coverage);
    if (!arguments.min_coverage)
      return mistake("--min-coverage does not know " + in_backticks(parser.min_coverage),
                     "write a percentage, such as `--min-coverage 80%`");
    arguments.coverage = true;
  }
  if (parser.quiet && parser.verbose) return mistake("-q and -v contradict each other", "leave one of them out");
  if (auto problem = stdin_twice(arguments)) return *std::move(problem);
  if (arguments.watch && std::ranges::count(arguments.policies, "-") != 0)
    return mistake("--watch watches files, and `-` is none", "name the policy's file");
  if (arguments.watch && arguments.list)
    return mistake("--watch runs tests, and --list does not", "leave one of them out");
  arguments.detail = parser.quiet     ? report::Detail::decision
                     : parser.verbose ? report::Detail::everything
                                      : report::Detail::normal;
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
    return mistake("stdlib does not know " + in_backticks(verb),
                   "write `nexus stdlib list`, `nexus stdlib show NAME` or `nexus stdlib copy NAME`");
  arguments.quiet = parser.quiet;
  arguments.verb = verb == "show" ? Verb::show : verb == "copy" ? Verb::copy : Verb::list;
  const std::size_t most = arguments.verb == Verb::list ? 1 : arguments.verb == Verb::show ? 2 : 3;
  if (given.size() > most)
    return mistake("there is a word too many: " + in_backticks(given[most]),
                   "`nexus stdlib --help` shows what it takes");
  if (most > 1 && given.size() < 2)
    return mistake("`nexus stdlib " + verb + "` needs the name of a module", "`nexus stdlib` shows them");
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
  if (arguments.snapshots.empty())
    return mistake("`nexus init` needs a snapshot to begin with",
                   "write `nexus init -s build.json`; `-s -` is standard input");
  const auto policy =
      std::ranges::find_if(arguments.snapshots, [](const std::string& file) { return file.ends_with(".nexus"); });
  if (policy != arguments.snapshots.end())
    return mistake(in_backticks(*policy) + " is a policy, not a snapshot",
                   "where the policy goes is said by `-o " + *policy + "`");
  if (!arguments.policy.empty() && !arguments.policy.ends_with(".nexus"))
    return mistake("a policy's file ends in `.nexus`, and " + in_backticks(arguments.policy) + " does not",
                   "write `-o " + std::filesystem::path(arguments.policy).replace_extension(".nexus").native() + "`");
  if (auto problem = at_most_once(std::ranges::count(arguments.snapshots, "-"))) return *std::move(problem);
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
  if (auto problem = read_limits(parser.limits, arguments.limits)) return *std::move(problem);
  const bool reads_stdin = std::ranges::find(arguments.files, "-") != arguments.files.end();
  if (parser.check && parser.write)
    return mistake("`--check` writes nothing, and `--write` does", "choose one of them");
  if (arguments.files.empty())
    return mistake("there is nothing to format",
                   "name a file, or a folder with `--check` or `--write`; `-` is standard input");
  if (parser.write && reads_stdin)
    return mistake("standard input cannot be written to", "without `--write`, the formatted text is printed");
  if (!parser.check && !parser.write && arguments.files.size() > 1)
    return mistake("several files cannot be printed",
                   "`--check` says which of them would change, `--write` changes them");
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
  const bool reads_stdin =
      std::ranges::count(request.policies, "-") != 0 || request.snapshot == "-" || request.history == "-";
  if (reads_stdin)
    return mistake("standard input is where `nexus repl` reads what you type", "name a file instead of `-`");
  return std::move(arguments);
}

namespace {

/// `--git=` and `--git ''`: a variable that is not set, which must not mean the same as `--git` alone.
bool has_empty_base(std::span<const std::string> words) {
  const auto at =
      std::ranges::find_if(words, [](const std::string& word) { return word == "--git" || word == "--git="; });
  return at != words.end() && (*at == "--git=" || (at + 1 != words.end() && at[1].empty()));
}

}  // namespace

Command parse_collect(std::vector<std::string> words) {
  if (has_empty_base(words))
    return mistake("`--git` has an empty base: is the variable set?",
                   "to compare with nothing, write `--git` and no base");
  CollectParser parser;
  CollectArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "collect")) return *std::move(problem);
  if (parser.help) return Words{std::string(collect_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  for (const collect::Kind& kind : collect::kinds())
    for (std::string& given : parser.reports[kind.name]) arguments.reports.push_back({&kind, std::move(given)});
  if (parser.has("--git")) arguments.git_base = parser.git;
  if (!arguments.config.empty() && arguments.names_something())
    return mistake("`--config` says what to collect, and so do other options",
                   "put all of it into the file, or leave `--config` out");
  arguments.quiet = parser.quiet;
  return std::move(arguments);
}

Command parse_verify(std::vector<std::string> words) {
  VerifyParser parser;
  VerifyArguments& arguments = parser.arguments;
  if (auto problem = parse(parser, std::move(words), "verify")) return *std::move(problem);
  if (parser.help) return Words{std::string(verify_help())};
  if (auto problem = read_colour(parser.colour, arguments.colour)) return *std::move(problem);
  if (auto problem = read_limits(parser.limits, arguments.limits)) return *std::move(problem);
  if (parser.records.empty())
    return mistake("no record is given to verify",
                   "write `nexus verify record.json`; `nexus eval … --record record.json` makes one");
  if (parser.records.size() > 1)
    return mistake("there is a word too many: " + in_backticks(parser.records[1]),
                   "records are verified one at a time");
  arguments.record = std::move(parser.records.front());
  arguments.quiet = parser.quiet;
  return std::move(arguments);
}

}  // namespace nexus::cli
