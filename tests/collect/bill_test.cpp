#include "collect/cyclonedx.h"
#include "collect/spdx.h"
#include "tests/collect/texts.h"
#include "tests/support/catch.h"

using namespace nexus::collect;
using Pieces = TextBytes;

namespace {

struct Bill {
  Sbom sbom;
  std::optional<Security> security;
};
struct Read {
  Bill bill;
  std::string mistake;
};
Read cyclonedx(const std::string& text) {
  Read read;
  Pieces bytes(text), again(text);
  if (const auto mistake = read_cyclonedx(bytes, read.bill.sbom))
    read.mistake = std::to_string(mistake->line) + ": " + mistake->why;
  Security security;
  if (!read_cyclonedx_vulnerabilities(again, security)) read.bill.security = security;
  return read;
}
Read bill(std::string_view members) {
  return cyclonedx(R"({"bomFormat": "CycloneDX", "specVersion": "1.5")" + std::string(members) + "}");
}
Finding vulnerability(std::string_view members) {
  const auto read = bill(R"(, "vulnerabilities": [{)" + std::string(members) + "}]");
  CHECK(read.mistake.empty());
  REQUIRE(read.bill.security);
  REQUIRE(read.bill.security->findings.size() == 1);
  return read.bill.security->findings.front();
}
struct ReadSpdx {
  Sbom sbom;
  std::string mistake;
};
ReadSpdx spdx(std::string text) {
  ReadSpdx read;
  Pieces bytes(std::move(text));
  if (const auto mistake = read_spdx(bytes, read.sbom))
    read.mistake = std::to_string(mistake->line) + ": " + mistake->why;
  return read;
}
std::vector<std::string> names(const Sbom& sbom) {
  std::vector<std::string> result;
  for (const auto& component : sbom.components) result.push_back(component.name);
  return result;
}

}  // namespace

TEST_CASE("components of CycloneDX, also those inside others") {
  const auto [document, mistake] =
      bill(R"(, "metadata": {"timestamp": "2026-11-02T10:00:00Z", "component": {"name": "till", "version": "1.4.0"}},
    "components": [{"type": "library", "group": "org.shop", "name": "pot", "version": "2", "scope": "optional", "purl": "pkg:maven/org.shop/pot@2",
      "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Own"}}, {"expression": "MIT OR Apache-2.0"}, {"license": {}}],
      "hashes": [{"alg": "SHA-1", "content": "aa"}, {"alg": "SHA-256", "content": "bb"}],
      "components": [{"name": "leaf", "components": [{"name": "vein"}]}]}, {"name": "tea"}])");
  CHECK(mistake.empty());
  CHECK(document.sbom.format == "CycloneDX 1.5");
  CHECK(document.sbom.created_at == "2026-11-02T10:00:00Z");
  CHECK(document.sbom.subject == "till@1.4.0");
  CHECK(names(document.sbom) == std::vector<std::string>{"org.shop/pot", "leaf", "vein", "tea"});
  const auto& pot = document.sbom.components.front();
  CHECK(pot.licences == std::vector<std::string>{"MIT", "Own", "MIT OR Apache-2.0"});
  CHECK(pot.sha256 == std::vector<std::string>{"bb"});
  CHECK(pot.purl == "pkg:maven/org.shop/pot@2");
  CHECK(pot.scope == "optional");
  CHECK_FALSE(document.security);
}

TEST_CASE("a list of vulnerabilities is a scan, even an empty one; without there was none") {
  CHECK_FALSE(bill("").bill.security);
  const auto empty = bill(R"(, "metadata": {"timestamp": "2026-11-02T10:00:00Z"}, "vulnerabilities": [])");
  REQUIRE(empty.bill.security);
  CHECK(empty.bill.security->findings.empty());
  CHECK(empty.bill.security->scanned_at == "2026-11-02T10:00:00Z");
  CHECK_FALSE(bill(R"(, "vulnerabilities": null)").bill.security);
}

TEST_CASE("a vulnerability is as grave as the gravest rating, and unrated where none says") {
  CHECK(vulnerability(R"("ratings": [{"severity": "low"}, {"severity": "critical"}, {"severity": "none"}])").severity ==
        "critical");
  CHECK(vulnerability(R"("ratings": [{"score": 7.5}, {"severity": "unknown", "score": 4.0}])").severity == "high");
  CHECK(vulnerability(R"("ratings": [{"severity": "none"}])").severity == "info");
  CHECK(vulnerability(R"("ratings": [{"severity": "unknown"}])").severity.empty());
  CHECK(vulnerability(R"("id": "CVE-1")").severity.empty());
  CHECK(bill(R"(, "vulnerabilities": [{"id": "CVE-1", "ratings": [{"severity": "low"}, {"severity": "Critical"}]}])")
            .mistake.find("a rating has the `severity` `Critical`; CycloneDX knows none, info, low") !=
        std::string::npos);
}

TEST_CASE("the analysis of a vulnerability is its status") {
  const auto status = [](const std::string& state) {
    return vulnerability(R"("analysis": {"state": ")" + state + "\"}").status;
  };
  CHECK(status("resolved") == "fixed");
  CHECK(status("resolved_with_pedigree") == "fixed");
  CHECK(status("not_affected") == "dismissed");
  CHECK(status("false_positive") == "dismissed");
  CHECK(status("exploitable") == "open");
  CHECK(status("in_triage") == "open");
  CHECK(vulnerability("").status == "open");
}

TEST_CASE("a vulnerability is a finding for each component it affects, described before or after it") {
  const auto [document, mistake] = bill(R"(, "vulnerabilities": [{"id": "CVE-1", "description": "bad",
      "affects": [{"ref": "a", "versions": [{"version": "1", "status": "affected"}, {"version": "2", "status": "unaffected"}]},
                  {"ref": "b"}, {"ref": "c"}]}],
    "components": [{"bom-ref": "a", "name": "pot", "purl": "pkg:npm/pot@1"}, {"bom-ref": "b", "name": "tea", "version": "3"}],
    "metadata": {"tools": {"components": [{"name": "grype"}]}})");
  CHECK(mistake.empty());
  REQUIRE(document.security);
  const auto& findings = document.security->findings;
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].component == "pkg:npm/pot@1");
  CHECK(findings[0].fixed_in == "2");
  CHECK(findings[0].tool == "grype");
  CHECK(findings[0].kind == "vulnerability");
  CHECK(findings[1].component == "tea@3");
  CHECK(findings[1].fixed_in.empty());
  CHECK(findings[2].component == "c");
}

TEST_CASE("a bill in which nobody looked for vulnerabilities is no evidence that there are none") {
  Security security;
  Pieces bytes(R"({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": []})");
  const auto mistake = read_cyclonedx_vulnerabilities(bytes, security);
  REQUIRE(mistake);
  CHECK(mistake->why ==
        "it has no list of `vulnerabilities`: it is a bill of materials in which nobody looked for any; let a scanner "
        "read it");
  CHECK(security.scans == 0);
}

TEST_CASE("several bills are one where they agree") {
  Sbom sbom;
  const std::string first =
      R"({"spdxVersion": "SPDX-2.3", "creationInfo": {"created": "2026-11-02T10:00:00Z"}, "packages": [{"name": "pot"}]})";
  const std::string second =
      R"({"bomFormat": "CycloneDX", "specVersion": "1.5", "metadata": {"timestamp": "2026-11-02T09:00:00Z"}, "components": [{"name": "tea"}]})";
  Pieces one(first), other(second), third(second);
  REQUIRE_FALSE(read_spdx(one, sbom));
  CHECK(sbom.format == "SPDX-2.3");
  REQUIRE_FALSE(read_cyclonedx(other, sbom));
  CHECK(sbom.format.empty());
  CHECK(sbom.created_at == "2026-11-02T09:00:00Z");
  REQUIRE_FALSE(read_cyclonedx(third, sbom));
  CHECK(names(sbom) == std::vector<std::string>{"pot", "tea", "tea"});
}

TEST_CASE("what is not CycloneDX 1.x in JSON says what it is") {
  CHECK(cyclonedx(R"({"spdxVersion": "SPDX-2.3"})").mistake ==
        "0: this is an SPDX document (it has `spdxVersion`), not CycloneDX: use `spdx`");
  CHECK(cyclonedx("{}").mistake == "0: this is not CycloneDX: it has no `bomFormat`");
  CHECK(cyclonedx(R"({"bomFormat": "CycloneDX"})").mistake ==
        "0: it does not say which version of CycloneDX it is: there is no `specVersion`");
  CHECK(cyclonedx(R"({"bomFormat": "CycloneDX", "specVersion": "2.0"})").mistake ==
        "0: this is CycloneDX 2.0, and CycloneDX 1.x is what is read");
  CHECK(cyclonedx("<bom/>").mistake == "1: this is XML or HTML, not JSON: let the tool write JSON");
  CHECK(bill(",\n\"components\": [{\"version\": \"1\"}]").mistake == "2: a component has no `name`");
  CHECK(bill(",\n\"components\": [[]]").mistake == "2: `components` is a list, not an object");
  CHECK(bill(R"(, "components": [)" + repeated(R"({"name": "x", "components": [)", 300)).mistake ==
        "1: objects and lists stand inside one another more than 512 deep");
}

TEST_CASE("packages of SPDX, without the one that the document is about") {
  const auto [sbom, mistake] = spdx(R"({"spdxVersion": "SPDX-2.3", "creationInfo": {"created": "2026-11-02T10:00:00Z"},
    "packages": [{"SPDXID": "SPDXRef-0", "name": "till", "versionInfo": "1.4.0"},
      {"SPDXID": "SPDXRef-1", "name": "pot", "versionInfo": "2", "primaryPackagePurpose": "LIBRARY", "licenseConcluded": "NOASSERTION", "licenseDeclared": "MIT",
       "externalRefs": [{"referenceType": "cpe23Type", "referenceLocator": "cpe"}, {"referenceType": "purl", "referenceLocator": "pkg:npm/pot@2"}],
       "checksums": [{"algorithm": "SHA1", "checksumValue": "aa"}, {"algorithm": "SHA256", "checksumValue": "bb"}]},
      {"SPDXID": "SPDXRef-2", "name": "tea", "licenseConcluded": "Apache-2.0", "licenseDeclared": "MIT"}, {"SPDXID": "SPDXRef-3", "name": "leaf", "licenseDeclared": "NONE"}],
    "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-0"},
                      {"spdxElementId": "SPDXRef-1", "relationshipType": "DEPENDENCY_OF", "relatedSpdxElement": "SPDXRef-0"}]})");
  CHECK(mistake.empty());
  CHECK(sbom.format == "SPDX-2.3");
  CHECK(sbom.created_at == "2026-11-02T10:00:00Z");
  CHECK(sbom.subject == "till@1.4.0");
  REQUIRE(names(sbom) == std::vector<std::string>{"pot", "tea", "leaf"});
  CHECK(sbom.components[0].purl == "pkg:npm/pot@2");
  CHECK(sbom.components[0].type == "library");
  CHECK(sbom.components[0].licences == std::vector<std::string>{"MIT"});
  CHECK(sbom.components[0].sha256 == std::vector<std::string>{"bb"});
  CHECK(sbom.components[1].licences == std::vector<std::string>{"Apache-2.0"});
  CHECK(sbom.components[2].licences.empty());
}

TEST_CASE("an SPDX document about several packages has all as its parts") {
  const auto [sbom, mistake] = spdx(R"({"spdxVersion": "SPDX-2.2", "documentDescribes": ["a", "b"],
    "packages": [{"SPDXID": "a", "name": "pot"}, {"SPDXID": "b", "name": "tea"}]})");
  CHECK(mistake.empty());
  CHECK(sbom.subject.empty());
  CHECK(names(sbom) == std::vector<std::string>{"pot", "tea"});
}

TEST_CASE("what is not SPDX 2.x says what it is") {
  CHECK(spdx(R"({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []})").mistake ==
        "0: this is SPDX 3 (JSON-LD), which is not supported; 2.2 and 2.3 are: let the tool write SPDX 2.3");
  CHECK(spdx(R"({"spdxVersion": "SPDX-3.0"})").mistake ==
        "0: this is SPDX-3.0, which is not supported; 2.2 and 2.3 are: let the tool write SPDX 2.3");
  CHECK(
      spdx(R"({"bomFormat": "CycloneDX"})").mistake ==
      "0: this is a CycloneDX document (it has `bomFormat`), not SPDX: use `cyclonedx` or `cyclonedx-vulnerabilities`");
  CHECK(spdx("{\"spdxVersion\": \"SPDX-2.3\",\n\"packages\": [{}]}").mistake == "2: a package has no `name`");
}
