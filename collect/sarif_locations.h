#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::collect {

/// SARIF's `artifactLocation` (3.4): a URI that may be relative to a named base, or a place in the run's list of artifacts.
struct SarifLocation {
  std::string uri, base;
  std::optional<std::uint64_t> index = {};
};

/// What a run says of where its files are. Bases may follow after the results, so paths are asked for when the run is over.
class SarifLocations {
 public:
  void add_base(std::string name, SarifLocation location) { bases_[std::move(name)] = std::move(location); }
  /// A folder in which the tool ran: what lies below is told relative to it.
  void add_folder(std::string uri) { folders_.push_back(std::move(uri)); }
  void add_artifact(SarifLocation location) { artifacts_.push_back(std::move(location)); }

  /// The path of a file, without escapes: relative to its base or to a base it lies below; else absolute. A URI that is no file's stays as
  /// it is; empty where there is none.
  [[nodiscard]] std::string path(const SarifLocation& location) const;

 private:
  [[nodiscard]] std::string whole_uri(const SarifLocation& location) const;

  std::map<std::string, SarifLocation, std::less<>> bases_;
  std::vector<std::string> folders_;
  std::vector<SarifLocation> artifacts_;
};

}  // namespace nexus::collect
