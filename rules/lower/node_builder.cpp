#include "rules/lower/node_builder.h"

#include "base/overloaded.h"
#include "base/values/quantity.h"

#include <algorithm>
#include <bit>

namespace nexus::rules::lowering {

namespace {

std::size_t mix(std::size_t seed, std::size_t value) {
  return (seed ^ value) * 0x9E3779B97F4A7C15ULL + (seed >> 29);
}

/// Equal constants of equal kind have equal keys.
std::string key_of(const plan::Constant& value) {
  return std::visit(base::overloaded{
                        [](bool b) { return std::string(b ? "b1" : "b0"); },
                        [](const base::Quantity& q) { return "q" + std::to_string(static_cast<int>(q.dimension)) + " " + q.value.to_string(); },
                        [](const std::string& s) { return "s" + s; },
                        [](const plan::Member& m) { return "m" + std::to_string(m.enumeration) + " " + std::to_string(m.index); },
                        [](base::Level level) { return "l" + std::string(base::level_name(level)); },
                        [](const base::Version& v) { return "v" + v.text(); },
                    },
                    value);
}

/// The index of `text` in `table`, where it is put if it is new.
std::uint32_t index_in(std::vector<std::string>& table, std::unordered_map<std::string, std::uint32_t>& known, const std::string& text) {
  const auto [at, fresh] = known.try_emplace(text, static_cast<std::uint32_t>(table.size()));
  if (fresh) table.push_back(text);
  return at->second;
}

}  // namespace

std::size_t NodeBuilder::NodeHash::operator()(const plan::Node& n) const {
  std::size_t h = mix(static_cast<std::size_t>(n.op), n.detail);
  h = mix(h, n.a);
  h = mix(h, n.b);
  return mix(h, n.c);
}

std::size_t NodeBuilder::Words::operator()(const std::vector<std::uint32_t>& words) const {
  std::size_t h = words.size();
  for (const auto word : words) h = mix(h, word);
  return h;
}

std::uint16_t NodeBuilder::scope_of(Registers free) {
  if (free >> 63 != 0) return plan::no_memo;
  return static_cast<std::uint16_t>(std::bit_width(free));
}

void NodeBuilder::stands_also_at(NodeId id, base::Span span) {
  const Op op = plan_.nodes[id].op;
  const bool computes = op > Op::now || op == Op::register_;
  if (computes && plan_.spans[id.index()] != span) plan_.further_spans.emplace_back(id, span);
}

NodeId NodeBuilder::intern(plan::Node node, base::Span span, Registers free) {
  node.scope = scope_of(free);
  if (const auto known = nodes_.find(node); known != nodes_.end()) {
    stands_also_at(known->second, span);
    return known->second;
  }
  const NodeId id = plan_.nodes.add(node);
  plan_.spans.push_back(span);
  free_.push_back(free);
  nodes_.emplace(node, id);
  return id;
}

NodeId NodeBuilder::node(Op op, base::Span span, NodeId a, NodeId b, NodeId c, std::uint8_t detail) {
  const auto index = [](NodeId id) { return id ? id.index() : plan::none; };
  return intern({.op = op, .detail = detail, .scope = 0, .a = index(a), .b = index(b), .c = index(c)}, span, free(a) | free(b) | free(c));
}

NodeId NodeBuilder::list(Op op, base::Span span, std::span<const NodeId> items, std::uint32_t c, std::uint8_t detail,
                         std::optional<std::uint16_t> of_register) {
  std::vector<std::uint32_t> words;
  words.reserve(items.size());
  Registers all = of_register ? bit(*of_register) : 0;
  for (const NodeId item : items) {
    words.push_back(item.index());
    all |= free(item);
  }
  const auto [at, fresh] = lists_.try_emplace(words, static_cast<std::uint32_t>(plan_.operands.size()));
  if (fresh) plan_.operands.insert(plan_.operands.end(), words.begin(), words.end());
  return intern({.op = op, .detail = detail, .scope = 0, .a = at->second, .b = static_cast<std::uint32_t>(items.size()), .c = c}, span, all);
}

NodeId NodeBuilder::constant(base::Span span, const plan::Constant& value) {
  const auto [at, fresh] = constants_.try_emplace(key_of(value), static_cast<std::uint32_t>(plan_.constants.size()));
  if (fresh) plan_.constants.push_back(value);
  return intern({.op = Op::constant, .detail = 0, .scope = 0, .a = at->second, .b = 0, .c = 0}, span, 0);
}

NodeId NodeBuilder::input_slot(base::Span span, std::uint32_t document, plan::SchemaId place) {
  return intern({.op = Op::input_slot, .detail = 0, .scope = 0, .a = document, .b = plan_.schema[place].slot, .c = place.index()}, span, 0);
}

NodeId NodeBuilder::item_slot(base::Span span, std::uint16_t reg, plan::SchemaId place) {
  return intern({.op = Op::item_slot, .detail = 0, .scope = 0, .a = reg, .b = plan_.schema[place].slot, .c = place.index()}, span, bit(reg));
}

NodeId NodeBuilder::reg(base::Span span, std::uint16_t reg) {
  return intern({.op = Op::register_, .detail = 0, .scope = 0, .a = reg, .b = 0, .c = 0}, span, bit(reg));
}

NodeId NodeBuilder::field(Op op, base::Span span, NodeId record, std::uint32_t name) {
  return intern({.op = op, .detail = 0, .scope = 0, .a = record.index(), .b = name, .c = 0}, span, free(record));
}

std::uint32_t NodeBuilder::conversion(const plan::Conversion& to) {
  const auto at = std::ranges::find(plan_.conversions, to);
  const auto index = static_cast<std::uint32_t>(at - plan_.conversions.begin());
  if (at == plan_.conversions.end()) plan_.conversions.push_back(to);
  return index;
}

NodeId NodeBuilder::convert(base::Span span, NodeId operand, const plan::Conversion& to) {
  return intern({.op = Op::convert, .detail = 0, .scope = 0, .a = operand.index(), .b = conversion(to), .c = 0}, span, free(operand));
}

NodeId NodeBuilder::key_member(base::Span span, NodeId key, NodeId map, std::uint32_t enumeration) {
  const std::uint32_t to = conversion({.kind = plan::SchemaKind::member, .wire = {}, .implicit = false, .detail = enumeration, .shape = {}, .parts = {}});
  return intern({.op = Op::key_member, .detail = 0, .scope = 0, .a = key.index(), .b = to, .c = map.index()}, span, free(key) | free(map));
}

NodeId NodeBuilder::matches(base::Span span, NodeId operand, const std::string& pattern) {
  const std::uint32_t index = index_in(plan_.patterns, patterns_, pattern);
  return intern({.op = Op::matches, .detail = 0, .scope = 0, .a = operand.index(), .b = index, .c = 0}, span, free(operand));
}

NodeId NodeBuilder::status(base::Span span, plan::StatusTest test) {
  plan_.status_tests.push_back(std::move(test));
  return intern({.op = Op::rule_status, .detail = 0, .scope = 0, .a = static_cast<std::uint32_t>(plan_.status_tests.size() - 1), .b = 0, .c = 0}, span, 0);
}

plan::LoopId NodeBuilder::loop_of(const plan::Loop& loop) {
  std::vector<std::uint32_t> words;
  for (const plan::Range& range : loop.ranges)
    words.insert(words.end(), {range.list.index(), range.value, range.key ? std::uint32_t{*range.key} : plan::none});
  words.push_back(loop.where ? loop.where.index() : plan::none);
  const auto [at, fresh] = loops_.try_emplace(std::move(words), plan::LoopId(plan_.loops.size()));
  if (fresh) plan_.loops.push_back(loop);
  return at->second;
}

NodeId NodeBuilder::loop(Op op, base::Span span, const plan::Loop& loop, std::uint16_t first_register, NodeId b, NodeId c, std::uint8_t detail) {
  Registers bound = 0, inside = free(loop.where) | free(b) | free(c);
  for (const plan::Range& range : loop.ranges) {
    inside |= free(range.list);
    for (std::uint16_t reg = first_register; reg <= std::max(range.value, range.key.value_or(0)); ++reg) bound |= bit(reg);
  }
  // Bit 63 stands for many registers: it is never known to be closed again.
  const Registers open = inside & ~(bound & ~bit(63));
  const auto index = [](NodeId id) { return id ? id.index() : plan::none; };
  return intern({.op = op, .detail = detail, .scope = 0, .a = loop_of(loop).index(), .b = index(b), .c = index(c)}, span, open);
}

std::uint32_t NodeBuilder::name(const std::string& text) { return index_in(plan_.names, names_, text); }
std::uint32_t NodeBuilder::zone(const std::string& text) { return index_in(plan_.zones, zones_, text); }

}  // namespace nexus::rules::lowering
