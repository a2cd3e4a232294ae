#include "workspace/describe/describe.h"
#include "base/overloaded.h"
#include "report/doc/policy_document.h"
#include "tests/suite/cases.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

/// Every policy of the project, written out in sentences.
namespace nexus::tests {

namespace {

namespace fs = std::filesystem;
using namespace report::doc;

struct Described {
  std::string name;
  PolicyDocument document;
};

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void describe(const std::string& name, workspace::LoadRequest request, std::vector<Described>& into) {
  request.look_around = false;
  const auto policy = workspace::load_to_describe(std::move(request));
  if (policy->is_sound()) into.push_back({name, workspace::describe(*policy, {})});
}

const std::vector<Described>& every_policy() {
  static const std::vector<Described> all = [] {
    const fs::path root = NEXUS_SOURCE_DIR;
    std::vector<std::string> paths;
    for (const char* folder : {"tests/suite", "tests/acceptance", "tests/cli", "examples", "stdlib-policies"})
      for (const auto& entry : fs::recursive_directory_iterator(root / folder))
        if (entry.path().extension() == ".nexus") paths.push_back(entry.path().native());
    std::ranges::sort(paths);
    std::vector<Described> described;
    for (const std::string& path : paths) {
      workspace::LoadRequest request;
      request.paths = {path};
      describe(path, std::move(request), described);
    }
    for (const SuitePolicy& example : read_markdown("docs/language.md", read_file(root / "docs/language.md"))) {
      workspace::LoadRequest request;
      request.texts = {{example.name, example.text}};
      describe(example.name, std::move(request), described);
    }
    return described;
  }();
  return all;
}

/// What a document consists of, wherever it stands.
struct Parts {
  std::size_t phrases = 0, sources = 0, statements = 0;
  std::vector<std::string> targets, anchors, empty;

  void sentence(const Sentence& sentence) {
    for (const Phrase& phrase : sentence) {
      ++phrases;
      if (phrase.kind == Phrase::Kind::source) ++sources;
      if (!phrase.target.empty()) targets.push_back(phrase.target);
    }
  }
  void statement(const Statement& statement) {
    ++statements;
    if (statement.sentence.empty() && statement.parts.empty()) empty.emplace_back("statement");
    sentence(statement.sentence);
    for (const Statement& part : statement.parts) this->statement(part);
  }
  void fact(const Fact& fact) { statement(fact.statement); }
  void anchor(const std::string& name) {
    if (!name.empty()) anchors.push_back(name);
  }
  void block(const Block& block) {
    std::visit(base::overloaded{
                   [&](const Paragraph& paragraph) { sentence(paragraph.sentence); },
                   [&](const Preformatted&) {},
                   [&](const std::vector<Statement>& list) {
                     for (const Statement& one : list) statement(one);
                   },
                   [&](const std::vector<Fact>& facts) {
                     for (const Fact& one : facts) fact(one);
                   },
                   [&](const Demand& demand) {
                     anchor(demand.anchor);
                     for (const Sentence& lead : demand.lead) sentence(lead);
                     statement(demand.statement);
                     for (const Fact& one : demand.facts) fact(one);
                   },
                   [&](const Grid& grid) {
                     for (const auto& row : grid.rows) {
                       if (row.size() != grid.header.size()) empty.emplace_back("row of another width");
                       for (const Sentence& cell : row) sentence(cell);
                     }
                     for (const std::string& name : grid.anchors) anchor(name);
                   },
                   [&](const engine::PhaseGraph&) {},
               },
               block);
  }
  void section(const Section& section) {
    anchor(section.anchor);
    if (section.title.empty()) empty.emplace_back("title");
    for (const Block& one : section.blocks) block(one);
    for (const Section& inner : section.sections) this->section(inner);
  }
};

Parts parts_of(const PolicyDocument& document) {
  Parts parts;
  for (const Block& block : document.blocks) parts.block(block);
  for (const Section& section : document.sections) parts.section(section);
  return parts;
}

}  // namespace

TEST_CASE("every policy can be described, and hardly any of it is left as it is written") {
  std::size_t statements = 0, sources = 0;
  for (const Described& policy : every_policy()) {
    INFO(policy.name);
    const Parts parts = parts_of(policy.document);
    CHECK(parts.empty == std::vector<std::string>{});
    CHECK(!policy.document.title.empty());
    statements += parts.statements;
    sources += parts.sources;
  }
  CHECK(every_policy().size() > 200);
  CHECK(statements > 5000);
  INFO(sources << " of " << statements << " statements quote the policy");
  CHECK(sources * 200 < statements);  // less than half of one per cent
}

TEST_CASE("whatever is linked to is there, once") {
  for (const Described& policy : every_policy()) {
    const Parts parts = parts_of(policy.document);
    const std::set<std::string> anchors(parts.anchors.begin(), parts.anchors.end());
    INFO(policy.name);
    CHECK(anchors.size() == parts.anchors.size());
    for (const std::string& target : parts.targets) {
      INFO(target);
      CHECK(anchors.count(target) == 1);
    }
  }
}

TEST_CASE("a description is the same each time") {
  workspace::LoadRequest request;
  request.paths = {std::string(NEXUS_SOURCE_DIR) + "/examples/web-service/release.nexus"};
  const auto policy = workspace::load_to_describe(request);
  REQUIRE(policy->is_sound());
  for (const Format& format : formats())
    CHECK(format.render(workspace::describe(*policy, {})) == format.render(workspace::describe(*policy, {})));
}

}  // namespace nexus::tests
