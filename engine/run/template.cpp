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
  for (const Value& value : values) show_text(text, value, plan_, reasons_, places);
  return text;
}

Value Machine::render_template(const plan::Node& node) { return Value::string(memory_.copy(filled_in(node, {}))); }

std::optional<std::string> Machine::message(plan::NodeId id, std::span<const Value> beside) {
  if (plan_.nodes[id].op == plan::Op::template_) return filled_in(plan_.nodes[id], beside);
  const Value text = eval(id);
  if (text.kind() != ValueKind::string) return std::nullopt;
  return std::string(text.as_string());
}

}  // namespace nexus::engine
