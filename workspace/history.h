#pragma once

#include "engine/history/record.h"
#include "engine/read/document.h"
#include "workspace/workspace.h"

#include <cstdint>
#include <optional>
#include <string_view>

/// Histories as they stand in files: one snapshot a line, each with its `time`.
namespace nexus::workspace {

/// Why a line is no snapshot of a history; `offset` is where in the line. A history must be whole: what is missing could
/// be what matters.
[[nodiscard]] RunFailure no_sample(std::string_view name, std::uint32_t line);

/// Reads the lines of a text into a record, blank ones left out. The failure's offset is in the whole text.
[[nodiscard]] std::optional<RunFailure> read_history(engine::Record& record, engine::Reader& reader, const plan::Plan& plan, const Text& lines);

}  // namespace nexus::workspace
