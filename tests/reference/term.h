#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace nexus::reference {

/// A piece of a policy as it was generated: text with pieces between, so that a policy can be printed, and made smaller,
/// without knowing its grammar.
struct Term {
  std::string sort;               ///< of an expression: what it gives, `int`, `[string]`; empty for anything else
  std::vector<std::string> text;  ///< one more than `operands`: before, between, behind
  std::vector<Term> operands = {};
  bool can_go = false;  ///< the policy can do without it
};
[[nodiscard]] std::string to_text(const Term& term);

/// Chance, the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  /// From 0 up to, not including, `sides`.
  std::size_t roll(std::size_t sides) { return static_cast<std::size_t>(next() % sides); }
  bool percent(unsigned chance) { return roll(100) < chance; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[roll(from.size())];
  }

 private:
  std::uint64_t next() {  // splitmix64
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  std::uint64_t state_;
};

}  // namespace nexus::reference
