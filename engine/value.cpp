#include "engine/value.h"

#include <cassert>

namespace nexus::engine {

base::Decimal Value::as_decimal() const {
  assert(is_numeric());
  if (!is_small()) return *static_cast<const base::Decimal*>(payload_.pointer);
  // INVARIANT (canonical numbers): a small number is canonical and in range, so there always is such a decimal.
  return base::Decimal::make(small_coefficient(), small_exponent()).value_or(base::Decimal());
}

}  // namespace nexus::engine
