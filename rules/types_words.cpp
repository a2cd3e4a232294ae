// How types are named in messages and written in the language.
#include "rules/types.h"

#include "base/values/text.h"

#include <algorithm>

namespace nexus::rules {

namespace {

/// Records and inline enums are written out up to here; the rest is `…`.
constexpr std::size_t written_out = 6;

bool is_word(std::string_view text) {
  const auto word_character = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && !(text.front() >= '0' && text.front() <= '9') && std::ranges::all_of(text, word_character);
}

std::string join(const std::vector<std::string>& parts, std::string_view between) {
  std::string all;
  for (std::size_t i = 0; i < parts.size() && i < written_out; ++i) {
    if (i != 0) all += between;
    all += parts[i];
  }
  if (parts.size() > written_out) all.append(between).append("…");
  return all;
}

std::string spell_enum(const EnumType& type) {
  if (!type.name.empty()) return type.name;
  std::vector<std::string> members;
  for (const std::string& member : type.members) members.push_back(base::quote_json(member));
  return join(members, " | ");
}

/// The word for a kind, alone and in the plural; empty where there is more to say than the kind.
struct Words {
  std::string_view one, several;
};
Words words_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::boolean:
      return {"a bool", "bools"};
    case TypeKind::integer:
      return {"an int", "ints"};
    case TypeKind::number:
      return {"a number", "numbers"};
    case TypeKind::ratio:
      return {"a ratio", "ratios"};
    case TypeKind::duration:
      return {"a duration", "durations"};
    case TypeKind::size:
      return {"a size", "sizes"};
    case TypeKind::time:
      return {"a time", "times"};
    case TypeKind::date:
      return {"a date", "dates"};
    case TypeKind::version:
      return {"a version", "versions"};
    case TypeKind::level:
      return {"a level", "levels"};
    case TypeKind::string:
      return {"a string", "strings"};
    case TypeKind::list:
      return {"a list", "lists"};
    case TypeKind::record:
      return {"a record", "records"};
    case TypeKind::map:
      return {"a map", "maps"};
    case TypeKind::any:
      return {"a value of undeclared type", "values of undeclared type"};
    case TypeKind::error:
      return {"a value", "values"};
    case TypeKind::nothing:
      return {"nothing", "nothing"};
    case TypeKind::enumeration:
      return {"", ""};
  }
  return {"", ""};
}

std::string plural(const TypeTable& types, const Type& type) {
  if (type.kind == TypeKind::enumeration) return "`" + spell_enum(types[type.enumeration]) + "`";
  return std::string(words_of(type.kind).several);
}

std::string_view scalar_word(TypeKind kind) {
  switch (kind) {
    case TypeKind::boolean:
      return "bool";
    case TypeKind::integer:
      return "int";
    case TypeKind::number:
      return "number";
    case TypeKind::ratio:
      return "ratio";
    case TypeKind::duration:
      return "duration";
    case TypeKind::size:
      return "size";
    case TypeKind::time:
      return "time";
    case TypeKind::date:
      return "date";
    case TypeKind::version:
      return "version";
    case TypeKind::level:
      return "level";
    case TypeKind::string:
      return "string";
    case TypeKind::any:
      return "any";
    case TypeKind::error:
    case TypeKind::nothing:
    case TypeKind::enumeration:
    case TypeKind::list:
    case TypeKind::record:
    case TypeKind::map:
      return "";
  }
  return "";
}

std::string spell_scalar(const Type& type) {
  std::string text(type.wire == base::WireUnit::any_percent ? "number" : scalar_word(type.kind));
  if (type.wire == base::WireUnit::zoned) return text + " in zone " + base::quote_json(type.zone);
  if (const std::string_view unit = base::wire_unit_name(type.wire); !unit.empty()) text.append(" in ").append(unit);
  return text;
}

std::string spell_record(const TypeTable& types, const RecordShape& shape) {
  std::vector<std::string> fields;
  for (const RecordField& field : shape.fields) {
    if (fields.size() > written_out) break;
    const std::string name = is_word(field.name) ? field.name : base::quote_json(field.name);
    fields.push_back(name + (field.optional ? "?: " : ": ") + types.spell(field.type));
  }
  return "{ " + join(fields, ", ") + " }";
}

}  // namespace

std::string TypeTable::describe(TypeId id) const {
  const Type& type = types_[id];
  if (type.kind == TypeKind::enumeration) return "`" + spell_enum(enums_[type.enumeration]) + "`";
  if (type.kind == TypeKind::list) {
    const Type& item = types_[type.item];
    if (item.kind == TypeKind::nothing) return "an empty list";
    if (item.kind == TypeKind::error) return "a list";
    return "a list of " + plural(*this, item);
  }
  if (type.kind == TypeKind::map && types_[type.item].kind != TypeKind::error)
    return "a map of " + plural(*this, types_[type.item]);
  return std::string(words_of(type.kind).one);
}

std::string TypeTable::spell(TypeId id) const {
  const Type& type = types_[id];
  std::string text;
  switch (type.kind) {
    case TypeKind::enumeration:
      text = spell_enum(enums_[type.enumeration]);
      break;
    case TypeKind::list:
      text = "[" + (types_[type.item].kind == TypeKind::nothing ? std::string() : spell(type.item)) + "]";
      break;
    case TypeKind::record:
      text = spell_record(*this, records_[type.record]);
      break;
    case TypeKind::map:
      text =
          "{ [" + (type.key ? spell_enum(enums_[type.key]) : std::string("string")) + "]: " + spell(type.item) + " }";
      break;
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::number:
    case TypeKind::ratio:
    case TypeKind::duration:
    case TypeKind::size:
    case TypeKind::time:
    case TypeKind::date:
    case TypeKind::version:
    case TypeKind::level:
    case TypeKind::string:
    case TypeKind::any:
    case TypeKind::error:
    case TypeKind::nothing:
      text = spell_scalar(type);
      break;
  }
  return type.nullable ? text + " | null" : text;
}

}  // namespace nexus::rules
