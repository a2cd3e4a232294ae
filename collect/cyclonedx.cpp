#include "collect/cyclonedx.h"

#include "base/values/text.h"
#include "collect/json_stream.h"
#include "collect/security.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nexus::collect {
namespace {

using Kind = JsonValue::Kind;

/// CycloneDX's severities, the least grave first. `unknown` is none.
constexpr auto severities = std::to_array<std::string_view>({"none", "info", "low", "medium", "high", "critical"});

std::string name_of(const JsonView& component) {
  const auto group = component["group"].string();
  const auto name = component["name"].string();
  return group.empty() ? name : group + "/" + name;
}
std::string with_version(const std::string& name, const std::string& version) {
  return version.empty() ? name : name + "@" + version;
}

/// How others refer to a component: by its purl, else name and version.
std::string reference_name(const Component& component) {
  return component.purl.empty() ? with_version(component.name, component.version) : component.purl;
}

Component component_of(const JsonView& value) {
  Component component{.name = name_of(value),
                      .version = value["version"].string(),
                      .purl = value["purl"].string(),
                      .type = value["type"].string(),
                      .scope = value["scope"].string(),
                      .licences = {},
                      .sha256 = {}};
  if (component.name.empty()) value.refuse("a component has no `name`");
  for (const auto& choice : value["licenses"].items()) {
    auto licence = choice["expression"].string();
    if (licence.empty()) licence = choice["license"]["id"].string();
    if (licence.empty()) licence = choice["license"]["name"].string();
    if (!licence.empty()) component.licences.push_back(std::move(licence));
  }
  for (const auto& hash : value["hashes"].items())
    if (hash["alg"].string() == "SHA-256") component.sha256.push_back(hash["content"].string());
  return component;
}

/// The gravest of the ratings: each by its word, else by its score.
std::string severity_of(const JsonView& ratings) {
  std::ptrdiff_t gravest = -1;
  const auto consider = [&](std::string_view word) {
    const auto found = std::ranges::find(severities, word);
    if (found == severities.end()) return false;
    gravest = std::max(gravest, found - severities.begin());
    return true;
  };
  for (const auto& rating : ratings.items()) {
    const auto* score = rating["score"].raw();
    const auto word = rating["severity"].string();
    if (!consider(word) && !word.empty() && word != "unknown")
      rating.refuse(fmt::format("a rating has the `severity` `{}`; CycloneDX knows {}, unknown", base::printable(word),
                                fmt::join(severities, ", ")));
    if ((word.empty() || word == "unknown") && score != nullptr) consider(severity_of_score(score->text));
  }
  if (gravest < 0) return {};
  return std::string(gravest == 0 ? "info" : severities[static_cast<std::size_t>(gravest)]);
}

std::string status_of(const JsonView& state) {
  const auto text = state.string();
  if (text == "resolved" || text == "resolved_with_pedigree") return "fixed";
  return text == "not_affected" || text == "false_positive" ? "dismissed" : "open";
}

class Reader {
 public:
  std::optional<Malformed> read(Bytes& bytes);
  [[nodiscard]] Sbom& sbom() { return sbom_; }
  /// What a scan found; nothing where the document has no list of vulnerabilities.
  [[nodiscard]] std::optional<Security> security();

 private:
  /// A finding, and the `bom-ref` of what it affects, which may be described after it.
  struct Affected {
    Finding finding;
    std::string reference;
  };

  void add_component(const JsonView& value) {
    const auto component = component_of(value);
    name_reference(value, component);
    sbom_.components.push_back(component);
    for (const auto& inner : value["components"].items()) add_component(inner);
  }
  void add_subject(const JsonView& value) {
    if (!value) return;
    const auto component = component_of(value);
    name_reference(value, component);
    sbom_.subject = with_version(component.name, component.version);
    for (const auto& inner : value["components"].items()) add_component(inner);
  }
  void name_reference(const JsonView& value, const Component& component) {
    if (auto reference = value["bom-ref"].string(); !reference.empty())
      names_.emplace(std::move(reference), reference_name(component));
  }

  /// Up to 1.4 a list of tools, since 1.5 an object of components, too. The first is the one that wrote it.
  void name_tool(const JsonView& tools) {
    if (!tools) return;
    const auto list = tools.raw()->kind == Kind::object ? tools["components"].items() : tools.items();
    if (!list.empty()) tool_ = list.front()["name"].string();
  }

  void add_vulnerability(const JsonView& value);

  Sbom sbom_;
  bool has_vulnerabilities_ = false;
  std::string tool_;
  std::vector<Affected> affected_;
  std::map<std::string, std::string> names_;  ///< of components, by `bom-ref`
};

void Reader::add_vulnerability(const JsonView& value) {
  Finding finding;
  finding.id = value["id"].string();
  finding.severity = severity_of(value["ratings"]);
  finding.kind = "vulnerability";
  finding.message = value["description"].string();
  finding.status = status_of(value["analysis"]["state"]);
  const auto affects = value["affects"].items();
  if (affects.empty()) affected_.push_back({finding, {}});
  for (const auto& affected : affects) {
    finding.fixed_in.clear();
    for (const auto& version : affected["versions"].items())
      if (finding.fixed_in.empty() && version["status"].string() == "unaffected")
        finding.fixed_in = version["version"].string();
    affected_.push_back({finding, affected["ref"].string()});
  }
}

std::optional<Security> Reader::security() {
  if (!has_vulnerabilities_) return std::nullopt;
  Security security;
  security.scans = 1;
  security.scanned_at = sbom_.created_at;
  for (auto& [finding, reference] : affected_) {
    const auto known = names_.find(reference);
    finding.component = known == names_.end() ? reference : known->second;
    finding.tool = tool_;
    security.findings.push_back(std::move(finding));
  }
  return security;
}

std::optional<Malformed> Reader::read(Bytes& bytes) {
  std::string format, version;
  std::vector<std::string_view> others;
  const auto other = [&](std::string_view name) {
    return JsonPart{.path = name, .seen = [&others, name] { others.push_back(name); }};
  };
  const std::vector<JsonPart> parts{
      {.path = "bomFormat", .take = [&](const JsonView& value) { format = value.string(); }},
      {.path = "specVersion", .take = [&](const JsonView& value) { version = value.string(); }},
      {.path = "metadata/timestamp", .take = [&](const JsonView& value) { sbom_.created_at = value.time(); }},
      {.path = "metadata/component", .take = [&](const JsonView& value) { add_subject(value); }},
      {.path = "metadata/tools", .take = [&](const JsonView& value) { name_tool(value); }},
      {.path = "components/*", .take = [&](const JsonView& value) { add_component(value); }},
      {.path = "vulnerabilities/*", .take = [&](const JsonView& value) { add_vulnerability(value); }},
      {.path = "vulnerabilities", .leave = [&] { has_vulnerabilities_ = true; }},
      other("spdxVersion"),
      other("@graph"),
      other("runs"),
      other("auditReportVersion"),
  };
  if (auto mistake = read_json_parts(bytes, parts)) return mistake;
  if (format.empty()) return Malformed{0, wrong_kind("CycloneDX", "bomFormat", others)};
  if (version.empty())
    return Malformed{0, "it does not say which version of CycloneDX it is: there is no `specVersion`"};
  if (format != "CycloneDX" || !version.starts_with("1."))
    return Malformed{0, fmt::format("this is {} {}, and CycloneDX 1.x is what is read", format, version)};
  sbom_.format = "CycloneDX " + version;
  return std::nullopt;
}

}  // namespace

std::optional<Malformed> read_cyclonedx(Bytes& bytes, Sbom& sbom) {
  Reader reader;
  if (auto mistake = reader.read(bytes)) return mistake;
  add(sbom, std::move(reader.sbom()));
  return std::nullopt;
}

std::optional<Malformed> read_cyclonedx_vulnerabilities(Bytes& bytes, Security& security) {
  Reader reader;
  if (auto mistake = reader.read(bytes)) return mistake;
  auto scan = reader.security();
  if (!scan)
    return Malformed{0,
                     "it has no list of `vulnerabilities`: it is a bill of materials in which nobody looked for any; "
                     "let a scanner read it"};
  return add(security, std::move(*scan));
}

}  // namespace nexus::collect
