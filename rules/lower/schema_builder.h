#pragma once

#include "rules/checked_model.h"
#include "rules/lower/node_builder.h"
#include "rules/plan/plan.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace nexus::rules::lowering {

using plan::SchemaId;

/// Grows the trie of paths that are read: a place is added when the first expression asks for it.
class SchemaBuilder {
 public:
  SchemaBuilder(const CheckedModel& model, plan::Plan& plan, NodeBuilder& nodes);

  /// The root of a document.
  [[nodiscard]] SchemaId root(InputId input) const { return plan_.inputs[input.index()].root; }
  /// A declared field of a record, or any key of JSON of undeclared shape.
  SchemaId child(SchemaId parent, const std::string& name);
  /// What the items of a list or map are.
  SchemaId element(SchemaId parent);
  /// The place at the end of a path, as far as expressions asked for it; none where nobody did. An empty step is each item.
  [[nodiscard]] SchemaId find(InputId input, const std::vector<std::string>& path) const;
  /// The value at `place` itself is wanted (of JSON of undeclared shape only its children may be).
  void want(SchemaId place);
  /// Everything declared below `place` is wanted: it is compared, printed or handed out as a whole.
  void want_all(SchemaId place);

  [[nodiscard]] bool is_record(SchemaId place) const { return plan_.schema[place].kind == plan::SchemaKind::record; }
  [[nodiscard]] bool is_any(SchemaId place) const { return plan_.schema[place].kind == plan::SchemaKind::any; }

  /// A shape for records written in the policy, fields in slots 0, 1, ….
  plan::ShapeId shape_of(const RecordShape& record);
  /// What a JSON value is to be read as.
  [[nodiscard]] plan::Conversion conversion(TypeId type, bool implicit);
  /// Completes what the plan promises: lists know their items, shapes are sorted by name. Once, at the end.
  void finish();

 private:
  SchemaId add(plan::SchemaNode node, TypeId type);
  /// Kind, wire unit, enum and zone of a type, into a node or a conversion.
  template <class T>
  void describe(T& form, TypeId type);
  void open_frame(SchemaId place);

  const CheckedModel& model_;
  plan::Plan& plan_;
  NodeBuilder& nodes_;
  std::vector<TypeId> types_;                     // by SchemaId
  std::vector<plan::FrameLayoutId> frames_;       // by SchemaId: the frame whose slots it and its fields use
  std::unordered_map<std::uint64_t, SchemaId> children_;  // parent, name
};

}  // namespace nexus::rules::lowering
