#pragma once

#include "base/expected.h"
#include "workspace/mistakes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::workspace::infer {

/// A snapshot that the policy is made from.
struct StarterSnapshot {
  std::string name;  ///< what messages call it
  std::string text;
  std::uint32_t first_line = 1;  ///< where the text begins in its file: of a stream, the number of the line
  std::string fixture = {};      ///< the file as the policy can name it; empty: the text is written into the policy
};

struct StarterRequest {
  std::vector<StarterSnapshot> snapshots;
  std::string policy_file;  ///< where the policy is going to stand; it is called after it
};

/// A policy that starts where the project is.
struct Starter {
  std::string text;                   ///< in canonical layout; `check` finds nothing in it
  std::string gate;                   ///< the name of its gate; empty where there is none
  bool has_tests = false;             ///< one that passes, and one that shows that the gate can fail
  std::vector<std::string> given_up;  ///< places (JSON pointers) whose values turned out to be of no one type
};

/// Writes a policy for the snapshots: an input block that describes them all, and a gate that holds in each. All of it was tried:
/// the policy checks without a warning, every snapshot fits its input block and is allowed, its tests pass. A mistake where
/// a text is no JSON or no object, or where there is nothing to describe.
[[nodiscard]] base::Expected<Starter, Mistakes> starter_policy(const StarterRequest& request);

}  // namespace nexus::workspace::infer
