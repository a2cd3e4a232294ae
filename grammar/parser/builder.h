#pragma once

#include "base/diagnostics/diagnostic.h"
#include "grammar/parse.h"
#include "grammar/parser/recovery.h"
#include "grammar/parser/source.h"
#include "grammar/syntax_tree.h"
#include "grammar/parser/trivia.h"

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace nexus::grammar {

struct Expectation;
enum class Mistake;

/// An expression that waits for the construct it is part of. Its extent includes parentheses around it.
struct Operand {
  ExprId id;  ///< none for an optional part that is absent
  Extent extent;
};
struct TypeOperand {
  TypeSyntaxId id;
  Extent extent;
};
/// Was an optional word there?
struct Flag {
  bool set;
};

// Constructs under way that are no node of the tree.
struct PrefixChain {
  std::vector<std::uint32_t> begins;  ///< of each `not` or `-`
};
struct ListParts {
  std::vector<ExprId> items;
  bool comprehension = false;
};

/// The block that is being read.
struct Block {
  std::uint32_t begin = 0;  ///< of the declaration
  std::uint32_t brace = 0;  ///< of its `{`
};

/// Builds the tree of one file out of what the grammar's actions report, bottom up. Finished parts wait on typed stacks
/// (`push`, `pop`) for the construct they belong to; a construct whose optional parts come in any order is opened before
/// its parts are read (`Opened`), and they fill it in (`current`).
///
/// INVARIANT (balanced stacks): a construct takes its parts off the stacks and leaves one value, or, where it is
/// abandoned, nothing (`roll_back`).
/// INVARIANT (bounded depth): no path from an expression to its leaves is longer than max_tree_depth, so that whoever
/// walks the tree may recurse.
class Builder {
  template <class Node>
  struct Slot {
    Node* node = nullptr;
    std::uint32_t begin = 0;
  };

 public:
  Builder(const Source& source, base::DiagnosticSink& sink, int max_nesting) : source_(source), sink_(sink), max_nesting_(max_nesting), trivia_(source) {
    tree_.file = source.file;
  }
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;

  [[nodiscard]] const Source& source() const { return source_; }
  [[nodiscard]] Trivia& trivia() { return trivia_; }
  [[nodiscard]] SyntaxTree& tree() { return tree_; }
  [[nodiscard]] const SyntaxTree& tree() const { return tree_; }
  /// The tree, complete; the builder is spent.
  [[nodiscard]] SyntaxTree take_tree();

  [[nodiscard]] std::uint32_t offset(const char* p) const { return source_.offset(p); }
  /// From the first byte of a construct to the end of its last token; `end` may stand behind the spacing that follows.
  [[nodiscard]] Extent extent(const char* begin, const char* end);
  [[nodiscard]] base::Span span(Extent e) const { return source_.span(e); }

  // -------------------------------------------------------------------------------------- values that wait

  template <class T>
  void push(T value) {
    stack<T>().push_back(std::move(value));
  }
  template <class T>
  [[nodiscard]] T pop() {
    assert(!stack<T>().empty());
    T value = std::move(stack<T>().back());
    stack<T>().pop_back();
    return value;
  }
  template <class T>
  [[nodiscard]] T& top(std::size_t below = 0) {
    return stack<T>()[stack<T>().size() - 1 - below];
  }
  template <class T>
  [[nodiscard]] std::size_t count() const {
    return std::get<std::vector<T>>(stacks_).size();
  }
  [[nodiscard]] ExprId pop_expr() { return pop<Operand>().id; }
  [[nodiscard]] TypeSyntaxId pop_type() { return pop<TypeOperand>().id; }

  // -------------------------------------------------------------------------------------- constructs under way

  /// While it lives, `node` is what `current<Node>()` means.
  template <class Node>
  class Opened {
   public:
    Opened(Builder& b, Node& node, std::uint32_t begin) : slot_(b.slot<Node>()), outer_(slot_) { slot_ = {&node, begin}; }
    ~Opened() { slot_ = outer_; }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;

   private:
    Slot<Node>& slot_;
    Slot<Node> outer_;
  };

  template <class Node>
  [[nodiscard]] Node& current() {
    assert(slot<Node>().node != nullptr);
    return *slot<Node>().node;
  }
  template <class Node>
  [[nodiscard]] bool inside() const {
    return std::get<Slot<Node>>(slots_).node != nullptr;
  }
  /// Where the innermost construct of that kind begins.
  template <class Node>
  [[nodiscard]] std::uint32_t begin_of() const {
    return std::get<Slot<Node>>(slots_).begin;
  }

  [[nodiscard]] const Block& block() const { return block_; }
  void open_decl(std::uint32_t begin) { block_ = {begin, begin}; }
  void open_block(std::uint32_t brace) { block_.brace = brace; }

  // -------------------------------------------------------------------------------------- the tree

  /// Adds an expression and leaves it on the stack.
  void push_expr(decltype(Expr::node) node, Extent extent);
  void push_type(decltype(TypeSyntax::node) node, Extent extent);
  [[nodiscard]] Expr& expr(ExprId id) { return tree_.exprs[id]; }
  [[nodiscard]] TypeSyntax& type(TypeSyntaxId id) { return tree_.types[id]; }
  /// To be called when a node was given another child.
  void deepen(ExprId id, ExprId child);
  void deepen(TypeSyntaxId id, TypeSyntaxId child);

  /// The decoded text of a string's inside; `begin` is its place in the file. A view where nothing had to be decoded.
  [[nodiscard]] std::string_view decoded(Extent inside);
  /// A Name of the word or quoted text that stands there.
  [[nodiscard]] Name name_at(Extent extent);
  /// Notes the lints that the comments above an item spare it.
  void note_silence(const char* begin, const char* end);
  [[nodiscard]] std::string_view doc_before(std::uint32_t offset) { return trivia_.doc_before(offset, tree_.texts); }

  // -------------------------------------------------------------------------------------- mistakes

  /// Emits the diagnostic for what the grammar met at `at` and unwinds to the next rule that recovers.
  [[noreturn]] void fail(Mistake what, std::uint32_t at);
  [[noreturn]] void fail(const Expectation& expected, std::uint32_t at);
  /// Emits it, and parsing goes on.
  void report(Mistake what, std::uint32_t at);
  void emit(base::Diagnostic diagnostic);
  /// Was a mistake met at or behind `begin`? Then what is missing there may be its consequence.
  [[nodiscard]] bool mistaken_since(std::uint32_t begin) const { return last_mistake_ && *last_mistake_ >= begin; }

  /// How many levels there may be.
  [[nodiscard]] int max_nesting() const { return max_nesting_; }
  /// Are expressions, types or the like being read?
  [[nodiscard]] bool is_nested() const { return nesting_ > 0; }
  /// One level of nesting, for as long as it lives.
  class Nesting {
   public:
    Nesting(Builder& b, std::uint32_t at);
    ~Nesting() { --b_.nesting_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    Builder& b_;
  };

  // -------------------------------------------------------------------------------------- starting over

  using Stacks = std::tuple<std::vector<Operand>, std::vector<TypeOperand>, std::vector<Name>, std::vector<Path>,
                            std::vector<Flag>, std::vector<Ranges>, std::vector<Condition>, std::vector<ForEach>,
                            std::vector<Let>, std::vector<Remedy>, std::vector<Evidence>, std::vector<JsonFixture>,
                            std::vector<RequirementRef>, std::vector<std::vector<Formal>>>;
  using Checkpoint = std::array<std::size_t, std::tuple_size_v<Stacks>>;
  [[nodiscard]] Checkpoint checkpoint() const;
  void roll_back(const Checkpoint& to);

 private:
  template <class... Nodes>
  using SlotsOf = std::tuple<Slot<Nodes>...>;
  using Slots =
      SlotsOf<Path, PrefixChain, ListParts, StringLiteral, StringPiece, RecordLiteral, Quantifier, Binder, Ranges, Argument, Call,
              Window, RuleStatus, RecordType, Field, Evidence, Condition, Lasting, Requirement, Else, OnlyFor, ForEach, RuleHead,
              RequirementRef, AfterItem, std::vector<AfterItem>, GateRef, std::vector<GateRef>, std::vector<Formal>, TableCell,
              TableRow, GivenInput, GivenSeries, TestClause, ModuleHeader, Decl, ImportDecl, EnforceDecl, EnumDecl, TypeDecl,
              ParamDecl, InputDecl, LetDecl, DefDecl, TableDecl, GateDecl, PhaseDecl, TriggerDecl, WaiverDecl, SnapshotDecl,
              TestDecl>;

  template <class T>
  [[nodiscard]] std::vector<T>& stack() {
    return std::get<std::vector<T>>(stacks_);
  }
  template <class Node>
  [[nodiscard]] Slot<Node>& slot() {
    return std::get<Slot<Node>>(slots_);
  }
  [[nodiscard]] std::uint16_t depth_below(const Expr& e) const;
  [[nodiscard]] std::uint16_t depth_below(const TypeSyntax& t) const;
  /// Keeps INVARIANT (bounded depth).
  void refuse_depth(std::uint16_t depth, base::Span span);
  /// Is it but the consequence of a mistake that was reported? A block that was closed too early leaves its rest behind.
  [[nodiscard]] bool is_consequence(Mistake what, std::uint32_t at);

  const Source& source_;
  base::DiagnosticSink& sink_;
  const int max_nesting_;
  Trivia trivia_;
  SyntaxTree tree_;
  std::vector<std::uint16_t> depths_;       ///< of the tree below each expression and itself, by ExprId
  std::vector<std::uint16_t> type_depths_;  ///< by TypeSyntaxId
  Stacks stacks_;
  Slots slots_;
  Block block_;
  int nesting_ = 0;
  std::optional<std::uint32_t> last_mistake_;
  std::size_t mistakes_ = 0;
  std::size_t missing_braces_ = 0;
  std::optional<std::uint32_t> last_missing_brace_;  ///< one for all the records that it leaves open
  bool brace_swallowed_ = false;                     ///< by a string without its end
};

}  // namespace nexus::grammar
