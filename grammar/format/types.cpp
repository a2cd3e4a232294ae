#include "base/overloaded.h"
#include "grammar/format/layout.h"

#include <algorithm>
#include <variant>

namespace nexus::grammar::layout {

void Layout::type(TypeSyntaxId id) {
  const TypeSyntax& type_syntax = tree_[id];
  std::visit(base::overloaded{[&](const UnionType& n) {
                                const auto group = doc_.group();
                                const auto nest = doc_.nest();
                                for (bool first = true; const TypeSyntaxId alternative : n.alternatives) {
                                  if (!first) doc_.line(Break::space), take(), doc_.space();
                                  first = false;
                                  type(alternative);
                                }
                              },
                              [&](const ListType& n) { list_type(n); },
                              [&](const MapType& n) {
                                bracketed({.inside = Break::space}, [&] {
                                  words_to(n.key.back().span.end);
                                  take();
                                  take();
                                  doc_.space();
                                  type(n.value);
                                });
                              },
                              [&](const RecordType& n) {
                                bracketed({.inside = Break::space}, [this, &n, each = n.fields.begin()]() mutable {
                                  field(*each++);
                                  if (each != n.fields.end()) doc_.if_flat(",");
                                });
                              },
                              [&](const auto&) { words_to(type_syntax.span.end); }},
             type_syntax.node);
}

/// There is one item at most: `[ {` and `} ]` stay together.
void Layout::list_type(const ListType& list) {
  const bool has_braces = has_next(1, "{");
  take();
  if (has_braces) doc_.space();
  type(list.item);
  if (has_braces) doc_.space();
  take();
}

void Layout::field(const Field& field) {
  const auto group = doc_.group();
  take();
  if (field.optional) take();
  take();
  doc_.space();
  type(field.type);
  evidence(field.evidence);
}

void Layout::evidence(const Evidence& evidence) {
  std::vector<std::pair<base::Span, ExprId>> parts;
  if (evidence.fresh) parts.emplace_back(evidence.fresh->span, evidence.fresh->limit);
  if (evidence.about) parts.emplace_back(evidence.about->span, evidence.about->subject);
  std::ranges::sort(parts, {}, [](const auto& part) { return part.first.begin; });
  const auto nest = doc_.nest();
  for (const auto& [span, subject] : parts) {
    if (is_next(",")) take();
    line_with(1, subject);
    doc_.space();
    words_to(span.end);
  }
}

}  // namespace nexus::grammar::layout
