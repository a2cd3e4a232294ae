#pragma once

#include "tests/reference/schema.h"
#include "tests/reference/term.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexus::reference {

/// Makes up expressions that have a type: first the sort, then an expression of it.
class Expressions {
 public:
  Expressions(const Schema& schema, Dice& dice);

  /// An expression of that sort, with so many operators below one another at most.
  Term make(const std::string& sort, int depth);
  /// A condition over the items of a list or map.
  struct Quantified {
    Term term;
    std::string item;              ///< the name of the innermost item
    const Shape* shape = nullptr;  ///< what it is
    bool breaks = false;           ///< are there items that break it, each by itself?
  };
  std::optional<Quantified> quantifier(int depth);
  /// `x in L`, or `x in L, y in M`, whose names are known until `leave` is called as often.
  struct Range {
    Term term;                     ///< all of it
    Term list;                     ///< what it goes over, where it is one
    std::string names;             ///< `x1`, or `k1, x1`
    std::string item;              ///< the name of the innermost item
    const Shape* shape = nullptr;  ///< of that
    std::size_t before = 0;        ///< how many names there were
  };
  /// Over lists of that sort, where one is named.
  std::optional<Range> enter(bool several = false, const std::string& sort = "");
  void leave(const Range& range);
  /// A condition in which that item is known.
  Term over(const std::string& item, const Shape& shape, int depth);
  /// A string with values in it, in quotes.
  Term message();
  /// A name that can be used from now on.
  void declare(const std::string& name, const Shape& shape);
  void declare(const std::string& name, const std::string& sort) { paths_.push_back({name, sort, nullptr, true}); }
  /// A function that can be called from now on: its name, what it gives and takes.
  struct Callable {
    std::string name, sort;
    std::vector<std::string> takes;
  };
  void declare(Callable callable) { callables_.push_back(std::move(callable)); }
  /// Names of formals, forgotten when `made` is.
  Term body(const std::vector<std::pair<std::string, std::string>>& formals, const std::string& sort, int depth);
  /// Conditions on rules that stand before: `gate g1 is pass`.
  std::vector<std::string> statuses;
  /// Earlier snapshots may be asked for.
  void look_back();
  bool may_look_back = false;
  /// What looks at absence itself may be asked: `??`, `is missing`, `if any`, `is unknown`.
  bool may_observe = true;

 private:
  struct Path {
    std::string text;
    std::string sort;
    const Shape* shape = nullptr;  ///< null for what is computed
    bool computed = false;
  };
  void add(const std::string& text, const Shape& shape, int depth);
  std::optional<Term> path(const std::string& sort, bool only_places = false);
  Term leaf(const std::string& sort);
  Term condition(int depth);
  Term comparison(int depth);
  Term text_test(int depth);
  std::optional<Term> call(const std::string& sort, int depth);
  Term number(const std::string& sort, int depth);
  std::optional<Term> window(const std::string& sort, int depth);
  std::optional<Term> the_one(const std::string& sort, int depth);
  std::optional<Term> on_calendar(const char* function);
  std::optional<Range> one_range(const std::string& sort = "");
  std::optional<Term> picked(const std::string& sort, int depth);
  Term text(int depth);
  // undeclared.cpp: of JSON of undeclared shape
  std::optional<Term> converted(const std::string& sort);
  std::optional<Term> undeclared(int depth);
  Term rank_sum();
  std::optional<Term> over_items(const std::string& sort, int depth);
  Term list(const std::string& sort, int depth);
  /// `{prefix}`operand`{…}`operand…; the last text closes.
  static Term join(std::string sort, std::vector<std::string> text, std::vector<Term> operands);

  const Schema& schema_;
  Dice& dice_;
  std::vector<Path> paths_;
  std::vector<Callable> callables_;
  int names_ = 0;
  bool beside_ = true;  ///< does a value of the same sort stand beside it, so that a bare member is understood?
  int bound_ = 0;       ///< names that a window does not know
};

}  // namespace nexus::reference
