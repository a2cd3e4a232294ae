#pragma once

#include "base/values/decimal.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nexus::workspace::infer {

struct Field;

/// What stood at one place of the documents that were looked at: how often which kind of value, and what they were like. Items of
/// a list count as one place.
struct Shape {
  std::size_t nulls = 0, bools = 0, trues = 0, integers = 0, numbers = 0, strings = 0, lists = 0, objects = 0;
  std::optional<base::Decimal> least, most;  ///< of the integers (whole numbers of 64 bits) and of all other numbers
  bool has_fractions = false;

  /// Distinct strings with how often each came, up to `most_words` of them.
  std::vector<std::pair<std::string, std::size_t>> words;
  bool more_words = false;
  /// How many strings could be read as each of these.
  std::size_t times = 0, dates = 0, local_times = 0, versions = 0, durations = 0, sizes = 0, percentages = 0, links = 0;

  std::unique_ptr<Shape> item;  ///< of lists; null where all were empty
  std::vector<Field> fields;    ///< of objects, as they came first
  bool is_cut = false;          ///< nested too deep to describe: what is inside was not looked at

  static constexpr std::size_t most_words = 12;

  Shape();
  Shape(Shape&&) noexcept;
  Shape& operator=(Shape&&) noexcept;
  ~Shape();

  /// How often there was a value, null apart.
  [[nodiscard]] std::size_t values() const { return bools + integers + numbers + strings + lists + objects; }
  [[nodiscard]] const Shape* find(std::string_view name) const;
  [[nodiscard]] Shape& field(const std::string& name);
  /// Counts what `other` has seen, too.
  void absorb(const Shape& other);
  /// Counts one more string.
  void add_string(const std::string& text);
  void add_number(const base::Decimal& value, bool is_integer);

 private:
  void count_word(const std::string& text, std::size_t count);

  std::unordered_map<std::string, std::size_t> by_name_;
};

struct Field {
  std::string name;
  Shape shape;
};

/// Counts what is in `json`, a valid document.
void observe(std::string_view json, Shape& root);

}  // namespace nexus::workspace::infer
