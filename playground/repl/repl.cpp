#include "playground/repl/repl.h"

#include "base/diagnostics/catalogue.h"
#include "playground/repl/commands.h"
#include "playground/repl/completion.h"
#include "playground/repl/help.h"
#include "playground/repl/highlight.h"
#include "playground/repl/history_file.h"
#include "playground/repl/inputs.h"
#include "playground/repl/line_editor.h"
#include "playground/repl/session.h"
#include "playground/view/screen.h"
#include "workspace/files.h"
#include "workspace/pending_file.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

namespace nexus::playground {

namespace {

namespace diagnostics = base::diagnostics;

constexpr int exit_failed = 2;
constexpr int watch_interval = 200;  // milliseconds

constexpr std::string_view prompt = "nexus> ";
constexpr std::string_view continuation = "  ...> ";

/// Lines of standard input, however they arrive.
class Lines {
 public:
  /// Waits for `milliseconds` (-1: as long as it takes) for there to be something to read.
  [[nodiscard]] bool wait(int milliseconds) const {
    if (at_end_ || buffer_.find('\n') != std::string::npos) return true;
    pollfd input{STDIN_FILENO, POLLIN, 0};
    return ::poll(&input, 1, milliseconds) != 0;
  }

  /// The next one, without its line break; nothing at the end.
  std::optional<std::string> next() {
    for (;;) {
      if (const std::size_t end = buffer_.find('\n'); end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        return line;
      }
      if (at_end_) return buffer_.empty() ? std::nullopt : std::optional(std::exchange(buffer_, {}));
      char bytes[4096];
      const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
      if (count < 0 && errno == EINTR) continue;
      if (count > 0) buffer_.append(bytes, static_cast<std::size_t>(count));
      at_end_ = count <= 0;
    }
  }

 private:
  std::string buffer_;
  bool at_end_ = false;
};

/// A session that reads what another program, or a file, has to say.
class Script {
 public:
  Script(Session& session, bool echo) : session_(session), echo_(echo) {}

  int run() {
    Lines lines;
    while (!ended_) {
      while (!lines.wait(session_.is_watching() ? watch_interval : -1)) look_at_files();
      const auto line = lines.next();
      look_at_files();
      if (!line) break;
      if (echo_) write(std::string(inputs_.is_open() ? continuation : prompt) + *line + "\n");
      for (const std::string& input : inputs_.add(*line)) submit(input);
    }
    if (const std::string rest = inputs_.take(); !rest.empty() && !ended_) submit(rest);
    return failed_ ? exit_failed : 0;
  }

 private:
  void look_at_files() {
    if (const auto reply = session_.look_at_files()) write(reply->text);
  }
  void submit(const std::string& input) {
    if (ended_) return;
    Reply reply = session_.submit(input);
    if (reply.opens_view)
      reply = session_.complain("`:view` needs a terminal", "without one, `:eval -v` shows everything");
    write(reply.text);
    failed_ = failed_ || reply.failed;
    ended_ = reply.ends;
  }
  /// Where nobody reads any more there is nobody to talk to.
  void write(const std::string& text) { ended_ = workspace::write_all(STDOUT_FILENO, text) != 0 || ended_; }

  Session& session_;
  Inputs inputs_;
  bool echo_;
  bool failed_ = false;
  bool ended_ = false;
};

Reply cannot_draw(const Session& session) {
  return session.complain("this terminal cannot show the full-screen view",
                          "TERM must name a terminal that can place the cursor, such as `xterm`");
}

/// A session with somebody at a terminal.
class Dialogue {
 public:
  explicit Dialogue(Session& session) : session_(session), editor_(hooks()) {
    for (const std::string& entry : history_.read()) editor_.remember(entry);
  }

  void run() {
    while (!ended_) {
      std::string line;
      const auto outcome = editor_.read(inputs_.is_open() ? continuation : prompt, line);
      session_.set_width(std::min(LineEditor::width(), widest));
      switch (outcome) {
        case LineEditor::Outcome::line:
          is_leaving_ = false;
          for (const std::string& input : inputs_.add(line)) submit(input);
          break;
        case LineEditor::Outcome::dropped:
          (void)inputs_.take();
          break;
        case LineEditor::Outcome::end:
          leave();
          break;
      }
    }
  }

 private:
  static constexpr std::size_t widest = 100;

  LineEditor::Hooks hooks() {
    LineEditor::Hooks hooks;
    hooks.complete = [this](std::string_view line, std::size_t cursor) {
      return complete(session_.state(), line, cursor);
    };
    if (session_.options().colour == base::Colour::on) hooks.ink = highlight;
    hooks.idle = [this] {
      const auto reply = session_.look_at_files();
      return reply ? reply->text : std::string();
    };
    hooks.is_idle_wanted = [this] { return session_.is_watching(); };
    return hooks;
  }

  void submit(const std::string& input) {
    if (ended_) return;
    if (const std::string entry = as_one_line(input); !entry.empty()) {
      editor_.remember(entry);
      history_.add(entry);
    }
    const Reply reply = session_.submit(input);
    write(reply.text);
    ended_ = ended_ || reply.ends;
    if (reply.opens_view) open_view();
  }

  void open_view() {
    View view(session_, View::Leaving::freely);
    if (!run_view(view, session_.options().colour)) write(cannot_draw(session_).text);
    session_.set_width(std::min(LineEditor::width(), widest));
    ended_ = ended_ || view.ends_session();
  }

  /// Ctrl-D: drops what has been begun, else ends the session, but not at once where something would be lost.
  void leave() {
    write("\n");
    if (std::exchange(is_leaving_, true) && !inputs_.is_open()) {
      ended_ = true;
    } else if (!inputs_.take().empty()) {
      is_leaving_ = false;
    } else {
      const std::string warning = session_.unsaved_warning();
      write(warning);
      ended_ = warning.empty();
    }
  }

  void write(const std::string& text) { ended_ = workspace::write_all(STDOUT_FILENO, text) != 0 || ended_; }

  Session& session_;
  HistoryFile history_;
  LineEditor editor_;
  Inputs inputs_;
  bool ended_ = false;
  bool is_leaving_ = false;  ///< Ctrl-D was the last key: pressed again, it is meant
};

/// Loads what was named on the command line. False where something of it could not be: it has been said.
bool start(Session& session, const ReplRequest& request, std::string& said) {
  bool sound = true;
  const auto add = [&](const Reply& reply) {
    said += reply.text;
    sound = sound && !reply.failed;
  };
  // Params that cannot be read keep every policy from being compiled.
  if (const auto settings = evaluate(State{}, session.options().settings, nullptr); !settings) {
    add(session.complain(settings.error()));
    return sound;
  }
  State documents = session.state();
  for (const std::string& input : request.inputs) {
    const std::size_t equals = input.find('=');
    if (equals == std::string::npos || equals == 0) {
      add(session.complain(base::Diagnostic(diagnostics::bad_assignment({}, input, "name=FILE"))
                               .with_help("such as `--input baseline=last.json`")));
      continue;
    }
    const std::string file = input.substr(equals + 1);
    auto text = workspace::read_file(file, workspace::snapshot_size({}));
    if (!text) {
      add(session.complain(text.error()));
      continue;
    }
    documents.inputs.push_back({input.substr(0, equals), text_file(file, *std::move(text), true)});
  }
  if (!request.history.empty()) {
    auto text = workspace::read_file(request.history, workspace::snapshot_size({}));
    if (text)
      documents.history = text_file(request.history, *std::move(text), true);
    else
      add(session.complain(text.error()));
  }
  session.begin_with(std::move(documents));
  if (!request.now.empty()) add(run_command(session, ":now " + request.now));
  if (!request.snapshot.empty()) add(snapshot(session, request.snapshot));
  session.asked().policies = request.policies;
  if (!request.policies.empty()) add(load(session, ""));
  session.begin_with(session.state());
  // Without a policy, one that is typed later may have it.
  if (!request.policies.empty())
    for (const std::string& name : session.state().compiled->lacking_params())
      add(session.complain("no policy here has the param `" + name + "`", "`:policy` shows what there is to set"));
  if (request.tutorial) add(run_command(session, ":tutorial"));
  return sound;
}

int refuse(const Reply& reply) {
  (void)workspace::write_all(STDERR_FILENO, reply.text);
  return exit_failed;
}

}  // namespace

int run_repl(const ReplRequest& request) {
  const bool is_at_terminal = ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
  Session session({.colour = request.colour,
                   .settings = {request.assignments, request.params_files},
                   .warns_before_leaving = is_at_terminal});
  if (request.full_screen && !is_at_terminal)
    return refuse(
        session.complain("`--tui` needs a terminal", "without it, `nexus repl` reads line by line what to do"));
  std::string said;
  const bool sound = start(session, request, said);
  if (request.full_screen) {
    View view(session, View::Leaving::with_care);
    if (!sound || request.tutorial) view.show(sound ? "tutorial" : "this could not be done", said);
    return run_view(view, request.colour) ? 0 : refuse(cannot_draw(session));
  }
  if (is_at_terminal) {
    if (request.policies.empty() && request.snapshot.empty() && !request.tutorial) said = std::string(welcome()) + said;
    if (workspace::write_all(STDOUT_FILENO, said) != 0) return exit_failed;
    Dialogue(session).run();
    return 0;
  }
  if (workspace::write_all(STDOUT_FILENO, said) != 0 || !sound) return exit_failed;
  return Script(session, request.echo).run();
}

}  // namespace nexus::playground
