#pragma once

#include "playground/repl/session.h"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace nexus::playground {

/// What the rest of a command's line is, for completion.
enum class Argument : std::uint8_t {
  none,
  policy_file,
  snapshot_file,
  path,
  rule,
  phase,
  expression,
  command,
  example,
  declaration,
  on_or_off
};

/// A command of the playground, such as `:set`.
struct Command {
  std::string_view name;     ///< without the colon
  std::string_view usage;    ///< `:set PATH = VALUE`
  std::string_view summary;  ///< for the list
  std::string_view details;  ///< what `:help NAME` adds, may be empty
  Argument argument = Argument::none;
  Reply (*run)(Session& session, const std::string& words);
};

/// Every command, as `:help` lists them.
[[nodiscard]] std::span<const Command> commands();
/// By its name or the start of it, where that is the start of one only; else the words of why not.
[[nodiscard]] std::variant<const Command*, base::Diagnostic> find_command(std::string_view name);
/// Runs `:set coverage.line = 70`.
[[nodiscard]] Reply run_command(Session& session, const std::string& line);

// What they do, one file a theme. `words` is what stands behind the name, trimmed.

// files.cpp
Reply load(Session& session, const std::string& words);
Reply snapshot(Session& session, const std::string& words);
Reply save(Session& session, const std::string& words);
Reply watch(Session& session, const std::string& words);
Reply show_policy(Session& session, const std::string& words);
// edits.cpp
Reply set(Session& session, const std::string& words);
Reply unset(Session& session, const std::string& words);
Reply drop(Session& session, const std::string& words);
Reply undo(Session& session, const std::string& words);
Reply diff(Session& session, const std::string& words);
Reply set_now(Session& session, const std::string& words);
// answers.cpp
Reply evaluate(Session& session, const std::string& words);
Reply why(Session& session, const std::string& words);
Reply next(Session& session, const std::string& words);
Reply phases(Session& session, const std::string& words);
Reply type_of(Session& session, const std::string& words);
Reply trace(Session& session, const std::string& words);
// help.cpp
Reply help(Session& session, const std::string& words);
// tutorial.cpp
Reply tutorial(Session& session, const std::string& words);
Reply hint(Session& session, const std::string& words);
Reply skip(Session& session, const std::string& words);
// examples.cpp
Reply example(Session& session, const std::string& words);

}  // namespace nexus::playground
