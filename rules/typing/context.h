#pragma once

#include "base/diagnostics/catalogue.h"
#include "base/diagnostics/diagnostic.h"
#include "base/limits.h"
#include "rules/checked_model.h"
#include "rules/resolved_model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

/// The inside of `check`: functions that type one kind of construct each, over a shared Context. Ids without a namespace
/// are those of the checked model; the syntax tree's are written `grammar::ExprId`.
namespace nexus::rules::typing {

namespace diagnostics = base::diagnostics;

/// What a declaration has become; nothing for what has no meaning of its own or is in error.
using Meaning = std::variant<std::monostate, TypeId, ParamId, LetId, DefId, InputId, RuleRef>;

struct ModuleContext {
  std::vector<Meaning> meanings;                  ///< by grammar::DeclId
  TypeId snapshot;                                ///< what this module may read of the snapshot: a record, or `any`
  std::vector<TypeId> inputs;                     ///< what it may read of further documents, by InputId
};

/// A rule, let or def that an expression speaks of, and where.
struct Mention {
  std::variant<RuleRef, LetId, DefId> of;
  Span span;
};
using Mentions = std::vector<Mention>;

/// Which rules, lets and defs speak of which: a cycle through a rule has no meaning.
struct MentionGraph {
  std::vector<Mentions> by_gate, by_phase, by_trigger, by_let, by_def;
};

/// The expressions from `begin` on, before `end`.
struct ExprRange {
  std::uint32_t begin = 0, end = 0;
};
/// Those of each rule: it is typed in one go.
struct RuleExprs {
  std::vector<ExprRange> of_gate, of_phase, of_trigger;
};

/// Where rules are declared, by their ids.
struct RuleSources {
  std::vector<DeclRef> gates, phases, triggers;
};

/// How large a declared type is, the types that it names included.
struct TypeExtent {
  std::uint32_t depth = 1;   ///< of nesting
  std::uint32_t places = 1;  ///< fields, items and the type itself
};

struct Context {
  const ResolvedModel& resolved;
  CheckedModel& model;
  base::DiagnosticSink* sink;
  base::Limits limits{};
  std::vector<ModuleContext> modules{};
  RuleSources rules{};
  MentionGraph mentions{};
  RuleExprs rule_exprs{};
  std::vector<TypeExtent> type_extents{};  ///< by TypeId, of declared types
  std::vector<ExprId>
      binder_lists{};  ///< by BinderId: what the binder ranges over, so that messages can show where it comes from
  std::unordered_map<ExprId, const grammar::RecordLiteral*>
      record_literals{};  ///< where the fields of a MakeRecord are written

  [[nodiscard]] const Type& type(TypeId id) const { return model.types[id]; }
  [[nodiscard]] TypeKind kind(TypeId id) const { return model.types[id].kind; }
  [[nodiscard]] TypeKind kind(ExprId id) const { return kind(model[id].type); }
  [[nodiscard]] TypeId type_of(ExprId id) const { return model[id].type; }
  [[nodiscard]] Span span_of(ExprId id) const { return model[id].span; }
  [[nodiscard]] TypeId scalar(TypeKind kind) const { return model.types.scalar(kind); }
  /// The type inside the language: no wire unit, no null.
  [[nodiscard]] TypeId plain_of(ExprId id) { return model.types.plain(model[id].type); }
  [[nodiscard]] std::string describe(TypeId id) const { return model.types.describe(id); }
  [[nodiscard]] TypeExtent extent_of(TypeId id) const { return id.index() < type_extents.size() ? type_extents[id.index()] : TypeExtent{}; }
  /// The author's text.
  [[nodiscard]] std::string text(Span span) const { return std::string(resolved.sources->slice(span)); }
  [[nodiscard]] const grammar::SyntaxTree& tree(std::size_t module) const { return *resolved.modules[module].tree; }

  void report(base::Diagnostic diagnostic) { sink->emit(std::move(diagnostic)); }

  template <class Node>
  ExprId add(Node node, TypeId type, Span span) {
    return model.exprs.add(Expr{std::move(node), type, span});
  }
  template <class Node>
  ExprId add(Node node, TypeKind kind, Span span) {
    return add(std::move(node), scalar(kind), span);
  }
  /// Stands for an expression that was reported: fits everywhere, and is reported nowhere again.
  ExprId add_error(Span span) { return add(Constant{false}, TypeKind::error, span); }
};

/// While it lives, what is reported goes nowhere: for doing a second time what was reported the first time.
class Quiet {
 public:
  explicit Quiet(Context& context) : context_(context), said_(context.sink) { context.sink = &nowhere_; }
  ~Quiet() { context_.sink = said_; }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  Context& context_;
  base::DiagnosticSink* said_;
  base::DiagnosticSink nowhere_;
};

}  // namespace nexus::rules::typing
