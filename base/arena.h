#pragma once

#include "base/ids.h"

#include <cassert>
#include <utility>
#include <vector>

namespace nexus::base {

/// A growing table of `T`, addressed by `IdType`. Elements are never removed; references are valid until the next
/// `add`, ids for the life of the arena.
template <class T, class IdType>
class Arena {
 public:
  IdType add(T value) {
    items_.push_back(std::move(value));
    return IdType(items_.size() - 1);
  }
  [[nodiscard]] const T& operator[](IdType id) const {
    assert(id.index() < items_.size());
    return items_[id.index()];
  }
  [[nodiscard]] T& operator[](IdType id) {
    assert(id.index() < items_.size());
    return items_[id.index()];
  }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] auto begin() const { return items_.begin(); }
  [[nodiscard]] auto end() const { return items_.end(); }
  void reserve(std::size_t n) { items_.reserve(n); }

 private:
  std::vector<T> items_;
};

}  // namespace nexus::base
