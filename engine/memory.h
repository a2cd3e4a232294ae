#pragma once

#include "base/values/decimal.h"
#include "engine/value.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace nexus::engine {

/// Bump allocator for what Values point to. `reset` makes all of it reusable at once and keeps the blocks, so that a
/// stream of snapshots runs in constant memory. Not thread-safe.
class Memory {
 public:
  Memory() = default;
  Memory(Memory&&) noexcept = default;
  Memory& operator=(Memory&&) noexcept = default;

  /// `alignment` is a power of two. Inline: a snapshot's reader asks for every frame and list.
  [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment) {
    const std::size_t skip = -reinterpret_cast<std::uintptr_t>(cursor_) & (alignment - 1);
    // Not `>`: even nothing has an address.
    if (skip + bytes >= static_cast<std::size_t>(limit_ - cursor_)) return allocate_in_next_block(bytes, alignment);
    std::byte* const result = cursor_ + skip;
    cursor_ = result + bytes;
    return result;
  }
  template <class T>
  [[nodiscard]] T* array(std::size_t n) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(allocate(n * sizeof(T), alignof(T)));
  }
  template <class T>
  [[nodiscard]] T* make(const T& value) {
    return new (array<T>(1)) T(value);
  }
  [[nodiscard]] std::string_view copy(std::string_view text);
  /// A number value; the decimal goes into this memory where it does not fit a Value.
  [[nodiscard]] Value number(const base::Decimal& d, ValueKind kind);
  [[nodiscard]] Value version(base::Version v);
  /// A frame with `slots` slots, not yet filled.
  [[nodiscard]] Frame* frame(std::uint32_t slots) {
    static_assert(sizeof(Frame) % alignof(Value) == 0);
    return new (allocate(sizeof(Frame) + slots * sizeof(Value), alignof(Frame))) Frame;
  }

  void reset();
  /// Bytes given away since the last reset, with what was passed over.
  [[nodiscard]] std::size_t used() const;
  /// Bytes held from the system.
  [[nodiscard]] std::size_t held() const;

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
  };
  [[nodiscard]] void* allocate_in_next_block(std::size_t bytes, std::size_t alignment);

  std::vector<Block> blocks_;
  std::size_t current_ = 0;   // block in use
  std::byte* cursor_ = nullptr;
  std::byte* limit_ = nullptr;
  std::deque<base::Version> versions_;
};

}  // namespace nexus::engine
