#include "collect/lcov.h"

#include "base/values/decimal.h"
#include "base/values/text.h"
#include "collect/coverage.h"
#include "collect/lines.h"
#include "collect/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::collect {

namespace {

/// What the records of a tracefile say of one file.
struct Traced {
  std::map<std::uint64_t, bool> lines;
  std::map<std::uint64_t, std::map<std::string, bool, std::less<>>> branches;  ///< by line, then by block and branch
  std::uint64_t lines_total = 0, lines_covered = 0, branches_total = 0, branches_covered = 0;
};

class Tracefile {
 public:
  explicit Tracefile(Bytes& bytes) : lines_(bytes) {}

  std::optional<Malformed> read() {
    while (const auto line = lines_.next()) {
      if (!trimmed(*line).empty()) read_line(trimmed(*line));
      if (!why_.empty()) return Malformed{lines_.number(), std::move(why_)};
    }
    if (lines_.is_too_long())
      return Malformed{lines_.number(), "this line is longer than 16 MiB: this is no LCOV tracefile"};
    if (lines_.number() == 0) return Malformed{0, "it is empty: was its tool stopped before it wrote anything?"};
    if (file_ != nullptr)
      return Malformed{lines_.number(), "it ends without `end_of_record`: was its tool stopped while it wrote?"};
    return std::nullopt;
  }

  void give(Coverage& coverage) {
    for (auto& [path, traced] : files_) {
      FileCoverage& known = coverage.files[path];
      for (const auto& [number, covered] : traced.lines) merge(known.lines[number], {.covered = covered});
      for (const auto& [number, taken] : traced.branches) {
        LineCoverage line;
        line.branches = taken.size();
        for (const auto& [branch, was_taken] : taken) line.branches_covered += was_taken ? 1 : 0;
        // A branch does not make a line: lcov counts the lines of DA.
        if (const auto at = known.lines.find(number); at != known.lines.end()) {
          merge(at->second, line);
        } else {
          known.branches_total += line.branches;
          known.branches_covered += line.branches_covered;
        }
      }
      if (traced.lines.empty()) known.lines_total += traced.lines_total, known.lines_covered += traced.lines_covered;
      if (traced.branches.empty())
        known.branches_total += traced.branches_total, known.branches_covered += traced.branches_covered;
    }
  }

 private:
  void read_line(std::string_view line) {
    if (line == "end_of_record") {
      if (file_ == nullptr) return refuse("`end_of_record` ends no record: there is no `SF:` before it");
      if (file_->lines_covered > file_->lines_total || file_->branches_covered > file_->branches_total)
        return refuse("the record that ends here says that more is covered than there is");
      if (!file_->lines.empty() && file_->lines_total > file_->lines.size())
        return refuse(
            fmt::format("the record that ends here says that there are {} lines (`LF:`), and lists {} (`DA:`)",
                        file_->lines_total, file_->lines.size()));
      file_ = nullptr;
      return;
    }
    if (line.starts_with('#')) return;
    const std::size_t colon = line.find(':');
    const std::string_view kind = line.substr(0, colon);
    const std::string_view value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (kind == "SF") {
      if (file_ != nullptr) return refuse("`SF:` begins before `end_of_record` has ended the record above");
      if (value.empty()) return refuse("`SF:` names no file");
      file_ = &files_[std::string(value)];
      return;
    }
    if (colon == std::string_view::npos || kind.empty() || kind.size() > 4 ||
        kind.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos)
      return refuse(not_lcov(line));
    if (kind == "DA" || kind == "BRDA" || kind == "LF" || kind == "LH" || kind == "BRF" || kind == "BRH") {
      if (file_ == nullptr) return refuse(fmt::format("`{}:` belongs to no file: there is no `SF:` before it", kind));
      if (kind == "DA") return read_count(value);
      if (kind == "BRDA") return read_branch(value);
      read_sum(kind, value);
    }
    // TN (a name), VER, FN… (functions), MCDC and what later versions add.
  }

  /// `line,count[,checksum]`
  void read_count(std::string_view value) {
    const std::size_t comma = value.find(',');
    const auto number = parse_count(value.substr(0, comma));
    const std::string_view rest = comma == std::string_view::npos ? std::string_view{} : value.substr(comma + 1);
    const auto hits = base::Decimal::parse(rest.substr(0, rest.find(',')));
    if (!number || !hits)
      return refuse(fmt::format("`DA:{}` is not like `DA:12,3`: a line and how often it ran",
                                base::printable(value.substr(0, 60))));
    bool& covered = file_->lines[*number];
    covered = covered || (!hits->is_negative() && !hits->is_zero());
  }

  /// `line,block,branch,taken`; `-`: the line never ran. `branch` may be an expression.
  void read_branch(std::string_view value) {
    const std::size_t first = value.find(','), last = value.rfind(',');
    const auto number = parse_count(value.substr(0, first));
    const std::string_view taken = last == std::string_view::npos ? std::string_view{} : value.substr(last + 1);
    const auto times = taken == "-" ? std::optional(base::Decimal(0)) : base::Decimal::parse(taken);
    if (!number || !times || first == last)
      return refuse(fmt::format("`BRDA:{}` is not like `BRDA:12,0,1,3`", base::printable(value.substr(0, 60))));
    bool& was_taken = file_->branches[*number][std::string(value.substr(first + 1, last - first - 1))];
    was_taken = was_taken || (!times->is_negative() && !times->is_zero());
  }

  void read_sum(std::string_view kind, std::string_view value) {
    const auto sum = parse_count(value);
    if (!sum) return refuse(fmt::format("`{}:{}` is not a number", kind, base::printable(value.substr(0, 40))));
    std::uint64_t& into = kind == "LF"    ? file_->lines_total
                          : kind == "LH"  ? file_->lines_covered
                          : kind == "BRF" ? file_->branches_total
                                          : file_->branches_covered;
    into = std::max(into, *sum);
  }

  [[nodiscard]] static std::string not_lcov(std::string_view line) {
    if (line.starts_with('<')) return "this is XML, not LCOV: use `cobertura` or `jacoco` for a report in XML";
    if (line.starts_with('{') || line.starts_with('['))
      return "this is JSON, not LCOV: let the tool write LCOV (`llvm-cov export -format=lcov`)";
    return fmt::format("`{}` is no line of an LCOV tracefile", base::printable(line.substr(0, 40)));
  }

  void refuse(std::string why) { why_ = std::move(why); }

  Lines lines_;
  std::map<std::string, Traced> files_;
  Traced* file_ = nullptr;
  std::string why_;
};

}  // namespace

std::optional<Malformed> read_lcov(Bytes& bytes, Coverage& coverage) {
  Tracefile tracefile(bytes);
  if (auto malformed = tracefile.read()) return malformed;
  tracefile.give(coverage);
  return std::nullopt;
}

}  // namespace nexus::collect
