#include "collect/spdx.h"

#include "collect/json_stream.h"
#include "collect/security.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace nexus::collect {
namespace {

constexpr std::string_view the_document = "SPDXRef-DOCUMENT";

struct Package {
  std::string id;
  Component component;
};

/// `APPLICATION`, `OPERATING-SYSTEM` as CycloneDX spells its types.
std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool asserts(const std::string& licence) { return !licence.empty() && licence != "NOASSERTION" && licence != "NONE"; }

Package package_of(const JsonView& value) {
  Package package{.id = value["SPDXID"].string(), .component = {}};
  auto& component = package.component;
  component.name = value["name"].string();
  if (component.name.empty()) value.refuse("a package has no `name`");
  component.version = value["versionInfo"].string();
  component.type = lower(value["primaryPackagePurpose"].string());
  for (const auto& reference : value["externalRefs"].items())
    if (component.purl.empty() && reference["referenceType"].string() == "purl")
      component.purl = reference["referenceLocator"].string();
  for (const std::string_view name : {"licenseConcluded", "licenseDeclared"})
    if (auto licence = value[name].string(); component.licences.empty() && asserts(licence))
      component.licences.push_back(std::move(licence));
  for (const auto& checksum : value["checksums"].items())
    if (checksum["algorithm"].string() == "SHA256") component.sha256.push_back(checksum["checksumValue"].string());
  return package;
}

}  // namespace

std::optional<Malformed> read_spdx(Bytes& bytes, Sbom& sbom) {
  Sbom bill;
  std::string version;
  std::vector<Package> packages;
  std::set<std::string> described;
  std::vector<std::string_view> others;
  const auto other = [&](std::string_view name) {
    return JsonPart{.path = name, .seen = [&others, name] { others.push_back(name); }};
  };
  const auto relate = [&](const JsonView& value) {
    const auto type = value["relationshipType"].string();
    auto from = value["spdxElementId"].string();
    auto to = value["relatedSpdxElement"].string();
    if (type == "DESCRIBES" && from == the_document) described.insert(std::move(to));
    if (type == "DESCRIBED_BY" && to == the_document) described.insert(std::move(from));
  };
  const std::vector<JsonPart> parts{
      {.path = "spdxVersion", .take = [&](const JsonView& value) { version = value.string(); }},
      {.path = "creationInfo/created", .take = [&](const JsonView& value) { bill.created_at = value.time(); }},
      {.path = "documentDescribes/*", .take = [&](const JsonView& value) { described.insert(value.string()); }},
      {.path = "relationships/*", .take = relate},
      {.path = "packages/*", .take = [&](const JsonView& value) { packages.push_back(package_of(value)); }},
      other("@graph"),
      other("bomFormat"),
      other("runs"),
      other("auditReportVersion"),
  };
  if (auto mistake = read_json_parts(bytes, parts)) return mistake;
  if (version.empty() && std::ranges::find(others, "@graph") != others.end())
    return Malformed{0,
                     "this is SPDX 3 (JSON-LD), which is not supported; 2.2 and 2.3 are: let the tool write SPDX 2.3"};
  if (version.empty()) return Malformed{0, wrong_kind("SPDX", "spdxVersion", others)};
  if (!version.starts_with("SPDX-2."))
    return Malformed{
        0, fmt::format("this is {}, which is not supported; 2.2 and 2.3 are: let the tool write SPDX 2.3", version)};

  bill.format = std::move(version);
  for (auto& [id, component] : packages) {
    if (described.size() == 1 && described.contains(id))
      bill.subject = component.version.empty() ? component.name : component.name + "@" + component.version;
    else
      bill.components.push_back(std::move(component));
  }
  add(sbom, std::move(bill));
  return std::nullopt;
}

}  // namespace nexus::collect
