#include "rules/typing/registration.h"

#include "base/overloaded.h"

namespace nexus::rules::typing {

namespace {

/// Hands out the ids of one table. `fill` is false where the table is already there.
template <class T, class IdType>
class Numbering {
 public:
  Numbering(base::Arena<T, IdType>& table, bool fill) : table_(table), fill_(fill) {}
  IdType next(T element) {
    if (fill_) table_.add(std::move(element));
    return IdType(count_++);
  }

 private:
  base::Arena<T, IdType>& table_;
  bool fill_;
  std::size_t count_ = 0;
};

std::string text_of(const std::optional<grammar::Name>& name) { return name ? std::string(name->text) : std::string(); }

RuleHeadNode head_of(ModuleId module, const grammar::RuleHead& head, std::string_view doc) {
  RuleHeadNode node;
  node.module = module;
  node.name = std::string(head.name.text);
  node.title = text_of(head.title);
  node.doc = std::string(doc);
  if (head.owner) node.owner = std::string(head.owner->text.text);
  node.name_span = head.name.span;
  return node;
}

class Registration {
 public:
  explicit Registration(Context& context)
      : context_(context),
        fill_(context.model.modules.empty()),
        params_(context.model.params, fill_),
        lets_(context.model.lets, fill_),
        defs_(context.model.defs, fill_),
        gates_(context.model.gates, fill_),
        phases_(context.model.phases, fill_),
        triggers_(context.model.triggers, fill_) {}

  void run() {
    if (fill_ && context_.model.inputs.empty()) context_.model.inputs.add(Input{});
    for (std::uint32_t index = 0; index < context_.resolved.modules.size(); ++index) module(index);
    // A prompt without any policy still has a place to stand.
    if (context_.modules.empty())
      context_.modules.push_back({.meanings = {}, .snapshot = context_.scalar(TypeKind::any), .imported = {}});
  }

 private:
  void module(std::uint32_t index) {
    const ResolvedModule& resolved = context_.resolved.modules[index];
    const grammar::SyntaxTree& tree = *resolved.tree;
    const auto kind = tree.header ? tree.header->kind : grammar::ModuleKind::policy;
    const std::string doc(tree.header ? tree.header->doc : std::string_view{});
    if (fill_) context_.model.modules.add({resolved.name, kind, tree.file, doc});
    ModuleContext& module = context_.modules.emplace_back();
    module.meanings.resize(tree.decls.size());
    for (std::uint32_t i = 0; i < tree.decls.size(); ++i)
      module.meanings[i] = declaration(index, grammar::DeclId(i), module);
  }

  Meaning declaration(std::uint32_t module, grammar::DeclId id, ModuleContext& into) {
    const grammar::Decl& decl = context_.tree(module)[id];
    const ModuleId owner(module);
    return std::visit(
        base::overloaded{
            [](const grammar::ErrorDecl&) -> Meaning { return {}; },
            [](const grammar::EnforceDecl&) -> Meaning { return {}; },
            [](const grammar::TableDecl&) -> Meaning { return {}; },
            [](const grammar::WaiverDecl&) -> Meaning { return {}; },
            [](const grammar::SnapshotDecl&) -> Meaning { return {}; },
            [](const grammar::TestDecl&) -> Meaning { return {}; },
            // Types are read, and their meanings filled in, by read_type_declarations.
            [](const grammar::EnumDecl&) -> Meaning { return {}; },
            [](const grammar::TypeDecl&) -> Meaning { return {}; },
            [&](const grammar::ImportDecl& d) -> Meaning { return note_import(d, into); },
            [&](const grammar::InputDecl& d) -> Meaning { return input(d); },
            [&](const grammar::ParamDecl& d) -> Meaning {
              return params_.next({owner,
                                   std::string(d.name.text),
                                   context_.scalar(TypeKind::error),
                                   {},
                                   "default",
                                   d.name.span,
                                   {},
                                   {}});
            },
            [&](const grammar::LetDecl& d) -> Meaning {
              return lets_.next({std::string(d.name.text), {}, d.name.span, false});
            },
            [&](const grammar::DefDecl& d) -> Meaning {
              return defs_.next({std::string(d.name.text), {}, {}, d.name.span});
            },
            [&](const grammar::GateDecl& d) -> Meaning {
              const GateId gate = gates_.next({head_of(owner, d.head, decl.doc), {}, {}, {}, {}});
              return rule(grammar::RuleKind::gate, gate.index(), {module, id}, context_.rules.gates);
            },
            [&](const grammar::PhaseDecl& d) -> Meaning {
              const PhaseId phase = phases_.next({head_of(owner, d.head, decl.doc), {}, {}, {}, {}, {}});
              return rule(grammar::RuleKind::phase, phase.index(), {module, id}, context_.rules.phases);
            },
            [&](const grammar::TriggerDecl& d) -> Meaning {
              const TriggerId trigger = triggers_.next({head_of(owner, d.head, decl.doc), {}, {}, {}, {}, {}, {}});
              return rule(grammar::RuleKind::trigger, trigger.index(), {module, id}, context_.rules.triggers);
            },
        },
        decl.node);
  }

  RuleRef rule(grammar::RuleKind kind, std::uint32_t index, DeclRef source, std::vector<DeclRef>& sources) {
    sources.push_back(source);
    const RuleRef ref{kind, index};
    if (fill_) context_.model.order.push_back(ref);
    return ref;
  }

  static Meaning note_import(const grammar::ImportDecl& import, ModuleContext& into) {
    if (import.alias)
      into.imported.insert(import.alias->text);
    else if (!import.module.empty())
      into.imported.insert(import.module.back().text);
    return {};
  }

  /// Inputs are one a name, however many modules declare them.
  Meaning input(const grammar::InputDecl& decl) {
    if (!decl.name) return InputId(0);
    const auto [at, fresh] = inputs_.try_emplace(decl.name->text, InputId(inputs_.size() + 1));
    if (fresh && fill_)
      context_.model.inputs.add(
          {std::string(decl.name->text), context_.scalar(TypeKind::error), decl.optional, decl.name->span});
    return at->second;
  }

  Context& context_;
  bool fill_;
  Numbering<Param, ParamId> params_;
  Numbering<LetDefinition, LetId> lets_;
  Numbering<Def, DefId> defs_;
  Numbering<Gate, GateId> gates_;
  Numbering<Phase, PhaseId> phases_;
  Numbering<Trigger, TriggerId> triggers_;
  std::unordered_map<std::string_view, InputId> inputs_;
};

}  // namespace

void register_declarations(Context& context) { Registration(context).run(); }

}  // namespace nexus::rules::typing
