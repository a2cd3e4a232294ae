#include "playground/view/screen.h"

// The only translation unit with ncurses. Its macros have names such as `move` and `clear`.
#define NCURSES_NOMACROS
#define NCURSES_WIDECHAR 1
#include <ncurses.h>

#include <langinfo.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <clocale>
#include <csignal>
#include <cwchar>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::playground {

namespace {

constexpr int interval = 200;     // milliseconds between two looks at files, and at whether we are to leave
constexpr int escape_delay = 50;  // as long an ESC waits for the rest of a key; over ssh, keys arrive in one piece

volatile std::sig_atomic_t signal_received = 0;
void note_signal(int signal) { signal_received = signal; }

/// Signals that end us are kept until the terminal is as it was; then they do what they did before.
class HeldSignals {
 public:
  HeldSignals() {
    signal_received = 0;
    for (std::size_t i = 0; i < ending.size(); ++i) handle(ending[i], note_signal, before_[i]);
    // ncurses notices a new size only where nobody else does.
    handle(SIGWINCH, SIG_DFL, resize_before_);
  }
  ~HeldSignals() {
    for (std::size_t i = 0; i < ending.size(); ++i) ::sigaction(ending[i], &before_[i], nullptr);
    ::sigaction(SIGWINCH, &resize_before_, nullptr);
    if (signal_received != 0) (void)std::raise(signal_received);
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

 private:
  static constexpr std::array ending{SIGTERM, SIGHUP, SIGINT};
  static void handle(int signal, void (*handler)(int), struct sigaction& before) {
    struct sigaction action {};
    action.sa_handler = handler;  // without SA_RESTART: a wait ends
    ::sigaction(signal, &action, &before);
  }
  std::array<struct sigaction, ending.size()> before_{};
  struct sigaction resize_before_ {};
};

/// The terminal as ncurses has it, as long as this lives.
class Screen {
 public:
  explicit Screen(base::Colour colour) : screen_(::newterm(nullptr, stdout, stdin)) {
    if (!can_draw()) return;
    ::raw();
    ::noecho();
    ::nonl();
    ::keypad(stdscr, TRUE);
    ::wtimeout(stdscr, interval);
    ::set_escdelay(escape_delay);
    // Terminals that are not told how to send these, or do not care, send them so.
    for (const auto& [keys, code] :
         {std::pair{"\x1b[A", KEY_UP}, std::pair{"\x1b[B", KEY_DOWN}, std::pair{"\x1b[C", KEY_RIGHT},
          std::pair{"\x1b[D", KEY_LEFT}, std::pair{"\x1b[H", KEY_HOME}, std::pair{"\x1b[F", KEY_END}})
      if (::key_defined(keys) == 0) ::define_key(keys, code);
    if (colour != base::Colour::on || ::has_colors() == FALSE) return;
    has_colour_ = true;
    ::start_color();
    ::use_default_colors();
    for (const int each : {COLOR_RED, COLOR_GREEN, COLOR_YELLOW, COLOR_BLUE, COLOR_MAGENTA}) {
      const auto number = static_cast<short>(each);
      ::init_pair(number, number, -1);
    }
  }
  ~Screen() {
    if (screen_ == nullptr) return;
    ::endwin();
    ::delscreen(screen_);
  }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  /// Whether the terminal can place the cursor: where not, ncurses would only make a mess of it.
  [[nodiscard]] bool can_draw() const {
    const char* const placing = screen_ != nullptr ? ::tigetstr("cup") : nullptr;
    return placing != nullptr && placing != reinterpret_cast<const char*>(-1);
  }

  void draw(View& view) const {
    const auto width = static_cast<std::size_t>(::getmaxx(stdscr)),
               height = static_cast<std::size_t>(::getmaxy(stdscr));
    const View::Picture picture = view.draw(width, height);
    ::werase(stdscr);
    for (std::size_t row = 0; row < picture.lines.size(); ++row) {
      ::wmove(stdscr, static_cast<int>(row), 0);
      for (const Piece& piece : picture.lines[row].pieces) {
        ::wattrset(stdscr, static_cast<int>(attributes_of(piece)));
        ::waddnstr(stdscr, piece.text.c_str(), -1);
      }
    }
    ::wattrset(stdscr, A_NORMAL);
    ::curs_set(picture.cursor ? 1 : 0);
    if (picture.cursor)
      ::wmove(stdscr, static_cast<int>(picture.cursor->row), static_cast<int>(picture.cursor->column));
    ::wrefresh(stdscr);
  }

 private:
  [[nodiscard]] attr_t colour(short number) const {
    return has_colour_ ? static_cast<attr_t>(COLOR_PAIR(number)) : attr_t{A_NORMAL};
  }
  [[nodiscard]] attr_t attributes_of(const Piece& piece) const {
    const attr_t mark = piece.is_marked ? A_REVERSE : A_NORMAL;
    switch (piece.look) {
      case Look::plain:
        return mark;
      case Look::strong:
        return mark | A_BOLD;
      case Look::faint:
        return mark | A_DIM;
      case Look::good:
        return mark | colour(COLOR_GREEN);
      case Look::caution:
        return mark | colour(COLOR_YELLOW);
      case Look::bad:
        return mark | A_BOLD | colour(COLOR_RED);
      case Look::keyword:
        return mark | A_BOLD | colour(COLOR_BLUE);
      case Look::string:
        return mark | colour(COLOR_GREEN);
      case Look::number:
        return mark | colour(COLOR_MAGENTA);
    }
    return mark;
  }

  SCREEN* screen_;
  bool has_colour_ = false;
};

std::optional<Key> function_key(wint_t code) {
  switch (code) {
    case KEY_UP:
      return Key{Key::Kind::up};
    case KEY_DOWN:
      return Key{Key::Kind::down};
    case KEY_LEFT:
      return Key{Key::Kind::left};
    case KEY_RIGHT:
      return Key{Key::Kind::right};
    case KEY_PPAGE:
      return Key{Key::Kind::page_up};
    case KEY_NPAGE:
      return Key{Key::Kind::page_down};
    case KEY_HOME:
      return Key{Key::Kind::home};
    case KEY_END:
      return Key{Key::Kind::end};
    case KEY_BTAB:
      return Key{Key::Kind::back_tab};
    case KEY_BACKSPACE:
      return Key{Key::Kind::backspace};
    case KEY_DC:
      return Key{Key::Kind::remove};
    case KEY_ENTER:
      return Key{Key::Kind::enter};
    default:
      return std::nullopt;  // a new size, too: it is drawn anew after every key
  }
}

std::optional<Key> character_key(wint_t code) {
  switch (code) {
    case L'\r':
    case L'\n':
      return Key{Key::Kind::enter};
    case L'\t':
      return Key{Key::Kind::tab};
    case 0x1b:
      return Key{Key::Kind::escape};
    case 0x7f:
    case 0x08:
      return Key{Key::Kind::backspace};
    default:
      break;
  }
  if (code == 0) return std::nullopt;
  if (code < L' ') return Key{Key::Kind::control, static_cast<char32_t>(code) + U'a' - 1};
  return Key{Key::Kind::character, static_cast<char32_t>(code)};
}

/// Whether nobody can press a key any more.
bool is_terminal_gone() {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  return ::poll(&input, 1, 0) > 0 && (input.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

void run(View& view, const Screen& screen) {
  constexpr wint_t ctrl_l = 12;
  screen.draw(view);
  while (!view.is_over() && signal_received == 0) {
    wint_t code = 0;
    const int kind = ::wget_wch(stdscr, &code);
    if (kind == ERR) {
      if (is_terminal_gone()) return;
      if (!view.is_watching()) continue;
      view.look_at_files();
    } else if (kind == OK && code == ctrl_l) {
      ::clearok(stdscr, TRUE);
    } else if (const auto key = kind == KEY_CODE_YES ? function_key(code) : character_key(code)) {
      view.press(*key);
    }
    screen.draw(view);
  }
}

}  // namespace

bool run_view(View& view, base::Colour colour) {
  // ncurses takes the encoding from the locale; what is shown and typed here is UTF-8, whatever the locale says.
  std::setlocale(LC_CTYPE, "");
  if (std::string_view(::nl_langinfo(CODESET)) != "UTF-8") std::setlocale(LC_CTYPE, "C.UTF-8");
  const HeldSignals signals;  // goes after the screen, so that what ends us finds the terminal as it was
  const Screen screen(colour);
  if (!screen.can_draw()) return false;
  run(view, screen);
  return true;
}

}  // namespace nexus::playground
