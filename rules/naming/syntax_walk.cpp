#include "rules/naming/syntax_walk.h"

#include "base/overloaded.h"

namespace nexus::rules::naming {

namespace {

using namespace grammar;

class Walk {
 public:
  Walk(const SyntaxTree& tree, SyntaxVisitor& visitor) : tree_(tree), visitor_(visitor) {}

  void expr(ExprId id) {
    if (id && visitor_.enter(id, tree_[id])) inside(tree_[id]);
  }

  void decl(const Decl& decl) {
    std::visit(base::overloaded{
                   [](const ErrorDecl&) {},
                   [](const ImportDecl&) {},
                   [](const EnforceDecl&) {},
                   [](const EnumDecl&) {},
                   [](const TypeDecl&) {},
                   [](const InputDecl&) {},
                   [](const SnapshotDecl&) {},
                   [](const TestDecl&) {},
                   [this](const ParamDecl& d) { exprs(d.low, d.high, d.value); },
                   [this](const LetDecl& d) { expr(d.value); },
                   [this](const DefDecl& d) { def(d); },
                   [this](const TableDecl& d) { table(d); },
                   [this](const GateDecl& d) { gate(d); },
                   [this](const PhaseDecl& d) { phase(d); },
                   [this](const TriggerDecl& d) { trigger(d); },
                   [this](const WaiverDecl& d) {
                     expr(d.where);
                     clause(d.until);
                   },
               },
               decl.node);
  }

 private:
  template <class... Ids>
  void exprs(Ids... ids) {
    (expr(ids), ...);
  }
  void clause(const std::optional<ExprClause>& clause) {
    if (clause) expr(clause->expr);
  }
  void clause(const std::optional<ConditionClause>& clause) {
    if (clause) condition(clause->condition);
  }
  void condition(const Condition& condition) {
    expr(condition.expr);
    if (condition.lasting) exprs(condition.lasting->amount, condition.lasting->of_last, condition.lasting->max_gap);
  }

  // ---- names

  /// Walks the lists and the filter, binding on the way; gives how many names stay bound.
  std::size_t open(const Ranges& ranges) {
    std::size_t bound = 0;
    for (const Binder& binder : ranges.binders) {
      expr(binder.list);
      bound += bind(binder);
    }
    expr(ranges.where);
    return bound;
  }
  std::size_t bind(const Binder& binder) {
    visitor_.bind(binder.first);
    if (!binder.second) return 1;
    visitor_.bind(*binder.second);
    return 2;
  }
  /// Binds again what a quantifier bound, for the message and remedies that show its witnesses.
  std::size_t bind_witnesses(ExprId condition, Shower shower) {
    const auto* quantifier = std::get_if<Quantifier>(&tree_[condition].node);
    std::size_t bound = 0;
    if (quantifier != nullptr && shows_witnesses(shower, quantifier->kind))
      for (const Binder& binder : quantifier->ranges.binders) bound += bind(binder);
    return bound;
  }

  // ---- expressions

  void inside(const Expr& expr) {
    std::visit(base::overloaded{
                   [](const ErrorExpr&) {},
                   [](const Literal&) {},
                   [](const BoolLiteral&) {},
                   [](const NullLiteral&) {},
                   [](const NameRef&) {},
                   [](const RuleStatus&) {},
                   [this](const StringLiteral& e) {
                     for (const StringPiece& piece : e.pieces) this->expr(piece.expr);
                   },
                   [this](const ListLiteral& e) {
                     for (const ExprId item : e.items) this->expr(item);
                   },
                   [this](const RecordLiteral& e) {
                     for (const RecordEntry& entry : e.entries) this->expr(entry.value);
                   },
                   [this](const Access& e) { this->expr(e.base); },
                   [this](const Index& e) { exprs(e.base, e.index); },
                   [this](const Call& e) { call(e); },
                   [this](const Comprehension& e) {
                     const std::size_t bound = open(e.ranges);
                     this->expr(e.item);
                     visitor_.release(bound);
                   },
                   [this](const Conversion& e) { this->expr(e.operand); },
                   [this](const Negate& e) { this->expr(e.operand); },
                   [this](const Not& e) { this->expr(e.operand); },
                   [this](const Logical& e) {
                     for (const ExprId operand : e.operands) this->expr(operand);
                   },
                   [this](const Default& e) {
                     for (const ExprId operand : e.operands) this->expr(operand);
                   },
                   [this](const Arithmetic& e) { exprs(e.lhs, e.rhs); },
                   [this](const Comparison& e) { exprs(e.lhs, e.rhs); },
                   [this](const Between& e) { exprs(e.operand, e.low, e.high); },
                   [this](const IsTest& e) { this->expr(e.operand); },
                   [this](const Conditional& e) { exprs(e.condition, e.then_value, e.else_value); },
                   [this](const Quantifier& e) {
                     this->expr(e.count);
                     const std::size_t bound = open(e.ranges);
                     exprs(e.distinct, e.has);
                     visitor_.release(bound);
                   },
               },
               expr.node);
  }

  void call(const Call& call) {
    // A bare callee names a function; in `x.f(…)` what stands before the dot is an expression.
    if (const auto* path = std::get_if<Access>(&tree_[call.callee].node)) expr(path->base);
    std::size_t bound = 0;
    for (const Argument& argument : call.arguments) {
      if (argument.ranges) bound += open(*argument.ranges);
      if (argument.window) exprs(argument.window->duration, argument.window->needs, argument.window->max_gap);
      exprs(argument.value, argument.by);
    }
    visitor_.release(bound);
  }

  // ---- declarations

  void def(const DefDecl& def) {
    for (const Formal& formal : def.formals) visitor_.bind(formal.name);
    expr(def.body);
    visitor_.release(def.formals.size());
  }

  /// The cells are held against the inputs, and do not name them.
  void table(const TableDecl& table) {
    for (const TableRow& row : table.rows) {
      for (const TableCell& cell : row.inputs) exprs(cell.value, cell.high);
      for (const ExprId output : row.outputs) expr(output);
    }
  }

  /// The header and the clauses every rule has; gives how many names stay bound for the rest of the rule.
  std::size_t head(const RuleHead& head) {
    std::size_t bound = head.for_each ? open(head.for_each->ranges) : 0;
    for (const Let& let : head.lets) visitor_.bind(let.name);
    bound += head.lets.size();
    clause(head.applies);
    for (const Let& let : head.lets) expr(let.value);
    if (head.tags) expr(head.tags->list);
    return bound;
  }

  void gate(const GateDecl& gate) {
    const std::size_t bound = head(gate.head);
    clause(gate.on_fail);
    clause(gate.on_missing);
    if (gate.excused) {
      condition(gate.excused->condition);
      exprs(gate.excused->by, gate.excused->because);
    }
    if (gate.score) exprs(gate.score->pass, gate.score->warn);
    remedies(gate.remedies);
    for (const Requirement& each : gate.requirements) requirement(each);
    visitor_.release(bound);
  }

  void phase(const PhaseDecl& phase) {
    const std::size_t bound = head(phase.head);
    for (const Requirement& each : phase.requirements) requirement(each);
    for (const Milestone* milestone : {&phase.started, &phase.done}) {
      clause(milestone->when);
      clause(milestone->at);
    }
    visitor_.release(bound);
  }

  void trigger(const TriggerDecl& trigger) {
    const std::size_t bound = head(trigger.head);
    clause(trigger.fires);
    clause(trigger.keep_for);
    clause(trigger.on_missing);
    const std::size_t witnesses = trigger.fires ? bind_witnesses(trigger.fires->condition.expr, Shower::trigger) : 0;
    if (trigger.then) exprs(trigger.then->level, trigger.then->message);
    remedies(trigger.remedies);
    visitor_.release(witnesses + bound);
  }

  void requirement(const Requirement& requirement) {
    condition(requirement.condition);
    for (const auto* each :
         {&requirement.when, &requirement.warn_when, &requirement.weight, &requirement.from, &requirement.until})
      clause(*each);
    const std::size_t witnesses = bind_witnesses(requirement.condition.expr, Shower::requirement);
    if (const auto& otherwise = requirement.otherwise)
      exprs(otherwise->level, otherwise->message, otherwise->file, otherwise->line);
    remedies(requirement.remedies);
    visitor_.release(witnesses);
  }

  void remedies(const std::vector<Remedy>& remedies) {
    for (const Remedy& remedy : remedies) exprs(remedy.record, remedy.when);
  }

  const SyntaxTree& tree_;
  SyntaxVisitor& visitor_;
};

}  // namespace

bool shows_witnesses(Shower shower, QuantifierKind kind) {
  switch (kind) {
    case QuantifierKind::every:
    case QuantifierKind::no:
    case QuantifierKind::at_most:
    case QuantifierKind::exactly:
      return shower == Shower::requirement;
    case QuantifierKind::some:
      return shower == Shower::trigger;
    case QuantifierKind::at_least:
    case QuantifierKind::the:
      return false;
  }
  return false;
}

void walk(const SyntaxTree& tree, ExprId root, SyntaxVisitor& visitor) { Walk(tree, visitor).expr(root); }
void walk(const SyntaxTree& tree, const Decl& decl, SyntaxVisitor& visitor) { Walk(tree, visitor).decl(decl); }

}  // namespace nexus::rules::naming
