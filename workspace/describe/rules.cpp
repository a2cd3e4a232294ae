#include "workspace/describe/rules.h"

#include "base/values/quantity.h"

#include <algorithm>

namespace nexus::workspace::describing {

namespace {

using namespace rules;
using base::Level;
using base::level_name;

std::string percent(const base::Decimal& share) { return base::format_exact(share, base::Dimension::ratio); }

void add(std::vector<Fact>& facts, std::string label, Sentence sentence) {
  facts.push_back({std::move(label), {capitalised(std::move(sentence)), {}}});
}
void add(std::vector<Fact>& facts, std::string label, Statement statement) {
  facts.push_back({std::move(label), capitalised(std::move(statement))});
}

}  // namespace

std::string_view kind_name(RuleRef rule) {
  switch (rule.kind) {
    case grammar::RuleKind::gate:
      return "gate";
    case grammar::RuleKind::phase:
      return "phase";
    case grammar::RuleKind::trigger:
      break;
  }
  return "trigger";
}

Section Rules::describe(RuleRef rule) {
  const RuleHeadNode& head = head_of(model_, rule);
  Section section{.anchor = anchor_of_rule(model_, rule),
                  .kind = std::string(kind_name(rule)),
                  .title = head.title.empty() ? head.name : head.title,
                  .name = head.name};
  switch (rule.kind) {
    case grammar::RuleKind::gate:
      return gate(model_.gates[GateId(rule.index)], std::move(section));
    case grammar::RuleKind::phase:
      return phase(model_.phases[PhaseId(rule.index)], std::move(section));
    case grammar::RuleKind::trigger:
      break;
  }
  return trigger(model_.triggers[TriggerId(rule.index)], std::move(section));
}

/// What rules of all kinds have: words, items, whether they apply, an owner.
void Rules::head(const RuleHeadNode& head, Section& section, std::vector<Fact>& facts) {
  section.blocks = paragraphs(head.doc);
  if (head.for_each) {
    Statement items = wording_.enter_rule(*head.for_each);
    if (items.parts.empty())
      items.sentence =
          cat(std::move(items.sentence),
              head.for_each->if_any ? "; skipped where there is none" : "; where there is none, nothing can be judged");
    add(facts, "Judged for", std::move(items));
  }
  if (head.applies) add(facts, "Applies when", wording_.statement(head.applies));
  if (!head.owner.empty()) add(facts, "Owner", words(head.owner));
  if (!head.tags.empty()) {
    std::vector<Sentence> tags;
    for (const std::string& tag : head.tags) tags.push_back(words(tag));
    add(facts, "Tags", listed(tags, "and"));
  }
}

/// Names of the rule's own, after everything that may have used them.
void Rules::close(const RuleHeadNode&, Section& section) {
  Statement here{words("Words used here:"), {}};
  // Explaining one may bring up others.
  std::vector<LetId> told;
  for (std::vector<LetId> lets = wording_.take_rule_lets(); !lets.empty(); lets = wording_.take_rule_lets())
    for (const LetId id : lets) {
      if (std::ranges::find(told, id) != told.end()) continue;
      told.push_back(id);
      const LetDefinition& let = model_.lets[id];
      const bool is_condition = model_.types[model_[let.value].type].kind == TypeKind::boolean;
      Statement meaning = is_condition ? wording_.statement(let.value) : Statement{wording_.value(let.value), {}};
      const std::string_view comment = comments_.at(let.declared);
      meaning.sentence = cat(with_code(comment), comment.empty() ? "" : " ", code(let.name),
                             is_condition ? " holds when: " : ": ", std::move(meaning.sentence));
      here.parts.push_back(std::move(meaning));
    }
  if (!here.parts.empty()) section.blocks.emplace_back(std::vector{std::move(here)});
  wording_.leave_rule();
}

// ---- levels

std::optional<Rules::Bounds> Rules::bounds(ExprId id) const {
  if (!id) return std::nullopt;
  if (const auto* param = std::get_if<ParamValue>(&model_[id].node)) return bounds(model_.params[param->param].value);
  if (const auto* choice = std::get_if<IfNode>(&model_[id].node)) {
    const auto one = bounds(choice->then_value), other = bounds(choice->else_value);
    if (!one || !other) return std::nullopt;
    return Bounds{base::milder(one->mildest, other->mildest), base::graver(one->gravest, other->gravest)};
  }
  const auto* constant = std::get_if<Constant>(&model_[id].node);
  const auto* level = constant != nullptr ? std::get_if<Level>(&constant->value) : nullptr;
  return level != nullptr ? std::optional(Bounds{*level, *level}) : std::nullopt;
}

std::optional<Level> Rules::fixed(ExprId id) const {
  const auto known = bounds(id);
  return known && known->mildest == known->gravest ? std::optional(known->mildest) : std::nullopt;
}

Sentence Rules::asked(ExprId level, ExprId cap, Level otherwise) {
  Sentence named = level ? wording_.value(level) : describing::level(level_name(otherwise));
  if (!cap) return named;
  const auto asked = level ? fixed(level) : otherwise;
  const auto most = fixed(cap);
  if (asked && most && *asked <= *most) return named;
  return cat(wording_.value(cap), " (instead of ", std::move(named), ": it is enforced so)");
}

Sentence Rules::when_missing(ExprId on_missing, ExprId level, ExprId cap, Level otherwise) {
  if (on_missing) return asked(on_missing, cap, Level::hold);
  const auto range = bounds(level);
  const bool is_at_least_hold = range && range->mildest >= Level::hold;
  const auto known = !level ? otherwise : is_at_least_hold ? Level::hold : fixed(level);
  if (!known) return cat(describing::level("hold"), ", or less where failing asks for less");
  const auto most = fixed(cap);
  return describing::level(level_name(base::milder(most ? base::milder(*known, *most) : *known, Level::hold)));
}

Sentence Rules::gravest(RuleRef ref) {
  const RuleHeadNode& head = head_of(model_, ref);
  std::vector<ExprId> levels;
  Level otherwise = Level::block;
  // One that begins before its turn.
  if (ref.kind == grammar::RuleKind::phase) {
    const Phase& phase = model_.phases[PhaseId(ref.index)];
    return phase.after.empty() && phase.requirements.empty() ? Sentence{} : level(level_name(Level::block));
  }
  if (ref.kind == grammar::RuleKind::trigger) levels = {model_.triggers[TriggerId(ref.index)].level};
  if (ref.kind == grammar::RuleKind::gate) {
    const Gate& gate = model_.gates[GateId(ref.index)];
    if (const auto on_fail = fixed(gate.on_fail)) otherwise = *on_fail;
    for (const RequirementNode& requirement : gate.requirements) levels.push_back(requirement.level);
  }
  Level most = Level::allow;
  for (const ExprId id : levels) {
    const auto range = id ? bounds(id) : Bounds{otherwise, otherwise};
    if (!range) return words("depends");
    most = base::graver(most, range->gravest);
  }
  if (const auto cap = fixed(head.cap)) most = base::milder(most, *cap);
  return levels.empty() ? Sentence{} : level(level_name(most));
}

// ---- requirements

Statement Rules::remedies(const std::vector<RemedyNode>& remedies) {
  std::vector<Statement> all;
  for (const RemedyNode& remedy : remedies) {
    std::vector<Sentence> fields;
    for (const auto& [name, expr] : remedy.fields) fields.push_back(cat(spaced(name), ": ", wording_.message(expr)));
    Sentence one = code(remedy.name);
    for (std::size_t i = 0; i < fields.size(); ++i)
      one = cat(std::move(one), i == 0 ? " – " : "; ", std::move(fields[i]));
    if (remedy.when) one = cat(std::move(one), "; where ", wording_.clause(remedy.when));
    all.push_back({std::move(one), {}});
  }
  if (all.size() == 1) return std::move(all.front());
  return {{}, std::move(all)};
}

Demand Rules::demand(const RequirementNode& node, const RuleHeadNode&, const Gate* gate) {
  const ExprId cap = gate != nullptr ? gate->head.cap : ExprId{};
  Demand demand{.anchor = {},
                .name = node.named ? node.name : "",
                .lead = {},
                .statement = capitalised(wording_.statement(node.condition)),
                .facts = {}};
  if (const std::string_view comment = comments_.at(node.span); !comment.empty())
    demand.lead.push_back(with_code(comment));
  std::vector<Fact>& facts = demand.facts;
  if (node.when) add(facts, "Only when", wording_.statement(node.when));
  const bool is_scored = gate != nullptr && gate->score.has_value();
  if (is_scored) {
    base::Decimal total = 0;
    for (const RequirementNode& each : gate->requirements) total = base::add(total, each.weight).value;
    const auto number = [](const base::Decimal& value) { return base::format_exact(value, base::Dimension::number); };
    Sentence weight = cat(describing::value(number(node.weight)), " of ", number(total));
    if (node.key) weight = cat(std::move(weight), "; the gate cannot pass without it");
    add(facts, "Weight", std::move(weight));
    if (node.band) add(facts, "Counts half when", wording_.statement(node.band));
    if (node.message) add(facts, "If not", wording_.message(node.message));
  } else {
    const Level otherwise =
        gate != nullptr && gate->on_fail ? fixed(gate->on_fail).value_or(Level::block) : Level::block;
    const bool from_gate = !node.level && gate != nullptr && gate->on_fail && !fixed(gate->on_fail);
    const ExprId level = from_gate ? gate->on_fail : node.level;
    Sentence fails = asked(level, cap, otherwise);
    if (node.message) fails = cat(std::move(fails), " – ", wording_.message(node.message));
    add(facts, "If not", std::move(fails));
    add(facts, "If evidence is missing",
        when_missing(gate != nullptr ? gate->on_missing : ExprId{}, level, cap, otherwise));
  }
  if (!node.remedies.empty()) add(facts, "What to do", remedies(node.remedies));
  if (node.from) add(facts, "In force from", cat(describing::value(node.from->text), " on; until then it only warns"));
  if (node.until) add(facts, "In force until", describing::value(node.until->text));
  if (!node.waivable) add(facts, "Exceptions", words("none: it cannot be waived or excused"));
  return demand;
}

// ---- the three kinds

Section Rules::gate(const Gate& gate, Section section) {
  std::vector<Fact> facts;
  head(gate.head, section, facts);
  if (!gate.only_for.empty())
    add(facts, "Counts only for",
        cat("the phase ", phase_names(gate.only_for, "or"), ", while that is under way or asked about"));
  if (gate.score) {
    Sentence score = cat("passes from ", describing::value(percent(gate.score->pass)), " of the weights on");
    if (gate.score->warn != gate.score->pass)
      score = cat(std::move(score), ", warns from ", describing::value(percent(gate.score->warn)), " on");
    add(facts, "Score", cat(std::move(score), "; below that: ", asked(gate.on_fail, gate.head.cap, Level::block)));
    add(facts, "If evidence is missing",
        cat(asked(gate.on_missing, gate.head.cap, Level::hold), ", where it could change the outcome"));
  }
  if (gate.excuse)
    add(facts, "Excused when",
        cat(wording_.clause(gate.excuse->condition), ", by ", wording_.value(gate.excuse->by), ", because of ",
            wording_.value(gate.excuse->because)));
  if (!gate.remedies.empty()) add(facts, "What to do if anything fails", remedies(gate.remedies));
  if (!facts.empty()) section.blocks.emplace_back(std::move(facts));
  for (const RequirementNode& requirement : gate.requirements)
    section.blocks.emplace_back(demand(requirement, gate.head, &gate));
  close(gate.head, section);
  return section;
}

Sentence Rules::rule_name(RuleRef rule) const { return code(head_of(model_, rule).name, anchor_of_rule(model_, rule)); }

Sentence Rules::phase_names(const std::vector<PhaseId>& phases, std::string_view conjunction) const {
  std::vector<Sentence> names;
  for (const PhaseId phase : phases) names.push_back(rule_name({grammar::RuleKind::phase, phase.index()}));
  return listed(names, conjunction);
}

Section Rules::phase(const Phase& phase, Section section) {
  std::vector<Fact> facts;
  head(phase.head, section, facts);
  std::vector<Sentence> after;
  for (const AfterNode& node : phase.after) {
    Sentence one = phase_names(node.alternatives, "or");
    after.push_back(node.alternatives.size() > 1 && phase.after.size() > 1 ? cat("(", std::move(one), ")")
                                                                           : std::move(one));
  }
  if (!after.empty()) add(facts, "Comes after", listed(after, "and"));
  if (!phase.gates.empty()) {
    std::vector<Statement> gates;
    for (const GateId gate : phase.gates) {
      const RuleHeadNode& guard = model_.gates[gate].head;
      Sentence name = code(guard.name, anchor_of_rule(model_, {grammar::RuleKind::gate, gate.index()}));
      gates.push_back({guard.title.empty() ? std::move(name) : cat(std::move(name), " – ", guard.title), {}});
    }
    facts.push_back({"Gates that must not fail before", {{}, std::move(gates)}});
  }
  const auto milestone = [&](std::string label, ExprId when, ExprId at) {
    if (when) add(facts, label, wording_.statement(when));
    if (at) add(facts, when ? "Or when" : label, cat("the time in ", wording_.value(at), " has come"));
  };
  milestone("Has started when", phase.started_when, phase.started_at);
  milestone("Is done when", phase.done_when, phase.done_at);
  if (!facts.empty()) section.blocks.emplace_back(std::move(facts));
  if (!phase.requirements.empty())
    section.blocks.emplace_back(report::doc::Paragraph{words("Before it starts, this must hold, too:")});
  for (const RequirementNode& requirement : phase.requirements)
    section.blocks.emplace_back(demand(requirement, phase.head, nullptr));
  close(phase.head, section);
  return section;
}

Section Rules::trigger(const Trigger& trigger, Section section) {
  std::vector<Fact> facts;
  head(trigger.head, section, facts);
  Statement fires = wording_.statement(trigger.fires);
  if (trigger.lasting) {
    const LastingNode& lasting = *trigger.lasting;
    Sentence time = lasting.of_last ? cat("at ", wording_.value(lasting.amount), " of the last ",
                                          wording_.value(lasting.of_last), " snapshots")
                                    : cat("for ", wording_.value(lasting.amount), " without a break");
    if (lasting.max_gap)
      time = cat(std::move(time), " (and no silence longer than ", wording_.value(lasting.max_gap), ")");
    fires = fires.parts.empty() ? Statement{cat(std::move(fires.sentence), ", ", std::move(time)), {}}
                                : Statement{cat(std::move(time), ":"), {std::move(fires)}};
  }
  add(facts, "Fires when", std::move(fires));
  Sentence then = asked(trigger.level, trigger.head.cap, Level::rollback);
  if (trigger.message) then = cat(std::move(then), " – ", wording_.message(trigger.message));
  add(facts, "Then", std::move(then));
  if (trigger.keep_for) add(facts, "Stays fired for", wording_.value(trigger.keep_for));
  add(facts, "If evidence is missing", asked(trigger.on_missing, trigger.head.cap, Level::hold));
  if (!trigger.remedies.empty()) add(facts, "What to do", remedies(trigger.remedies));
  section.blocks.emplace_back(std::move(facts));
  close(trigger.head, section);
  return section;
}

}  // namespace nexus::workspace::describing
