#pragma once

#include "bench/rulers/verdict.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace nexus::bench {

/// A program that somebody has written by hand for one purpose, with its rules in C++: what a policy is measured by.
/// One a thread.
class Ruler {
 public:
  virtual ~Ruler() = default;
  /// Judges a JSON text at a moment, in seconds since 1970. Behind the text, `ruler_padding` bytes can be read.
  /// False where it is no JSON: then the verdict means nothing.
  [[nodiscard]] virtual bool judge(std::string_view json, std::int64_t now, Verdict& verdict) = 0;
};

/// What simdjson reads beyond a text.
inline constexpr std::size_t ruler_padding = 64;

/// The ten rules of release_gate.nexus. The first reads with simdjson's DOM: the whole document is validated before the
/// first rule looks at it. The second with On-Demand, which validates what it is asked for.
[[nodiscard]] std::unique_ptr<Ruler> dom_release_ruler();
[[nodiscard]] std::unique_ptr<Ruler> ondemand_release_ruler();

/// One rule a service, as `services_policy` has them (bench/workloads.h).
[[nodiscard]] std::unique_ptr<Ruler> dom_services_ruler(std::size_t count);
[[nodiscard]] std::unique_ptr<Ruler> ondemand_services_ruler(std::size_t count);

}  // namespace nexus::bench
