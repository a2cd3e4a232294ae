#include "engine/read/json_number.h"

namespace nexus::engine::read {

const char* scan_exponent(const char* p, std::int64_t& value) {
  const bool negative = *p == '-';
  if (*p == '-' || *p == '+') ++p;
  const char* const first = p;
  std::int64_t exponent = 0;
  for (; is_digit(*p); ++p) {
    if (exponent <= 10 * small_exponent) exponent = exponent * 10 + (*p - '0');
  }
  value += negative ? -exponent : exponent;
  return p == first ? nullptr : p;
}

}  // namespace nexus::engine::read
