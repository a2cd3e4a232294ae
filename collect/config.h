#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/source_map.h"
#include "collect/request.h"

#include <optional>
#include <string>

namespace nexus::collect {

/// Reads a `nexus.collect`: TOML, a table a field, with its kinds of reports as keys. All mistakes go to `sink`, with their places in
/// `file`; then there is nothing. `folder` is what its paths are relative to.
[[nodiscard]] std::optional<Request> read_config(const base::SourceMap& sources, base::FileId file, std::string folder,
                                                 base::DiagnosticSink& sink);

}  // namespace nexus::collect
