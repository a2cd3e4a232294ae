#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/expected.h"

#include <optional>
#include <string>
#include <string_view>

namespace nexus::workspace {

/// A file that appears whole or not at all: written beside its place under another name, then moved there. What is no
/// ordinary file (a pipe, /dev/null) is written to directly. Not published, it leaves nothing behind.
class PendingFile {
 public:
  /// Opens; `path` is left alone until `publish`.
  [[nodiscard]] static base::Expected<PendingFile, base::Diagnostic> create(std::string path);
  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&&) = delete;
  ~PendingFile();

  // Nothing where all went well.
  [[nodiscard]] std::optional<base::Diagnostic> write(std::string_view text);
  [[nodiscard]] std::optional<base::Diagnostic> publish();

 private:
  PendingFile() = default;
  [[nodiscard]] base::Diagnostic failed(int error) const;

  std::string name_;       // as it was given
  std::string target_;     // what is replaced: links are followed
  std::string temporary_;  // empty where the target is written to directly, or is published
  int descriptor_ = -1;
};

/// Adds to the end of a file, which is made where there is none. Nothing where all went well.
[[nodiscard]] std::optional<base::Diagnostic> append_to_file(const std::string& path, std::string_view text);

/// Writes all of it. Gives an error number, or 0.
[[nodiscard]] int write_all(int descriptor, std::string_view text);

}  // namespace nexus::workspace
