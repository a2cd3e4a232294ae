#include "workspace/pending_file.h"

#include "base/diagnostics/catalogue.h"
#include "workspace/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

namespace nexus::workspace {

namespace fs = std::filesystem;
namespace diagnostics = base::diagnostics;

namespace {

/// A name in the same folder, hence in the same file system: only there can a file be moved in one step.
std::string name_beside(const fs::path& target, int attempt) {
  fs::path name = target;
  name.replace_filename("." + target.filename().native() + "." + std::to_string(::getpid()) + "." + std::to_string(attempt) + ".tmp");
  return name.native();
}

base::Diagnostic unwritable(const std::string& name, int error) {
  base::Diagnostic diagnostic = diagnostics::file_unwritable({}, name, system_words(error));
  const fs::path folder = fs::path(name).parent_path();
  std::error_code unknown;
  if (error == ENOENT && !folder.empty() && !fs::exists(folder, unknown))
    diagnostic.helps.push_back("folders are not made: `mkdir -p " + folder.string() + "`");
  return diagnostic;
}

}  // namespace

base::Diagnostic PendingFile::failed(int error) const { return unwritable(name_, error); }

base::Expected<PendingFile, base::Diagnostic> PendingFile::create(std::string path) {
  PendingFile file;
  file.name_ = std::move(path);
  file.target_ = identity_of(file.name_);

  struct stat status {};
  const bool exists = ::stat(file.target_.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) return base::Unexpected{file.failed(EISDIR)};
  if (exists && !S_ISREG(status.st_mode)) {
    file.descriptor_ = ::open(file.target_.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    constexpr int attempts = 100;
    for (int i = 0; i < attempts && file.descriptor_ < 0; ++i) {
      std::string temporary = name_beside(file.target_, i);
      file.descriptor_ = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (file.descriptor_ >= 0) file.temporary_ = std::move(temporary);
      if (file.descriptor_ < 0 && errno != EEXIST) break;
    }
  }
  if (file.descriptor_ < 0) return base::Unexpected{file.failed(errno)};
  // Who may read the file stays as it was.
  if (exists && !file.temporary_.empty() && ::fchmod(file.descriptor_, status.st_mode & 07777U) != 0) return base::Unexpected{file.failed(errno)};
  return file;
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : name_(std::move(other.name_)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

PendingFile::~PendingFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

std::optional<base::Diagnostic> PendingFile::write(std::string_view text) {
  const int error = write_all(descriptor_, text);
  return error == 0 ? std::nullopt : std::optional(failed(error));
}

std::optional<base::Diagnostic> PendingFile::publish() {
  // Network file systems may report only now that the disk is full.
  if (::close(std::exchange(descriptor_, -1)) != 0) return failed(errno);
  if (temporary_.empty()) return std::nullopt;
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) return failed(errno);
  temporary_.clear();
  return std::nullopt;
}

std::optional<base::Diagnostic> append_to_file(const std::string& path, std::string_view text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor < 0) return unwritable(path, errno);
  int error = write_all(descriptor, text);
  if (::close(descriptor) != 0 && error == 0) error = errno;
  return error == 0 ? std::nullopt : std::optional(unwritable(path, error));
}

int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace nexus::workspace
