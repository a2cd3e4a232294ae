#include "rules/naming/in_force.h"

#include "rules/naming/declared_names.h"
#include "rules/naming/imports.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"

#include <algorithm>
#include <map>
#include <optional>

namespace nexus::rules::naming {

namespace diagnostics = base::diagnostics;
using namespace grammar;

namespace {

class InForce {
 public:
  InForce(ResolvedModel& model, const FileRoles& roles, base::DiagnosticSink& sink)
      : model_(model), roles_(roles), sink_(sink), whole_(model.modules.size()) {}

  void run() {
    find_targets();
    for (ResolvedModule& module : model_.modules) module.in_force.assign(module.tree->decls.size(), false);
    for (std::uint32_t index = 0; index < model_.modules.size(); ++index) {
      const ResolvedModule& module = model_.modules[index];
      if (module.named && (module.kind == ModuleKind::policy || roles_.libraries_in_force)) {
        put_module(index);
        put_waivers(index);
      }
    }
    find_parts();
  }

 private:
  // ---- what each `enforce` means, whether it counts or not

  void find_targets() {
    for (std::uint32_t index = 0; index < model_.modules.size(); ++index) {
      const SyntaxTree& tree = *model_.modules[index].tree;
      std::map<DeclRef, Span> enforced;
      for (std::uint32_t i = 0; i < tree.decls.size(); ++i)
        if (const auto* enforce = std::get_if<EnforceDecl>(&tree[DeclId(i)].node)) {
          Enforcement target = target_of(index, DeclId(i), *enforce);
          claim(target, enforced);
          targets_.emplace(target.at, std::move(target));
        }
    }
  }

  [[nodiscard]] Enforcement target_of(std::uint32_t index, DeclId decl, const EnforceDecl& enforce) {
    Enforcement target{.at = {index, decl}, .modules = {}, .rules = {}};
    const ResolvedModule& module = model_.modules[index];
    const auto import = module.imports.find(enforce.target.front().text);
    if (import == module.imports.end() || enforce.target.size() > 2) {
      report_not_imported(module, enforce);
      return target;
    }
    target.modules = import->second.modules;
    if (target.modules.empty()) return target;
    if (const ResolvedModule& other = model_.modules[target.modules.front()]; other.kind == ModuleKind::policy) {
      sink_.emit(
          diagnostics::enforced_policy(span_of(enforce.target), other.name)
              .with_help(
                  "a policy is in force where its file is named in the run; what others enforce is a `library`"));
      target.modules.clear();
    } else if (enforce.target.size() == 1) {
      for (const std::uint32_t each : target.modules) add_rules(each, target.rules);
    } else if (const auto rule = find_rule(target.modules, enforce.target.back().text)) {
      target.modules = {rule->module};
      target.rules = {*rule};
    } else {
      report_no_such_rule(target.modules, enforce.target.back());
      target.modules.clear();
    }
    return target;
  }

  void add_rules(std::uint32_t module, std::vector<DeclRef>& rules) const {
    const SyntaxTree& tree = *model_.modules[module].tree;
    for (std::uint32_t i = 0; i < tree.decls.size(); ++i)
      if (declared_rule(tree[DeclId(i)]).name != nullptr) rules.push_back({module, DeclId(i)});
  }

  [[nodiscard]] std::optional<DeclRef> find_rule(const std::vector<std::uint32_t>& modules,
                                                 std::string_view name) const {
    for (const std::uint32_t module : modules)
      if (const auto at = model_.modules[module].rules.find(name); at != model_.modules[module].rules.end())
        return DeclRef{module, at->second};
    return std::nullopt;
  }

  void report_not_imported(const ResolvedModule& module, const EnforceDecl& enforce) {
    const std::string written = dotted(enforce.target);
    base::Diagnostic diagnostic = diagnostics::unknown_module(span_of(enforce.target), written);
    const auto is_named = [&](const ResolvedModule& each) { return each.name == written; };
    for (const auto& [name, import] : module.imports)
      if (!import.modules.empty() && model_.modules[import.modules.front()].name == written)
        diagnostic.helps.push_back("it is imported as `" + std::string(name) + "`: write `enforce " +
                                   std::string(name) + "`");
    if (diagnostic.helps.empty() && std::ranges::any_of(model_.modules, is_named))
      diagnostic.helps.push_back("import it first: `import " + written + "`");
    std::vector<std::string> imports;
    for (const auto& [name, import] : module.imports) imports.push_back("`" + std::string(name) + "`");
    if (diagnostic.helps.empty() && !imports.empty())
      diagnostic.helps.push_back((imports.size() == 1 ? "the import of this file is called " : "the imports of this file are called ") +
                                 base::list_with(imports, "and"));
    if (diagnostic.helps.empty())
      diagnostic.helps.emplace_back(
          "what is enforced is the name of an import, or a rule of one: `enforce quality`, `enforce quality.coverage`");
    sink_.emit(std::move(diagnostic));
  }

  void report_no_such_rule(const std::vector<std::uint32_t>& modules, const Name& name) {
    std::vector<std::string_view> candidates;
    for (const std::uint32_t module : modules)
      for (const Decl& decl : model_.modules[module].tree->decls)
        if (const DeclaredName rule = declared_rule(decl); rule.name != nullptr) candidates.push_back(rule.name->text);
    base::Diagnostic diagnostic =
        diagnostics::not_in_module(name.span, model_.modules[modules.front()].name, "rule", name.text);
    if (const auto near = base::nearest(name.text, candidates)) {
      diagnostic.helps.push_back("did you mean `" + std::string(*near) + "`?");
      diagnostic.suggestion = base::Suggestion{name.span, std::string(*near)};
    }
    sink_.emit(std::move(diagnostic));
  }

  /// Notes that a rule is enforced; reports the second time, for whose level and params would count?
  void claim(const Enforcement& enforcement, std::map<DeclRef, Span>& enforced) {
    const auto& decl = std::get<EnforceDecl>((*model_.modules[enforcement.at.module].tree)[enforcement.at.decl].node);
    const Span here = span_of(decl.target);
    for (const DeclRef rule : enforcement.rules) {
      const auto [first, fresh] = enforced.try_emplace(rule, here);
      if (fresh || first->second == here) continue;
      const ResolvedModule& module = model_.modules[rule.module];
      const DeclaredName declared = declared_rule((*module.tree)[rule.decl]);
      sink_.emit(diagnostics::enforced_twice(here, declared.what, module.name + "/" + std::string(declared.name->text))
                     .with_label(first->second, "first here")
                     .with_help("name the rules one by one where some are to be enforced differently"));
      return;  // once for each `enforce`
    }
  }

  // ---- what counts

  void put_module(std::uint32_t index) {
    if (whole_[index]) return;
    whole_[index] = true;
    std::vector<DeclRef> rules;
    add_rules(index, rules);
    for (const DeclRef rule : rules) put_rule(rule);
    for (const auto& [at, target] : targets_)
      if (at.module == index) enforce(target);
  }

  void enforce(const Enforcement& enforcement) {
    claim(enforcement, enforced_);
    model_.enforcements.push_back(enforcement);
    const auto& decl = std::get<EnforceDecl>((*model_.modules[enforcement.at.module].tree)[enforcement.at.decl].node);
    for (const DeclRef rule : enforcement.rules) put_rule(rule);
    if (decl.target.size() == 1)
      for (const std::uint32_t module : enforcement.modules) put_module(module);
  }

  /// Waivers count where the run names their file: nobody is exempted by what an `enforce` brings.
  void put_waivers(std::uint32_t index) {
    ResolvedModule& module = model_.modules[index];
    for (std::uint32_t i = 0; i < module.tree->decls.size(); ++i)
      if (std::holds_alternative<WaiverDecl>((*module.tree)[DeclId(i)].node)) module.in_force[i] = true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): a phase puts its gates in force, and no gate puts anything
  void put_rule(DeclRef rule) {
    ResolvedModule& module = model_.modules[rule.module];
    if (module.in_force[rule.decl.index()]) return;
    module.in_force[rule.decl.index()] = true;
    if (const auto* phase = std::get_if<PhaseDecl>(&(*module.tree)[rule.decl].node))
      for (const GateRef& gates : phase->gates) put_gates(rule.module, gates);
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  void put_gates(std::uint32_t from, const GateRef& gates) {
    std::vector<std::uint32_t> modules{from};
    const bool qualified = gates.path.size() == 2 || (gates.all && gates.path.size() == 1);
    if (qualified) {
      const auto import = model_.modules[from].imports.find(gates.path.front().text);
      if (import == model_.modules[from].imports.end()) return;  // reported where phases are typed
      modules = import->second.modules;
    }
    std::vector<DeclRef> rules;
    if (gates.all)
      for (const std::uint32_t module : modules) add_rules(module, rules);
    else if (const auto rule = find_rule(modules, gates.path.back().text))
      rules.push_back(*rule);
    for (const DeclRef rule : rules)
      if (std::holds_alternative<GateDecl>((*model_.modules[rule.module].tree)[rule.decl].node)) put_rule(rule);
  }

  // ---- who takes part

  void find_parts() {
    std::vector<std::uint32_t> parts;
    for (std::uint32_t index = 0; index < model_.modules.size(); ++index)
      if (whole_[index] || std::ranges::count(model_.modules[index].in_force, true) != 0) parts.push_back(index);
    // A library that is looked at alone is all there is.
    if (parts.empty() && std::ranges::count(model_.modules, true, &ResolvedModule::named) == 1)
      parts.push_back(static_cast<std::uint32_t>(std::ranges::find(model_.modules, true, &ResolvedModule::named) -
                                                 model_.modules.begin()));
    while (!parts.empty()) {
      ResolvedModule& module = model_.modules[parts.back()];
      parts.pop_back();
      if (module.takes_part) continue;
      module.takes_part = true;
      for (const auto& [name, import] : module.imports)
        parts.insert(parts.end(), import.modules.begin(), import.modules.end());
    }
  }

  ResolvedModel& model_;
  const FileRoles& roles_;
  base::DiagnosticSink& sink_;
  std::vector<bool> whole_;  // by module: in force with all its rules and its own `enforce`s
  std::map<DeclRef, Enforcement> targets_;
  std::map<DeclRef, Span> enforced_;
};

}  // namespace

void put_in_force(ResolvedModel& model, const FileRoles& roles, base::DiagnosticSink& sink) {
  InForce(model, roles, sink).run();
}

}  // namespace nexus::rules::naming
