#include "tests/reference/verdict.h"

#include <algorithm>

namespace nexus::reference {

namespace {

bool agree(const std::string& expected, const std::string& actual) {
  if (expected.ends_with(" *")) return actual.starts_with(expected.substr(0, expected.size() - 1));
  return expected == actual;
}

}  // namespace

std::string difference(const Verdict& reference, const Verdict& engine) {
  for (std::size_t i = 0; i < std::max(reference.size(), engine.size()); ++i) {
    if (i < reference.size() && i < engine.size() && agree(reference[i], engine[i])) continue;
    return "reference: " + (i < reference.size() ? reference[i] : "nothing more") +
           "\nengine:    " + (i < engine.size() ? engine[i] : "nothing more");
  }
  return "";
}

}  // namespace nexus::reference
