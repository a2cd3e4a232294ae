#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace nexus::engine {

/// SHA-256 of the bytes, in lower-case hexadecimal: what reports say of policies and documents, so that a decision can
/// be audited and repeated.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// The same of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();

  void add(std::string_view bytes);
  /// Of all that was added; then it begins anew.
  [[nodiscard]] std::string take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nexus::engine
