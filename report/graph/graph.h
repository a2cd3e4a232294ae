#pragma once

#include "base/expected.h"
#include "engine/phase_graph.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Phases drawn: which comes after which, what guards each, and how far things are.
namespace nexus::report {

/// The graph in one notation, or why it cannot be drawn here. The same graph gives the same bytes.
using DrawGraph = base::Expected<std::string, std::string> (*)(const engine::PhaseGraph& graph);

struct GraphFormat {
  std::string_view name;  ///< what `--format` takes
  DrawGraph draw;
};
/// `mermaid`, which is what one gets unless one says otherwise; `dot`, `svg`.
[[nodiscard]] std::span<const GraphFormat> graph_formats();
[[nodiscard]] const GraphFormat* find_graph_format(std::string_view name);

[[nodiscard]] base::Expected<std::string, std::string> draw_mermaid(const engine::PhaseGraph& graph);
[[nodiscard]] base::Expected<std::string, std::string> draw_dot(const engine::PhaseGraph& graph);
[[nodiscard]] base::Expected<std::string, std::string> draw_svg(const engine::PhaseGraph& graph);

/// How a status is painted. The word is always written, too: colour says nothing on its own.
struct Paint {
  std::string_view fill, line, text;  ///< `#rrggbb`
};
[[nodiscard]] Paint paint_of(std::string_view phase_status);
/// One character for the status of a gate: ✓, ✗ …
[[nodiscard]] std::string_view mark_of(std::string_view gate_status);
/// One arrow: `from` is what `to` comes after.
struct Arrow {
  std::size_t from, to;
  bool one_of_several;  ///< another one will do instead: `(a or b)`
};
[[nodiscard]] std::vector<Arrow> arrows_of(const engine::PhaseGraph& graph);

}  // namespace nexus::report
