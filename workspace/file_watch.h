#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace nexus::workspace {

/// Notices that policies have changed: by looking, a few times a second. That works on every file system, for files that
/// are moved into place, and for those that are gone and come back.
class FileWatch {
 public:
  /// Files, and folders with files below them, as `find_policies` has them.
  explicit FileWatch(std::vector<std::string> policies) : policies_(std::move(policies)) {}

  /// Remembers what everything is like now.
  void note();
  /// Further files, instead of those named before; what is not remembered of them yet is remembered as it is.
  void also(const std::vector<std::string>& files);
  /// Is something no longer as it was remembered?
  [[nodiscard]] bool has_changed() const;
  /// Comes back when something is.
  void wait() const;

 private:
  /// What a file is like; one that is not there is like nothing else.
  struct Stamp {
    bool exists = false;
    std::uint64_t inode = 0, size = 0;
    std::int64_t seconds = 0, nanoseconds = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  using Stamps = std::map<std::string, Stamp>;
  [[nodiscard]] static Stamp look_at(const std::string& path);
  [[nodiscard]] Stamps look_at_policies() const;
  /// The same files as they are now.
  [[nodiscard]] static Stamps look_again(const Stamps& at);

  std::vector<std::string> policies_;
  Stamps noted_policies_, noted_others_;
};

}  // namespace nexus::workspace
