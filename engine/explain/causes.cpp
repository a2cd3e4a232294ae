#include "engine/explain/explainer.h"
#include "engine/run/compare.h"
#include "engine/run/places.h"

#include <fmt/format.h>

#include <algorithm>

/// What made a condition come out as it did: the parts that decide, in words, each with its place.
namespace nexus::engine {

using base::Truth;
using plan::Node;
using plan::NodeId;
using plan::Op;

namespace {

/// How the two sides stand to each other where that is not a matter of amounts: versions, ordered members.
std::string_view order_words(Op op, bool holds) {
  switch (op) {
    case Op::less: return holds ? "below" : "not below";
    case Op::less_equal: return holds ? "at most" : "above";
    case Op::greater: return holds ? "above" : "not above";
    case Op::greater_equal: return holds ? "at least" : "below";
    default: return {};
  }
}

std::string_view count_words(Op op) {
  switch (op) {
    case Op::at_least:
    case Op::at_least_distinct: return "at least";
    case Op::at_most:
    case Op::at_most_distinct: return "at most";
    default: return "exactly";
  }
}

}  // namespace

/// The parts that make a condition true (or false), each with what it has to be for that. Of an `and` that is false, what
/// holds or cannot be told is not to blame.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Explainer::deciding_parts(NodeId id, bool holds, std::vector<DecidingPart>& out) {
  const Node& node = plan_.nodes[id];
  switch (node.op) {
    case Op::and_:
    case Op::or_:
      for (std::uint32_t i = 0; i < node.b; ++i) {
        const NodeId operand(plan_.operands[node.a + i]);
        const bool alone_decides = (node.op == Op::or_) == holds;
        if (!alone_decides || Machine::truth_of(machine_.eval(operand)) == base::truth(holds)) deciding_parts(operand, holds, out);
      }
      return;
    case Op::not_: return deciding_parts(NodeId(node.a), !holds, out);
    case Op::if_: {
      const Value condition = machine_.eval(NodeId(node.a));
      if (!condition.is_unknown()) return deciding_parts(NodeId(condition.as_bool() ? node.b : node.c), holds, out);
      break;
    }
    case Op::constant: return;
    default: break;
  }
  if (std::ranges::find(out, id, &DecidingPart::node) == out.end()) out.push_back({id, holds});
}

std::vector<CauseReport> Explainer::causes(NodeId condition, bool holds) {
  std::vector<DecidingPart> parts;
  deciding_parts(condition, holds, parts);
  std::vector<CauseReport> causes;
  for (const DecidingPart& part : parts) {
    CauseReport cause = cause_of(part);
    if (cause.text.empty()) continue;
    if (cause.evidence.document.empty())
      if (const auto place = deciding_place(part.node)) cause.evidence = evidence_place(*place);
    causes.push_back(std::move(cause));
  }
  return causes;
}

/// `is "a"`, or nothing where the text of a part is its value.
std::string Explainer::is_what(NodeId node) {
  return plan_.nodes[node].op == Op::constant ? std::string() : fmt::format("{} is {}", node_text(node), shown(node));
}

/// A fraction where the policy reads percent: 0.83 is not 83%, and nobody sees why.
std::string Explainer::percent_riddle(NodeId comparison) {
  const Node& node = plan_.nodes[comparison];
  for (const NodeId side : {NodeId(node.a), NodeId(node.b)}) {
    const auto place = is_place(side) ? place_of(side) : std::nullopt;
    if (!place || plan_.schema[place->place].wire != base::WireUnit::percent) continue;
    const std::string_view json = raw_json(*place);
    const auto number = base::Decimal::parse(json);
    if (number && *number > base::Decimal(0) && *number <= base::Decimal(1)) return fmt::format(" (the {} says {}, which is read in percent)", names_[place_text(plan_, place->place, place->frame).document].document, json);
  }
  return {};
}

CauseReport Explainer::cause_of(const DecidingPart& part) {
  const Node& node = plan_.nodes[part.node];
  const NodeId a(node.a), b(node.b);
  CauseReport cause;
  switch (node.op) {
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::between: {
      margins(part.node, cause.margins);
      // Of two limits, that which is broken.
      if (!part.holds && cause.margins.size() > 1) std::erase_if(cause.margins, [](const MarginReport& margin) { return margin.holds; });
      if (!cause.margins.empty()) {
        cause.text = cause.margins.front().subject + " is " + cause.margins.front().value + percent_riddle(part.node);
        cause.evidence = cause.margins.front().evidence;
        return cause;
      }
      if (node.op == Op::between || machine_.eval(a).is_unknown() || machine_.eval(b).is_unknown()) break;
      const bool swapped = plan_.nodes[a].op == Op::constant;
      const NodeId value = swapped ? b : a, limit = swapped ? a : b;
      cause.text = is_what(value);
      const bool are_equal = (node.op == Op::equal) == part.holds;
      if (node.op == Op::equal || node.op == Op::not_equal) {
        if (const std::string other = is_what(limit); !other.empty()) cause.text += are_equal ? ", and so is " + node_text(limit) : ", and " + other;
        else if (!are_equal) cause.text += ", not " + shown(limit);
      } else {
        cause.text += fmt::format(", {} {}", order_words(swapped ? mirrored(node.op) : node.op, part.holds), shown(limit));
      }
      return cause;
    }
    case Op::in_list:
    case Op::in_map:
    case Op::any_in:
      if (plan_.nodes[a].op == Op::constant) {
        cause.text = fmt::format("{}, {} {}", is_what(b), part.holds ? "with" : "without", shown(a));
        return cause;
      }
      cause.text = fmt::format("{} is {}, {} {}", node_text(a), shown(a), part.holds ? "which is in" : "which is not in", plan_.nodes[b].op == Op::constant || plan_.nodes[b].op == Op::make_list ? shown(b) : node_text(b));
      return cause;
    case Op::subset: cause.text = fmt::format("{} is {}, {} is {}", node_text(a), shown(a), node_text(b), shown(b)); return cause;
    case Op::string_contains:
    case Op::starts_with:
    case Op::ends_with:
    case Op::like:
    case Op::matches: cause.text = is_what(a); return cause;
    case Op::is_present:
    case Op::is_missing: cause.text = fmt::format("{} is {}", node_text(a), (node.op == Op::is_present) == part.holds ? "there" : "missing"); return cause;
    case Op::is_null:
    case Op::is_empty: cause.text = fmt::format("{} is {}{}", node_text(a), part.holds ? "" : "not ", node.op == Op::is_null ? "null" : "empty"); return cause;
    case Op::default_: {
      const NodeId first(plan_.operands[node.a]);
      cause.text = machine_.eval(first).is_unknown() ? node_text(first) + " is missing" : is_what(first);
      return cause;
    }
    case Op::rule_status: cause.text = source_text(span_of(part.node)) + " is " + shown(part.node); return cause;
    default: break;
  }
  if (plan::is_loop(node.op)) return cause_of_loop(part);
  cause.text = is_what(part.node);
  return cause;
}

/// How many items fit, of how many; and the first of those that are to blame.
CauseReport Explainer::cause_of_loop(const DecidingPart& part) {
  const Node node = plan_.nodes[part.node];
  const plan::Loop& loop = plan_.loops[node.a];
  const bool wants_items = node.op == Op::some || node.op == Op::at_least || node.op == Op::at_least_distinct;
  const bool blames_items = wants_items == part.holds;
  std::size_t fitting = 0;
  CauseReport cause;
  std::string first;
  (void)machine_.run_loop(plan::LoopId(node.a), [&](const Machine::Pass& pass) {
    if (pass.hole || pass.guard != Truth::yes) return true;
    if (node.op == Op::every && Machine::truth_of(machine_.eval(NodeId(node.b))) != base::truth(part.holds)) return true;
    if (++fitting > 1 || !blames_items) return true;
    if (const auto place = item_place(loop, pass)) {
      cause.evidence = evidence_place(*place);
      first = place_text(plan_, place->place, place->frame, place->key).path;
    } else if (const NodeId body = node.op == Op::every ? NodeId(node.b) : loop.where; body) {
      if (const auto read = deciding_place(body)) cause.evidence = evidence_place(*read);
    }
    return true;
  });
  const Value list = machine_.eval(loop.ranges.front().list);
  const std::size_t all = list.kind() == ValueKind::list ? list.as_list().size : list.kind() == ValueKind::map ? list.as_map().size : fitting;
  const std::string of = loop.ranges.size() == 1 ? fmt::format("{} of {} in {}", fitting, all, node_text(loop.ranges.front().list)) : std::to_string(fitting);
  const std::string example = first.empty() || loop.ranges.size() > 1 ? std::string() : (fitting == 1 ? ": " : ", such as ") + first;
  switch (node.op) {
    case Op::every: cause.text = part.holds ? std::string() : fmt::format("{} {} `{}`{}", of, fitting == 1 ? "breaks" : "break", source_text(span_of(part.node)), example); break;
    case Op::no:
    case Op::some: cause.text = fmt::format("{} {}{}", of, fitting == 1 ? "fits" : "fit", example); break;
    case Op::at_least:
    case Op::at_most:
    case Op::exactly: cause.text = fmt::format("{} {}, {} {} must", of, fitting == 1 ? "fits" : "fit", count_words(node.op), shown(NodeId(node.b))); break;
    default: break;  // what must be distinct is not counted here
  }
  return cause;
}

}  // namespace nexus::engine
