#include "tests/reference/shrink.h"

#include <string>
#include <utility>
#include <vector>

namespace nexus::reference {

namespace {

/// All parts of a tree, the greater ones first.
void collect(Term& term, std::vector<Term*>& all) {
  all.push_back(&term);
  for (Term& operand : term.operands) collect(operand, all);
}
void collect(Json& json, std::vector<Json*>& all) {
  all.push_back(&json);
  for (Json& item : json.items) collect(item, all);
}

std::vector<std::string> literals(const std::string& sort) {
  if (sort == "bool") return {"true", "false"};
  if (sort == "int" || sort == "number") return {"0", "1"};
  if (sort == "ratio") return {"50%"};
  if (sort == "duration") return {"1s"};
  if (sort == "size") return {"1B"};
  if (sort == "time") return {"2026-11-01"};
  if (sort == "level") return {"block"};
  if (sort == "string") return {"\"\""};
  if (sort.starts_with("[")) return {"[]"};
  return {};
}

class Shrinker {
 public:
  Shrinker(Case from, const std::function<bool(const Case&)>& differs) : best_(std::move(from)), differs_(differs) {}

  Case run() {
    while (smaller_question() || smaller_policy() || smaller_documents()) {
    }
    return std::move(best_);
  }

 private:
  /// Keeps `changed` where it still differs.
  bool keep(Case changed) {
    if (!differs_(changed)) return false;
    best_ = std::move(changed);
    return true;
  }

  /// Tries `change` on the part number `at` of a copy.
  template <class Change>
  bool try_on(std::size_t at, const Change& change) {
    Case copy = best_;
    std::vector<Term*> parts;
    collect(copy.policy, parts);
    return change(*parts[at]) && keep(std::move(copy));
  }

  bool smaller_policy() {
    std::vector<Term*> parts;
    collect(best_.policy, parts);
    for (std::size_t at = 0; at < parts.size(); ++at) {
      for (std::size_t i = 0; i < parts[at]->operands.size(); ++i) {
        if (!parts[at]->operands[i].can_go) continue;
        if (try_on(at, [&](Term& term) {
              term.operands.erase(term.operands.begin() + static_cast<std::ptrdiff_t>(i));
              term.text[i] += term.text[i + 1];
              term.text.erase(term.text.begin() + static_cast<std::ptrdiff_t>(i) + 1);
              return true;
            }))
          return true;
      }
      const std::string sort = parts[at]->sort;
      if (sort.empty()) continue;
      std::vector<Term*> inside;
      collect(*parts[at], inside);
      for (std::size_t i = inside.size(); i-- > 1;) {
        if (inside[i]->sort != sort) continue;
        const Term operand = *inside[i];
        if (try_on(at, [&](Term& term) { return term = operand, true; })) return true;
      }
      if (parts[at]->operands.empty()) continue;
      for (const std::string& text : literals(sort))
        if (try_on(at, [&](Term& term) { return term = Term{.sort = sort, .text = {text}}, true; })) return true;
    }
    return false;
  }

  bool smaller_question() {
    if (!best_.asked.empty()) {
      Case copy = best_;
      copy.asked.clear();
      if (keep(std::move(copy))) return true;
    }
    if (!best_.history) return false;
    Case copy = best_;
    copy.history.reset();
    if (keep(std::move(copy))) return true;
    for (std::size_t i = 0; i < best_.history->size(); ++i) {
      copy = best_;
      copy.history->erase(copy.history->begin() + static_cast<std::ptrdiff_t>(i));
      if (keep(std::move(copy))) return true;
    }
    return false;
  }

  static std::vector<Json*> all_of(Case& of) {
    std::vector<Json*> parts;
    for (std::optional<Json>& document : of.documents)
      if (document) collect(*document, parts);
    if (of.history)
      for (Json& snapshot : *of.history) collect(snapshot, parts);
    return parts;
  }

  bool smaller_documents() {
    const std::vector<Json*> parts = all_of(best_);
    for (std::size_t at = 0; at < parts.size(); ++at)
      for (std::size_t i = 0; i < parts[at]->items.size(); ++i) {
        Case copy = best_;
        Json& from = *all_of(copy)[at];
        from.items.erase(from.items.begin() + static_cast<std::ptrdiff_t>(i));
        if (from.kind == Json::Kind::object) from.keys.erase(from.keys.begin() + static_cast<std::ptrdiff_t>(i));
        if (keep(std::move(copy))) return true;
      }
    return false;
  }

  Case best_;
  const std::function<bool(const Case&)>& differs_;
};

}  // namespace

Case shrink(Case from, const std::function<bool(const Case&)>& differs) {
  return Shrinker(std::move(from), differs).run();
}

}  // namespace nexus::reference
