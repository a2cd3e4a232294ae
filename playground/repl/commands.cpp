#include "playground/repl/commands.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "playground/repl/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace nexus::playground {

namespace {

namespace diagnostics = base::diagnostics;

Reply quit(Session& session, const std::string&) {
  Reply reply{session.options().warns_before_leaving ? session.unsaved_warning() : std::string()};
  reply.ends = reply.text.empty();
  return reply;
}

Reply open_view(Session& /*session*/, const std::string& /*words*/) {
  Reply reply;
  reply.opens_view = true;
  return reply;
}

constexpr std::array table{
    Command{"set", ":set PATH = VALUE", "changes the snapshot, and says what that changes",
            "The path is written as in the policy: `coverage.line`, `suites[0].failed`, `services[\"a b\"].ok`. The "
            "value is JSON or a\n"
            "literal of the language: `74.2%`, `150ms`, `failure`, `[]`, `{\"a\": 1}`. Objects on the way are made, "
            "items of lists\n"
            "are not: set the whole list.\n\n  :set coverage.line = 74.2%\n  :set approvals = [{\"user\": \"ana\"}]",
            Argument::path, set},
    Command{"unset", ":unset PATH", "takes something out of the snapshot",
            "What is missing is no failure: it makes rules unknown.\n\n  :unset coverage.line", Argument::path, unset},
    Command{"snapshot", ":snapshot [FILE | JSON]", "reads a snapshot; alone, shows the one there is",
            "JSON may go on over several lines. A JSON object that is typed without the command does the same.\n\n  "
            ":snapshot build.json\n  :snapshot "
            "{ \"coverage\": { \"line\": 83.5 } }",
            Argument::snapshot_file, snapshot},
    Command{
        "load", ":load [FILE…]", "reads policies in place of those there are; alone, reads them again",
        "Files, or folders with *.nexus files below them. `:undo` brings back what was there.\n\n  :load release.nexus",
        Argument::policy_file, load},
    Command{"policy", ":policy", "shows the policy as it is now", "", Argument::none, show_policy},
    Command{"drop", ":drop KIND NAME", "takes a declaration out of the policy",
            "  :drop gate coverage\n  :drop test \"a green build\"", Argument::declaration, drop},
    Command{"eval", ":eval [-v | -q]", "the whole report: what fails, where, and why",
            "-v shows what passed and all that was asked, -q the decision alone.", Argument::none, evaluate},
    Command{"why", ":why [RULE | CODE]", "why a rule came out as it did; alone, those that do not pass",
            "Shows each condition part by part, with the values behind it. A code such as NX2103 is explained, "
            "too.\n\n  :why coverage\n  :why coverage.1",
            Argument::rule, why},
    Command{"next", ":next [PHASE]", "what must still happen for `allow`, or for a phase to start",
            "  :next\n  :next go_live", Argument::phase, next},
    Command{"phases", ":phases", "the phases, and what each waits for", "", Argument::none, phases},
    Command{"type", ":type EXPR", "the type of an expression", "  :type coverage.line", Argument::expression, type_of},
    Command{"diff", ":diff", "what the last change changed, line by line", "", Argument::none, diff},
    Command{"undo", ":undo", "takes the last change back, then the one before it", "", Argument::none, undo},
    Command{"now", ":now [TIME | clock]", "sets what `now` means; alone, says it", "  :now 2026-11-02T10:00:00Z",
            Argument::none, set_now},
    Command{"save", ":save [--force] [POLICY.nexus] [SNAPSHOT.json]", "writes what has changed",
            "What was loaded goes back into its file, what was typed into the files named here. Files appear whole or "
            "not at all; one\n"
            "that is there and was not loaded is replaced only with --force.\n\n  :save\n  :save release.nexus "
            "snapshot.json",
            Argument::policy_file, save},
    Command{"watch", ":watch [on | off]", "reads files again when they change", "", Argument::on_or_off, watch},
    Command{"example", ":example [NAME [SNAPSHOT]]", "loads an example that ships with nexus; alone, lists them",
            "  :example release-gate\n  :example release-gate green.json", Argument::example, example},
    Command{"tutorial", ":tutorial [NUMBER | off]", "twelve short exercises, from a first gate to a waiver",
            "Alone, it begins, or says again what is asked for.\n\n  :tutorial\n  :tutorial 7", Argument::none,
            tutorial},
    Command{"hint", ":hint", "helps with the exercise", "", Argument::none, hint},
    Command{"skip", ":skip", "shows how the exercise is done, and goes on to the next", "", Argument::none, skip},
    Command{"trace", ":trace on | off", "tells what each evaluation took", "", Argument::on_or_off, trace},
    Command{"view", ":view", "policy, decision and snapshot on the whole screen",
            "What is changed there stays changed here. `?` there says what the keys do, `q` comes back.",
            Argument::none, open_view},
    Command{"help", ":help [COMMAND | TOPIC]", "this, or more about one thing", "", Argument::command, help},
    Command{"quit", ":quit", "ends the session; so does Ctrl-D", "", Argument::none, quit},
};

}  // namespace

std::span<const Command> commands() { return table; }

std::variant<const Command*, base::Diagnostic> find_command(std::string_view name) {
  std::vector<std::string> fits;
  std::vector<std::string_view> names;
  const Command* found = nullptr;
  for (const Command& command : table) {
    if (command.name == name) return &command;
    names.push_back(command.name);
    if (!command.name.starts_with(name)) continue;
    found = &command;
    fits.push_back("`:" + std::string(command.name) + "`");
  }
  if (fits.size() == 1) return found;
  const std::string asked(name);
  if (fits.size() > 1) {
    base::Diagnostic diagnostic = diagnostics::bad_usage({}, "`:" + asked + "` may be " + base::list_with(fits, "or"));
    return std::move(diagnostic).with_help("write a letter more");
  }
  base::Diagnostic diagnostic = diagnostics::bad_usage({}, "there is no command `:" + asked + "`");
  const auto meant = base::nearest(name, names);
  return std::move(diagnostic).with_help(meant ? "did you mean `:" + std::string(*meant) + "`?" : "`:help` lists them");
}

Reply run_command(Session& session, const std::string& line) {
  std::size_t end = 1;
  while (end < line.size() && (std::isalpha(static_cast<unsigned char>(line[end])) != 0 || line[end] == '?')) ++end;
  const auto found = find_command(std::string_view(line).substr(1, end - 1));
  if (const auto* unknown = std::get_if<base::Diagnostic>(&found)) return session.complain(*unknown);
  const Command& command = *std::get<const Command*>(found);
  const std::string words = trimmed(std::string_view(line).substr(end));
  if (command.argument == Argument::none && !words.empty() && command.usage.find('[') == std::string_view::npos) {
    return session.complain("`:" + std::string(command.name) + "` stands alone",
                            "`:help " + std::string(command.name) + "` says what it does");
  }
  return command.run(session, words);
}

}  // namespace nexus::playground
