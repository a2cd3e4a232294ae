#include "report/graph/graph.h"

#include <algorithm>
#include <array>

namespace nexus::report {

namespace {

constexpr std::array formats{GraphFormat{"mermaid", draw_mermaid}, GraphFormat{"dot", draw_dot}, GraphFormat{"svg", draw_svg}};

}  // namespace

std::span<const GraphFormat> graph_formats() { return formats; }

const GraphFormat* find_graph_format(std::string_view name) {
  const auto* at = std::ranges::find(formats, name, &GraphFormat::name);
  return at == formats.end() ? nullptr : at;
}

Paint paint_of(std::string_view status) {
  if (status == "done") return {"#e6f4ea", "#2e7d32", "#1b5e20"};
  if (status == "active") return {"#e3f0fd", "#1565c0", "#0d47a1"};
  if (status == "ready") return {"#e0f5f3", "#00796b", "#004d40"};
  if (status == "blocked") return {"#fdf1e0", "#c77700", "#7a4a00"};
  if (status == "out_of_order") return {"#fdeaea", "#c62828", "#8e1b1b"};
  if (status == "unknown") return {"#f3e9f9", "#7b1fa2", "#4a148c"};
  return {"#f5f6f8", "#8a94a3", "#4d5866"};  // skipped, or not judged
}

std::string_view mark_of(std::string_view status) {
  if (status == "pass") return "✓";
  if (status == "warn") return "!";
  if (status == "fail") return "✗";
  if (status == "unknown") return "?";
  if (status == "waived") return "~";
  if (status == "upcoming") return "…";
  return status.empty() ? "•" : "–";
}

std::vector<Arrow> arrows_of(const engine::PhaseGraph& graph) {
  std::vector<Arrow> arrows;
  for (std::size_t to = 0; to < graph.phases.size(); ++to)
    for (const auto& alternatives : graph.phases[to].after)
      for (const std::uint32_t from : alternatives) arrows.push_back({from, to, alternatives.size() > 1});
  return arrows;
}

}  // namespace nexus::report
