#include "engine/explain/explainer.h"
#include "engine/history/past.h"
#include "engine/read/locate.h"

#include <algorithm>

/// Where things stand: in the policy, and in the documents.
namespace nexus::engine {

using plan::Node;
using plan::NodeId;
using plan::Op;

PolicyPlace Explainer::policy_place(base::Span span) const {
  if (!span) return {};
  const base::LineColumn at = sources_.position(span.file, span.begin);
  return {.file = std::string(sources_.name(span.file)), .line = at.line, .column = at.column};
}

/// Where a node stands: in the condition that is spoken of or its rule's `for each`, if it does, else where it stands first.
base::Span Explainer::span_of(NodeId id) const {
  const base::Span first = plan_.spans[id.index()];
  for (const base::Span around : {looked_at_, bound_at_}) {
    if (!around) continue;
    const auto inside = [&](base::Span span) { return span.file == around.file && around.begin <= span.begin && span.end <= around.end; };
    if (inside(first)) return first;
    const auto by_node = [](const auto& at, NodeId node) { return at.first.index() < node.index(); };
    for (auto at = std::lower_bound(plan_.further_spans.begin(), plan_.further_spans.end(), id, by_node); at != plan_.further_spans.end() && at->first == id; ++at)
      if (inside(at->second)) return at->second;
  }
  return first;
}

/// The source of a span on one line.
std::string Explainer::source_text(base::Span span) const {
  std::string text;
  if (!span) return text;
  bool comment = false;
  for (const char c : sources_.slice(span)) {
    if (c == '#') comment = true;
    if (c == '\n') comment = false;
    const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (comment || (space && (text.empty() || text.back() == ' '))) continue;
    text += space ? ' ' : c;
  }
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

Locator& Explainer::locator(std::uint32_t document) const { return locators_.try_emplace(document, documents_[document]->text()).first->second; }

EvidencePlace Explainer::evidence_place(const ReadPlace& place) const {
  const PlaceText text = place_text(plan_, place.place, place.frame, place.key);
  EvidencePlace result{.document = {}, .file = {}, .pointer = text.pointer, .line = 0, .column = 0};
  const Sample* sample = sample_of(place.frame);
  if (sample != nullptr) {
    result.document = "history";
    result.file = sample->file;
  } else if (text.document < names_.size()) {
    result.document = names_[text.document].document;
    result.file = names_[text.document].file;
  }
  const Document* document = document_of(place, text.document);
  if (document == nullptr || (sample != nullptr ? sample->line == 0 : !names_[text.document].has_lines)) return result;
  if (sample != nullptr) {  // one of many documents, each looked at once or twice
    if (const auto range = locate(document->text(), text.pointer)) {
      const base::LineColumn at = base::line_column(document->text(), range->begin);
      result.line = at.line + sample->line - 1;
      result.column = at.column;
    }
  } else if (const auto range = locator(text.document).locate(text.pointer)) {
    const base::LineColumn at = locator(text.document).position(range->begin);
    result.line = at.line;
    result.column = at.column;
  }
  return result;
}

const Sample* Explainer::sample_of(const Frame* frame) const {
  const Past* past = machine_.past();
  if (past == nullptr || !past->supplied() || frame == nullptr) return nullptr;
  while (frame->parent != nullptr) frame = frame->parent;
  if (std::ranges::find(machine_.roots(), frame) != machine_.roots().end()) return nullptr;
  const auto sample = past->record()->find(frame);
  return sample ? &past->sample(*sample) : nullptr;
}

const Document* Explainer::document_of(const ReadPlace& place, std::uint32_t input) const {
  if (const Sample* sample = sample_of(place.frame)) return &sample->document;
  return input < documents_.size() ? documents_[input] : nullptr;
}

/// The JSON that stands at a place, shortened; empty where nothing does.
std::string_view Explainer::raw_json(const ReadPlace& place) const {
  const PlaceText text = place_text(plan_, place.place, place.frame, place.key);
  const Document* document = document_of(place, text.document);
  if (document == nullptr) return {};
  const bool earlier = sample_of(place.frame) != nullptr;
  const auto range = earlier ? locate(document->text(), text.pointer) : locator(text.document).locate(text.pointer);
  return range ? document->text().substr(range->begin, range->end - range->begin) : std::string_view();
}

/// The place of an item or entry that is no record, and so has no frame of its own.
std::optional<Explainer::ReadPlace> Explainer::scalar_at(NodeId container, NodeId index, NodeId item) {
  const Value value = machine_.eval(item);
  if (value.is_unknown() || value.kind() == ValueKind::record || value.kind() == ValueKind::list || value.kind() == ValueKind::map) return std::nullopt;
  const Value in = machine_.eval(container), at = machine_.eval(index);
  if (in.kind() == ValueKind::map && in.as_map().place) {
    const std::string_view key = at.kind() == ValueKind::member ? plan_.enums[at.member_enum()].members[at.member_index()] : at.as_string();
    return ReadPlace{in.as_map().place, in.as_map().frame, machine_.memory().copy(key)};
  }
  if (in.kind() != ValueKind::list || !in.as_list().place) return std::nullopt;
  const std::int64_t position = at.as_decimal().to_int64().value_or(0);
  return ReadPlace{in.as_list().place, in.as_list().frame, machine_.memory().copy(std::to_string(position < 0 ? position + in.as_list().size : position))};
}

/// The place that a node reads with the registers as they stand; none for what is computed.
std::optional<Explainer::ReadPlace> Explainer::place_of(NodeId id) {
  const Node& node = plan_.nodes[id];
  switch (node.op) {
    case Op::input_slot: return ReadPlace{plan::SchemaId(node.c), machine_.roots()[node.a]};
    case Op::item_slot:
    case Op::register_: {
      const Value item = machine_.value_in(node.a);
      if (const auto scalar = scalar_items_.find(node.a); node.op == Op::register_ && scalar != scalar_items_.end()) return scalar->second;
      if (item.kind() != ValueKind::record || !item.frame()->place) return std::nullopt;
      return ReadPlace{node.op == Op::register_ ? item.frame()->place : plan::SchemaId(node.c), item.frame()};
    }
    case Op::field: {
      const Value record = machine_.eval(NodeId(node.a));
      if (record.kind() != ValueKind::record || !plan_.shapes[record.shape()].place) return std::nullopt;
      return ReadPlace{plan_.shapes[record.shape()].place, record.frame(), plan_.names[node.b]};
    }
    case Op::item_at:
    case Op::entry_at:
    case Op::any_at: {
      if (const auto place = scalar_at(NodeId(node.a), NodeId(node.b), id)) return place;
      break;
    }
    case Op::convert:
    case Op::key_member: return place_of(NodeId(node.a));
    case Op::collect: return place_of(plan_.loops[node.a].ranges.front().list);
    case Op::default_: {
      for (std::uint32_t i = 0; i < node.b; ++i)
        if (const NodeId operand(plan_.operands[node.a + i]); !machine_.eval(operand).is_unknown()) return place_of(operand);
      return place_of(NodeId(plan_.operands[node.a]));
    }
    default: break;
  }
  const Value value = machine_.eval(id);
  if (value.kind() == ValueKind::record && value.frame()->place) return ReadPlace{plan_.shapes[value.shape()].place, value.frame()};
  if (value.kind() == ValueKind::list && value.as_list().place) return ReadPlace{value.as_list().place, value.as_list().frame};
  return std::nullopt;
}

/// The place that decides a condition: what the first comparison that makes it false looks at.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
std::optional<Explainer::ReadPlace> Explainer::deciding_place(NodeId id) {
  const Node& node = plan_.nodes[id];
  const auto first_of = [&](std::initializer_list<std::uint32_t> operands) -> std::optional<ReadPlace> {
    for (const std::uint32_t operand : operands)
      if (operand != plan::none && plan_.nodes[NodeId(operand)].op != Op::constant)
        if (const auto place = deciding_place(NodeId(operand))) return place;
    return std::nullopt;
  };
  switch (node.op) {
    case Op::constant:
    case Op::now:
    case Op::history:
    case Op::previous:
    case Op::rule_status: return std::nullopt;
    case Op::window:
    case Op::lasting: return deciding_place(NodeId(plan_.operands[node.a]));
    case Op::every:
    case Op::some:
    case Op::no:
    case Op::the:
    case Op::at_least:
    case Op::at_most:
    case Op::exactly:
    case Op::at_least_distinct:
    case Op::at_most_distinct:
    case Op::exactly_distinct: return place_of(plan_.loops[node.a].ranges.front().list);
    case Op::choose:
    case Op::template_:
    case Op::make_list:
    case Op::make_record:
    case Op::make_map:
    case Op::and_:
    case Op::or_:
    case Op::function: {
      for (std::uint32_t i = 0; i < node.b; ++i)
        if (const std::uint32_t operand = plan_.operands[node.a + i]; operand != plan::none)
          if (const auto place = deciding_place(NodeId(operand))) return place;
      return std::nullopt;
    }
    case Op::in_list:
    case Op::in_map:
    case Op::any_in:
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::remainder:
    case Op::string_contains:
    case Op::starts_with:
    case Op::ends_with:
    case Op::like:
    case Op::subset: return first_of({node.a, node.b});
    case Op::between:
    case Op::if_: return first_of({node.a, node.b, node.c});
    case Op::not_:
    case Op::negate:
    case Op::matches:
    case Op::is_present:
    case Op::is_missing:
    case Op::is_null:
    case Op::is_empty: return first_of({node.a});
    case Op::item_at:
    case Op::entry_at:
    case Op::any_at:
    case Op::any_field: {
      if (const auto place = place_of(id)) return place;
      return first_of({node.a});
    }
    case Op::input_slot:
    case Op::item_slot:
    case Op::register_:
    case Op::field:
    case Op::convert:
    case Op::key_member:
    case Op::default_:
    case Op::collect: return place_of(id);
  }
  return std::nullopt;
}

/// Where the item of a loop's innermost range stands.
std::optional<Explainer::ReadPlace> Explainer::item_place(const plan::Loop& loop, const Machine::Pass& pass) {
  const Value item = machine_.value_in(loop.ranges.back().value);
  if (item.kind() == ValueKind::record && item.frame()->place) return ReadPlace{item.frame()->place, item.frame()};
  if (pass.list == nullptr || !pass.list->place) return std::nullopt;
  return ReadPlace{pass.list->place, pass.list->frame, machine_.memory().copy(std::to_string(pass.position))};
}

std::optional<Explainer::ReadPlace> Explainer::look_at_item(const plan::Loop& loop, const Machine::Pass& pass) {
  const auto place = item_place(loop, pass);
  const std::uint32_t reg = loop.ranges.back().value;
  scalar_items_.erase(reg);
  if (place && machine_.value_in(reg).kind() != ValueKind::record) scalar_items_.emplace(reg, *place);
  return place;
}

/// What a node stands for, as a reader knows it: the path it reads, else its source.
std::string Explainer::node_text(NodeId id) {
  if (const Op op = plan_.nodes[id].op; op == Op::input_slot || op == Op::item_slot || op == Op::field)
    if (const auto place = place_of(id)) return place_text(plan_, place->place, place->frame, place->key).path;
  return source_text(span_of(id));
}

}  // namespace nexus::engine
