#include "grammar/format/layout.h"

#include <algorithm>
#include <iterator>

namespace nexus::grammar::layout {

void Layout::heading(int count, const std::optional<ForEach>& for_each) {
  {
    const auto group = doc_.group();
    words(count);
    if (for_each) {
      const Ranges& over = for_each->ranges;
      const bool is_list = over.binders.size() == 1 && hugs(over.binders.front().list) && !over.where;
      const auto nest = doc_.nest(is_list ? 0 : 4);
      if (is_list)
        doc_.space();
      else
        doc_.line(Break::space);
      words(2);
      doc_.space();
      ranges(over);
      if (for_each->if_any) doc_.line(Break::space), words(2);
    }
  }
  doc_.space();
}

// ------------------------------------------------------------------------------------------------ by their place

void Layout::add(std::vector<Clause>& clauses, const std::optional<ExprClause>& clause, int count) {
  if (clause) clauses.emplace_back(clause->span.begin, [this, &clause, count] { words_and(count, clause->expr); });
}

void Layout::add(std::vector<Clause>& clauses, const std::optional<ConditionClause>& clause) {
  if (!clause) return;
  clauses.emplace_back(clause->span.begin, [this, &clause] {
    const auto group = doc_.group();
    words(2);
    doc_.space();
    condition(clause->condition);
  });
}

void Layout::add(std::vector<Clause>& clauses, const std::vector<Remedy>& remedies) {
  for (const Remedy& each : remedies) clauses.emplace_back(each.span.begin, [this, &each] { remedy(each); });
}

void Layout::add(std::vector<Clause>& clauses, const std::vector<Requirement>& requirements) {
  for (const Requirement& each : requirements)
    clauses.emplace_back(each.span.begin, [this, &each] { requirement(each); });
}

void Layout::add(std::vector<Clause>& clauses, const Milestone& milestone) {
  add(clauses, milestone.when);
  add(clauses, milestone.at, 2);
}

void Layout::add(std::vector<Clause>& clauses, const RuleHead& head) {
  add(clauses, head.applies);
  for (const Let& each : head.lets) clauses.emplace_back(each.span.begin, [this, &each] { let(each.value); });
  if (head.owner) clauses.emplace_back(head.owner->span.begin, [this, &head] { words_to(head.owner->span.end); });
  if (head.tags) clauses.emplace_back(head.tags->span.begin, [this, &head] { words_and(1, head.tags->list); });
}

// ------------------------------------------------------------------------------------------------ one by one

void Layout::condition(const Condition& condition) {
  expr(condition.expr);
  if (!condition.lasting) return;
  const auto nest = doc_.nest();
  doc_.line(Break::space);
  lasting(*condition.lasting);
}

void Layout::lasting(const Lasting& lasting) {
  words_and(1, lasting.amount);
  doc_.space();
  if (lasting.of_last) {
    words_and(3, lasting.of_last);
    doc_.space();
    take();
  } else if (lasting.max_gap) {
    words_and(2, lasting.max_gap);
  }
}

void Layout::let(ExprId value_of_it) {
  words(2);
  value(value_of_it);
}

void Layout::remedy(const Remedy& remedy) {
  const auto group = doc_.group();
  words_and(2, remedy.record);
  if (!remedy.when) return;
  const auto nest = doc_.nest();
  line_with(1, remedy.when);
}

void Layout::otherwise(const Else& otherwise) {
  const auto group = doc_.group();
  take();
  doc_.space();
  if (otherwise.level) expr(otherwise.level), doc_.space();
  expr(otherwise.message);
  if (!otherwise.file) return;
  const auto nest = doc_.nest();
  line_with(1, otherwise.file);
  if (!otherwise.line) return;
  words_and(1, otherwise.line);
}

void Layout::excused(const Excused& excused) {
  const auto group = doc_.group();
  words(2);
  doc_.space();
  condition(excused.condition);
  const auto nest = doc_.nest();
  line_with(1, excused.by);
  line_with(1, excused.because);
}

void Layout::score(const Score& score) {
  words_and(2, score.pass);
  if (score.warn) doc_.space(), words_and(1, score.warn);
}

void Layout::waives(const RequirementRef& requirement, ExprId where) {
  const auto group = doc_.group();
  take();
  doc_.space();
  words_to(requirement.span.end);
  if (!where) return;
  const auto nest = doc_.nest();
  line_with(1, where);
}

// ------------------------------------------------------------------------------------------------ requirements

void Layout::add_parts(std::vector<Clause>& parts, const Requirement& requirement) {
  add(parts, requirement.when, 1);
  add(parts, requirement.warn_when, 2);
  add(parts, requirement.weight, 1);
  add(parts, requirement.from, 1);
  add(parts, requirement.until, 1);
  if (requirement.key) parts.emplace_back(requirement.key->begin, [this] { take(); });
  if (requirement.not_waivable) parts.emplace_back(requirement.not_waivable->begin, [this] { words(2); });
  if (const auto& part = requirement.otherwise)
    parts.emplace_back(part->span.begin, [this, &part] { otherwise(*part); });
  add(parts, requirement.remedies);
  std::ranges::sort(parts, {}, &Clause::first);
}

/// On one line where it fits; else a line for each part. A remedy, and what follows it, always has a line of its own: it
/// says what to do, not what is required.
void Layout::requirement(const Requirement& requirement) {
  std::vector<Clause> parts;
  add_parts(parts, requirement);
  const std::uint32_t first_remedy =
      requirement.remedies.empty() ? requirement.span.end : requirement.remedies.front().span.begin;
  const auto rest = std::ranges::lower_bound(parts, first_remedy, {}, &Clause::first);
  {
    const auto group = doc_.group();
    take();
    doc_.space();
    if (requirement.label) words(1), take(), doc_.space();
    const auto nest = doc_.nest();
    expr(requirement.condition.expr);
    if (requirement.condition.lasting) doc_.line(Break::space), lasting(*requirement.condition.lasting);
    for (auto part = parts.begin(); part != rest; ++part) {
      const bool follows_weight =
          part != parts.begin() && requirement.weight && std::prev(part)->first == requirement.weight->span.begin;
      if (follows_weight && is_next("key"))
        doc_.space();
      else
        doc_.line(Break::space);
      part->second();
    }
  }
  const auto nest = doc_.nest();
  for (auto part = rest; part != parts.end(); ++part) {
    doc_.line(Break::hard);
    part->second();
  }
}

}  // namespace nexus::grammar::layout
