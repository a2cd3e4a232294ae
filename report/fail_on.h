#pragma once

#include "base/values/level.h"

#include <optional>
#include <string_view>

namespace nexus::report {

/// Which decisions fail a run: those from one level on (`--fail-on hold`), or none (`--fail-on never`). A level converts to the first.
class FailOn {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a level says it all
  constexpr FailOn(base::Level mildest) : mildest_(mildest) {}
  [[nodiscard]] static constexpr FailOn never() { return FailOn(); }

  [[nodiscard]] constexpr bool fails(base::Level decision) const { return mildest_ && decision >= *mildest_; }
  /// As the option has it: `hold`, `never`.
  [[nodiscard]] constexpr std::string_view name() const { return mildest_ ? base::level_name(*mildest_) : "never"; }

  friend constexpr bool operator==(const FailOn&, const FailOn&) = default;

 private:
  constexpr FailOn() = default;

  std::optional<base::Level> mildest_;
};

}  // namespace nexus::report
