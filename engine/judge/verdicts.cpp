#include "engine/judge/verdicts.h"

#include <array>

namespace nexus::engine {

namespace {
constexpr std::array<std::string_view, 16> names{"pass",  "warn",   "fail", "skipped", "unknown",      "upcoming", "waived", "ready",
                                                 "active", "done",  "blocked", "out_of_order", "quiet", "pending", "fired", "excused"};
}

std::string_view status_name(Status status) { return names[static_cast<std::size_t>(status)]; }

std::optional<Status> status_of(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<Status>(i);
  return std::nullopt;
}

}  // namespace nexus::engine
