#include "playground/repl/inputs.h"

#include "playground/repl/session.h"
#include "playground/repl/words.h"
#include "workspace/typed_text.h"

#include <cctype>
#include <utility>

namespace nexus::playground {

namespace {

bool is_command(const std::string& line) {
  return line.size() > 1 && line.front() == ':' && std::isalpha(static_cast<unsigned char>(line[1])) != 0;
}

}  // namespace

std::string Inputs::take() { return trimmed(std::exchange(open_, {})); }

std::vector<std::string> Inputs::add(const std::string& line) {
  std::vector<std::string> complete;
  const std::string words = trimmed(line);
  if (is_open() && is_command(words)) complete.push_back(take());
  if (is_open() && words.empty() && (!workspace::has_open_bracket(open_) || open_.ends_with("\n\n"))) {
    complete.push_back(take());
    return complete;
  }
  if (!is_open() && words.empty()) return complete;
  open_ += line + "\n";
  if (!words.empty() && !Session::goes_on(open_)) complete.push_back(take());
  return complete;
}

}  // namespace nexus::playground
