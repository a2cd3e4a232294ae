#include "collect/input.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/time.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace nexus::collect {

base::Expected<FileBytes, base::Diagnostic> FileBytes::open(const std::string& path) {
  auto file = workspace::ReadableFile::open(path);
  if (!file) return base::Unexpected{file.error()};
  return FileBytes(*std::move(file));
}

std::string_view FileBytes::next() {
  constexpr std::size_t piece = std::size_t{256} << 10U;
  if (failure_) return {};
  buffer_.resize(piece);
  ssize_t got = 0;
  do {
    got = ::read(file_.descriptor(), buffer_.data(), buffer_.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    failure_ = base::diagnostics::file_unreadable({}, file_.name(), workspace::system_words(errno));
    return {};
  }
  const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
  digest_.add(bytes);
  size_ += bytes.size();
  return bytes;
}

void FileBytes::finish() {
  while (!next().empty()) {
  }
}

std::string FileBytes::modified_at() const {
  struct stat status {};
  if (::fstat(file_.descriptor(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  return base::format_time(base::Decimal(status.st_mtime));
}

}  // namespace nexus::collect
