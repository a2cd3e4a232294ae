#include "rules/plan/plan.h"

#include <cstdio>
#include <cstdlib>

namespace nexus::plan {

Operands operands_of(Op op) {
  switch (op) {
    case Op::constant:
    case Op::input_slot:
    case Op::item_slot:
    case Op::register_:
    case Op::now:
    case Op::history:
    case Op::previous:
    case Op::rule_status: return {};
    case Op::field:
    case Op::any_field:
    case Op::convert:
    case Op::not_:
    case Op::negate:
    case Op::matches:
    case Op::is_present:
    case Op::is_missing:
    case Op::is_null:
    case Op::is_empty: return {.a = true};
    case Op::item_at:
    case Op::entry_at:
    case Op::any_at:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::remainder:
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::in_list:
    case Op::in_map:
    case Op::any_in:
    case Op::string_contains:
    case Op::starts_with:
    case Op::ends_with:
    case Op::like:
    case Op::subset: return {.a = true, .b = true};
    case Op::key_member: return {.a = true, .c = true};
    case Op::if_:
    case Op::between: return {.a = true, .b = true, .c = true};
    case Op::and_:
    case Op::or_:
    case Op::default_:
    case Op::choose:
    case Op::template_:
    case Op::make_list:
    case Op::make_record:
    case Op::make_map:
    case Op::window:
    case Op::lasting:
    case Op::function: return {.list = true};
    case Op::some:
    case Op::no:
    case Op::the: return {.loop = true};
    case Op::every:
    case Op::at_least:
    case Op::at_most:
    case Op::exactly:
    case Op::collect: return {.b = true, .loop = true};
    case Op::at_least_distinct:
    case Op::at_most_distinct:
    case Op::exactly_distinct: return {.b = true, .c = true, .loop = true};
  }
  return {};
}

namespace {

void invariant(bool holds, const char* name) {
  if (holds) return;
  std::fprintf(stderr, "nexus: a plan breaks the invariant `%s`; please report this\n", name);
  std::abort();
}

class Verifier {
 public:
  explicit Verifier(const Plan& plan) : plan_(plan) {}

  void run() {
    invariant(plan_.spans.size() == plan_.nodes.size(), "each node has a span");
    for (std::uint32_t id = 0; id < plan_.nodes.size(); ++id) node(id);
    for (const Gate& gate : plan_.gates) {
      rule(gate.rule);
      known(gate.on_fail), known(gate.on_missing);
      if (gate.excuse) known(gate.excuse->condition), known(gate.excuse->by), known(gate.excuse->because);
      for (const std::uint32_t phase : gate.only_for) invariant(phase < plan_.phases.size(), "gates name phases");
      for (const Requirement& r : gate.requirements) requirement(r);
    }
    for (const Phase& phase : plan_.phases) {
      rule(phase.rule);
      known(phase.started), known(phase.done), known(phase.started_at), known(phase.done_at);
      waived(phase.order_waived);
      for (const auto& alternatives : phase.after)
        for (const std::uint32_t other : alternatives) invariant(other < plan_.phases.size(), "phases name phases");
      for (const std::uint32_t gate : phase.gates) invariant(gate < plan_.gates.size(), "phases name gates");
      for (const Requirement& r : phase.requirements) requirement(r);
    }
    for (const Trigger& trigger : plan_.triggers) {
      rule(trigger.rule);
      invariant(static_cast<bool>(trigger.fires) && static_cast<bool>(trigger.level), "a trigger fires at a level");
      known(trigger.message), known(trigger.on_missing), known(trigger.keep_for);
      if (trigger.lasting) known(trigger.lasting->amount), known(trigger.lasting->of_last), known(trigger.lasting->max_gap);
    }
    invariant(plan_.order.size() == plan_.gates.size() + plan_.phases.size() + plan_.triggers.size(), "each rule is ordered once");
    schema();
  }

 private:
  void known(NodeId id) const { invariant(!id || id.index() < plan_.nodes.size(), "nodes exist"); }
  void before(std::uint32_t operand, std::uint32_t user) const { invariant(operand == none || operand < user, "operands stand before their users"); }

  void node(std::uint32_t id) const {
    const Node& n = plan_.nodes[NodeId(id)];
    const Operands operands = operands_of(n.op);
    if (operands.a) before(n.a, id);
    if (operands.b) before(n.b, id);
    if (operands.c) before(n.c, id);
    if (operands.list)
      for (std::uint32_t i = 0; i < n.b; ++i) before(plan_.operands.at(n.a + i), id);
    if (operands.loop) {
      const Loop& loop = plan_.loops.at(n.a);
      for (const Range& range : loop.ranges) {
        before(range.list.index(), id);
        invariant(range.value < plan_.registers && range.key.value_or(0) < plan_.registers, "registers within bounds");
      }
      if (loop.where) before(loop.where.index(), id);
    }
    if ((n.op == Op::window || n.op == Op::lasting) && n.c != none) {
      const RuleRef rule = RuleRef::unpack(n.c);
      invariant(rule.kind == RuleKind::gate ? rule.index < plan_.gates.size() : rule.index < plan_.triggers.size(), "instances are of a rule");
    }
    if (n.op == Op::constant) invariant(n.a < plan_.constants.size(), "constants exist");
    if (n.op == Op::input_slot || n.op == Op::item_slot) invariant(n.c < plan_.schema.size(), "slots have a place");
    if (n.op == Op::input_slot) invariant(n.a < plan_.inputs.size(), "documents exist");
    if (n.op == Op::item_slot || n.op == Op::register_) invariant(n.a < plan_.registers, "registers within bounds");
    if (n.op == Op::convert || n.op == Op::key_member) invariant(n.b < plan_.conversions.size(), "conversions exist");
    if (n.op == Op::matches) invariant(n.b < plan_.patterns.size(), "patterns exist");
  }

  void rule(const Rule& rule) const {
    known(rule.applies);
    known(rule.cap);
    invariant(rule.module < plan_.modules.size(), "rules belong to a module");
    if (rule.for_each) invariant(rule.for_each->loop.index() < plan_.loops.size(), "loops exist");
  }

  void requirement(const Requirement& r) const {
    invariant(static_cast<bool>(r.condition), "a requirement has a condition");
    known(r.condition), known(r.when), known(r.level), known(r.message), known(r.file), known(r.line);
    known(r.band);
    waived(r.waived);
  }

  void waived(const std::vector<Waived>& all) const {
    for (const Waived& one : all) {
      known(one.condition);
      for (const Cover& cover : one.covers) {
        known(cover.where);
        invariant(cover.waiver < plan_.waivers.size(), "waivers exist");
        invariant(!cover.by_item || (cover.where && one.condition), "a waiver of items has a condition");
      }
    }
  }

  void schema() const {
    invariant(!plan_.inputs.empty(), "there is a snapshot");
    for (std::uint32_t id = 0; id < plan_.schema.size(); ++id) {
      const SchemaNode& n = plan_.schema[SchemaId(id)];
      invariant(!n.parent || n.parent.index() < id, "places stand before those below them");
      for (const SchemaId child : n.children) invariant(plan_.schema[child].parent == SchemaId(id), "children know their parent");
      if (n.kind == SchemaKind::list || n.kind == SchemaKind::map) invariant(static_cast<bool>(n.element), "lists know what their items are");
      if (n.element) invariant(plan_.schema[n.element].parent == SchemaId(id), "elements know their list");
    }
  }

  const Plan& plan_;
};

}  // namespace

void verify(const Plan& plan) { Verifier(plan).run(); }

}  // namespace nexus::plan
