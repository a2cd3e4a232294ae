#include "cli/arguments.h"

#include "cli/call.h"
#include "cli/help.h"
#include "cli/help_page.h"
#include "workspace/limits.h"
#include "tests/support/catch.h"

#include <algorithm>

namespace nexus::cli {

namespace {

using Strings = std::vector<std::string>;

EvalArguments eval(Strings words) {
  words.insert(words.begin(), "eval");
  const Command command = parse_arguments(std::move(words));
  if (const auto* mistake = std::get_if<UsageMistake>(&command)) FAIL(mistake->diagnostic.message);
  REQUIRE(std::holds_alternative<EvalArguments>(command));
  return std::get<EvalArguments>(command);
}

std::string complaint(Strings words) {
  const Command command = parse_arguments(std::move(words));
  REQUIRE(std::holds_alternative<UsageMistake>(command));
  const base::Diagnostic& diagnostic = std::get<UsageMistake>(command).diagnostic;
  return diagnostic.message + (diagnostic.helps.empty() ? "" : "; " + diagnostic.helps.front());
}

}  // namespace

TEST_CASE("help names every option, and what it takes") {
  for (const std::string_view command : command_names()) {
    const HelpPage page = read_help(help_of(command));
    const std::vector<Option> options = options_of(command);
    CHECK(options.size() > 2);
    for (const Option& option : options) {
      INFO(command << " " << option.name);
      if (option.name == "--help") continue;
      const HelpEntry* entry = page.find(option.name);
      REQUIRE(entry != nullptr);
      CHECK(entry->term.starts_with(option.short_name.empty() ? "--" : option.short_name + ", --"));
      CHECK(entry->value().empty() == !option.takes_value);
      CHECK(!entry->words.empty());
      for (const std::string_view word : option.choices) CHECK(entry->words.find(word) != std::string::npos);
    }
  }
}

TEST_CASE("help names no option that there is not") {
  for (const std::string_view command : command_names()) {
    const std::vector<Option> options = options_of(command);
    for (const HelpSection& section : read_help(help_of(command)).sections) {
      for (const HelpEntry& entry : section.entries) {
        INFO(command << " " << entry.term);
        CHECK((entry.option().empty() || std::ranges::count(options, entry.option(), &Option::name) == 1));
      }
    }
  }
}

TEST_CASE("help says what its examples are for") {
  const HelpPage page = read_help(help_of({}));
  CHECK(page.examples.size() > 3);
  for (const HelpExample& example : page.examples) {
    INFO(example.command);
    CHECK(!example.words.empty());
  }
}

TEST_CASE("help lists every command") {
  std::vector<std::string> listed;
  for (const HelpSection& section : read_help(help_of({})).sections)
    if (section.heading == "Commands")
      for (const HelpEntry& entry : section.entries) listed.push_back(entry.term);
  std::ranges::sort(listed);
  std::vector<std::string_view> names = command_names();
  std::ranges::sort(names);
  CHECK(std::ranges::equal(listed, names));
}

TEST_CASE("help lists every limit, and what it is unless it is set") {
  std::vector<std::string> listed, wanted;
  for (const HelpSection& section : read_help(help_of({})).sections)
    if (section.heading.starts_with("Limits"))
      for (const HelpEntry& entry : section.entries) listed.push_back(entry.term + " " + entry.words.substr(0, entry.words.find(' ')));
  const nexus::base::Limits limits;
  for (const nexus::workspace::LimitForm& form : nexus::workspace::limit_forms())
    wanted.push_back(std::string(form.name) + " " + nexus::workspace::limit_text(form, limits.*form.value));
  CHECK(listed == wanted);
}

TEST_CASE("limits are set by name, within their range") {
  CHECK(eval({"--limit", "snapshot-size=2GiB"}).limits.snapshot_size == std::uint64_t{2} << 30U);
  CHECK(eval({"--limit", "steps=5", "--limit", "findings=1"}).limits.steps == 5);
  CHECK(complaint({"eval", "--limit", "snapshot-dept=5"}) == "`snapshot-dept=5` sets no limit: there is no limit `snapshot-dept`; did you mean `snapshot-depth`?");
  CHECK(complaint({"check", "--limit", "steps"}) == "`steps` sets no limit: it has no value; write `steps=100000000`, say, which it is unless it is set");
  for (const std::string value : {"", "0", "-1", "1.5", "many", "2001", "99999999999999999999999"}) {
    INFO(value);
    CHECK(complaint({"eval", "--limit", "snapshot-depth=" + value}).starts_with("`snapshot-depth=" + value + "` sets no limit: "));
  }
  CHECK(complaint({"eval", "--limit", "line-size=64MB/s"}).starts_with("`line-size=64MB/s` sets no limit: a number of bytes, or a size"));
}

TEST_CASE("help fits a terminal") {
  std::vector<std::string_view> helps{general_help()};
  for (const std::string_view command : command_names()) helps.push_back(help_of(command));
  for (const std::string_view help : helps) {
    std::size_t column = 0;
    for (const char c : help) {
      const bool continues_character = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
      column = c == '\n' ? 0 : column + (continues_character ? 0 : 1);
      CHECK(column <= 80);
    }
  }
}

TEST_CASE("what is to be collected") {
  const auto collect = [](Strings words) {
    words.insert(words.begin(), "collect");
    const Command command = parse_arguments(std::move(words));
    REQUIRE(std::holds_alternative<CollectArguments>(command));
    return std::get<CollectArguments>(command);
  };
  const CollectArguments arguments = collect({"--junit", "a*.xml", "--lcov=b.info", "--junit", "more=c.xml", "--git", "-o", "out.json", "--env", "CI"});
  Strings reports;
  for (const ReportArgument& report : arguments.reports) reports.push_back(std::string(report.kind->name) + " " + report.words);
  CHECK(reports == Strings{"junit a*.xml", "junit more=c.xml", "lcov b.info"});
  CHECK(arguments.git_base == "");
  CHECK(arguments.output == "out.json");
  CHECK(arguments.environment == Strings{"CI"});
  CHECK(collect({"--git", "origin/main"}).git_base == "origin/main");
  CHECK(collect({"-q"}).names_something() == false);
  CHECK(complaint({"collect", "--junit", "a.xml", "b.xml"}).starts_with("there is a word too many: `b.xml`; quote a pattern"));
  CHECK(complaint({"collect", "--junit"}).starts_with("`--junit` needs a value"));
}

TEST_CASE("options that may be repeated take one value each time") {
  const EvalArguments arguments = eval({"-s", "a.json", "p.nexus", "-s", "b.json", "q.nexus", "--set", "a=1", "--set=b=2", "--only", "x"});
  CHECK(arguments.policies == Strings{"p.nexus", "q.nexus"});
  CHECK(arguments.snapshots == Strings{"a.json", "b.json"});
  CHECK(arguments.edits == Strings{"a=1", "b=2"});
  CHECK(arguments.only == Strings{"x"});
}

TEST_CASE("a value may look like an option, or be a dash") {
  const EvalArguments arguments = eval({"-e", "-1 + 2", "-s", "-", "--", "-odd.nexus"});
  CHECK(arguments.expressions == Strings{"-1 + 2"});
  CHECK(arguments.snapshots == Strings{"-"});
  CHECK(arguments.policies == Strings{"-odd.nexus"});
}

TEST_CASE("values with commas, spaces and quotes stay whole") {
  CHECK(eval({"--set", R"(s["a, b"].x=[1, 2])"}).edits == Strings{R"(s["a, b"].x=[1, 2])"});
  CHECK(eval({"--set", R"(x="quoted")"}).edits == Strings{R"(x="quoted")"});
  CHECK(eval({"-e", "[1, 2]"}).expressions == Strings{"[1, 2]"});
}

TEST_CASE("formats") {
  const EvalArguments arguments = eval({"--format", "json=out.json", "--format", "text"});
  REQUIRE(arguments.formats.size() == 2);
  CHECK(arguments.formats[0].format->name == "json");
  CHECK(arguments.formats[0].file == "out.json");
  CHECK(arguments.formats[1].file.empty());
}

TEST_CASE("what was meant is guessed") {
  std::string all = "commands are:";
  for (const std::string_view name : command_names()) all.append(name == command_names().front() ? " " : ", ").append(name);
  CHECK(complaint({"evl"}) == "there is no command `evl`; " + all + "; did you mean `eval`?");
  CHECK(complaint({"explode"}) == "there is no command `explode`; " + all);
  CHECK(complaint({"eval", "--snapshto", "x"}) == "there is no option `--snapshto`; did you mean `--snapshot`?");
  CHECK(complaint({"eval", "--format", "jsn"}) == "there is no format `jsn`; formats are: text, json, jsonl, sarif, junit, tap, github, gitlab, markdown; did you mean `json`?");
  CHECK(complaint({}) == "no command is given; " + all);
}

TEST_CASE("bad usage") {
  CHECK(complaint({"eval", "-s"}).starts_with("`--snapshot` needs a value; "));
  CHECK(complaint({"eval", "--fail-on", "allow"}).starts_with("`allow` is no level to fail on"));
  CHECK(complaint({"eval", "--color", "sometimes"}).starts_with("--color does not know `sometimes`"));
  CHECK(complaint({"eval", "-q", "-v"}).starts_with("-q and -v contradict each other"));
  CHECK(complaint({"eval", "--strict"}).starts_with("--strict is about --jsonl"));
  CHECK(complaint({"eval", "--jsonl", "-e", "1"}).starts_with("-e does not go with --jsonl"));
  CHECK(complaint({"eval", "--jsonl", "-s", "a", "-s", "b"}).starts_with("--jsonl reads one stream"));
  CHECK(complaint({"eval", "--jsonl", "--format", "text"}).starts_with("--jsonl writes one JSON result a line"));
  CHECK(complaint({"eval", "-s", "-", "-s", "-"}).starts_with("standard input can be read only once"));
  CHECK(complaint({"eval", "--format", "json", "--format", "text"}).starts_with("several formats cannot share standard output"));
  CHECK(complaint({"eval", "--format", "json="}).starts_with("`--format json=` names no file"));
  CHECK(complaint({"eval", "--phase", "a", "--phase", "b"}) != "");
  CHECK(complaint({"replay", "p.nexus"}).starts_with("no history is given to replay"));
  CHECK(complaint({"replay", "--history", "h", "--format", "jsonl"}).starts_with("a replay is told as text or as json"));
  CHECK(complaint({"replay", "--history", "h", "-s", "a"}).starts_with("there is no option `-s`"));
  CHECK(complaint({"eval", "--history", "-", "-s", "-"}).starts_with("standard input can be read only once"));
  for (const Strings& words : std::vector<Strings>{{"eval", "-s", "s.json", "--input", "baseline=-", "--history", "-"},
                                                  {"eval", "-s", "s.json", "--input", "a=-", "--input", "b=-"},
                                                  {"eval", "-s", "-", "--params", "-"},
                                                  {"eval", "--jsonl", "--params", "-"},
                                                  {"explain", "--params", "-", "-s", "-"},
                                                  {"next", "--input", "baseline=-", "-s", "-"},
                                                  {"graph", "-", "-s", "-"},
                                                  {"replay", "--history", "-", "--params", "-"},
                                                  {"replay", "--history", "-", "--labels", "-"},
                                                  {"replay", "--history", "-", "-"},
                                                  {"check", "-", "--params", "-"},
                                                  {"check", "-", "--cost", "-s", "-"},
                                                  {"doc", "-", "--params", "-"},
                                                  {"test", "-", "--params", "-"}}) {
    INFO(words.front());
    CHECK(complaint(words).starts_with("standard input can be read only once"));
  }
  CHECK(complaint({"--frobnicate"}).starts_with("there is no option `--frobnicate`"));
}

TEST_CASE("help and version") {
  for (const Strings& words : {Strings{"--help"}, Strings{"-h"}, Strings{"help"}, Strings{"eval", "--help"}, Strings{"check", "-h"}, Strings{"replay", "--help"},
                               Strings{"help", "eval"}, Strings{"help", "replay"}, Strings{"--version"}}) {
    const Command command = parse_arguments(words);
    REQUIRE(std::holds_alternative<Words>(command));
    CHECK(std::get<Words>(command).text.ends_with('\n'));
  }
}

TEST_CASE("fmt prints one file, checks or writes several") {
  using Mode = FmtArguments::Mode;
  const auto fmt = [](Strings words) {
    words.insert(words.begin(), "fmt");
    const Command command = parse_arguments(std::move(words));
    REQUIRE(std::holds_alternative<FmtArguments>(command));
    return std::get<FmtArguments>(command);
  };
  CHECK(fmt({"a.nexus"}).mode == Mode::print);
  CHECK(fmt({"-"}).files == Strings{"-"});
  CHECK(fmt({"--check", "a.nexus", "b", "-"}).mode == Mode::check);
  CHECK(fmt({"a.nexus", "--write", "b", "-q"}).files == Strings{"a.nexus", "b"});
  CHECK(fmt({"a.nexus", "--write", "-q"}).quiet);
  CHECK(complaint({"fmt"}).starts_with("there is nothing to format"));
  CHECK(complaint({"fmt", "a", "b"}).starts_with("several files cannot be printed"));
  CHECK(complaint({"fmt", "a", "--check", "--write"}).starts_with("`--check` writes nothing"));
  CHECK(complaint({"fmt", "-", "--write"}).starts_with("standard input cannot be written to"));
  CHECK(complaint({"fmt", "a", "--format", "json"}).find("--format") != std::string::npos);
}

TEST_CASE("a call can be said again in words") {
  // Everything that bears on a decision, each with a value that could be taken for something else.
  const EvalArguments first = eval({"-s", "-", "--snapshot=b c.json", "--input", "last=x=y.json", "--history", "h.jsonl", "--set", "a=-1", "--set=b=\"--only\"", "--phase", "go", "--only", "one", "--only", "two",
                      "--params=-odd.json", "--param", "p=1", "--now", "2026-11-02T10:00:00Z", "--fail-on", "warn", "--limit", "steps=5", "--", "-dash.nexus", "folder"});
  const EvalArguments again = eval(call_of(first));
  CHECK(again.policies == first.policies);
  CHECK(again.policies == Strings{"-dash.nexus", "folder"});
  CHECK(again.snapshots == first.snapshots);
  CHECK(again.inputs == first.inputs);
  CHECK(again.history == first.history);
  CHECK(again.edits == first.edits);
  CHECK(again.phase == first.phase);
  CHECK(again.only == first.only);
  CHECK(again.params_files == first.params_files);
  CHECK(again.assignments == first.assignments);
  CHECK(again.now == first.now);
  CHECK(again.fail_on == first.fail_on);
  CHECK(again.limits.steps == 5);
  CHECK(call_of(again) == call_of(first));

  // A new option is either said again, or makes no difference to what is decided: somebody must have thought of it.
  const Strings makes_no_difference{"--help", "--quiet", "--verbose", "--color", "--format", "--jobs", "--record", "--expression", "--jsonl", "--strict"};
  for (const Option& option : options_of("eval")) {
    INFO(option.name);
    const auto says_it = [&](const std::string& word) { return word.starts_with(option.name + "="); };
    CHECK(std::ranges::any_of(call_of(first), says_it) != (std::ranges::count(makes_no_difference, option.name) == 1));
  }
}

}  // namespace nexus::cli
