#include "base/values/quantity.h"
#include "engine/run/machine.h"
#include "engine/run/show.h"

#include <algorithm>
#include <string>
#include <vector>

/// Strings with interpolations (docs/language.md, "Messages").
namespace nexus::engine {

namespace {

/// As many decimals as it takes for different quantities of one message to look different, so that no message says
/// "80% is below 80%".
int places_to_tell_apart(const std::vector<Value>& values) {
  int places = usual_places;
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::size_t j = i + 1; j < values.size(); ++j) {
      if (!values[i].is_numeric() || values[i].kind() != values[j].kind()) continue;
      const base::Decimal a = values[i].as_decimal(), b = values[j].as_decimal();
      if (a == b) continue;
      const base::Dimension d = values[i].dimension();
      while (places < base::Decimal::max_digits && base::format_quantity(a, d, places) == base::format_quantity(b, d, places)) ++places;
    }
  return places;
}

}  // namespace

Value Machine::render_template(const plan::Node& node) {
  std::vector<Value> values;
  for (const std::uint32_t piece : operands(node)) values.push_back(eval(piece));
  const int places = places_to_tell_apart(values);
  std::string text;
  for (const Value& value : values) show_text(text, value, plan_, reasons_, places);
  return Value::string(memory_.copy(text));
}

}  // namespace nexus::engine
