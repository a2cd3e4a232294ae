#include "tests/reference/policies.h"

#include "tests/reference/expressions.h"
#include "tests/reference/rule_maker.h"

#include <string>
#include <utility>

namespace nexus::reference {

namespace {

constexpr int depth = RuleMaker::depth;

class Policies {
 public:
  Policies(const Schema& schema, Dice& dice, bool plain)
      : schema_(schema), dice_(dice), plain_(plain), expressions_(schema, dice), rules_(expressions_, dice) {
    expressions_.may_observe = !plain;
    if (!plain && dice.percent(25)) expressions_.look_back();
  }

  MadeUp make() {
    Term policy{.sort = "", .text = {"policy p\n" + schema_.declarations}};
    append(policy, input("input", schema_.snapshot, "", false));
    for (const Document& document : schema_.others)
      append(policy, input("input " + document.name + (document.optional ? "?:" : ":"), document.shape,
                           document.quality, true));
    for (std::size_t n = dice_.roll(3); n > 0; --n) append(policy, param());
    for (std::size_t n = dice_.roll(3); n > 0; --n) append(policy, let());
    if (dice_.percent(30)) append(policy, table());
    if (dice_.percent(40)) append(policy, def());
    for (std::size_t n = !plain_ && dice_.percent(35) ? 1 + dice_.roll(4) : 0; n > 0; --n)
      append(policy, rules_.phase("ph" + std::to_string(n)));
    const std::size_t rules = 1 + dice_.roll(4);
    for (std::size_t i = 0; i < rules; ++i)
      append(policy, i == 0 || dice_.percent(70) ? rules_.gate("g" + std::to_string(i))
                                                 : rules_.trigger("t" + std::to_string(i)));
    for (std::size_t n = !plain_ && dice_.percent(35) ? 1 + dice_.roll(2) : 0; n > 0; --n)
      if (auto waiver = rules_.waiver()) append(policy, std::move(*waiver));
    return {std::move(policy), rules_.phases(), expressions_.may_look_back};
  }

 private:
  static Term input(const std::string& header, const Shape& shape, const std::string& quality, bool can_go) {
    Term input{.sort = "", .text = {header + " {\n"}, .operands = {}, .can_go = can_go};
    for (const Field& field : shape.fields) {
      Term line{
          .sort = "",
          .text = {"  " + field.name + (field.optional ? "?: " : ": ") + field.shape.written + field.quality + "\n"},
          .operands = {},
          .can_go = true};
      append(input, std::move(line));
    }
    input.text.back() += "}" + quality + "\n";
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
      if (dice_.percent(60)) append(result, clause({"  else" + out()}, {}));
      result.text.back() += "}\n";
      expressions_.declare({.name = "tab", .sort = gives, .takes = {"string", "ratio"}});
    }
    return result;
  }

  const Schema& schema_;
  Dice& dice_;
  const bool plain_;
  Expressions expressions_;
  RuleMaker rules_;
  int lets_ = 0, params_ = 0;
};

}  // namespace

MadeUp make_policy(const Schema& schema, Dice& dice, bool plain) { return Policies(schema, dice, plain).make(); }

}  // namespace nexus::reference
