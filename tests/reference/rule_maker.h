#pragma once

#include "tests/reference/expressions.h"
#include "tests/reference/schema.h"
#include "tests/reference/term.h"

#include <optional>
#include <string>
#include <vector>

namespace nexus::reference {

/// Makes up rules, and waivers of what they require.
class RuleMaker {
 public:
  RuleMaker(Expressions& expressions, Dice& dice) : expressions_(expressions), dice_(dice) {}

  Term gate(const std::string& name);
  Term phase(const std::string& name);
  Term trigger(const std::string& name);
  /// Nothing where nothing can be waived.
  std::optional<Term> waiver();

  [[nodiscard]] const std::vector<std::string>& phases() const { return phases_; }
  [[nodiscard]] bool looks_back() const { return looks_back_; }

  /// How deep the conditions of rules are.
  static constexpr int depth = 3;

 private:
  /// What a waiver can be aimed at.
  struct Waivable {
    std::string target;
    /// Where its `where` speaks of an item: its name, and what it is.
    std::string item;
    const Shape* shape = nullptr;
  };

  Term level();
  std::string on_missing();
  Term remedy();
  Term requirement(const std::string& rule, const std::string& label, bool scored, bool each);
  /// The `for each` of a header; nothing where there is nothing to go over.
  std::optional<Expressions::Range> each(Term& rule);
  /// ` for 5m`, now and then.
  void last(Term& condition, unsigned percent);
  std::string date();
  std::string length();
  /// Whether conditions may ask for that status.
  [[nodiscard]] bool may_ask(const std::string& status) const;

  Expressions& expressions_;
  Dice& dice_;
  std::vector<std::string> phases_;
  std::vector<Waivable> waivable_;
  bool looks_back_ = false;
  bool phases_name_gates_ = false;
};

/// Puts another piece behind.
void append(Term& to, Term part);
/// A clause that a policy can do without: words, then an expression, then more of both.
[[nodiscard]] Term clause(std::vector<std::string> text, std::vector<Term> operands);

}  // namespace nexus::reference
