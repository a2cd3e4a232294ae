#include "tests/suite/cases.h"
#include "tests/suite/judgement.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// Runs every policy below tests/suite and every example of docs/language.md against what is written beside it.
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

std::vector<SuitePolicy> suite(const std::filesystem::path& below) {
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

void run(const std::vector<SuitePolicy>& policies) {
  std::size_t expectations = 0;
  for (const SuitePolicy& policy : policies) {
    INFO(policy.name);
    expectations += judge_policy(policy, [&](const Case& one, const Directive& directive, const std::string& problem) {
      FAIL_CHECK(policy.name << ":" << directive.line << ": " << one.name << ": `" << directive.word << " " << directive.rest << "`\n" << problem);
    });
  }
  CHECK(expectations > 0);
}

}  // namespace

TEST_CASE("every policy of the suite gives what is written beside it") { run(suite("tests/suite")); }

TEST_CASE("every example of the language reference does what the page says") {
  const std::vector<SuitePolicy> examples = read_markdown("docs/language.md", read_file(std::filesystem::path(NEXUS_SOURCE_DIR) / "docs/language.md"));
  for (const SuitePolicy& example : examples) CHECK(warnings_of(example) == "");
  run(examples);
}

}  // namespace nexus::tests
