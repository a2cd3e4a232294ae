#include "cli/terminal.h"

#include "base/diagnostics/catalogue.h"
#include "report/diagnostics.h"
#include "workspace/files.h"
#include "workspace/pending_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>

namespace nexus::cli {

namespace {

base::Colour colour_of(int descriptor, ColourWish wish) {
  if (wish == ColourWish::always) return base::Colour::on;
  if (wish == ColourWish::never) return base::Colour::off;
  const auto is_set = [](const char* value) { return value != nullptr && *value != '\0'; };
  const char* terminal = std::getenv("TERM");
  const bool is_dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return ::isatty(descriptor) == 1 && !is_set(std::getenv("NO_COLOR")) && !is_dumb ? base::Colour::on : base::Colour::off;
}

}  // namespace

void hold_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // The lowest number that is free is taken, which is this one. What cannot be opened the right way round gives errors.
    if (::fcntl(stream, F_GETFD) == -1) (void)::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

Delivery write_result(std::string_view text) {
  const int error = workspace::write_all(STDOUT_FILENO, text);
  if (error == 0) return Delivery::complete;
  if (error == EPIPE) return Delivery::closed;
  complain(base::diagnostics::stdout_unwritable({}, workspace::system_words(error)), ColourWish::automatic);
  return Delivery::failed;
}

base::Colour colour_of_results(ColourWish wish) { return colour_of(STDOUT_FILENO, wish); }
base::Colour colour_of_complaints(ColourWish wish) { return colour_of(STDERR_FILENO, wish); }

void complain(std::span<const base::Diagnostic> diagnostics, const base::SourceMap& sources, ColourWish wish) {
  std::string text;
  report::render_diagnostics(diagnostics, sources, colour_of_complaints(wish), text);
  // What takes several lines stands apart from what was said before it.
  static bool stands_apart = false;
  static bool is_first = true;
  const bool is_long = std::ranges::count(text, '\n') > 1;
  if (!text.empty() && !is_first && (is_long || stands_apart)) text.insert(text.begin(), '\n');
  if (!text.empty()) is_first = false;
  stands_apart = is_long;
  // Where standard error is gone there is nobody left to tell.
  (void)workspace::write_all(STDERR_FILENO, text);
}

void complain(const base::Diagnostic& diagnostic, ColourWish wish) { complain({&diagnostic, 1}, {}, wish); }

void complain(const workspace::Mistakes& mistakes, ColourWish wish) { complain(mistakes.diagnostics, mistakes.sources, wish); }

}  // namespace nexus::cli
