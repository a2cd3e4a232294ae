#pragma once

#include "base/arena.h"
#include "base/ids.h"
#include "base/source_map.h"
#include "base/values/quantity.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Types of the language (docs/language.md, "Types"). Structural: a named type is its structure, so equal types have
/// equal ids, but for the wire form of a quantity, which only says how it stands in JSON.
namespace nexus::rules {

using TypeId = base::Id<struct TypeTag>;
using EnumId = base::Id<struct EnumTag>;
using RecordId = base::Id<struct RecordTag>;

enum class TypeKind : std::uint8_t {
  error,     ///< already reported; fits everything, so that one mistake gives one message
  nothing,   ///< the item type of `[]`: fits every type
  boolean, integer, number, ratio, duration, size, time, date,
  version, level, string, enumeration, list, record, map,
  any        ///< JSON of unknown shape, checked while running
};

struct Type {
  TypeKind kind = TypeKind::error;
  base::WireUnit wire = base::WireUnit::none;
  bool nullable = false;  ///< `T | null`
  std::string zone;       ///< of `time in zone "…"`
  EnumId enumeration;
  RecordId record;
  TypeId item;            ///< of a list; the value of a map
  EnumId key;             ///< of a map indexed by an enum; none: strings
  friend bool operator==(const Type&, const Type&) = default;
};

struct EnumType {
  std::string name;  ///< empty for an inline enum; the first of several declarations with the same members
  std::vector<std::string> members;
  bool ordered = false;
  base::Span declared;
};

struct RecordField {
  std::string name;
  TypeId type;
  bool optional = false;
  base::Span declared;  ///< the first declaration of an equal record; the checker knows better for paths of an input
};
struct RecordShape {
  std::vector<RecordField> fields;      ///< in declaration order
  std::vector<std::uint32_t> by_name;   ///< positions in `fields`, sorted by name; TypeTable fills it in

  [[nodiscard]] const RecordField* find(std::string_view name) const;
};

/// Interns types. Ids are valid for the life of the table.
class TypeTable {
 public:
  TypeTable();

  TypeId intern(const Type& type);
  [[nodiscard]] TypeId scalar(TypeKind kind) const;  ///< plain types without wire unit, item or members
  TypeId list_of(TypeId item);
  TypeId map_of(TypeId value, EnumId key = {});
  TypeId record_of(RecordShape shape);
  TypeId enum_of(EnumType type);
  TypeId nullable(TypeId type);
  /// The type without wire unit and null: what a value of it is inside the language.
  TypeId plain(TypeId type);

  [[nodiscard]] const Type& operator[](TypeId id) const { return types_[id]; }
  [[nodiscard]] const EnumType& operator[](EnumId id) const { return enums_[id]; }
  [[nodiscard]] const RecordShape& operator[](RecordId id) const { return records_[id]; }
  [[nodiscard]] std::size_t enum_count() const { return enums_.size(); }

  /// As a person says it: `a duration`, `a list of strings`, `Severity`, `"pass" | "fail"`.
  [[nodiscard]] std::string describe(TypeId id) const;
  /// As the language writes it: `duration in ms`, `[string]`, `{ name: string, failed: int }`.
  [[nodiscard]] std::string spell(TypeId id) const;

 private:
  base::Arena<Type, TypeId> types_;
  base::Arena<EnumType, EnumId> enums_;
  base::Arena<RecordShape, RecordId> records_;
  std::vector<TypeId> scalars_;  // by TypeKind
  std::vector<TypeId> plain_;    // by TypeId, none where nobody asked yet
  std::unordered_multimap<std::size_t, TypeId> by_hash_;
  std::unordered_multimap<std::size_t, EnumId> enums_by_hash_;
  std::unordered_multimap<std::size_t, RecordId> records_by_hash_;
};

/// The dimension of a numeric kind (integer and number are both `number`); nothing for other kinds.
[[nodiscard]] std::optional<base::Dimension> dimension_of(TypeKind kind);
/// The kind of quantities of a dimension.
[[nodiscard]] TypeKind kind_of(base::Dimension dimension);

}  // namespace nexus::rules
