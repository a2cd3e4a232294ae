#include "rules/typing/tables.h"

#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/memberships.h"
#include "rules/typing/table_cover.h"
#include "rules/typing/type_syntax.h"
#include "rules/typing/words.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

using grammar::TableCell;

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

Relation relation_of(grammar::ComparisonOp op) {
  switch (op) {
    case grammar::ComparisonOp::not_equal:
      return Relation::not_equal;
    case grammar::ComparisonOp::less:
      return Relation::less;
    case grammar::ComparisonOp::less_equal:
      return Relation::less_equal;
    case grammar::ComparisonOp::greater:
      return Relation::greater;
    case grammar::ComparisonOp::greater_equal:
      return Relation::greater_equal;
    case grammar::ComparisonOp::equal:
    case grammar::ComparisonOp::in:
    case grammar::ComparisonOp::not_in:
    case grammar::ComparisonOp::contains:
    case grammar::ComparisonOp::starts_with:
    case grammar::ComparisonOp::ends_with:
    case grammar::ComparisonOp::matches:
    case grammar::ComparisonOp::like:
    case grammar::ComparisonOp::subset_of:
      break;
  }
  return Relation::equal;
}

/// A value a table may be held against before any snapshot is seen; params count with the value in force.
std::optional<ConstantValue> known_value(const CheckedModel& model, ExprId id) {
  if (const auto* param = std::get_if<ParamValue>(&model[id].node))
    return fold(model, model.params[param->param].value);
  return fold(model, id);
}

class Rows {
 public:
  Rows(Scope& scope, const grammar::TableDecl& decl) : scope_(scope), context_(scope.context), decl_(decl) {
    result_ = context_.model.types.plain(read_type(context_, scope.module, scope.tree, decl.result));
  }

  void run(ChooseNode& node, Table& table) {
    const std::size_t before = context_.sink->error_count();
    for (std::uint32_t i = 0; i < decl_.formals.size(); ++i) node.inputs.push_back(formal(i));
    for (const grammar::TableRow& row : decl_.rows) {
      Table::Row& noted = table.rows.emplace_back();
      noted.span = row.span;
      noted.otherwise = row.otherwise;
      const ExprId condition = row.otherwise ? ExprId{} : conditions(row, noted);
      const ExprId outputs = outputs_of(row);
      if (row.otherwise) {
        node.otherwise = outputs;
        check_stands_last(row);
        continue;
      }
      node.conditions.push_back(condition);
      node.results.push_back(outputs);
    }
    sound_ = context_.sink->error_count() == before;
  }

  [[nodiscard]] TypeId result() const { return result_; }
  /// Nothing was wrong with the rows: they can be held against each other.
  [[nodiscard]] bool sound() const { return sound_; }

 private:
  ExprId formal(std::uint32_t index) {
    return context_.add(FormalValue{index}, scope_.formal_types[index], decl_.formals[index].name.span);
  }

  void check_stands_last(const grammar::TableRow& row) {
    if (&row == &decl_.rows.back()) return;
    context_.report(
        diagnostics::else_stands_last(row.span).with_label(decl_.rows.back().span, "this row stands after it"));
  }

  // ---- what a row asks

  ExprId conditions(const grammar::TableRow& row, Table::Row& noted) {
    if (row.inputs.size() != decl_.formals.size()) {
      context_.report(diagnostics::row_of_other_width(row.span, counted(row.inputs.size(), "cell"), decl_.name.text,
                                                      counted(decl_.formals.size(), "input"))
                          .with_label(decl_.name.span, "declared here")
                          .with_help("a column that does not matter is written `_`"));
      return context_.add_error(row.span);
    }
    LogicalNode all{grammar::LogicalOp::conjunction, {}};
    for (std::uint32_t i = 0; i < row.inputs.size(); ++i)
      cell(row.inputs[i], i, all.operands, noted.cells.emplace_back());
    if (all.operands.empty()) return context_.add(Constant{true}, TypeKind::boolean, row.span);
    if (all.operands.size() == 1) return all.operands.front();
    return context_.add(std::move(all), TypeKind::boolean, row.span);
  }

  void cell(const TableCell& cell, std::uint32_t column, std::vector<ExprId>& conditions, Table::Cell& noted) {
    noted.kind = cell.kind;
    const TypeId wanted = context_.model.types.plain(scope_.formal_types[column]);
    const auto compared = [&](Relation relation, grammar::ExprId id) {
      const ExprId value = type_expression(scope_, id, wanted);
      note(value, noted);
      conditions.push_back(compare(context_, {relation, formal(column), value}, cell.span, cell.span));
    };
    switch (cell.kind) {
      case TableCell::Kind::any:
        noted.known = true;
        return;
      case TableCell::Kind::value:
        return compared(Relation::equal, cell.value);
      case TableCell::Kind::comparison:
        noted.relation = relation_of(cell.op);
        return compared(noted.relation, cell.value);
      case TableCell::Kind::range:
        compared(Relation::greater_equal, cell.value);
        return compared(Relation::less, cell.high);
      case TableCell::Kind::in:
      case TableCell::Kind::not_in:
        return list(cell, column, wanted, conditions, noted);
    }
  }

  void list(const TableCell& cell, std::uint32_t column, TypeId wanted, std::vector<ExprId>& conditions,
            Table::Cell& noted) {
    const ExprId list = type_expression(scope_, cell.value, context_.model.types.list_of(wanted));
    if (const auto* items = std::get_if<MakeList>(&context_.model[list].node)) {
      const std::vector<ExprId> values = items->items;
      noted.known = true;  // an empty list is known, too
      for (const ExprId value : values) note(value, noted);
    }
    conditions.push_back(
        member_of_list(context_, formal(column), list, cell.kind == TableCell::Kind::not_in, cell.span));
  }

  void note(ExprId value, Table::Cell& noted) const {
    const auto known = known_value(context_.model, value);
    noted.known = known && (noted.values.empty() || noted.known);
    if (known) noted.values.push_back(*known);
  }

  // ---- what a row gives

  ExprId outputs_of(const grammar::TableRow& row) {
    const Type type = context_.type(result_);
    if (type.kind == TypeKind::error) return context_.add_error(row.span);
    if (type.kind != TypeKind::record) {
      if (!has_outputs(row, 1)) return context_.add_error(row.span);
      return type_as(scope_, row.outputs.front(), result_, "what table `" + std::string(decl_.name.text) + "` gives");
    }
    const std::vector<RecordField> fields = context_.model.types[type.record].fields;
    if (!has_outputs(row, fields.size())) return context_.add_error(row.span);
    MakeRecord record;
    for (std::size_t i = 0; i < fields.size(); ++i)
      record.fields.push_back(
          type_as(scope_, row.outputs[i], context_.model.types.plain(fields[i].type), "`" + fields[i].name + "`"));
    return context_.add(std::move(record), result_, row.span);
  }

  bool has_outputs(const grammar::TableRow& row, std::size_t wanted) {
    if (row.outputs.size() == wanted) return true;
    context_.report(diagnostics::row_of_other_width(row.span, counted(row.outputs.size(), "output"), decl_.name.text,
                                                    counted(wanted, "output"))
                        .with_label(decl_.name.span, "declared here"));
    return false;
  }

  Scope& scope_;
  Context& context_;
  const grammar::TableDecl& decl_;
  TypeId result_;
  bool sound_ = false;
};

void report_overlap(Context& context, const Table& table, const TableOverlap& overlap) {
  const Table::Row &first = table.rows[overlap.first], &second = table.rows[overlap.second];
  context.report(
      diagnostics::rows_overlap(second.span, table.name, overlap.example)
          .with_label(first.span, "this row fits it, too")
          .with_help(
              "exactly one row must fit; `first match` after the signature lets the first one that fits decide"));
}

}  // namespace

ExprId type_table(Scope& scope, const grammar::TableDecl& decl, DefId def) {
  Context& context = scope.context;
  Table table{.name = std::string(decl.name.text),
              .def = def,
              .formals = {},
              .types = {},
              .rows = {},
              .first_match = decl.first_match,
              .declared = decl.name.span};
  for (std::size_t i = 0; i < decl.formals.size(); ++i) {
    table.formals.emplace_back(decl.formals[i].name.text);
    table.types.push_back(scope.formal_types[i]);
  }
  ChooseNode node;
  node.first_match = decl.first_match;
  Rows rows(scope, decl);
  rows.run(node, table);
  if (rows.sound()) {
    const TableCover cover = cover_of(context.model, table);
    for (const TableOverlap& overlap : cover.overlaps) report_overlap(context, table, overlap);
    if (cover.gap && cover.gap->closed)
      context.report(diagnostics::table_gap(table.declared, table.name, cover.gap->example)
                         .with_help("add a row for it, or `else => …` for all that no row covers"));
    context.model.tables.push_back(std::move(table));
  }
  return context.add(std::move(node), rows.result(), decl.name.span);
}

}  // namespace nexus::rules::typing
