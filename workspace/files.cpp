#include "workspace/files.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace nexus::workspace {

namespace fs = std::filesystem;
using base::Diagnostic;
namespace diagnostics = base::diagnostics;

namespace {

/// There is no such file: one of nearly that name beside it, or the folder that is lacking.
Diagnostic missing(std::string_view name) {
  Diagnostic diagnostic = diagnostics::file_missing({}, name);
  const fs::path path(name), folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code error;
  if (path.has_parent_path() && !fs::is_directory(folder, error))
    return std::move(diagnostic).with_help("there is no folder `" + folder.string() + "`");
  std::vector<std::string> names;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == path.extension()) names.push_back(at->path().stem().string());
  std::ranges::sort(names);
  const std::vector<std::string_view> views(names.begin(), names.end());
  const auto near = base::nearest(path.stem().string(), views);
  if (!near) return diagnostic;
  const fs::path meant =
      (path.has_parent_path() ? folder : fs::path()) / (std::string(*near) + path.extension().string());
  return std::move(diagnostic).with_help("did you mean `" + meant.string() + "`?");
}

Diagnostic cannot_open(std::string_view name, int error) {
  if (error == ENOENT || error == ENOTDIR) return missing(name);
  return diagnostics::file_unreadable({}, name, system_words(error));
}

constexpr std::string_view extension = ".nexus";

/// Collects policy files; remembers what was seen by what it is, not by what it is called.
class PolicyFinder {
 public:
  explicit PolicyFinder(base::DiagnosticSink& sink) : sink_(sink) {}

  void add_named(const std::string& path) {
    if (path == stdin_argument) return add_file(path);
    std::error_code error;
    const fs::file_type type = fs::status(path, error).type();
    if (error || type == fs::file_type::not_found) {
      sink_.emit(cannot_open(path, error ? error.value() : ENOENT));
    } else if (type != fs::file_type::directory) {
      add_file(path);
    } else if (!seen_folders_.contains(identity_of(path))) {
      const std::size_t before = found_ + sink_.error_count();
      add_folder(path, true);
      if (found_ + sink_.error_count() == before)
        sink_.emit(diagnostics::no_policy_below({}, path).with_help(
            "the files of policies end in `.nexus`; one of another name is named in full"));
    }
  }

  /// `deep`: what stands in folders below it, too.
  void add_folder(const fs::path& folder, bool deep) {
    if (!seen_folders_.insert(identity_of(folder.native())).second) return;
    std::error_code error;
    std::vector<fs::path> entries;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      if (!at->path().filename().native().starts_with('.')) entries.push_back(at->path());
    }
    if (error) {
      sink_.emit(diagnostics::file_unreadable({}, folder.native(), system_words(error.value())));
      return;
    }
    std::ranges::sort(entries);
    for (const fs::path& entry : entries) {
      // A link to nothing, or to itself, is no file and no folder.
      const fs::file_type type = fs::status(entry, error).type();
      if (type == fs::file_type::directory && deep) add_folder(entry, true);
      if (type == fs::file_type::regular && entry.extension() == extension) add_file(entry);
    }
  }

  [[nodiscard]] std::vector<std::string> take() { return std::move(files_); }

 private:
  void add_file(const fs::path& path) {
    ++found_;
    if (seen_files_.insert(identity_of(path.native())).second) files_.push_back(path.lexically_normal().native());
  }

  base::DiagnosticSink& sink_;
  std::vector<std::string> files_;
  std::size_t found_ = 0;  // counts those again that were seen before
  std::set<std::string> seen_files_;
  std::set<std::string> seen_folders_;
};

}  // namespace

std::string system_words(int error) {
  std::string words = std::error_code(error, std::generic_category()).message();
  if (!words.empty() && words.front() >= 'A' && words.front() <= 'Z') words.front() = static_cast<char>(words.front() - 'A' + 'a');
  return words;
}

base::Expected<ReadableFile, Diagnostic> ReadableFile::open(const std::string& path) {
  ReadableFile file;
  const bool is_stdin = path == stdin_argument;
  file.name_ = is_stdin ? std::string(stdin_name) : path;
  file.descriptor_ = is_stdin ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file.descriptor_ < 0) return base::Unexpected{cannot_open(path, errno)};

  struct stat status {};
  if (::fstat(file.descriptor_, &status) != 0) return base::Unexpected{cannot_open(file.name_, errno)};
  if (S_ISDIR(status.st_mode))
    return base::Unexpected{Diagnostic(diagnostics::file_is_folder({}, file.name_).with_help("name a file in it"))};
  if (S_ISREG(status.st_mode)) file.size_ = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
  // Pipes and terminals are how documents are handed over: `-s <(…)`, `-s /dev/stdin`.
  const bool is_readable = S_ISREG(status.st_mode) || S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode) || is_stdin;
  if (!is_readable) return base::Unexpected{Diagnostic(diagnostics::file_special({}, file.name_))};
  return file;
}

ReadableFile::ReadableFile(ReadableFile&& other) noexcept
    : name_(std::move(other.name_)), descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}

ReadableFile::~ReadableFile() {
  if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
}

base::Expected<std::string, Diagnostic> read_file(const std::string& path, const SizeLimit& limit) {
  const auto file = ReadableFile::open(path);
  if (!file) return base::Unexpected{file.error()};
  const auto too_large = [&] { return base::Unexpected{file_too_large(file->name(), limit)}; };
  if (file->size() > limit.bytes) return too_large();

  std::string text;
  text.resize(file->size() + 1);  // one more, so that the end of an ordinary file shows without growing
  std::size_t filled = 0;
  for (;;) {
    if (filled == text.size()) text.resize(std::min<std::size_t>(limit.bytes + 1, 2 * text.size() + (std::size_t{64} << 10U)));
    const ssize_t got = ::read(file->descriptor(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::Unexpected{Diagnostic(diagnostics::file_unreadable({}, file->name(), system_words(errno)))};
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    if (filled > limit.bytes) return too_large();
  }
  text.resize(filled);
  return text;
}

std::string identity_of(const std::string& path) {
  std::error_code error;
  const fs::path canonical = fs::canonical(path, error);
  return error ? path : canonical.native();
}

std::vector<std::string> find_policies(std::span<const std::string> paths, base::DiagnosticSink& sink) {
  PolicyFinder finder(sink);
  if (!paths.empty()) {
    for (const std::string& path : paths) finder.add_named(path);
    return finder.take();
  }
  finder.add_folder(".", false);
  std::error_code error;
  if (fs::is_directory("policies", error)) finder.add_folder("policies", true);
  std::vector<std::string> files = finder.take();
  if (files.empty() && !sink.has_errors()) {
    sink.emit(diagnostics::no_policy_named({}).with_help("name a file or a folder, such as `nexus eval release.nexus -s snapshot.json`"));
  }
  return files;
}

}  // namespace nexus::workspace
