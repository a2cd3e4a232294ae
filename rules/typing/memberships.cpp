#include "rules/typing/memberships.h"

#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/names.h"
#include "rules/typing/words.h"

#include "grammar/units.h"

#include "base/values/text.h"

#include <re2/re2.h>

#include <algorithm>
#include <vector>

namespace nexus::rules::typing {

namespace {

/// An error in a condition that is otherwise well-formed: still a condition, so that nothing else is said about it.
ExprId failed_condition(Context& context, Span span) { return context.add(Constant{false}, TypeKind::boolean, span); }

/// What an item found in the haystack would be; none for what holds no items.
TypeId item_type(Context& context, TypeId haystack) {
  const Type type = context.type(haystack);
  if (type.kind == TypeKind::list) return type.item;
  if (type.kind != TypeKind::map) return {};
  if (!type.key) return context.scalar(TypeKind::string);
  Type key;
  key.kind = TypeKind::enumeration;
  key.enumeration = type.key;
  return context.model.types.intern(key);
}

TypedPair type_needle_and_haystack(Scope& scope, grammar::ExprId needle, grammar::ExprId haystack) {
  Context& context = scope.context;
  if (leans(scope, haystack) && !leans(scope, needle)) {
    const ExprId typed = type_expression(scope, needle);
    return {typed, type_expression(scope, haystack, context.model.types.list_of(context.plain_of(typed)))};
  }
  const ExprId typed = type_expression(scope, haystack);
  return {type_expression(scope, needle, item_type(context, context.plain_of(typed))), typed};
}

/// `m.keys contains "web"`: the map that `keys` was meant to be the keys of; none elsewhere.
ExprId map_of_keys(const Context& context, ExprId id) {
  const auto* entry = std::get_if<EntryAt>(&context.model[id].node);
  const std::string* key = entry != nullptr ? string_constant(context.model, entry->key) : nullptr;
  return key != nullptr && *key == "keys" ? entry->base : ExprId{};
}

ExprId report_no_items(Context& context, const TypedPair& pair, bool negated, Span op, Span span) {
  const TypeKind kind = context.kind(pair.rhs);
  const std::string needle = context.text(context.span_of(pair.lhs)),
                    haystack = context.text(context.span_of(pair.rhs));
  base::Diagnostic diagnostic = diagnostics::nothing_inside(op, context.describe(context.plain_of(pair.rhs)));
  diagnostic.labels.push_back({context.span_of(pair.rhs), operand_label(context, pair.rhs)});
  if (const ExprId map = map_of_keys(context, pair.rhs)) {
    const std::string written = needle + (negated ? " not in " : " in ") + context.text(context.span_of(map));
    diagnostic.helps.push_back(
        "`" + haystack + "` is the entry `keys` of the map; whether the map has a key is asked with `" + written + "`");
    diagnostic.suggestion = base::Suggestion{span, written};
  } else if (kind == TypeKind::string && std::holds_alternative<Constant>(context.model[pair.rhs].node)) {
    const std::string equal = needle + (negated ? " != " : " == ") + haystack;
    diagnostic.helps.push_back("one text is compared, `" + equal + "`, and several stand in a list, `" + needle +
                               (negated ? " not in [" : " in [") + haystack + "]`");
    diagnostic.suggestion = base::Suggestion{span, equal};
  } else if (kind == TypeKind::string) {
    const std::string contains =
        negated ? "not (" + haystack + " contains " + needle + ")" : haystack + " contains " + needle;
    diagnostic.helps.push_back("whether a string holds another is written `" + contains + "`");
    diagnostic.suggestion = base::Suggestion{span, contains};
  } else if (kind == TypeKind::record) {
    diagnostic.helps.emplace_back(
        "a record has the fields it was declared with; whether one is there is asked with `is present`");
  } else {
    diagnostic.helps.emplace_back("`in` takes a list or a map");
  }
  context.report(std::move(diagnostic));
  return failed_condition(context, span);
}

/// Reports the first bare number in a list literal that stands beside a ratio.
bool report_bare_items(Context& context, ExprId haystack) {
  const auto* list = std::get_if<MakeList>(&context.model[haystack].node);
  if (list == nullptr) return false;
  const std::vector<ExprId> items = list->items;
  return std::ranges::any_of(items, [&](ExprId item) { return report_bare_number(context, item); });
}

/// `tags contains ["a", "b"]`: whether a list holds all of another is asked in other words.
void add_subset_help(Context& context, base::Diagnostic& diagnostic, const TypedPair& pair, bool negated, Span span) {
  const std::string subset =
      context.text(context.span_of(pair.lhs)) + " subset of " + context.text(context.span_of(pair.rhs));
  const std::string written = negated ? "not (" + subset + ")" : subset;
  diagnostic.helps.push_back("whether all of them are in it is asked with `" + written + "`");
  diagnostic.suggestion = base::Suggestion{span, written};
}

/// The needle beside the items of the haystack, which must be of one kind.
ExprId finish_membership(Context& context, TypedPair pair, bool negated, Span op, Span span) {
  if (context.kind(pair.lhs) == TypeKind::error || context.kind(pair.rhs) == TypeKind::error)
    return failed_condition(context, span);
  if (context.kind(pair.rhs) == TypeKind::any)
    return context.add(MembershipNode{pair.lhs, pair.rhs, negated}, TypeKind::boolean, span);
  const TypeId item = item_type(context, context.plain_of(pair.rhs));
  if (!item) return report_no_items(context, pair, negated, op, span);
  const TypeKind wanted = context.kind(item);
  if (context.kind(pair.lhs) == TypeKind::any && wanted != TypeKind::any && wanted != TypeKind::nothing)
    pair.lhs = convert_any(context, pair.lhs, item);
  if (!unify(context, context.plain_of(pair.lhs), item)) {
    base::Diagnostic diagnostic = diagnostics::foreign_needle(op, context.describe(context.plain_of(pair.lhs)),
                                                              context.describe(context.plain_of(pair.rhs)));
    diagnostic.labels.push_back({context.span_of(pair.lhs), operand_label(context, pair.lhs)});
    diagnostic.labels.push_back({context.span_of(pair.rhs), operand_label(context, pair.rhs)});
    const Type needle = context.type(context.plain_of(pair.lhs));
    if (needle.kind == TypeKind::list && unify(context, needle.item, item))
      add_subset_help(context, diagnostic, pair, negated, span);
    else
      add_literal_help(context, diagnostic, pair.lhs, item);
    context.report(std::move(diagnostic));
    return failed_condition(context, span);
  }
  if (wanted == TypeKind::ratio && report_bare_number(context, pair.lhs)) return failed_condition(context, span);
  if (context.kind(pair.lhs) == TypeKind::ratio && report_bare_items(context, pair.rhs)) return failed_condition(context, span);
  return context.add(MembershipNode{pair.lhs, pair.rhs, negated}, TypeKind::boolean, span);
}

/// `90 as duration in min`: true if it was that, which was reported then.
bool report_unit(Scope& scope, const Membership& membership) {
  const grammar::Expr& needle = scope.syntax(membership.needle);
  const auto* conversion = std::get_if<grammar::Conversion>(&needle.node);
  const auto* unit = std::get_if<grammar::NameRef>(&scope.syntax(membership.haystack).node);
  if (conversion == nullptr || needle.parenthesised || unit == nullptr || is_value(scope, unit->name.text)) return false;
  const auto* target = std::get_if<grammar::QuantityType>(&scope.tree[conversion->type].node);
  const bool is_size = target != nullptr && target->dimension == base::Dimension::size;
  if (target == nullptr || (!is_size && target->dimension != base::Dimension::duration)) return false;
  base::Diagnostic diagnostic = diagnostics::no_such_unit(unit->name.span, unit->name.text).with_help(std::string(is_size ? grammar::size_units : grammar::duration_units));
  if (const auto meant = grammar::unit_meant(unit->name.text)) diagnostic.suggestion = base::Suggestion{unit->name.span, *meant == "B" ? "bytes" : std::string(*meant)};
  scope.context.report(std::move(diagnostic));
  return true;
}

/// `status in ("success")`: true if a lone value stands in parentheses, which was reported then.
bool report_parentheses(Scope& scope, grammar::ExprId haystack) {
  const grammar::Expr& value = scope.syntax(haystack);
  const bool is_literal = std::holds_alternative<grammar::StringLiteral>(value.node) || std::holds_alternative<grammar::Literal>(value.node);
  if (!value.parenthesised || !is_literal) return false;
  const std::string_view text = scope.context.resolved.sources->text(value.span.file);
  const auto open = static_cast<std::uint32_t>(text.rfind('(', value.span.begin));
  const auto close = static_cast<std::uint32_t>(text.find(')', value.span.end));
  scope.context.report(diagnostics::list_in_brackets({value.span.file, open, open + 1})
                           .with_suggestion({value.span.file, open, close + 1}, "[" + scope.context.text(value.span) + "]"));
  return true;
}

/// Both operands as strings; an error expression where one is not.
ExprId as_string(Scope& scope, grammar::ExprId id, std::string_view what) {
  return type_as(scope, id, scope.context.scalar(TypeKind::string), what);
}

StringRelation relation_of(grammar::ComparisonOp op) {
  if (op == grammar::ComparisonOp::starts_with) return StringRelation::starts_with;
  if (op == grammar::ComparisonOp::ends_with) return StringRelation::ends_with;
  if (op == grammar::ComparisonOp::like) return StringRelation::like;
  return StringRelation::contains;
}

/// The pattern of `matches` as it stands in the source, unless it is computed.
std::optional<std::string> written_pattern(const Scope& scope, grammar::ExprId id) {
  const auto* literal = std::get_if<grammar::StringLiteral>(&scope.syntax(id).node);
  if (literal == nullptr) return std::nullopt;
  std::string pattern;
  for (const grammar::StringPiece& piece : literal->pieces) {
    if (piece.expr) return std::nullopt;
    pattern += piece.text;
  }
  return pattern;
}

}  // namespace

ExprId type_membership(Scope& scope, const Membership& membership, Span op, Span span) {
  if (report_unit(scope, membership)) return scope.context.add_error(span);
  if (report_parentheses(scope, membership.haystack)) return failed_condition(scope.context, span);
  const TypedPair pair = type_needle_and_haystack(scope, membership.needle, membership.haystack);
  return finish_membership(scope.context, pair, membership.negated, op, span);
}

ExprId member_of_list(Context& context, ExprId needle, ExprId list, bool negated, Span span) {
  return finish_membership(context, {needle, list}, negated, span, span);
}

ExprId type_contains(Scope& scope, const grammar::Comparison& node, Span span) {
  Context& context = scope.context;
  const TypedPair pair = type_needle_and_haystack(scope, node.rhs, node.lhs);
  if (context.kind(pair.rhs) != TypeKind::string) return finish_membership(context, pair, false, node.op_span, span);
  const ExprId part = require_type(context, pair.lhs, context.scalar(TypeKind::string), "what a string contains");
  return context.add(StringTestNode{StringRelation::contains, pair.rhs, part}, TypeKind::boolean, span);
}

ExprId type_string_test(Scope& scope, const grammar::Comparison& node, Span span) {
  Context& context = scope.context;
  const bool is_glob = node.op == grammar::ComparisonOp::like;
  const ExprId lhs = as_string(scope, node.lhs, is_glob ? "what `like` looks at" : "the left side");
  const std::string_view part = is_glob ? "the pattern of `like`" : "the right side";
  const ExprId given = type_expression(scope, node.rhs, context.scalar(TypeKind::string));
  if (context.kind(given) == TypeKind::list) {
    context.report(
        diagnostics::wrong_type(context.span_of(given), part, "a string", context.describe(context.plain_of(given)))
            .with_help("one of several is asked for with `some part in " + context.text(context.span_of(given)) +
                       " where " + context.text(context.span_of(lhs)) + " " + context.text(node.op_span) + " part`"));
    return failed_condition(context, span);
  }
  const ExprId rhs = require_type(context, given, context.scalar(TypeKind::string), part);
  if (const std::string* glob = string_constant(context.model, rhs);
      is_glob && glob != nullptr && !base::glob_match(*glob, ""))
    context.report(diagnostics::bad_glob(context.span_of(rhs))
                       .with_help("`*` is anything but `/`, `**` anything, `?` one character, `[a-z]` one of a set"));
  return context.add(StringTestNode{relation_of(node.op), lhs, rhs}, TypeKind::boolean, span);
}

ExprId type_matches(Scope& scope, const grammar::Comparison& node, Span span) {
  Context& context = scope.context;
  const ExprId operand = as_string(scope, node.lhs, "what `matches` looks at");
  const Span where = scope.syntax(node.rhs).span;
  const auto pattern = written_pattern(scope, node.rhs);
  if (!pattern) {
    context.report(diagnostics::computed_pattern(where).with_help(
        "write it out in single quotes, as in `matches '^v\\d+'`; for computed patterns there is `like`"));
    return failed_condition(context, span);
  }
  const std::uint64_t most = context.limits.regex_size;
  const auto too_large = [&](std::string_view size) {
    context.report(diagnostics::pattern_too_large(where, size, most)
                       .with_help("counted repetitions inside one another multiply: `(a{10}){10}` is 100 times `a`; write `+` or `*`, or ask for the length apart")
                       .with_help("or allow more instructions: `--limit regex-size=N`"));
    return failed_condition(context, span);
  };
  const RE2 compiled(*pattern, RE2::Quiet);
  if (!compiled.ok()) {
    base::Diagnostic diagnostic = diagnostics::bad_pattern(where, compiled.error());
    if (compiled.error_code() == RE2::ErrorPatternTooLarge) return too_large("it cannot be compiled");
    if (compiled.error_code() == RE2::ErrorBadPerlOp)
      diagnostic.helps.emplace_back("patterns run in linear time (RE2): look-around and back-references do not exist");
    if (compiled.error_code() == RE2::ErrorRepeatSize)
      diagnostic.helps.emplace_back("counts go up to 1000, those inside one another multiplied, and from less to more; write `+` or `*`, or ask for the length apart");
    context.report(std::move(diagnostic));
    return failed_condition(context, span);
  }
  if (const auto size = static_cast<std::uint64_t>(compiled.ProgramSize()); size > most) return too_large(std::to_string(size) + " instructions");
  return context.add(MatchesNode{operand, *pattern}, TypeKind::boolean, span);
}

ExprId type_subset(Scope& scope, const grammar::Comparison& node, Span span) {
  Context& context = scope.context;
  TypedPair pair = type_pair(scope, node.lhs, node.rhs);
  for (ExprId* side : {&pair.lhs, &pair.rhs}) {
    const TypeKind kind = context.kind(*side);
    if (kind == TypeKind::error) return failed_condition(context, span);
    if (kind == TypeKind::list || kind == TypeKind::any) continue;
    base::Diagnostic diagnostic = diagnostics::wrong_type(context.span_of(*side), "a side of `subset of`", "a list",
                                                          context.describe(context.plain_of(*side)));
    diagnostic.label = operand_label(context, *side);
    context.report(std::move(diagnostic));
    return failed_condition(context, span);
  }
  if (context.kind(pair.lhs) == TypeKind::any) pair.lhs = convert_any(context, pair.lhs, context.type_of(pair.rhs));
  if (context.kind(pair.rhs) == TypeKind::any) pair.rhs = convert_any(context, pair.rhs, context.type_of(pair.lhs));
  if (!unify(context, context.plain_of(pair.lhs), context.plain_of(pair.rhs))) {
    const TypeNames names = describe_apart(context, pair.lhs, pair.rhs);
    base::Diagnostic diagnostic = diagnostics::incomparable_types(node.op_span, names.first, names.second);
    diagnostic.labels.push_back({context.span_of(pair.lhs), operand_label(context, pair.lhs)});
    diagnostic.labels.push_back({context.span_of(pair.rhs), operand_label(context, pair.rhs)});
    context.report(std::move(diagnostic));
  }
  return context.add(SubsetNode{pair.lhs, pair.rhs}, TypeKind::boolean, span);
}

}  // namespace nexus::rules::typing
