#pragma once

#include "engine/memory.h"
#include "engine/value.h"
#include "rules/plan/plan.h"

#include <memory>
#include <string_view>
#include <variant>
#include <vector>

namespace nexus::base {
class TimeZone;
}

namespace nexus::engine {

/// What wire forms need to know of a plan, looked up once.
struct WireContext {
  explicit WireContext(const plan::Plan& plan);
  const plan::Plan& plan;
  std::vector<std::shared_ptr<const base::TimeZone>> zones;  ///< by Plan::zones
};

/// What is wanted of a JSON scalar: a kind, its unit, its enum or zone. SchemaNode and Conversion both give one.
struct WireForm {
  plan::SchemaKind kind;
  base::WireUnit wire;
  std::uint32_t detail;
};

/// A value, or the reason why the JSON scalar is not one of that form (docs/language.md, "Wire forms").
using WireResult = std::variant<Value, ReasonCode>;
[[nodiscard]] WireResult read_number(const base::Decimal& number, const WireForm& form, const WireContext& context, Memory& memory);
[[nodiscard]] WireResult read_string(std::string_view text, const WireForm& form, const WireContext& context, Memory& memory);

}  // namespace nexus::engine
