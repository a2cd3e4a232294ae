#pragma once

#include "base/values/decimal.h"
#include "base/values/level.h"
#include "base/values/quantity.h"
#include "base/values/version.h"
#include "rules/plan/schema.h"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace nexus::engine {

enum class ValueKind : std::uint8_t {
  unknown,
  boolean,
  number, ratio, duration, size, time, date,  // in the order of base::Dimension
  string, member, level, version,
  list, record, map,
  null  // only inside JSON of undeclared shape
};

/// Why something is unknown (docs/language.md, "Unknown and why").
enum class ReasonCode : std::uint8_t {
  absent, null,
  wrong_type, bad_form, not_a_member, out_of_range, overflow, division_by_zero, bad_zone, bad_version,
  too_few, nothing_to_judge, several,
  no_row, two_rows,      // of a decision table
  stale, other_subject,  // evidence that is no longer good, or about something else
  no_history, short_history, gap,  // of a history
  undecided  // of a rule that is held although all that it reads is known
};

struct Frame;
struct ListData;
struct MapData;

/// Any value of the language in 16 bytes, trivially copied. What does not fit (strings, lists, records, maps, versions,
/// decimals of more than 64 bits) lives in the plan, in the document it was read from, or in the memory of the run; a
/// Value is good as long as those are.
class Value {
 public:
  constexpr Value() = default;  ///< the boolean `false`; use the makers

  static Value boolean(bool b) { return {ValueKind::boolean, 0, 0, 0, static_cast<std::int64_t>(b)}; }
  static Value level(base::Level l) { return {ValueKind::level, 0, 0, 0, static_cast<std::int64_t>(l)}; }
  static Value member(std::uint32_t enumeration, std::uint32_t index) { return {ValueKind::member, 0, 0, enumeration, index}; }
  static Value null() { return {ValueKind::null, 0, 0, 0, 0}; }
  static Value string(std::string_view s) { return pointing(ValueKind::string, static_cast<std::uint32_t>(s.size()), s.data()); }
  /// `coefficient × 10^exponent`, canonical.
  static Value small_number(ValueKind kind, std::int64_t coefficient, std::int16_t exponent) { return {kind, 0, exponent, 0, coefficient}; }
  static Value big_number(ValueKind kind, const base::Decimal* d) {
    Value v = pointing(kind, 0, d);
    v.flags_ = big;
    return v;
  }
  static Value version(const base::Version* v) { return pointing(ValueKind::version, 0, v); }
  static Value list(const ListData* l) { return pointing(ValueKind::list, 0, l); }
  static Value map(const MapData* m) { return pointing(ValueKind::map, 0, m); }
  static Value record(plan::ShapeId shape, const Frame* frame) { return pointing(ValueKind::record, shape.index(), frame); }
  /// Unknown because of what stands, or does not stand, at one place that the policy reads.
  static Value unknown_at(ReasonCode code, plan::SchemaId place, const Frame* frame) {
    Value v = pointing(ValueKind::unknown, place.index(), frame);
    v.exponent_ = static_cast<std::int16_t>(code);
    v.flags_ = at_place;
    return v;
  }
  /// Unknown for the reasons of a set in the run's ReasonStore.
  static Value unknown_for(std::uint32_t reason_set) { return {ValueKind::unknown, 0, 0, reason_set, 0}; }

  /// The same number as another numeric kind: a ratio as a number, a date as a time.
  [[nodiscard]] Value with_kind(ValueKind kind) const {
    Value v = *this;
    v.kind_ = kind;
    return v;
  }

  [[nodiscard]] ValueKind kind() const { return kind_; }
  [[nodiscard]] bool is_unknown() const { return kind_ == ValueKind::unknown; }
  [[nodiscard]] bool is_numeric() const { return kind_ >= ValueKind::number && kind_ <= ValueKind::date; }
  [[nodiscard]] base::Dimension dimension() const {
    return static_cast<base::Dimension>(static_cast<int>(kind_) - static_cast<int>(ValueKind::number));
  }
  static ValueKind kind_of(base::Dimension d) { return static_cast<ValueKind>(static_cast<int>(ValueKind::number) + static_cast<int>(d)); }

  [[nodiscard]] bool as_bool() const { return payload_.integer != 0; }
  [[nodiscard]] base::Level as_level() const { return static_cast<base::Level>(payload_.integer); }
  [[nodiscard]] std::uint32_t member_index() const { return static_cast<std::uint32_t>(payload_.integer); }
  [[nodiscard]] std::uint32_t member_enum() const { return aux_; }
  [[nodiscard]] std::string_view as_string() const { return {static_cast<const char*>(payload_.pointer), aux_}; }
  [[nodiscard]] bool is_small() const { return (flags_ & big) == 0; }
  [[nodiscard]] std::int64_t small_coefficient() const { return payload_.integer; }
  [[nodiscard]] std::int16_t small_exponent() const { return exponent_; }
  [[nodiscard]] base::Decimal as_decimal() const;
  [[nodiscard]] const base::Version& as_version() const { return *static_cast<const base::Version*>(payload_.pointer); }
  [[nodiscard]] const ListData& as_list() const { return *static_cast<const ListData*>(payload_.pointer); }
  [[nodiscard]] const MapData& as_map() const { return *static_cast<const MapData*>(payload_.pointer); }
  [[nodiscard]] plan::ShapeId shape() const { return plan::ShapeId(aux_); }
  [[nodiscard]] const Frame* frame() const { return static_cast<const Frame*>(payload_.pointer); }

  [[nodiscard]] bool is_at_place() const { return (flags_ & at_place) != 0; }
  [[nodiscard]] ReasonCode code() const { return static_cast<ReasonCode>(exponent_); }
  [[nodiscard]] plan::SchemaId place() const { return plan::SchemaId(aux_); }
  [[nodiscard]] std::uint32_t reason_set() const { return aux_; }

 private:
  static constexpr std::uint8_t big = 1;
  static constexpr std::uint8_t at_place = 2;

  constexpr Value(ValueKind kind, std::uint8_t flags, std::int16_t exponent, std::uint32_t aux, std::int64_t integer)
      : kind_(kind), flags_(flags), exponent_(exponent), aux_(aux), payload_{integer} {}
  static Value pointing(ValueKind kind, std::uint32_t aux, const void* p) {
    Value v(kind, 0, 0, aux, 0);
    v.payload_.pointer = p;
    return v;
  }

  ValueKind kind_ = ValueKind::boolean;
  std::uint8_t flags_ = 0;
  std::int16_t exponent_ = 0;
  std::uint32_t aux_ = 0;
  union Payload {
    std::int64_t integer;
    const void* pointer;
  } payload_{0};
};
static_assert(sizeof(Value) == 16);

/// One block of slots: the fields that the policy reads of a document's root, or of one item of a list or map, or of
/// a record written in the policy. The slots follow it in memory. A slot nothing was read into holds
/// `unknown_at(absent)`.
struct Frame {
  const Frame* parent = nullptr;  ///< the frame that holds the list or map; none for a document, and for records of the policy
  plan::SchemaId place;           ///< the record this is; none for a record of the policy
  std::uint32_t position = 0;     ///< in the list or map of `parent`; of a document: its InputId's index
  std::string_view key;           ///< in a map: its key

  [[nodiscard]] const Value* slots() const { return reinterpret_cast<const Value*>(this + 1); }
  [[nodiscard]] Value* slots() { return reinterpret_cast<Value*>(this + 1); }
};
static_assert(alignof(Frame) >= alignof(Value));

/// Items in order. An item whose membership is unknown is a maybe-item; `maybe[i]` is then an unknown with the reasons,
/// and `false` (any known value) for a certain item; `maybe` is null where all items are certain.
struct ListData {
  const Value* items = nullptr;
  const Value* maybe = nullptr;
  std::uint32_t size = 0;
  plan::SchemaId place;          ///< the list of the document it was read from; none for a computed list
  const Frame* frame = nullptr;  ///< the frame that list stands in
};

/// Keys in code-point order, each once.
struct MapData {
  const std::string_view* keys = nullptr;
  const Value* values = nullptr;
  std::uint32_t size = 0;
  plan::SchemaId place;
  const Frame* frame = nullptr;
};

}  // namespace nexus::engine
