#pragma once

#include "engine/value.h"
#include "rules/plan/plan.h"

#include <compare>
#include <optional>

namespace nexus::engine {

/// The order of two known scalars of kinds that have one with each other: numbers and ratios, times and dates, otherwise
/// equal kinds. Nothing for others.
[[nodiscard]] std::optional<std::strong_ordering> order(const Value& a, const Value& b);

/// The relation with its sides exchanged: `80% <= c` says `c >= 80%`. Of equality and its opposite the same.
[[nodiscard]] plan::Op mirrored(plan::Op relation);

/// Any order at all that is total and in which equal values, and only those, are equal: for finding equal items quickly.
/// Both known, all parts known.
[[nodiscard]] std::strong_ordering any_order(const Value& a, const Value& b, const plan::Plan& plan);

/// How much there is to look at when the value is compared: scalars, and as many more as long texts take steps. Nothing where
/// a part of it is unknown, or an item uncertain.
[[nodiscard]] std::optional<std::size_t> known_size(const Value& value, const plan::Plan& plan);
/// The same of all items of a list together.
[[nodiscard]] std::optional<std::size_t> known_size(const ListData& list, const plan::Plan& plan);

}  // namespace nexus::engine
