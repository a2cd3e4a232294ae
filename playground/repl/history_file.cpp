#include "playground/repl/history_file.h"

#include "playground/repl/words.h"
#include "workspace/files.h"
#include "workspace/pending_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <system_error>

namespace nexus::playground {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_entries = 1000;

/// The folder for what a program remembers (XDG Base Directory Specification); empty where there is no home.
fs::path state_folder() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && fs::path(state).is_absolute()) return fs::path(state) / "nexus";
  const char* home = std::getenv("HOME");
  return home != nullptr && fs::path(home).is_absolute() ? fs::path(home) / ".local" / "state" / "nexus" : fs::path();
}

}  // namespace

HistoryFile::HistoryFile() {
  const fs::path folder = state_folder();
  if (!folder.empty()) path_ = (folder / "history").native();
}

std::vector<std::string> HistoryFile::read() const {
  const auto text = path_.empty() ? base::Expected<std::string, base::Diagnostic>(std::string())
                                  : workspace::read_file(path_, workspace::policy_size({}));
  if (!text) return {};
  std::vector<std::string> entries;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) entries.push_back(std::move(line));
  if (entries.size() <= most_entries) return entries;
  entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(most_entries));
  std::string last;
  for (const std::string& entry : entries) last += entry + "\n";
  if (auto file = workspace::PendingFile::create(path_); file && !file->write(last)) (void)file->publish();
  return entries;
}

void HistoryFile::add(const std::string& entry) const {
  if (path_.empty() || entry.empty()) return;
  std::error_code error;
  fs::create_directories(fs::path(path_).parent_path(), error);
  const int descriptor = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return;
  (void)workspace::write_all(descriptor, entry + "\n");
  ::close(descriptor);
}

std::string as_one_line(const std::string& input) {
  std::string line;
  std::istringstream lines(input);
  for (std::string part; std::getline(lines, part);) {
    const std::string words = trimmed(part);
    const bool is_last = lines.eof() || lines.peek() == std::istringstream::traits_type::eof();
    if (words.find('#') != std::string::npos && !is_last) return {};
    if (!words.empty()) line += (line.empty() ? "" : " ") + words;
  }
  return line;
}

}  // namespace nexus::playground
