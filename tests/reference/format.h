#pragma once

#include "rules/checked_model.h"
#include "tests/reference/value.h"

#include <string>

namespace nexus::reference {

/// A known value as messages print it (docs/language.md, "Messages").
[[nodiscard]] std::string format(const rules::CheckedModel& model, rules::TypeId type, const Value& value);
/// Are the decimals that `format` shows all there are?
[[nodiscard]] bool is_shown_in_full(rules::TypeKind kind, const Number& number);
/// As a field of an obligation stands in JSON.
[[nodiscard]] std::string to_json(const rules::CheckedModel& model, rules::TypeId type, const Value& value);

}  // namespace nexus::reference
