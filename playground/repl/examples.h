#pragma once

#include <set>
#include <string>
#include <string_view>

namespace nexus::playground {

/// The examples that ship with nexus; behind the name of one (`web-service `), its snapshots.
[[nodiscard]] std::set<std::string> example_names(std::string_view behind);

}  // namespace nexus::playground
