#include "tests/reference/term.h"

namespace nexus::reference {

std::string to_text(const Term& term) {
  std::string out = term.text.front();
  for (std::size_t i = 0; i < term.operands.size(); ++i) out += to_text(term.operands[i]) + term.text[i + 1];
  return out;
}

}  // namespace nexus::reference
