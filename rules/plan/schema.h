#pragma once

#include "base/ids.h"
#include "base/source_map.h"
#include "base/values/quantity.h"

#include <cstdint>
#include <string>
#include <vector>

/// The paths a policy reads, as one trie: what `engine/read` follows in its one pass over the JSON, whatever the number
/// of rules. A path nobody reads is not in it; the reader still validates the JSON there.
namespace nexus::plan {

using SchemaId = base::Id<struct SchemaTag>;
using ShapeId = base::Id<struct ShapeTag>;
using FrameLayoutId = base::Id<struct FrameLayoutTag>;

enum class SchemaKind : std::uint8_t {
  boolean, integer, number, ratio, duration, size, time, date, string, member, version, level,
  list, map, record,
  any  ///< JSON of undeclared shape. With children and not `whole`: an object of which only the children matter
};

/// One place of a document that the policy reads. Its value is put into slot `slot` of the frame it belongs to:
/// documents have a root frame, each item of a list or map of records a frame of its own.
struct SchemaNode {
  SchemaKind kind = SchemaKind::any;
  base::WireUnit wire = base::WireUnit::none;
  bool optional = false;   ///< declared with `?`: its absence is of the optional class
  bool nullable = false;
  bool whole = true;       ///< `any` only: the value itself is wanted, not only its children
  std::uint8_t depth = 0;  ///< number of keys from the document's root; 1 is a top-level field
  std::uint32_t key = 0;   ///< in Plan::names: the key under `parent`; of no meaning for roots and elements
  SchemaId parent;         ///< the record, list or map it stands in; none for the root of a document
  SchemaId element;        ///< list, map: what its items are
  std::uint32_t slot = 0;  ///< in its frame
  FrameLayoutId frame;     ///< of the element of a list or map when it is a record, and of document roots: the frame it opens
  ShapeId shape;           ///< record: its fields' slots
  std::uint32_t detail = 0;             ///< member: index into Plan::enums; time in zone: index into Plan::zones
  std::vector<SchemaId> children;       ///< record, any: fields that are read, in declaration order
};

/// A block of slots. Slot 0 of a frame is the record (or, for a document, the root value) itself.
struct FrameLayout {
  SchemaId root;
  std::uint32_t slots = 1;
};

/// Which slot holds which field of a record value. Records written in the policy have shapes too, without a place.
struct Shape {
  struct Field {
    std::uint32_t name;  ///< in Plan::names
    std::uint32_t slot;
  };
  std::vector<Field> fields;  ///< by name
  SchemaId place;             ///< none for a record written in the policy
};

}  // namespace nexus::plan
