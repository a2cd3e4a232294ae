#include "base/values/text.h"
#include "report/graph/graph.h"
#include "report/text_words.h"

#include <fmt/format.h>

/// Mermaid flowcharts (mermaid.js.org/syntax/flowchart.html): GitHub, GitLab and most wikis draw them from Markdown.
namespace nexus::report {

namespace {

/// Text inside a quoted label: entities are written with `#`.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : base::printable(text)) {
    switch (c) {
      case '"': result += "#quot;"; break;
      case '<': result += "#lt;"; break;
      case '>': result += "#gt;"; break;
      case '&': result += "#amp;"; break;
      case '#': result += "#35;"; break;
      case '`': result += "#96;"; break;
      default: result += c;
    }
  }
  return result;
}

}  // namespace

base::Expected<std::string, std::string> draw_mermaid(const engine::PhaseGraph& graph) {
  std::string out = "flowchart TD\n";
  for (std::size_t i = 0; i < graph.phases.size(); ++i) {
    const engine::PhaseGraph::Phase& phase = graph.phases[i];
    std::string label = fmt::format("<b>{}</b>", escaped(phase.name));
    if (!phase.status.empty()) label += fmt::format(" · {}", status_words(phase.status));
    if (!phase.title.empty()) label += "<br/>" + escaped(phase.title);
    for (const auto& gate : phase.gates) label += fmt::format("<br/>{} {}", mark_of(gate.status), escaped(gate.name));
    if (!phase.note.empty()) label += fmt::format("<br/><i>{}</i>", escaped(phase.note));
    out += fmt::format("  p{}[\"{}\"]\n", i, label);
  }
  for (const Arrow& arrow : arrows_of(graph)) out += fmt::format("  p{} {} p{}\n", arrow.from, arrow.one_of_several ? "-. or .->" : "-->", arrow.to);
  for (std::size_t i = 0; i < graph.phases.size(); ++i) {
    const Paint paint = paint_of(graph.phases[i].status);
    out += fmt::format("  style p{} fill:{},stroke:{},color:{}\n", i, paint.fill, paint.line, paint.text);
  }
  return out;
}

}  // namespace nexus::report
