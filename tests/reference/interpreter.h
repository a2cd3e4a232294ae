#pragma once

#include "rules/checked_model.h"
#include "tests/reference/value.h"

#include <functional>
#include <string>
#include <vector>

/// The plainest interpreter of the checked tree that the language can have: it walks, it forgets, it leaves nothing out.
/// Written from docs/language.md, not from the engine, for the two are there to tell on each other.
namespace nexus::reference {

class Interpreter {
 public:
  /// `documents` by the number of their input.
  Interpreter(const rules::CheckedModel& model, std::vector<Value> documents, Number now);

  Value evaluate(rules::ExprId id);
  /// A condition, and a level: unknown, or of that kind.
  Value operator()(rules::ExprId id) { return evaluate(id); }

  /// One way to bind all names of some ranges.
  struct Row {
    std::vector<Value> values;  ///< by binder, as `bind` takes them
    Value guard;                ///< is it there, and does the `where` hold?
    std::string pointer;        ///< of the innermost item, where it stands in a document
    std::string document;
    Value key;                 ///< of the innermost map
    std::size_t position = 0;  ///< in the innermost list or map
  };
  struct Rows {
    std::vector<Row> rows;
    Reasons unknown;  ///< why a list itself is unknown; then there are no rows of it
    bool outermost_unknown = false;
    std::string list_document, list_pointer;  ///< of the outermost list
  };
  /// Everything that the ranges go over, whatever the `where` says of it.
  Rows rows(const rules::RangesNode& ranges);
  void bind(const rules::RangesNode& ranges, const Row& row);

  /// What a condition on rules is told; `unknown` where the rule's status is.
  std::function<Value(const rules::RuleStatusNode&)> status_of;

  [[nodiscard]] const rules::CheckedModel& model() const { return model_; }
  [[nodiscard]] const Number& now() const { return now_; }

 private:
  Value constant(const rules::ConstantValue& value) const;
  Value field(const Value& base, rules::TypeId type, const std::string& name) const;
  Value item(const Value& list, const Value& index) const;
  Value entry(const Value& map, const Value& key, rules::ExprId key_expr) const;
  Value test(const rules::IsNode& node);
  Value text_of(const rules::Template& node);
  Value choose(const rules::ChooseNode& node);
  Value convert(rules::ExprId id, const rules::Convert& node);

  // operators.cpp
  Value arithmetic(rules::ExprId id, const rules::ArithmeticNode& node);
  Value negate(rules::ExprId id, const rules::NegateNode& node);
  Value compare(const rules::CompareNode& node);
  Value between(const rules::BetweenNode& node);
  Value membership(const rules::MembershipNode& node);
  Value string_test(const rules::StringTestNode& node);
  Value subset(const rules::SubsetNode& node);
  Value in_range(rules::ExprId id, const std::optional<Number>& number) const;

  // loops.cpp
  Value quantify(const rules::QuantifierNode& node);
  Value every(const rules::QuantifierNode& node, const Rows& all);
  Value counted(const rules::QuantifierNode& node, const Rows& all);
  Value distinct(const rules::QuantifierNode& node, const Rows& all);
  static Value the_one(const Rows& all);
  Value comprehend(const rules::ComprehensionNode& node);

  // functions.cpp
  Value call(rules::ExprId id, const rules::CallNode& node);
  Value aggregate(rules::ExprId id, const rules::CallNode& node);
  Value of_lists(const rules::CallNode& node, const std::vector<Value>& arguments);
  Value of_scalars(const rules::CallNode& node, const std::vector<Value>& arguments);
  Value sorted(const rules::CallNode& node);

  const rules::CheckedModel& model_;
  std::vector<Value> documents_;
  Number now_;
  std::vector<Value> binders_;               // by BinderId
  std::vector<std::vector<Value>> formals_;  // of the defs that are being called
};

/// Unknown for the reasons of those of the values that are unknown, in order; nothing where all are known.
std::optional<Value> any_unknown(std::initializer_list<const Value*> values);

}  // namespace nexus::reference
