#include "cli/arguments.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "cli/help.h"
#include "cli/option_values.h"
#include "cli/parsers.h"
#include "cli/requests.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

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
    CommandEntry{"check", parse_check, check_help, options_of<CheckParser>},
    CommandEntry{"eval", parse_eval, eval_help, options_of<EvalParser>},
    CommandEntry{"collect", parse_collect, collect_help, options_of<CollectParser>},
    CommandEntry{"doc", parse_doc, doc_help, options_of<DocParser>},
    CommandEntry{"explain", parse_explain, explain_help, options_of<ExplainParser>},
    CommandEntry{"fmt", parse_fmt, fmt_help, options_of<FmtParser>},
    CommandEntry{"graph", parse_graph, graph_help, options_of<GraphParser>},
    CommandEntry{"init", parse_init, init_help, options_of<InitParser>},
    CommandEntry{"next", parse_next, next_help, options_of<NextParser>},
    CommandEntry{"replay", parse_replay, replay_help, options_of<ReplayParser>},
    CommandEntry{"repl", parse_repl, repl_help, options_of<ReplParser>},
    CommandEntry{"stdlib", parse_stdlib, stdlib_help, options_of<StdlibParser>},
    CommandEntry{"test", parse_test, test_help, options_of<TestParser>},
    CommandEntry{"verify", parse_verify, verify_help, options_of<VerifyParser>},
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
  if (std::ranges::find(shells, words.front()) == std::end(shells))
    return mistake("there are no completions for " + in_backticks(words.front()), hint);
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
  if (command.starts_with('-'))
    return mistake("there is no option " + in_backticks(command), "options come after the command: `nexus eval …`");

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
