#include "rules/typing/table_cover.h"

#include "rules/typing/constants.h"

#include <algorithm>
#include <span>

namespace nexus::rules::typing {

namespace {

using Kind = grammar::TableCell::Kind;

/// Pieces of a column, as a set.
using Pieces = std::vector<bool>;

/// The values a column may hold, in pieces that no cell tells apart.
class Column {
 public:
  Column(const CheckedModel& model, const std::string& name, TypeId type, const std::vector<const Table::Cell*>& cells)
      : model_(model), name_(name), type_(model.types[type]) {
    cut_into_pieces(cells);
  }

  [[nodiscard]] bool is_closed() const { return closed_; }
  [[nodiscard]] std::size_t size() const { return pieces_.size(); }
  [[nodiscard]] std::string example(std::size_t piece) const { return name_ + " = " + pieces_[piece].example; }

  /// The pieces a cell covers; nothing where that cannot be told.
  [[nodiscard]] std::optional<Pieces> covered(const Table::Cell& cell) const {
    if (cell.kind == Kind::any) return Pieces(size(), true);
    if (!cell.known) return std::nullopt;
    Pieces covered(size());
    for (std::size_t piece = 0; piece < size(); ++piece) {
      const auto holds = fits(cell, piece);
      if (!holds) return std::nullopt;
      covered[piece] = *holds;
    }
    return covered;
  }

 private:
  void cut_into_pieces(const std::vector<const Table::Cell*>& cells) {
    switch (type_.kind) {
      case TypeKind::boolean:
        return closed({false, true});
      case TypeKind::enumeration:
        return closed(members());
      case TypeKind::level:
        return closed({base::Level::warn, base::Level::hold, base::Level::block, base::Level::rollback});
      case TypeKind::string:
        return named(cells);
      case TypeKind::integer:
      case TypeKind::number:
      case TypeKind::ratio:
      case TypeKind::duration:
      case TypeKind::size:
      case TypeKind::time:
      case TypeKind::date:
      case TypeKind::version:
        return cut(cells);
      case TypeKind::error:
      case TypeKind::nothing:
      case TypeKind::list:
      case TypeKind::record:
      case TypeKind::map:
      case TypeKind::any:
        pieces_.push_back({std::nullopt, "anything"});
    }
  }

  /// One value, or what lies before value number `before` of a column that is cut at values.
  struct Piece {
    std::optional<ConstantValue> value;
    std::string example;
    std::size_t before = 0;
  };

  std::vector<ConstantValue> members() const {
    std::vector<ConstantValue> all;
    for (std::uint32_t i = 0; i < model_.types[type_.enumeration].members.size(); ++i)
      all.emplace_back(EnumConstant{type_.enumeration, i});
    return all;
  }

  void closed(const std::vector<ConstantValue>& values) {
    closed_ = true;
    for (const ConstantValue& value : values) add(value);
  }
  void add(const ConstantValue& value) { pieces_.push_back({value, written(model_, value)}); }

  /// Every value the cells name, in order, each once.
  static std::vector<ConstantValue> bounds_in(const std::vector<const Table::Cell*>& cells) {
    std::vector<ConstantValue> bounds;
    const auto before = [](const ConstantValue& a, const ConstantValue& b) {
      return order_of(a, b) == std::strong_ordering::less;
    };
    for (const Table::Cell* cell : cells) bounds.insert(bounds.end(), cell->values.begin(), cell->values.end());
    std::ranges::stable_sort(bounds, before);
    const auto same = [](const ConstantValue& a, const ConstantValue& b) {
      return order_of(a, b) == std::strong_ordering::equal;
    };
    bounds.erase(std::unique(bounds.begin(), bounds.end(), same), bounds.end());
    return bounds;
  }

  void named(const std::vector<const Table::Cell*>& cells) {
    for (const ConstantValue& value : bounds_in(cells)) add(value);
    pieces_.push_back({std::nullopt, "any other string", pieces_.size()});
  }

  void cut(const std::vector<const Table::Cell*>& cells) {
    bounds_ = bounds_in(cells);
    for (std::size_t i = 0; i < bounds_.size(); ++i) {
      add_between(i);
      if (may_hold(bounds_[i])) add(bounds_[i]);
    }
    add_between(bounds_.size());
  }

  /// An int is never 2.5, even where a cell says `< 2.5`.
  [[nodiscard]] bool may_hold(const ConstantValue& bound) const {
    const auto* quantity = std::get_if<base::Quantity>(&bound);
    return type_.kind != TypeKind::integer || quantity == nullptr || quantity->value.to_int64();
  }

  /// What lies between bound i − 1 and bound i, if anything does.
  void add_between(std::size_t i) {
    if (auto example = value_between(i)) pieces_.push_back({std::nullopt, *std::move(example), i});
  }

  [[nodiscard]] std::optional<std::string> value_between(std::size_t i) const {
    if (bounds_.empty()) return "any value";
    const auto* low = i > 0 ? std::get_if<base::Quantity>(&bounds_[i - 1]) : nullptr;
    const auto* high = i < bounds_.size() ? std::get_if<base::Quantity>(&bounds_[i]) : nullptr;
    if (low == nullptr && high == nullptr) {  // versions
      if (i == 0) return "anything below " + written(model_, bounds_.front());
      return "something above " + written(model_, bounds_[i - 1]);
    }
    const auto value = number_between(low, high);
    const base::Dimension dimension = (low != nullptr ? low : high)->dimension;
    return value ? std::optional(written(model_, base::Quantity{dimension, *value})) : std::nullopt;
  }

  /// Evidence for a ratio lies in 0…1, and sizes are not negative.
  [[nodiscard]] std::optional<base::Decimal> number_between(const base::Quantity* low,
                                                            const base::Quantity* high) const {
    const bool is_ratio = type_.kind == TypeKind::ratio, not_negative = is_ratio || type_.kind == TypeKind::size;
    const auto half = [](const base::Decimal& a, const base::Decimal& b) {
      return base::divide(base::add(a, b).value, base::Decimal(2)).value;
    };
    if (low == nullptr) {
      if (not_negative) return high->value > base::Decimal(0) ? std::optional(base::Decimal(0)) : std::nullopt;
      return base::subtract(high->value, base::Decimal(1)).value;
    }
    if (high == nullptr) {
      if (is_ratio) return low->value < base::Decimal(1) ? std::optional(base::Decimal(1)) : std::nullopt;
      return base::add(low->value, base::Decimal(1)).value;
    }
    if (type_.kind != TypeKind::integer) return half(low->value, high->value);
    const base::Decimal next = base::add(low->value, base::Decimal(1)).value;
    return next < high->value ? std::optional(next) : std::nullopt;
  }

  /// Does the cell hold in the piece? Nothing where values have no order to tell by.
  [[nodiscard]] std::optional<bool> fits(const Table::Cell& cell, std::size_t piece) const {
    switch (cell.kind) {
      case Kind::any:
        return true;
      case Kind::value:
        return holds(Relation::equal, piece, cell.values.front());
      case Kind::comparison:
        return holds(cell.relation, piece, cell.values.front());
      case Kind::range: {
        const auto above = holds(Relation::greater_equal, piece, cell.values.front());
        const auto below = holds(Relation::less, piece, cell.values.back());
        return above && below ? std::optional(*above && *below) : std::nullopt;
      }
      case Kind::in:
      case Kind::not_in: {
        bool found = false;
        for (const ConstantValue& value : cell.values) {
          const auto equal = holds(Relation::equal, piece, value);
          if (!equal) return std::nullopt;
          found = found || *equal;
        }
        return found == (cell.kind == Kind::in);
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<bool> holds(Relation relation, std::size_t piece, const ConstantValue& value) const {
    const bool asks_order = relation != Relation::equal && relation != Relation::not_equal;
    if (asks_order && type_.kind == TypeKind::string) return std::nullopt;  // strings are cut at no order
    const auto order = position(pieces_[piece], value);
    if (!order) return std::nullopt;
    switch (relation) {
      case Relation::equal:
        return *order == 0;
      case Relation::not_equal:
        return *order != 0;
      case Relation::less:
        return *order < 0;
      case Relation::less_equal:
        return *order <= 0;
      case Relation::greater:
        return *order > 0;
      case Relation::greater_equal:
        return *order >= 0;
    }
    return std::nullopt;
  }

  /// Is the piece below the value, at it, above it?
  [[nodiscard]] std::optional<int> position(const Piece& piece, const ConstantValue& value) const {
    if (piece.value) {
      const auto order = order_of(*piece.value, value);
      if (!order) return std::nullopt;
      return *order < 0 ? -1 : (*order > 0 ? 1 : 0);
    }
    if (type_.kind == TypeKind::string) return 1;  // any other string: equal to none of them
    const auto is_value = [&](const ConstantValue& bound) {
      return order_of(bound, value) == std::strong_ordering::equal;
    };
    const auto at = std::ranges::find_if(bounds_, is_value);
    if (at == bounds_.end()) return std::nullopt;
    return static_cast<std::size_t>(at - bounds_.begin()) >= piece.before ? -1 : 1;
  }

  const CheckedModel& model_;
  std::string name_;
  const Type& type_;
  bool closed_ = false;
  std::vector<ConstantValue> bounds_;
  std::vector<Piece> pieces_;
};

class Cover {
 public:
  Cover(const CheckedModel& model, const Table& table) : table_(table) {
    for (std::size_t column = 0; column < table.formals.size(); ++column) {
      std::vector<const Table::Cell*> cells;
      for (const Table::Row& row : table.rows)
        if (!row.otherwise) cells.push_back(&row.cells[column]);
      columns_.emplace_back(model, table.formals[column], table.types[column], cells);
      order_.push_back(column);
    }
    // Columns that end in themselves first: a gap they decide alone is one whatever the others hold. (clang 14 refuses
    // std::ranges::stable_partition.)
    std::stable_partition(order_.begin(), order_.end(),
                          [this](std::size_t column) { return columns_[column].is_closed(); });
    for (const Table::Row& row : table.rows) {
      std::vector<std::optional<Pieces>>& covered = rows_.emplace_back();
      for (std::size_t column = 0; !row.otherwise && column < columns_.size(); ++column)
        covered.push_back(columns_[column].covered(row.cells[column]));
    }
  }

  TableCover run() {
    TableCover cover;
    if (!table_.first_match) find_overlaps(cover);
    const bool has_else = std::ranges::any_of(table_.rows, &Table::Row::otherwise);
    std::vector<std::uint32_t> all;
    for (std::uint32_t row = 0; row < rows_.size(); ++row)
      if (!table_.rows[row].otherwise) all.push_back(row);
    // Cells that must be computed may cover whatever is left: a gap is one that no row covers for certain.
    if (!has_else) cover.gap = gap_of(all, std::nullopt, Computed::cover_all);
    find_unreachable(cover);
    return cover;
  }

 private:
  // ---- overlaps

  void find_overlaps(TableCover& cover) const {
    for (std::uint32_t second = 0; second < rows_.size(); ++second)
      for (std::uint32_t first = 0; first < second; ++first) {
        auto example = common(first, second);
        if (!example) continue;
        cover.overlaps.push_back({first, second, *std::move(example)});
        break;
      }
  }

  /// An input that both rows surely fit.
  [[nodiscard]] std::optional<std::string> common(std::uint32_t a, std::uint32_t b) const {
    if (table_.rows[a].otherwise || table_.rows[b].otherwise) return std::nullopt;
    std::string example;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      const auto &x = rows_[a][column], &y = rows_[b][column];
      if (!x || !y) return std::nullopt;
      std::size_t piece = 0;
      while (piece < x->size() && !((*x)[piece] && (*y)[piece])) ++piece;
      if (piece == x->size()) return std::nullopt;
      example += (column == 0 ? "" : ", ") + columns_[column].example(piece);
    }
    return example;
  }

  // ---- gaps

  enum class Computed : std::uint8_t { cover_all, cover_nothing };

  /// An input that none of `rows` fits, of all inputs or of those that row `within` fits.
  [[nodiscard]] std::optional<TableGap> gap_of(const std::vector<std::uint32_t>& rows,
                                               std::optional<std::uint32_t> within, Computed computed) {
    steps_ = 0;
    chosen_.assign(columns_.size(), std::nullopt);
    within_ = within;
    computed_ = computed;
    return search(rows, 0);
  }
  /// Was the table too large to search it to the end? Then nothing is said about it.
  [[nodiscard]] bool gave_up() const { return steps_ > most_steps; }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as a table has columns
  std::optional<TableGap> search(const std::vector<std::uint32_t>& rows, std::size_t depth) {
    if (++steps_ > most_steps) return std::nullopt;
    if (rows.empty()) return gap(depth);
    if (depth == order_.size()) return std::nullopt;
    const std::size_t column = order_[depth];
    for (std::size_t piece = 0; piece < columns_[column].size(); ++piece) {
      if (within_ && !(*rows_[*within_][column])[piece]) continue;
      std::vector<std::uint32_t> left;
      for (const std::uint32_t row : rows)
        if (const auto& covered = rows_[row][column]; covered ? (*covered)[piece] : computed_ == Computed::cover_all)
          left.push_back(row);
      chosen_[column] = piece;
      if (auto found = search(left, depth + 1)) return found;
      chosen_[column] = std::nullopt;
    }
    return std::nullopt;
  }

  [[nodiscard]] TableGap gap(std::size_t depth) const {
    TableGap found;
    found.closed = std::all_of(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(depth),
                               [this](std::size_t column) { return columns_[column].is_closed(); });
    for (std::size_t column = 0; column < columns_.size(); ++column)
      if (chosen_[column])
        found.example += (found.example.empty() ? "" : ", ") + columns_[column].example(*chosen_[column]);
    if (found.example.empty()) found.example = "anything";
    return found;
  }

  // ---- rows nobody gets to

  void find_unreachable(TableCover& cover) {
    std::vector<std::uint32_t> earlier;
    for (std::uint32_t row = 0; row < rows_.size(); ++row) {
      const bool otherwise = table_.rows[row].otherwise;
      const bool may_be_shut_off = otherwise || (table_.first_match && is_known(row));
      const auto within = otherwise ? std::nullopt : std::optional(row);
      if (may_be_shut_off && !earlier.empty() && !gap_of(earlier, within, Computed::cover_nothing) && !gave_up())
        cover.unreachable.push_back(row);
      if (!otherwise) earlier.push_back(row);
    }
  }

  [[nodiscard]] bool is_known(std::uint32_t row) const {
    return std::ranges::all_of(rows_[row], [](const auto& covered) { return covered.has_value(); });
  }

  static constexpr std::size_t most_steps = 200'000;

  const Table& table_;
  std::vector<Column> columns_;
  std::vector<std::size_t> order_;                        // of columns, in which they are searched
  std::vector<std::vector<std::optional<Pieces>>> rows_;  // by row and column
  std::vector<std::optional<std::size_t>> chosen_;        // by column, while searching
  std::optional<std::uint32_t> within_;
  Computed computed_ = Computed::cover_all;
  std::size_t steps_ = 0;
};

}  // namespace

TableCover cover_of(const CheckedModel& model, const Table& table) { return Cover(model, table).run(); }

}  // namespace nexus::rules::typing
