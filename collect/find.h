#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/expected.h"

#include <string>
#include <vector>

namespace nexus::collect {

/// The files below `folder` that a pattern of paths matches, sorted, each once, by paths that can be opened from where one is. `*`, `?` and
/// `[…]` stay inside a name and do not match a dot at its begin, `**` is any number of folders. Links are followed, each folder once. A pattern
/// finds ordinary files; a path without wildcards names whatever is there. None at all is no mistake; a folder that cannot be
/// read is, and a name that matches and leads nowhere.
[[nodiscard]] base::Expected<std::vector<std::string>, base::Diagnostic> find_files(const std::string& folder,
                                                                                    const std::string& pattern);

/// Where a search that found nothing ended: "there is no folder `build`", "looked in `build`".
[[nodiscard]] std::string where_it_ends(const std::string& folder, const std::string& pattern);

}  // namespace nexus::collect
