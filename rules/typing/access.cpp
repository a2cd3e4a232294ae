// `a.b`, `a["k"]`, `a[0]`.
#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/imported_names.h"
#include "rules/typing/names.h"
#include "rules/typing/words.h"

#include "base/values/text.h"

#include <algorithm>
#include <array>

namespace nexus::rules::typing {

namespace {

ExprId report_unknown_field(Scope& scope, ExprId base, const RecordShape& shape, std::string_view name, Span name_span,
                            Span span) {
  Context& context = scope.context;
  base::Diagnostic diagnostic =
      diagnostics::unknown_field(name_span, short_text(context, context.span_of(base), "this record"), name);
  const auto fields = field_names(shape);
  if (const auto near = base::nearest(name, fields)) {
    const bool in_brackets = context.text(name_span).starts_with('"') || context.text(name_span).starts_with('\'');
    const std::string written = in_brackets ? base::quote_json(*near) : std::string(*near);
    diagnostic.helps.push_back("did you mean `" + written + "`?");
    diagnostic.suggestion = base::Suggestion{name_span, written};
  } else if (!fields.empty()) {
    diagnostic.helps.push_back((fields.size() == 1 ? "its only field is " : "its fields are ") +
                               quoted_list(fields, "and"));
  }
  if (scope.module < context.modules.size())
    if (const auto paths = paths_ending_in(context, context.modules[scope.module].snapshot, name); !paths.empty()) {
      const std::vector<std::string_view> views(paths.begin(), paths.end());
      diagnostic.helps.push_back(quoted_list(views, "and") + (paths.size() == 1 ? " exists" : " exist"));
    }
  if (const auto declared = declared_at(context, base)) diagnostic.labels.push_back({*declared, "declared here"});
  context.report(std::move(diagnostic));
  return context.add_error(span);
}

ExprId report_no_fields(Scope& scope, ExprId base, std::string_view name, Span name_span, Span span) {
  Context& context = scope.context;
  const TypeKind kind = context.kind(base);
  const std::string owner = short_text(context, context.span_of(base), "");
  const std::string text = owner.empty() ? "x" : owner.substr(1, owner.size() - 2);
  base::Diagnostic diagnostic = diagnostics::no_fields(name_span, context.describe(context.plain_of(base)));
  diagnostic.labels.push_back({context.span_of(base), operand_label(context, base)});
  const bool has_length = kind == TypeKind::list || kind == TypeKind::string;
  if (has_length && (name == "length" || name == "size" || name == "count")) {
    diagnostic.helps.push_back("write `length(" + text + ")`");
    diagnostic.suggestion = base::Suggestion{span, "length(" + text + ")"};
  } else if (kind == TypeKind::list) {
    diagnostic.helps.push_back("say which item: `" + text + "[0]." + std::string(name) + "`, or `every item in " +
                               text + " has item." + std::string(name) + " …`");
  } else if (is_moment(kind)) {
    diagnostic.helps.emplace_back(
        "parts of a time are functions of it and a zone: `hour(t, \"UTC\")`, `weekday(t, \"UTC\")`, `date(t, "
        "\"UTC\")`");
  } else if (kind == TypeKind::duration || kind == TypeKind::size) {
    const std::string unit = kind == TypeKind::duration ? "1ms" : "1MiB";
    diagnostic.helps.push_back("compare it with " + context.describe(context.plain_of(base)) + ", such as `" +
                               (kind == TypeKind::duration ? "200ms" : "10MiB") + "`; as a number it is `" + text +
                               " / " + unit + "`");
  } else if (kind == TypeKind::string && (name == "major" || name == "minor" || name == "patch")) {
    diagnostic.helps.push_back("make it a version first: `version(" + text + ")." + std::string(name) + "`");
  }
  context.report(std::move(diagnostic));
  return context.add_error(span);
}

ExprId version_part(Scope& scope, ExprId base, std::string_view name, Span name_span, Span span) {
  struct Part {
    std::string_view name;
    Function function;
  };
  constexpr std::array<Part, 3> parts = {
      {{"major", Function::major}, {"minor", Function::minor}, {"patch", Function::patch}}};
  Context& context = scope.context;
  for (const Part& part : parts)
    if (part.name == name)
      return context.add(CallNode{part.function, {base}, std::nullopt, {}}, TypeKind::integer, span);
  context.report(
      diagnostics::unknown_field(name_span, "a version", name).with_help("its parts are `major`, `minor` and `patch`"));
  return context.add_error(span);
}

/// The key of a map that an enum indexes, written as a constant.
ExprId constant_key(Scope& scope, const Type& map, std::string_view key, Span key_span) {
  Context& context = scope.context;
  if (!map.key) return context.add(Constant{std::string(key)}, TypeKind::string, key_span);
  Type type;
  type.kind = TypeKind::enumeration;
  type.enumeration = map.key;
  const TypeId key_type = context.model.types.intern(type);
  if (const auto member = member_of(scope, key_type, key)) return context.add(Constant{*member}, key_type, key_span);
  report_not_a_member(scope, key_span, key, key_type);
  return context.add_error(key_span);
}

/// The type an index of this map should have; nothing for maps that any string indexes.
TypeId key_hint(Context& context, const Type& map) {
  if (!map.key) return {};
  Type type;
  type.kind = TypeKind::enumeration;
  type.enumeration = map.key;
  return context.model.types.intern(type);
}

ExprId index_map(Scope& scope, ExprId base, grammar::ExprId index, Span span) {
  Context& context = scope.context;
  const Type map = context.type(context.type_of(base));
  const TypeId hint = key_hint(context, map);
  ExprId key = type_expression(scope, index, hint);
  const TypeKind kind = context.kind(key);
  if (kind == TypeKind::any) key = convert_any(context, key, hint ? hint : context.scalar(TypeKind::string));
  // Keys of a map are strings; a member of any enum stands for its text.
  const bool fits_key =
      kind == TypeKind::any || kind == TypeKind::error ||
      (map.key ? context.plain_of(key) == hint : kind == TypeKind::string || kind == TypeKind::enumeration);
  if (!fits_key) key = require_type(context, key, hint ? hint : context.scalar(TypeKind::string), "the key of a map");
  return context.add(EntryAt{base, key}, map.item, span);
}

ExprId index_record(Scope& scope, ExprId base, grammar::ExprId index, Span span) {
  Context& context = scope.context;
  const ExprId key = type_expression(scope, index);
  if (context.kind(key) == TypeKind::error) return key;
  if (const std::string* name = string_constant(context.model, key)) {
    const std::string field = *name;
    return type_field(scope, base, field, context.span_of(key), span);
  }
  context.report(diagnostics::computed_field(context.span_of(key))
                     .with_help("what is indexed by a computed key is a map, declared `{ [string]: T }`"));
  return context.add_error(span);
}

ExprId index_list(Scope& scope, ExprId base, grammar::ExprId index, Span span) {
  Context& context = scope.context;
  const ExprId given = type_expression(scope, index, context.scalar(TypeKind::integer));
  const std::string* key = string_constant(context.model, given);
  const TypeId item = context.type(context.type_of(base)).item;
  if (const std::string list = short_text(context, context.span_of(base), "");
      key != nullptr && !list.empty() && context.kind(item) == TypeKind::record) {
    const auto fields = field_names(context.model.types[context.type(item).record]);
    const std::string field(std::ranges::find(fields, "id") != fields.end() ? "id" : "name");
    base::Diagnostic diagnostic =
        diagnostics::wrong_type(context.span_of(given), "the index of a list", "an int", "a string");
    diagnostic.label = operand_label(context, given);
    context.report(std::move(diagnostic)
                       .with_help("the item with that name is `(the x in " + list.substr(1, list.size() - 2) +
                                  " where x." + field + " == " + context.text(context.span_of(given)) + ")`"));
    return context.add_error(span);
  }
  const ExprId at = require_type(context, given, context.scalar(TypeKind::integer), "the index of a list");
  return context.add(ItemAt{base, at}, context.type(context.type_of(base)).item, span);
}

}  // namespace

ExprId type_field(Scope& scope, ExprId base, std::string_view name, Span name_span, Span span) {
  Context& context = scope.context;
  const Type type = context.type(context.type_of(base));
  if (type.kind == TypeKind::error) return context.add_error(span);
  if (type.kind == TypeKind::any) return context.add(FieldOf{base, std::string(name)}, TypeKind::any, span);
  if (type.kind == TypeKind::version) return version_part(scope, base, name, name_span, span);
  if (type.kind == TypeKind::map) {
    const ExprId key = constant_key(scope, type, name, name_span);
    return context.add(EntryAt{base, key}, type.item, span);
  }
  if (type.kind != TypeKind::record) return report_no_fields(scope, base, name, name_span, span);
  const RecordShape& shape = context.model.types[type.record];
  const RecordField* field = shape.find(name);
  if (field == nullptr) return report_unknown_field(scope, base, shape, name, name_span, span);
  return context.add(FieldOf{base, std::string(name)}, field->type, span);
}

ExprId type_access(Scope& scope, const grammar::Access& access, Span span) {
  Context& context = scope.context;
  // `Severity.high`: a type has no fields, and its members stand alone.
  if (const auto* name = std::get_if<grammar::NameRef>(&scope.syntax(access.base).node))
    if (const Declared declared = find_declared(scope, name->name.text);
        declared.decl != nullptr && !is_bound(scope, name->name.text))
      if (const auto* type = std::get_if<TypeId>(&declared.meaning);
          type != nullptr && member_of(scope, *type, access.field.text)) {
        const std::string member(access.field.text);
        context.report(diagnostics::not_a_value(name->name.span, "enum", name->name.text)
                           .with_help("its members are written bare: `" + member + "`")
                           .with_suggestion(span, member));
        return context.add_error(span);
      }
  if (const auto* name = std::get_if<grammar::NameRef>(&scope.syntax(access.base).node))
    if (const ResolvedImport* import = find_import(scope, name->name.text); import != nullptr && !means_field(scope, *import, name->name.text, access.field.text))
      return use_imported(scope, *import, name->name, access.field, span);
  const ExprId base = type_expression(scope, access.base);
  return type_field(scope, base, access.field.text, access.field.span, span);
}

ExprId type_index(Scope& scope, const grammar::Index& index, Span span) {
  Context& context = scope.context;
  const ExprId base = type_expression(scope, index.base);
  switch (context.kind(base)) {
    case TypeKind::list:
      return index_list(scope, base, index.index, span);
    case TypeKind::map:
      return index_map(scope, base, index.index, span);
    case TypeKind::record:
      return index_record(scope, base, index.index, span);
    case TypeKind::any: {
      const ExprId at = type_expression(scope, index.index);
      return context.add(AnyAt{base, at}, TypeKind::any, span);
    }
    case TypeKind::error:
      return context.add_error(span);
    case TypeKind::nothing:
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::number:
    case TypeKind::ratio:
    case TypeKind::duration:
    case TypeKind::size:
    case TypeKind::time:
    case TypeKind::date:
    case TypeKind::version:
    case TypeKind::level:
    case TypeKind::string:
    case TypeKind::enumeration:
      break;
  }
  base::Diagnostic diagnostic =
      diagnostics::not_indexable(context.span_of(base), context.describe(context.plain_of(base)));
  diagnostic.label = operand_label(context, base);
  context.report(std::move(diagnostic));
  return context.add_error(span);
}

}  // namespace nexus::rules::typing
