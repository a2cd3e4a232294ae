#pragma once

#include <array>
#include <cstdint>
#include <cstring>

/// The reader's speed depends on what is part of its one loop and what is not; compilers guess, and guess differently.
#define NEXUS_HOT [[gnu::always_inline]] inline
#define NEXUS_COLD [[gnu::noinline, gnu::cold]]

/// The smallest pieces of JSON text, shared by the two halves of the reader.
namespace nexus::engine::read {

[[nodiscard]] inline std::uint64_t load8(const char* p) {
  std::uint64_t word;
  std::memcpy(&word, p, sizeof word);
  return word;
}
[[nodiscard]] inline std::uint32_t load4(const char* p) {
  std::uint32_t word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

[[nodiscard]] inline bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/// May a number or word end before `c`? Only where white space or punctuation follows: the structure scanner shows no
/// token where anything else does.
[[nodiscard]] inline bool ends_scalar(char c) {
  static constexpr auto table = [] {
    std::array<bool, 256> ends{};
    for (const char end : {' ', '\t', '\n', '\r', ',', ':', '[', ']', '{', '}'})
      ends[static_cast<unsigned char>(end)] = true;
    return ends;
  }();
  return table[static_cast<unsigned char>(c)];
}

[[nodiscard]] inline bool is_true(const char* p) { return load4(p) == load4("true") && ends_scalar(p[4]); }
[[nodiscard]] inline bool is_false(const char* p) { return load4(p + 1) == load4("alse") && ends_scalar(p[5]); }
[[nodiscard]] inline bool is_null(const char* p) { return load4(p) == load4("null") && ends_scalar(p[4]); }

}  // namespace nexus::engine::read
