// `f(x)`: which function is called, and the functions over plain values.
#include "rules/naming/built_ins.h"
#include "rules/naming/declared_names.h"
#include "rules/naming/other_languages.h"
#include "rules/typing/aggregates.h"
#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/imported_names.h"
#include "rules/typing/names.h"
#include "rules/typing/type_syntax.h"
#include "rules/typing/words.h"

#include "base/values/text.h"
#include "base/values/time.h"
#include "base/values/version.h"

#include <algorithm>
#include <array>

namespace nexus::rules::typing {

namespace {

/// A function whose arguments have one type each.
struct Signature {
  std::string_view name;
  Function function;
  std::array<TypeKind, 3> parameters;  ///< TypeKind::error: there is none
  TypeKind result;
};
constexpr TypeKind none = TypeKind::error;
constexpr auto text = TypeKind::string;
constexpr std::array<Signature, 11> signatures = {{
    {"number", Function::number, {text, none, none}, TypeKind::number},
    {"lower", Function::lower, {text, none, none}, text},
    {"upper", Function::upper, {text, none, none}, text},
    {"trim", Function::trim, {text, none, none}, text},
    {"replace", Function::replace, {text, text, text}, text},
    {"version", Function::version, {text, none, none}, TypeKind::version},
    {"weekday", Function::weekday, {TypeKind::time, text, none}, TypeKind::enumeration},
    {"hour", Function::hour, {TypeKind::time, text, none}, TypeKind::integer},
    {"month", Function::month, {TypeKind::time, text, none}, TypeKind::integer},
    {"day", Function::day, {TypeKind::time, text, none}, TypeKind::integer},
    {"date", Function::date, {TypeKind::time, text, none}, TypeKind::date},
}};

std::size_t arity(const Signature& signature) {
  return static_cast<std::size_t>(std::ranges::find(signature.parameters, none) - signature.parameters.begin());
}

// ------------------------------------------------------------------------------------------------ arguments that are known now

/// A zone that is written out must exist; a version that is written out must be one.
void check_zone(Context& context, ExprId zone) {
  const std::string* name = string_constant(context.model, zone);
  if (name == nullptr || base::TimeZone::find(*name) != nullptr) return;
  context.report(diagnostics::unknown_zone(context.span_of(zone), *name)
                     .with_help("zones have IANA names, such as `Europe/Berlin` or `UTC`"));
}

ExprId make_version(Context& context, ExprId argument, Span span) {
  const std::string* written = string_constant(context.model, argument);
  if (written == nullptr)
    return context.add(CallNode{Function::version, {argument}, std::nullopt, {}}, TypeKind::version, span);
  if (base::Version::parse(*written)) return context.add(Constant{VersionConstant{*written}}, TypeKind::version, span);
  context.report(diagnostics::bad_version(context.span_of(argument), *written)
                     .with_help("a version looks like `1.2.3`, `v2.0` or `1.0.0-rc.1`"));
  return context.add_error(span);
}

// ------------------------------------------------------------------------------------------------ calling

/// A call of something that takes plain values must not range over anything.
bool takes_plain_values(const grammar::Call& call) {
  return std::ranges::none_of(call.arguments, [](const grammar::Argument& argument) {
    return argument.ranges || argument.by || argument.window || !argument.value;
  });
}

/// `version(v)` of a version: what the function makes of a text is there already.
bool is_made_already(const Signature& signature, TypeKind argument) {
  if (signature.function == Function::version) return argument == TypeKind::version;
  return signature.function == Function::number && (argument == TypeKind::integer || argument == TypeKind::number);
}

ExprId report_made_already(Context& context, ExprId argument, std::string_view what, TypeId wanted, Span span) {
  const std::string type = context.describe(context.plain_of(argument)),
                    written = context.text(context.span_of(argument));
  base::Diagnostic diagnostic =
      diagnostics::wrong_type(context.span_of(argument), what, context.describe(wanted), type);
  diagnostic.label = operand_label(context, argument);
  context.report(std::move(diagnostic)
                     .with_help("it is " + type + " already: write `" + written + "`")
                     .with_suggestion(span, written));
  return context.add_error(span);
}

ExprId call_simple(Scope& scope, const Signature& signature, const grammar::Call& call, Span span) {
  Context& context = scope.context;
  if (!takes_plain_values(call) || call.arguments.size() != arity(signature))
    return report_shape(scope, signature.name, span);
  std::vector<ExprId> arguments;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const std::string what = "argument " + std::to_string(i + 1) + " of `" + std::string(signature.name) + "`";
    const TypeId wanted = context.scalar(signature.parameters[i]);
    const ExprId argument = type_expression(scope, call.arguments[i].value, wanted);
    if (is_made_already(signature, context.kind(argument)))
      return report_made_already(context, argument, what, wanted, span);
    arguments.push_back(require_type(context, argument, wanted, what));
  }
  if (signature.function == Function::version) return make_version(context, arguments.front(), span);
  if (signature.parameters[0] == TypeKind::time) check_zone(context, arguments[1]);
  const TypeId result =
      signature.function == Function::weekday ? weekday_type(context) : context.scalar(signature.result);
  return context.add(CallNode{signature.function, std::move(arguments), std::nullopt, {}}, result, span);
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

ExprId call_def(Scope& scope, DefId id, const grammar::Call& call, Span span) {
  Context& context = scope.context;
  scope.mention({id, span});
  const Def& def = context.model.defs[id];
  const std::vector<TypeId> formals = def.formals;
  const std::string name = def.name;
  if (scope.constants_only) {
    context.report(diagnostics::not_a_constant(span, "`" + name + "`")
                       .with_help("a param is given in literals, so that it can be tuned alone"));
    return context.add_error(span);
  }
  // No body yet: the def is part of a cycle, which was reported.
  if (!def.body) return context.add_error(span);
  if (!takes_plain_values(call) || call.arguments.size() != formals.size()) {
    context.report(diagnostics::wrong_arity(span, name, counted(formals.size(), "argument"), call.arguments.size())
                       .with_label(def.declared, "declared here"));
    return context.add_error(span);
  }
  std::vector<ExprId> arguments;
  for (std::size_t i = 0; i < formals.size(); ++i)
    arguments.push_back(type_as(scope, call.arguments[i].value, formals[i],
                                "argument " + std::to_string(i + 1) + " of `" + name + "`"));
  const TypeId result = context.type_of(context.model.defs[id].body);
  return context.add(DefCall{id, std::move(arguments)}, result, span);
}

ExprId report_not_callable(Scope& scope, const Declared& declared, std::string_view name, Span callee, Span span) {
  const std::string_view what = naming::declared_value(*declared.decl).what;
  base::Diagnostic diagnostic = diagnostics::cannot_be_called(callee, what, name);
  const bool is_value = std::holds_alternative<grammar::LetDecl>(declared.decl->node) ||
                        std::holds_alternative<grammar::ParamDecl>(declared.decl->node);
  if (is_value) {
    diagnostic.helps.push_back("it is a value, written without parentheses");
    diagnostic.suggestion = base::Suggestion{span, std::string(name)};
  }
  scope.context.report(std::move(diagnostic));
  return scope.context.add_error(span);
}

ExprId report_unknown_function(Scope& scope, std::string_view name, Span callee, Span span) {
  std::vector<std::string_view> candidates;
  for (const naming::BuiltInFunction& function : naming::built_in_functions()) candidates.push_back(function.name);
  if (scope.module < scope.context.resolved.modules.size())
    for (const grammar::Decl& decl : scope.context.tree(scope.module).decls)
      if (std::holds_alternative<grammar::DefDecl>(decl.node) || std::holds_alternative<grammar::TableDecl>(decl.node))
        candidates.push_back(naming::declared_value(decl).name->text);
  base::Diagnostic diagnostic = diagnostics::unknown_function(callee, name);
  const std::string_view advice = naming::function_advice(name), meant = naming::function_meant(name);
  if (!advice.empty()) {
    diagnostic.helps.emplace_back(advice);
    const std::string whole = scope.context.text(span);
    if (name == "now" && whole == "now()") diagnostic.suggestion = base::Suggestion{span, "now"};
    if (name == "today" && whole == "today()") diagnostic.suggestion = base::Suggestion{span, "date(now, \"UTC\")"};
  } else if (!meant.empty()) {
    diagnostic = did_you_mean(std::move(diagnostic), callee, meant, std::span(&meant, 1));
  } else {
    diagnostic = did_you_mean(std::move(diagnostic), callee, name, candidates);
  }
  scope.context.report(std::move(diagnostic));
  return scope.context.add_error(span);
}

/// `x.length()`: functions stand before their arguments.
ExprId report_method(Scope& scope, const grammar::Access& callee, const grammar::Call& call, Span span) {
  Context& context = scope.context;
  base::Diagnostic diagnostic = diagnostics::no_methods(callee.field.span, callee.field.text);
  if (naming::find_function(callee.field.text) != nullptr) {
    std::string written = std::string(callee.field.text) + "(" + context.text(scope.syntax(callee.base).span);
    for (const grammar::Argument& argument : call.arguments)
      if (argument.value) written += ", " + context.text(scope.syntax(argument.value).span);
    const auto* const signature = std::ranges::find(signatures, callee.field.text, &Signature::name);
    const bool lacks_zone =
        signature != signatures.end() && signature->parameters[0] == TypeKind::time && call.arguments.empty();
    written += lacks_zone ? ", \"UTC\")" : ")";
    diagnostic.helps.push_back("write `" + written + "`");
    diagnostic.suggestion = base::Suggestion{span, written};
  } else if (const std::string_view advice = naming::function_advice(callee.field.text); !advice.empty()) {
    diagnostic.helps.emplace_back(advice);
  }
  context.report(std::move(diagnostic));
  return context.add_error(span);
}

/// `n.f(x)` where `n` is an import, else a mistake.
ExprId call_qualified(Scope& scope, const grammar::Access& callee, const grammar::Call& call, Span callee_span, Span span) {
  const auto* owner = std::get_if<grammar::NameRef>(&scope.syntax(callee.base).node);
  const ResolvedImport* import = owner != nullptr ? find_import(scope, owner->name.text) : nullptr;
  if (import == nullptr) return report_method(scope, callee, call, span);
  const Declared declared = find_imported(scope, *import, owner->name.text, "function", callee.field);
  if (declared.decl == nullptr) return scope.context.add_error(span);
  if (const auto* def = std::get_if<DefId>(&declared.meaning)) return call_def(scope, *def, call, span);
  return report_not_callable(scope, declared, scope.context.text(callee_span), callee_span, span);
}

}  // namespace

ExprId report_shape(Scope& scope, std::string_view function, Span span) {
  const naming::BuiltInFunction* known = naming::find_function(function);
  scope.context.report(
      diagnostics::wrong_call(span, function).with_help("it is written `" + std::string(known->signature) + "`"));
  return scope.context.add_error(span);
}

ExprId type_call(Scope& scope, const grammar::Call& call, Span span) {
  const grammar::Expr& callee = scope.syntax(call.callee);
  if (const auto* access = std::get_if<grammar::Access>(&callee.node))
    return call_qualified(scope, *access, call, callee.span, span);
  const auto* ref = std::get_if<grammar::NameRef>(&callee.node);
  if (ref == nullptr) {
    scope.context.report(
        diagnostics::cannot_be_called(callee.span, "value", short_text(scope.context, callee.span, "this")));
    return scope.context.add_error(span);
  }
  const std::string_view name = ref->name.text;
  const auto* const simple = std::ranges::find(signatures, name, &Signature::name);
  if (simple != signatures.end()) return call_simple(scope, *simple, call, span);
  if (is_collection_function(name)) return call_collection_function(scope, name, call, span);
  const Declared declared = find_declared(scope, name);
  if (const auto* def = std::get_if<DefId>(&declared.meaning)) return call_def(scope, *def, call, span);
  if (declared.decl != nullptr) return report_not_callable(scope, declared, name, callee.span, span);
  return report_unknown_function(scope, name, callee.span, span);
}

}  // namespace nexus::rules::typing
