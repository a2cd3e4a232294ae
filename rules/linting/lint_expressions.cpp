#include "rules/linting/lint_context.h"
#include "rules/typing/children.h"
#include "rules/typing/constants.h"

#include "base/overloaded.h"

#include <algorithm>
#include <optional>

namespace nexus::rules::linting {

std::string LintContext::quoted(Span span, std::string_view otherwise) const {
  constexpr std::size_t longest = 40;
  const std::string source = text(span);
  const bool quotable =
      !source.empty() && source.size() <= longest && source.find_first_of("`\n\r") == std::string::npos;
  return quotable ? "`" + source + "`" : std::string(otherwise);
}

namespace {

/// Where an expression stands, and if as a condition, what keeps a release safe.
enum class Role : std::uint8_t {
  value,
  demanded,  ///< it must hold for something to pass: false is the safe side
  refused,   ///< it must not hold: true is the safe side
  unclear,   ///< a condition that decides neither by itself
};

Role opposite(Role role) {
  if (role == Role::demanded) return Role::refused;
  return role == Role::refused ? Role::demanded : role;
}

class ExpressionLints {
 public:
  explicit ExpressionLints(LintContext& context) : context_(context), model_(context.model) {}

  void root(ExprId id, Role role) {
    if (id) visit(id, role);
  }
  /// `filter`: what its `where` is; `way_out`: where a part of it belongs that does not depend on the items.
  void ranges(const RangesNode& node, Role filter, std::string_view way_out) {
    for (const BinderRange& range : node.ranges) visit(range.list, Role::value);
    if (!node.where) return;
    visit(node.where, filter);
    idle_conjuncts(node, node.where, way_out);
  }

 private:
  void visit(ExprId id, Role role) {
    if (decided(id, role)) return;
    const Expr& expr = model_[id];
    if (role != Role::value) optional_boolean(id, role);
    std::visit(base::overloaded{
                   [](const Constant&) {},
                   [](const InputDocument&) {},
                   [](const BinderValue&) {},
                   [](const LetValue&) {},
                   [](const ParamValue&) {},
                   [](const FormalValue&) {},
                   [](const Now&) {},
                   [](const HistoryValue&) {},
                   [](const PreviousValue&) {},
                   [](const RuleStatusNode&) {},
                   [&](const Template&) { values_inside(expr); },
                   [&](const MakeList&) { values_inside(expr); },
                   [&](const MakeRecord&) { values_inside(expr); },
                   [&](const MakeMap&) { values_inside(expr); },
                   [&](const FieldOf&) { values_inside(expr); },
                   [&](const ItemAt&) { values_inside(expr); },
                   [&](const EntryAt&) { values_inside(expr); },
                   [&](const AnyAt&) { values_inside(expr); },
                   [&](const DefCall&) { values_inside(expr); },
                   [&](const ChooseNode& e) {  // what its cells ask is looked at as a whole, by `lint_tables`
                     for (const ExprId result : e.results) visit(result, Role::value);
                     root(e.otherwise, Role::value);
                   },
                   [&](const Convert&) { values_inside(expr); },
                   [&](const NegateNode&) { values_inside(expr); },
                   [&](const BetweenNode&) { values_inside(expr); },
                   [&](const MembershipNode&) { values_inside(expr); },
                   [&](const StringTestNode&) { values_inside(expr); },
                   [&](const MatchesNode&) { values_inside(expr); },
                   [&](const SubsetNode&) { values_inside(expr); },
                   [&](const NotNode& e) { visit(e.operand, opposite(role == Role::value ? Role::unclear : role)); },
                   [&](const LogicalNode& e) {
                     for (const ExprId operand : e.operands) visit(operand, role == Role::value ? Role::unclear : role);
                   },
                   [&](const DefaultNode& e) {
                     never_absent(e.operands.front(), expr.span);
                     values_inside(expr);
                   },
                   [&](const ArithmeticNode& e) {
                     percent_added(e);
                     values_inside(expr);
                   },
                   [&](const CompareNode& e) {
                     string_order(e);
                     times_hundred(e, expr.span);
                     values_inside(expr);
                   },
                   [&](const IsNode& e) {
                     is_test(e, expr.span);
                     values_inside(expr);
                   },
                   [&](const IfNode& e) {
                     visit(e.condition, Role::unclear);
                     branch(e.then_value, role);
                     branch(e.else_value, role);
                   },
                   [&](const WindowNode& e) {
                     visit(e.value, e.function == Function::count ? Role::unclear : Role::value);
                     for (const ExprId part : {e.rank, e.duration, e.needs, e.max_gap}) root(part, Role::value);
                   },
                   [&](const LastingNode& e) {
                     visit(e.condition, role);
                     for (const ExprId part : {e.amount, e.of_last, e.max_gap}) root(part, Role::value);
                   },
                   [&](const QuantifierNode& e) { quantifier(e, role == Role::value ? Role::unclear : role); },
                   [&](const ComprehensionNode& e) {
                     ranges(e.ranges, Role::unclear, around);
                     visit(e.item, Role::value);
                   },
                   [&](const CallNode& e) {
                     if (e.ranges) ranges(*e.ranges, Role::unclear, around);
                     for (const ExprId argument : e.arguments) visit(argument, Role::value);
                     root(e.key, Role::value);
                   },
               },
               expr.node);
  }

  void values_inside(const Expr& expr) {
    typing::for_each_child(expr, [this](ExprId child) { visit(child, Role::value); });
  }

  /// The value of an `if`; `true` and `false` are what the condition before them is for.
  void branch(ExprId id, Role role) {
    if (!std::holds_alternative<Constant>(model_[id].node)) visit(id, role);
  }

  void quantifier(const QuantifierNode& node, Role role) {
    using enum grammar::QuantifierKind;
    const bool counts_for = node.kind == some || node.kind == at_least;
    const Role filter = counts_for ? role : node.kind == exactly || node.kind == the ? Role::unclear : opposite(role);
    root(node.count, Role::value);
    ranges(node.ranges, filter,
           counts_for ? "write it before the quantifier, joined with `and`"
                      : "what must hold only then is written `require … when CONDITION`; what must hold besides stands "
                        "before the quantifier, with `and`");
    root(node.distinct, Role::value);
    root(node.has, node.kind == every ? role : Role::unclear);
    if (node.kind == every && !node.if_any) maybe_empty(node);
  }

  // ---- conditions

  /// Reports a condition made of constants. `true` as a value is no condition.
  bool decided(ExprId id, Role role) {
    const Expr& expr = model_[id];
    if (context_.kind(id) != TypeKind::boolean) return false;
    if (role == Role::value && std::holds_alternative<Constant>(expr.node)) return false;
    const auto value = typing::fold(model_, id);
    const bool* known = value ? std::get_if<bool>(&*value) : nullptr;
    if (known == nullptr) return false;
    context_.sink.emit(*known ? diagnostics::always_true(expr.span).with_help(
                                    "it checks nothing: compare with something in the snapshot, or remove it")
                              : diagnostics::always_false(expr.span).with_help(
                                    "nothing can meet it: compare with something in the snapshot, or remove it"));
    return true;
  }

  /// The last step of a path to an optional field of type bool.
  void optional_boolean(ExprId id, Role role) {
    const auto* field = std::get_if<FieldOf>(&model_[id].node);
    if (field == nullptr || context_.kind(id) != TypeKind::boolean) return;
    const RecordField* declared = declared_field(*field);
    if (declared == nullptr || !declared->optional) return;
    const Span span = context_.span(id);
    const std::string as_true = context_.text(span) + " ?? true", as_false = context_.text(span) + " ?? false";
    base::Diagnostic diagnostic = diagnostics::optional_boolean(span, context_.quoted(span, "this"));
    if (role == Role::demanded) {
      diagnostic.helps.push_back("say what absence means: `" + as_false + "`");
      diagnostic.suggestion = base::Suggestion{span, as_false};
    } else if (role == Role::refused) {
      diagnostic.helps.push_back("say what absence means: with `" + as_true + "` what is absent does not pass, with `" +
                                 as_false + "` it does");
    } else {
      diagnostic.helps.push_back("say what absence means: `" + as_true + "` or `" + as_false + "`");
    }
    context_.sink.emit(std::move(diagnostic));
  }

  [[nodiscard]] const RecordField* declared_field(const FieldOf& field) const {
    const Type& type = model_.types[model_[field.base].type];
    return type.kind == TypeKind::record ? model_.types[type.record].find(field.name) : nullptr;
  }

  void idle_conjuncts(const RangesNode& node, ExprId where, std::string_view way_out) {
    if (const auto* all = std::get_if<LogicalNode>(&model_[where].node);
        all != nullptr && all->op == grammar::LogicalOp::conjunction) {
      for (const ExprId each : all->operands) idle_conjuncts(node, each, way_out);
      return;
    }
    if (mentions(where, node) || typing::fold(model_, where)) return;
    std::string names;
    for (const BinderRange& range : node.ranges)
      names.append(names.empty() ? "`" : " or `").append(model_.binders[range.value].name).append("`");
    base::Diagnostic diagnostic = diagnostics::idle_filter(context_.span(where), names);
    if (const auto field = field_of_item(node, context_.text(context_.span(where)))) {
      diagnostic.helps.push_back("did you mean `" + *field + "`?");
      diagnostic.suggestion = base::Suggestion{context_.span(where), *field};
    }
    diagnostic.helps.emplace_back(way_out);
    context_.sink.emit(std::move(diagnostic));
  }

  /// `s.production`, where the items have a field of that name.
  [[nodiscard]] std::optional<std::string> field_of_item(const RangesNode& node, std::string_view name) const {
    for (const BinderRange& range : node.ranges) {
      const BinderInfo& binder = model_.binders[range.value];
      const Type& type = model_.types[binder.type];
      if (type.kind == TypeKind::record && model_.types[type.record].find(name) != nullptr)
        return binder.name + "." + std::string(name);
    }
    return std::nullopt;
  }

  /// Does an expression speak of an item of the ranges? What a rule-local `let` stands for may, so it counts.
  [[nodiscard]] bool mentions(ExprId id, const RangesNode& node) const {
    const Expr& expr = model_[id];
    if (const auto* binder = std::get_if<BinderValue>(&expr.node))
      return std::ranges::any_of(node.ranges, [&](const BinderRange& range) {
        return range.value == binder->binder || (range.key && range.key == binder->binder);
      });
    if (const auto* let = std::get_if<LetValue>(&expr.node)) return model_.lets[let->let].in_rule;
    bool found = false;
    typing::for_each_child(expr, [&](ExprId child) { found = found || mentions(child, node); });
    return found;
  }

  void maybe_empty(const QuantifierNode& node) {
    const ExprId list = node.ranges.ranges.front().list;
    const Expr& expr = model_[list];
    const auto is_empty_list = [this](ExprId id) {
      const auto* items = std::get_if<MakeList>(&model_[id].node);
      return items != nullptr && items->items.empty();
    };
    const auto* defaulted = std::get_if<DefaultNode>(&expr.node);
    const auto* param = std::get_if<ParamValue>(&expr.node);
    const bool may_be_empty = (defaulted != nullptr && is_empty_list(defaulted->operands.back())) ||
                              (param != nullptr && is_empty_list(model_.params[param->param].value));
    if (may_be_empty)
      context_.sink.emit(
          diagnostics::maybe_empty(expr.span).with_help("if nothing to judge is fine, write `if any` before `has`"));
  }

  // ---- absence

  void is_test(const IsNode& node, Span span) {
    if (node.kind == grammar::TestKind::missing && node.negated) {
      const std::string present = context_.text(context_.span(node.operand)) + " is present";
      context_.sink.emit(diagnostics::not_missing(span)
                             .with_help("`" + present + "` holds where there is a usable value")
                             .with_suggestion(span, present));
    } else if (node.kind == grammar::TestKind::missing || node.kind == grammar::TestKind::present) {
      never_absent(node.operand, span);
    }
  }

  void never_absent(ExprId path, Span span) {
    if (!is_always_there(path)) return;
    const Span where = context_.span(path);
    const bool is_param = std::holds_alternative<ParamValue>(model_[path].node);
    context_.sink.emit(diagnostics::never_absent(span, context_.quoted(where, "this value"))
                           .with_help(is_param ? "a param always has a value"
                                               : "no part of the path is declared with `?`: declare it so where it may "
                                                 "be absent, else leave this out"));
  }

  /// A path of required fields alone. Items and entries may be missing however they are declared.
  [[nodiscard]] bool is_always_there(ExprId id) const {
    const Expr& expr = model_[id];
    if (const auto* field = std::get_if<FieldOf>(&expr.node)) {
      const RecordField* declared = declared_field(*field);
      // What is declared as `any` may be a null.
      return declared != nullptr && !declared->optional && !model_.types[declared->type].nullable &&
             context_.kind(id) != TypeKind::any && is_always_there(field->base);
    }
    if (const auto* document = std::get_if<InputDocument>(&expr.node))
      return !model_.inputs[document->input].optional && context_.kind(id) != TypeKind::any;
    if (const auto* binder = std::get_if<BinderValue>(&expr.node))
      return !model_.types[model_.binders[binder->binder].type].nullable && context_.kind(id) == TypeKind::record;
    return std::holds_alternative<ParamValue>(expr.node);
  }

  // ---- values

  /// `r - 5%` takes five points away, not five percent of r.
  void percent_added(const ArithmeticNode& node) {
    const bool sum = node.op == grammar::ArithmeticOp::add || node.op == grammar::ArithmeticOp::subtract;
    if (!sum || !std::holds_alternative<Constant>(model_[node.rhs].node)) return;
    const std::string literal = context_.text(context_.span(node.rhs));
    const bool computed = context_.kind(node.lhs) == TypeKind::ratio && !typing::fold(model_, node.lhs);
    if (!computed || !literal.ends_with('%')) return;
    const std::string points = literal.substr(0, literal.size() - 1) + "pt";
    const auto& quantity = std::get<base::Quantity>(std::get<Constant>(model_[node.rhs].node).value);
    const base::Decimal one(1), hundred(100);
    const bool adds = node.op == grammar::ArithmeticOp::add;
    const base::Decimal factor =
        adds ? base::add(one, quantity.value).value : base::subtract(one, quantity.value).value;
    context_.sink.emit(diagnostics::percent_added(context_.span(node.rhs), literal)
                           .with_help("percentage points are written `" + points +
                                      "`; a part of the value itself is `* " +
                                      base::multiply(factor, hundred).value.to_string() + "%`")
                           .with_suggestion(context_.span(node.rhs), points));
  }

  void string_order(const CompareNode& node) {
    const bool ordered = node.relation != Relation::equal && node.relation != Relation::not_equal;
    if (!ordered || context_.kind(node.lhs) != TypeKind::string || context_.kind(node.rhs) != TypeKind::string) return;
    const Span span = base::cover(context_.span(node.lhs), context_.span(node.rhs));
    context_.sink.emit(diagnostics::string_order(span).with_help(
        "versions are compared as `version(…)`, times as `… as time`, numbers as `number(…)`"));
  }

  /// `coverage * 100 >= 80%`: both sides count in hundredths, so that 1 % is above the limit.
  void times_hundred(const CompareNode& node, Span span) {
    const auto is_percent = [&](ExprId id) {
      const bool literal =
          std::holds_alternative<Constant>(model_[id].node) && context_.text(context_.span(id)).ends_with('%');
      return literal || (std::holds_alternative<ParamValue>(model_[id].node) && context_.kind(id) == TypeKind::ratio);
    };
    for (const auto& [side, other] : {std::pair(node.lhs, node.rhs), std::pair(node.rhs, node.lhs)}) {
      const ExprId value = without_hundred(side);
      if (!value || !is_percent(other)) continue;
      const std::string whole = context_.text(span), product = context_.text(context_.span(side));
      base::Diagnostic diagnostic = diagnostics::times_hundred(span, product, context_.text(context_.span(other)));
      diagnostic.helps.emplace_back("`%` means hundredths already: leave out the `100`");
      const std::string written = context_.text(context_.span(value));
      // An operand of parentheses of its own is left to the author.
      if (std::size_t at = whole.find(product); at != std::string::npos && whole.find('(') == std::string::npos)
        diagnostic.suggestion = base::Suggestion{span, std::string(whole).replace(at, product.size(), written)};
      context_.sink.emit(std::move(diagnostic));
    }
  }

  /// The other operand of a product with 100; none for what is no such product.
  [[nodiscard]] ExprId without_hundred(ExprId id) const {
    const auto* product = std::get_if<ArithmeticNode>(&model_[id].node);
    if (product == nullptr || product->op != grammar::ArithmeticOp::multiply) return {};
    const auto is_hundred = [&](ExprId side) {
      const auto* constant = std::get_if<Constant>(&model_[side].node);
      const auto* quantity = constant != nullptr ? std::get_if<base::Quantity>(&constant->value) : nullptr;
      return quantity != nullptr && quantity->value == base::Decimal(100);
    };
    if (is_hundred(product->rhs)) return product->lhs;
    return is_hundred(product->lhs) ? product->rhs : ExprId{};
  }

  static constexpr std::string_view around = "write it around: `if CONDITION then … else …`";

  LintContext& context_;
  const CheckedModel& model_;
};

class Roots {
 public:
  explicit Roots(LintContext& context) : model_(context.model), lints_(context) {}

  void run() {
    for (const LetDefinition& let : model_.lets) lints_.root(let.value, Role::value);
    for (const Def& def : model_.defs) lints_.root(def.body, Role::value);
    for (const Gate& gate : model_.gates) {
      head(gate.head);
      values(gate.on_fail, gate.on_missing);
      remedies(gate.remedies);
      requirements(gate.requirements);
      if (gate.excuse) {
        lints_.root(gate.excuse->condition, Role::demanded);
        values(gate.excuse->by, gate.excuse->because);
      }
    }
    for (const Phase& phase : model_.phases) {
      head(phase.head);
      requirements(phase.requirements);
      lints_.root(phase.started_when, Role::demanded);
      lints_.root(phase.done_when, Role::demanded);
      values(phase.started_at, phase.done_at);
    }
    for (const Trigger& trigger : model_.triggers) {
      head(trigger.head);
      lints_.root(trigger.fires, Role::refused);
      if (trigger.lasting) values(trigger.lasting->amount, trigger.lasting->of_last, trigger.lasting->max_gap);
      values(trigger.keep_for);
      values(trigger.level, trigger.message, trigger.on_missing);
      remedies(trigger.remedies);
    }
    for (const Waiver& waiver : model_.waivers) lints_.root(waiver.where, Role::demanded);
  }

 private:
  template <class... Ids>
  void values(Ids... ids) {
    (lints_.root(ids, Role::value), ...);
  }
  void head(const RuleHeadNode& head) {
    if (head.for_each) lints_.ranges(head.for_each->ranges, Role::refused, "write it as `applies when`");
    lints_.root(head.applies, Role::refused);
  }
  void requirements(const std::vector<RequirementNode>& requirements) {
    for (const RequirementNode& requirement : requirements) {
      lints_.root(requirement.condition, Role::demanded);
      lints_.root(requirement.when, Role::refused);
      lints_.root(requirement.band, Role::demanded);
      values(requirement.level, requirement.message, requirement.file, requirement.line);
      remedies(requirement.remedies);
    }
  }
  void remedies(const std::vector<RemedyNode>& remedies) {
    for (const RemedyNode& remedy : remedies) {
      for (const auto& [name, value] : remedy.fields) lints_.root(value, Role::value);
      lints_.root(remedy.when, Role::unclear);
    }
  }

  const CheckedModel& model_;
  ExpressionLints lints_;
};

}  // namespace

void lint_expressions(LintContext& context) { Roots(context).run(); }

}  // namespace nexus::rules::linting
