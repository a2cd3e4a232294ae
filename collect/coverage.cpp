#include "collect/coverage.h"

#include "collect/text.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

namespace nexus::collect {

namespace {

namespace fs = std::filesystem;

/// The path of a source file in the nearest folder, from the report's up to the root, that has it; the path as it is where none has.
std::string located(const std::string& path, const fs::path& report_folder, const fs::path& root) {
  if (path.empty() || fs::path(path).is_absolute()) return path;
  const fs::path below = report_folder.lexically_relative(root);
  if (below.empty() || *below.begin() == "..") return path;
  for (fs::path folder = report_folder;; folder = folder.parent_path()) {
    std::error_code error;
    if (fs::is_regular_file(folder / path, error)) return (folder / path).lexically_normal().native();
    if (folder == root || folder == folder.parent_path()) return path;
  }
}

}  // namespace

void merge(LineCoverage& known, const LineCoverage& more) {
  known.covered = known.covered || more.covered;
  known.branches = std::max(known.branches, more.branches);
  known.branches_covered = std::max(known.branches_covered, more.branches_covered);
}

void add(FileCoverage& known, const FileCoverage& more) {
  for (const auto& [number, line] : more.lines) merge(known.lines[number], line);
  known.lines_total += more.lines_total;
  known.lines_covered += more.lines_covered;
  known.branches_total += more.branches_total;
  known.branches_covered += more.branches_covered;
}

void locate(Coverage& report, const std::string& report_folder, const std::string& root) {
  Coverage located_report;
  for (const auto& [path, file] : report.files) add(located_report.files[located(path, report_folder, root)], file);
  report = std::move(located_report);
}

void add(Coverage& all, const Coverage& report) {
  for (const auto& [path, file] : report.files) add(all.files[path], file);
}

void make_relative(Coverage& coverage, const std::string& folder) {
  std::map<std::string, FileCoverage> files;
  for (const auto& [path, file] : coverage.files) add(files[std::string(relative_path(path, folder))], file);
  coverage.files = std::move(files);
}

}  // namespace nexus::collect
