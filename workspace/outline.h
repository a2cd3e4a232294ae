#pragma once

#include "workspace/workspace.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::workspace {

/// A member or item of a snapshot, as a row of a tree.
struct OutlineRow {
  enum class Kind : std::uint8_t {
    value,    ///< a number, a string …, or an empty object or list
    group,    ///< an object or list; what it holds comes in the rows behind it, one deeper
    missing,  ///< the policy declares it, and it is not there
    optional  ///< the same, and it may be missing
  };
  Kind kind = Kind::value;
  std::size_t depth = 0;
  std::string label = {};  ///< `line`, `[0]`
  std::string path = {};   ///< as `--set` takes it: `tests.suites[0].failed`; empty where the language cannot write it
  std::string value = {};  ///< JSON, as it is written; of a group empty
  std::string type = {};   ///< of what is missing, as the language writes it: `ratio in percent`
  std::size_t begin = 0, end = 0;  ///< where the value stands in the text
};

/// What is in a snapshot, and behind that of each object what the policy declares there and is missing. The policy is sound,
/// the text valid JSON.
[[nodiscard]] std::vector<OutlineRow> outline(const LoadedPolicy& policy, std::string_view json);

/// The value of a row on one line, from the text that the row was made of; empty where it is missing.
[[nodiscard]] std::string json_at(std::string_view json, const OutlineRow& row);

}  // namespace nexus::workspace
