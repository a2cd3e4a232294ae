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

RuleHeadNode head_of(ModuleId module, const grammar::RuleHead& head, std::string_view doc, bool in_force) {
  RuleHeadNode node;
  node.in_force = in_force;
  node.module = module;
  node.name = std::string(head.name.text);
  node.title = text_of(head.title);
  node.doc = std::string(doc);
  if (head.owner) node.owner = std::string(head.owner->text.text);
  node.name_span = head.name.span;
  return node;
}

template <class Rule>
Rule empty_rule(ModuleId module, const grammar::RuleHead& head, std::string_view doc, bool in_force) {
  Rule rule;
  rule.head = head_of(module, head, doc, in_force);
  return rule;
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
    // The inputs of the run come first: a plan has no others.
    for (const ResolvedModule& each : context_.resolved.modules)
      if (each.takes_part) inputs_of(*each.tree);
    for (std::uint32_t index = 0; index < context_.resolved.modules.size(); ++index) module(index);
    // A prompt without any policy still has a place to stand.
    if (context_.modules.empty())
      context_.modules.push_back({.meanings = {}, .snapshot = context_.scalar(TypeKind::any), .inputs = {}});
  }

 private:
  void module(std::uint32_t index) {
    const ResolvedModule& resolved = context_.resolved.modules[index];
    const grammar::SyntaxTree& tree = *resolved.tree;
    const std::string doc(tree.header ? tree.header->doc : std::string_view{});
    if (fill_) context_.model.modules.add({resolved.name, resolved.kind, tree.file, doc, resolved.takes_part});
    ModuleContext& module = context_.modules.emplace_back();
    module.meanings.resize(tree.decls.size());
    for (std::uint32_t i = 0; i < tree.decls.size(); ++i) module.meanings[i] = declaration(index, grammar::DeclId(i));
  }

  void inputs_of(const grammar::SyntaxTree& tree) {
    for (const grammar::Decl& decl : tree.decls)
      if (const auto* declared = std::get_if<grammar::InputDecl>(&decl.node)) input(*declared, true);
  }

  Meaning declaration(std::uint32_t module, grammar::DeclId id) {
    const grammar::Decl& decl = context_.tree(module)[id];
    const ModuleId owner(module);
    const bool in_force = context_.resolved.modules[module].in_force[id.index()];
    return std::visit(
        base::overloaded{
            [](const grammar::ErrorDecl&) -> Meaning { return {}; },
            [](const grammar::ImportDecl&) -> Meaning { return {}; },
            [](const grammar::EnforceDecl&) -> Meaning { return {}; },
            [](const grammar::WaiverDecl&) -> Meaning { return {}; },
            [](const grammar::SnapshotDecl&) -> Meaning { return {}; },
            [](const grammar::TestDecl&) -> Meaning { return {}; },
            // Types are read, and their meanings filled in, by read_type_declarations.
            [](const grammar::EnumDecl&) -> Meaning { return {}; },
            [](const grammar::TypeDecl&) -> Meaning { return {}; },
            [&](const grammar::InputDecl& d) -> Meaning { return input(d, false); },
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
            [&](const grammar::TableDecl& d) -> Meaning {
              return defs_.next({std::string(d.name.text), {}, {}, d.name.span});
            },
            [&](const grammar::GateDecl& d) -> Meaning {
              const GateId gate = gates_.next(empty_rule<Gate>(owner, d.head, decl.doc, in_force));
              return rule(grammar::RuleKind::gate, gate.index(), {module, id}, context_.rules.gates);
            },
            [&](const grammar::PhaseDecl& d) -> Meaning {
              const PhaseId phase = phases_.next(empty_rule<Phase>(owner, d.head, decl.doc, in_force));
              return rule(grammar::RuleKind::phase, phase.index(), {module, id}, context_.rules.phases);
            },
            [&](const grammar::TriggerDecl& d) -> Meaning {
              const TriggerId trigger = triggers_.next(empty_rule<Trigger>(owner, d.head, decl.doc, in_force));
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

  /// Inputs are one a name, however many modules declare them.
  Meaning input(const grammar::InputDecl& decl, bool takes_part) {
    if (!decl.name) return InputId(0);
    const auto [at, fresh] = inputs_.try_emplace(decl.name->text, InputId(inputs_.size() + 1));
    if (fresh && fill_)
      context_.model.inputs.add(
          {std::string(decl.name->text), context_.scalar(TypeKind::error), decl.optional, decl.name->span, takes_part});
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
