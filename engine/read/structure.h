#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace nexus::engine::read {

/// Bytes that must be readable behind a text that is scanned. They hold spaces, so that a number or word that ends the
/// text ends like any other.
constexpr std::size_t text_padding = 64;

/// A place in the list of token starts.
using Cursor = const std::uint32_t*;

/// Finds where the tokens of a JSON text begin: each of `{}[]:,`, and the first byte of each string, number and word,
/// wherever it stands outside a string. Checks on the way that the text is UTF-8, that all strings end and that no
/// control character stands in one. Everything else is up to whoever walks the tokens.
class StructureScanner {
 public:
  StructureScanner();
  ~StructureScanner();

  enum class Result : std::uint8_t { ok, invalid, no_memory };
  /// `size` > 0. The tokens are good until the next scan.
  [[nodiscard]] Result scan(const char* text, std::size_t size);

  [[nodiscard]] Cursor begin() const { return begin_; }
  /// Two more entries follow: both are `size`.
  [[nodiscard]] Cursor end() const { return end_; }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  Cursor begin_ = nullptr;
  Cursor end_ = nullptr;
};

}  // namespace nexus::engine::read
