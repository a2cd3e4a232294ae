#include "rules/typing/words.h"

#include "base/overloaded.h"
#include "base/values/text.h"

#include <algorithm>
#include <deque>

namespace nexus::rules::typing {

namespace {

/// A type as it was written, with the place that named it.
struct Place {
  std::size_t module;
  grammar::TypeSyntaxId type;
  Span declared;
};

/// Walks from an expression back to the declaration its value comes from. Used once an error is certain.
class Origin {
 public:
  explicit Origin(const Context& context) : context_(context) {}

  std::optional<Place> place_of(ExprId id) const {
    const Expr& expr = context_.model[id];
    if (const auto* field = std::get_if<FieldOf>(&expr.node)) return field_of(*field);
    if (const auto* item = std::get_if<ItemAt>(&expr.node)) return item_of(place_of(item->base));
    if (const auto* entry = std::get_if<EntryAt>(&expr.node)) return item_of(place_of(entry->base));
    if (const auto* binder = std::get_if<BinderValue>(&expr.node))
      return item_of(place_of(context_.binder_lists[binder->binder.index()]));
    if (const auto* let = std::get_if<LetValue>(&expr.node)) return place_of(context_.model.lets[let->let].value);
    if (const auto* document = std::get_if<InputDocument>(&expr.node)) return further_input(document->input);
    return std::nullopt;
  }

 private:
  template <class Visit>
  void each_input(Visit visit) const {
    for (std::size_t module = 0; module < context_.resolved.modules.size(); ++module)
      for (const grammar::Decl& decl : context_.tree(module).decls)
        if (const auto* input = std::get_if<grammar::InputDecl>(&decl.node)) visit(module, *input);
  }

  std::optional<Place> further_input(InputId id) const {
    std::optional<Place> found;
    const std::string& name = context_.model.inputs[id].name;
    if (name.empty()) return found;
    each_input([&](std::size_t module, const grammar::InputDecl& input) {
      if (!found && input.name && input.name->text == name) found = Place{module, input.type, input.name->span};
    });
    return found;
  }

  std::optional<Place> field_of(const FieldOf& field) const {
    if (const auto* document = std::get_if<InputDocument>(&context_.model[field.base].node);
        document != nullptr && context_.model.inputs[document->input].name.empty())
      return root_field(field.name);
    const std::optional<Place> base = place_of(field.base);
    return base ? field_in(*base, field.name) : std::nullopt;
  }

  std::optional<Place> root_field(std::string_view name) const {
    std::optional<Place> found;
    each_input([&](std::size_t module, const grammar::InputDecl& input) {
      if (!found && !input.name) found = field_in({module, input.type, {}}, name);
    });
    return found;
  }

  std::optional<Place> field_in(const Place& record, std::string_view name) const {
    const Place at = unnamed(record);
    const auto* shape = std::get_if<grammar::RecordType>(&context_.tree(at.module)[at.type].node);
    if (shape == nullptr) return std::nullopt;
    const auto field = std::ranges::find(shape->fields, name, [](const grammar::Field& f) { return f.name.text; });
    if (field == shape->fields.end()) return std::nullopt;
    return Place{at.module, field->type, field->name.span};
  }

  std::optional<Place> item_of(std::optional<Place> list) const {
    if (!list) return list;
    const Place at = unnamed(*list);
    const grammar::TypeSyntax& type = context_.tree(at.module)[at.type];
    if (const auto* items = std::get_if<grammar::ListType>(&type.node))
      return Place{at.module, items->item, at.declared};
    if (const auto* entries = std::get_if<grammar::MapType>(&type.node))
      return Place{at.module, entries->value, at.declared};
    return std::nullopt;
  }

  /// The structure behind a type's name, keeping the place that used the name.
  Place unnamed(Place place) const {
    // Chains of names end: cycles were reported, and each step costs one declaration.
    for (std::size_t steps = 0; steps < context_.tree(place.module).decls.size(); ++steps) {
      const auto* named = std::get_if<grammar::NamedType>(&context_.tree(place.module)[place.type].node);
      if (named == nullptr || named->path.size() != 1) break;
      const auto& values = context_.resolved.modules[place.module].values;
      const auto at = values.find(named->path.front().text);
      if (at == values.end()) break;
      const auto* decl = std::get_if<grammar::TypeDecl>(&context_.tree(place.module)[at->second].node);
      if (decl == nullptr) break;
      place.type = decl->type;
    }
    return place;
  }

  const Context& context_;
};

}  // namespace

std::optional<Span> declared_at(const Context& context, ExprId id) {
  const Expr& expr = context.model[id];
  if (const auto* param = std::get_if<ParamValue>(&expr.node)) return context.model.params[param->param].declared;
  if (const auto* let = std::get_if<LetValue>(&expr.node)) return context.model.lets[let->let].declared;
  if (const auto place = Origin(context).place_of(id); place && place->declared) return place->declared;
  return std::nullopt;
}

std::string operand_label(Context& context, ExprId id) {
  std::string label = context.model.types.spell(context.plain_of(id));
  if (const auto span = declared_at(context, id)) {
    const base::LineColumn at = context.resolved.sources->position(span->file, span->begin);
    label.append(", declared at ").append(context.resolved.sources->name(span->file));
    label.append(":").append(std::to_string(at.line)).append(":").append(std::to_string(at.column));
  }
  return label;
}

TypeNames describe_apart(Context& context, ExprId first, ExprId second) {
  const TypeId a = context.plain_of(first), b = context.plain_of(second);
  TypeNames names{context.describe(a), context.describe(b)};
  if (names.first == names.second && a != b)
    names = {"`" + context.model.types.spell(a) + "`", "`" + context.model.types.spell(b) + "`"};
  return names;
}

base::Diagnostic did_you_mean(base::Diagnostic diagnostic, Span word, std::string_view text,
                              std::span<const std::string_view> candidates) {
  if (const auto near = base::nearest(text, candidates)) {
    diagnostic.helps.push_back("did you mean `" + std::string(*near) + "`?");
    diagnostic.suggestion = base::Suggestion{word, std::string(*near)};
  }
  return diagnostic;
}

std::vector<std::string_view> field_names(const RecordShape& shape) {
  std::vector<std::string_view> names;
  for (const RecordField& field : shape.fields) names.emplace_back(field.name);
  return names;
}

std::vector<std::string> paths_ending_in(const Context& context, TypeId root, std::string_view name) {
  constexpr std::size_t enough = 3, search_limit = 10'000;
  struct Node {
    TypeId type;
    std::string path;
  };
  std::vector<std::string> found;
  std::deque<Node> queue{{root, ""}};
  for (std::size_t seen = 0; !queue.empty() && seen < search_limit && found.size() < enough; ++seen) {
    const Node node = std::move(queue.front());
    queue.pop_front();
    const Type& type = context.type(node.type);
    if (type.item) queue.push_back({type.item, node.path + "[…]"});
    if (type.kind != TypeKind::record) continue;
    for (const RecordField& field : context.model.types[type.record].fields) {
      std::string path = node.path.empty() ? field.name : node.path + "." + field.name;
      if (field.name == name && found.size() < enough) found.push_back(path);
      queue.push_back({field.type, std::move(path)});
    }
  }
  return found;
}

std::string quoted_list(std::span<const std::string_view> words, std::string_view conjunction, std::size_t limit) {
  std::vector<std::string> quoted;
  for (const std::string_view word : words.first(std::min(limit, words.size())))
    quoted.push_back("`" + std::string(word) + "`");
  if (words.size() > limit) quoted.emplace_back("…");
  return base::list_with(quoted, conjunction);
}

std::string short_text(const Context& context, Span span, std::string_view otherwise) {
  constexpr std::size_t longest = 40;
  const std::string text = context.text(span);
  const bool quotable = !text.empty() && text.size() <= longest && text.find_first_of("`\n\r") == std::string::npos;
  return quotable ? "`" + text + "`" : std::string(otherwise);
}

}  // namespace nexus::rules::typing
