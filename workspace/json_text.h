#pragma once

#include "base/diagnostics/diagnostic.h"
#include "engine/read/document.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::workspace {

/// The plan of no policy at all: one snapshot of any shape. Reading with it validates JSON.
[[nodiscard]] const plan::Plan& plan_of_nothing();

/// Nothing where `text` is a JSON document as RFC 8259 and our limits have it.
[[nodiscard]] std::optional<engine::ReadError> json_mistake(std::string_view text, const base::Limits& limits = {});

/// Valid JSON with a member or item a line, but for what fits beside its key; numbers and strings stay as they are written.
[[nodiscard]] std::string indented(std::string_view json);

/// Where the mistake stands in the text; nothing for an empty one, where there is nothing to point at.
[[nodiscard]] std::optional<std::size_t> place_of(const engine::ReadError& error);

/// The reader's mistake as a diagnostic, without its place; `name` is what the document is called.
[[nodiscard]] base::Diagnostic to_diagnostic(const engine::ReadError& error, std::string_view name);

}  // namespace nexus::workspace
