#include "rules/typing/inputs.h"

#include "rules/typing/type_syntax.h"
#include "rules/typing/words.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

/// One declaration of what stands at a place: a field, or a whole document.
struct Contribution {
  std::size_t module;
  grammar::TypeSyntaxId type;
  bool optional;
  Span declared;
};
using Contributions = std::vector<Contribution>;

/// What all contributions to a place agree on.
class Merge {
 public:
  explicit Merge(Context& context) : context_(context) {}

  TypeId merge(const Contributions& all, std::string_view path) {
    if (all.size() == 1) return read(all.front());
    if (std::ranges::all_of(all, [this](const Contribution& each) { return record_of(each) != nullptr; }))
      return merge_records(all, path);
    const TypeId first = read(all.front());
    for (std::size_t i = 1; i < all.size(); ++i) {
      const TypeId type = read(all[i]);
      if (type != first && context_.kind(type) != TypeKind::error && context_.kind(first) != TypeKind::error)
        report_conflict(all.front(), first, all[i], type, path);
    }
    return first;
  }

 private:
  TypeId read(const Contribution& each) {
    return read_type(context_, each.module, context_.tree(each.module), each.type);
  }

  /// The record a declaration writes out or names; null for everything else.
  const grammar::RecordType* record_of(const Contribution& each) const {
    const grammar::SyntaxTree& tree = context_.tree(each.module);
    const grammar::TypeSyntax* type = &tree[each.type];
    const auto& values = context_.resolved.modules[each.module].values;
    for (std::size_t steps = 0; steps <= tree.decls.size(); ++steps) {
      if (const auto* record = std::get_if<grammar::RecordType>(&type->node)) return record;
      const auto* named = std::get_if<grammar::NamedType>(&type->node);
      if (named == nullptr || named->path.size() != 1) return nullptr;
      const auto at = values.find(named->path.front().text);
      if (at == values.end()) return nullptr;
      const auto* decl = std::get_if<grammar::TypeDecl>(&tree[at->second].node);
      if (decl == nullptr) return nullptr;
      type = &tree[decl->type];
    }
    return nullptr;
  }

  TypeId merge_records(const Contributions& all, std::string_view path) {
    std::vector<std::string_view> order;
    std::unordered_map<std::string_view, Contributions> by_name;
    for (const Contribution& each : all)
      for (const grammar::Field& field : record_of(each)->fields) {
        Contributions& at = by_name[field.name.text];
        if (at.empty()) order.push_back(field.name.text);
        at.push_back({each.module, field.type, field.optional, field.name.span});
      }
    RecordShape shape;
    shape.fields.reserve(order.size());
    for (const std::string_view name : order) {
      const Contributions& declared = by_name[name];
      const std::string inner = path.empty() ? std::string(name) : std::string(path) + "." + std::string(name);
      // Required is the stricter: a field is optional only where everybody says so.
      const bool optional = std::ranges::all_of(declared, &Contribution::optional);
      shape.fields.push_back({std::string(name), merge(declared, inner), optional, declared.front().declared});
    }
    return context_.model.types.record_of(std::move(shape));
  }

  void report_conflict(const Contribution& first, TypeId first_type, const Contribution& second, TypeId second_type,
                       std::string_view path) {
    const TypeTable& types = context_.model.types;
    context_.report(
        diagnostics::conflicting_inputs(second.declared, path, types.spell(first_type), types.spell(second_type))
            .with_label(first.declared, "declared here first"));
  }

  Context& context_;
};

/// The declarations of one document, by module.
Contributions contributions_to(const Context& context, InputId id) {
  Contributions all;
  for (std::size_t module = 0; module < context.resolved.modules.size(); ++module) {
    const grammar::SyntaxTree& tree = context.tree(module);
    for (std::uint32_t index = 0; index < tree.decls.size(); ++index) {
      const auto* input = std::get_if<grammar::InputDecl>(&tree[grammar::DeclId(index)].node);
      if (input == nullptr) continue;
      const auto* meaning = std::get_if<InputId>(&context.modules[module].meanings[index]);
      if (meaning == nullptr || *meaning != id) continue;
      all.push_back(
          {module, input->type, input->optional, input->name ? input->name->span : tree[grammar::DeclId(index)].span});
    }
  }
  return all;
}

bool declares_input(const Context& context, std::size_t module) {
  return std::ranges::any_of(context.tree(module).decls, [](const grammar::Decl& decl) {
    return std::holds_alternative<grammar::InputDecl>(decl.node);
  });
}

TypeId empty_record(Context& context) { return context.model.types.record_of({}); }

/// What one module's own blocks say. Conflicts were reported by the merge over all modules.
TypeId own_snapshot(Context& context, const Contributions& all, std::size_t module) {
  Contributions own;
  std::ranges::copy_if(all, std::back_inserter(own), [&](const Contribution& each) { return each.module == module; });
  if (own.empty()) return empty_record(context);
  const Quiet quiet(context);
  return Merge(context).merge(own, "");
}

void merge_snapshot(Context& context) {
  const Contributions all = contributions_to(context, InputId(0));
  Input& snapshot = context.model.inputs[InputId(0)];
  bool any_input = false;
  for (std::size_t module = 0; module < context.resolved.modules.size(); ++module)
    any_input = any_input || declares_input(context, module);
  const TypeId merged = !all.empty() ? Merge(context).merge(all, "")
                        : any_input  ? empty_record(context)
                                     : context.scalar(TypeKind::any);
  snapshot.type = merged;
  if (!all.empty()) snapshot.declared = all.front().declared;
  for (std::size_t module = 0; module < context.resolved.modules.size(); ++module) {
    const bool alone = std::ranges::all_of(all, [&](const Contribution& each) { return each.module == module; });
    // A module without inputs of its own reads what the run declares: a policy may be spread over files.
    context.modules[module].snapshot =
        alone || !declares_input(context, module) ? merged : own_snapshot(context, all, module);
  }
}

}  // namespace

void merge_inputs(Context& context) {
  merge_snapshot(context);
  for (std::uint32_t index = 1; index < context.model.inputs.size(); ++index) {
    const Contributions all = contributions_to(context, InputId(index));
    Input& input = context.model.inputs[InputId(index)];
    input.type = Merge(context).merge(all, input.name);
    input.optional = std::ranges::all_of(all, &Contribution::optional);
  }
}

}  // namespace nexus::rules::typing
