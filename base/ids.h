#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace nexus::base {

/// A typed index into one particular table. Ids are handed out by the table that owns the element and mean
/// nothing elsewhere; a default-constructed id names no element.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : index_(static_cast<std::uint32_t>(index)) {}

  [[nodiscard]] constexpr std::uint32_t index() const { return index_; }
  [[nodiscard]] constexpr explicit operator bool() const { return index_ != none; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t index_ = none;
};

}  // namespace nexus::base

template <class Tag>
struct std::hash<nexus::base::Id<Tag>> {
  std::size_t operator()(nexus::base::Id<Tag> id) const noexcept { return id.index(); }
};
