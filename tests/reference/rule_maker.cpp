#include "tests/reference/rule_maker.h"

#include <utility>

namespace nexus::reference {

Term clause(std::vector<std::string> text, std::vector<Term> operands) {
  return {.sort = "", .text = std::move(text), .operands = std::move(operands), .can_go = true};
}
void append(Term& to, Term part) {
  to.operands.push_back(std::move(part));
  to.text.emplace_back("");
}

Term RuleMaker::level() {
  if (dice_.percent(85))
    return {.sort = "level", .text = {dice_.pick<std::string>({"warn", "hold", "block", "rollback"})}};
  return {.sort = "level",
          .text = {"(if ", " then " + dice_.pick<std::string>({"warn", "block"}) + " else hold)"},
          .operands = {expressions_.make("bool", 1)}};
}
std::string RuleMaker::on_missing() {
  return "  on missing " + dice_.pick<std::string>({"allow", "warn", "hold", "block", "rollback"}) + "\n";
}
std::string RuleMaker::date() {
  return dice_.pick<std::string>({"2026-11-01", "2026-11-02", "2026-11-03", "2026-11-02T10:00:00Z",
                                  "2026-11-02T11:00:00+01:00", "2026-11-02T10:00:01Z"});
}
bool RuleMaker::may_ask(const std::string& status) const { return expressions_.may_observe || status != "unknown"; }
std::string RuleMaker::length() { return dice_.pick<std::string>({"1m", "2m", "5m", "90s", "1h"}); }

Term RuleMaker::remedy() {
  Term result = clause({"\n    remedy fix" + dice_.pick<std::string>({"1", "2"}) + " { what: "},
                       {expressions_.make(dice_.pick<std::string>({"string", "int", "bool"}), 0)});
  if (dice_.percent(30)) {
    result.text.emplace_back(" } when ");
    result.operands.push_back(expressions_.make("bool", 1));
    result.text.emplace_back("");
  } else {
    result.text.emplace_back(" }");
  }
  return result;
}

void RuleMaker::last(Term& condition, unsigned percent) {
  if (!expressions_.may_look_back || !dice_.percent(percent)) return;
  looks_back_ = true;
  if (dice_.percent(60)) {
    append(condition, clause({" for " + length() + (dice_.percent(30) ? " max gap " + length() : "")}, {}));
  } else {
    append(condition, clause({" for " + dice_.pick<std::string>({"1", "2", "3"}) + " of the last " +
                              dice_.pick<std::string>({"3", "4"}) + " snapshots"},
                             {}));
  }
}

Term RuleMaker::requirement(const std::string& rule, const std::string& label, bool scored, bool each) {
  std::optional<Expressions::Quantified> quantified;
  if (dice_.percent(45)) quantified = expressions_.quantifier(depth);
  Term condition{
      .sort = "", .text = {"", ""}, .operands = {quantified ? quantified->term : expressions_.make("bool", depth)}};
  last(condition, 8);
  if (!label.empty()) {
    const bool by_item = quantified && quantified->breaks && condition.operands.size() == 1;
    waivable_.push_back(
        {rule + "." + label, by_item && !each ? quantified->item : "", by_item && !each ? quantified->shape : nullptr});
  }
  Term result = clause({"  require " + (label.empty() ? "" : label + ": "), ""}, {std::move(condition)});
  if (dice_.percent(25)) append(result, clause({" when ", ""}, {expressions_.make("bool", 2)}));
  if (scored) {
    if (dice_.percent(50)) append(result, clause({" weight " + dice_.pick<std::string>({"2", "3", "0.5"})}, {}));
    if (dice_.percent(20)) append(result, clause({" key"}, {}));
    if (dice_.percent(40)) append(result, clause({" warn when ", ""}, {expressions_.make("bool", 2)}));
  }
  if (dice_.percent(70)) {
    Term otherwise = clause({" else "}, {});
    if (!scored && dice_.percent(70)) append(otherwise, clause({"", " "}, {level()}));
    append(otherwise, expressions_.message());
    append(result, std::move(otherwise));
  }
  if (dice_.percent(20)) append(result, remedy());
  if (dice_.percent(12)) {
    append(result, clause({" from " + date()}, {}));
  } else if (dice_.percent(8)) {
    append(result, clause({" until " + date()}, {}));
  }
  if (label.empty() && dice_.percent(8)) append(result, clause({" not waivable"}, {}));
  result.text.back() += "\n";
  return result;
}

std::optional<Expressions::Range> RuleMaker::each(Term& rule) {
  if (!dice_.percent(25)) return std::nullopt;
  auto range = expressions_.enter();
  if (!range) return std::nullopt;
  if (range->shape->kind == Shape::Kind::any) {  // what its items are called in IDs is another matter
    expressions_.leave(*range);
    return std::nullopt;
  }
  Term header{.sort = "", .text = {" for each " + range->names + " in ", ""}, .operands = {range->list}};
  if (dice_.percent(30)) append(header, clause({" where ", ""}, {expressions_.make("bool", 2)}));
  if (expressions_.may_observe && dice_.percent(40)) append(header, clause({" if any"}, {}));
  append(rule, std::move(header));
  return range;
}

Term RuleMaker::gate(const std::string& name) {
  Term gate{.sort = "", .text = {"gate " + name + " \"t\""}, .operands = {}, .can_go = true};
  const auto range = each(gate);
  gate.text.back() += " {\n";
  if (expressions_.may_observe && dice_.percent(30)) {
    Term condition{.sort = "", .text = {"", ""}, .operands = {expressions_.make("bool", 2)}};
    last(condition, 10);
    append(gate, clause({"  applies when ", "\n"}, {std::move(condition)}));
  }
  if (!phases_.empty() && dice_.percent(15)) append(gate, clause({"  only for " + dice_.pick(phases_) + "\n"}, {}));
  if (dice_.percent(25)) append(gate, clause({"  on fail ", "\n"}, {level()}));
  if (expressions_.may_observe && dice_.percent(25)) append(gate, clause({on_missing()}, {}));
  if (expressions_.may_observe && dice_.percent(12))
    append(gate,
           clause({"  excused when ", " by ", " because ", "\n"},
                  {expressions_.make("bool", 1), expressions_.make("string", 0), expressions_.make("string", 0)}));
  const bool scored = dice_.percent(20);
  if (scored)
    append(gate, {.sort = "",
                  .text = {dice_.pick<std::string>(
                      {"  score pass 90% warn 50%\n", "  score pass 50%\n", "  score pass 75% warn 25%\n"})}});
  if (!scored && dice_.percent(10)) append(gate, remedy());
  const std::size_t count = 1 + dice_.roll(3);
  for (std::size_t i = 0; i < count; ++i)
    append(gate, requirement(name, dice_.percent(50) ? "r" + std::to_string(i) : "", scored, range.has_value()));
  gate.text.back() += "}\n";
  if (range) expressions_.leave(*range);
  for (const char* status : {"pass", "warn", "fail", "unknown", "skipped", "waived", "upcoming"})
    if (dice_.percent(30) && may_ask(status))
      expressions_.statuses.push_back("gate " + name + " is " + (dice_.percent(30) ? "not " : "") + status);
  return gate;
}

Term RuleMaker::phase(const std::string& name) {
  Term phase{.sort = "", .text = {"phase " + name + " \"t\" {\n"}, .operands = {}, .can_go = true};
  if (dice_.percent(30)) append(phase, clause({"  applies when ", "\n"}, {expressions_.make("bool", 2)}));
  if (!phases_.empty() && dice_.percent(80)) {
    std::string after = "  after " + dice_.pick(phases_);
    if (phases_.size() > 2 && dice_.percent(40))
      after = "  after " + phases_[0] + ", (" + phases_[1] + " or " + phases_[2] + ")";
    if (phases_.size() == 2 && dice_.percent(40)) after = "  after (" + phases_[0] + " or " + phases_[1] + ")";
    append(phase, clause({after + "\n"}, {}));
    waivable_.push_back({name + ".order", "", nullptr});
  }
  const bool names_gates = dice_.percent(30);
  phases_name_gates_ |= names_gates;
  if (names_gates) append(phase, clause({"  gates *\n"}, {}));
  if (dice_.percent(40)) append(phase, requirement(name, dice_.percent(40) ? "r" : "", false, false));
  const auto condition = [&](const char* words) {
    Term of{.sort = "", .text = {"", ""}, .operands = {expressions_.make("bool", 2)}};
    last(of, 6);
    append(phase, clause({words, "\n"}, {std::move(of)}));
  };
  if (dice_.percent(35)) condition("  started when ");
  if (dice_.percent(35)) append(phase, clause({"  started at ", "\n"}, {expressions_.make("time", 1)}));
  const bool at = dice_.percent(40);
  if (!at || dice_.percent(30)) condition("  done when ");
  if (at) append(phase, clause({"  done at ", "\n"}, {expressions_.make("time", 1)}));
  phase.text.back() += "}\n";
  phases_.push_back(name);
  if (!phases_name_gates_)
    for (const char* status : {"ready", "active", "done", "blocked", "out_of_order", "unknown", "skipped"})
      if (dice_.percent(15))
        expressions_.statuses.push_back("phase " + name + " is " + (dice_.percent(30) ? "not " : "") + status);
  return phase;
}

Term RuleMaker::trigger(const std::string& name) {
  Term trigger{.sort = "", .text = {"trigger " + name + " \"t\""}, .operands = {}, .can_go = true};
  const auto range = each(trigger);
  trigger.text.back() += " {\n";
  if (expressions_.may_observe && dice_.percent(30))
    append(trigger, clause({"  applies when ", "\n"}, {expressions_.make("bool", 2)}));
  if (expressions_.may_observe && dice_.percent(25)) append(trigger, clause({on_missing()}, {}));
  std::optional<Expressions::Quantified> quantified;
  if (dice_.percent(45)) quantified = expressions_.quantifier(depth);
  Term condition{
      .sort = "", .text = {"", ""}, .operands = {quantified ? quantified->term : expressions_.make("bool", depth)}};
  last(condition, 40);
  append(trigger, {.sort = "", .text = {"  fires when ", "\n"}, .operands = {std::move(condition)}});
  if (expressions_.may_look_back && dice_.percent(30)) {
    looks_back_ = true;
    append(trigger, clause({"  keep for " + length() + "\n"}, {}));
  }
  append(trigger, {.sort = "", .text = {"  then ", " ", "\n"}, .operands = {level(), expressions_.message()}});
  if (dice_.percent(20)) append(trigger, remedy());
  trigger.text.back() += "}\n";
  if (range) expressions_.leave(*range);
  for (const char* status : {"fired", "pending", "quiet", "unknown", "skipped"})
    if (dice_.percent(35) && may_ask(status)) expressions_.statuses.push_back("trigger " + name + " is " + status);
  return trigger;
}

std::optional<Term> RuleMaker::waiver() {
  if (waivable_.empty()) return std::nullopt;
  expressions_.statuses.clear();  // a rule that waits for its own waiver waits for itself
  const Waivable& aim = dice_.pick(waivable_);
  Term waiver = clause({"waiver \"w\" {\n  waives " + aim.target}, {});
  if (dice_.percent(65)) {
    Term condition = aim.shape == nullptr ? expressions_.make("bool", 2) : expressions_.over(aim.item, *aim.shape, 2);
    append(waiver, clause({" where ", ""}, {std::move(condition)}));
  }
  waiver.text.back() += "\n  until " + date() + "\n  approved by \"a\"\n}\n";
  return waiver;
}

}  // namespace nexus::reference
