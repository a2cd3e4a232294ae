#pragma once

#include "grammar/format/document.h"
#include "grammar/format/tokens.h"
#include "grammar/syntax_tree.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::grammar::layout {

/// How far in the second line of an expression stands.
enum class Hang : std::uint8_t {
  indented,
  flush,  ///< below its first line: what stands around it has indented it already
};

/// Turns a syntax tree into documents. It walks the tree in the order of the text and writes down the tokens as they come;
/// the tree decides where lines may break.
///
/// INVARIANT (every token once): only `take` advances, and writes what it passes. What a part of the layout forgets is
/// written by the next one, so no token and no comment can get lost, and none can overtake another.
class Layout {
 public:
  Layout(const SyntaxTree& tree, std::span<const Token> tokens, int width)
      : tree_(tree), tokens_(tokens), width_(width) {}

  /// The comments above the next token, alone.
  Document comments();
  Document header(const ModuleHeader& header);
  Document declaration(const Decl& decl);

  [[nodiscard]] const Token& next() const { return tokens_[at_]; }

 private:
  struct Brackets {
    Break inside = Break::soft;    ///< next to the brackets
    Break between = Break::space;  ///< between the items
    std::string_view last = {};    ///< behind the last item, where there is one a line
    bool may_stay_open = true;     ///< an author who goes to a new line behind the bracket is followed
  };
  /// A clause, by a place that lies in it.
  using Clause = std::pair<std::uint32_t, std::function<void()>>;

  // layout.cpp: tokens
  void take();
  void words(int count);
  /// That many words, and the expression behind them: `applies when x`.
  void words_and(int count, ExprId id);
  /// The same, on a line of its own where the group is broken.
  void line_with(int count, ExprId id);
  void words_to(std::uint32_t end);
  void above(bool keeps_first_blank);
  void above_closing(bool is_first);
  void item_line(bool is_first, Break kind = Break::hard);
  [[nodiscard]] bool is_next(std::string_view text) const { return next().text == text; }
  [[nodiscard]] bool has_next(std::size_t ahead, std::string_view text) const;
  void bracketed(Brackets style, const std::function<void()>& item);
  void block(std::vector<Clause> clauses);
  /// `gates a, b.*, (c or d)`, after that many words.
  void comma_list(int count, std::uint32_t end);

  // declarations.cpp
  void node(const ErrorDecl& decl);
  void node(const ImportDecl& decl);
  void node(const EnforceDecl& decl);
  void node(const EnumDecl& decl);
  void node(const TypeDecl& decl);
  void node(const ParamDecl& decl);
  void node(const InputDecl& decl);
  void node(const LetDecl& decl);
  void node(const DefDecl& decl);
  void node(const TableDecl& decl);
  void node(const GateDecl& decl);
  void node(const PhaseDecl& decl);
  void node(const TriggerDecl& decl);
  void node(const WaiverDecl& decl);
  void node(const SnapshotDecl& decl);
  void node(const TestDecl& decl);
  void formals(const std::vector<Formal>& formals);

  // clauses.cpp
  void heading(int count, const std::optional<ForEach>& for_each);
  void add(std::vector<Clause>& clauses, const RuleHead& head);
  void add(std::vector<Clause>& clauses, const std::optional<ExprClause>& clause, int count);
  void add(std::vector<Clause>& clauses, const std::optional<ConditionClause>& clause);
  void add(std::vector<Clause>& clauses, const std::vector<Remedy>& remedies);
  void add(std::vector<Clause>& clauses, const std::vector<Requirement>& requirements);
  void add(std::vector<Clause>& clauses, const Milestone& milestone);
  void add_parts(std::vector<Clause>& parts, const Requirement& requirement);
  void condition(const Condition& condition);
  void lasting(const Lasting& lasting);
  void let(ExprId value_of_it);
  void remedy(const Remedy& remedy);
  void requirement(const Requirement& requirement);
  void otherwise(const Else& otherwise);
  void excused(const Excused& excused);
  void score(const Score& score);
  void waives(const RequirementRef& requirement, ExprId where);

  // tables.cpp
  /// A cell of a row of columns, and where it ended up in the document.
  struct Cell {
    std::optional<int> width;  ///< nothing for one that takes several lines
    std::size_t padding = 0;   ///< behind it; not of the last one
  };
  using Cells = std::vector<Cell>;
  struct Row;
  void cell(const TableCell& cell);
  Row row(const TableRow& row);
  void align(std::span<const Row> rows);
  void rows(std::span<const ExprId> records);
  [[nodiscard]] bool are_rows(std::span<const ExprId> items) const;

  // test_clauses.cpp
  void node(const GivenSnapshot& clause, std::uint32_t end);
  void node(const GivenInput& clause, std::uint32_t end);
  void node(const GivenHistory& clause, std::uint32_t end);
  void node(const GivenSeries& clause, std::uint32_t end);
  void node(const WithClause& clause, std::uint32_t end);
  void node(const WithoutClause& clause, std::uint32_t end);
  void node(const TestParam& clause, std::uint32_t end);
  void node(const AtClause& clause, std::uint32_t end);
  void node(const AskingClause& clause, std::uint32_t end);
  void node(const ExpectDecision& clause, std::uint32_t end);
  void node(const ExpectRequirement& clause, std::uint32_t end);
  void node(const ExpectFinding& clause, std::uint32_t end);
  void node(const ExpectObligation& clause, std::uint32_t end);
  void node(const ExpectThat& clause, std::uint32_t end);
  void expected_message(ExprId message);
  void fixture(const std::optional<JsonFixture>& fixture, std::uint32_t end);
  void json();

  // expressions.cpp
  void expr(ExprId id, Hang hang = Hang::indented);
  void value(ExprId id);
  void ranges(const Ranges& ranges);
  void node(const Call& call);
  void node(const ListLiteral& list);
  void node(const RecordLiteral& record);
  void record(const RecordLiteral& record, Cells* cells);
  void items(std::span<const ExprId> items, Break between, const std::function<void(ExprId)>& item);
  void node(const Comprehension& comprehension);
  void node(const Conditional& conditional, Hang hang);
  void node(const Quantifier& quantifier, Hang hang);
  void node(const Comparison& comparison, Hang hang);
  void node(const Between& between, Hang hang);
  void argument(const Argument& argument);
  void window(const Window& window);
  void chain(std::span<const ExprId> operands, Hang hang);
  [[nodiscard]] std::vector<ExprId> operands_of(ExprId id) const;
  [[nodiscard]] bool hugs(ExprId id) const;

  // types.cpp
  void type(TypeSyntaxId id);
  void list_type(const ListType& list);
  void field(const Field& field);
  void evidence(const Evidence& evidence);

  [[nodiscard]] Document::Scope hanging(Hang hang) { return doc_.nest(hang == Hang::indented ? 2 : 0); }

  const SyntaxTree& tree_;
  std::span<const Token> tokens_;
  const int width_;           // of a line
  std::size_t at_ = 0;        // the next token
  bool above_taken_ = false;  // the comments above it are written down
  Document doc_;
};

}  // namespace nexus::grammar::layout
