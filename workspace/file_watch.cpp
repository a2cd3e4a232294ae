#include "workspace/file_watch.h"

#include "base/diagnostics/diagnostic.h"
#include "workspace/files.h"

#include <sys/stat.h>

#include <chrono>
#include <thread>
#include <utility>

namespace nexus::workspace {

namespace {

constexpr std::chrono::milliseconds interval{200};

}  // namespace

FileWatch::Stamp FileWatch::look_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return {.exists = true,
          .inode = status.st_ino,
          .size = static_cast<std::uint64_t>(status.st_size),
          .seconds = status.st_mtim.tv_sec,
          .nanoseconds = status.st_mtim.tv_nsec};
}

FileWatch::Stamps FileWatch::look_at_policies() const {
  Stamps stamps;
  base::DiagnosticSink nobody;  // the run itself says what cannot be found
  for (const std::string& path : find_policies(policies_, nobody)) stamps.emplace(path, look_at(path));
  return stamps;
}

FileWatch::Stamps FileWatch::look_again(const Stamps& at) {
  Stamps stamps;
  for (const auto& [path, stamp] : at) stamps.emplace(path, look_at(path));
  return stamps;
}

void FileWatch::note() {
  noted_policies_ = look_at_policies();
  noted_others_ = look_again(noted_others_);
}

void FileWatch::also(const std::vector<std::string>& files) {
  Stamps others;
  for (const std::string& path : files) {
    const auto known = noted_others_.find(path);
    others.emplace(path, known != noted_others_.end() ? known->second : look_at(path));
  }
  noted_others_ = std::move(others);
}

bool FileWatch::has_changed() const {
  return look_at_policies() != noted_policies_ || look_again(noted_others_) != noted_others_;
}

void FileWatch::wait() const {
  while (!has_changed()) std::this_thread::sleep_for(interval);
}

}  // namespace nexus::workspace
