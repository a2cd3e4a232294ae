#pragma once

#include "tests/reference/json.h"
#include "tests/reference/term.h"

#include <memory>
#include <string>
#include <vector>

namespace nexus::reference {

/// The shape of a document that is made up: what the policy declares, and what snapshots are made from.
struct Shape {
  enum class Kind {
    boolean,
    integer,
    number,
    ratio,
    duration,
    size,
    time,
    version,
    level,
    string,
    enumeration,
    list,
    record,
    map,
    any
  };
  Kind kind = Kind::boolean;
  std::string sort;                             ///< what an expression of it gives: `duration`, `Severity`, `[int]`
  std::string written;                          ///< as the input block says it: `duration in ms`
  std::vector<std::string> members;             ///< of an enum
  std::vector<struct Field> fields;             ///< of a record
  std::shared_ptr<const Shape> item = nullptr;  ///< of a list or map
};
struct Field {
  std::string name;
  Shape shape;
  bool optional = false;
  std::string quality = {};  ///< ` fresh 1d by c, about f0 by id`
};

/// A further document.
struct Document {
  std::string name;
  bool optional = false;
  Shape shape;  ///< a record
  std::string quality = {};
};

/// Types that a policy declares, and its documents.
struct Schema {
  std::string declarations;  ///< enums and types
  std::vector<Shape> enums;
  Shape snapshot;  ///< a record
  std::vector<Document> others;
  bool declared = false;  ///< nothing is of undeclared shape
};
/// Without JSON of undeclared shape, where what is taken away leaves another value rather than none, if `declared` says so.
[[nodiscard]] Schema make_schema(Dice& dice, bool declared = false);

/// A snapshot of that shape, in which some things are not as they should be.
[[nodiscard]] Json make_document(const Shape& shape, Dice& dice);
/// Snapshots before it, which differ from it here and there, with their times, the newest within minutes of it.
[[nodiscard]] std::vector<Json> make_history(const Schema& schema, const Json& snapshot, Dice& dice);

/// A literal of a scalar sort, from the same few values that snapshots are made of, so that limits are met exactly.
[[nodiscard]] std::string literal(const std::string& sort, Dice& dice);

}  // namespace nexus::reference
