#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace nexus::workspace::testing {

/// A folder of its own for a test, gone with it.
class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  /// The path of something in it.
  [[nodiscard]] std::string operator/(std::string_view name) const { return (path_ / name).native(); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Writes a file, with the folders on the way; gives its path.
  std::string write(std::string_view name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

[[nodiscard]] std::string read_back(const std::string& path);

}  // namespace nexus::workspace::testing
