#include "base/diagnostics/render.h"
#include "grammar/parse.h"
#include "report/test_format.h"
#include "tests/acceptance/mutants.h"
#include "tests/support/catch.h"
#include "workspace/tests.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

/// The policies of the design: they check clean, their tests pass, and whoever breaks one of their rules makes a test fail
/// that shows why (README.md of this folder).
namespace nexus::tests {

namespace {

namespace fs = std::filesystem;

const fs::path examples = fs::path(NEXUS_SOURCE_DIR) / "../shared/design/examples";
const fs::path our_tests = fs::path(NEXUS_SOURCE_DIR) / "tests/acceptance/examples";

/// Tests of the examples that fail. One that passes has no business here.
const std::set<std::string> failing = {
    // The example is wrong: `worse` asks for the mean as well, and a mean that is no higher decides it, whatever more
    // samples would tell.
    "sample.kayenta::too few samples hold",
};

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A policy of the design, with the tests that it lacks after it.
struct Example {
  std::string name;    ///< `others/licences.nexus`
  std::string module;  ///< `sample.licences`
  std::string text;
  std::vector<std::string> imports;  ///< modules
  std::vector<Mutant> mutants;
};

Example read_example(const fs::path& path) {
  Example example{.name = path.lexically_relative(examples).string(),
                  .module = {},
                  .text = read_file(path),
                  .imports = {},
                  .mutants = {}};
  if (const fs::path added = our_tests / (path.stem().string() + ".tests.nexus"); fs::exists(added))
    example.text += "\n" + read_file(added);
  base::SourceMap sources;
  base::DiagnosticSink sink;
  const grammar::SyntaxTree tree = grammar::parse(sources, sources.add(example.name, example.text), sink);
  REQUIRE_FALSE(sink.has_errors());
  const auto dotted = [](const grammar::Path& names) {
    std::string text;
    for (const grammar::Name& name : names) text += (text.empty() ? "" : ".") + std::string(name.text);
    return text;
  };
  REQUIRE(tree.header);
  example.module = dotted(tree.header->path);
  for (const grammar::Decl& decl : tree.decls)
    if (const auto* import = std::get_if<grammar::ImportDecl>(&decl.node))
      example.imports.push_back(dotted(import->module));
  example.mutants = mutants_of(tree, sources);
  return example;
}

/// By module, since they import each other.
std::map<std::string, Example> read_examples() {
  std::map<std::string, Example> found;
  for (const std::string folder : {"others", "seeds"})
    for (const auto& file : fs::directory_iterator(examples / folder)) {
      Example example = read_example(file.path());
      found.emplace(example.module, std::move(example));
    }
  return found;
}

/// A module and what it imports, in however many steps.
void add_with_imports(const std::map<std::string, Example>& all, const std::string& module,
                      std::set<std::string>& names) {
  if (!names.insert(module).second) return;
  for (const std::string& import : all.at(module).imports) add_with_imports(all, import, names);
}

/// The example with a text of its own or another one.
std::shared_ptr<const workspace::LoadedPolicy> load(const std::map<std::string, Example>& all, const Example& example,
                                                    const std::string& text) {
  workspace::LoadRequest request;
  request.look_around = false;
  request.libraries_in_force = true;
  request.tests = true;
  std::set<std::string> modules;
  add_with_imports(all, example.module, modules);
  for (const std::string& module : modules)
    request.texts.push_back({all.at(module).name, module == example.module ? text : all.at(module).text});
  return workspace::load(request);
}

std::string problems(const workspace::LoadedPolicy& policy) {
  std::string text;
  for (const base::Diagnostic& d : policy.diagnostics())
    if (d.severity == base::Severity::error) text += base::render(d, policy.sources(), base::Colour::off);
  return text;
}

engine::TestReport run(const workspace::LoadedPolicy& policy, const Example& example) {
  return workspace::run_tests(policy,
                              {.filters = {example.module + "::"}, .coverage = false, .stop_at_failure = false});
}

using Names = std::set<std::string>;

/// The tests that pass.
Names passing(const engine::TestReport& report) {
  Names names;
  for (const engine::TestResult& result : report.results)
    if (result.outcome == engine::TestOutcome::passed) names.insert(result.name);
  return names;
}

/// Is this, somewhere in the policies, the name of something that never changes?
bool is_constant(const workspace::LoadedPolicy& policy, const std::string& text) {
  return std::ranges::any_of(policy.model().exprs, [&](const rules::Expr& expr) {
    return std::holds_alternative<rules::Constant>(expr.node) && policy.sources().slice(expr.span) == text;
  });
}

/// Does the test say what it expected and what came, and of the condition that was changed the value on either side of
/// what it compares?
bool shows(const workspace::LoadedPolicy& policy, const engine::TestResult& result, const Mutant& mutant) {
  const base::LineColumn at = base::line_column(mutant.text, mutant.condition.begin);
  return std::ranges::any_of(result.failures, [&](const engine::FailureReport& failure) {
    if (failure.expectation.empty() || failure.actual.empty()) return false;
    return !mutant.condition || std::ranges::any_of(failure.conditions, [&](const engine::ConditionReport& condition) {
      const auto has_value = [&](const std::string& operand) {
        return std::ranges::any_of(
                   condition.parts,
                   [&](const engine::PartReport& part) { return part.text == operand && !part.value.empty(); }) ||
               is_constant(policy, operand);
      };
      return condition.policy.line == at.line && condition.policy.column == at.column && !condition.parts.empty() &&
             std::ranges::all_of(mutant.operands, has_value);
    });
  });
}

}  // namespace

TEST_CASE("the policies of the design are sound, and do what their tests say") {
  if (!fs::is_directory(examples)) {
    WARN("skipped: there are no examples in " << examples.lexically_normal().string());
    return;
  }
  const std::map<std::string, Example> all = read_examples();
  CHECK(all.size() >= 23);
  for (const auto& [module, example] : all) {
    INFO(example.name);
    const auto policy = load(all, example, example.text);
    CHECK(problems(*policy) == "");
    if (!policy->is_sound()) continue;
    for (const engine::TestResult& result : run(*policy, example).results) {
      INFO(result.name << "\n" << report::failure_text(result));
      CHECK((result.outcome == engine::TestOutcome::passed) != failing.contains(module + "::" + result.name));
    }
  }
}

TEST_CASE("breaking any rule of the design's policies makes a test fail that shows why") {
  if (!fs::is_directory(examples)) return;  // the test above says so
  const std::map<std::string, Example> all = read_examples();
  std::size_t broken = 0;
  for (const auto& [module, example] : all) {
    const auto whole = load(all, example, example.text);
    if (!whole->is_sound()) continue;  // the test above says so
    const Names passed = passing(run(*whole, example));
    for (const Mutant& mutant : example.mutants) {
      INFO(example.name << ": " << mutant.rule);
      const auto policy = load(all, example, mutant.text);
      CHECK(problems(*policy) == "");
      if (!policy->is_sound()) continue;
      ++broken;
      const engine::TestReport report = run(*policy, example);
      const auto notices = [&](const engine::TestResult& result) {
        return result.outcome == engine::TestOutcome::failed && passed.contains(result.name);
      };
      if (std::ranges::none_of(report.results, notices))
        FAIL_CHECK("no test notices");
      else if (!std::ranges::any_of(report.results, [&](const auto& result) {
                 return notices(result) && shows(*policy, result, mutant);
               }))
        FAIL_CHECK("no test that notices shows why:\n"
                   << report::failure_text(*std::ranges::find_if(report.results, notices)));
    }
  }
  CHECK(broken >= 340);
}

}  // namespace nexus::tests
