#include "base/overloaded.h"
#include "workspace/describe/wording.h"
#include "workspace/describe/wording_state.h"

#include <algorithm>

// Conditions.
namespace nexus::workspace::describing {

namespace {

using namespace rules;
using grammar::LogicalOp;
using grammar::QuantifierKind;
using grammar::TestKind;

Relation inverse(Relation relation) {
  switch (relation) {
    case Relation::equal:
      return Relation::not_equal;
    case Relation::not_equal:
      return Relation::equal;
    case Relation::less:
      return Relation::greater_equal;
    case Relation::less_equal:
      return Relation::greater;
    case Relation::greater:
      return Relation::less_equal;
    case Relation::greater_equal:
      return Relation::less;
  }
  return relation;
}

/// With both sides changed over.
Relation mirrored(Relation relation) {
  switch (relation) {
    case Relation::less:
      return Relation::greater;
    case Relation::less_equal:
      return Relation::greater_equal;
    case Relation::greater:
      return Relation::less;
    case Relation::greater_equal:
      return Relation::less_equal;
    case Relation::equal:
    case Relation::not_equal:
      break;
  }
  return relation;
}

/// Of a param that is spelled out; a longer one is looked up.
constexpr std::size_t longest_list = 80;

std::string_view is_or_not(bool holds) { return holds ? " is " : " is not "; }

}  // namespace

Sentence Wording::clause(ExprId id, bool holds) {
  const Deeper deeper(*this);
  if (deeper.too_deep()) return holds ? written(id) : cat("not: ", written(id));
  return std::visit(
      base::overloaded{
          [&](const Constant&) { return is_true(id, holds); },
          [&](const Template&) { return is_true(id, holds); },
          [&](const MakeList&) { return is_true(id, holds); },
          [&](const MakeRecord&) { return is_true(id, holds); },
          [&](const MakeMap&) { return is_true(id, holds); },
          [&](const InputDocument&) { return is_true(id, holds); },
          [&](const FieldOf&) { return is_true(id, holds); },
          [&](const ItemAt&) { return is_true(id, holds); },
          [&](const EntryAt&) { return is_true(id, holds); },
          [&](const AnyAt&) { return is_true(id, holds); },
          [&](const BinderValue&) { return is_true(id, holds); },
          [&](const LetValue& node) {
            return place(id) ? is_true(id, holds) : cat(let(node.let), holds ? " holds" : " does not hold");
          },
          [&](const ParamValue&) { return is_true(id, holds); },
          [&](const FormalValue&) { return is_true(id, holds); },
          [&](const DefCall& node) {
            Sentence name = call({node.def, {}});
            std::vector<Sentence> arguments;
            for (const ExprId argument : node.arguments) arguments.push_back(value(argument));
            name = cat(std::move(name), holds ? " holds" : " does not hold");
            return arguments.empty() ? name : cat(std::move(name), " for ", listed(arguments, "and"));
          },
          [&](const ChooseNode&) { return is_true(id, holds); },
          [&](const Now&) { return is_true(id, holds); },
          [&](const Convert&) { return is_true(id, holds); },
          [&](const NegateNode&) { return is_true(id, holds); },
          [&](const NotNode& node) { return clause(node.operand, !holds); },
          [&](const LogicalNode& node) { return logical(node, holds); },
          [&](const DefaultNode& node) {
            std::vector<Sentence> others;
            for (std::size_t i = 1; i < node.operands.size(); ++i) others.push_back(value(node.operands[i]));
            return cat(clause(node.operands.front(), holds), " (if missing: taken as ", listed(others, "else"), ")");
          },
          [&](const ArithmeticNode&) { return is_true(id, holds); },
          [&](const CompareNode& node) { return compare(node, holds); },
          [&](const BetweenNode& node) {
            return cat(subject(node.operand), is_or_not(holds), "between ", value(node.low), " and ", value(node.high));
          },
          [&](const MembershipNode& node) { return membership(node, holds); },
          [&](const StringTestNode& node) { return string_test(node, holds); },
          [&](const MatchesNode& node) {
            return cat(subject(node.operand), holds ? " fits the pattern " : " does not fit the pattern ",
                       code(node.pattern));
          },
          [&](const SubsetNode& node) {
            return cat(holds ? "everything in " : "not everything in ", value(node.lhs), " is also in ",
                       value(node.rhs));
          },
          [&](const IsNode& node) { return test(node, holds); },
          [&](const IfNode& node) {
            return cat("(if ", clause(node.condition), ": ", clause(node.then_value, holds),
                       "; otherwise: ", clause(node.else_value, holds), ")");
          },
          [&](const QuantifierNode& node) {
            return node.kind == QuantifierKind::the ? is_true(id, holds) : quantifier(node, holds);
          },
          [&](const ComprehensionNode&) { return is_true(id, holds); },
          [&](const CallNode&) { return is_true(id, holds); },
          [&](const HistoryValue&) { return is_true(id, holds); },
          [&](const PreviousValue&) { return is_true(id, holds); },
          [&](const WindowNode&) { return is_true(id, holds); },
          [&](const LastingNode& node) { return holds ? lasting(node) : cat("it is not so that ", lasting(node)); },
          [&](const RuleStatusNode& node) { return rule_status(node, holds); },
      },
      model_[id].node);
}

Sentence Wording::is_true(ExprId id, bool holds) {
  return cat(subject(id), " is ", describing::value(holds ? "true" : "false"));
}
Sentence Wording::whether(ExprId id) { return cat("whether ", clause(id)); }

Sentence Wording::logical(const LogicalNode& node, bool holds) {
  // Kleene's logic has De Morgan's laws, too: what is unknown stays so.
  const bool all = (node.op == LogicalOp::conjunction) == holds;
  std::vector<Sentence> parts;
  for (const ExprId operand : node.operands) {
    const bool is_compound = as<LogicalNode>(operand) != nullptr || has_parts(operand);
    parts.push_back(is_compound ? cat("(", clause(operand, holds), ")") : clause(operand, holds));
  }
  return listed(parts, all ? "and" : "or");
}

/// A value that does not come from the evidence.
bool Wording::is_fixed(ExprId id) const { return as<Constant>(id) != nullptr || as<ParamValue>(id) != nullptr; }

/// Times come before or after each other, and so do the days of the week.
bool Wording::is_in_time(ExprId id) const {
  const Type& type = model_.types[model_[id].type];
  if (type.kind == TypeKind::enumeration) return model_.types[type.enumeration].members.front() == "monday";
  return type.kind == TypeKind::time || type.kind == TypeKind::date;
}

Sentence Wording::compare(const CompareNode& node, bool holds) {
  Relation relation = holds ? node.relation : inverse(node.relation);
  ExprId subject = node.lhs, limit = node.rhs;
  if (is_fixed(subject) && !is_fixed(limit)) {
    std::swap(subject, limit);
    relation = mirrored(relation);
  }
  return cat(this->subject(subject), " ", this->relation(relation, limit, is_in_time(subject)));
}

Sentence Wording::relation(Relation relation, ExprId limit, bool in_time) {
  const auto word = [&]() -> std::string_view {
    switch (relation) {
      case Relation::equal:
        return is_fixed(limit) ? "is " : "equals ";
      case Relation::not_equal:
        return is_fixed(limit) ? "is not " : "differs from ";
      case Relation::less:
        return in_time ? "is before " : "is below ";
      case Relation::less_equal:
        return in_time ? "is not later than " : "is at most ";
      case Relation::greater:
        return in_time ? "is after " : "is above ";
      case Relation::greater_equal:
        return in_time ? "is not earlier than " : "is at least ";
    }
    return "";
  };
  return cat(word(), value(limit));
}

Sentence Wording::membership(const MembershipNode& node, bool holds) {
  return cat(subject(node.needle), " ", member_of(node.haystack, holds != node.negated));
}

Sentence Wording::member_of(ExprId haystack, bool in) {
  const auto* list = as<MakeList>(haystack);
  if (list == nullptr)
    if (const auto* param = as<ParamValue>(haystack)) {
      const auto* items = as<MakeList>(model_.params[param->param].value);
      Sentence all = items != nullptr ? list_words(*items, "and") : Sentence{};
      if (items != nullptr && !items->items.empty() && report::doc::plain_text(all).size() <= longest_list)
        return cat(in ? "is one of " : "is none of ", std::move(all), " (", value(haystack), ")");
    }
  if (list == nullptr) return cat(in ? "is in " : "is not in ", value(haystack));
  if (list->items.size() == 1) return cat(in ? "is " : "is not ", value(list->items.front()));
  return cat(in ? "is " : "is neither ", list_words(*list, in ? "or" : "nor"));
}

Sentence Wording::string_test(const StringTestNode& node, bool holds) {
  const auto verb = [&]() -> std::string_view {
    switch (node.relation) {
      case StringRelation::contains:
        return holds ? " contains " : " does not contain ";
      case StringRelation::starts_with:
        return holds ? " starts with " : " does not start with ";
      case StringRelation::ends_with:
        return holds ? " ends with " : " does not end with ";
      case StringRelation::like:
        return holds ? " fits the path pattern " : " does not fit the path pattern ";
    }
    return "";
  };
  return cat(subject(node.lhs), verb(), value(node.rhs));
}

Sentence Wording::test(const IsNode& node, bool holds) {
  const auto word = [&]() -> std::string_view {
    switch (node.kind) {
      case TestKind::present:
        return "present";
      case TestKind::missing:
        return "missing";
      case TestKind::empty:
        return "empty";
      case TestKind::null:
        return "null";
    }
    return "";
  };
  return cat(subject(node.operand), is_or_not(holds != node.negated), word());
}

// ---- quantifiers

/// "every suite in `suites` where …", "there are at least 2 approvals in `approvals`", without its filter.
Sentence Wording::quantifier_head(const QuantifierNode& node, bool holds) {
  const auto counted = [&](std::string_view how_many) {
    const Sentence count = value(node.count);
    const bool several = report::doc::plain_text(count) != "1";
    if (node.distinct) {
      Sentence all = ranges(node.ranges, true);
      const With with(*this, Reference::the);
      return cat("there are ", how_many, count, several ? " different values of " : " value of ", value(node.distinct),
                 ", over the ", std::move(all));
    }
    return cat(several ? "there are " : "there is ", how_many, count, " ", ranges(node.ranges, several));
  };
  switch (node.kind) {
    case QuantifierKind::every: {
      Sentence one = cat(holds ? "every " : "not every ", ranges(node.ranges, false));
      return node.if_any ? cat(std::move(one), " (there may be none)") : one;
    }
    case QuantifierKind::some:
      return cat(holds ? "there is at least one " : "there is no ", ranges(node.ranges, false));
    case QuantifierKind::no:
      return cat(holds ? "there is no " : "there is at least one ", ranges(node.ranges, false));
    case QuantifierKind::at_least:
      return counted(holds ? "at least " : "fewer than ");
    case QuantifierKind::at_most:
      return counted(holds ? "at most " : "more than ");
    case QuantifierKind::exactly:
      return counted(holds ? "exactly " : "not exactly ");
    case QuantifierKind::the:
      break;
  }
  return {};
}

Sentence Wording::quantifier(const QuantifierNode& node, bool holds) {
  Sentence all = quantifier_head(node, holds);
  all = cat(std::move(all), where(node.ranges, Reference::its));
  if (node.has) {
    const With with(*this, Reference::its);
    all = cat(std::move(all), ": ", clause(node.has));
  }
  unbind(node.ranges.ranges.size());
  return all;
}

// ---- time, and other rules

Sentence Wording::how_long(const LastingNode& node) {
  Sentence time = node.of_last ? cat("at ", value(node.amount), " of the last ", value(node.of_last), " snapshots")
                               : cat("for ", value(node.amount), " without a break");
  return node.max_gap ? cat(std::move(time), " (and no silence longer than ", value(node.max_gap), ")") : time;
}

Sentence Wording::lasting(const LastingNode& node) { return cat(clause(node.condition), ", ", how_long(node)); }

Sentence Wording::rule_status(const RuleStatusNode& node, bool holds) {
  const RuleHeadNode& head = head_of(model_, node.rule);
  static constexpr std::string_view kinds[] = {"the gate ", "the phase ", "the trigger "};
  Sentence rule =
      cat(kinds[static_cast<std::size_t>(node.rule.kind)], code(head.name, anchor_of_rule(model_, node.rule)));
  if (node.instance) rule = cat(std::move(rule), " of ", describing::value(*node.instance));
  return cat(std::move(rule), is_or_not(holds != node.negated), describing::value(spaced(node.status)));
}

// ---- with parts

/// Would one sentence be hard to read?
bool Wording::has_parts(ExprId id) const {
  if (const auto* node = as<NotNode>(id)) return has_parts(node->operand);
  if (const auto* node = as<QuantifierNode>(id)) {
    const ExprId body = node->has ? node->has : node->ranges.where;
    return body && (as<LogicalNode>(body) != nullptr || has_parts(body));
  }
  return as<LogicalNode>(id) != nullptr;
}

Statement Wording::statement(ExprId id, bool holds) {
  if (const auto* node = as<NotNode>(id)) return statement(node->operand, !holds);
  if (const auto* node = as<LogicalNode>(id)) return logical_statement(*node, holds);
  if (const auto* node = as<QuantifierNode>(id); node != nullptr && node->kind != QuantifierKind::the)
    return quantifier_statement(id, *node, holds);
  if (const auto* node = as<LastingNode>(id); node != nullptr && holds && has_parts(node->condition)) {
    Statement condition = statement(node->condition);
    return {cat(capitalised(how_long(*node)), ":"), {std::move(condition)}};
  }
  if (const auto* node = as<IfNode>(id); node != nullptr && kind(id) == TypeKind::boolean) {
    Statement otherwise{words("otherwise:"), {statement(node->else_value, holds)}};
    return {cat("if ", clause(node->condition), ":"), {statement(node->then_value, holds), std::move(otherwise)}};
  }
  return {clause(id, holds), {}};
}

Statement Wording::logical_statement(const LogicalNode& node, bool holds) {
  const bool all = (node.op == LogicalOp::conjunction) == holds;
  Statement statement{words(all ? "all of these hold:" : "at least one of these holds:"), {}};
  for (const ExprId operand : node.operands) statement.parts.push_back(this->statement(operand, holds));
  return statement;
}

Statement Wording::quantifier_statement(ExprId id, const QuantifierNode& node, bool holds) {
  if (!has_parts(id)) return {clause(id, holds), {}};
  Sentence head = quantifier_head(node, holds);
  const With with(*this, Reference::its);
  Statement all;
  if (node.has) {
    head = cat(std::move(head), where(node.ranges, Reference::its));
    Statement body = statement(node.has);
    if (as<LogicalNode>(node.has) != nullptr)
      all = {cat(std::move(head), ": ", std::move(body.sentence)), std::move(body.parts)};
    else
      all = {cat(std::move(head), ":"), {std::move(body)}};
  } else {
    Statement body = statement(node.ranges.where);
    if (as<LogicalNode>(node.ranges.where) != nullptr)
      all = {cat(std::move(head), " where ", std::move(body.sentence)), std::move(body.parts)};
    else
      all = {cat(std::move(head), " where:"), {std::move(body)}};
  }
  unbind(node.ranges.ranges.size());
  return all;
}

// ---- tables

std::optional<Sentence> Wording::cell(ExprId condition, std::uint32_t input) {
  const auto is_input = [&](ExprId id) {
    const auto* formal = as<FormalValue>(id);
    return formal != nullptr && formal->index == input;
  };
  const auto without_is = [](Sentence sentence) {
    if (!sentence.empty() && sentence.front().text.starts_with("is ")) sentence.front().text.erase(0, 3);
    if (!sentence.empty() && sentence.front().text.empty()) sentence.erase(sentence.begin());
    return sentence;
  };
  if (const auto* node = as<LogicalNode>(condition)) {
    std::vector<Sentence> parts;
    for (const ExprId operand : node->operands)
      if (auto part = cell(operand, input)) parts.push_back(*std::move(part));
    if (parts.empty()) return std::nullopt;
    return listed(parts, "and");
  }
  if (const auto* node = as<CompareNode>(condition); node != nullptr && is_input(node->lhs)) {
    if (node->relation == Relation::equal) return value(node->rhs);
    return without_is(relation(node->relation, node->rhs, is_in_time(node->lhs)));
  }
  if (const auto* node = as<MembershipNode>(condition); node != nullptr && is_input(node->needle))
    return without_is(member_of(node->haystack, !node->negated));
  return std::nullopt;
}

std::vector<LetId> Wording::take_rule_lets() { return std::exchange(terms_.rule_lets, {}); }

}  // namespace nexus::workspace::describing
