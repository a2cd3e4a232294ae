#pragma once

#include "base/source_map.h"
#include "rules/checked_model.h"
#include "workspace/describe/sentences.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Expressions of a checked policy turned into sentences: `every s in suites has s.failed == 0` becomes "every suite in
/// `suites`: its `failed` is 0".
namespace nexus::workspace::describing {

using rules::BinderId;
using rules::DefId;
using rules::ExprId;
using rules::LetId;

/// Where a document speaks of a thing of the policy.
[[nodiscard]] std::string anchor_of_rule(const rules::CheckedModel& model, rules::RuleRef rule);
[[nodiscard]] std::string anchor_of_param(const rules::CheckedModel& model, rules::ParamId param);
[[nodiscard]] std::string anchor_of_let(const rules::CheckedModel& model, LetId let);
[[nodiscard]] std::string anchor_of_def(const rules::CheckedModel& model, DefId def);

[[nodiscard]] const rules::RuleHeadNode& head_of(const rules::CheckedModel& model, rules::RuleRef rule);

/// Names that sentences use and that have to be explained somewhere, in the order in which they came up.
struct Terms {
  std::vector<LetId> lets;
  std::vector<LetId> rule_lets;  ///< of the rule that is spoken of
  std::vector<DefId> defs;       ///< tables, too
};

/// Speaks of one policy; the model and the sources must outlive it.
class Wording {
 public:
  Wording(const rules::CheckedModel& model, const base::SourceMap& sources) : model_(model), sources_(sources) {}

  /// A value as part of a sentence: "the number of suites in `tests.suites`".
  [[nodiscard]] Sentence value(ExprId id);
  /// A condition in one sentence without a capital letter, as it holds or as it does not: "`failed` is 0".
  [[nodiscard]] Sentence clause(ExprId id, bool holds = true);
  /// The same, with the parts of `and`, `or` and quantifiers below it.
  [[nodiscard]] Statement statement(ExprId id, bool holds = true);
  /// A message as people will read it, with blanks for what a run fills in.
  [[nodiscard]] Sentence message(ExprId id);
  /// "each session in `sessions` where …"; the items may be spoken of until `leave_rule`.
  [[nodiscard]] Statement enter_rule(const rules::ForEachNode& node);
  void leave_rule();
  /// A row's condition on one input of a table: "at least 80%"; nothing for a part that asks for nothing of it.
  [[nodiscard]] std::optional<Sentence> cell(ExprId condition, std::uint32_t input);

  /// What came up since the document began.
  [[nodiscard]] const Terms& terms() const { return terms_; }
  /// The lets of the rule that was spoken of last; they are forgotten.
  [[nodiscard]] std::vector<LetId> take_rule_lets();

 private:
  /// How an item is referred to: "its `failed`", "the suite's `failed`", "each suite's `failed`".
  enum class Reference : std::uint8_t { its, the, each };
  struct Item {
    std::string noun;
    std::string name;       ///< the binder's own
    BinderId of;            ///< of a key: the value beside it
    bool is_named = false;  ///< called by its name, too: another item has the same noun
  };
  /// A path: what it begins at, and the names from there on.
  struct Place {
    enum class Root : std::uint8_t { document, previous, item, formal };
    Root root = Root::document;
    BinderId binder;
    std::string path;
  };
  class Deeper;
  class With;

  // Values.
  [[nodiscard]] std::optional<Place> place(ExprId id) const;
  [[nodiscard]] Sentence place_words(const Place& place);
  [[nodiscard]] Sentence constant(const rules::ConstantValue& constant) const;
  [[nodiscard]] Sentence template_words(const rules::Template& node);
  [[nodiscard]] Sentence list_words(const rules::MakeList& node, std::string_view conjunction);
  [[nodiscard]] Sentence record_words(const rules::MakeRecord& node, rules::TypeId type);
  [[nodiscard]] Sentence map_words(const rules::MakeMap& node);
  [[nodiscard]] Sentence param(rules::ParamId id);
  [[nodiscard]] ExprId in_force(ExprId id) const;
  [[nodiscard]] Sentence subject(ExprId id);
  [[nodiscard]] Sentence let(LetId id);
  [[nodiscard]] Sentence call(const rules::DefCall& node);
  [[nodiscard]] Sentence field(const rules::FieldOf& node);
  [[nodiscard]] Sentence item_at(const rules::ItemAt& node);
  [[nodiscard]] Sentence arithmetic(const rules::ArithmeticNode& node);
  [[nodiscard]] Sentence operand(ExprId id);
  [[nodiscard]] Sentence with_default(const rules::DefaultNode& node);
  [[nodiscard]] Sentence function(const rules::CallNode& node);
  [[nodiscard]] Sentence aggregate(std::string_view what, const rules::CallNode& node);
  [[nodiscard]] Sentence clock(std::string_view what, const rules::CallNode& node);
  [[nodiscard]] Sentence ranged(const rules::CallNode& node);
  [[nodiscard]] Sentence comprehension(const rules::ComprehensionNode& node);
  [[nodiscard]] Sentence window(const rules::WindowNode& node);
  [[nodiscard]] Sentence the_item(const rules::QuantifierNode& node);
  [[nodiscard]] Sentence written(ExprId id) const;

  // Items.
  [[nodiscard]] std::string last_name(ExprId list) const;
  [[nodiscard]] std::string noun_of(const rules::BinderRange& range) const;
  void bind(const rules::BinderRange& range);
  void unbind(std::size_t count);
  [[nodiscard]] Sentence item(BinderId id, const std::string& path);
  [[nodiscard]] bool is_pair(const rules::RangesNode& node) const;
  [[nodiscard]] Sentence ranges(const rules::RangesNode& node, bool several);
  [[nodiscard]] Sentence where(const rules::RangesNode& node, Reference reference);

  // Conditions.
  [[nodiscard]] Sentence is_true(ExprId id, bool holds);
  [[nodiscard]] Sentence whether(ExprId id);
  [[nodiscard]] Sentence logical(const rules::LogicalNode& node, bool holds);
  [[nodiscard]] Sentence compare(const rules::CompareNode& node, bool holds);
  [[nodiscard]] Sentence relation(rules::Relation relation, ExprId limit, bool in_time);
  [[nodiscard]] Sentence membership(const rules::MembershipNode& node, bool holds);
  [[nodiscard]] Sentence member_of(ExprId haystack, bool in);
  [[nodiscard]] Sentence string_test(const rules::StringTestNode& node, bool holds);
  [[nodiscard]] Sentence test(const rules::IsNode& node, bool holds);
  [[nodiscard]] Sentence quantifier_head(const rules::QuantifierNode& node, bool holds);
  [[nodiscard]] Sentence quantifier(const rules::QuantifierNode& node, bool holds);
  [[nodiscard]] Sentence lasting(const rules::LastingNode& node);
  [[nodiscard]] Sentence how_long(const rules::LastingNode& node);
  [[nodiscard]] Sentence rule_status(const rules::RuleStatusNode& node, bool holds);
  [[nodiscard]] Statement logical_statement(const rules::LogicalNode& node, bool holds);
  [[nodiscard]] Statement quantifier_statement(ExprId id, const rules::QuantifierNode& node, bool holds);
  [[nodiscard]] bool has_parts(ExprId id) const;

  [[nodiscard]] rules::TypeKind kind(ExprId id) const { return model_.types[model_[id].type].kind; }
  template <class Node>
  [[nodiscard]] const Node* as(ExprId id) const {
    return std::get_if<Node>(&model_[id].node);
  }
  [[nodiscard]] bool is_fixed(ExprId id) const;
  [[nodiscard]] bool is_in_time(ExprId id) const;

  const rules::CheckedModel& model_;
  const base::SourceMap& sources_;
  std::unordered_map<BinderId, Item> items_;  // every one that was bound
  std::vector<BinderId> bound_;               // those that are now; innermost last
  std::size_t bound_by_rule_ = 0;
  Reference reference_ = Reference::its;
  Terms terms_;
  int depth_ = 0;
};

}  // namespace nexus::workspace::describing
