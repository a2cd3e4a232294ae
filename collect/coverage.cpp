#include "collect/coverage.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace nexus::collect {

void merge(LineCoverage& known, const LineCoverage& more) {
  known.covered = known.covered || more.covered;
  known.branches = std::max(known.branches, more.branches);
  known.branches_covered = std::max(known.branches_covered, more.branches_covered);
}

void make_relative(Coverage& coverage, const std::string& folder) {
  std::map<std::string, FileCoverage> files;
  for (auto& [path, file] : coverage.files) {
    std::string_view name = path;
    if (name.starts_with(folder) && name.substr(folder.size()).starts_with('/')) name.remove_prefix(folder.size() + 1);
    while (name.starts_with("./")) name.remove_prefix(2);
    FileCoverage& known = files[std::string(name)];
    for (const auto& [number, line] : file.lines) merge(known.lines[number], line);
    known.lines_total += file.lines_total;
    known.lines_covered += file.lines_covered;
    known.branches_total += file.branches_total;
    known.branches_covered += file.branches_covered;
  }
  coverage.files = std::move(files);
}

}  // namespace nexus::collect
