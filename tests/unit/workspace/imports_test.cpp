#include "stdlib-policies/embedded.h"
#include "tests/support/catch.h"
#include "tests/unit/workspace/scratch_folder.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace nexus::workspace {

namespace fs = std::filesystem;
using testing::ScratchFolder;

namespace {

constexpr const char* library = "library org.base\nparam floor: int = 3\ninput { n: int }\ngate low \"Low\" { require n > floor else block \"{n}\" }\n";

LoadRequest paths(std::vector<std::string> all) {
  LoadRequest request;
  request.paths = std::move(all);
  return request;
}

/// Codes and messages of the errors, with the line they stand in, one a line; `sound` where there are none.
std::string said(const LoadRequest& request) {
  const auto policy = load(request);
  std::string all;
  for (const base::Diagnostic& d : policy->diagnostics()) {
    if (d.severity != base::Severity::error) continue;
    all.append(all.empty() ? "" : "\n").append(d.code).append(" ").append(d.message);
    if (d.span) all += " @" + std::to_string(policy->sources().position(d.span.file, d.span.begin).line);
  }
  return all.empty() ? "sound" : all;
}

std::vector<std::string> rules_of(const LoadRequest& request) {
  const auto policy = load(request);
  REQUIRE(policy->is_sound());
  std::vector<std::string> ids;
  for (const plan::RuleRef ref : policy->plan().order) ids.push_back(policy->plan().rule(ref).id);
  return ids;
}

constexpr std::array<stdlib::EmbeddedFile, 3> embedded{{
    {"demo/base.nexus", "library std.demo.base\nparam floor: int = 3\n"},
    {"demo/quality.nexus",
     "library std.demo.quality\nimport std.demo.base\nimport \"parts/more.nexus\"\ninput { n: int }\n"
     "gate low \"Low\" { require n > base.floor and more.fine else block \"{n}\" }\n"},
    {"demo/parts/more.nexus", "library std.demo.parts.more\nlet fine = true\n"},
}};

}  // namespace

TEST_CASE("files import files, relative to themselves, each once") {
  const ScratchFolder scratch;
  scratch.write("lib/base.nexus", library);
  scratch.write("lib/deep/more.nexus", "library org.more\nimport \"../base.nexus\"\nenforce base\n");
  const std::string shop = scratch.write("shop.nexus",
                                         "policy shop\nimport \"lib/base.nexus\" as one\nimport \"lib/../lib/base.nexus\" as same\n"
                                         "import \"lib/deep/more.nexus\"\nenforce more\n"
                                         "gate n \"N\" { require one.floor == same.floor else block \"\" }\n");
  CHECK(rules_of(paths({shop})) == std::vector<std::string>{"org.base/low", "shop/n"});
  CHECK(load(paths({shop}))->file_count() == 1);  // what is named
  CHECK(load(paths({shop}))->sources().size() == 3);
  CHECK(rules_of(paths({scratch.path().native()})) == std::vector<std::string>{"org.base/low", "shop/n"});
}

TEST_CASE("links are followed, and a file is the same file whatever it is called") {
  const ScratchFolder scratch;
  scratch.write("lib/base.nexus", library);
  fs::create_symlink("lib/base.nexus", scratch / "linked.nexus");
  const std::string shop = scratch.write("shop.nexus",
                                         "policy shop\nimport \"linked.nexus\" as one\nimport \"lib/base.nexus\" as two\nenforce one.low\n"
                                         "let both = one.floor + two.floor\n");
  CHECK(rules_of(paths({shop})) == std::vector<std::string>{"org.base/low"});
  CHECK(load(paths({shop}))->sources().size() == 2);
}

TEST_CASE("what cannot be imported is said where it is imported") {
  const ScratchFolder scratch;
  fs::create_symlink("loop.nexus", scratch / "loop.nexus");
  scratch.write("folder/x", "");
  scratch.write("broken.nexus", "library broken\ngate {\n");
  const auto importing = [&](const std::string& file) {
    return said(paths({scratch.write("shop.nexus", "policy shop\n\nimport \"" + file + "\" as x\ninput { n: int }\ngate n \"N\" { require n > 0 else block \"\" }\n")}));
  };
  CHECK(importing("none.nexus") == "NX4001 there is no `" + (scratch / "none.nexus") + "` @3");
  CHECK(importing("folder") == "NX4002 `" + (scratch / "folder") + "` is a folder, not a file @3");
  CHECK(importing("loop.nexus").starts_with("NX4003 cannot read `" + (scratch / "loop.nexus") + "`: too many levels of symbolic links"));
  CHECK(importing("shop.nexus") == "NX2031 `shop` imports itself @3");
  CHECK(importing("broken.nexus").starts_with("NX1"));
  CHECK(importing("shop.nexus/none.nexus").starts_with("NX4001"));
}

TEST_CASE("files that import each other in a circle") {
  const ScratchFolder scratch;
  scratch.write("a.nexus", "library a\nimport \"b.nexus\"\n");
  scratch.write("b.nexus", "library b\nimport \"a.nexus\"\n");
  CHECK(said(paths({scratch / "a.nexus"})) == "NX2032 these imports have no beginning: `a` imports `b`, which imports `a` @2");
}

TEST_CASE("modules are found in the run before the standard library") {
  const std::string shop = "policy shop\nimport std.demo.quality\nenforce quality\n";
  LoadRequest request;
  request.library = embedded;
  request.texts.push_back({"shop.nexus", shop});
  CHECK(rules_of(request) == std::vector<std::string>{"std.demo.quality/low"});
  CHECK(load(request)->sources().size() == 4);
  CHECK(load(request)->sources().name(base::FileId(1)) == "<std>/demo/quality.nexus");

  request.texts.push_back({"own.nexus", "library std.demo.quality\ninput { n: int }\ngate own \"Own\" { require n > 0 else block \"\" }\n"});
  CHECK(rules_of(request) == std::vector<std::string>{"std.demo.quality/own"});
}

TEST_CASE("a module nobody has is looked for among all that could be imported") {
  LoadRequest request;
  request.library = embedded;
  request.texts.push_back({"shop.nexus", "policy shop\nimport std.demo.qualty\ninput { n: int }\ngate n \"N\" { require n > 0 else block \"\" }\n"});
  CHECK(said(request) == "NX2030 there is no module `std.demo.qualty` @2");
  const auto policy = load(request);
  const auto at = std::ranges::find(policy->diagnostics(), "NX2030", &base::Diagnostic::code);
  REQUIRE(at != policy->diagnostics().end());
  CHECK(at->helps == std::vector<std::string>{"did you mean `std.demo.quality`?"});
}

TEST_CASE("texts import texts") {
  LoadRequest request;
  request.texts.push_back({"policies/shop.nexus", "policy shop\nimport \"../lib/base.nexus\"\nenforce base.low\n"});
  request.texts.push_back({"lib/base.nexus", library});
  CHECK(rules_of(request) == std::vector<std::string>{"org.base/low"});
  request.texts.pop_back();
  CHECK(said(request) == "NX4001 there is no `lib/base.nexus` @2");
}

TEST_CASE("a library alone checks, and has nothing in force") {
  LoadRequest request;
  request.texts.push_back({"base.nexus", library});
  CHECK(rules_of(request).empty());
  const auto policy = load(request);
  CHECK(compile_expression(*policy, "-e", "n > floor"));
  CHECK(policy->digests().size() == 1);
  request.assignments = {"floor=many"};
  CHECK(said(request).starts_with("NX2010"));
  request.assignments = {};
  request.libraries_in_force = true;
  CHECK(rules_of(request) == std::vector<std::string>{"org.base/low"});
}

TEST_CASE("the order in which files are named is of no matter") {
  const PolicyText shop{"z.nexus", "policy a.shop\nimport m.base\nenforce base\ninput { n: int }\ngate n \"N\" { require n > 1 else block \"\" }\n"};
  const PolicyText base{"y.nexus", "library m.base\ninput { n: int, m?: int }\ngate m \"M\" { require (m ?? n) > 0 else warn \"\" }\n"};
  const PolicyText more{"x.nexus", "policy z.more\ninput { m: int }\ngate more \"More\" { require m > 0 else hold \"\" }\n"};
  std::vector<PolicyText> texts{shop, base, more};
  const auto by_name = [](const PolicyText& a, const PolicyText& b) { return a.name < b.name; };
  std::sort(texts.begin(), texts.end(), by_name);
  const auto report_of = [&] {
    LoadRequest request;
    request.texts = texts;
    const auto policy = load(request);
    REQUIRE(policy->is_sound());
    const auto report = Runner(*policy).run({"s.json", R"({"n": 1})"}, {});
    REQUIRE(report);
    std::string all(base::level_name(report->decision));
    for (const engine::RuleReport& rule : report->rules) all += " " + rule.id + " " + rule.status;
    for (const engine::Finding& finding : report->findings) all += " " + finding.id + ": " + finding.message;
    return all;
  };
  const std::string first = report_of();
  CHECK(first.starts_with("block a.shop/n fail m.base/m pass z.more/more unknown"));
  while (std::next_permutation(texts.begin(), texts.end(), by_name)) CHECK(report_of() == first);
}

TEST_CASE("libraries side by side are checked each for itself") {
  LoadRequest request;
  request.texts.push_back({"a.nexus", "library a\ninput { x: int }\ngate a \"A\" { require x > 0 else block \"\" }\n"});
  request.texts.push_back({"b.nexus", "library b\ninput { x: string }\ngate b \"B\" { require x != \"\" else block \"\" }\n"});
  CHECK(rules_of(request).empty());
  request.texts.push_back({"c.nexus", "library c\ninput { x: string }\ngate c \"C\" { require x > 0 else block \"\" }\n"});
  CHECK(said(request).starts_with("NX2103"));
}

TEST_CASE("every file of the standard library is called like its module") {
  for (const stdlib::EmbeddedFile& file : stdlib::embedded_files()) {
    INFO(file.path);
    std::string module = "std." + std::string(file.path.substr(0, file.path.size() - std::string_view(".nexus").size()));
    std::ranges::replace(module, '/', '.');
    LoadRequest request;
    request.texts.push_back({"probe.nexus", "policy probe\nimport " + module + " as it\n"});
    CHECK(said(request) == "sound");
  }
}

TEST_CASE("decoded strings stay with their file, however many files there are") {
  LoadRequest request;
  for (int i = 0; i < 40; ++i) {
    const std::string name = "p" + std::to_string(i);
    request.texts.push_back({name + ".nexus", "policy " + name + "\ninput { n: int }\ngate g \"\\u0041" + name + "\" { require n > 0 else block \"x\\ty\" }\n"});
  }
  const auto policy = load(request);
  REQUIRE(policy->is_sound());
  for (const plan::Gate& gate : policy->plan().gates) CHECK(gate.rule.title == "A" + gate.rule.id.substr(0, gate.rule.id.find('/')));
}

}  // namespace nexus::workspace
