#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/values/decimal.h"
#include "collect/request.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nexus::collect {

/// What a run is told of the world besides files.
struct World {
  base::Decimal now;                            ///< seconds since the epoch
  std::span<const std::string_view> variables;  ///< of the environment, `NAME=value`
};

/// Reads what is asked for, and gives the snapshot as JSON text. A field of which a file is missing is left out as a whole, with a
/// warning. Nothing where sources cannot make one field, or a file cannot be read: `sink` says why.
[[nodiscard]] std::optional<std::string> collect(const Request& request, const World& world,
                                                 base::DiagnosticSink& sink);

}  // namespace nexus::collect
