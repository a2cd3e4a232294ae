#include "rules/typing/inputs.h"

#include "rules/typing/type_syntax.h"
#include "rules/typing/words.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

/// What all contributions to a place agree on.
class Merge {
 public:
  explicit Merge(Context& context) : context_(context) {}

  TypeId merge(const Contributions& all, std::string_view path) {
    if (all.size() == 1) return read(all.front());
    if (std::ranges::all_of(all, [this](const Contribution& each) { return record_of(each).type != nullptr; }))
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

  /// A record, and the module that writes it out.
  struct WrittenRecord {
    const grammar::RecordType* type = nullptr;
    std::size_t module = 0;
  };

  /// The record a declaration writes out or names; null for everything else.
  WrittenRecord record_of(const Contribution& each) const {
    std::size_t module = each.module;
    grammar::TypeSyntaxId type = each.type;
    constexpr std::size_t most_names = 1000;  // a type that is named after itself was reported
    for (std::size_t steps = 0; type && steps < most_names; ++steps) {
      const grammar::TypeSyntax& syntax = context_.tree(module)[type];
      if (const auto* record = std::get_if<grammar::RecordType>(&syntax.node)) return {record, module};
      const auto* named = std::get_if<grammar::NamedType>(&syntax.node);
      if (named == nullptr) return {};
      type = follow_type_name(context_, named->path, module);
    }
    return {};
  }

  TypeId merge_records(const Contributions& all, std::string_view path) {
    std::vector<std::string_view> order;
    std::unordered_map<std::string_view, Contributions> by_name;
    for (const Contribution& each : all) {
      const WrittenRecord record = record_of(each);
      for (const grammar::Field& field : record.type->fields) {
        Contributions& at = by_name[field.name.text];
        if (at.empty()) order.push_back(field.name.text);
        at.push_back({record.module, field.type, field.optional, field.name.span, &field.evidence});
      }
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

bool declares_input(const Context& context, std::size_t module) {
  return std::ranges::any_of(context.tree(module).decls, [](const grammar::Decl& decl) {
    return std::holds_alternative<grammar::InputDecl>(decl.node);
  });
}

TypeId empty_record(Context& context) { return context.model.types.record_of({}); }

/// Which modules a module may see the input fields of: itself, and what it imports.
std::vector<bool> visible_from(const Context& context, std::size_t module) {
  std::vector<bool> visible(context.resolved.modules.size());
  visible[module] = true;
  for (const auto& [name, import] : context.resolved.modules[module].imports)
    for (const std::uint32_t each : import.modules) visible[each] = true;
  return visible;
}

Contributions of_the_run(const Context& context, const Contributions& all) {
  Contributions chosen;
  std::ranges::copy_if(all, std::back_inserter(chosen),
                       [&](const Contribution& each) { return context.resolved.modules[each.module].takes_part; });
  return chosen;
}

Contributions seen_from(const Contributions& all, const std::vector<bool>& visible) {
  Contributions chosen;
  std::ranges::copy_if(all, std::back_inserter(chosen), [&](const Contribution& each) { return visible[each.module]; });
  return chosen;
}

/// The snapshot as `contributions` declare it; `any` where nobody declares any input.
TypeId snapshot_of(Context& context, const Contributions& contributions, const std::vector<bool>& modules) {
  if (!contributions.empty()) return Merge(context).merge(contributions, "");
  for (std::size_t module = 0; module < modules.size(); ++module)
    if (modules[module] && declares_input(context, module)) return empty_record(context);
  return context.scalar(TypeKind::any);
}

/// What one module may read of the snapshot. Modules without inputs of their own that take part in the run read what the
/// run declares: a policy may be spread over files.
TypeId snapshot_seen_from(Context& context, const Contributions& all, std::size_t module, const Contributions& run) {
  const bool takes_part = context.resolved.modules[module].takes_part;
  if (takes_part && !declares_input(context, module)) return context.model.inputs[InputId(0)].type;
  const std::vector<bool> visible = visible_from(context, module);
  const Contributions seen = seen_from(all, visible);
  if (takes_part && seen.size() == run.size()) return context.model.inputs[InputId(0)].type;
  if (!takes_part) return snapshot_of(context, seen, visible);
  const Quiet reported_for_the_run(context);
  return snapshot_of(context, seen, visible);
}

void merge_snapshot(Context& context) {
  const auto& modules = context.resolved.modules;
  const Contributions all = contributions_to(context, InputId(0));
  const Contributions run = of_the_run(context, all);
  std::vector<bool> taking_part;
  for (const ResolvedModule& module : modules) taking_part.push_back(module.takes_part);
  Input& snapshot = context.model.inputs[InputId(0)];
  snapshot.type = snapshot_of(context, run, taking_part);
  if (!run.empty()) snapshot.declared = run.front().declared;
  for (std::size_t module = 0; module < modules.size(); ++module)
    context.modules[module].snapshot = snapshot_seen_from(context, all, module, run);
}

void merge_document(Context& context, InputId id) {
  const auto& modules = context.resolved.modules;
  const Contributions all = contributions_to(context, id);
  const Contributions run = of_the_run(context, all);
  const std::string name = context.model.inputs[id].name;
  if (!run.empty()) {
    const TypeId type = Merge(context).merge(run, name);
    context.model.inputs[id].type = type;
    context.model.inputs[id].optional = std::ranges::all_of(run, &Contribution::optional);
  }
  for (std::size_t module = 0; module < modules.size(); ++module) {
    TypeId seen = context.model.inputs[id].type;
    const Contributions own = seen_from(all, visible_from(context, module));
    if (!modules[module].takes_part && !own.empty()) seen = Merge(context).merge(own, name);
    context.modules[module].inputs[id.index()] = seen;
  }
}

}  // namespace

Contributions contributions_to(const Context& context, InputId id) {
  Contributions all;
  for (std::size_t module = 0; module < context.resolved.modules.size(); ++module) {
    const grammar::SyntaxTree& tree = context.tree(module);
    for (std::uint32_t index = 0; index < tree.decls.size(); ++index) {
      const auto* input = std::get_if<grammar::InputDecl>(&tree[grammar::DeclId(index)].node);
      if (input == nullptr) continue;
      const auto* meaning = std::get_if<InputId>(&context.modules[module].meanings[index]);
      if (meaning == nullptr || *meaning != id) continue;
      const Span declared = input->name ? input->name->span : tree[grammar::DeclId(index)].span;
      all.push_back({module, input->type, input->optional, declared, &input->evidence});
    }
  }
  return all;
}

grammar::TypeSyntaxId follow_type_name(const Context& context, const grammar::Path& path, std::size_t& module) {
  const auto& modules = context.resolved.modules;
  std::vector<std::uint32_t> where{static_cast<std::uint32_t>(module)};
  if (path.size() == 2) {
    const auto import = modules[module].imports.find(path.front().text);
    where = import != modules[module].imports.end() ? import->second.modules : std::vector<std::uint32_t>{};
  }
  for (const std::uint32_t each : where) {
    const auto at = modules[each].values.find(path.back().text);
    if (at == modules[each].values.end()) continue;
    module = each;
    const auto* decl = std::get_if<grammar::TypeDecl>(&context.tree(each)[at->second].node);
    return decl != nullptr ? decl->type : grammar::TypeSyntaxId{};
  }
  return {};
}

void merge_inputs(Context& context) {
  for (ModuleContext& module : context.modules)
    module.inputs.assign(context.model.inputs.size(), context.scalar(TypeKind::error));
  merge_snapshot(context);
  for (std::uint32_t index = 1; index < context.model.inputs.size(); ++index) merge_document(context, InputId(index));
}

}  // namespace nexus::rules::typing
