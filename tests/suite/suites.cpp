#include "tests/suite/suites.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

namespace nexus::tests {

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The policies right in a folder; what stands in folders below it is there to be imported.
std::vector<std::string> policies_in(const std::filesystem::path& folder, const std::filesystem::path& root) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".nexus") paths.push_back(std::filesystem::relative(entry.path(), root).string());
  std::ranges::sort(paths);
  return paths;
}

/// `floor = 70%` → `floor=70%`, as the command line has it.
std::string assignment(const std::string& setting) {
  const std::size_t equals = setting.find('=');
  std::string name = setting.substr(0, equals);
  while (name.ends_with(' ')) name.pop_back();
  return name + "=" + setting.substr(std::min(setting.size(), setting.find_first_not_of(' ', equals + 1)));
}

}  // namespace

std::vector<SuitePolicy> suite_policies(const std::filesystem::path& below) {
  const std::filesystem::path root = NEXUS_SOURCE_DIR;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::recursive_directory_iterator entry(root / below), end; entry != end; ++entry) {
    const std::filesystem::path& path = entry->path();
    if (path.extension() == ".nexus") files.push_back(path);
    if (!entry->is_directory()) continue;
    // A folder with a main.nexus is one run, whose files are looked at together.
    const bool is_run = std::filesystem::exists(path / "main.nexus");
    if (is_run) files.push_back(path / "main.nexus");
    if (is_run || path.filename() == "diagnostics" || path.filename() == "layout") entry.disable_recursion_pending();
  }
  std::ranges::sort(files);
  std::vector<SuitePolicy> policies;
  for (const auto& file : files) {
    policies.push_back(read_suite_file(std::filesystem::relative(file, root).string(), read_file(file)));
    if (file.filename() == "main.nexus") policies.back().paths = policies_in(file.parent_path(), root);
  }
  return policies;
}

workspace::LoadRequest request_of(const SuitePolicy& policy, const std::vector<Directive>& directives) {
  workspace::LoadRequest request;
  request.look_around = false;
  request.paths = policy.paths;
  for (const Beside& file : policy.beside) request.texts.push_back({file.name, file.text});
  if (policy.paths.empty()) request.texts.push_back({policy.name, policy.text});
  for (const Directive& directive : directives)
    if (directive.word == "param") request.assignments.push_back(assignment(directive.rest));
  return request;
}

std::vector<SuitePolicy> language_examples() {
  return read_markdown("docs/language.md", read_file(std::filesystem::path(NEXUS_SOURCE_DIR) / "docs/language.md"));
}

}  // namespace nexus::tests
