#include "playground/repl/line_editor.h"

#include "base/values/text.h"
#include "base/values/utf8.h"
#include "workspace/pending_file.h"

// The only translation unit with libedit.
#include <histedit.h>

#include <langinfo.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cwchar>
#include <deque>
#include <utility>

namespace nexus::playground {

namespace {

constexpr int interval = 200;  // milliseconds between two looks at what `idle` looks at
constexpr int history_size = 1000;

constexpr std::string_view paste_begins = "\x1b[200~";
constexpr std::string_view paste_ends = "\x1b[201~";
constexpr wchar_t ctrl_c = 3, ctrl_z = 26;

void write_out(std::string_view text) { (void)workspace::write_all(STDOUT_FILENO, text); }

std::string to_utf8(const wchar_t* text, std::size_t length) {
  std::string bytes;
  for (std::size_t i = 0; i < length; ++i) base::append_utf8(bytes, static_cast<char32_t>(text[i]));
  return bytes;
}

std::string_view escape_of(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return "\x1b[0m";
    case Ink::keyword:
      return "\x1b[0;1;34m";
    case Ink::string:
      return "\x1b[0;32m";
    case Ink::number:
      return "\x1b[0;35m";
    case Ink::comment:
      return "\x1b[0;90m";
    case Ink::command:
      return "\x1b[0;1;36m";
  }
  return {};
}

/// What the terminal was like before we came.
termios terminal_before;

void interrupt_wait(int /*signal*/) {}

/// Whoever ends us finds the terminal as it was.
void leave_terminal(int signal) {
  ::tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
  (void)std::signal(signal, SIG_DFL);
  (void)std::raise(signal);
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;  // without SA_RESTART: a wait ends
  ::sigaction(signal, &action, nullptr);
}

winsize size_of_terminal() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) size.ws_col = 80;
  if (size.ws_row == 0) size.ws_row = 24;
  return size;
}

/// A cell of the terminal, counted from the one in which the prompt begins.
struct Cell {
  std::size_t row = 0, column = 0;
  /// Where a character of that many columns stands that is to stand here, and what is behind it.
  Cell place(std::size_t width, std::size_t columns) {
    if (column + width > columns) ++row, column = 0;
    const Cell at = *this;
    column += width;
    if (column == columns) ++row, column = 0;
    return at;
  }
};

}  // namespace

struct LineEditor::Impl {
  explicit Impl(Hooks hooks_) : hooks(std::move(hooks_)) {}

  // libedit calls back with its own pointer; ours hangs on it.
  static Impl& of(EditLine* editor) {
    void* self = nullptr;
    el_get(editor, EL_CLIENTDATA, &self);
    return *static_cast<Impl*>(self);
  }
  static char* prompt_of(EditLine* editor) { return of(editor).prompt.data(); }
  static int next_character(EditLine* editor, wchar_t* into) { return of(editor).read_character(into); }
  static unsigned char complete_word(EditLine* editor, int /*key*/) { return of(editor).complete(); }

  [[nodiscard]] std::string line() const {
    const LineInfoW* info = el_wline(editor);
    return to_utf8(info->buffer, static_cast<std::size_t>(info->lastchar - info->buffer));
  }
  [[nodiscard]] std::size_t cursor() const {
    const LineInfoW* info = el_wline(editor);
    return to_utf8(info->buffer, static_cast<std::size_t>(info->cursor - info->buffer)).size();
  }

  /// Where each character of the line stands, the cursor, and what is behind the line. Nothing where a character is not shown
  /// as itself.
  struct Layout {
    std::vector<Cell> characters;
    Cell cursor, end;
  };
  [[nodiscard]] std::optional<Layout> layout() const {
    const LineInfoW* info = el_wline(editor);
    const std::size_t columns = size_of_terminal().ws_col;
    Layout all;
    Cell at{0, prompt.size()};
    for (const wchar_t* c = info->buffer; c != info->lastchar; ++c) {
      if (c == info->cursor) all.cursor = at;
      const int character_width = ::wcwidth(*c);
      if (character_width < 1) return std::nullopt;
      all.characters.push_back(at.place(static_cast<std::size_t>(character_width), columns));
    }
    if (info->cursor == info->lastchar) all.cursor = at;
    all.end = at;
    return all;
  }

  /// Gives the line its colours: the same characters, written again where they stand. libedit does not know of it, and need
  /// not: its picture of the terminal is of characters.
  void paint() {
    if (!hooks.ink) return;
    const std::string text = line();
    const std::vector<Ink> inks = hooks.ink(text);
    const auto cells = layout();
    if (inks.size() != text.size() || !cells || cells->end.row >= size_of_terminal().ws_row) return;
    std::string out =
        "\x1b[?25l\x1b"
        "7";
    if (cells->cursor.row != 0) out += "\x1b[" + std::to_string(cells->cursor.row) + "A";
    std::size_t row = 0, at = 0;
    Ink ink = Ink::plain;
    for (std::size_t i = 0; i < cells->characters.size(); ++i) {
      const Cell& cell = cells->characters[i];
      if (i == 0 || cell.row != row) {
        if (cell.row != row) out += "\x1b[" + std::to_string(cell.row - row) + "B";
        out += "\r";
        if (cell.column != 0) out += "\x1b[" + std::to_string(cell.column) + "C";
        row = cell.row;
      }
      if (inks[at] != ink || i == 0) out += escape_of(ink = inks[at]);
      const std::size_t length = base::utf8_step(std::string_view(text).substr(at)).length;
      out += text.substr(at, length);
      at += length;
    }
    write_out(out +
              "\x1b[0m\x1b"
              "8\x1b[?25h");
  }

  /// Shows something above the line, which is drawn again below it.
  void show_above(const std::string& text) {
    const auto cells = layout();
    std::string out;
    if (cells && cells->cursor.row != 0) out += "\x1b[" + std::to_string(cells->cursor.row) + "A";
    out += "\r\x1b[J";
    for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    write_out(out);
    el_wset(editor, EL_REFRESH);
  }

  // ---- what is typed

  /// 1 and a character, or 0 at the end, as libedit wants it.
  int read_character(wchar_t* into) {
    for (;;) {
      if (const auto character = take_character()) {
        if (*character == ctrl_z) {
          suspend();
          continue;
        }
        dropped = *character == ctrl_c;
        if (*character == L'\r' || *character == L'\n') paint();  // what was typed in one go has not been yet
        // The line that is dropped ends like any other; what is in it is not looked at.
        if (dropped) write_out("^C");
        *into = dropped ? L'\n' : *character;
        return 1;
      }
      if (at_end) return 0;
      if (!pasting) paint();
      wait();
    }
  }

  /// Goes to the background, with the terminal as it was, until the shell brings us back.
  void suspend() {
    el_set(editor, EL_PREP_TERM, 0);
    ::tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal_before);
    (void)std::raise(SIGSTOP);
    el_set(editor, EL_PREP_TERM, 1);
    el_wset(editor, EL_REFRESH);
  }

  void wait() {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    const bool wanted = hooks.is_idle_wanted && hooks.is_idle_wanted();
    const int ready = ::poll(&input, 1, wanted ? interval : -1);
    if (ready < 0 && errno == EINTR) {  // the terminal has another size
      el_resize(editor);
      el_wset(editor, EL_REFRESH);
    } else if (ready == 0) {
      if (const std::string text = hooks.idle(); !text.empty()) show_above(text);
    } else {
      char bytes[4096];
      const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
      if (count < 0 && errno == EINTR) return;
      if (count > 0) typed.append(bytes, static_cast<std::size_t>(count));
      at_end = count <= 0;
    }
  }

  /// The next character of what was typed; of what was pasted, only what can be typed: a tab completes nothing there.
  std::optional<wchar_t> take_character() {
    while (!typed.empty()) {
      if (typed.starts_with(paste_begins) || typed.starts_with(paste_ends)) {
        pasting = typed.starts_with(paste_begins);
        typed.erase(0, paste_begins.size());
        continue;
      }
      // The rest of a mark, or of a character, is on its way.
      const bool is_part = typed.size() > 1 && (paste_begins.starts_with(typed) || paste_ends.starts_with(typed));
      const base::Utf8Step step = base::utf8_step(typed);
      const auto first = static_cast<unsigned char>(typed.front());
      const std::size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
      if (!at_end && (is_part || (!step.valid && typed.size() < wanted))) return std::nullopt;
      typed.erase(0, step.length);
      if (!step.valid) continue;
      const auto character = static_cast<wchar_t>(step.scalar);
      if (!pasting) return character;
      if (character == L'\t') {
        typed.insert(0, "  ");
      } else if (character == L'\r') {
        if (!typed.starts_with('\n')) return L'\n';
      } else if (character == L'\n' || character >= L' ') {
        return character;
      }
    }
    return std::nullopt;
  }

  // ---- completion

  unsigned char complete() {
    const std::string text = line();
    const std::size_t at = cursor();
    const Completion completion = hooks.complete(text, at);
    const std::string begun = text.substr(completion.begin, at - completion.begin);
    const auto& candidates = completion.candidates;
    if (candidates.empty()) return CC_REFRESH_BEEP;
    std::string common = candidates.front();
    for (const std::string& candidate : candidates) {
      const auto end = std::ranges::mismatch(common, candidate).in1;
      common.erase(end, common.end());
    }
    const std::string more = common.size() > begun.size() ? common.substr(begun.size()) : "";
    if (!more.empty() && el_insertstr(editor, more.c_str()) != 0) return CC_ERROR;
    if (candidates.size() == 1) {
      const char last = common.back();
      if (last != '/' && last != '.' && el_insertstr(editor, " ") != 0) return CC_ERROR;
      return CC_REFRESH;
    }
    if (more.empty()) list(candidates);
    return CC_REFRESH;
  }

  void list(const std::vector<std::string>& candidates) {
    std::size_t widest = 0;
    for (const std::string& each : candidates) widest = std::max(widest, each.size() + 2);
    const std::size_t columns = std::max<std::size_t>(1, size_of_terminal().ws_col / widest);
    std::string text;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const bool ends_line = (i + 1) % columns == 0 || i + 1 == candidates.size();
      text += candidates[i] + (ends_line ? "\n" : std::string(widest - candidates[i].size(), ' '));
    }
    // What was typed so far stays where it is, with the list below it.
    const auto cells = layout();
    const std::size_t rows_below = cells ? cells->end.row - cells->cursor.row : 0;
    std::string out = rows_below != 0 ? "\x1b[" + std::to_string(rows_below) + "B" : "";
    out += "\r\n";
    for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    write_out(out);
    el_wset(editor, EL_REFRESH);
  }

  Hooks hooks;
  std::string prompt;
  std::string typed;  // bytes that nobody has taken yet
  bool pasting = false, at_end = false, dropped = false;
  EditLine* editor = nullptr;
  History* history = nullptr;
};

LineEditor::LineEditor(Hooks hooks) : impl_(std::make_unique<Impl>(std::move(hooks))) {
  // libedit takes the encoding from the locale. What is typed here is UTF-8, whatever the locale says.
  std::setlocale(LC_CTYPE, "");
  if (std::string_view(::nl_langinfo(CODESET)) != "UTF-8") std::setlocale(LC_CTYPE, "C.UTF-8");
  HistEvent event;
  impl_->history = history_init();
  history(impl_->history, &event, H_SETSIZE, history_size);
  history(impl_->history, &event, H_SETUNIQUE, 1);
  EditLine* editor = impl_->editor = el_init("nexus", stdin, stdout, stderr);
  el_set(editor, EL_CLIENTDATA, static_cast<void*>(impl_.get()));
  el_set(editor, EL_PROMPT, &Impl::prompt_of);
  el_set(editor, EL_HIST, history, impl_->history);
  el_set(editor, EL_EDITOR, "emacs");
  el_wset(editor, EL_GETCFN, &Impl::next_character);
  el_set(editor, EL_ADDFN, "nexus-complete", "completes what is being typed", &Impl::complete_word);
  using Binding = std::pair<const char*, const char*>;
  for (const auto& [key, action] :
       {Binding{"^I", "nexus-complete"}, Binding{"^R", "em-inc-search-prev"}, Binding{"\\e[3~", "ed-delete-next-char"},
        Binding{"\\e[H", "ed-move-to-beg"}, Binding{"\\e[F", "ed-move-to-end"}, Binding{"\\e[1~", "ed-move-to-beg"},
        Binding{"\\e[4~", "ed-move-to-end"}, Binding{"\\e[1;5D", "ed-prev-word"}, Binding{"\\e[1;5C", "em-next-word"}})
    el_set(editor, EL_BIND, key, action, nullptr);
  // Ctrl-C, Ctrl-D and Ctrl-Z are keys. They are that between two lines, too: what is typed ahead waits for the next one as it is.
  ::tcgetattr(STDIN_FILENO, &terminal_before);
  el_set(editor, EL_SETTY, "-d", "-isig", nullptr);
  el_set(editor, EL_SETTY, "-x", "-isig", "-icanon", "-echo", nullptr);
  handle(SIGWINCH, interrupt_wait);
  for (const int signal : {SIGTERM, SIGHUP, SIGINT}) handle(signal, leave_terminal);
  el_source(editor, nullptr);
}

LineEditor::~LineEditor() {
  el_end(impl_->editor);
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal_before);
  history_end(impl_->history);
}

LineEditor::Outcome LineEditor::read(std::string_view prompt, std::string& line) {
  impl_->prompt = prompt;
  impl_->dropped = false;
  // The terminal marks what is pasted, so that it is not taken for keys.
  write_out("\x1b[?2004h");
  int count = 0;
  const wchar_t* text = el_wgets(impl_->editor, &count);
  write_out("\x1b[?2004l");
  if (impl_->dropped) return Outcome::dropped;
  if (text == nullptr || count <= 0) return Outcome::end;
  line = to_utf8(text, static_cast<std::size_t>(count));
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  return Outcome::line;
}

void LineEditor::remember(const std::string& entry) {
  HistEvent event;
  history(impl_->history, &event, H_ENTER, entry.c_str());
}

std::size_t LineEditor::width() { return size_of_terminal().ws_col; }

}  // namespace nexus::playground
