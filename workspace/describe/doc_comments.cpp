#include "workspace/describe/doc_comments.h"

#include "base/overloaded.h"

namespace nexus::workspace::describing {

DocComments::DocComments(const rules::ResolvedModel& resolved) {
  for (const rules::ResolvedModule& module : resolved.modules) collect(*module.tree);
}

std::string_view DocComments::at(base::Span span) const {
  if (!span) return {};
  const auto found = by_begin_.find({span.file.index(), span.begin});
  return found == by_begin_.end() ? std::string_view{} : found->second;
}

std::vector<std::string_view> DocComments::formals_of(base::Span def) const {
  const auto found = formals_.find({def.file.index(), def.begin});
  return found == formals_.end() ? std::vector<std::string_view>{} : found->second;
}

void DocComments::add(base::Span span, std::string_view doc) {
  if (!doc.empty()) by_begin_.emplace(std::pair(span.file.index(), span.begin), doc);
}

void DocComments::collect(const grammar::SyntaxTree& tree) {
  const auto of_requirements = [&](const auto& rule) {
    for (const grammar::Let& let : rule.head.lets) add(let.name.span, let.doc);
    for (const grammar::Requirement& requirement : rule.requirements) add(requirement.span, requirement.doc);
  };
  for (const grammar::Decl& decl : tree.decls)
    std::visit(base::overloaded{
                   [&](const grammar::ParamDecl& param) { add(param.name.span, decl.doc); },
                   [&](const grammar::LetDecl& let) { add(let.name.span, decl.doc); },
                   [&](const grammar::DefDecl& def) {
                     add(def.name.span, decl.doc);
                     for (const grammar::Formal& formal : def.formals)
                       formals_[{def.name.span.file.index(), def.name.span.begin}].push_back(formal.name.text);
                   },
                   [&](const grammar::TableDecl& table) { add(table.name.span, decl.doc); },
                   [&](const grammar::GateDecl& gate) { of_requirements(gate); },
                   [&](const grammar::PhaseDecl& phase) { of_requirements(phase); },
                   [](const auto&) {},  // what has a doc comment in the checked model, and what has none
               },
               decl.node);
  for (const grammar::TypeSyntax& type : tree.types)
    if (const auto* record = std::get_if<grammar::RecordType>(&type.node))
      for (const grammar::Field& field : record->fields) add(field.name.span, field.doc);
}

}  // namespace nexus::workspace::describing
