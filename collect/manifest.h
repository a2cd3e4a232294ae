#pragma once

#include "base/expected.h"
#include "collect/evidence.h"
#include "collect/reader.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nexus::collect {

/// Reads what `sha256sum` writes (and `sha256sum --tag`): each line a digest and a file. A path that is absolute or climbs out with `..`
/// is refused, so are two digests for one file, and a manifest of nothing.
[[nodiscard]] std::optional<Malformed> read_manifest(Bytes& bytes, std::vector<ManifestEntry>& entries);

/// Fills in the digests of the files as they are, whose paths are relative to `folder`; a file that is not there keeps none. The reason where
/// one cannot be read.
[[nodiscard]] std::optional<std::string> digest_files(const std::filesystem::path& folder,
                                                      std::vector<ManifestEntry>& entries);

}  // namespace nexus::collect
