#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/expected.h"
#include "collect/reader.h"
#include "engine/digest.h"
#include "workspace/files.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::collect {

/// A file on its way to a reader: what it holds is digested as it goes by.
class FileBytes final : public Bytes {
 public:
  [[nodiscard]] static base::Expected<FileBytes, base::Diagnostic> open(const std::string& path);

  [[nodiscard]] std::string_view next() override;

  /// Why reading ended early, where it did.
  [[nodiscard]] const std::optional<base::Diagnostic>& failure() const { return failure_; }
  /// Reads what the reader has left. Of all of it:
  void finish();
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::string take_sha256() { return digest_.take(); }
  /// RFC 3339; empty for what is no ordinary file.
  [[nodiscard]] std::string modified_at() const;

 private:
  explicit FileBytes(workspace::ReadableFile file) : file_(std::move(file)) {}

  workspace::ReadableFile file_;
  std::vector<char> buffer_;
  engine::Sha256 digest_;
  std::uint64_t size_ = 0;
  std::optional<base::Diagnostic> failure_;
};

}  // namespace nexus::collect
