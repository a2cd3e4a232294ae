#include "grammar/format/layout.h"

#include <algorithm>

namespace nexus::grammar::layout {

/// Where the cells of a row ended up in the document.
struct Layout::Row {
  struct Cell {
    std::optional<int> width;  ///< nothing for one that takes several lines
    std::size_t padding;       ///< behind it
  };
  std::vector<Cell> inputs;   ///< of `else`, the word
  std::vector<Cell> outputs;
  bool otherwise;

  [[nodiscard]] bool is_flat() const {
    const auto has_width = [](const Cell& cell) { return cell.width.has_value(); };
    return std::ranges::all_of(inputs, has_width) && std::ranges::all_of(outputs, has_width);
  }
};

namespace {

constexpr int width_of_case = 5;  // `case` and a space

}  // namespace

void Layout::cell(const TableCell& cell) {
  switch (cell.kind) {
    case TableCell::Kind::any: return take();
    case TableCell::Kind::comparison:
      take();
      doc_.space();
      return expr(cell.value);
    case TableCell::Kind::in:
    case TableCell::Kind::not_in: return words_and(cell.kind == TableCell::Kind::in ? 1 : 2, cell.value);
    case TableCell::Kind::value:
    case TableCell::Kind::range: break;
  }
  expr(cell.value);
  if (cell.kind == TableCell::Kind::range) take(), expr(cell.high);
}

Layout::Row Layout::row(const TableRow& row) {
  Row placed{.inputs = {}, .outputs = {}, .otherwise = row.otherwise};
  const auto place = [&](std::vector<Row::Cell>& cells, const auto& write) {
    const std::size_t begin = doc_.size();
    write();
    if (is_next(",")) take();
    cells.push_back({doc_.flat_width(begin, doc_.size()), doc_.padding()});
  };
  if (row.otherwise) {
    place(placed.inputs, [&] { take(); });
  } else {
    take();
    for (const TableCell& each : row.inputs) doc_.space(), place(placed.inputs, [&] { cell(each); });
  }
  doc_.space();
  take();
  const auto nest = doc_.nest(4);
  for (const ExprId output : row.outputs) doc_.space(), place(placed.outputs, [&] { expr(output); });
  return placed;
}

/// Columns are as wide as their widest cell. Rows that take several lines stand as they are.
void Layout::align(std::span<const Row> rows) {
  std::vector<int> inputs, outputs;
  const auto widen = [](std::vector<int>& columns, const std::vector<Row::Cell>& cells) {
    columns.resize(std::max(columns.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) columns[i] = std::max(columns[i], *cells[i].width);
  };
  for (const Row& row : rows) {
    if (!row.is_flat()) continue;
    if (!row.otherwise) widen(inputs, row.inputs);
    widen(outputs, row.outputs);
  }
  int before_arrow = width_of_case - 1;
  for (const int column : inputs) before_arrow += column + 1;
  for (const Row& row : rows) {
    if (!row.is_flat()) continue;
    if (row.otherwise) doc_.set_padding(row.inputs.front().padding, before_arrow - *row.inputs.front().width);
    const auto pad = [&](const Row::Cell& cell, int column) { doc_.set_padding(cell.padding, column - *cell.width); };
    for (std::size_t i = 0; i < row.inputs.size() && !row.otherwise; ++i) pad(row.inputs[i], inputs[i]);
    for (std::size_t i = 0; i + 1 < row.outputs.size(); ++i) pad(row.outputs[i], outputs[i]);
  }
}

void Layout::node(const TableDecl& decl) {
  {
    const auto group = doc_.group();
    words(2);
    formals(decl.formals);
    doc_.space();
    take();
    doc_.space();
    type(decl.result);
    if (decl.first_match) doc_.space(), words(2);
    doc_.space();
  }
  std::vector<Row> rows;
  std::vector<Clause> clauses;
  for (const TableRow& each : decl.rows) clauses.emplace_back(each.span.begin, [&] { rows.push_back(row(each)); });
  block(std::move(clauses));
  align(rows);
}

}  // namespace nexus::grammar::layout
