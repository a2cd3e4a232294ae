#pragma once

#include "workspace/infer/input_type.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::workspace::infer {

/// A gate that seems to hold in the snapshots, with how a test shows that it can fail.
struct GateProposal {
  std::string name;
  std::string title;
  std::string params;  ///< declarations that it needs, each on its line; may be empty
  std::string requirements;
  std::size_t fixture = 0;         ///< number of the snapshot that the test starts from
  std::string edit;                ///< the clause that breaks it: `with tests.failures = 1`
  std::vector<std::string> roots;  ///< the fields of the snapshot that it reads
  int rank = 0;

  /// The gate as it is declared, behind what it needs.
  [[nodiscard]] std::string declarations() const;
};

/// What could be asked for, the most telling first. Whether it holds is not certain before it is tried.
[[nodiscard]] std::vector<GateProposal> propose_gates(const InputType& root,
                                                      std::span<const std::string_view> snapshots);

}  // namespace nexus::workspace::infer
