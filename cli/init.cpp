#include "cli/init.h"

#include "base/diagnostics/catalogue.h"
#include "cli/exit_code.h"
#include "cli/results.h"
#include "cli/terminal.h"
#include "workspace/files.h"
#include "workspace/infer/starter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;
namespace fs = std::filesystem;
using workspace::infer::Starter;
using workspace::infer::StarterSnapshot;

/// What the policy is called until somebody saves it.
constexpr std::string_view default_policy = "release.nexus";

/// How a policy names a file: from its own folder. Empty for what is no file that will be there tomorrow.
std::string seen_from(const std::string& policy, const std::string& file) {
  std::error_code error;
  if (file == workspace::stdin_argument || !fs::is_regular_file(file, error)) return {};
  if (fs::path(file).is_absolute()) return file;
  const fs::path folder = fs::absolute(policy, error).lexically_normal().parent_path();
  return fs::absolute(file, error).lexically_normal().lexically_relative(folder).native();
}

/// Each line that is not blank, as a snapshot.
void add_lines(const std::string& name, const std::string& text, std::vector<StarterSnapshot>& into) {
  std::uint32_t line = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    ++line;
    std::string one = text.substr(begin, end - begin);
    if (one.find_first_not_of(" \t\r") != std::string::npos)
      into.push_back({.name = name, .text = std::move(one), .first_line = line});
    begin = end + 1;
  }
}

/// There is no limit to move here.
void complain_within_limits(workspace::Mistakes mistakes, ColourWish colour) {
  for (base::Diagnostic& diagnostic : mistakes.diagnostics) std::erase_if(diagnostic.helps, workspace::is_limit_advice);
  complain(mistakes, colour);
}

/// Nothing, and a complaint, where a file cannot be read or has nothing in it.
std::optional<std::vector<StarterSnapshot>> read_snapshots(const InitArguments& arguments, const std::string& policy) {
  std::vector<StarterSnapshot> snapshots;
  for (const std::string& path : arguments.snapshots) {
    auto text = workspace::read_file(path, workspace::snapshot_size({}));
    if (!text) return complain_within_limits({{}, {text.error()}}, arguments.colour), std::nullopt;
    const std::string name = path == workspace::stdin_argument ? std::string(workspace::stdin_name) : path;
    const std::size_t before = snapshots.size();
    if (arguments.jsonl)
      add_lines(name, *text, snapshots);
    else
      snapshots.push_back({.name = name, .text = *std::move(text), .fixture = seen_from(policy, path)});
    if (snapshots.size() == before) return complain(diagnostics::json_empty({}, name), arguments.colour), std::nullopt;
  }
  return snapshots;
}

/// As a shell takes it.
std::string shell_word(const std::string& text) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./").find(c) != std::string_view::npos;
  };
  if (!text.empty() && std::ranges::all_of(text, is_plain)) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

/// What to do with the policy.
std::string next_steps(const InitArguments& arguments, const Starter& starter, const std::string& policy) {
  const std::string file = shell_word(policy);
  const bool is_stream = std::ranges::count(arguments.snapshots, workspace::stdin_argument) != 0;
  const std::string snapshot = shell_word(is_stream ? "snapshot.json" : arguments.snapshots.front());
  std::string given = "-s " + snapshot;
  // One after the other is enough to see how it goes; `--jsonl` reads one stream.
  if (!is_stream && !arguments.jsonl && arguments.snapshots.size() == 2)
    given += " -s " + shell_word(arguments.snapshots.back());
  if (arguments.jsonl) given += " --jsonl";
  std::vector<std::pair<std::string, std::string_view>> steps;
  if (!starter.gate.empty()) {
    steps.emplace_back(fmt::format("nexus eval {} {}", file, given), "may this be released?");
    if (starter.has_tests) steps.emplace_back("nexus test " + file, "does the policy do what its tests say?");
  } else {
    steps.emplace_back("nexus check " + file, "does the policy make sense, once it has a gate?");
  }
  steps.emplace_back(
      arguments.jsonl || is_stream ? "nexus repl " + file : fmt::format("nexus repl {} -s {}", file, snapshot),
      "what if? a place to try further gates");
  std::size_t width = 0;
  for (const auto& [command, why] : steps) width = std::max(width, command.size());
  std::string text = arguments.policy.empty() ? fmt::format("saved as {}, it can be asked:\n", policy)
                                              : fmt::format("{} is written. Next:\n", policy);
  for (const auto& [command, why] : steps) text += fmt::format("  {:<{}}  # {}\n", command, width, why);
  return text;
}

}  // namespace

int run_init(const InitArguments& arguments) {
  const std::string policy = arguments.policy.empty() ? std::string(default_policy) : arguments.policy;
  std::error_code error;
  if (!arguments.policy.empty() && !arguments.force && fs::exists(policy, error)) {
    complain(diagnostics::file_unwritable({}, policy, "it is there already")
                 .with_help("name another file, or replace it with `--force`"),
             arguments.colour);
    return exit_failed;
  }
  auto snapshots = read_snapshots(arguments, policy);
  if (!snapshots) return exit_failed;
  const auto starter = workspace::infer::starter_policy({.snapshots = *std::move(snapshots), .policy_file = policy});
  if (!starter) return complain_within_limits(starter.error(), arguments.colour), exit_failed;
  if (starter->gate.empty() && !arguments.quiet)
    complain(diagnostics::started_without_gate({}, "nothing in the snapshots is known to be good")
                 .with_help("write one: `gate NAME \"TITLE\" { require CONDITION else block \"MESSAGE\" }`"),
             arguments.colour);
  if (!arguments.policy.empty()) {
    if (!write_files({{policy, starter->text}}, arguments.colour)) return exit_failed;
  } else if (write_result(starter->text) == Delivery::failed) {
    return exit_failed;
  }
  if (!arguments.quiet) std::fputs(next_steps(arguments, *starter, policy).c_str(), stderr);
  return 0;
}

}  // namespace nexus::cli
