#include "tests/suite/cases.h"
#include "tests/suite/judgement.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

/// Judges what GitHub really sends (README.md of this folder). Expectations are those of the suite, and one more:
/// `payload PATH`, the snapshot as it stands in the data beside the project.
namespace nexus::tests {

namespace {

namespace fs = std::filesystem;

const fs::path payloads = fs::path(NEXUS_SOURCE_DIR) / "../shared/data/github";

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Every file with that extension in or below a folder, relative to it, in order.
std::vector<fs::path> files_below(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == extension) files.push_back(fs::relative(entry.path(), folder));
  std::ranges::sort(files);
  return files;
}

std::vector<SuitePolicy> policies() {
  const fs::path folder = fs::path(NEXUS_SOURCE_DIR) / "tests/acceptance/github";
  std::vector<SuitePolicy> result;
  for (const fs::path& file : files_below(folder, ".nexus"))
    result.push_back(read_suite_file("tests/acceptance/github/" + file.string(), read_file(folder / file)));
  return result;
}

/// Puts the payload in the place of its path. False where the file is not there.
bool load_payload(Case& one, std::set<fs::path>& judged) {
  const auto at = std::ranges::find(one.directives, "payload", &Directive::word);
  if (at == one.directives.end()) return true;
  const fs::path path = payloads / at->rest;
  if (!fs::exists(path)) return false;
  judged.insert(at->rest);
  Directive snapshot{.word = "snapshot", .rest = read_file(path), .line = at->line};
  one.directives.erase(at);
  one.directives.push_back(std::move(snapshot));  // last: complaints about a case as a whole quote its first directive
  return true;
}

}  // namespace

TEST_CASE("policies about GitHub's payloads check clean") {
  for (SuitePolicy policy : policies()) {
    policy.cases.clear();
    CHECK(warnings_of(policy) == "");
    judge_policy(policy, [&](const Case&, const Directive&, const std::string& problem) { FAIL_CHECK(policy.name << "\n" << problem); });
  }
}

TEST_CASE("GitHub's payloads give what is written beside the policies") {
  if (!fs::is_directory(payloads)) {
    WARN("skipped: there are no payloads in " << payloads.lexically_normal().string());
    return;
  }
  std::set<fs::path> judged;
  for (SuitePolicy policy : policies()) {
    INFO(policy.name);
    std::erase_if(policy.cases, [&](Case& one) {
      if (load_payload(one, judged)) return false;
      WARN(policy.name << ": " << one.name << ": skipped, its payload is not there");
      return true;
    });
    if (policy.cases.empty()) continue;
    const std::size_t expectations = judge_policy(policy, [&](const Case& one, const Directive& directive, const std::string& problem) {
      FAIL_CHECK(policy.name << ":" << directive.line << ": " << one.name << ": `" << directive.word << " " << directive.rest << "`\n" << problem);
    });
    CHECK(expectations > policy.cases.size());
  }
  for (const fs::path& payload : files_below(payloads, ".json")) {
    INFO(payload.string());
    CHECK(judged.count(payload) == 1);
  }
}

}  // namespace nexus::tests
