#include "rules/typing/aggregates.h"

#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/history.h"
#include "rules/typing/names.h"
#include "rules/typing/quantifiers.h"
#include "rules/typing/words.h"

#include <algorithm>
#include <array>

namespace nexus::rules::typing {

namespace {

enum class Shape : std::uint8_t {
  count,       ///< count(x in L where C)
  aggregate,   ///< sum(e for x in L), sum(L)
  percentile,  ///< percentile(95, e for x in L), percentile(95, L)
  increase,    ///< increase(e over D)
  rank_sum,    ///< mann_whitney(a, b)
  length,      ///< length(x)
  one_list,    ///< unique(L)
  two_lists,   ///< union(a, b)
  take,        ///< first(n, L)
  sort,        ///< sort(x in L by e), sort(L)
  latest,      ///< latest(x in L by key, time)
  split,
  join
};
struct CollectionFunction {
  std::string_view name;
  Function function;
  Shape shape;
};
constexpr std::array<CollectionFunction, 22> functions = {{
    {"count", Function::count, Shape::count},
    {"sum", Function::sum, Shape::aggregate},
    {"min", Function::min, Shape::aggregate},
    {"max", Function::max, Shape::aggregate},
    {"avg", Function::avg, Shape::aggregate},
    {"median", Function::median, Shape::aggregate},
    {"stddev", Function::stddev, Shape::aggregate},
    {"percentile", Function::percentile, Shape::percentile},
    {"mann_whitney", Function::mann_whitney, Shape::rank_sum},
    {"increase", Function::increase, Shape::increase},
    {"length", Function::length, Shape::length},
    {"unique", Function::unique, Shape::one_list},
    {"concat", Function::concat, Shape::two_lists},
    {"union", Function::union_, Shape::two_lists},
    {"intersection", Function::intersection, Shape::two_lists},
    {"difference", Function::difference, Shape::two_lists},
    {"first", Function::first, Shape::take},
    {"last", Function::last, Shape::take},
    {"sort", Function::sort, Shape::sort},
    {"latest", Function::latest, Shape::latest},
    {"split", Function::split, Shape::split},
    {"join", Function::join, Shape::join},
}};

bool is_summable(TypeKind kind) {
  return is_dimensionless(kind) || kind == TypeKind::duration || kind == TypeKind::size;
}

bool is_ordered(const Context& context, TypeId id) {
  const Type& type = context.type(id);
  if (type.kind == TypeKind::enumeration) return context.model.types[type.enumeration].ordered;
  return is_summable(type.kind) || is_moment(type.kind) || type.kind == TypeKind::version ||
         type.kind == TypeKind::level;
}

/// One call, typed step by step.
class CollectionCall {
 public:
  CollectionCall(Scope& scope, const CollectionFunction& function, const grammar::Call& call, Span span)
      : scope_(scope), context_(scope.context), function_(function), call_(call), span_(span) {}

  ExprId type() {
    switch (function_.shape) {
      case Shape::count:
        return count();
      case Shape::aggregate:
        return aggregate();
      case Shape::percentile:
        return percentile();
      case Shape::increase:
        return increase();
      case Shape::rank_sum:
        return rank_sum();
      case Shape::length:
        return length();
      case Shape::one_list:
        return one_list();
      case Shape::two_lists:
        return two_lists();
      case Shape::take:
        return take();
      case Shape::sort:
        return sort();
      case Shape::latest:
        return latest();
      case Shape::split:
        return split();
      case Shape::join:
        return join();
    }
    return wrong_shape();
  }

 private:
  ExprId wrong_shape() { return report_shape(scope_, function_.name, span_); }

  ExprId finish(std::vector<ExprId> arguments, TypeId type, std::optional<RangesNode> ranges = std::nullopt,
                ExprId key = {}) {
    return context_.add(CallNode{function_.function, std::move(arguments), std::move(ranges), key}, type, span_);
  }

  [[nodiscard]] bool plain(std::size_t arity) const {
    return call_.arguments.size() == arity && std::ranges::all_of(call_.arguments, is_value);
  }
  static bool is_value(const grammar::Argument& argument) {
    return argument.value && !argument.ranges && !argument.by && !argument.window;
  }
  [[nodiscard]] const grammar::Argument& argument(std::size_t index) const { return call_.arguments[index]; }

  [[nodiscard]] std::string title(std::size_t index) const {
    if (call_.arguments.size() == 1) return "the argument of `" + std::string(function_.name) + "`";
    return "argument " + std::to_string(index + 1) + " of `" + std::string(function_.name) + "`";
  }

  /// An argument that must be a list; of the error type, with a report, where it is none. `any` becomes a list of anything.
  ExprId list(std::size_t index, TypeId hint = {}) { return typed_list(argument(index).value, hint, title(index)); }

  ExprId typed_list(grammar::ExprId syntax, TypeId hint, std::string_view what) {
    const ExprId typed = type_expression(scope_, syntax, hint);
    const TypeKind kind = context_.kind(typed);
    if (kind == TypeKind::list || kind == TypeKind::error) return typed;
    if (kind == TypeKind::any)
      return convert_any(context_, typed, context_.model.types.list_of(context_.scalar(TypeKind::any)));
    return not_a_list(typed, what);
  }

  ExprId not_a_list(ExprId typed, std::string_view what) {
    base::Diagnostic diagnostic =
        diagnostics::wrong_type(context_.span_of(typed), what, "a list", context_.describe(context_.plain_of(typed)));
    diagnostic.label = operand_label(context_, typed);
    context_.report(std::move(diagnostic));
    return context_.add_error(context_.span_of(typed));
  }

  [[nodiscard]] bool is_error(ExprId id) const { return context_.kind(id) == TypeKind::error; }

  // ---- count, sum, min, max, avg

  ExprId count() {
    if (call_.arguments.size() != 1 || argument(0).by) return wrong_shape();
    if (argument(0).window) {
      if (argument(0).ranges || !argument(0).value) return wrong_shape();
      return window(type_condition(scope_, argument(0).value), {}, argument(0), context_.scalar(TypeKind::integer));
    }
    if (argument(0).ranges && !argument(0).value) {
      const Binding binding(scope_);
      RangesNode ranges = type_ranges(scope_, *argument(0).ranges);
      return finish({}, context_.scalar(TypeKind::integer), std::move(ranges));
    }
    if (argument(0).ranges) return wrong_shape();
    const ExprId items = list(0);
    return is_error(items) ? items : finish({items}, context_.scalar(TypeKind::integer));
  }

  ExprId aggregate() {
    const bool compares = function_.function == Function::min || function_.function == Function::max;
    if (compares && call_.arguments.size() > 1 && std::ranges::all_of(call_.arguments, is_value))
      return values_in_a_row();
    if (call_.arguments.size() != 1 || is_range_without_value(argument(0))) return wrong_shape();
    return over_values(argument(0), {});
  }

  /// `max(a, b)`
  ExprId values_in_a_row() {
    const Span first = scope_.syntax(argument(0).value).span, last = scope_.syntax(call_.arguments.back().value).span;
    const std::string written = std::string(function_.name) + "([" + context_.text(base::cover(first, last)) + "])";
    context_.report(diagnostics::wrong_call(span_, function_.name)
                        .with_help("of values that stand here it takes one list")
                        .with_suggestion(span_, written));
    return context_.add_error(span_);
  }

  /// `max(s in suites)`: which items, and not what of them.
  [[nodiscard]] bool is_range_without_value(const grammar::Argument& one) const {
    const auto* comparison = is_value(one) ? std::get_if<grammar::Comparison>(&scope_.syntax(one.value).node) : nullptr;
    const auto* name = comparison != nullptr && comparison->op == grammar::ComparisonOp::in
                           ? std::get_if<grammar::NameRef>(&scope_.syntax(comparison->lhs).node)
                           : nullptr;
    return name != nullptr && !typing::is_value(scope_, name->name.text);
  }

  ExprId percentile() {
    if (call_.arguments.size() != 2 || !is_value(argument(0))) return wrong_shape();
    const ExprId typed = type_expression(scope_, argument(0).value);
    if (context_.kind(typed) == TypeKind::list) return wrong_shape();
    if (context_.kind(typed) == TypeKind::ratio) {  // 95% is 0.95, and the percentile 0.95 is hardly ever meant
      context_.report(diagnostics::wrong_type(context_.span_of(typed), title(0), "a number from 0 to 100", "a ratio")
                          .with_help("the 95th percentile is `percentile(95, …)`"));
      return context_.add_error(span_);
    }
    const ExprId rank = require_type(context_, typed, context_.scalar(TypeKind::number), title(0));
    const auto constant = is_error(rank) ? std::nullopt : fold(context_.model, rank);
    const auto* known = constant ? std::get_if<base::Quantity>(&*constant) : nullptr;
    if (known != nullptr && (known->value.is_negative() || known->value > base::Decimal(100))) {
      context_.report(
          diagnostics::percentile_out_of_range(context_.span_of(rank), context_.text(context_.span_of(rank)))
              .with_help("the median is `percentile(50, …)`, the greatest value `percentile(100, …)`"));
      return context_.add_error(span_);
    }
    return over_values(argument(1), {rank});
  }

  /// Items of a range or of a list, and what the function needs to know besides.
  ExprId over_values(const grammar::Argument& items, std::vector<ExprId> further) {
    if (!items.value || items.by || (items.window && items.ranges)) return wrong_shape();
    if (items.window) {
      const ExprId value = aggregated(type_expression(scope_, items.value));
      if (is_error(value)) return context_.add_error(span_);
      return window(value, further.empty() ? ExprId{} : further.front(), items, result_of(value));
    }
    if (items.ranges) {
      const Binding binding(scope_);
      RangesNode ranges = type_ranges(scope_, *items.ranges);
      const ExprId item = aggregated(type_expression(scope_, items.value));
      return finish_over(item, std::move(ranges), std::move(further));
    }
    const ExprId list = typed_list(items.value, {}, title(call_.arguments.size() - 1));
    return is_error(list) ? list : over_items(list, std::move(further));
  }

  ExprId window(ExprId value, ExprId rank, const grammar::Argument& over, TypeId type) {
    return type_window(scope_, function_.function, value, rank, *over.window, type, span_);
  }

  /// Differences of a counter; it has no meaning but over a window.
  ExprId increase() {
    if (call_.arguments.size() != 1 || !argument(0).window) return wrong_shape();
    return over_values(argument(0), {});
  }

  ExprId finish_over(ExprId item, RangesNode ranges, std::vector<ExprId> further) {
    if (is_error(item) || std::ranges::any_of(further, [this](ExprId id) { return is_error(id); }))
      return context_.add_error(span_);
    further.insert(further.begin(), item);
    return finish(std::move(further), result_of(item), std::move(ranges));
  }

  /// `sum(L)` is `sum(x for x in L)`, which has an item to look at.
  ExprId over_items(ExprId items, std::vector<ExprId> further) {
    const TypeId item_type = context_.type(context_.type_of(items)).item;
    const BinderId binder = context_.model.binders.add({"item", item_type, context_.span_of(items)});
    context_.binder_lists.push_back(items);
    const ExprId item = aggregated(context_.add(BinderValue{binder}, item_type, context_.span_of(items)));
    RangesNode ranges;
    ranges.ranges.push_back({binder, {}, items});
    return finish_over(item, std::move(ranges), std::move(further));
  }

  // ---- mann_whitney

  ExprId rank_sum() {
    if (!plain(2)) return wrong_shape();
    const ExprId a = numbers(0), b = numbers(1);
    if (is_error(a) || is_error(b)) return context_.add_error(span_);
    std::size_t odd_one = 0;
    if (!unify_all(context_, {a, b}, odd_one)) return report_unlike_lists(a, b);
    const TypeId number = context_.scalar(TypeKind::number);
    RecordShape result;
    result.fields = {{.name = "p", .type = number, .optional = false, .declared = {}},
                     {.name = "effect", .type = number, .optional = false, .declared = {}}};
    return finish({a, b}, context_.model.types.record_of(std::move(result)));
  }

  /// A list of numbers or of quantities.
  ExprId numbers(std::size_t index) {
    const ExprId items = list(index);
    if (is_error(items)) return items;
    const TypeId item = context_.type(context_.type_of(items)).item;
    const TypeKind kind = context_.kind(item);
    if (is_summable(kind) || kind == TypeKind::any || kind == TypeKind::nothing || kind == TypeKind::error)
      return items;
    context_.report(diagnostics::not_aggregable(context_.span_of(items), function_.name,
                                                context_.describe(context_.model.types.plain(item)))
                        .with_help("it compares lists of numbers, ratios, durations or sizes"));
    return context_.add_error(context_.span_of(items));
  }

  /// The value that is added up or compared, reported where it cannot be.
  ExprId aggregated(ExprId item) {
    const TypeKind kind = context_.kind(item);
    if (kind == TypeKind::error) return item;
    if (kind == TypeKind::any) return convert_any(context_, item, context_.scalar(TypeKind::number));
    const bool picks = function_.function == Function::min || function_.function == Function::max;
    if (is_summable(kind) || kind == TypeKind::nothing || (picks && is_ordered(context_, context_.plain_of(item))))
      return item;
    base::Diagnostic diagnostic =
        diagnostics::not_aggregable(context_.span_of(item), function_.name, context_.describe(context_.plain_of(item)));
    diagnostic.label = operand_label(context_, item);
    if (kind == TypeKind::boolean)
      diagnostic.helps.emplace_back("to count what is true, write `count(x in LIST where CONDITION)`");
    else
      diagnostic.helps.emplace_back(
          picks ? "it compares numbers, quantities, times, versions and members of ordered enums"
                : "it adds up numbers, ratios, durations and sizes");
    context_.report(std::move(diagnostic));
    return context_.add_error(context_.span_of(item));
  }

  TypeId result_of(ExprId item) {
    const TypeId plain = context_.plain_of(item);
    const TypeKind kind = context_.kind(plain);
    const bool counts = kind == TypeKind::integer || kind == TypeKind::nothing;
    const Function f = function_.function;
    const bool divides =
        f == Function::avg || f == Function::median || f == Function::stddev || f == Function::percentile;
    if (divides && counts) return context_.scalar(TypeKind::number);
    return kind == TypeKind::nothing ? context_.scalar(TypeKind::integer) : plain;
  }

  // ---- lists

  ExprId length() {
    if (!plain(1)) return wrong_shape();
    const ExprId value = type_expression(scope_, argument(0).value);
    const TypeKind kind = context_.kind(value);
    if (kind == TypeKind::error) return value;
    const bool has_length =
        kind == TypeKind::list || kind == TypeKind::map || kind == TypeKind::string || kind == TypeKind::any;
    if (has_length) return finish({value}, context_.scalar(TypeKind::integer));
    base::Diagnostic diagnostic = diagnostics::wrong_type(
        context_.span_of(value), title(0), "a list, a map or a string", context_.describe(context_.plain_of(value)));
    diagnostic.label = operand_label(context_, value);
    context_.report(std::move(diagnostic));
    return context_.add_error(span_);
  }

  ExprId one_list() {
    if (!plain(1)) return wrong_shape();
    const ExprId items = list(0);
    return is_error(items) ? items : finish({items}, context_.type_of(items));
  }

  ExprId two_lists() {
    if (!plain(2)) return wrong_shape();
    // The list that has a type of its own tells the other what its items are.
    const bool second_first = leans(scope_, argument(0).value) && !leans(scope_, argument(1).value);
    ExprId a, b;
    if (second_first) {
      b = list(1);
      a = list(0, context_.plain_of(b));
    } else {
      a = list(0);
      b = list(1, context_.plain_of(a));
    }
    if (is_error(a) || is_error(b)) return context_.add_error(span_);
    // What is undeclared is compared as it comes where the other items are values that JSON has, else read as those.
    const auto item_kind = [&](ExprId list) { return context_.kind(context_.type(context_.type_of(list)).item); };
    const auto is_json = [](TypeKind kind) {
      return kind == TypeKind::any || kind == TypeKind::string || kind == TypeKind::boolean ||
             kind == TypeKind::integer || kind == TypeKind::number;
    };
    for (const auto& [one, other] : {std::pair(&a, &b), std::pair(&b, &a)}) {
      if (item_kind(*one) != TypeKind::any) continue;
      if (is_json(item_kind(*other))) return finish({a, b}, context_.type_of(*one));
      *one = convert_any(context_, *one, context_.type_of(*other));
    }
    std::size_t odd_one = 0;
    const TypeId type = unify_all(context_, {a, b}, odd_one);
    if (!type) return report_unlike_lists(a, b);
    return finish({adapt(context_, a, type), adapt(context_, b, type)}, type);
  }

  ExprId report_unlike_lists(ExprId a, ExprId b) {
    const TypeNames names = describe_apart(context_, a, b);
    base::Diagnostic diagnostic = diagnostics::unlike_lists(span_, names.first, names.second);
    diagnostic.labels.push_back({context_.span_of(a), operand_label(context_, a)});
    diagnostic.labels.push_back({context_.span_of(b), operand_label(context_, b)});
    context_.report(std::move(diagnostic));
    return context_.add_error(span_);
  }

  ExprId take() {
    if (!plain(2)) return wrong_shape();
    const ExprId given = type_expression(scope_, argument(0).value, context_.scalar(TypeKind::integer));
    if (context_.kind(given) == TypeKind::list) return wrong_shape();
    const ExprId count = require_type(context_, given, context_.scalar(TypeKind::integer), title(0));
    const ExprId items = list(1);
    return is_error(items) || is_error(count) ? context_.add_error(span_)
                                              : finish({count, items}, context_.type_of(items));
  }

  // ---- sort, latest

  ExprId sort() {
    if (call_.arguments.size() != 1) return wrong_shape();
    if (!argument(0).ranges) {
      if (!plain(1)) return wrong_shape();
      const ExprId items = list(0);
      if (is_error(items)) return items;
      if (!sortable(context_.type(context_.plain_of(items)).item, context_.span_of(items)))
        return context_.add_error(span_);
      return finish({items}, context_.type_of(items));
    }
    if (argument(0).value || !argument(0).by || argument(0).window) return wrong_shape();
    const Binding binding(scope_);
    RangesNode ranges = type_ranges(scope_, *argument(0).ranges);
    const ExprId key = type_expression(scope_, argument(0).by);
    const ExprId item = first_item(scope_, ranges, span_);
    if (is_error(key) || !sortable(context_.plain_of(key), context_.span_of(key))) return context_.add_error(span_);
    return finish({item}, context_.model.types.list_of(context_.type_of(item)), std::move(ranges), key);
  }

  bool sortable(TypeId type, Span where) {
    const TypeKind kind = context_.kind(type);
    const bool has_order = is_ordered(context_, type) || kind == TypeKind::string || kind == TypeKind::any ||
                           kind == TypeKind::error || kind == TypeKind::nothing;
    if (!has_order)
      context_.report(diagnostics::unordered_type(where, context_.describe(type))
                          .with_help("sort by a value that has an order: `sort(x in LIST by x.…)`"));
    return has_order;
  }

  ExprId latest() {
    const bool well_formed = call_.arguments.size() == 2 && argument(0).ranges && !argument(0).value &&
                             !argument(0).window && argument(0).by && is_value(argument(1));
    if (!well_formed) return wrong_shape();
    const Binding binding(scope_);
    RangesNode ranges = type_ranges(scope_, *argument(0).ranges);
    const ExprId key = type_expression(scope_, argument(0).by);
    const ExprId time = type_as(scope_, argument(1).value, context_.scalar(TypeKind::time), "the time of `latest`");
    const ExprId item = first_item(scope_, ranges, span_);
    return finish({item, time}, context_.model.types.list_of(context_.type_of(item)), std::move(ranges), key);
  }

  // ---- strings

  ExprId split() {
    if (!plain(2)) return wrong_shape();
    const TypeId string = context_.scalar(TypeKind::string);
    const ExprId text = type_as(scope_, argument(0).value, string, title(0));
    const ExprId separator = type_as(scope_, argument(1).value, string, title(1));
    return finish({text, separator}, context_.model.types.list_of(string));
  }

  ExprId join() {
    if (!plain(2)) return wrong_shape();
    const TypeId string = context_.scalar(TypeKind::string);
    const ExprId items = type_as(scope_, argument(0).value, context_.model.types.list_of(string), title(0));
    const ExprId separator = type_as(scope_, argument(1).value, string, title(1));
    return finish({items, separator}, string);
  }

  Scope& scope_;
  Context& context_;
  const CollectionFunction& function_;
  const grammar::Call& call_;
  Span span_;
};

}  // namespace

bool is_collection_function(std::string_view name) {
  return std::ranges::count(functions, name, &CollectionFunction::name) != 0;
}

ExprId call_collection_function(Scope& scope, std::string_view name, const grammar::Call& call, Span span) {
  return CollectionCall(scope, *std::ranges::find(functions, name, &CollectionFunction::name), call, span).type();
}

}  // namespace nexus::rules::typing
