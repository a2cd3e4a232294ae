#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace nexus::report::testing {

/// Checks a document against a JSON Schema that uses no more than our own does: `$ref` into `$defs`, `type`, `enum`,
/// `const`, `pattern`, `minimum`, `properties`, `required`, `items`, `anyOf`, `oneOf`. Another keyword is a mistake, so
/// that nothing is left unchecked unnoticed. Objects with `properties` are closed here, though not for readers of the
/// schema: what we write must be described. Gives what is wrong, each with its place.
[[nodiscard]] std::vector<std::string> schema_violations(const nlohmann::ordered_json& schema, const nlohmann::ordered_json& document);

}  // namespace nexus::report::testing
