#include "grammar/format/format.h"
#include "grammar/parse.h"
#include "tests/suite/cases.h"
#include "tests/suite/judgement.h"
#include "tests/support/catch.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Laid out anew, every policy of the project gets the same diagnostics and decides the same.
namespace nexus::tests {

namespace {

namespace fs = std::filesystem;

struct Policy {
  std::string name;
  std::string text;
};

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<Policy> policies_below(const char* folder) {
  const fs::path root = NEXUS_SOURCE_DIR;
  std::vector<Policy> policies;
  if (!fs::exists(root / folder)) return policies;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder))
    if (entry.path().extension() == ".nexus") policies.push_back({fs::relative(entry.path(), root).string(), read_file(entry.path())});
  std::ranges::sort(policies, {}, &Policy::name);
  return policies;
}

std::vector<SuitePolicy> examples() { return read_markdown("docs/language.md", read_file(fs::path(NEXUS_SOURCE_DIR) / "docs/language.md")); }

/// Nothing where it has syntax errors.
std::optional<std::string> formatted(const std::string& text) {
  base::SourceMap sources;
  base::DiagnosticSink sink;
  const base::FileId file = sources.add("", text);
  const grammar::SyntaxTree tree = grammar::parse(sources, file, sink);
  if (sink.has_errors()) return std::nullopt;
  auto layout = grammar::format(tree, sources);
  REQUIRE(layout);
  return layout;
}

/// What `nexus check` finds, by code.
std::vector<std::string_view> codes_of(const Policy& policy) {
  workspace::LoadRequest request;
  request.texts = {{policy.name, policy.text}};
  request.tests = true;
  std::vector<std::string_view> codes;
  const auto loaded = workspace::load(request);
  for (const base::Diagnostic& diagnostic : loaded->diagnostics()) codes.push_back(diagnostic.code);
  return codes;
}

}  // namespace

TEST_CASE("a layout changes no diagnostic") {
  std::vector<Policy> policies;
  for (const char* folder : {"tests/suite", "tests/acceptance", "tests/cli", "examples", "stdlib-policies", "../shared/design/examples"}) {
    std::ranges::move(policies_below(folder), std::back_inserter(policies));
  }
  for (SuitePolicy& example : examples()) policies.push_back({std::move(example.name), std::move(example.text)});
  std::size_t compared = 0;
  for (const Policy& policy : policies) {
    const auto layout = formatted(policy.text);
    if (!layout) continue;
    INFO(policy.name);
    CHECK(codes_of({policy.name, *layout}) == codes_of(policy));
    ++compared;
  }
  CHECK(compared > 200);
}

TEST_CASE("a layout decides the same") {
  std::vector<SuitePolicy> policies = examples();
  for (const Policy& policy : policies_below("tests/suite")) {
    const fs::path folder = fs::path(policy.name).parent_path();
    const bool is_case = folder.filename() != "diagnostics" && folder.filename() != "layout" && policy.text.find("\n#= ") != std::string::npos;
    if (is_case && fs::path(policy.name).filename() != "main.nexus") policies.push_back(read_suite_file(policy.name, policy.text));
  }
  std::size_t expectations = 0;
  for (SuitePolicy& policy : policies) {
    const auto layout = formatted(policy.text);
    REQUIRE(layout);
    policy.text = *layout;
    INFO(policy.name);
    expectations += judge_policy(policy, [&](const Case& one, const Directive& directive, const std::string& problem) {
      FAIL_CHECK(policy.name << ":" << directive.line << ": " << one.name << ": `" << directive.word << " " << directive.rest << "`\n" << problem);
    });
  }
  CHECK(expectations > 1000);
}

}  // namespace nexus::tests
