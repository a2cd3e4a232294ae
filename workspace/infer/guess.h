#pragma once

#include "base/values/quantity.h"
#include "rules/types.h"
#include "workspace/infer/shape.h"

#include <optional>
#include <string>
#include <vector>

namespace nexus::workspace::infer {

/// What a value measures, as far as its name tells, and why.
struct Guess {
  rules::TypeKind kind = rules::TypeKind::any;
  base::WireUnit wire = base::WireUnit::none;
  std::string remark;
};

/// Of numbers alone. `name` and `parent` are the words of the field's name, and of that of the object it is in.
[[nodiscard]] std::optional<Guess> guess_quantity(const Shape& shape, const std::vector<std::string>& name,
                                                  const std::vector<std::string>& parent);
/// Of strings alone: times, versions, durations, sizes, percentages. No words that stand for themselves.
[[nodiscard]] std::optional<Guess> guess_text(const Shape& shape, const std::vector<std::string>& name);

/// A closed set of words, the least first where they have an order.
struct WordSet {
  std::vector<std::string> members;
  bool ordered = false;
  std::string remark;
};
/// Nothing where the strings are as likely free text.
[[nodiscard]] std::optional<WordSet> guess_words(const Shape& shape, const std::vector<std::string>& name);

}  // namespace nexus::workspace::infer
