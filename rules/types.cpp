#include "rules/types.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace nexus::rules {

namespace {

std::size_t mix(std::size_t seed, std::size_t value) { return (seed ^ value) * 0x9E3779B97F4A7C15ULL + (seed >> 29); }

std::size_t hash_of(const Type& type) {
  std::size_t h = mix(static_cast<std::size_t>(type.kind), static_cast<std::size_t>(type.wire));
  h = mix(h, type.nullable ? 1 : 0);
  h = mix(h, std::hash<std::string>{}(type.zone));
  h = mix(h, type.enumeration.index());
  h = mix(h, type.record.index());
  h = mix(h, type.item.index());
  return mix(h, type.key.index());
}

std::size_t hash_of(const EnumType& type) {
  std::size_t h = type.ordered ? 1 : 0;
  for (const std::string& member : type.members) h = mix(h, std::hash<std::string>{}(member));
  return h;
}

std::size_t hash_of(const RecordShape& shape) {
  std::size_t h = shape.fields.size();
  for (const RecordField& field : shape.fields) {
    h = mix(h, std::hash<std::string>{}(field.name));
    h = mix(h, field.type.index());
    h = mix(h, field.optional ? 1 : 0);
  }
  return h;
}

// Names and places of declarations say nothing about what a type is.
bool same(const EnumType& a, const EnumType& b) { return a.ordered == b.ordered && a.members == b.members; }
bool same(const RecordShape& a, const RecordShape& b) {
  return std::ranges::equal(a.fields, b.fields, [](const RecordField& x, const RecordField& y) {
    return x.type == y.type && x.optional == y.optional && x.name == y.name;
  });
}

/// The id that an equal element of `arena` already has; else `value` is put there.
template <class T, class IdType, class Same>
IdType find_or_add(base::Arena<T, IdType>& arena, std::unordered_multimap<std::size_t, IdType>& known, T value,
                   Same equal) {
  const std::size_t hash = hash_of(value);
  const auto [first, last] = known.equal_range(hash);
  for (auto at = first; at != last; ++at)
    if (equal(arena[at->second], value)) return at->second;
  const IdType id = arena.add(std::move(value));
  known.emplace(hash, id);
  return id;
}

}  // namespace

const RecordField* RecordShape::find(std::string_view name) const {
  const auto field_name = [this](std::uint32_t position) { return std::string_view(fields[position].name); };
  const auto at = std::ranges::lower_bound(by_name, name, {}, field_name);
  return at != by_name.end() && fields[*at].name == name ? &fields[*at] : nullptr;
}

TypeTable::TypeTable() {
  constexpr auto last = static_cast<std::size_t>(TypeKind::any);
  for (std::size_t kind = 0; kind <= last; ++kind) {
    Type type;
    type.kind = static_cast<TypeKind>(kind);
    scalars_.push_back(intern(type));
  }
}

TypeId TypeTable::intern(const Type& type) {
  return find_or_add(types_, by_hash_, type, [](const Type& a, const Type& b) { return a == b; });
}

TypeId TypeTable::scalar(TypeKind kind) const { return scalars_[static_cast<std::size_t>(kind)]; }

TypeId TypeTable::list_of(TypeId item) {
  Type type;
  type.kind = TypeKind::list;
  type.item = item;
  return intern(type);
}

TypeId TypeTable::map_of(TypeId value, EnumId key) {
  Type type;
  type.kind = TypeKind::map;
  type.item = value;
  type.key = key;
  return intern(type);
}

TypeId TypeTable::record_of(RecordShape shape) {
  shape.by_name.resize(shape.fields.size());
  std::iota(shape.by_name.begin(), shape.by_name.end(), 0U);
  std::ranges::sort(shape.by_name, {},
                    [&](std::uint32_t position) { return std::string_view(shape.fields[position].name); });
  Type type;
  type.kind = TypeKind::record;
  type.record = find_or_add(records_, records_by_hash_, std::move(shape),
                            [](const RecordShape& a, const RecordShape& b) { return same(a, b); });
  return intern(type);
}

TypeId TypeTable::enum_of(EnumType declared) {
  const std::string name = declared.name;
  Type type;
  type.kind = TypeKind::enumeration;
  type.enumeration = find_or_add(enums_, enums_by_hash_, std::move(declared),
                                 [](const EnumType& a, const EnumType& b) { return same(a, b); });
  // An inline enum that is later declared by name is better known by that name.
  if (EnumType& known = enums_[type.enumeration]; known.name.empty()) known.name = name;
  return intern(type);
}

TypeId TypeTable::nullable(TypeId id) {
  Type type = types_[id];
  type.nullable = true;
  return intern(type);
}

TypeId TypeTable::plain(TypeId id) {
  if (id.index() < plain_.size() && plain_[id.index()]) return plain_[id.index()];
  Type type = types_[id];
  type.wire = base::WireUnit::none;
  type.nullable = false;
  type.zone.clear();
  TypeId result;
  if (type.kind == TypeKind::record) {
    RecordShape shape = records_[type.record];
    for (RecordField& field : shape.fields) field.type = plain(field.type);
    result = record_of(std::move(shape));
  } else {
    if (type.item) type.item = plain(type.item);
    result = intern(type);
  }
  if (plain_.size() <= id.index()) plain_.resize(id.index() + 1);
  plain_[id.index()] = result;
  return result;
}

std::optional<base::Dimension> dimension_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::integer:
    case TypeKind::number:
      return base::Dimension::number;
    case TypeKind::ratio:
      return base::Dimension::ratio;
    case TypeKind::duration:
      return base::Dimension::duration;
    case TypeKind::size:
      return base::Dimension::size;
    case TypeKind::time:
      return base::Dimension::time;
    case TypeKind::date:
      return base::Dimension::date;
    case TypeKind::error:
    case TypeKind::nothing:
    case TypeKind::boolean:
    case TypeKind::version:
    case TypeKind::level:
    case TypeKind::string:
    case TypeKind::enumeration:
    case TypeKind::list:
    case TypeKind::record:
    case TypeKind::map:
    case TypeKind::any:
      return std::nullopt;
  }
  return std::nullopt;
}

TypeKind kind_of(base::Dimension dimension) {
  switch (dimension) {
    case base::Dimension::number:
      return TypeKind::number;
    case base::Dimension::ratio:
      return TypeKind::ratio;
    case base::Dimension::duration:
      return TypeKind::duration;
    case base::Dimension::size:
      return TypeKind::size;
    case base::Dimension::time:
      return TypeKind::time;
    case base::Dimension::date:
      return TypeKind::date;
  }
  return TypeKind::number;
}

}  // namespace nexus::rules
