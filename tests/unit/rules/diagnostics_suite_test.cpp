#include "tests/support/catch.h"

#include "base/diagnostics/catalogue.h"
#include "base/diagnostics/render.h"
#include "base/values/time.h"
#include "grammar/parse.h"
#include "rules/check.h"
#include "rules/lint.h"
#include "rules/resolved_model.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// tests/suite/diagnostics: what the compiler says of a policy with a mistake in it, word for word.
///
/// A case is a file `NAME.nexus`, or a folder of them for a run over several files; what is said of it stands in
/// `NAME.expected`. A line `# --param name=value` sets a param, and
/// `# --now TIME` the time of the check, `# --limit NAME=VALUE` a limit. `NEXUS_ACCEPT=1` writes what is said now into the
/// `.expected` files, to be read before it is committed; a CI does not accept anything.
namespace nexus::rules {

namespace {

namespace fs = std::filesystem;

fs::path suite() { return fs::path(NEXUS_SOURCE_DIR) / "tests" / "suite" / "diagnostics"; }

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Case {
  std::string name;
  std::vector<fs::path> files;
  [[nodiscard]] fs::path expected() const { return suite() / (name + ".expected"); }
};

std::vector<fs::path> policies_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".nexus") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const fs::path& file : policies_in(suite())) all.push_back({file.stem().string(), {file}});
  for (const auto& entry : fs::directory_iterator(suite()))
    if (entry.is_directory()) all.push_back({entry.path().filename().string(), policies_in(entry.path())});
  std::ranges::sort(all, {}, &Case::name);
  return all;
}

/// One run of the compiler, up to and including the lints and the tests.
class Run {
 public:
  explicit Run(const Case& one) {
    for (const fs::path& file : one.files) add_policy(file);
    if (sink_.has_errors()) return;
    const ResolvedModel resolved = resolve(sources_, trees_, overrides_, sink_, roles());
    auto model = check(resolved, sink_, limits_);
    if (!model) return;
    lint(resolved, *model, sink_, now_);
    static_cast<void>(check_tests(*model, resolved, sink_));
  }

  std::string said() {
    sink_.sort_and_unique();
    std::string all;
    for (const base::Diagnostic& diagnostic : sink_.all())
      all += base::render(diagnostic, sources_, base::Colour::off) + "\n";
    return all;
  }

 private:
  /// `import "file.nexus"` finds the files of its folder.
  FileRoles roles() const {
    FileRoles roles;
    for (const grammar::SyntaxTree& tree : trees_)
      for (std::uint32_t i = 0; i < tree.decls.size(); ++i)
        if (const auto* import = std::get_if<grammar::ImportDecl>(&tree[grammar::DeclId(i)].node); import != nullptr && import->file)
          for (const grammar::SyntaxTree& other : trees_)
            if (sources_.name(other.file) == import->file->text) roles.imports.push_back({tree.file, grammar::DeclId(i), other.file});
    return roles;
  }

  void add_policy(const fs::path& path) {
    const std::string text = read(path);
    add_overrides(text);
    trees_.push_back(grammar::parse(sources_, sources_.add(path.filename().string(), text), sink_));
  }

  void add_overrides(const std::string& text) {
    constexpr std::string_view mark = "# --param ";
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("# --now ")) now_ = base::parse_time(line.substr(8));
      if (line.starts_with("# --limit expression-depth=")) limits_.expression_depth = std::stoull(line.substr(27));
      if (line.starts_with("# --limit operations=")) limits_.operations = std::stoull(line.substr(21));
      if (!line.starts_with(mark)) continue;
      const std::string setting = line.substr(mark.size());
      const auto equals = setting.find('=');
      const base::FileId file = sources_.add("--param", setting.substr(equals + 1));
      auto parsed = grammar::parse_expression(sources_, file, sink_);
      REQUIRE(parsed);
      expressions_.push_back(std::move(*parsed));
      const base::Span span = expressions_.back().tree[expressions_.back().root].span;
      overrides_.push_back(
          {setting.substr(0, equals), &expressions_.back().tree, expressions_.back().root, "--param", span});
    }
  }

  base::SourceMap sources_;
  base::DiagnosticSink sink_;
  std::vector<grammar::SyntaxTree> trees_;
  std::deque<grammar::ParsedExpression> expressions_;  // a deque: overrides point at its trees
  std::vector<ParamOverride> overrides_;
  std::optional<base::Decimal> now_;
  base::Limits limits_;
};

bool is_accepting() { return std::getenv("NEXUS_ACCEPT") != nullptr && std::getenv("CI") == nullptr; }

}  // namespace

TEST_CASE("diagnostics read as expected") {
  for (const Case& one : cases()) {
    INFO(one.name);
    const std::string said = Run(one).said();
    if (is_accepting()) std::ofstream(one.expected(), std::ios::binary) << said;
    CHECK(said == read(one.expected()));
  }
}

TEST_CASE("each diagnostic of the compiler has a case that is named after it") {
  const std::vector<Case> all = cases();
  for (const base::CatalogueEntry& entry : base::catalogue()) {
    const bool is_of_the_compiler =
        entry.code.starts_with("NX1") || entry.code.starts_with("NX2") || entry.code.starts_with("NX3");
    if (!is_of_the_compiler) continue;
    INFO(entry.code << " " << entry.name);
    const auto one = std::ranges::find_if(all, [&](const Case& c) { return c.name.starts_with(entry.code); });
    REQUIRE(one != all.end());
    CHECK(read(one->expected()).find("[" + std::string(entry.code)) != std::string::npos);
  }
}

TEST_CASE("no case is said to be fine") {
  for (const Case& one : cases()) {
    INFO(one.name);
    CHECK(!read(one.expected()).empty());
  }
}

}  // namespace nexus::rules
