#include "collect/coverage.h"

#include "collect/text.h"

#include <algorithm>
#include <map>
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
    FileCoverage& known = files[std::string(relative_path(path, folder))];
    for (const auto& [number, line] : file.lines) merge(known.lines[number], line);
    known.lines_total += file.lines_total;
    known.lines_covered += file.lines_covered;
    known.branches_total += file.branches_total;
    known.branches_covered += file.branches_covered;
  }
  coverage.files = std::move(files);
}

}  // namespace nexus::collect
