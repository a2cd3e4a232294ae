#pragma once

#include "base/diagnostics/diagnostic.h"
#include "grammar/source.h"

namespace nexus::grammar {

/// Is the file a text that can be parsed? Reports bytes that are not UTF-8 (the first of each line), characters that hide the order
/// of the text, and NUL bytes; only with the latter it is no text at all.
[[nodiscard]] bool check_encoding(const Source& source, base::DiagnosticSink& sink);

}  // namespace nexus::grammar
