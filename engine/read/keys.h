#pragma once

#include "engine/read/json_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

/// Keys of JSON objects: finding the one a policy reads among them, and finding one that stands there twice.
namespace nexus::engine::read {

/// The first and last eight bytes of any key, and all of a long one, are in its hash. It is fast and spreads well, but
/// its constants are no secret: nothing may rely on two keys of a hostile document having different ones.
[[nodiscard]] std::uint64_t hash_long_key(const char* key, std::uint32_t length);

[[nodiscard]] inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

constexpr std::uint64_t hash_key_a = 0x9E37'79B9'7F4A'7C15;
constexpr std::uint64_t hash_key_b = 0xD6E8'FEB8'6659'FD93;

/// At least eight bytes must be readable from `key` on, whatever its length.
[[nodiscard]] inline std::uint64_t hash_padded_key(const char* key, std::uint32_t length) {
  static constexpr auto masks = [] {
    std::array<char, 16> bytes{};
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(0xFF);
    return bytes;
  }();
  if (length > 16) return hash_long_key(key, length);
  const std::uint32_t n = std::min(length, 8U);
  const std::uint64_t mask = load8(masks.data() + 8 - n);
  const std::uint64_t head = load8(key) & mask;
  const std::uint64_t tail = load8(key + (length - n)) & mask;
  return mix(head ^ hash_key_a, tail ^ hash_key_b ^ length);
}
/// The same of any string.
[[nodiscard]] std::uint64_t hash_key(std::string_view key);

/// The first eight bytes of a key as a number, so that numbers are in the order of keys. At least eight bytes must be
/// readable from `key` on.
[[nodiscard]] inline std::uint64_t key_head(const char* key, std::size_t length) {
  std::uint64_t head = load8(key);
  if constexpr (std::endian::native == std::endian::little) head = __builtin_bswap64(head);
  if (length >= 8) return head;
  const std::size_t surplus = 64 - 8 * length;
  return length == 0 ? 0 : head >> surplus << surplus;
}

/// A key as the document means it, escapes resolved.
struct Key {
  std::uint64_t hash = 0;
  const char* begin = nullptr;
  std::uint32_t length = 0;

  [[nodiscard]] std::string_view text() const { return {begin, length}; }
};

/// A fixed set of keys, each with its number. Lookup time does not depend on what is looked up: a document cannot add
/// to the table, so it cannot degrade it.
class KeyTable {
 public:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  KeyTable() = default;
  /// The keys are not copied. Of equal ones the first is found.
  explicit KeyTable(std::vector<std::string_view> keys);

  [[nodiscard]] std::uint32_t find(const Key& key) const {
    if ((filter_ >> (key.hash & 63) & 1) == 0) return none;
    return buckets_.empty() ? find_in_few(key) : find_in_many(key);
  }
  [[nodiscard]] std::string_view operator[](std::uint32_t number) const { return keys_[number]; }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  [[nodiscard]] std::uint32_t find_in_few(const Key& key) const;
  [[nodiscard]] std::uint32_t find_in_many(const Key& key) const;
  [[nodiscard]] bool is(std::uint32_t number, const Key& key) const {
    return hashes_[number] == key.hash && keys_[number] == key.text();
  }
  void build_buckets();

  std::uint64_t filter_ = 0;  // a bit for each hash that occurs: most keys nobody reads end here
  std::vector<std::uint64_t> hashes_;
  std::vector<std::string_view> keys_;
  std::vector<std::uint32_t> buckets_;  // empty for a few keys; a power of two, at most half full
};

/// Detects duplicates among the keys of the objects that are open. Keys are only collected while an object is read; most
/// objects are known to have no duplicates by then from two small filters.
class UniqueKeys {
 public:
  /// The keys of one object.
  struct Object {
    std::uint64_t seen_low = 0;
    std::uint64_t seen_high = 0;
    std::size_t count = 0;
    bool suspicious = false;
  };

  /// Objects inside it must be closed.
  void add(Object& object, const Key& key) {
    const std::uint64_t low = std::uint64_t{1} << (key.hash & 63);
    const std::uint64_t high = std::uint64_t{1} << (key.hash >> 58);
    object.suspicious |= (object.seen_low & low) != 0 && (object.seen_high & high) != 0;
    object.seen_low |= low;
    object.seen_high |= high;
    ++object.count;
    if (size_ == keys_.size()) keys_.resize(2 * size_ + 64);
    keys_[size_++] = key;
  }
  /// Are all keys of the object different? Each object that had keys must be closed, the innermost first.
  [[nodiscard]] bool close(const Object& object) {
    size_ -= object.count;
    return !object.suspicious || all_different(object.count);
  }
  void clear() { size_ = 0; }

 private:
  /// Of the `count` keys behind those of the objects that are still open.
  [[nodiscard]] bool all_different(std::size_t count);

  std::vector<Key> keys_;  // the first `size_` are in use
  std::size_t size_ = 0;
  std::vector<std::uint32_t> buckets_;
};

}  // namespace nexus::engine::read
