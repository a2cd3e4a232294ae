#include "rules/naming/built_ins.h"
#include "rules/naming/declared_names.h"
#include "rules/naming/syntax_walk.h"

#include "base/diagnostics/catalogue.h"
#include "base/overloaded.h"

namespace nexus::rules::naming {

namespace diagnostics = base::diagnostics;
using namespace grammar;

namespace {

class InnerNames : private SyntaxVisitor {
 public:
  InnerNames(const SyntaxTree& tree, base::DiagnosticSink& sink) : tree_(tree), sink_(sink) {}

  void declaration(const Decl& decl) {
    std::visit(base::overloaded{
                   [](const ErrorDecl&) {},
                   [](const ImportDecl&) {},
                   [](const EnforceDecl&) {},
                   [](const ParamDecl&) {},
                   [](const LetDecl&) {},
                   [](const WaiverDecl&) {},
                   [](const SnapshotDecl&) {},
                   [](const TestDecl&) {},
                   [this](const EnumDecl& d) { take_all(d.members, "member"); },
                   [this](const TypeDecl& d) { type(d.type); },
                   [this](const InputDecl& d) { type(d.type); },
                   [this](const DefDecl& d) {
                     take_all(d.formals, "formal");
                     for (const Formal& formal : d.formals) type(formal.type);
                   },
                   [this](const TableDecl& d) {
                     take_all(d.formals, "formal");
                     for (const Formal& formal : d.formals) type(formal.type);
                     type(d.result);
                   },
                   [this](const GateDecl& d) {
                     head(d.head);
                     labels(d.requirements);
                   },
                   [this](const PhaseDecl& d) {
                     head(d.head);
                     labels(d.requirements);
                     order_is_taken(d.requirements);
                   },
                   [this](const TriggerDecl& d) { head(d.head); },
               },
               decl.node);
    walk(tree_, decl, *this);
  }

 private:
  template <class Named>
  void take_all(const std::vector<Named>& all, std::string_view what) {
    TakenNames names(sink_);
    for (const Named& each : all) names.take(each.name, what);
  }

  void type(TypeSyntaxId id) {
    std::visit(base::overloaded{
                   [](const ErrorType&) {},
                   [](const NamedType&) {},
                   [](const QuantityType&) {},
                   [](const PercentType&) {},
                   [](const StringType&) {},
                   [](const NullType&) {},
                   [this](const UnionType& t) { alternatives(t); },
                   [this](const ListType& t) { type(t.item); },
                   [this](const MapType& t) { type(t.value); },
                   [this](const RecordType& t) {
                     take_all(t.fields, "field");
                     for (const Field& field : t.fields) type(field.type);
                   },
               },
               tree_[id].node);
  }

  void alternatives(const UnionType& all) {
    TakenNames members(sink_);
    for (const TypeSyntaxId id : all.alternatives) {
      if (const auto* member = std::get_if<StringType>(&tree_[id].node))
        members.take(member->value.text, tree_[id].span, "member");
      else
        type(id);
    }
  }

  void head(const RuleHead& head) {
    TakenNames names(sink_);
    if (head.for_each) binders(head.for_each->ranges, names);
    for (const Let& let : head.lets) {
      free(let.name);
      names.take(let.name, "let");
    }
  }

  void labels(const std::vector<Requirement>& requirements) {
    TakenNames names(sink_);
    for (const Requirement& requirement : requirements)
      if (requirement.label) names.take(*requirement.label, "requirement");
  }

  /// `PHASE.order` is a requirement every phase has.
  void order_is_taken(const std::vector<Requirement>& requirements) {
    for (const Requirement& requirement : requirements)
      if (requirement.label && requirement.label->text == "order")
        sink_.emit(diagnostics::reserved_name(requirement.label->span, "order",
                                              "the phase's own place in the order of phases"));
  }

  void binders(const Ranges& ranges, TakenNames& names) {
    for (const Binder& binder : ranges.binders) {
      one_binder(binder.first, names);
      if (binder.second) one_binder(*binder.second, names);
    }
  }
  void one_binder(const Name& name, TakenNames& names) {
    if (name.text == "_") return;
    free(name);
    names.take(name, "binder");
  }

  /// A binder or a rule-local `let` may be called like a level (`block in blocks`): where a level stands, the level is meant.
  void free(const Name& name) {
    const std::string_view meaning = built_in_value(name.text);
    if (!meaning.empty() && meaning != "a level") sink_.emit(diagnostics::reserved_name(name.span, name.text, meaning));
  }

  bool enter(ExprId, const Expr& expr) override {
    TakenNames names(sink_);
    if (const auto* quantifier = std::get_if<Quantifier>(&expr.node))
      binders(quantifier->ranges, names);
    else if (const auto* comprehension = std::get_if<Comprehension>(&expr.node))
      binders(comprehension->ranges, names);
    else if (const auto* record = std::get_if<RecordLiteral>(&expr.node))
      keys(*record, names);
    else if (const auto* call = std::get_if<Call>(&expr.node))
      for (const Argument& argument : call->arguments)
        if (argument.ranges) binders(*argument.ranges, names);
    return true;
  }

  static void keys(const RecordLiteral& record, TakenNames& names) {
    for (const RecordEntry& entry : record.entries) names.take(entry.key, "field");
  }

  const SyntaxTree& tree_;
  base::DiagnosticSink& sink_;
};

}  // namespace

void check_inner_names(const SyntaxTree& tree, base::DiagnosticSink& sink) {
  InnerNames names(tree, sink);
  for (const Decl& decl : tree.decls) names.declaration(decl);
}

}  // namespace nexus::rules::naming
