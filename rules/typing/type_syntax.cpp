#include "rules/typing/type_syntax.h"

#include "rules/naming/built_ins.h"
#include "rules/naming/declared_names.h"
#include "rules/naming/other_languages.h"
#include "rules/naming/dependency_order.h"
#include "rules/typing/words.h"

#include "base/overloaded.h"
#include "base/values/time.h"

#include <algorithm>
#include <array>

namespace nexus::rules::typing {

namespace {

struct BuiltInType {
  std::string_view name;
  TypeKind kind;
  base::WireUnit wire = base::WireUnit::none;
};
constexpr std::array<BuiltInType, 12> built_in = {{{"bool", TypeKind::boolean},
                                                   {"int", TypeKind::integer},
                                                   {"number", TypeKind::number},
                                                   {"string", TypeKind::string},
                                                   {"ratio", TypeKind::ratio},
                                                   {"duration", TypeKind::duration, base::WireUnit::text},
                                                   {"size", TypeKind::size, base::WireUnit::text},
                                                   {"time", TypeKind::time, base::WireUnit::text},
                                                   {"date", TypeKind::date, base::WireUnit::text},
                                                   {"version", TypeKind::version},
                                                   {"level", TypeKind::level},
                                                   {"any", TypeKind::any}}};

/// A type of one word, so that the edit is plain.
bool is_word(std::string_view type) { return !type.empty() && type.find_first_of("[{") == std::string_view::npos; }

class TypeReader {
 public:
  TypeReader(Context& context, std::size_t module, const grammar::SyntaxTree& tree)
      : context_(context), types_(context.model.types), module_(module), tree_(tree) {}

  TypeId read(grammar::TypeSyntaxId id) {
    const grammar::TypeSyntax& syntax = tree_[id];
    return std::visit(
        base::overloaded{
            [&](const grammar::ErrorType&) { return error(); },
            [&](const grammar::NamedType& t) { return named(t.path, syntax.span); },
            [&](const grammar::QuantityType& t) { return quantity(t); },
            [&](const grammar::PercentType&) { return with_wire(TypeKind::ratio, base::WireUnit::any_percent); },
            [&](const grammar::StringType& t) { return enumeration({std::string(t.value.text)}, syntax.span); },
            [&](const grammar::NullType&) { return null_alone(syntax.span); },
            [&](const grammar::UnionType& t) { return union_of(t, syntax.span); },
            [&](const grammar::ListType& t) { return list(t, syntax.span); },
            [&](const grammar::MapType& t) { return map(t, syntax.span); },
            [&](const grammar::RecordType& t) { return record(t, syntax.span); },
        },
        syntax.node);
  }

 private:
  [[nodiscard]] TypeId error() const { return types_.scalar(TypeKind::error); }

  TypeId with_wire(TypeKind kind, base::WireUnit wire, std::string zone = {}) {
    Type type;
    type.kind = kind;
    type.wire = wire;
    type.zone = std::move(zone);
    return types_.intern(type);
  }

  TypeId named(const grammar::Path& path, Span span) {
    const std::string_view name = path.front().text;
    if (path.size() == 1) {
      const auto* const scalar = std::ranges::find(built_in, name, &BuiltInType::name);
      if (scalar != built_in.end()) return with_wire(scalar->kind, scalar->wire);
      if (const TypeId declared = declared_type(module_, name, span)) return declared;
    }
    if (path.size() == 2 && module_ < context_.resolved.modules.size()) {
      const auto& imports = context_.resolved.modules[module_].imports;
      if (const auto import = imports.find(name); import != imports.end())
        return imported_type(import->second, path.back());
    }
    return unknown(path, span);
  }

  TypeId imported_type(const ResolvedImport& import, const grammar::Name& name) {
    std::vector<std::string_view> candidates;
    for (const std::uint32_t module : import.modules) {
      if (const TypeId declared = declared_type(module, name.text, name.span)) return declared;
      add_type_names(module, candidates);
    }
    if (!import.modules.empty()) {  // else there is no such module, which was reported
      const std::string& module = context_.resolved.modules[import.modules.front()].name;
      base::Diagnostic diagnostic = diagnostics::not_in_module(name.span, module, "type", name.text);
      context_.report(did_you_mean(std::move(diagnostic), name.span, name.text, candidates));
    }
    return error();
  }

  /// None where nothing of that name is declared.
  TypeId declared_type(std::size_t module, std::string_view name, Span span) {
    if (module >= context_.resolved.modules.size()) return {};
    const auto& values = context_.resolved.modules[module].values;
    const auto at = values.find(name);
    if (at == values.end()) return {};
    if (const auto* type = std::get_if<TypeId>(&context_.modules[module].meanings[at->second.index()])) return *type;
    const grammar::Decl& decl = context_.tree(module)[at->second];
    const bool is_type =
        std::holds_alternative<grammar::TypeDecl>(decl.node) || std::holds_alternative<grammar::EnumDecl>(decl.node);
    // A type without a meaning is part of a cycle, which was reported.
    if (!is_type)
      context_.report(diagnostics::not_a_type(span, naming::declared_value(decl).what, name)
                          .with_help("a type is a built-in one such as `int` or `ratio`, an `enum` or a `type`"));
    return error();
  }

  void add_type_names(std::size_t module, std::vector<std::string_view>& names) const {
    for (const grammar::Decl& decl : context_.tree(module).decls)
      if (std::holds_alternative<grammar::TypeDecl>(decl.node) || std::holds_alternative<grammar::EnumDecl>(decl.node))
        names.push_back(naming::declared_value(decl).name->text);
  }

  /// `quality.Severity`, where an import of this module has a type of that name.
  std::string imported_type(std::string_view name) const {
    const auto& modules = context_.resolved.modules;
    if (module_ >= modules.size()) return {};
    for (const auto& [alias, import] : modules[module_].imports)
      for (const std::uint32_t index : import.modules)
        if (const auto at = modules[index].values.find(name); at != modules[index].values.end())
          if (const grammar::Decl& decl = context_.tree(index)[at->second];
              std::holds_alternative<grammar::TypeDecl>(decl.node) ||
              std::holds_alternative<grammar::EnumDecl>(decl.node))
            return std::string(alias) + "." + std::string(name);
    return {};
  }

  TypeId unknown(const grammar::Path& path, Span span) {
    std::vector<std::string_view> candidates(naming::built_in_types().begin(), naming::built_in_types().end());
    if (module_ < context_.resolved.modules.size()) add_type_names(module_, candidates);
    std::string text;
    for (const grammar::Name& part : path) text.append(text.empty() ? "" : ".").append(part.text);
    const std::string imported = path.size() == 1 ? imported_type(text) : std::string();
    const std::string_view meant = imported.empty() ? naming::type_meant(text) : std::string_view(imported);
    base::Diagnostic diagnostic = diagnostics::unknown_type(span, text);
    if (!imported.empty()) diagnostic.suggestion = base::Suggestion{span, imported};
    diagnostic = meant.empty() ? did_you_mean(std::move(diagnostic), span, text, candidates) : std::move(diagnostic).with_help("did you mean `" + std::string(meant) + "`?");
    if (is_word(meant) || meant == "ratio in percent")
      diagnostic.suggestion = base::Suggestion{span, std::string(meant)};
    if (diagnostic.helps.empty()) diagnostic.helps.push_back("the types are " + quoted_list(naming::built_in_types(), "and", naming::built_in_types().size()) + ", `[T]`, `{ field: T }` and `{ [string]: T }`");
    context_.report(std::move(diagnostic));
    return error();
  }

  TypeId quantity(const grammar::QuantityType& type) {
    std::string zone;
    if (type.zone) {
      zone = std::string(type.zone->text);
      if (base::TimeZone::find(zone) == nullptr) {
        context_.report(diagnostics::unknown_zone(type.zone->span, zone)
                            .with_help("zones have IANA names, such as `Europe/Berlin` or `UTC`"));
        return error();
      }
    }
    return with_wire(kind_of(type.dimension), type.unit, std::move(zone));
  }

  TypeId enumeration(std::vector<std::string> members, Span span) {
    return types_.enum_of({.name = {}, .members = std::move(members), .ordered = false, .declared = span});
  }

  TypeId null_alone(Span span) {
    context_.report(diagnostics::null_is_no_type(span).with_help("a field that may be null is declared `T | null`"));
    return error();
  }

  TypeId union_of(const grammar::UnionType& type, Span span) {
    std::vector<std::string> members;
    std::vector<grammar::TypeSyntaxId> others;
    bool nullable = false;
    for (const grammar::TypeSyntaxId id : type.alternatives) {
      const auto& node = tree_[id].node;
      if (const auto* member = std::get_if<grammar::StringType>(&node))
        members.emplace_back(member->value.text);
      else if (std::holds_alternative<grammar::NullType>(node))
        nullable = true;
      else
        others.push_back(id);
    }
    const bool one_kind = members.empty() ? others.size() <= 1 : others.empty();
    if (!one_kind) {
      context_.report(
          diagnostics::mixed_union(span).with_help("`|` stands between the strings of an enum, or before `null`"));
      return error();
    }
    if (members.empty() && others.empty()) return null_alone(span);
    const TypeId base = members.empty() ? read(others.front()) : enumeration(std::move(members), span);
    if (!nullable || context_.kind(base) == TypeKind::error) return base;
    return nested(types_.nullable(base), context_.extent_of(base), span);
  }

  TypeId list(const grammar::ListType& type, Span span) {
    const TypeId item = read(type.item);
    return nested(types_.list_of(item), context_.extent_of(item), span);
  }

  /// Notes how large a type is: whatever follows types down needs a stack that ends, and a plan with room for each place.
  TypeId nested(TypeId type, TypeExtent inside, Span span) {
    constexpr std::uint32_t deepest = 512;       // no JSON document that is read goes deeper
    constexpr std::uint32_t largest = 1'000'000;  // types that hold one another twice double with each
    if (inside.depth + 1 > deepest) {
      context_.report(diagnostics::type_too_deep(span));
      return error();
    }
    if (inside.places + 1 > largest) {
      context_.report(diagnostics::type_too_large(span, largest));
      return error();
    }
    if (context_.type_extents.size() <= type.index()) context_.type_extents.resize(type.index() + 1);
    context_.type_extents[type.index()] = {inside.depth + 1, inside.places + 1};
    return type;
  }

  TypeId map(const grammar::MapType& type, Span span) {
    const TypeId value = read(type.value);
    const TypeId key = named(type.key, cover_path(type.key));
    const Type key_type = context_.type(key);
    const TypeExtent inside = context_.extent_of(value);
    if (key_type.kind == TypeKind::string) return nested(types_.map_of(value), inside, span);
    if (key_type.kind == TypeKind::enumeration) return nested(types_.map_of(value, key_type.enumeration), inside, span);
    if (key_type.kind != TypeKind::error)
      context_.report(diagnostics::bad_map_key(cover_path(type.key), context_.describe(key))
                          .with_help("keys of JSON objects are strings: `{ [string]: T }`, or `{ [SomeEnum]: T }`"));
    return error();
  }

  static Span cover_path(const grammar::Path& path) { return base::cover(path.front().span, path.back().span); }

  TypeId record(const grammar::RecordType& type, Span span) {
    RecordShape shape;
    shape.fields.reserve(type.fields.size());
    TypeExtent inside{.depth = 1, .places = 0};
    for (const grammar::Field& field : type.fields) {
      shape.fields.push_back({std::string(field.name.text), read(field.type), field.optional, field.name.span});
      const TypeExtent field_extent = context_.extent_of(shape.fields.back().type);
      inside.depth = std::max(inside.depth, field_extent.depth);
      inside.places += field_extent.places;
    }
    return nested(types_.record_of(std::move(shape)), inside, span);
  }

  Context& context_;
  TypeTable& types_;
  std::size_t module_;
  const grammar::SyntaxTree& tree_;
};

// ------------------------------------------------------------------------------------------------ declarations

using NodeOf = std::unordered_map<std::string_view, std::uint32_t>;

/// Which declared types the syntax of a type names.
void collect_names(const grammar::SyntaxTree& tree, grammar::TypeSyntaxId id, const NodeOf& known,
                   std::vector<std::uint32_t>& uses) {
  const auto use = [&](const grammar::Path& path) {
    const auto at = known.find(path.front().text);
    if (path.size() == 1 && at != known.end()) uses.push_back(at->second);
  };
  std::visit(base::overloaded{
                 [](const grammar::ErrorType&) {},
                 [](const grammar::QuantityType&) {},
                 [](const grammar::PercentType&) {},
                 [](const grammar::StringType&) {},
                 [](const grammar::NullType&) {},
                 [&](const grammar::NamedType& t) { use(t.path); },
                 [&](const grammar::UnionType& t) {
                   for (const grammar::TypeSyntaxId each : t.alternatives) collect_names(tree, each, known, uses);
                 },
                 [&](const grammar::ListType& t) { collect_names(tree, t.item, known, uses); },
                 [&](const grammar::MapType& t) {
                   use(t.key);
                   collect_names(tree, t.value, known, uses);
                 },
                 [&](const grammar::RecordType& t) {
                   for (const grammar::Field& field : t.fields) collect_names(tree, field.type, known, uses);
                 },
             },
             tree[id].node);
}

TypeId read_enum(Context& context, const grammar::EnumDecl& decl) {
  EnumType type{
      .name = std::string(decl.name.text), .members = {}, .ordered = decl.ordered, .declared = decl.name.span};
  for (const grammar::EnumMember& member : decl.members) type.members.emplace_back(member.name.text);
  return context.model.types.enum_of(std::move(type));
}

/// A type that contains itself has no end: no JSON document is deep enough.
void report_cycle(Context& context, const std::vector<const grammar::TypeDecl*>& cycle) {
  std::string words = "`" + std::string(cycle.front()->name.text) + "` contains ";
  words += cycle.size() == 1 ? "itself" : "`" + std::string(cycle[1]->name.text) + "`";
  for (std::size_t i = 1; i < cycle.size(); ++i)
    words.append(", which contains `").append(cycle[(i + 1) % cycle.size()]->name.text).append("`");
  context.report(diagnostics::recursive_type(cycle.front()->name.span, words)
                     .with_help("write out as many levels as the rules need, or declare the inner one as `any`"));
}

}  // namespace

void read_type_declarations(Context& context, std::size_t module) {
  const grammar::SyntaxTree& tree = context.tree(module);
  std::vector<Meaning>& meanings = context.modules[module].meanings;
  std::vector<std::uint32_t> decls;
  NodeOf known;
  for (std::uint32_t index = 0; index < tree.decls.size(); ++index) {
    const grammar::Decl& decl = tree[grammar::DeclId(index)];
    if (const auto* enumeration = std::get_if<grammar::EnumDecl>(&decl.node))
      meanings[index] = read_enum(context, *enumeration);
    const auto* type = std::get_if<grammar::TypeDecl>(&decl.node);
    if (type == nullptr) continue;
    known.emplace(type->name.text, static_cast<std::uint32_t>(decls.size()));
    decls.push_back(index);
  }
  const auto decl_of = [&](std::uint32_t node) {
    return &std::get<grammar::TypeDecl>(tree[grammar::DeclId(decls[node])].node);
  };

  naming::Uses uses(decls.size());
  for (std::uint32_t node = 0; node < decls.size(); ++node) collect_names(tree, decl_of(node)->type, known, uses[node]);
  const naming::DependencyOrder ordered = naming::order_by_use(uses);
  for (const auto& cycle : ordered.cycles) {
    std::vector<const grammar::TypeDecl*> path;
    for (const std::uint32_t node : cycle) path.push_back(decl_of(node));
    report_cycle(context, path);
  }
  for (const std::uint32_t node : ordered.order)
    meanings[decls[node]] = read_type(context, module, tree, decl_of(node)->type);
}

TypeId read_type(Context& context, std::size_t module, const grammar::SyntaxTree& tree, grammar::TypeSyntaxId id) {
  return TypeReader(context, module, tree).read(id);
}

TypeId weekday_type(Context& context) {
  return context.model.types.enum_of(
      {.name = "weekday",
       .members = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
       .ordered = true,
       .declared = {}});
}

}  // namespace nexus::rules::typing
