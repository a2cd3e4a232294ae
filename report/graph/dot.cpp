#include "base/values/text.h"
#include "report/graph/graph.h"
#include "report/text_words.h"

#include <fmt/format.h>

/// DOT (graphviz.org/doc/info/lang.html), for those who lay out graphs with Graphviz themselves.
namespace nexus::report {

namespace {

/// Inside a quoted string; `\l` ends a line and sets it to the left.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : base::printable(text)) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

}  // namespace

base::Expected<std::string, std::string> draw_dot(const engine::PhaseGraph& graph) {
  std::string out = "digraph phases {\n  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"]\n";
  for (std::size_t i = 0; i < graph.phases.size(); ++i) {
    const engine::PhaseGraph::Phase& phase = graph.phases[i];
    const Paint paint = paint_of(phase.status);
    std::string label = escaped(phase.name);
    if (!phase.status.empty()) label += ": " + status_words(phase.status);
    label += "\\l";
    if (!phase.title.empty()) label += escaped(phase.title) + "\\l";
    for (const auto& gate : phase.gates) label += fmt::format("{} {}\\l", mark_of(gate.status), escaped(gate.name));
    if (!phase.note.empty()) label += escaped(phase.note) + "\\l";
    out += fmt::format("  p{} [label=\"{}\", fillcolor=\"{}\", color=\"{}\", fontcolor=\"{}\"]\n", i, label, paint.fill, paint.line, paint.text);
  }
  for (const Arrow& arrow : arrows_of(graph)) out += fmt::format("  p{} -> p{}{}\n", arrow.from, arrow.to, arrow.one_of_several ? " [style=dashed, label=\"or\"]" : "");
  return out + "}\n";
}

}  // namespace nexus::report
