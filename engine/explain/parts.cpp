#include "base/values/text.h"
#include "engine/explain/explainer.h"
#include "engine/run/places.h"
#include "engine/run/show.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <utility>

/// A condition part by part: what each part is, where that comes from, and which of them decide.
namespace nexus::engine {

using base::Truth;
using plan::NodeId;
using plan::Op;

namespace {

/// Lists and records are shown this far; longer ones are counted.
constexpr std::size_t longest_value = 60;
/// Of the items that decide, so many are shown.
constexpr std::size_t most_items = 3;
constexpr std::string_view unknown_word = "unknown";

std::string counted(std::size_t n, std::string_view one, std::string_view several) { return std::to_string(n) + " " + std::string(n == 1 ? one : several); }

bool is_comparison(Op op) { return (op >= Op::equal && op <= Op::greater_equal) || op == Op::between; }

/// Which of the items a loop looks at say why it is what it is, the most telling first.
std::vector<Truth> telling_items(Op op, const Value& value, bool has_too_many) {
  if (value.is_unknown()) return {Truth::unknown};
  const bool holds = value.kind() == ValueKind::boolean && value.as_bool();
  switch (op) {
    case Op::every:  // judged by what breaks it
    case Op::no:
    case Op::at_most:
    case Op::at_most_distinct: return holds ? std::vector<Truth>{} : std::vector{Truth::yes};
    case Op::some:
    case Op::at_least:
    case Op::at_least_distinct: return holds ? std::vector{Truth::yes} : std::vector{Truth::yes, Truth::no};
    case Op::exactly:
    case Op::exactly_distinct: return holds || has_too_many ? std::vector{Truth::yes} : std::vector{Truth::yes, Truth::no};
    default: return {Truth::yes};
  }
}

std::string_view item_words(Op op, Truth truth) {
  if (op == Op::every) return truth == Truth::yes ? "breaks it" : "cannot be told";
  return truth == Truth::yes ? "is one" : truth == Truth::no ? "is none" : "cannot be told";
}

}  // namespace

/// The points of one condition, and the report they go into.
struct Explainer::PartTree {
  const plan::Traces& traces;
  std::map<std::uint32_t, std::vector<std::uint32_t>> parts_of;  ///< by point
  std::vector<PartReport>& out;

  [[nodiscard]] const plan::TracePoint& operator[](std::uint32_t point) const { return traces.points[point]; }
  [[nodiscard]] std::vector<std::uint32_t> parts(std::uint32_t point) const {
    const auto found = parts_of.find(point);
    return found == parts_of.end() ? std::vector<std::uint32_t>{} : found->second;
  }
};

std::vector<PartReport> Explainer::parts(const plan::Traces& traces, const plan::Trace& trace) {
  std::vector<PartReport> out;
  PartTree tree{.traces = traces, .parts_of = {}, .out = out};
  for (std::uint32_t i = trace.first + 1; i < trace.first + trace.count; ++i) tree.parts_of[traces.points[i].parent].push_back(i);
  if (trace.count != 0) add_part(tree, trace.first, 0, true);
  return out;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Explainer::add_part(PartTree& tree, std::uint32_t index, std::uint32_t depth, bool decides) {
  const plan::TracePoint& point = tree[index];
  const Value value = machine_.eval(point.node);
  const std::size_t at = tree.out.size();
  PartReport& part = tree.out.emplace_back(PartReport{.text = source_text(point.span), .value = shown(point.node), .depth = depth, .is_known = !value.is_unknown(), .decides = decides});
  part.origin = point.origin;
  part.declared = policy_place(point.declared);
  if (const Op op = plan_.nodes[point.node].op; is_comparison(op)) {
    margins(point.node, part.margins);
    // Of two limits, that which is broken; that what is equal is equal goes without saying.
    if (!value.is_unknown() && !value.as_bool()) std::erase_if(part.margins, [](const MarginReport& margin) { return margin.holds; });
    std::erase_if(part.margins, [](const MarginReport& margin) { return margin.relation == "==" && margin.holds; });
  } else if (op == Op::choose) {
    part.origin = row_of(point.node);
  } else if (const auto place = is_place(point.node) ? place_of(point.node) : std::nullopt) {
    part.evidence = evidence_place(*place);
  }
  add_samples(point.node, depth + 1, tree.out);
  add_parts_of(tree, index, depth + 1, decides);
  // What is computed out of sight, by a `def` or over a window, stands somewhere, too.
  const auto stands = [](const PartReport& p) { return !p.evidence.document.empty(); };
  if (std::ranges::none_of(std::span(tree.out).subspan(at), stands)) {
    if (plan::is_loop(plan_.nodes[point.node].op) && value.kind() == ValueKind::boolean) tree.out[at].evidence = cause_of_loop({point.node, value.as_bool()}).evidence;
    if (const auto place = deciding_place(point.node); place && !stands(tree.out[at])) tree.out[at].evidence = evidence_place(*place);
  }
  // Why a whole is unknown is said of the part that makes it so, and where that would have to stand.
  if (PartReport& whole = tree.out[at]; value.is_unknown()) {
    const auto more = std::span(tree.out).subspan(at + 1);
    if (std::ranges::any_of(more, [](const PartReport& p) { return !p.is_known && p.value != unknown_word; })) {
      whole.value = unknown_word;
    } else if (const auto why = reasons(value, point.node); !why.empty() && !why.front().evidence.document.empty()) {
      whole.evidence = why.front().evidence;
    }
  }
}

/// Does the value stand in a document, be it computed on the way there or not?
bool Explainer::is_place(NodeId node) const {
  switch (plan_.nodes[node].op) {
    case Op::input_slot:
    case Op::item_slot:
    case Op::register_:
    case Op::field:
    case Op::any_field:
    case Op::item_at:
    case Op::entry_at:
    case Op::any_at:
    case Op::convert:
    case Op::key_member: return true;
    default: return false;
  }
}

/// Whether a part makes the whole what it is.
bool Explainer::decides(NodeId whole, NodeId part, std::size_t position) {
  const plan::Node& node = plan_.nodes[whole];
  const auto truth = [&](NodeId id) { return Machine::truth_of(machine_.eval(id)); };
  switch (node.op) {
    case Op::and_:
    case Op::or_: return truth(part) == truth(whole);
    case Op::if_: {
      const Truth condition = truth(NodeId(node.a));
      return position == 0 || condition == Truth::unknown || (position == 1) == (condition == Truth::yes);
    }
    case Op::default_: {
      // Those before the one that is taken are missing: that is why.
      for (std::uint32_t i = 0; i < std::min<std::size_t>(position, node.b); ++i)
        if (!machine_.eval(NodeId(plan_.operands[node.a + i])).is_unknown()) return false;
      return true;
    }
    default: return true;
  }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Explainer::add_parts_of(PartTree& tree, std::uint32_t index, std::uint32_t depth, bool decides) {
  const plan::TracePoint& whole = tree[index];
  const std::vector<std::uint32_t> parts = tree.parts(index);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const plan::TracePoint& part = tree[parts[i]];
    if (part.loop) continue;  // has a value for each item
    // What a `let` stands for is the `let`.
    if (part.node == whole.node)
      add_parts_of(tree, parts[i], depth, decides);
    else
      add_part(tree, parts[i], depth, decides && this->decides(whole.node, part.node, i));
  }
  add_items(tree, index, depth, decides);
}

// ------------------------------------------------------------------------------------------------ items

/// The items that say why a quantifier is what it is, each with the condition on it.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Explainer::add_items(PartTree& tree, std::uint32_t index, std::uint32_t depth, bool decides) {
  std::vector<std::uint32_t> of_item;
  for (const std::uint32_t part : tree.parts(index))
    if (tree[part].loop) of_item.push_back(part);
  NodeId looped = tree[index].node;
  if (plan_.nodes[looped].op == Op::function) looped = NodeId(plan_.operands[plan_.nodes[looped].a]);
  const plan::Node node = plan_.nodes[looped];
  if (!plan::is_loop(node.op) || of_item.empty()) return;
  const bool too_many = (node.op == Op::exactly || node.op == Op::exactly_distinct) && has_too_many(node);
  // What a filter leaves out is looked at where too little is left.
  const plan::LoopId all = tree[of_item.front()].loop;
  std::size_t shown = 0, left_out = 0;
  for (const Truth wanted : telling_items(node.op, machine_.eval(tree[index].node), too_many)) {
    std::size_t position = 0;
    (void)machine_.run_loop(wanted == Truth::no ? all : plan::LoopId(node.a), [&](const Machine::Pass& pass) {
      if (pass.hole) return true;
      Truth truth = pass.guard;
      if (node.op == Op::every) truth = truth && !Machine::truth_of(machine_.eval(NodeId(node.b)));
      if (wanted == Truth::no && plan_.loops[node.a].where) truth = truth && Machine::truth_of(machine_.eval(plan_.loops[node.a].where));
      ++position;
      if (truth != wanted) return true;
      if (shown == most_items) return ++left_out, true;
      ++shown;
      add_item(tree, plan_.loops[node.a], pass, position - 1, std::string(item_words(node.op, truth)), depth, decides);
      for (const std::uint32_t part : of_item) {
        const bool is_filter = node.op == Op::every && tree[part].loop != plan::LoopId(node.a);
        add_part(tree, part, depth + 1, decides && !(is_filter && pass.guard == Truth::yes));
      }
      return true;
    });
  }
  if (plan_.loops[node.a].ranges.back().value < plan_.registers) scalar_items_.erase(plan_.loops[node.a].ranges.back().value);
  if (left_out != 0)
    tree.out.push_back({.text = "and " + counted(left_out, "more like it", "more like these"), .value = {}, .depth = depth, .kind = PartKind::more, .decides = decides});
}

void Explainer::add_item(PartTree& tree, const plan::Loop& loop, const Machine::Pass& pass, std::size_t position, std::string words, std::uint32_t depth, bool decides) {
  const auto place = look_at_item(loop, pass);
  PartReport item{.text = "item " + std::to_string(position), .value = std::move(words), .depth = depth, .kind = PartKind::item, .decides = decides};
  if (place) {
    item.text = place_text(plan_, place->place, place->frame, place->key).path;
    item.evidence = evidence_place(*place);
    const std::string name = name_of(item.evidence, *place);
    if (!name.empty()) item.text += " " + name;
  }
  item.is_known = item.value != item_words(Op::every, Truth::unknown);
  tree.out.push_back(std::move(item));
}

/// `"api"`: what a person would call an item, whether or not the policy reads it.
std::string Explainer::name_of(const EvidencePlace& at, const ReadPlace& place) const {
  const Document* document = document_of(place, place_text(plan_, place.place, place.frame, place.key).document);
  if (document == nullptr) return {};
  constexpr std::size_t longest = 40;
  for (const std::string_view key : {"/id", "/name"}) {
    const auto range = locate(document->text(), at.pointer + std::string(key));
    if (!range) continue;
    const std::string_view json = document->text().substr(range->begin, range->end - range->begin);
    if (json.size() <= longest && json.starts_with('"')) return base::printable(json);
  }
  return {};
}

// ------------------------------------------------------------------------------------------------ tables

/// Which row of a table decided.
std::string Explainer::row_of(NodeId table) {
  const plan::Node& node = plan_.nodes[table];
  const auto rows = std::span(plan_.operands).subspan(node.a + node.c, node.b - node.c);
  for (std::size_t row = 0; 2 * row + 1 < rows.size(); ++row) {
    const NodeId condition(rows[2 * row]);
    if (Machine::truth_of(machine_.eval(condition)) != Truth::yes) continue;
    return "row " + std::to_string(row + 1) + " of the table";
  }
  return rows.size() % 2 == 1 && !machine_.eval(table).is_unknown() ? "`else` of the table" : std::string();
}

// ------------------------------------------------------------------------------------------------ values

std::string Explainer::shown(NodeId node) {
  const Value value = machine_.eval(node);
  const plan::Node& test = plan_.nodes[plan_.nodes[node].op == Op::not_ ? NodeId(plan_.nodes[node].a) : node];
  if (test.op == Op::rule_status) {
    const std::string truth = value.is_unknown() ? "unknown" : value.as_bool() ? "true" : "false";
    const auto status = judge_.status(plan_.status_tests[test.a]);
    return truth + (status ? ": it is " + std::string(status_name(*status)) : ": there is no such instance");
  }
  return shown(value, node);
}

std::string Explainer::shown(const Value& value, NodeId node) {
  if (value.is_unknown()) {
    const auto why = reasons(value, node);
    return why.empty() ? std::string(unknown_word) : std::string(unknown_word) + ": " + why.front().message;
  }
  std::string text;
  show_text(text, value, plan_, machine_.reasons(), base::Decimal::max_digits);
  if (value.kind() == ValueKind::string) text = base::quote_json(text);
  const bool of_records = value.kind() == ValueKind::list && value.as_list().size != 0 && value.as_list().items[0].kind() == ValueKind::record;
  if (text.size() <= longest_value && !of_records) return text;
  if (value.kind() == ValueKind::list) return counted(value.as_list().size, "item", "items");
  if (value.kind() == ValueKind::map) return counted(value.as_map().size, "entry", "entries");
  std::size_t end = longest_value;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not inside a character
  text.resize(end);
  return text + "…";
}

}  // namespace nexus::engine
