#pragma once

namespace nexus::base {

/// Builds one visitor out of several lambdas: `std::visit(overloaded{[](A) {…}, [](B) {…}}, v)`.
template <class... Ts>
struct overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
overloaded(Ts...) -> overloaded<Ts...>;  // clang 14 has no aggregate deduction of its own

}  // namespace nexus::base
