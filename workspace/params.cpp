#include "workspace/params.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "engine/read/locate.h"
#include "workspace/files.h"
#include "workspace/json_text.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace nexus::workspace {

namespace diagnostics = base::diagnostics;
using grammar::SyntaxTree;
using grammar::TypeSyntaxId;

namespace {

/// A text as a string literal of the language, in which braces would begin an interpolation.
std::string string_literal(std::string_view text) {
  std::string literal;
  for (const char c : base::quote_json(text)) {
    if (c == '{' || c == '}') literal += '\\';
    literal += c;
  }
  return literal;
}

std::string joined(const grammar::Path& path) {
  std::string name;
  for (const grammar::Name& part : path) {
    if (!name.empty()) name += '.';
    name += part.text;
  }
  return name;
}

/// Which form of literal a param's declared type takes.
enum class Wanted { string, member, version, list, other };

struct WantedType {
  Wanted kind = Wanted::other;
  TypeSyntaxId item;  ///< of a list
};

const grammar::Decl* find_type(const SyntaxTree& tree, std::string_view name) {
  const auto declares = [&](const grammar::Decl& decl) {
    if (const auto* type = std::get_if<grammar::TypeDecl>(&decl.node)) return type->name.text == name;
    if (const auto* members = std::get_if<grammar::EnumDecl>(&decl.node)) return members->name.text == name;
    return false;
  };
  const auto found = std::ranges::find_if(tree.decls, declares);
  return found == tree.decls.end() ? nullptr : &*found;
}

/// By syntax alone: types are known only after the overrides are in place.
WantedType wanted_by(const SyntaxTree& tree, TypeSyntaxId type) {
  // A type that is named after itself is somebody else's message.
  for (int names = 0; type && names < 16; ++names) {
    const auto& node = tree[type].node;
    if (std::holds_alternative<grammar::StringType>(node) || std::holds_alternative<grammar::UnionType>(node)) return {Wanted::member, {}};
    if (const auto* list = std::get_if<grammar::ListType>(&node)) return {Wanted::list, list->item};
    const auto* named = std::get_if<grammar::NamedType>(&node);
    if (named == nullptr || named->path.size() != 1) return {};
    const std::string_view name = named->path.front().text;
    if (name == "string") return {Wanted::string, {}};
    if (name == "version") return {Wanted::version, {}};
    const grammar::Decl* decl = find_type(tree, name);
    if (decl == nullptr) return {};
    const auto* alias = std::get_if<grammar::TypeDecl>(&decl->node);
    if (alias == nullptr) return {Wanted::member, {}};
    type = alias->type;
  }
  return {};
}

/// A word of the command line as the language writes it.
std::string spelled_word(std::string_view word, Wanted wanted) {
  const bool is_quoted = word.starts_with('"') || word.starts_with('\'');
  switch (wanted) {
    case Wanted::string:
    case Wanted::member: return is_quoted ? std::string(word) : string_literal(word);
    case Wanted::version:
      if (word.starts_with("version(")) return std::string(word);
      return "version(" + (is_quoted ? std::string(word) : string_literal(word)) + ")";
    case Wanted::list:
    case Wanted::other: break;
  }
  return std::string(word);
}

/// A JSON string is the text of a string where one is wanted, and a literal of the language everywhere else.
std::string spelled_text(const std::string& text, Wanted wanted) {
  if (wanted == Wanted::string || wanted == Wanted::member) return string_literal(text);
  return spelled_word(text, wanted);
}

/// Nothing where the value, or one inside it, can be no param.
std::optional<std::string> spelled_json(const JsonValue& value, const SyntaxTree* tree, TypeSyntaxId type, JsonValue::Kind& misfit) {
  const WantedType wanted = tree != nullptr ? wanted_by(*tree, type) : WantedType{};
  switch (value.kind) {
    case JsonValue::Kind::boolean:
    case JsonValue::Kind::number: return value.text;
    case JsonValue::Kind::string: return spelled_text(value.text, wanted.kind);
    case JsonValue::Kind::list: {
      std::string list = "[";
      for (const JsonValue& item : value.items) {
        const auto spelled = spelled_json(item, tree, wanted.item, misfit);
        if (!spelled) return std::nullopt;
        list.append(list.size() > 1 ? ", " : "").append(*spelled);
      }
      return list + ']';
    }
    case JsonValue::Kind::null:
    case JsonValue::Kind::object: break;
  }
  misfit = value.kind;
  return std::nullopt;
}

struct DeclaredParam {
  const SyntaxTree* tree = nullptr;
  const grammar::ParamDecl* decl = nullptr;
};

/// Is a param called so, with or without its module?
bool is_called(const SyntaxTree& tree, const grammar::ParamDecl& param, std::string_view name) {
  return name == param.name.text || (tree.header && name == joined(tree.header->path) + '.' + std::string(param.name.text));
}

bool is_declared(std::span<const SyntaxTree> trees, std::string_view name) {
  return std::ranges::any_of(trees, [&](const SyntaxTree& tree) {
    return std::ranges::any_of(tree.decls, [&](const grammar::Decl& decl) {
      const auto* param = std::get_if<grammar::ParamDecl>(&decl.node);
      return param != nullptr && is_called(tree, *param, name);
    });
  });
}

/// The param a name means, with or without its module; nothing where none or several are meant.
DeclaredParam find_param(std::span<const SyntaxTree> trees, std::string_view name) {
  DeclaredParam found;
  for (const SyntaxTree& tree : trees) {
    for (const grammar::Decl& decl : tree.decls) {
      const auto* param = std::get_if<grammar::ParamDecl>(&decl.node);
      if (param == nullptr || !is_called(tree, *param, name)) continue;
      if (found.decl != nullptr) return {};
      found = {&tree, param};
    }
  }
  return found;
}

}  // namespace

void ParamSettings::add_assignment(std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    sink_.emit(diagnostics::bad_assignment({}, assignment, "name=value").with_help("such as `--param min_coverage=75%`"));
    return;
  }
  const std::string_view name = assignment.substr(0, equals);
  const auto same = [&](const Setting& s) { return s.name == name && s.origin == "--param"; };
  if (std::ranges::any_of(settings_, same)) {
    sink_.emit(diagnostics::param_given_twice({}, name).with_help("leave one of them out"));
    return;
  }
  const base::FileId file = sources_.add("--param", std::string(assignment));
  settings_.push_back({std::string(name), std::string(assignment.substr(equals + 1)), "--param", {file, 0, static_cast<std::uint32_t>(equals)}});
}

void ParamSettings::add(std::string_view name, std::string_view value) {
  const base::FileId file = sources_.add("param", std::string(name));
  settings_.push_back({std::string(name), std::string(value), "caller", {file, 0, static_cast<std::uint32_t>(name.size())}});
}

void ParamSettings::add_file(Host& host, const std::string& path, const base::Limits& limits) {
  auto text = host.read_file(path, policy_size(limits));
  if (!text) {
    sink_.emit(std::move(text.error()));
    return;
  }
  const base::FileId file = sources_.add(path, std::move(*text));
  const std::string_view json = sources_.text(file);
  // Brackets are counted where the values are read as expressions.
  if (const auto mistake = json_mistake(json, limits)) {
    base::Diagnostic diagnostic = to_diagnostic(*mistake, path);
    if (const auto place = place_of(*mistake)) {
      const auto begin = static_cast<std::uint32_t>(*place);
      diagnostic.span = {file, begin, begin + 1};
    }
    sink_.emit(std::move(diagnostic));
    return;
  }
  std::vector<JsonParam> params;
  if (!read_json_params(json, params)) {
    sink_.emit(diagnostics::params_not_object({}, path).with_help(R"(such as `{"min_coverage": "75%"}`)"));
    return;
  }
  for (JsonParam& param : params) {
    engine::TextRange key;
    (void)engine::locate(json, engine::pointer_step(param.name), &key);
    settings_.push_back({std::move(param.name), std::move(param.value), path,
                         {file, static_cast<std::uint32_t>(key.begin), static_cast<std::uint32_t>(key.end)}});
  }
}

std::string ParamSettings::spelled(const Setting& setting, const SyntaxTree* tree, TypeSyntaxId type) {
  if (const auto* word = std::get_if<std::string>(&setting.value)) {
    return spelled_word(*word, tree != nullptr ? wanted_by(*tree, type).kind : Wanted::other);
  }
  JsonValue::Kind misfit{};
  auto literal = spelled_json(std::get<JsonValue>(setting.value), tree, type, misfit);
  if (literal) return *std::move(literal);
  base::Diagnostic diagnostic = diagnostics::param_value_kind(setting.name_span, setting.name, describe(misfit));
  if (misfit == JsonValue::Kind::object)
    diagnostic.helps.push_back("a map or a record is set by `--param '" + setting.name + "={ KEY: VALUE }'`");
  if (misfit == JsonValue::Kind::null)
    diagnostic.helps.push_back("to keep the default, leave `" + setting.name + "` out of the file");
  sink_.emit(std::move(diagnostic));
  return {};
}

std::vector<rules::ParamOverride> ParamSettings::expressions(std::span<const SyntaxTree> trees,
                                                             const base::Limits& limits,
                                                             std::vector<std::string>* lacking) {
  std::vector<rules::ParamOverride> overrides;
  std::vector<const grammar::ParamDecl*> overridden;
  // From the last, which wins, to the first.
  for (auto setting = settings_.rbegin(); setting != settings_.rend(); ++setting) {
    if (lacking != nullptr && !is_declared(trees, setting->name)) {
      lacking->push_back(setting->name);
      continue;
    }
    const DeclaredParam declared = find_param(trees, setting->name);
    if (declared.decl != nullptr) {
      if (std::ranges::find(overridden, declared.decl) != overridden.end()) continue;
      overridden.push_back(declared.decl);
    }
    std::string literal = spelled(*setting, declared.tree, declared.decl != nullptr ? declared.decl->type : TypeSyntaxId{});
    if (literal.empty() && std::holds_alternative<JsonValue>(setting->value)) continue;
    const base::FileId file = sources_.add("param " + setting->name, std::move(literal));
    auto parsed = grammar::parse_expression(sources_, file, sink_, limits);
    if (!parsed) continue;
    const grammar::ParsedExpression& kept = parsed_.emplace_back(std::move(*parsed));
    overrides.push_back({.name = setting->name, .tree = &kept.tree, .value = kept.root, .origin = setting->origin, .span = setting->name_span});
  }
  std::ranges::reverse(overrides);
  return overrides;
}

}  // namespace nexus::workspace
