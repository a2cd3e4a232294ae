#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/expected.h"
#include "workspace/limits.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::workspace {

/// What messages and reports call standard input, and what names it on the command line.
inline constexpr std::string_view stdin_name = "<stdin>";
inline constexpr std::string_view stdin_argument = "-";

/// What the system calls an error (`errno`), in our style: `no space left on device`.
[[nodiscard]] std::string system_words(int error);

/// A file, a pipe or (`-`) standard input, open for reading. Folders, sockets and the like are refused.
class ReadableFile {
 public:
  [[nodiscard]] static base::Expected<ReadableFile, base::Diagnostic> open(const std::string& path);
  ReadableFile(ReadableFile&& other) noexcept;
  ReadableFile& operator=(ReadableFile&&) = delete;
  ~ReadableFile();

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] const std::string& name() const { return name_; }  ///< what messages call it
  /// Of an ordinary file, its size; else 0.
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  ReadableFile() = default;
  std::string name_;
  int descriptor_ = -1;
  std::size_t size_ = 0;
};

/// All bytes of a file; one that goes on after its limit is refused.
[[nodiscard]] base::Expected<std::string, base::Diagnostic> read_file(const std::string& path, const SizeLimit& limit);

/// The file or folder itself, whatever it is called: the same for two names of one, links followed. The path as it is where nothing
/// is there.
[[nodiscard]] std::string identity_of(const std::string& path);

/// The policy files that `paths` name, each once: a file (or `-`) is itself, a folder all `*.nexus` files below it, sorted. Names
/// that start with a dot are left out below folders. Links are followed, each folder once, so that a circle of links
/// ends. No path at all: `./*.nexus` and `./policies`.
[[nodiscard]] std::vector<std::string> find_policies(std::span<const std::string> paths, base::DiagnosticSink& sink);

}  // namespace nexus::workspace
