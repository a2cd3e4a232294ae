#include "collect/config.h"

#include "tests/collect/texts.h"
#include "tests/support/catch.h"

#include <string>

namespace nexus::collect {

namespace {

/// What is asked for: `field kind pattern`, with `?` and `layer`; or what is wrong, and in which line.
std::string read(const std::string& text) {
  base::SourceMap sources;
  base::DiagnosticSink sink;
  const base::FileId file = sources.add("nexus.collect", text);
  const auto request = read_config(sources, file, "ci", sink);
  std::string said;
  for (const base::Diagnostic& diagnostic : sink.all()) {
    said += std::to_string(sources.position(file, diagnostic.span.begin).line) + " " + std::string(diagnostic.code) +
            ": " + diagnostic.message;
    for (const std::string& help : diagnostic.helps) said += "; " + help;
    said += "\n";
  }
  CHECK(request.has_value() == said.empty());
  if (!request) return said;
  for (const Field& field : request->fields)
    for (const Source& source : field.sources)
      said += field.name + " " + std::string(source.kind->name) + " " + source.pattern + (source.optional ? "?" : "") +
              (source.layer.empty() ? "" : " " + source.layer) + "\n";
  if (request->environment)
    for (const std::string& name : request->environment->allow) said += "env " + name + "\n";
  if (request->git) said += "git " + request->git->base + "\n";
  CHECK(request->folder == "ci");
  return said;
}

}  // namespace

TEST_CASE("a table is a field, its keys are kinds of reports") {
  CHECK(read("[tests]\njunit = [\"b/*.xml\", \"a.xml?\"]\nlayer = \"unit\"\n\n[coverage]\nlcov = \"lcov.info\"\njacoco "
             "= \"r.xml\"\noptional = true\n") ==
        "tests junit b/*.xml unit\ntests junit a.xml? unit\ncoverage lcov lcov.info?\ncoverage jacoco r.xml?\n");
  CHECK(read("[[tests]]\njunit = \"a\"\nlayer = \"unit\"\n[[tests]]\njunit = \"b\"\nlayer = \"e2e\"\n") ==
        "tests junit a unit\ntests junit b e2e\n");
  CHECK(read("tests.junit = \"a\"\nmore = { junit = \"b\" }\n") == "tests junit a\nmore junit b\n");
  CHECK(read("[env]\nallow = [\"CI\", \"GITHUB_*\"]\n") == "env CI\nenv GITHUB_*\n");
  CHECK(read("[git]\n") == "git \n");
  CHECK(read("[git]\nbase = \"origin/main\"\n") == "git origin/main\n");
  CHECK(read("# nothing yet\n").empty());
}

TEST_CASE("what is wrong with a config is told with its line") {
  CHECK(read("[tests]\njuint = \"a\"\n") == "2 NX4305: `[tests]` has no key `juint`; did you mean `junit`?\n");
  CHECK(read("[tests]\njunit = 3\n") ==
        "2 NX4306: `junit` must be a path, or a list of paths, such as `junit = \"build/**/*.xml\"`\n");
  CHECK(read("[tests]\njunit = [1]\n").find("2 NX4306") == 0);
  CHECK(read("[tests]\njunit = []\n").find("2 NX4306") == 0);
  CHECK(read("[tests]\njunit = \"\"\n") == "2 NX4306: `junit` must be the path of a file, not an empty text\n");
  CHECK(read("[tests]\njunit = \"a\"\noptional = \"yes\"\n") == "3 NX4306: `optional` must be `true` or `false`\n");
  CHECK(read("\n[tests]\nlayer = \"unit\"\n").find("2 NX4306: `[tests]` must be made of something") == 0);
  CHECK(read("junit = \"a\"\n").find("1 NX4306: `junit` must be a table") == 0);
  CHECK(read("[time]\njunit = \"a\"\n") ==
        "1 NX4308: `time` cannot be collected: it is when the snapshot was taken; choose another name\n");
  CHECK(read("[env]\nnames = [\"CI\"]\n").find("2 NX4305: `[env]` has no key `names`; keys are: allow") == 0);
  CHECK(read("[env]\n").find("1 NX4306: `[env]` must be told what may be collected") == 0);
  CHECK(read("[git]\nbase = 1\n").find("2 NX4306: `base` must be a revision") == 0);
  CHECK(read("[git]\nbase = \"\"\n").find("2 NX4306: `base` must be a revision") == 0);
  CHECK(read("[git]\nbranch = \"main\"\n") == "2 NX4305: `[git]` has no key `branch`; keys are: base\n");
  SECTION("all of it at once") {
    CHECK(read("[tests]\njuint = \"a\"\n[coverage]\nlcv = \"b\"\n").find("4 NX4305") != std::string::npos);
  }
}

TEST_CASE("what is no TOML is told with its line") {
  CHECK(read("[tests]\njunit = a.xml\n").find("2 NX4304: this cannot be read as TOML: ") == 0);
  CHECK(read("[tests\n").find("1 NX4304: this cannot be read as TOML: ") == 0);
  CHECK(read("[tests]\njunit = " + repeated("[", 100'000)) ==
        "2 NX4304: this cannot be read as TOML: values stand inside one another more than 512 deep\n");
  CHECK(read("a" + repeated(".a", 200'000) + " = 1\n").find("1 NX4304: ") == 0);
  CHECK(read("[tests]\njunit = \"a\"\njunit = \"b\"\n").find(" NX4304: this cannot be read as TOML: ") == 1);
}

}  // namespace nexus::collect
