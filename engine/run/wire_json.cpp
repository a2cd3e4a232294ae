#include "engine/run/wire_json.h"

#include "base/values/quantity.h"
#include "base/values/text.h"
#include "base/values/time.h"
#include "engine/run/show.h"

#include <algorithm>

namespace nexus::engine {

namespace {

using base::WireUnit;
using plan::SchemaId;
using plan::SchemaKind;

class WireWriter {
 public:
  WireWriter(std::string& out, const plan::Plan& plan, const ReasonStore& reasons) : out_(out), plan_(plan), reasons_(reasons) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the value
  bool write(const Value& value, SchemaId place) {
    if (value.is_unknown()) return false;
    if (value.kind() == ValueKind::null) return out_ += "null", true;
    if (!place || plan_.schema[place].kind == SchemaKind::any) return undeclared(value);
    const plan::SchemaNode& form = plan_.schema[place];
    if (value.kind() == ValueKind::list) return list(value.as_list(), form.element);
    if (value.kind() == ValueKind::map) return map(value.as_map(), form.element);
    if (value.kind() == ValueKind::record) return record(value, form);
    if (!value.is_numeric()) return undeclared(value);
    return quantity(value, form);
  }

 private:
  bool undeclared(const Value& value) {
    bool whole = true;
    show_json(out_, value, plan_, whole);
    return whole;
  }

  bool quantity(const Value& value, const plan::SchemaNode& form) {
    switch (form.wire) {
      case WireUnit::none:
        if (form.kind == SchemaKind::time || form.kind == SchemaKind::date) break;
        out_ += value.as_decimal().to_string();
        return true;
      case WireUnit::text:
      case WireUnit::zoned: break;
      default: {
        const auto count = base::divide(value.as_decimal(), base::wire_unit_factor(form.wire));
        if (count.error != base::ArithmeticError::none) return false;
        out_ += count.value.to_string();
        return true;
      }
    }
    const bool is_moment = form.kind == SchemaKind::time;
    out_ += base::quote_json(is_moment ? base::format_time(value.as_decimal()) : base::format_exact(value.as_decimal(), value.dimension()));
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  bool list(const ListData& list, SchemaId item) {
    out_ += '[';
    for (std::uint32_t i = 0; i < list.size; ++i) {
      if (list.maybe != nullptr && list.maybe[i].is_unknown()) return false;
      if (i != 0) out_ += ',';
      if (!write(list.items[i], item)) return false;
    }
    out_ += ']';
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  bool map(const MapData& map, SchemaId item) {
    out_ += '{';
    for (std::uint32_t i = 0; i < map.size; ++i) {
      out_ += (i == 0 ? "" : ",") + base::quote_json(map.keys[i]) + ":";
      if (!write(map.values[i], item)) return false;
    }
    out_ += '}';
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  bool record(const Value& record, const plan::SchemaNode& form) {
    out_ += '{';
    bool first = true;
    for (const plan::Shape::Field& field : plan_.shapes[record.shape()].fields) {
      const Value& value = record.frame()->slots()[field.slot];
      if (value.is_unknown() && reasons_.all(value, ReasonClass::absence)) continue;
      const auto child = std::ranges::find_if(form.children, [&](SchemaId id) { return plan_.schema[id].key == field.name; });
      out_ += (first ? "" : ",") + base::quote_json(plan_.names[field.name]) + ":";
      first = false;
      if (!write(value, child == form.children.end() ? SchemaId{} : *child)) return false;
    }
    out_ += '}';
    return true;
  }

  std::string& out_;
  const plan::Plan& plan_;
  const ReasonStore& reasons_;
};

}  // namespace

bool write_wire_json(std::string& out, const Value& value, SchemaId place, const plan::Plan& plan, const ReasonStore& reasons) {
  return WireWriter(out, plan, reasons).write(value, place);
}

}  // namespace nexus::engine
