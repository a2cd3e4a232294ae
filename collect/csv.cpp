#include "base/values/decimal.h"
#include "collect/documents.h"
#include "report/json_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::collect {
namespace {

struct Cell {
  std::string text;
  bool quoted = false;
  [[nodiscard]] bool is_absent() const { return text.empty() && !quoted; }
};
using Row = std::vector<Cell>;

/// Records of CSV, one after the other; cells may hold line breaks.
class Records {
 public:
  explicit Records(std::string_view text) : rest_(text) {}

  [[nodiscard]] std::uint64_t line() const { return line_; }  ///< on which the record given last begins
  [[nodiscard]] const std::optional<Malformed>& mistake() const { return mistake_; }

  /// Nothing at the end, or where something is wrong.
  std::optional<Row> next() {
    while (rest_.starts_with('\n') || rest_.starts_with("\r\n")) end_line();  // lines with nothing on them
    if (rest_.empty()) return std::nullopt;
    line_ = reached_;
    Row row;
    for (;;) {
      row.push_back(rest_.starts_with('"') ? quoted_cell() : plain_cell());
      if (mistake_) return std::nullopt;
      if (!rest_.starts_with(',')) break;
      rest_.remove_prefix(1);
    }
    if (!rest_.empty() && !rest_.starts_with('\n') && !rest_.starts_with("\r\n")) {
      refuse("something stands behind the closing quote: a quote inside a quoted cell is written twice");
      return std::nullopt;
    }
    if (!rest_.empty()) end_line();
    return row;
  }

 private:
  void refuse(std::string why) { mistake_ = Malformed{reached_, std::move(why)}; }
  void end_line() {
    rest_.remove_prefix(rest_.front() == '\r' ? 2 : 1);
    ++reached_;
  }

  Cell plain_cell() {
    auto end = std::min(rest_.find_first_of(",\n"), rest_.size());
    if (end < rest_.size() && rest_[end] == '\n' && end > 0 && rest_[end - 1] == '\r') --end;
    Cell cell{.text = std::string(rest_.substr(0, end))};
    if (cell.text.find('"') != cell.text.npos)
      refuse("a quote stands in a cell that does not begin with one: quote the whole cell");
    rest_.remove_prefix(end);
    return cell;
  }

  Cell quoted_cell() {
    Cell cell{.text = {}, .quoted = true};
    const auto begun = reached_;
    rest_.remove_prefix(1);
    for (;;) {
      const auto quote = rest_.find('"');
      if (quote == rest_.npos) {
        mistake_ = Malformed{begun, "a quoted cell begins here and does not end"};
        return cell;
      }
      const auto piece = rest_.substr(0, quote);
      reached_ += static_cast<std::uint64_t>(std::ranges::count(piece, '\n'));
      cell.text += piece;
      rest_.remove_prefix(quote + 1);
      if (!rest_.starts_with('"')) return cell;
      cell.text += '"';
      rest_.remove_prefix(1);
    }
  }

  std::string_view rest_;
  std::uint64_t reached_ = 1;
  std::uint64_t line_ = 1;
  std::optional<Malformed> mistake_;
};

/// `-12.50`, `1e-07`; and neither `007` nor `12e4567`, which may well be an identifier: programs that write a number in this way write the sign of the
/// exponent, too. More digits than a number can hold are a string, too.
bool is_number(std::string_view text) {
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](unsigned char c) { return std::isdigit(c) != 0; });
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  if (const auto e = text.find_first_of("eE"); e != text.npos) {
    const auto exponent = text.substr(e + 1);
    if (exponent.find_first_of("+-") != 0 || !digits(exponent.substr(1)) || exponent.size() > 5) return false;
    text = text.substr(0, e);
  }
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  if (!digits(whole) || (whole.size() > 1 && whole.starts_with('0'))) return false;
  return text.size() <= base::Decimal::max_digits && (point == text.npos || digits(text.substr(point + 1)));
}

std::optional<Malformed> check_names(const Row& names) {
  std::set<std::string_view> known;
  for (const auto& cell : names) {
    if (cell.text.empty()) return Malformed{1, "a column has no name: the first line names the columns"};
    if (!known.insert(cell.text).second) return Malformed{1, fmt::format("two columns are called `{}`", cell.text)};
  }
  if (names.size() == 1 && names.front().text.find_first_of(";\t") != std::string::npos)
    return Malformed{1, "the columns are separated by something other than commas: let the tool write commas"};
  return std::nullopt;
}

}  // namespace

std::optional<Malformed> read_csv(Bytes& bytes, std::string& json) {
  std::string text;
  if (auto mistake = read_text(bytes, text)) return mistake;
  Records records(text);
  const auto names = records.next();
  if (records.mistake()) return records.mistake();
  if (!names) return Malformed{0, "it is empty: the first line names the columns"};
  if (auto mistake = check_names(*names)) return mistake;

  std::vector<Row> rows;
  std::vector<bool> numeric(names->size(), true);
  while (auto row = records.next()) {
    if (row->size() != names->size())
      return Malformed{records.line(),
                       fmt::format("cells: {}, but columns with a name: {}", row->size(), names->size())};
    for (std::size_t i = 0; i < row->size(); ++i)
      numeric[i] = numeric[i] && ((*row)[i].is_absent() || is_number((*row)[i].text));
    rows.push_back(std::move(*row));
  }
  if (records.mistake()) return records.mistake();

  json.clear();
  report::JsonWriter out(json, report::JsonWriter::Layout::compact);
  out.begin_array();
  for (const auto& row : rows) {
    out.begin_object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].is_absent()) continue;
      out.key((*names)[i].text);
      if (numeric[i])
        out.raw(row[i].text);
      else
        out.string(row[i].text);
    }
    out.end_object();
  }
  out.end_array();
  return std::nullopt;
}

}  // namespace nexus::collect
