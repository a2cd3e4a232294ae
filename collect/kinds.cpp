#include "collect/kinds.h"

#include "collect/cobertura.h"
#include "collect/cyclonedx.h"
#include "collect/documents.h"
#include "collect/jacoco.h"
#include "collect/junit.h"
#include "collect/lcov.h"
#include "collect/manifest.h"
#include "collect/sarif.h"
#include "collect/spdx.h"
#include "workspace/files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

namespace nexus::collect {

namespace {

template <class T>
Part none() {
  return T{};
}

/// A reader that looks at nothing but the bytes.
template <class T, std::optional<Malformed> (*Read)(Bytes&, T&)>
std::optional<Malformed> read(Bytes& bytes, const Place&, Part& into) {
  return Read(bytes, *std::get_if<T>(&into));
}

template <std::optional<Malformed> (*Read)(Bytes&, std::string&)>
std::optional<Malformed> read_document(Bytes& bytes, const Place&, Part& into) {
  return Read(bytes, std::get_if<Document>(&into)->json);
}

std::optional<Malformed> read_findings(Bytes& bytes, const Place& place, Part& into) {
  return read_sarif(bytes, *std::get_if<Security>(&into), place.root);
}

/// The files that a manifest names stand beside it.
std::optional<Malformed> read_and_check(Bytes& bytes, const Place& place, Part& into) {
  auto& entries = *std::get_if<std::vector<ManifestEntry>>(&into);
  if (auto malformed = read_manifest(bytes, entries)) return malformed;
  const std::filesystem::path file = place.file;
  auto problem = digest_files(
      place.file == workspace::stdin_argument ? std::filesystem::path(place.root) : file.parent_path(), entries);
  return problem ? std::optional(Malformed{0, std::move(*problem)}) : std::nullopt;
}

constexpr std::array all{
    Kind{"junit", "JUnit", "tests", true, none<Tests>, read<Tests, read_junit>},
    Kind{"cobertura", "Cobertura", "coverage", true, none<Coverage>, read<Coverage, read_cobertura>},
    Kind{"jacoco", "JaCoCo", "coverage", true, none<Coverage>, read<Coverage, read_jacoco>},
    Kind{"lcov", "LCOV", "coverage", true, none<Coverage>, read<Coverage, read_lcov>},
    Kind{"sarif", "SARIF", "security", true, none<Security>, read_findings},
    Kind{"cyclonedx-vulnerabilities", "CycloneDX vulnerabilities", "security", true, none<Security>,
         read<Security, read_cyclonedx_vulnerabilities>},
    Kind{"cyclonedx", "CycloneDX", "sbom", true, none<Sbom>, read<Sbom, read_cyclonedx>},
    Kind{"spdx", "SPDX", "sbom", true, none<Sbom>, read<Sbom, read_spdx>},
    Kind{"manifest", "sha256sum", "manifest", false, none<std::vector<ManifestEntry>>, read_and_check},
    Kind{"json", "JSON", "", false, none<Document>, read_document<read_json>},
    Kind{"yaml", "YAML", "", false, none<Document>, read_document<read_yaml>},
    Kind{"toml", "TOML", "", false, none<Document>, read_document<read_toml>},
    Kind{"csv", "CSV", "", false, none<Document>, read_document<read_csv>},
};

}  // namespace

std::span<const Kind> kinds() { return all; }

const Kind* find_kind(std::string_view name) {
  const auto* at = std::ranges::find(all, name, &Kind::name);
  return at == all.end() ? nullptr : at;
}

bool merge(const Kind& one, const Kind& other) {
  return one.merges && other.merges && one.none().index() == other.none().index();
}

}  // namespace nexus::collect
