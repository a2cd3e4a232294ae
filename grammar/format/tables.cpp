#include "grammar/format/layout.h"

#include <algorithm>

namespace nexus::grammar::layout {

struct Layout::Row {
  Cells inputs;  ///< of `else`, the word
  Cells outputs;
  bool otherwise;
};

namespace {

constexpr int width_of_case = 5;  // `case` and a space

/// As wide as the widest cell of each.
template <class Cells>
void widen(std::vector<int>& columns, const Cells& cells) {
  columns.resize(std::max(columns.size(), cells.size()));
  for (std::size_t i = 0; i < cells.size(); ++i) columns[i] = std::max(columns[i], *cells[i].width);
}

template <class Cells>
bool is_flat(const Cells& cells) {
  return std::ranges::all_of(cells, [](const auto& cell) { return cell.width.has_value(); });
}

}  // namespace

void Layout::cell(const TableCell& cell) {
  switch (cell.kind) {
    case TableCell::Kind::any:
      return take();
    case TableCell::Kind::comparison:
      take();
      doc_.space();
      return expr(cell.value);
    case TableCell::Kind::in:
    case TableCell::Kind::not_in:
      return words_and(cell.kind == TableCell::Kind::in ? 1 : 2, cell.value);
    case TableCell::Kind::value:
    case TableCell::Kind::range:
      break;
  }
  expr(cell.value);
  if (cell.kind == TableCell::Kind::range) take(), expr(cell.high);
}

Layout::Row Layout::row(const TableRow& row) {
  Row placed{.inputs = {}, .outputs = {}, .otherwise = row.otherwise};
  const auto place = [&](Cells& cells, const auto& write) {
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
  const bool is_bracket = row.outputs.size() == 1 && (is_next("{") || is_next("["));
  const auto group = doc_.group();
  const auto nest = doc_.nest(is_bracket ? 0 : 4);
  for (const ExprId output : row.outputs) {
    if (is_bracket)
      doc_.space();
    else
      doc_.line(Break::space);
    place(placed.outputs, [&] { expr(output); });
  }
  return placed;
}

/// Inputs are aligned where each row has room for them and the bracket that may follow, outputs where each row fits.
void Layout::align(std::span<const Row> rows) {
  const auto inputs_are_flat = [](const Row& row) { return is_flat(row.inputs); };
  if (!std::ranges::all_of(rows, inputs_are_flat)) return;
  std::vector<int> inputs, outputs;
  for (const Row& row : rows)
    if (!row.otherwise) widen(inputs, row.inputs);
  int before_arrow = width_of_case - 1;
  for (const int column : inputs) before_arrow += column + 1;
  constexpr int arrow = 5;  // ` => [`
  const int left = width_ - doc_.indentation() - 2 - before_arrow - arrow;
  if (left < 0) return;
  const auto pad = [&](const Cell& cell, int column) { doc_.set_padding(cell.padding, column - *cell.width); };
  for (const Row& row : rows) {
    if (row.otherwise) pad(row.inputs.front(), before_arrow);
    for (std::size_t i = 0; i < row.inputs.size() && !row.otherwise; ++i) pad(row.inputs[i], inputs[i]);
  }
  const auto outputs_are_flat = [](const Row& row) { return is_flat(row.outputs); };
  if (!std::ranges::all_of(rows, outputs_are_flat)) return;
  for (const Row& row : rows) widen(outputs, row.outputs);
  int width = 0;
  for (const int column : outputs) width += column + 1;
  if (width > left) return;
  for (const Row& row : rows)
    for (std::size_t i = 0; i + 1 < row.outputs.size(); ++i) pad(row.outputs[i], outputs[i]);
}

/// Is it a list of records with the same fields, in the same order?
bool Layout::are_rows(std::span<const ExprId> items) const {
  const auto* first = items.size() < 2 ? nullptr : std::get_if<RecordLiteral>(&tree_[items.front()].node);
  if (first == nullptr) return false;
  return std::ranges::all_of(items, [&](ExprId id) {
    const auto* record = std::get_if<RecordLiteral>(&tree_[id].node);
    const auto key = [](const RecordEntry& entry) { return entry.key.text; };
    return record != nullptr && !tree_[id].parenthesised &&
           std::ranges::equal(record->entries, first->entries, {}, key, key);
  });
}

/// Such a list is a table as well, where it has one record a line and all lines are short enough.
void Layout::rows(std::span<const ExprId> records) {
  std::vector<Cells> rows;
  std::vector<int> columns;
  bool fits = true;
  const auto row = [&](ExprId id) {
    const auto scope = doc_.columns();
    const std::size_t begin = doc_.size();
    Cells& cells = rows.emplace_back();
    record(std::get<RecordLiteral>(tree_[id].node), &cells);
    fits = fits && doc_.flat_width(begin, doc_.size()) && is_flat(cells);
  };
  items(records, Break::space, row);
  if (!fits) return;
  for (const Cells& cells : rows) widen(columns, cells);
  constexpr int around = 5;  // `{ `, ` }` and a comma
  int width = doc_.indentation() + 2 + around;
  for (const int column : columns) width += column + 2;
  if (width - 2 > width_) return;
  for (const Cells& cells : rows) {
    for (std::size_t i = 0; i + 1 < cells.size(); ++i) doc_.set_padding(cells[i].padding, columns[i] - *cells[i].width);
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
  const auto columns = doc_.columns();
  block(std::move(clauses));
  align(rows);
}

}  // namespace nexus::grammar::layout
