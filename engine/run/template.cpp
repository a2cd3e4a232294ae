#include "base/values/quantity.h"
#include "engine/run/machine.h"
#include "engine/run/show.h"

#include <algorithm>
#include <string>
#include <vector>

/// Strings with interpolations (docs/language.md, "Messages").
namespace nexus::engine {

namespace {

/// At least `places` decimals, and as many as it takes for two different quantities to look different.
int places_to_tell_apart(const Value& one, const Value& other, int places) {
  if (!one.is_numeric() || one.kind() != other.kind()) return places;
  const base::Decimal a = one.as_decimal(), b = other.as_decimal();
  if (a == b) return places;
  const base::Dimension d = one.dimension();
  while (places < base::Decimal::max_digits && base::format_quantity(a, d, places) == base::format_quantity(b, d, places)) ++places;
  return places;
}

}  // namespace

/// So that no message says "80% is below 80%", different quantities in it look different; from `beside` too.
std::string Machine::filled_in(const plan::Node& node, std::span<const Value> beside) {
  std::vector<Value> values;
  for (const std::uint32_t piece : operands(node)) values.push_back(eval(piece));
  int places = usual_places;
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i + 1; j < values.size(); ++j) places = places_to_tell_apart(values[i], values[j], places);
    for (const Value& other : beside) places = places_to_tell_apart(values[i], other, places);
  }
  std::string text;
  for (const Value& value : values) {
    const std::size_t before = text.size();
    if (value.kind() == ValueKind::string) spend_on(value.as_string().size());
    show_text(text, value, plan_, reasons_, places);
    spend_on(text.size() - before);
  }
  return text;
}

/// A string that a condition looks at is known where all that stands in it is; messages are told what is missing instead.
Value Machine::render_template(const plan::Node& node) {
  Value unknown;
  for (const std::uint32_t piece : operands(node))
    if (const Value value = eval(piece); value.is_unknown()) unknown = reasons_.merge(unknown, value);
  return unknown.is_unknown() ? unknown : Value::string(memory_.copy(filled_in(node, {})));
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as expressions are nested, which has a limit
std::optional<std::string> Machine::message(plan::NodeId id, std::span<const Value> beside) {
  const plan::Node& node = plan_.nodes[id];
  if (node.op == plan::Op::template_) return filled_in(node, beside);
  if (node.op == plan::Op::if_)
    if (const Value condition = eval(node.a); !condition.is_unknown()) return message(plan::NodeId(condition.as_bool() ? node.b : node.c), beside);
  const Value text = eval(id);
  if (text.kind() != ValueKind::string) return std::nullopt;
  return std::string(text.as_string());
}

}  // namespace nexus::engine
