#include "rules/naming/declared_names.h"

#include "base/diagnostics/catalogue.h"
#include "base/overloaded.h"
#include "rules/naming/built_ins.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>

namespace nexus::rules::naming {

namespace diagnostics = base::diagnostics;
using namespace grammar;

bool TakenNames::take(std::string_view text, Span span, std::string_view what) {
  const auto [at, fresh] = first_.try_emplace(text, span);
  if (!fresh)
    sink_.emit(diagnostics::duplicate_name(span, what, text)
                   .with_label(at->second, "first here")
                   .with_help("rename one of them, or remove it"));
  return fresh;
}

bool TakenNames::take(const Name& name, std::string_view what) { return take(name.text, name.span, what); }

DeclaredName declared_value(const Decl& decl) {
  return std::visit(base::overloaded{
                        [](const ErrorDecl&) { return DeclaredName{}; },
                        [](const ImportDecl&) { return DeclaredName{}; },
                        [](const EnforceDecl&) { return DeclaredName{}; },
                        [](const GateDecl&) { return DeclaredName{}; },
                        [](const PhaseDecl&) { return DeclaredName{}; },
                        [](const TriggerDecl&) { return DeclaredName{}; },
                        [](const WaiverDecl&) { return DeclaredName{}; },
                        [](const SnapshotDecl&) { return DeclaredName{}; },
                        [](const TestDecl&) { return DeclaredName{}; },
                        [](const EnumDecl& d) {
                          return DeclaredName{&d.name, "enum"};
                        },
                        [](const TypeDecl& d) {
                          return DeclaredName{&d.name, "type"};
                        },
                        [](const ParamDecl& d) {
                          return DeclaredName{&d.name, "param"};
                        },
                        [](const InputDecl& d) {
                          return DeclaredName{d.name ? &*d.name : nullptr, "input"};
                        },
                        [](const LetDecl& d) {
                          return DeclaredName{&d.name, "let"};
                        },
                        [](const DefDecl& d) {
                          return DeclaredName{&d.name, "def"};
                        },
                        [](const TableDecl& d) {
                          return DeclaredName{&d.name, "table"};
                        },
                    },
                    decl.node);
}

DeclaredName declared_rule(const Decl& decl) {
  if (const auto* gate = std::get_if<GateDecl>(&decl.node)) return {&gate->head.name, "gate"};
  if (const auto* phase = std::get_if<PhaseDecl>(&decl.node)) return {&phase->head.name, "phase"};
  if (const auto* trigger = std::get_if<TriggerDecl>(&decl.node)) return {&trigger->head.name, "trigger"};
  return {};
}

namespace {

/// Is the name one that the language gives a meaning to, where a declaration of this kind stands?
void check_free(const Decl& decl, const DeclaredName& declared, base::DiagnosticSink& sink) {
  const Name& name = *declared.name;
  const bool is_type = std::holds_alternative<EnumDecl>(decl.node) || std::holds_alternative<TypeDecl>(decl.node);
  const bool is_function = std::holds_alternative<DefDecl>(decl.node) || std::holds_alternative<TableDecl>(decl.node);
  const std::string help = "call it something else, such as `my_" + std::string(name.text) + "`";
  if (is_type) {
    if (std::ranges::count(built_in_types(), name.text) != 0)
      sink.emit(diagnostics::reserved_name(name.span, name.text, "a built-in type").with_help(help));
  } else if (is_function && find_function(name.text) != nullptr) {
    sink.emit(diagnostics::reserved_name(name.span, name.text, "a built-in function").with_help(help));
  } else if (const std::string_view meaning = built_in_value(name.text); !meaning.empty()) {
    sink.emit(diagnostics::reserved_name(name.span, name.text, meaning).with_help(help));
  }
}

}  // namespace

namespace {

/// A gate and a phase of one name: `gate x is pass` would be plain, `expect x is pass` would not.
void report_other_rule(const DeclaredName& first, const DeclaredName& second, base::DiagnosticSink& sink) {
  const std::string name(second.name->text);
  const std::string other = name + (second.what == "phase" ? "_done" : second.what == "gate" ? "_ok" : "_alarm");
  sink.emit(diagnostics::name_of_other_rule(second.name->span, name, first.what)
                .with_label(first.name->span, "declared here")
                .with_help("call the " + std::string(second.what) + " something else, such as `" + other + "`"));
}

}  // namespace

void collect_names(ResolvedModule& module, base::DiagnosticSink& sink) {
  TakenNames values(sink), rules(sink);
  const SyntaxTree& tree = *module.tree;
  for (std::size_t index = 0; index < tree.decls.size(); ++index) {
    const DeclId id(index);
    const Decl& decl = tree[id];
    if (const DeclaredName value = declared_value(decl); value.name != nullptr) {
      check_free(decl, value, sink);
      if (values.take(*value.name, value.what)) module.values.emplace(value.name->text, id);
    } else if (const DeclaredName rule = declared_rule(decl); rule.name != nullptr) {
      if (const auto first = module.rules.find(rule.name->text); first != module.rules.end() && declared_rule(tree[first->second]).what != rule.what)
        report_other_rule(declared_rule(tree[first->second]), rule, sink);
      else if (rules.take(*rule.name, rule.what))
        module.rules.emplace(rule.name->text, id);
    } else if (std::holds_alternative<InputDecl>(decl.node)) {
      module.input_blocks.push_back(id);
    }
  }
}

namespace {

/// What two files of one module must not both declare.
std::unordered_set<std::string_view> shared_names(const ResolvedModule& module) {
  std::unordered_set<std::string_view> names;
  for (const Decl& decl : module.tree->decls) {
    if (const DeclaredName rule = declared_rule(decl); rule.name != nullptr) names.insert(rule.name->text);
    if (const auto* param = std::get_if<ParamDecl>(&decl.node)) names.insert(param->name.text);
  }
  return names;
}

/// Files that declare the very same rules and params: true if there are some, which was reported then, once a copy.
template <class Iterator>
bool report_copies(Iterator first, Iterator last, base::DiagnosticSink& sink) {
  const auto names = shared_names(*first);
  const auto header = [](const ResolvedModule& module) { return module.tree->header ? module.tree->header->span : Span{module.tree->file, 0, 1}; };
  bool found = false;
  for (auto copy = std::next(first); copy != last; ++copy) {
    if (names.empty() || shared_names(*copy) != names) continue;
    found = true;
    const bool is_library = copy->tree->header && copy->tree->header->kind == ModuleKind::library;
    sink.emit(diagnostics::policy_given_twice(header(*copy), std::string(is_library ? "library " : "policy ") + copy->name)
                  .with_label(header(*first), "the other file")
                  .with_help("one is a copy of the other: name one of them, or give one another name"));
  }
  return found;
}

}  // namespace

void check_shared_modules(const std::vector<ResolvedModule>& modules, base::DiagnosticSink& sink) {
  // Modules stand in the order of their names: those that share one are neighbours.
  for (auto first = modules.begin(); first != modules.end();) {
    const auto last =
        std::find_if(first, modules.end(), [&](const ResolvedModule& module) { return module.name != first->name; });
    if (last - first > 1 && !report_copies(first, last, sink)) {
      TakenNames rules(sink), params(sink);
      for (auto module = first; module != last; ++module)
        for (const Decl& decl : module->tree->decls) {
          const DeclaredName rule = declared_rule(decl);
          if (rule.name != nullptr && module->rules.contains(rule.name->text)) rules.take(*rule.name, rule.what);
          if (const auto* param = std::get_if<ParamDecl>(&decl.node)) params.take(param->name, "param");
        }
    }
    first = last;
  }
}

}  // namespace nexus::rules::naming
