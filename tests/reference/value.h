#pragma once

#include "tests/reference/number.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// What expressions come to (docs/language.md, "Three values"; the notes on semantics, §1 and §3).
namespace nexus::reference {

/// Why something is unknown. The pointer is that of the topmost place where nothing, or something wrong, stands.
struct Reason {
  std::string code;
  std::string document;  ///< empty for what is computed, not read
  std::string pointer;
  bool optional = false;  ///< nothing is there, and nothing need be
  bool root = false;      ///< … at the top of the snapshot, or a whole document
  bool vague = false;     ///< in JSON of undeclared shape, where reports need not say at which place

  [[nodiscard]] bool absence() const { return code == "absent" || code == "null"; }
};
/// In the order in which they came up, each (code, document, pointer) once.
using Reasons = std::vector<Reason>;
void add(Reasons& to, const Reasons& more);

struct Item;
struct Entry;

struct Value {
  enum class Kind : std::uint8_t { unknown, truth, number, text, member, level, version, list, record, map };
  Kind kind = Kind::unknown;
  bool is_above = false;  ///< of an unknown: it was met further up the path
  bool truth = false;
  bool vacuous = false;     ///< of a truth: there was nothing to judge
  std::uint32_t index = 0;  ///< of a member of an enum, of a level
  Number number;            ///< of every quantity, in its own unit
  std::string text;
  Reasons reasons;                                              ///< of an unknown, never empty
  std::string document, pointer;                                ///< where it stands, of what is read
  std::shared_ptr<const std::vector<Item>> items = nullptr;     ///< of a list
  std::shared_ptr<const std::vector<Value>> fields = nullptr;   ///< of a record, by name
  std::shared_ptr<const std::vector<Entry>> entries = nullptr;  ///< of a map, by key

  static Value of(bool truth) {
    Value value;
    value.kind = Kind::truth;
    value.truth = truth;
    return value;
  }
  static Value of(Number number) {
    Value value;
    value.kind = Kind::number;
    value.number = std::move(number);
    return value;
  }
  static Value of_text(std::string text, Kind kind = Kind::text) {
    Value value;
    value.kind = kind;
    value.text = std::move(text);
    return value;
  }
  static Value of_index(Kind kind, std::uint32_t index) {
    Value value;
    value.kind = kind;
    value.index = index;
    return value;
  }
  static Value of_list(std::vector<Item> items);
  static Value unknown(Reasons reasons) {
    Value value;
    value.reasons = std::move(reasons);
    return value;
  }
  /// Unknown for a reason that stands nowhere.
  static Value unknown(std::string code) {
    return unknown(Reasons{{.code = std::move(code), .document = {}, .pointer = {}}});
  }

  [[nodiscard]] bool is_known() const { return kind != Kind::unknown; }
  [[nodiscard]] bool is_true() const { return kind == Kind::truth && truth; }
  [[nodiscard]] bool is_false() const { return kind == Kind::truth && !truth; }
};

/// An item of a list; where it cannot be told whether it is one, why.
struct Item {
  Value value;
  Reasons perhaps = {};
};
struct Entry {
  std::string key;
  Value value;
};

inline Value Value::of_list(std::vector<Item> items) {
  Value value;
  value.kind = Kind::list;
  value.items = std::make_shared<const std::vector<Item>>(std::move(items));
  return value;
}

// Kleene's tables; an unknown result has the reasons of the operands that made it so.
[[nodiscard]] Value both(const Value& a, const Value& b);
[[nodiscard]] Value either(const Value& a, const Value& b);
[[nodiscard]] Value opposite(const Value& a);

/// Is it the same? By Kleene's tables through lists, maps and records.
[[nodiscard]] Value equal(const Value& a, const Value& b);
/// Is the same JSON there? Null is null; of unlike kinds it cannot be told.
[[nodiscard]] Value equal_json(const Value& a, const Value& b);
/// Of two known values of one ordered type.
[[nodiscard]] std::weak_ordering order(const Value& a, const Value& b);

}  // namespace nexus::reference
