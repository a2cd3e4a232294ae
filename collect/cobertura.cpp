#include "collect/cobertura.h"

#include "base/values/text.h"
#include "collect/coverage.h"
#include "collect/text.h"
#include "collect/xml.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::collect {

namespace {

class Cobertura final : public XmlHandler {
 public:
  explicit Cobertura(Coverage& coverage) : coverage_(coverage) {}

  void open(std::string_view element, const XmlAttributes& attributes) override {
    if (std::exchange(at_root_, false)) {
      open_root(element, attributes);
    } else if (element == "source") {
      in_source_ = true;
      source_.clear();
    } else if (element == "project" && !in_package_) {
      refuse("this is a Clover report, which is not read: let the tool write Cobertura or LCOV");
    } else if (element == "package") {
      in_package_ = true;
    } else if (element == "class") {
      const std::string_view name = attributes.get("filename");
      if (name.empty()) return refuse("a `<class>` has no `filename`");
      file_ = &files_[std::string(name)];
    } else if (element == "methods") {
      in_methods_ = true;
    } else if (element == "line" && file_ != nullptr && !in_methods_) {
      open_line(attributes);
    }
  }

  void text(std::string_view piece) override {
    if (in_source_) source_ += piece;
  }

  void close(std::string_view element) override {
    if (element == "class") {
      file_ = nullptr;
    } else if (element == "methods") {
      in_methods_ = false;
    } else if (element == "source" && std::exchange(in_source_, false)) {
      sources_.emplace_back(trimmed(source_));
    } else if (element == "coverage") {
      finish();
    }
  }

 private:
  void open_root(std::string_view element, const XmlAttributes& attributes) {
    if (element != "coverage") return refuse(wrong_root(element, "Cobertura"));
    const auto sum = [&](std::string_view name) { return count(element, attributes, name).value_or(0); };
    sums_.lines_total = sum("lines-valid");
    sums_.lines_covered = sum("lines-covered");
    sums_.branches_total = sum("branches-valid");
    sums_.branches_covered = sum("branches-covered");
    if (sums_.lines_covered > sums_.lines_total || sums_.branches_covered > sums_.branches_total)
      refuse("it says that more is covered than there is");
  }

  void open_line(const XmlAttributes& attributes) {
    const auto number = count("line", attributes, "number");
    const auto hits = attributes.find("hits");
    if (!number || !hits) return refuse("a `<line>` lacks its `number` or its `hits`");
    // Some tools count beyond what fits into any number; all that matters is whether there was one.
    const bool is_number = !hits->empty() && hits->find_first_not_of("0123456789") == std::string_view::npos;
    if (!is_number)
      return refuse(fmt::format("`<line>` has `hits=\"{}\"`, not a number", base::printable(hits->substr(0, 40))));
    LineCoverage line{.covered = hits->find_first_not_of('0') != std::string_view::npos};
    // Coverlet writes `True`.
    const std::string_view branch = attributes.get("branch");
    if ((branch == "true" || branch == "True") && !read_condition(attributes.get("condition-coverage"), line)) return;
    merge(file_->lines[*number], line);
  }

  /// `50% (1/2)`; without one, a line says nothing of its branches.
  bool read_condition(std::string_view text, LineCoverage& line) {
    if (text.empty()) return true;
    const std::size_t open = text.find('('), slash = text.find('/'), close = text.find(')');
    if (open < slash && slash < close && close != std::string_view::npos) {
      const auto covered = parse_count(trimmed(text.substr(open + 1, slash - open - 1)));
      const auto all = parse_count(trimmed(text.substr(slash + 1, close - slash - 1)));
      if (covered && all && *covered <= *all) {
        line.branches_covered = *covered;
        line.branches = *all;
        return true;
      }
    }
    refuse(fmt::format("`<line>` has `condition-coverage=\"{}\"`, which is not like `50% (1/2)`",
                       base::printable(text.substr(0, 40))));
    return false;
  }

  [[nodiscard]] std::string path_of(const std::string& name) const {
    const bool is_absolute = name.starts_with('/') || name.find(":\\") != std::string::npos;
    if (is_absolute || sources_.size() != 1 || sources_.front().empty() || sources_.front() == ".") return name;
    return sources_.front() + (sources_.front().ends_with('/') ? "" : "/") + name;
  }

  void finish() {
    std::uint64_t lines = 0;
    for (const auto& [name, file] : files_) lines += file.lines.size();
    if (lines != 0 && lines < sums_.lines_total)
      return refuse(fmt::format(
          "it says that there are {} lines, and lists {}: a report was cut down, or two files of one name became one",
          sums_.lines_total, lines));
    for (auto& [name, file] : files_) {
      FileCoverage& known = coverage_.files[path_of(name)];
      for (const auto& [number, line] : file.lines) merge(known.lines[number], line);
    }
    if (lines != 0 || sums_.lines_total == 0) return;
    FileCoverage& known = coverage_.files[{}];
    known.lines_total += sums_.lines_total;
    known.lines_covered += sums_.lines_covered;
    known.branches_total += sums_.branches_total;
    known.branches_covered += sums_.branches_covered;
  }

  Coverage& coverage_;
  std::map<std::string, FileCoverage> files_;  // by the name in the report
  FileCoverage* file_ = nullptr;
  FileCoverage sums_;
  std::vector<std::string> sources_;
  std::string source_;
  bool at_root_ = true, in_source_ = false, in_package_ = false;
  bool in_methods_ =
      false;  // whose lines stand below `lines`, too; those of Istanbul are heads of functions, which do not count
};

}  // namespace

std::optional<Malformed> read_cobertura(Bytes& bytes, Coverage& coverage) {
  Cobertura handler(coverage);
  return read_xml(bytes, handler);
}

}  // namespace nexus::collect
