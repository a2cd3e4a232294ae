#pragma once

#include "base/diagnostics/diagnostic.h"

#include <string>

namespace nexus::base {

enum class Colour { off, on };

/// The diagnostic as a person reads it in a terminal:
///
///     error[NX2103]: cannot compare a duration with a ratio
///       --> checkout.nexus:14:11
///        |
///     14 |   require p99_latency < 5%
///        |           ----------- ^ -- a ratio
///        |           |
///        |           a duration
///        = help: compare with a duration, such as `5ms`
///
/// Ends with a line break. Bytes that a terminal would act on (controls, broken UTF-8) are shown escaped.
[[nodiscard]] std::string render(const Diagnostic& diagnostic, const SourceMap& sources, Colour colour);

}  // namespace nexus::base
