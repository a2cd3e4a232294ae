#include "tests/reference/interpreter.h"

#include <algorithm>
#include <utility>

namespace nexus::reference {

using rules::ExprId;

namespace {

Value guard_of(const Reasons& perhaps) { return perhaps.empty() ? Value::of(true) : Value::unknown(perhaps); }

}  // namespace

/// A key of a map as a value: a text, or a member of the enum that indexes it.
Value Interpreter::key_of(const rules::Type& map, const std::string& key, const Value& in) const {
  Value value = Value::of_text(key);
  if (!map.key) return value;
  const auto& members = model_.types[map.key].members;
  const auto found = std::find(members.begin(), members.end(), key);
  if (found == members.end()) {
    std::string pointer = in.pointer + "/" + key;
    value = Value::unknown(Reasons{{.code = "not_a_member", .document = in.document, .pointer = std::move(pointer)}});
    value.text = key;
    return value;
  }
  value = Value::of_index(Value::Kind::member, static_cast<std::uint32_t>(found - members.begin()));
  value.text = key;
  return value;
}

void Interpreter::bind(const rules::RangesNode& ranges, const Row& row) {
  std::size_t at = 0;
  for (const rules::BinderRange& range : ranges.ranges) {
    if (range.key) binders_[range.key.index()] = row.values[at];
    binders_[range.value.index()] = row.values[at + 1];
    at += 2;
  }
}

void Interpreter::bind_nothing(const rules::RangesNode& ranges) {
  const Value nothing = Value::unknown(Reasons{{.code = "absent", .document = {}, .pointer = {}, .optional = true}});
  for (const rules::BinderRange& range : ranges.ranges) {
    if (range.key) binders_[range.key.index()] = nothing;
    binders_[range.value.index()] = nothing;
  }
}

Interpreter::Rows Interpreter::rows(const rules::RangesNode& ranges) {
  Rows result;
  std::vector<Row> partial(1);
  partial.front().guard = Value::of(true);
  for (std::size_t depth = 0; depth < ranges.ranges.size(); ++depth) {
    const rules::BinderRange& range = ranges.ranges[depth];
    std::vector<Row> next;
    for (const Row& outer : partial) {
      for (std::size_t d = 0; d < depth; ++d) {
        if (ranges.ranges[d].key) binders_[ranges.ranges[d].key.index()] = outer.values[2 * d];
        binders_[ranges.ranges[d].value.index()] = outer.values[2 * d + 1];
      }
      Value list = evaluate(range.list);
      if (list.is_known() && list.kind != Value::Kind::list && list.kind != Value::Kind::map)
        list = Value::unknown("wrong_type");
      if (depth == 0) {
        const bool empty = list.kind == Value::Kind::list  ? list.items->empty()
                           : list.kind == Value::Kind::map ? list.entries->empty()
                                                           : false;
        if (empty) {
          result.nothing.document = list.document;
          result.nothing.pointer = list.pointer;
          result.nothing.vague = is_undeclared(range.list);
        }
      }
      if (!list.is_known()) {
        add(result.unknown, outer.guard.is_known() ? list.reasons : outer.guard.reasons);
        if (depth == 0) result.outermost_unknown = true;
        continue;
      }
      const auto grow = [&](const Value& key, const Value& value, const Value& guard, std::size_t position) {
        Row row = outer;
        row.values.push_back(key);
        row.values.push_back(value);
        row.guard = both(outer.guard, guard);
        row.pointer = value.is_known()                                ? value.pointer
                      : list.pointer.empty() && list.document.empty() ? ""
                                                                      : list.pointer + "/" + std::to_string(position);
        row.document = value.is_known() ? value.document : list.document;
        row.key = list.kind == Value::Kind::map ? std::optional(key.text) : std::nullopt;
        row.position = position;
        next.push_back(std::move(row));
      };
      std::size_t position = 0;
      if (list.kind == Value::Kind::map) {
        for (const Entry& entry : *list.entries)
          grow(key_of(model_.types[model_[range.list].type], entry.key, list), entry.value, Value::of(true),
               position++);
      } else {
        for (const Item& item : *list.items) grow(Value{}, item.value, guard_of(item.perhaps), position++);
      }
    }
    partial = std::move(next);
  }
  if (ranges.where) {
    for (Row& row : partial) {
      bind(ranges, row);
      row.guard = both(row.guard, evaluate(ranges.where));
    }
  }
  result.rows = std::move(partial);
  return result;
}

Value Interpreter::quantify(const rules::QuantifierNode& node) {
  const Rows all = rows(node.ranges);
  if (all.outermost_unknown) return Value::unknown(all.unknown);
  switch (node.kind) {
    case grammar::QuantifierKind::every:
      return every(node, all);
    case grammar::QuantifierKind::the:
      return the_one(all);
    case grammar::QuantifierKind::some:
    case grammar::QuantifierKind::no: {
      Value result = Value::of(false);
      for (const Row& row : all.rows) result = either(result, row.guard);
      if (!all.unknown.empty()) result = either(result, Value::unknown(all.unknown));
      return node.kind == grammar::QuantifierKind::no ? opposite(result) : result;
    }
    default:
      return node.distinct ? distinct(node, all) : counted(node, all);
  }
}

Value Interpreter::every(const rules::QuantifierNode& node, const Rows& all) {
  Value result = Value::of(true);
  bool some_sure = false;
  Reasons open;
  for (const Row& row : all.rows) {
    some_sure |= row.guard.is_true();
    if (!row.guard.is_known()) add(open, row.guard.reasons);
    if (row.guard.is_false()) continue;
    bind(node.ranges, row);
    result = both(result, either(opposite(row.guard), evaluate(node.has)));
  }
  if (!all.unknown.empty()) result = both(result, Value::unknown(all.unknown));
  add(open, all.unknown);
  if (node.if_any || some_sure) {
    result.vacuous = result.is_true() && !some_sure && open.empty();
    return result;
  }
  if (result.is_false()) return result;
  if (!open.empty()) {
    if (!result.is_known()) add(open, result.reasons);
    return Value::unknown(std::move(open));
  }
  return Value::unknown(Reasons{all.nothing});
}

namespace {

Value at_least(const Number& bound, std::size_t sure, std::size_t perhaps, bool open_ended, const Reasons& reasons) {
  if (Number(static_cast<std::int64_t>(sure)) >= bound) return Value::of(true);
  if (!open_ended && Number(static_cast<std::int64_t>(perhaps)) < bound) return Value::of(false);
  return Value::unknown(reasons);
}

}  // namespace

Value Interpreter::counted(const rules::QuantifierNode& node, const Rows& all) {
  const Value bound = evaluate(node.count);
  if (!bound.is_known()) return bound;
  std::size_t sure = 0, perhaps = 0;
  Reasons reasons;
  for (const Row& row : all.rows) {
    if (row.guard.is_true()) ++sure;
    if (!row.guard.is_false()) ++perhaps;
    if (!row.guard.is_known()) add(reasons, row.guard.reasons);
  }
  add(reasons, all.unknown);
  const bool open_ended = !all.unknown.empty();
  const Number more = *(bound.number + Number(1));
  switch (node.kind) {
    case grammar::QuantifierKind::at_least:
      return at_least(bound.number, sure, perhaps, open_ended, reasons);
    case grammar::QuantifierKind::at_most:
      return opposite(at_least(more, sure, perhaps, open_ended, reasons));
    default:
      return both(at_least(bound.number, sure, perhaps, open_ended, reasons),
                  opposite(at_least(more, sure, perhaps, open_ended, reasons)));
  }
}

Value Interpreter::distinct(const rules::QuantifierNode& node, const Rows& all) {
  const Value bound = evaluate(node.count);
  if (!bound.is_known()) return bound;
  std::vector<Value> sure, perhaps;
  std::size_t nameless = 0;
  bool any_sure = false;
  Reasons reasons;
  const auto put = [](std::vector<Value>& to, const Value& value) {
    if (std::none_of(to.begin(), to.end(), [&](const Value& other) { return equal(other, value).is_true(); }))
      to.push_back(value);
  };
  for (const Row& row : all.rows) {
    if (row.guard.is_false()) continue;
    any_sure |= row.guard.is_true();
    if (!row.guard.is_known()) add(reasons, row.guard.reasons);
    bind(node.ranges, row);
    const Value value = evaluate(node.distinct);
    if (!value.is_known()) {
      ++nameless;
      add(reasons, value.reasons);
      continue;
    }
    if (row.guard.is_true()) put(sure, value);
    put(perhaps, value);
  }
  add(reasons, all.unknown);
  const std::size_t least = std::max<std::size_t>(sure.size(), any_sure ? 1 : 0);
  return at_least(bound.number, least, perhaps.size() + nameless, !all.unknown.empty(), reasons);
}

Value Interpreter::the_one(const Rows& all) {
  const Row* one = nullptr;
  std::size_t sure = 0;
  Reasons reasons = {};
  for (const Row& row : all.rows) {
    if (row.guard.is_true()) {
      ++sure;
      one = &row;
    }
    if (!row.guard.is_known()) add(reasons, row.guard.reasons);
  }
  add(reasons, all.unknown);
  if (sure > 1) return Value::unknown("several");
  if (!reasons.empty()) return Value::unknown(std::move(reasons));
  if (sure == 1) return one->values.back();
  return Value::unknown(Reasons{{.code = "absent", .document = {}, .pointer = {}, .optional = true}});
}

Value Interpreter::comprehend(const rules::ComprehensionNode& node) {
  const Rows all = rows(node.ranges);
  if (!all.unknown.empty()) return Value::unknown(all.unknown);
  std::vector<Item> items;
  for (const Row& row : all.rows) {
    if (row.guard.is_false()) continue;
    bind(node.ranges, row);
    items.push_back({evaluate(node.item), row.guard.is_known() ? Reasons{} : row.guard.reasons});
  }
  return Value::of_list(std::move(items));
}

}  // namespace nexus::reference
