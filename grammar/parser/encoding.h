#pragma once

#include "base/diagnostics/diagnostic.h"
#include "grammar/parser/source.h"

#include <cstdint>

namespace nexus::grammar {

/// Is the file a text that can be parsed? Reports bytes that are not UTF-8 (the first of each line), characters that hide
/// the order of the text, and what shows that it is no text at all: NUL bytes, the mark of UTF-16.
[[nodiscard]] bool check_encoding(const Source& source, base::DiagnosticSink& sink);

/// Does a character stand there that `check_encoding` has reported?
[[nodiscard]] bool is_badly_encoded(const Source& source, std::uint32_t at);

}  // namespace nexus::grammar
