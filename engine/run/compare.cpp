#include "engine/run/compare.h"

#include "engine/run/steps.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace nexus::engine {

namespace {

/// Powers of ten by which any 64-bit coefficient can be multiplied in 128 bits.
constexpr auto powers_of_ten = [] {
  std::array<std::int64_t, 19> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

std::strong_ordering order_numbers(const Value& a, const Value& b) {
  if (a.is_small() && b.is_small()) {
    using Wide = base::Decimal::Coefficient;
    const int shift = a.small_exponent() - b.small_exponent();
    if (shift >= 0 && shift < 19) return Wide(a.small_coefficient()) * powers_of_ten[static_cast<std::size_t>(shift)] <=> Wide(b.small_coefficient());
    if (shift < 0 && shift > -19) return Wide(a.small_coefficient()) <=> Wide(b.small_coefficient()) * powers_of_ten[static_cast<std::size_t>(-shift)];
  }
  return a.as_decimal() <=> b.as_decimal();
}

bool is_number(ValueKind kind) { return kind == ValueKind::number || kind == ValueKind::ratio; }
bool is_moment(ValueKind kind) { return kind == ValueKind::time || kind == ValueKind::date; }

/// Kinds that compare with each other have the same class.
int order_class(ValueKind kind) {
  if (is_number(kind)) return static_cast<int>(ValueKind::number);
  if (is_moment(kind)) return static_cast<int>(ValueKind::time);
  return static_cast<int>(kind);
}

std::strong_ordering order_lists(const ListData& a, const ListData& b, const plan::Plan& plan) {
  for (std::uint32_t i = 0; i < std::min(a.size, b.size); ++i)
    if (const auto o = any_order(a.items[i], b.items[i], plan); o != 0) return o;
  return a.size <=> b.size;
}

std::strong_ordering order_maps(const MapData& a, const MapData& b, const plan::Plan& plan) {
  for (std::uint32_t i = 0; i < std::min(a.size, b.size); ++i) {
    if (const auto o = a.keys[i] <=> b.keys[i]; o != 0) return o;
    if (const auto o = any_order(a.values[i], b.values[i], plan); o != 0) return o;
  }
  return a.size <=> b.size;
}

std::strong_ordering order_records(const Value& a, const Value& b, const plan::Plan& plan) {
  const auto& left = plan.shapes[a.shape()].fields;
  const auto& right = plan.shapes[b.shape()].fields;
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    if (const auto o = left[i].name <=> right[i].name; o != 0) return o;
    if (const auto o = any_order(a.frame()->slots()[left[i].slot], b.frame()->slots()[right[i].slot], plan); o != 0) return o;
  }
  return left.size() <=> right.size();
}

}  // namespace

std::optional<std::strong_ordering> order(const Value& a, const Value& b) {
  const ValueKind kind = a.kind();
  if (a.is_numeric() && b.is_numeric()) {
    if (kind == b.kind() || (is_number(kind) && is_number(b.kind())) || (is_moment(kind) && is_moment(b.kind()))) return order_numbers(a, b);
    return std::nullopt;
  }
  if (kind != b.kind()) return std::nullopt;
  switch (kind) {
    case ValueKind::string: return a.as_string() <=> b.as_string();  // bytes of UTF-8 order as code points do
    case ValueKind::member:
      if (a.member_enum() != b.member_enum()) return std::nullopt;
      return a.member_index() <=> b.member_index();
    case ValueKind::level: return a.as_level() <=> b.as_level();
    case ValueKind::version: return a.as_version() <=> b.as_version();
    case ValueKind::boolean: return static_cast<int>(a.as_bool()) <=> static_cast<int>(b.as_bool());
    case ValueKind::null: return std::strong_ordering::equal;
    case ValueKind::number:
    case ValueKind::ratio:
    case ValueKind::duration:
    case ValueKind::size:
    case ValueKind::time:
    case ValueKind::date:
    case ValueKind::list:
    case ValueKind::record:
    case ValueKind::map:
    case ValueKind::unknown: break;
  }
  return std::nullopt;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the documents, which have a limit
std::strong_ordering any_order(const Value& a, const Value& b, const plan::Plan& plan) {
  if (const int left = order_class(a.kind()), right = order_class(b.kind()); left != right) return left <=> right;
  if (const auto scalar = order(a, b)) return *scalar;
  switch (a.kind()) {
    case ValueKind::list: return order_lists(a.as_list(), b.as_list(), plan);
    case ValueKind::map: return order_maps(a.as_map(), b.as_map(), plan);
    case ValueKind::record: return order_records(a, b, plan);
    case ValueKind::member: return a.member_enum() <=> b.member_enum();
    case ValueKind::unknown:
    case ValueKind::boolean:
    case ValueKind::number:
    case ValueKind::ratio:
    case ValueKind::duration:
    case ValueKind::size:
    case ValueKind::time:
    case ValueKind::date:
    case ValueKind::string:
    case ValueKind::level:
    case ValueKind::version:
    case ValueKind::null: break;
  }
  return std::strong_ordering::equal;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the documents, which have a limit
std::optional<std::size_t> known_size(const ListData& list, const plan::Plan& plan) {
  std::size_t all = 0;
  for (std::uint32_t i = 0; i < list.size; ++i) {
    const auto size = known_size(list.items[i], plan);
    if (!size || (list.maybe != nullptr && list.maybe[i].is_unknown())) return std::nullopt;
    all += *size;
  }
  return all;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the documents, which have a limit
std::optional<std::size_t> known_size(const Value& value, const plan::Plan& plan) {
  std::size_t all = 1;
  const auto is_known = [&](const Value& part) {
    const auto size = known_size(part, plan);
    all += size.value_or(0);
    return size.has_value();
  };
  const auto size_if = [&](bool known) { return known ? std::optional(all) : std::nullopt; };
  switch (value.kind()) {
    case ValueKind::unknown:
      return std::nullopt;
    case ValueKind::list: {
      const auto items = known_size(value.as_list(), plan);
      all += items.value_or(0);
      return size_if(items.has_value());
    }
    case ValueKind::map: {
      const MapData& map = value.as_map();
      return size_if(std::all_of(map.values, map.values + map.size, is_known));
    }
    case ValueKind::record:
      return size_if(std::ranges::all_of(plan.shapes[value.shape()].fields, [&](const plan::Shape::Field& f) {
        return is_known(value.frame()->slots()[f.slot]);
      }));
    case ValueKind::string: {
      const std::size_t length = value.as_string().size();
      return all + (length >= long_text ? length / bytes_a_step : 0);
    }
    case ValueKind::boolean:
    case ValueKind::number:
    case ValueKind::ratio:
    case ValueKind::duration:
    case ValueKind::size:
    case ValueKind::time:
    case ValueKind::date:
    case ValueKind::member:
    case ValueKind::level:
    case ValueKind::version:
    case ValueKind::null:
      return all;
  }
  return all;
}

plan::Op mirrored(plan::Op relation) {
  switch (relation) {
    case plan::Op::less:
      return plan::Op::greater;
    case plan::Op::less_equal:
      return plan::Op::greater_equal;
    case plan::Op::greater:
      return plan::Op::less;
    case plan::Op::greater_equal:
      return plan::Op::less_equal;
    default:
      return relation;
  }
}

}  // namespace nexus::engine
