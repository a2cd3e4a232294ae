#pragma once

#include "rules/checked_model.h"
#include "rules/lower/node_builder.h"
#include "rules/lower/rule_numbers.h"
#include "rules/lower/schema_builder.h"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace nexus::rules::lowering {

/// A place of a document that an expression names without computing anything: below a document's root, or below the
/// record that a register holds.
struct Place {
  bool in_register = false;
  std::uint32_t root = 0;  ///< document or register
  SchemaId schema;
  friend auto operator<=>(const Place&, const Place&) = default;
};

/// Where records (or the records of a computed list) come from: their fields are asked for there.
struct Origins {
  std::vector<SchemaId> self;   ///< of the value itself
  std::vector<SchemaId> items;  ///< of a computed list's items
  bool made = false;            ///< some are written in the policy and stand nowhere
};

/// What became of an expression: a place nobody asked for the value of yet, or a node.
struct Lowered {
  std::optional<Place> place;
  NodeId node;  ///< where there is no place
  Origins origins;
};

/// Lowers expressions. One for a plan.
class Expressions {
 public:
  Expressions(const CheckedModel& model, const RuleNumbers& numbers, plan::Plan& plan, NodeBuilder& nodes, SchemaBuilder& schema)
      : model_(model), numbers_(numbers), plan_(plan), nodes_(nodes), schema_(schema), lets_(model.lets.size()), params_(model.params.size()) {}

  /// The node of an expression; none for none. `depth` is the first register that is free.
  NodeId value(ExprId id, std::uint16_t depth);
  /// The same, with everything declared below it wanted: for what is printed or handed out.
  NodeId whole_value(ExprId id, std::uint16_t depth);

  /// Binds the binders of `ranges` to the registers from `depth` on. They stay bound, so that a message can speak of
  /// the witness of its condition. `depth` becomes the next free register. With `keep_keys` the keys of maps stand in
  /// registers also where no binder asks for them.
  plan::Loop bind(const RangesNode& ranges, std::uint16_t& depth, bool keep_keys = false);
  /// Registers of a rule's `for each`, for its lets.
  void set_rule_depth(std::uint16_t depth) { rule_depth_ = depth; }
  /// What is shared by rules, lets and calls, binds from this register on: behind the items of each of them. What a message says
  /// of the item is still there while the loop of a let is gone through for witnesses.
  void set_shared_depth(std::uint16_t depth) { shared_depth_ = depth; }
  /// The first register that what a let stands for may bind.
  [[nodiscard]] std::uint16_t depth_of(const LetDefinition& let) const { return let.in_rule ? rule_depth_ : shared_depth_; }
  [[nodiscard]] std::uint16_t rule_depth() const { return rule_depth_; }
  /// The rule whose clauses come next, packed; plan::none where it has no `for each`.
  void set_instances(std::uint32_t rule) { instances_ = rule; }
  /// What tells one instance of a `for each` from another, best first.
  std::vector<NodeId> identity(const RangesNode& ranges, const plan::Loop& loop);

 private:
  Lowered lower(ExprId id, std::uint16_t depth);
  Lowered field_of(const Lowered& base, bool any, const std::string& name, base::Span span);
  Lowered lower_call(const DefCall& call, std::uint16_t depth);
  Lowered lower_element(Op op, ExprId base, ExprId index, const Expr& expr, std::uint16_t depth);
  Lowered lower_choice(const ChooseNode& choice, const Expr& expr, std::uint16_t depth);
  Lowered lower_if(const IfNode& branch, const Expr& expr, std::uint16_t depth);
  Lowered lower_default(const DefaultNode& node, const Expr& expr, std::uint16_t depth);
  Lowered lower_quantifier(const QuantifierNode& node, const Expr& expr, std::uint16_t depth);
  Lowered lower_comprehension(const ComprehensionNode& node, const Expr& expr, std::uint16_t depth);
  /// The place that an earlier snapshot is read along.
  SchemaId earlier_snapshot();
  Lowered lower_history(base::Span span);
  Lowered lower_previous(base::Span span);
  NodeId lower_window(const WindowNode& window, const Expr& expr, std::uint16_t depth);
  NodeId lower_lasting(const LastingNode& lasting, base::Span span, std::uint16_t depth);
  Lowered lower_function(const CallNode& call, const Expr& expr, std::uint16_t depth);
  NodeId lower_template(const Template& node, base::Span span, std::uint16_t depth);
  Lowered lower_record(const MakeRecord& node, const Expr& expr, std::uint16_t depth);
  Lowered lower_map(const MakeMap& node, const Expr& expr, std::uint16_t depth);
  Lowered lower_convert(const Convert& node, const Expr& expr, std::uint16_t depth);
  NodeId lower_membership(const MembershipNode& node, const Expr& expr, std::uint16_t depth);
  NodeId lower_arithmetic(const ArithmeticNode& node, const Expr& expr, std::uint16_t depth);
  NodeId lower_constant(const ConstantValue& value, base::Span span);
  NodeId key_of(const BinderRange& range, const plan::Range& bound);
  NodeId collect(const RangesNode& ranges, ExprId item, base::Span span, std::uint16_t depth, Origins* items = nullptr);

  NodeId materialise(const Lowered& lowered, base::Span span);
  void want_all(const Lowered& lowered);
  /// Where the items of a list or map come from.
  Origins element_origins(const Lowered& list);
  /// `value` may be that value: where it comes from counts.
  static void add_origins(Origins& to, const Lowered& value);
  void add_element_origins(Origins& to, const Lowered& list);
  [[nodiscard]] static std::vector<SchemaId> self_origins(const Lowered& lowered);
  [[nodiscard]] std::uint8_t arithmetic_detail(TypeId type, std::initializer_list<ExprId> operands) const;
  [[nodiscard]] TypeKind kind(ExprId id) const { return model_.types[model_[id].type].kind; }
  [[nodiscard]] bool holds_records(TypeId type) const;

  const CheckedModel& model_;
  const RuleNumbers& numbers_;
  plan::Plan& plan_;
  NodeBuilder& nodes_;
  SchemaBuilder& schema_;
  std::vector<std::optional<Lowered>> lets_, params_;
  std::unordered_map<std::uint32_t, Lowered> binders_;       // by BinderId
  const std::vector<Lowered>* formals_ = nullptr;            // of the def being expanded
  std::map<std::vector<std::uint64_t>, Lowered> calls_;      // def, depth, arguments
  std::uint16_t rule_depth_ = 0;
  std::uint16_t shared_depth_ = 0;
  std::uint32_t instances_ = plan::none;
};

}  // namespace nexus::rules::lowering
