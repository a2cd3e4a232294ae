#include "engine/memory.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace nexus::engine {
namespace {

constexpr std::size_t first_block = std::size_t{4} << 10;
constexpr std::size_t greatest_step = std::size_t{8} << 20;

std::optional<std::int64_t> as_int64(base::Decimal::Coefficient coefficient) {
  const auto narrow = static_cast<std::int64_t>(coefficient);
  if (narrow != coefficient) return std::nullopt;
  return narrow;
}

}  // namespace

// Blocks that are too small for what is asked for are passed over, not lost: after a reset they are first again.
void* Memory::allocate_in_next_block(std::size_t bytes, std::size_t alignment) {
  const std::size_t needed = bytes + alignment;
  std::size_t next = cursor_ == nullptr ? 0 : current_ + 1;
  while (next < blocks_.size() && blocks_[next].size < needed) ++next;
  if (next >= blocks_.size()) {
    const std::size_t doubled = std::clamp(held(), first_block, greatest_step);
    const std::size_t size = std::max(doubled, needed);
    // Not make_unique: that would fill the block with zeros.
    blocks_.push_back({std::unique_ptr<std::byte[]>(new std::byte[size]), size});
    next = blocks_.size() - 1;
  }
  current_ = next;
  cursor_ = blocks_[next].bytes.get();
  limit_ = cursor_ + blocks_[next].size;
  return allocate(bytes, alignment);
}

std::string_view Memory::copy(std::string_view text) {
  if (text.empty()) return {};
  char* const bytes = array<char>(text.size());
  std::memcpy(bytes, text.data(), text.size());
  return {bytes, text.size()};
}

Value Memory::number(const base::Decimal& d, ValueKind kind) {
  const auto small = as_int64(d.coefficient());
  static_assert(std::numeric_limits<std::int16_t>::max() > 6144 + base::Decimal::max_digits);
  if (small) return Value::small_number(kind, *small, static_cast<std::int16_t>(d.exponent()));
  return Value::big_number(kind, make(d));
}

Value Memory::version(base::Version v) { return Value::version(&versions_.emplace_back(std::move(v))); }

void Memory::reset() {
  versions_.clear();
  current_ = 0;
  // Not only for the empty one: a memory that was moved from still points into the blocks it gave away.
  cursor_ = blocks_.empty() ? nullptr : blocks_.front().bytes.get();
  limit_ = blocks_.empty() ? nullptr : cursor_ + blocks_.front().size;
}

std::size_t Memory::used() const {
  if (cursor_ == nullptr) return 0;
  std::size_t sum = static_cast<std::size_t>(cursor_ - blocks_[current_].bytes.get());
  for (std::size_t i = 0; i < current_; ++i) sum += blocks_[i].size;
  return sum;
}

std::size_t Memory::held() const {
  std::size_t sum = 0;
  for (const auto& block : blocks_) sum += block.size;
  return sum;
}

}  // namespace nexus::engine
