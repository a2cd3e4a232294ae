#include "tests/reference/policies.h"

#include "tests/reference/expressions.h"

#include <optional>
#include <string>
#include <utility>

namespace nexus::reference {

namespace {

constexpr int depth = 3;

/// A clause: words, then an expression, then more of both.
Term clause(std::vector<std::string> text, std::vector<Term> operands) {
  return {.sort = "", .text = std::move(text), .operands = std::move(operands), .can_go = true};
}

class Policies {
 public:
  Policies(const Schema& schema, Dice& dice) : schema_(schema), dice_(dice), expressions_(schema, dice) {}

  Term make() {
    Term policy{.sort = "", .text = {"policy p\n" + schema_.declarations}};
    append(policy, input());
    for (std::size_t n = dice_.roll(3); n > 0; --n) append(policy, param());
    for (std::size_t n = dice_.roll(3); n > 0; --n) append(policy, let());
    if (dice_.percent(30)) append(policy, table());
    if (dice_.percent(40)) append(policy, def());
    for (std::size_t n = dice_.percent(35) ? 1 + dice_.roll(4) : 0; n > 0; --n)
      append(policy, phase("ph" + std::to_string(n)));
    const std::size_t rules = 1 + dice_.roll(4);
    for (std::size_t i = 0; i < rules; ++i)
      append(policy, dice_.percent(75) ? gate("g" + std::to_string(i)) : trigger("t" + std::to_string(i)));
    return policy;
  }

 private:
  static void append(Term& to, Term part) {
    to.operands.push_back(std::move(part));
    to.text.emplace_back("");
  }

  Term input() {
    Term input{.sort = "", .text = {"input {\n"}};
    for (const Field& field : schema_.snapshot.fields) {
      Term line{.sort = "",
                .text = {"  " + field.name + (field.optional ? "?: " : ": ") + field.shape.written + "\n"},
                .operands = {},
                .can_go = true};
      append(input, std::move(line));
    }
    input.text.back() += "}\n";
    return input;
  }

  Term let() {
    const std::string sort =
        dice_.pick<std::string>({"bool", "int", "ratio", "duration", "string", "number", "[string]", "[int]"});
    const std::string name = "v" + std::to_string(++lets_);
    Term result = clause({"let " + name + " = ", "\n"}, {expressions_.make(sort, depth)});
    expressions_.declare(name, sort);
    return result;
  }

  Term param() {
    const std::string sort = dice_.pick<std::string>({"bool", "int", "ratio", "duration", "size", "string", "number"});
    const std::string name = "p" + std::to_string(++params_);
    expressions_.declare(name, sort);
    return clause({"param " + name + ": " + sort + " = " + literal(sort, dice_) + "\n"}, {});
  }

  Term def() {
    const std::string sort = dice_.pick<std::string>({"bool", "bool", "int", "ratio", "string"});
    const std::string takes = dice_.pick<std::string>({"int", "string", "bool", "duration", "number"});
    const Term body = expressions_.body({{"n", takes}, {"m", "int"}}, sort, depth - 1);
    expressions_.declare({.name = "d1", .sort = sort, .takes = {takes, "int"}});
    return clause({"def d1(n: " + takes + ", m: int) = ", "\n"}, {body});
  }

  Term table() {
    const std::string gives = dice_.pick<std::string>({"int", "duration", "bool"});
    const auto out = [&] { return " => " + literal(gives, dice_) + "\n"; };
    Term result;
    if (dice_.percent(50)) {
      result = clause({"table tab(s: Severity, n: int) -> " + gives + " {\n  case low, <= 2" + out() +
                       "  case low, > 2" + out() + "  case in [medium, high], _" + out() + "}\n"},
                      {});
      expressions_.declare({.name = "tab", .sort = gives, .takes = {"Severity", "int"}});
    } else {
      result = clause({"table tab(s: string, n: ratio) -> " + gives + " first match {\n  case \"a\", _" + out() +
                       "  case _, 50%..80%" + out() + "  case not in [\"b\"], < 2%" + out()},
                      {});
      append(result, clause({"  else" + out()}, {}));
      result.text.back() += "}\n";
      expressions_.declare({.name = "tab", .sort = gives, .takes = {"string", "ratio"}});
    }
    return result;
  }

  Term level() {
    if (dice_.percent(85))
      return {.sort = "level", .text = {dice_.pick<std::string>({"warn", "hold", "block", "rollback"})}};
    return {.sort = "level",
            .text = {"(if ", " then " + dice_.pick<std::string>({"warn", "block"}) + " else hold)"},
            .operands = {expressions_.make("bool", 1)}};
  }
  std::string on_missing() {
    return "  on missing " + dice_.pick<std::string>({"allow", "warn", "hold", "block", "rollback"}) + "\n";
  }

  Term remedy() {
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

  Term requirement(const std::string& label) {
    std::optional<Term> condition;
    if (dice_.percent(45)) condition = expressions_.quantifier(depth);
    Term result = clause({"  require " + label, ""}, {condition ? *condition : expressions_.make("bool", depth)});
    if (dice_.percent(25)) append(result, clause({" when ", ""}, {expressions_.make("bool", 2)}));
    if (dice_.percent(70)) {
      Term otherwise = clause({" else "}, {});
      if (dice_.percent(70)) append(otherwise, clause({"", " "}, {level()}));
      append(otherwise, expressions_.message());
      append(result, std::move(otherwise));
    }
    if (dice_.percent(20)) append(result, remedy());
    result.text.back() += "\n";
    return result;
  }

  /// The `for each` of a header; nothing where there is nothing to go over.
  std::optional<Expressions::Range> each(Term& rule) {
    if (!dice_.percent(25)) return std::nullopt;
    auto range = expressions_.enter();
    if (!range) return std::nullopt;
    Term header{.sort = "", .text = {" for each " + range->names + " in ", ""}, .operands = {range->list}};
    if (dice_.percent(30)) append(header, clause({" where ", ""}, {expressions_.make("bool", 2)}));
    if (dice_.percent(40)) append(header, clause({" if any"}, {}));
    append(rule, std::move(header));
    return range;
  }

  Term gate(const std::string& name) {
    Term gate{.sort = "", .text = {"gate " + name + " \"t\""}, .operands = {}, .can_go = true};
    const auto range = each(gate);
    gate.text.back() += " {\n";
    if (dice_.percent(30)) append(gate, clause({"  applies when ", "\n"}, {expressions_.make("bool", 2)}));
    if (dice_.percent(25)) append(gate, clause({"  on fail ", "\n"}, {level()}));
    if (dice_.percent(25)) append(gate, clause({on_missing()}, {}));
    if (dice_.percent(10)) append(gate, remedy());
    const std::size_t count = 1 + dice_.roll(3);
    for (std::size_t i = 0; i < count; ++i)
      append(gate, requirement(dice_.percent(50) ? "r" + std::to_string(i) + ": " : ""));
    gate.text.back() += "}\n";
    if (range) expressions_.leave(*range);
    for (const char* status : {"pass", "warn", "fail", "unknown", "skipped"})
      if (dice_.percent(40))
        expressions_.statuses.push_back("gate " + name + " is " + (dice_.percent(30) ? "not " : "") + status);
    return gate;
  }

  Term phase(const std::string& name) {
    Term phase{.sort = "", .text = {"phase " + name + " \"t\" {\n"}, .operands = {}, .can_go = true};
    if (dice_.percent(30)) append(phase, clause({"  applies when ", "\n"}, {expressions_.make("bool", 2)}));
    if (!phases_.empty() && dice_.percent(80)) {
      std::string after = "  after " + dice_.pick(phases_);
      if (phases_.size() > 2 && dice_.percent(40))
        after = "  after " + phases_[0] + ", (" + phases_[1] + " or " + phases_[2] + ")";
      if (phases_.size() == 2 && dice_.percent(40)) after = "  after (" + phases_[0] + " or " + phases_[1] + ")";
      append(phase, clause({after + "\n"}, {}));
    }
    if (dice_.percent(30)) append(phase, clause({"  gates *\n"}, {}));
    if (dice_.percent(40)) append(phase, requirement(""));
    if (dice_.percent(35)) append(phase, clause({"  started when ", "\n"}, {expressions_.make("bool", 2)}));
    if (dice_.percent(35)) append(phase, clause({"  started at ", "\n"}, {expressions_.make("time", 1)}));
    const bool at = dice_.percent(40);
    if (!at || dice_.percent(30)) append(phase, clause({"  done when ", "\n"}, {expressions_.make("bool", 2)}));
    if (at) append(phase, clause({"  done at ", "\n"}, {expressions_.make("time", 1)}));
    phase.text.back() += "}\n";
    phases_.push_back(name);
    return phase;
  }

  Term trigger(const std::string& name) {
    Term trigger{.sort = "", .text = {"trigger " + name + " \"t\""}, .operands = {}, .can_go = true};
    const auto range = each(trigger);
    trigger.text.back() += " {\n";
    if (dice_.percent(30)) append(trigger, clause({"  applies when ", "\n"}, {expressions_.make("bool", 2)}));
    if (dice_.percent(25)) append(trigger, clause({on_missing()}, {}));
    std::optional<Term> condition;
    if (dice_.percent(45)) condition = expressions_.quantifier(depth);
    Term fires{.sort = "",
               .text = {"  fires when ", "\n"},
               .operands = {condition ? *condition : expressions_.make("bool", depth)}};
    append(trigger, std::move(fires));
    Term then{.sort = "", .text = {"  then ", " ", "\n"}, .operands = {level(), expressions_.message()}};
    append(trigger, std::move(then));
    if (dice_.percent(20)) append(trigger, remedy());
    trigger.text.back() += "}\n";
    if (range) expressions_.leave(*range);
    for (const char* status : {"fired", "quiet", "unknown", "skipped"})
      if (dice_.percent(40)) expressions_.statuses.push_back("trigger " + name + " is " + status);
    return trigger;
  }

  const Schema& schema_;
  Dice& dice_;
  Expressions expressions_;
  std::vector<std::string> phases_;
  int lets_ = 0, params_ = 0;
};

}  // namespace

Term make_policy(const Schema& schema, Dice& dice) { return Policies(schema, dice).make(); }

}  // namespace nexus::reference
