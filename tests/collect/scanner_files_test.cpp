#include "collect/cyclonedx.h"
#include "collect/documents.h"
#include "collect/manifest.h"
#include "collect/sarif.h"
#include "collect/spdx.h"
#include "tests/collect/texts.h"
#include "tests/support/catch.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

// Files as tools wrote them; what is expected is what the tools said on their consoles (files/README.md).

using namespace nexus::collect;

namespace {

std::string contents(const std::string& name) {
  std::ifstream file(NEXUS_SOURCE_DIR "/tests/collect/files/" + name, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

Security sarif(const std::string& name) {
  Security security;
  TextBytes bytes(contents("sarif/" + name), 4096);
  CHECK(words(read_sarif(bytes, security, "/srv/shop")) == "well-formed");
  return security;
}
std::string severities(const Security& security) {
  std::map<std::string, int> counts;
  for (const auto& finding : security.findings) ++counts[finding.severity.empty() ? "unrated" : finding.severity];
  std::string text;
  for (const auto& [severity, count] : counts) text += severity + " " + std::to_string(count) + " ";
  return text;
}
std::string statuses(const Security& security) {
  std::map<std::string, int> counts;
  for (const auto& finding : security.findings) ++counts[finding.status];
  std::string text;
  for (const auto& [status, count] : counts) text += status + " " + std::to_string(count) + " ";
  return text;
}

Sbom bill(const std::string& name, std::optional<Malformed> (*read)(Bytes&, Sbom&)) {
  Sbom sbom;
  TextBytes bytes(contents("sbom/" + name), 4096);
  CHECK(words(read(bytes, sbom)) == "well-formed");
  return sbom;
}

std::string manifest(const std::string& name, std::vector<ManifestEntry>& entries) {
  TextBytes bytes(contents("manifest/" + name));
  return words(read_manifest(bytes, entries));
}

nlohmann::json document(const std::string& name, std::optional<Malformed> (*read)(Bytes&, std::string&)) {
  std::string json;
  TextBytes bytes(contents("documents/" + name));
  CHECK(words(read(bytes, json)) == "well-formed");
  return nlohmann::json::parse(json);
}
nlohmann::json expected(const std::string& name) { return nlohmann::json::parse(contents("documents/" + name)); }

}  // namespace

TEST_CASE("SARIF of gcc") {
  const auto security = sarif("gcc-analyzer.sarif");
  CHECK(security.completed);
  CHECK(severities(security) == "medium 2 ");
  CHECK(security.findings.at(0).file == "order.c");
  CHECK(security.findings.at(0).kind == "code");
  CHECK(sarif("gcc-names.sarif").findings.at(0).file == "src/with space \xc3\xa9/a<b>&c.c");
  CHECK(sarif("gcc-clean.sarif").completed);
  CHECK(sarif("gcc-clean.sarif").findings.empty());
  CHECK(severities(sarif("gcc-broken.sarif")) == "high 1 ");
}

TEST_CASE("SARIF of clang") {
  CHECK(severities(sarif("clang.sarif")) == "low 5 medium 4 ");
  CHECK(severities(sarif("clang-analyzer.sarif")) == "medium 5 ");
  CHECK(sarif("clang-analyzer.sarif").findings.at(0).file == "src/label.c");
  Security security;
  TextBytes with_warnings(contents("malformed/clang-stderr.sarif"));
  CHECK(words(read_sarif(with_warnings, security)).starts_with("1: this is not JSON: "));
}

TEST_CASE("SARIF of scanners") {
  CHECK(sarif("cppcheck.sarif").findings.size() == 10);
  CHECK(severities(sarif("cppcheck.sarif")) == "critical 4 medium 6 ");
  CHECK(severities(sarif("flawfinder.sarif")) == "high 2 low 2 ");
  const auto leaks = sarif("gitleaks.sarif");
  CHECK(severities(leaks) == "medium 1 ");
  CHECK(leaks.findings.at(0).kind == "secret");
  CHECK(leaks.findings.at(0).file == "leak/settings.ini");
  CHECK(leaks.scanned_at.empty());
  const auto bandit = sarif("bandit.sarif");
  CHECK(severities(bandit) == "high 2 low 1 ");
  CHECK_FALSE(bandit.scanned_at.empty());
  CHECK(bandit.findings.at(0).tool == "Bandit");
}

TEST_CASE("SARIF of ESLint, one of whose warnings is suppressed in the source") {
  const auto security = sarif("eslint.sarif");
  CHECK(statuses(security) == "dismissed 1 open 5 ");
  const auto high = std::ranges::count_if(security.findings,
                                          [](const Finding& f) { return f.severity == "high" && f.status == "open"; });
  CHECK(high == 3);
  CHECK(security.findings.at(0).file == "src/cart.js");
}

TEST_CASE("bills of npm and of others") {
  const auto all = bill("npm-cyclonedx.json", read_cyclonedx);
  CHECK(all.components.size() == 5);
  CHECK(all.format == "CycloneDX 1.5");
  CHECK(all.subject == "shop@1.4.0");
  CHECK(bill("npm-cyclonedx-production.json", read_cyclonedx).components.size() == 3);
  CHECK(bill("cyclonedx-npm.json", read_cyclonedx).components.size() == 3);
  CHECK(bill("cyclonedx-npm.json", read_cyclonedx).format == "CycloneDX 1.6");
  CHECK(bill("cyclonedx-python.json", read_cyclonedx).components.size() == 3);
  const auto spdx = bill("npm-spdx.json", read_spdx);
  CHECK(spdx.components.size() == 5);
  CHECK(spdx.subject == "@shop/till@1.4.0");
  CHECK(spdx.components.at(0).purl == all.components.at(0).purl);

  Security security;
  TextBytes bytes(contents("sbom/npm-cyclonedx.json"));
  CHECK(words(read_cyclonedx_vulnerabilities(bytes, security)).starts_with("0: it has no list of `vulnerabilities`"));
}

TEST_CASE("vulnerabilities of CycloneDX") {
  Security security;
  TextBytes bytes(contents("sbom/cyclonedx-python.json"));
  REQUIRE(words(read_cyclonedx_vulnerabilities(bytes, security)) == "well-formed");
  CHECK(severities(security) == "critical 2 high 2 medium 2 unrated 2 ");
  CHECK(statuses(security) == "dismissed 2 fixed 1 open 5 ");
  CHECK(security.findings.at(0).component == "pkg:generic/tea%20%3C%C3%A9%3E@2.0.0");
}

TEST_CASE("manifests of sha256sum") {
  std::vector<ManifestEntry> text, binary, escaped, tag, folder, none;
  CHECK(manifest("text.sha256", text) == "well-formed");
  CHECK(text.size() == 4);
  CHECK(manifest("binary.sha256", binary) == "well-formed");
  CHECK(binary.at(0).path == "till.txt");
  CHECK(manifest("escaped.sha256", escaped) == "well-formed");
  CHECK(escaped.at(0).path == "back\\slash");
  CHECK(escaped.at(1).path == "new\nline");
  CHECK(escaped.at(2).path == "*star");
  CHECK(manifest("tag.sha256", tag) == "well-formed");
  CHECK(tag.at(0).expected_sha256 == text.at(0).expected_sha256);
  CHECK(manifest("folder.sha256", folder) == "well-formed");
  CHECK(manifest("zero.sha256", none).starts_with("1: it has NUL characters"));
  CHECK(manifest("outside.sha256", none).starts_with("1: `../till.txt` is outside"));
  CHECK(manifest("other-algorithm.sha512", none).starts_with("1: a digest of 128 hexadecimal digits"));
}

TEST_CASE("documents of PyYAML, toml, tomlkit and Python's csv") {
  auto yaml = expected("value.json");
  for (auto& item : yaml["tricky"])
    if (item == "1e3") item = 1e3;  // written for YAML 1.1: plain, though a string; 1.2 reads a number
  CHECK(document("pyyaml.yaml", read_yaml) == yaml);
  CHECK(document("pyyaml-ascii-flow.yaml", read_yaml) == yaml);
  CHECK(document("value.json", read_json) == expected("value.json"));
  const auto anchors = document("pyyaml-anchors.yaml", read_yaml);
  CHECK(anchors["live"] == anchors["defaults"]);
  CHECK(anchors["test"] == anchors["defaults"]);
  const auto dates = document("pyyaml-dates.yaml", read_yaml);
  CHECK(dates["at"] == "2025-03-01 12:30:00+00:00");
  CHECK(dates["released"] == "2025-03-01");
  std::string json;
  TextBytes two(contents("documents/pyyaml-two-documents.yaml"));
  CHECK(words(read_yaml(two, json)) == "2: a second document begins here: one file gives one value");

  CHECK(document("toml.toml", read_toml) == expected("without-null.json"));
  auto tomlkit = document("tomlkit.toml", read_toml);
  CHECK(tomlkit["released"] == "2025-03-01T12:30:00Z");
  CHECK(tomlkit["day"] == "2025-03-01");
  CHECK(tomlkit["server"]["ports"] == nlohmann::json::parse("[80, 443]"));

  const auto rows = expected("csv-rows.json");
  const auto csv = document("csv-excel.csv", read_csv);
  REQUIRE(csv.size() + 1 == rows.size());
  for (std::size_t row = 1; row < rows.size(); ++row) {
    for (std::size_t column = 0; column < rows[0].size(); ++column) {
      const std::string name = rows[0][column];
      const auto& cell = rows[row][column];
      if (cell == "")
        CHECK_FALSE(csv[row - 1].contains(name));  // nothing between two commas: absent
      else
        CHECK(csv[row - 1][name] == cell);
    }
  }
  CHECK(document("csv-bom.csv", read_csv) == csv);
  CHECK(document("csv-unix.csv", read_csv)[0] == csv[0]);
  TextBytes semicolons(contents("documents/csv-semicolon.csv"));
  CHECK(words(read_csv(semicolons, json)) ==
        "1: the columns are separated by something other than commas: let the tool write commas");
}
