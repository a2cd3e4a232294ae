#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::base {

/// A version with the precedence of SemVer 2.0.0 §11. Missing minor or patch count as 0 (`1.9` is `1.9.0`), a leading
/// `v` is accepted, build metadata is kept for printing and ignored in comparison. Numbers of any length.
class Version {
 public:
  [[nodiscard]] static std::optional<Version> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// Nothing where the number does not fit an int64.
  [[nodiscard]] std::optional<std::int64_t> major() const;
  [[nodiscard]] std::optional<std::int64_t> minor() const;
  [[nodiscard]] std::optional<std::int64_t> patch() const;

  [[nodiscard]] std::strong_ordering operator<=>(const Version& other) const;
  [[nodiscard]] bool operator==(const Version& other) const { return (*this <=> other) == 0; }

 private:
  std::string text_;                       // as written
  std::string numbers_[3];                 // without leading zeros
  std::vector<std::string> prerelease_;    // dot-separated identifiers
};

}  // namespace nexus::base
