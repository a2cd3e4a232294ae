#pragma once

#include "rules/checked_model.h"
#include "tests/reference/json.h"
#include "tests/reference/value.h"

#include <optional>
#include <string>

namespace nexus::reference {

/// What a place of a document holds, read as its declared type (docs/language.md, "Wire forms"). `json` is null where
/// nothing stands there; then whether that is `optional` is said in the reason.
struct Place {
  std::string document;
  std::string pointer;
  bool optional = false;
  bool root = false;   ///< at the top of the snapshot, or a whole document
  bool vague = false;  ///< in JSON of undeclared shape
};
[[nodiscard]] Value read(const rules::CheckedModel& model, rules::TypeId type, const Json* json, const Place& place);

/// A value of undeclared shape as the JSON that it is.
[[nodiscard]] Json json_of(const Value& value);

/// What one unit of a wire form is in the dimension's own.
[[nodiscard]] Number factor_of(base::WireUnit unit);
/// Seconds since 1970-01-01T00:00:00Z of an RFC 3339 date-time with offset, or of a plain day. With a `zone` the offset may
/// be missing: then it is what the clocks there show.
[[nodiscard]] std::optional<Number> parse_time(const std::string& text, bool only_day = false,
                                               const std::string& zone = "");
/// A version of one to three numbers, as Semantic Versioning has them otherwise.
[[nodiscard]] bool is_version(const std::string& text);

}  // namespace nexus::reference
