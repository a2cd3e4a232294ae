#pragma once

#include "collect/kinds.h"
#include "report/json_writer.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nexus::collect {

/// A file that was read.
struct FileRead {
  std::string field, kind, file, sha256;
  std::uint64_t bytes = 0;
  std::string modified_at;  ///< RFC 3339; empty for what is no ordinary file
};
/// What was looked for and is not there.
struct NotFound {
  std::string field, kind, pattern;
  bool optional = false;
};

struct NamedPart {
  std::string name;
  Part part;
};

/// A snapshot as it is collected; docs/collected.schema.json describes its JSON.
struct Snapshot {
  std::string time;  ///< RFC 3339
  std::vector<NamedPart> parts;
  std::optional<Git> git;
  std::optional<std::map<std::string, std::string>> environment;
  std::vector<FileRead> files;
  std::vector<NotFound> missing;
};

/// The snapshot as JSON text, with a line break at its end.
[[nodiscard]] std::string to_json(const Snapshot& snapshot);

/// `covered` of `total` in percent, rounded down to four decimals, so that nothing short of 80% is called 80%. `total` is not 0, and
/// both are at most 10^12.
[[nodiscard]] std::string percent(std::uint64_t covered, std::uint64_t total);

}  // namespace nexus::collect
