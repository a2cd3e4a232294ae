#include "grammar/format/layout.h"

#include <variant>

namespace nexus::grammar::layout {

Document Layout::header(const ModuleHeader& header) {
  words_to(header.span.end);
  return std::exchange(doc_, {});
}

Document Layout::declaration(const Decl& decl) {
  std::visit([&](const auto& n) { node(n); }, decl.node);
  words_to(decl.span.end);
  return std::exchange(doc_, {});
}

void Layout::node(const ErrorDecl&) {}

void Layout::node(const ImportDecl&) {}  // words, up to its end

void Layout::node(const EnforceDecl& decl) {
  words_to(decl.target.back().span.end);
  if (decl.level) {
    doc_.space();
    words_and(1, decl.level);
  } else if (is_next("with")) {
    doc_.space();
    take();
    doc_.space();
    bracketed({.inside = Break::space, .last = ","}, [this, each = decl.overrides.begin()]() mutable {
      take();
      value((each++)->value);
    });
  }
}

void Layout::node(const EnumDecl& decl) {
  words(2);
  doc_.space();
  bracketed({.inside = Break::space, .last = decl.ordered ? "" : ","}, [&] {
    take();
    if (is_next("<")) doc_.space(), take();
  });
}

void Layout::node(const TypeDecl& decl) {
  words(3);
  doc_.space();
  type(decl.type);
}

void Layout::node(const ParamDecl& decl) {
  words(2);
  take();
  doc_.space();
  type(decl.type);
  if (decl.low) {
    doc_.space();
    words_and(1, decl.low);
    take();
    expr(decl.high);
  }
  value(decl.value);
}

void Layout::node(const InputDecl& decl) {
  const auto group = doc_.group();
  take();
  doc_.space();
  if (decl.name) {
    words_to(tree_[decl.type].span.begin);
    doc_.space();
  }
  type(decl.type);
  evidence(decl.evidence);
}

void Layout::node(const LetDecl& decl) { let(decl.value); }

void Layout::formals(const std::vector<Formal>& formals) {
  bracketed({.may_stay_open = false}, [this, each = formals.begin()]() mutable {
    take();
    take();
    doc_.space();
    type((each++)->type);
  });
}

void Layout::node(const DefDecl& decl) {
  words(2);
  formals(decl.formals);
  value(decl.body);
}

// ------------------------------------------------------------------------------------------------ rules

void Layout::node(const GateDecl& decl) {
  std::vector<Clause> clauses;
  heading(decl.head.title ? 3 : 2, decl.head.for_each);
  add(clauses, decl.head);
  add(clauses, decl.on_fail, 2);
  add(clauses, decl.on_missing, 2);
  if (decl.only_for) clauses.emplace_back(decl.only_for->span.begin, [&] { comma_list(2, decl.only_for->span.end); });
  if (decl.excused) clauses.emplace_back(decl.excused->span.begin, [&] { excused(*decl.excused); });
  if (decl.score) clauses.emplace_back(decl.score->span.begin, [&] { score(*decl.score); });
  add(clauses, decl.remedies);
  add(clauses, decl.requirements);
  block(std::move(clauses));
}

void Layout::node(const PhaseDecl& decl) {
  std::vector<Clause> clauses;
  heading(decl.head.title ? 3 : 2, std::nullopt);
  add(clauses, decl.head);
  if (!decl.after.empty())
    clauses.emplace_back(decl.after.front().span.begin, [&] { comma_list(1, decl.after.back().span.end); });
  if (!decl.gates.empty())
    clauses.emplace_back(decl.gates.front().span.begin, [&] { comma_list(1, decl.gates.back().span.end); });
  add(clauses, decl.requirements);
  add(clauses, decl.started);
  add(clauses, decl.done);
  block(std::move(clauses));
}

void Layout::node(const TriggerDecl& decl) {
  std::vector<Clause> clauses;
  heading(decl.head.title ? 3 : 2, decl.head.for_each);
  add(clauses, decl.head);
  add(clauses, decl.fires);
  if (decl.then) {
    clauses.emplace_back(decl.then->span.begin, [&] {
      words_and(1, decl.then->level);
      doc_.space();
      expr(decl.then->message);
    });
  }
  add(clauses, decl.keep_for, 2);
  add(clauses, decl.on_missing, 2);
  add(clauses, decl.remedies);
  block(std::move(clauses));
}

void Layout::node(const WaiverDecl& decl) {
  std::vector<Clause> clauses;
  heading(2, std::nullopt);
  if (decl.waives) clauses.emplace_back(decl.waives->span.begin, [&] { waives(*decl.waives, decl.where); });
  add(clauses, decl.until, 1);
  if (decl.approved_by)
    clauses.emplace_back(decl.approved_by->span.begin, [&] { words_to(decl.approved_by->span.end); });
  block(std::move(clauses));
}

void Layout::node(const SnapshotDecl& decl) { fixture(decl.document, decl.document.span.end); }

void Layout::node(const TestDecl& decl) {
  heading(2, decl.for_each);
  std::vector<Clause> clauses;
  for (const TestClause& clause : decl.clauses) {
    clauses.emplace_back(clause.span.begin,
                         [&] { std::visit([&](const auto& n) { node(n, clause.span.end); }, clause.node); });
  }
  block(std::move(clauses));
}

}  // namespace nexus::grammar::layout
