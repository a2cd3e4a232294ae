#include "rules/lower/schema_builder.h"

#include <algorithm>
#include <cassert>

namespace nexus::rules::lowering {

namespace {

plan::SchemaKind schema_kind(TypeKind kind) {
  switch (kind) {
    case TypeKind::boolean:
      return plan::SchemaKind::boolean;
    case TypeKind::integer:
      return plan::SchemaKind::integer;
    case TypeKind::number:
      return plan::SchemaKind::number;
    case TypeKind::ratio:
      return plan::SchemaKind::ratio;
    case TypeKind::duration:
      return plan::SchemaKind::duration;
    case TypeKind::size:
      return plan::SchemaKind::size;
    case TypeKind::time:
      return plan::SchemaKind::time;
    case TypeKind::date:
      return plan::SchemaKind::date;
    case TypeKind::version:
      return plan::SchemaKind::version;
    case TypeKind::level:
      return plan::SchemaKind::level;
    case TypeKind::string:
      return plan::SchemaKind::string;
    case TypeKind::enumeration:
      return plan::SchemaKind::member;
    case TypeKind::list:
      return plan::SchemaKind::list;
    case TypeKind::record:
      return plan::SchemaKind::record;
    case TypeKind::map:
      return plan::SchemaKind::map;
    case TypeKind::error:
    case TypeKind::nothing:
    case TypeKind::any:
      return plan::SchemaKind::any;
  }
  return plan::SchemaKind::any;
}

}  // namespace

SchemaBuilder::SchemaBuilder(const CheckedModel& model, plan::Plan& plan, NodeBuilder& nodes)
    : model_(model), plan_(plan), nodes_(nodes) {
  for (const Input& input : model.inputs) {
    if (!input.takes_part) break;  // the inputs of the run come first
    plan::SchemaNode node;
    node.optional = input.optional;
    const SchemaId root = add(node, input.type);
    open_frame(root);
    plan_.inputs.push_back({.name = input.name, .optional = input.optional, .root = root});
  }
}

template <class T>
void SchemaBuilder::describe(T& form, TypeId type) {
  const Type& t = model_.types[type];
  form.kind = schema_kind(t.kind);
  form.wire = t.wire;
  if (t.kind == TypeKind::enumeration) form.detail = t.enumeration.index();
  if (t.wire == base::WireUnit::zoned) form.detail = nodes_.zone(t.zone);
}

SchemaId SchemaBuilder::add(plan::SchemaNode node, TypeId type) {
  describe(node, type);
  node.nullable = model_.types[type].nullable;
  node.whole = node.kind != plan::SchemaKind::any;
  const SchemaId id = plan_.schema.add(node);
  types_.push_back(type);
  frames_.emplace_back();
  if (node.kind == plan::SchemaKind::record || node.kind == plan::SchemaKind::any)
    plan_.schema[id].shape = plan_.shapes.add({.fields = {}, .place = id});
  return id;
}

void SchemaBuilder::open_frame(SchemaId place) {
  const auto frame = plan_.frames.add({.root = place, .slots = 1});
  plan_.schema[place].frame = frame;
  plan_.schema[place].slot = 0;
  frames_[place.index()] = frame;
}

SchemaId SchemaBuilder::child(SchemaId parent, const std::string& name) {
  const std::uint32_t name_index = nodes_.name(name);
  const std::uint64_t key = (std::uint64_t{parent.index()} << 32) | name_index;
  if (const auto known = children_.find(key); known != children_.end()) return known->second;

  plan::SchemaNode node;
  node.parent = parent;
  node.key = name_index;
  node.depth = static_cast<std::uint8_t>(std::min<int>(plan_.schema[parent].depth + 1, 255));
  TypeId type;
  if (is_any(parent)) {
    type = model_.types.scalar(TypeKind::any);
    node.optional = true;
  } else {
    const Type& record = model_.types[types_[parent.index()]];
    assert(record.kind == TypeKind::record);
    const RecordField* field = model_.types[record.record].find(name);
    assert(field != nullptr);
    type = field->type;
    node.optional = field->optional;
  }
  const auto frame = frames_[parent.index()];
  node.slot = plan_.frames[frame].slots++;
  const SchemaId id = add(node, type);
  frames_[id.index()] = frame;
  children_.emplace(key, id);
  plan_.schema[parent].children.push_back(id);
  plan_.shapes[plan_.schema[parent].shape].fields.push_back({name_index, node.slot});
  return id;
}

SchemaId SchemaBuilder::element(SchemaId parent) {
  if (plan_.schema[parent].element) return plan_.schema[parent].element;
  assert(plan_.schema[parent].kind == plan::SchemaKind::list || plan_.schema[parent].kind == plan::SchemaKind::map);
  plan::SchemaNode node;
  node.parent = parent;
  node.depth = static_cast<std::uint8_t>(std::min<int>(plan_.schema[parent].depth + 1, 255));
  node.optional = true;  // no such item, no such key: absence of the optional class
  const SchemaId id = add(node, model_.types[types_[parent.index()]].item);
  plan_.schema[id].whole = true;
  if (is_record(id)) open_frame(id);
  plan_.schema[parent].element = id;
  return id;
}

SchemaId SchemaBuilder::find(InputId input, const std::vector<std::string>& path) const {
  SchemaId at = root(input);
  for (const std::string& step : path) {
    const plan::SchemaNode& node = plan_.schema[at];
    const auto is_step = [&](SchemaId child) { return plan_.names[plan_.schema[child].key] == step; };
    const auto child = std::ranges::find_if(node.children, is_step);
    if (step.empty() && node.element)
      at = node.element;
    else if (child != node.children.end())
      at = *child;
    else
      return {};
  }
  return at;
}

void SchemaBuilder::want(SchemaId place) {
  plan_.schema[place].whole = true;
  if (const auto kind = plan_.schema[place].kind; kind == plan::SchemaKind::list || kind == plan::SchemaKind::map)
    element(place);
}

void SchemaBuilder::want_all(SchemaId place) {
  want(place);
  if (is_record(place))
    for (const RecordField& field : model_.types[model_.types[types_[place.index()]].record].fields)
      want_all(child(place, field.name));
  if (const SchemaId item = plan_.schema[place].element) {
    want(item);
    want_all(item);
  }
}

plan::ShapeId SchemaBuilder::shape_of(const RecordShape& record) {
  plan::Shape shape;
  for (std::uint32_t slot = 0; slot < record.fields.size(); ++slot)
    shape.fields.push_back({nodes_.name(record.fields[slot].name), slot});
  for (std::uint32_t index = 0; index < plan_.shapes.size(); ++index) {
    const plan::ShapeId id{index};
    const plan::Shape& known = plan_.shapes[id];
    const auto same = [](const plan::Shape::Field& a, const plan::Shape::Field& b) {
      return a.name == b.name && a.slot == b.slot;
    };
    if (!known.place && std::ranges::equal(known.fields, shape.fields, same)) return id;
  }
  return plan_.shapes.add(std::move(shape));
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
plan::Conversion SchemaBuilder::conversion(TypeId type, bool implicit) {
  plan::Conversion form;
  describe(form, type);
  form.implicit = implicit;
  const Type& t = model_.types[type];
  const auto add_part = [&](TypeId part) { form.parts.push_back(nodes_.conversion(conversion(part, implicit))); };
  if (t.kind == TypeKind::list || t.kind == TypeKind::map) {
    if (model_.types[t.item].kind != TypeKind::any) add_part(t.item);
  } else if (t.kind == TypeKind::record) {
    const RecordShape& record = model_.types[t.record];
    form.shape = shape_of(record);
    for (const RecordField& field : record.fields) add_part(field.type);
  }
  return form;
}

void SchemaBuilder::finish() {
  // A list that was named but never looked into is read all the same: it must say what its items are.
  for (std::uint32_t index = 0; index < plan_.schema.size(); ++index)
    if (const auto kind = plan_.schema[SchemaId(index)].kind;
        kind == plan::SchemaKind::list || kind == plan::SchemaKind::map)
      element(SchemaId(index));
  for (std::uint32_t index = 0; index < plan_.shapes.size(); ++index)
    std::ranges::sort(plan_.shapes[plan::ShapeId(index)].fields, {},
                      [this](const plan::Shape::Field& f) { return std::string_view(plan_.names[f.name]); });
}

}  // namespace nexus::rules::lowering
