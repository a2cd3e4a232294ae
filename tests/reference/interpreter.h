#pragma once

#include "rules/checked_model.h"
#include "tests/reference/value.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The plainest interpreter of the checked tree that the language can have: it walks, it forgets, it leaves nothing out.
/// Written from docs/language.md, not from the engine, for the two are there to tell on each other.
namespace nexus::reference {

/// Who answers for what is not in the documents: other rules, and earlier snapshots.
class Surroundings {
 public:
  Surroundings() = default;
  Surroundings(const Surroundings&) = delete;
  Surroundings& operator=(const Surroundings&) = delete;
  virtual ~Surroundings() = default;
  virtual Value status(const rules::RuleStatusNode& node) = 0;
  virtual Value history() = 0;
  virtual Value previous() = 0;
  virtual Value window(rules::ExprId id, const rules::WindowNode& node) = 0;
  virtual Value lasting(const rules::LastingNode& node) = 0;
};

class Interpreter {
 public:
  /// `documents` by the number of their input.
  Interpreter(const rules::CheckedModel& model, std::vector<Value> documents, Number now, Surroundings& surroundings);

  Value evaluate(rules::ExprId id);
  /// A condition, and a level: unknown, or of that kind.
  Value operator()(rules::ExprId id) { return evaluate(id); }

  /// One way to bind all names of some ranges.
  struct Row {
    std::vector<Value> values;  ///< by binder, as `bind` takes them
    Value guard;                ///< is it there, and does the `where` hold?
    std::string pointer;        ///< of the innermost item, where it stands in a document
    std::string document;
    std::optional<std::string> key = std::nullopt;  ///< of the innermost map
    std::size_t position = 0;                       ///< in the innermost list or map
  };
  struct Rows {
    std::vector<Row> rows;
    Reasons unknown;  ///< why a list itself is unknown; then there are no rows of it
    bool outermost_unknown = false;
    /// There is nothing to judge; where, if the outermost list is empty.
    Reason nothing = {.code = "nothing_to_judge", .document = {}, .pointer = {}};
  };
  /// Everything that the ranges go over, whatever the `where` says of it.
  Rows rows(const rules::RangesNode& ranges);
  void bind(const rules::RangesNode& ranges, const Row& row);
  /// There is no such item.
  void bind_nothing(const rules::RangesNode& ranges);

  /// A field of a value of a record type.
  Value field(const Value& base, rules::TypeId type, const std::string& name) const;

  /// Into a function with its arguments, and out again.
  void enter(const rules::DefCall& call);
  void leave() { formals_.pop_back(); }
  [[nodiscard]] const Value& document(rules::InputId input) const { return documents_[input.index()]; }
  /// Puts another value in the place of a document's.
  void replace(rules::InputId input, Value value) { documents_[input.index()] = std::move(value); }
  /// A result of an expression: unknown beyond the range of its type.
  Value in_range(rules::ExprId id, const std::optional<Number>& number) const;
  /// Aggregates over values that are known.
  Value aggregate_known(rules::ExprId id, rules::Function function, const std::vector<Value>& values,
                        const Value& rank) const;

  [[nodiscard]] const rules::CheckedModel& model() const { return model_; }
  [[nodiscard]] const Number& now() const { return now_; }

 private:
  Value constant(const rules::ConstantValue& value) const;
  Value item(const Value& list, const Value& index) const;
  Value entry(const Value& map, const Value& key, rules::ExprId key_expr) const;
  Value test(const rules::IsNode& node);
  Value text_of(const rules::Template& node);
  Value choose(const rules::ChooseNode& node);
  Value convert(rules::ExprId id, const rules::Convert& node);

  // any.cpp: JSON of undeclared shape
  [[nodiscard]] bool is_undeclared(rules::ExprId id) const {
    return model_.types[model_[id].type].kind == rules::TypeKind::any;
  }
  Value field_of_any(const Value& base, const std::string& name) const;
  Value at_any(const Value& base, const Value& index) const;
  /// Read as the type that stands beside it, or is asked for.
  Value any_as(const Value& value, const rules::Type& type, rules::TypeId id) const;
  Value among_any(const rules::MembershipNode& node, const Value& needle, const Value& haystack);

  // operators.cpp
  Value arithmetic(rules::ExprId id, const rules::ArithmeticNode& node);
  Value negate(rules::ExprId id, const rules::NegateNode& node);
  Value compare(const rules::CompareNode& node);
  Value between(const rules::BetweenNode& node);
  Value membership(const rules::MembershipNode& node);
  Value string_test(const rules::StringTestNode& node);
  Value subset(const rules::SubsetNode& node);

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
  Value of_times(const rules::CallNode& node, const std::vector<Value>& arguments);
  Value latest(const rules::CallNode& node);
  Value key_of(const rules::Type& map, const std::string& key, const Value& in) const;
  Value sorted(const rules::CallNode& node);
  // rank_sum.cpp
  Value rank_sum(const std::vector<Value>& arguments) const;

  const rules::CheckedModel& model_;
  std::vector<Value> documents_;
  Number now_;
  Surroundings& surroundings_;
  std::vector<Value> binders_;               // by BinderId
  std::vector<std::vector<Value>> formals_;  // of the defs that are being called
};

/// What is reached through something unknown is unknown for the same reason, which stands above it.
Value below(Value unknown);
/// There is nothing of that key in a list, map or object.
Value absent(const Value& in, const std::string& key);

/// The known values of the items of a list; unknown where an item is, or whether it is one.
struct Sure {
  std::vector<Value> values;
  Reasons unknown;
};
Sure sure_items(const Value& list);

/// Unknown for the reasons of those of the values that are unknown, in order; nothing where all are known.
std::optional<Value> any_unknown(std::initializer_list<const Value*> values);

}  // namespace nexus::reference
