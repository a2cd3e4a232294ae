#pragma once

#include "rules/plan/plan.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// Plans with inputs and nothing else, for tests of what reads documents:
/// `plan_of(record({{"build", record({{"passed", boolean()}})}, {"files", list(string())}}))`.
namespace nexus::test {

struct FieldSpec;
using FieldSpecs = std::vector<FieldSpec>;

struct Spec {
  plan::SchemaKind kind = plan::SchemaKind::any;
  base::WireUnit wire = base::WireUnit::none;
  bool whole = true;
  std::vector<std::string> members;  // of an enum
  std::string zone;                  // of a time
  FieldSpecs fields;                 // record, any
  std::vector<Spec> item;            // list, map: exactly one
};
struct FieldSpec {
  std::string key;
  Spec spec;
};

inline Spec scalar(plan::SchemaKind kind, base::WireUnit wire = base::WireUnit::none) {
  Spec spec;
  spec.kind = kind;
  spec.wire = wire;
  return spec;
}
inline Spec boolean() { return scalar(plan::SchemaKind::boolean); }
inline Spec integer() { return scalar(plan::SchemaKind::integer); }
inline Spec number(base::WireUnit wire = base::WireUnit::none) { return scalar(plan::SchemaKind::number, wire); }
inline Spec ratio(base::WireUnit wire = base::WireUnit::none) { return scalar(plan::SchemaKind::ratio, wire); }
inline Spec duration(base::WireUnit wire = base::WireUnit::text) { return scalar(plan::SchemaKind::duration, wire); }
inline Spec size(base::WireUnit wire = base::WireUnit::text) { return scalar(plan::SchemaKind::size, wire); }
inline Spec time(base::WireUnit wire = base::WireUnit::text) { return scalar(plan::SchemaKind::time, wire); }
inline Spec date() { return scalar(plan::SchemaKind::date); }
inline Spec string() { return scalar(plan::SchemaKind::string); }
inline Spec version() { return scalar(plan::SchemaKind::version); }
inline Spec level() { return scalar(plan::SchemaKind::level); }
inline Spec zoned(std::string zone) {
  Spec spec = time(base::WireUnit::zoned);
  spec.zone = std::move(zone);
  return spec;
}
inline Spec member(std::vector<std::string> members) {
  Spec spec = scalar(plan::SchemaKind::member);
  spec.members = std::move(members);
  return spec;
}
inline Spec record(FieldSpecs fields) {
  Spec spec = scalar(plan::SchemaKind::record);
  spec.fields = std::move(fields);
  return spec;
}
inline Spec list(Spec item) {
  Spec spec = scalar(plan::SchemaKind::list);
  spec.item.push_back(std::move(item));
  return spec;
}
inline Spec map(Spec item) {
  Spec spec = list(std::move(item));
  spec.kind = plan::SchemaKind::map;
  return spec;
}
/// JSON of undeclared shape that is wanted itself, and perhaps some fields of it besides.
inline Spec any(FieldSpecs fields = {}) {
  Spec spec;
  spec.fields = std::move(fields);
  return spec;
}
/// The same of which only the fields are wanted.
inline Spec passage(FieldSpecs fields) {
  Spec spec = any(std::move(fields));
  spec.whole = false;
  return spec;
}

class SchemaBuilder {
 public:
  void add_input(std::string name, const Spec& root) {
    const auto frame = plan_.frames.add({});
    const auto id = add(root, {}, frame, 0);
    plan_.schema[id].frame = frame;
    plan_.frames[frame].root = id;
    plan_.inputs.push_back({std::move(name), false, id});
  }
  plan::Plan take() { return std::move(plan_); }

 private:
  std::uint32_t name_index(const std::string& name) {
    plan_.names.push_back(name);
    return static_cast<std::uint32_t>(plan_.names.size() - 1);
  }

  /// Its own slot is the caller's business; those of its children are taken from `frame`.
  plan::SchemaId add(const Spec& spec, plan::SchemaId parent, plan::FrameLayoutId frame, std::uint8_t depth) {
    const auto id = plan_.schema.add({});
    plan::SchemaNode node;
    node.kind = spec.kind;
    node.wire = spec.wire;
    node.whole = spec.whole;
    node.depth = depth;
    node.parent = parent;
    node.detail = detail_of(spec);
    for (const auto& [key, child] : spec.fields) node.children.push_back(add_field(key, child, id, frame, depth));
    if (!spec.item.empty()) node.element = add_element(spec.item.front(), id, depth);
    if (spec.kind == plan::SchemaKind::record) node.shape = add_shape(id, node.children);
    plan_.schema[id] = std::move(node);
    return id;
  }

  plan::SchemaId add_field(const std::string& key, const Spec& spec, plan::SchemaId parent, plan::FrameLayoutId frame,
                           std::uint8_t depth) {
    const std::uint32_t slot = plan_.frames[frame].slots++;
    const auto id = add(spec, parent, frame, static_cast<std::uint8_t>(depth + 1));
    plan_.schema[id].key = name_index(key);
    plan_.schema[id].slot = slot;
    return id;
  }

  plan::SchemaId add_element(const Spec& spec, plan::SchemaId parent, std::uint8_t depth) {
    if (spec.kind != plan::SchemaKind::record) return add(spec, parent, {}, depth);
    const auto frame = plan_.frames.add({});
    const auto id = add(spec, parent, frame, depth);
    plan_.schema[id].frame = frame;
    plan_.frames[frame].root = id;
    return id;
  }

  plan::ShapeId add_shape(plan::SchemaId place, const std::vector<plan::SchemaId>& children) {
    plan::Shape shape;
    shape.place = place;
    for (const auto child : children) shape.fields.push_back({plan_.schema[child].key, plan_.schema[child].slot});
    std::sort(shape.fields.begin(), shape.fields.end(),
              [this](const auto& a, const auto& b) { return plan_.names[a.name] < plan_.names[b.name]; });
    return plan_.shapes.add(std::move(shape));
  }

  std::uint32_t detail_of(const Spec& spec) {
    if (!spec.members.empty()) {
      plan_.enums.push_back({"", spec.members, false});
      return static_cast<std::uint32_t>(plan_.enums.size() - 1);
    }
    if (!spec.zone.empty()) {
      plan_.zones.push_back(spec.zone);
      return static_cast<std::uint32_t>(plan_.zones.size() - 1);
    }
    return 0;
  }

  plan::Plan plan_;
};

/// A plan whose snapshot is `root`.
inline plan::Plan plan_of(const Spec& root) {
  SchemaBuilder builder;
  builder.add_input("", root);
  return builder.take();
}

}  // namespace nexus::test
