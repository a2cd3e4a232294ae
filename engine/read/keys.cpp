#include "engine/read/keys.h"

#include <bit>
#include <span>
#include <utility>

namespace nexus::engine::read {
namespace {

/// Below it comparing each with each is the fastest.
constexpr std::size_t few = 8;
constexpr std::size_t few_in_object = 16;

std::size_t bucket_count(std::size_t keys) { return std::bit_ceil(2 * keys); }

bool equal(const Key& a, const Key& b) { return a.hash == b.hash && a.text() == b.text(); }

bool all_different_pairwise(std::span<const Key> keys) {
  for (std::size_t i = 1; i < keys.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (equal(keys[i], keys[j])) return false;
    }
  }
  return true;
}

bool all_different_sorted(std::span<Key> keys) {
  std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.text() < b.text(); });
  const auto same = [](const Key& a, const Key& b) { return a.text() == b.text(); };
  return std::adjacent_find(keys.begin(), keys.end(), same) == keys.end();
}

}  // namespace

std::uint64_t hash_long_key(const char* key, std::uint32_t length) {
  const char* const last = key + length - 16;
  std::uint64_t hash = hash_key_b ^ length;
  for (; key < last; key += 16) hash = mix(load8(key) ^ hash, load8(key + 8) ^ hash_key_a);
  return mix(load8(last) ^ hash, load8(last + 8) ^ hash_key_b);
}

std::uint64_t hash_key(std::string_view key) {
  const auto length = static_cast<std::uint32_t>(key.size());
  if (length >= 8) return hash_padded_key(key.data(), length);
  std::array<char, 8> padded{};
  std::copy(key.begin(), key.end(), padded.begin());
  return hash_padded_key(padded.data(), length);
}

KeyTable::KeyTable(std::vector<std::string_view> keys) : keys_(std::move(keys)) {
  hashes_.reserve(keys_.size());
  for (const auto key : keys_) {
    hashes_.push_back(hash_key(key));
    filter_ |= std::uint64_t{1} << (hashes_.back() & 63);
  }
  if (keys_.size() > few) build_buckets();
}

void KeyTable::build_buckets() {
  buckets_.assign(bucket_count(keys_.size()), none);
  const std::size_t mask = buckets_.size() - 1;
  for (std::uint32_t number = 0; number < keys_.size(); ++number) {
    std::size_t bucket = hashes_[number] >> 32 & mask;
    while (buckets_[bucket] != none) bucket = (bucket + 1) & mask;
    buckets_[bucket] = number;
  }
}

std::uint32_t KeyTable::find_in_few(const Key& key) const {
  for (std::uint32_t number = 0; number < keys_.size(); ++number) {
    if (is(number, key)) return number;
  }
  return none;
}

std::uint32_t KeyTable::find_in_many(const Key& key) const {
  const std::size_t mask = buckets_.size() - 1;
  for (std::size_t bucket = key.hash >> 32 & mask; buckets_[bucket] != none; bucket = (bucket + 1) & mask) {
    if (is(buckets_[bucket], key)) return buckets_[bucket];
  }
  return none;
}

/// A hash table decides for large objects. It counts its steps: keys that were built to collide make it give up, and
/// sorting, which no input can degrade, decides.
bool UniqueKeys::all_different(std::size_t count) {
  const std::span<Key> keys = std::span(keys_).subspan(size_, count);
  if (keys.size() <= few_in_object) return all_different_pairwise(keys);

  constexpr std::uint32_t empty = KeyTable::none;
  buckets_.assign(bucket_count(keys.size()), empty);
  const std::size_t mask = buckets_.size() - 1;
  std::size_t steps = 8 * keys.size();
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    std::size_t bucket = keys[i].hash >> 16 & mask;
    for (; buckets_[bucket] != empty; bucket = (bucket + 1) & mask) {
      if (equal(keys[buckets_[bucket]], keys[i])) return false;
      if (--steps == 0) return all_different_sorted(keys);
    }
    buckets_[bucket] = i;
  }
  return true;
}

}  // namespace nexus::engine::read
