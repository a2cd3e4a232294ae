#include "base/diagnostics/display.h"
#include "base/values/text.h"
#include "report/graph/graph.h"
#include "report/graph/layout.h"
#include "report/text_words.h"
#include "report/xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

/// A picture that stands alone: no style sheet, font or script from elsewhere.
namespace nexus::report {

namespace {

// Pixels.
constexpr double margin = 16, padding = 10, line_height = 17, name_height = 22, widest = 340, narrowest = 150;
constexpr std::size_t longest_line = 46;  // characters; what is longer is cut or goes on below
constexpr std::size_t most_gates = 8;

struct Line {
  enum class Kind : std::uint8_t { name, title, gate, note };
  Kind kind;
  std::string text;
  std::string status = {};  ///< of a name: the phase's; of a gate: its own
};

struct PhaseBox {
  std::vector<Line> lines;
  Box size;
};

/// Words on lines of at most `longest_line` characters, `most` of them; the last one says where something is left out.
std::vector<std::string> wrapped(std::string_view text, std::size_t most) {
  std::vector<std::string> lines{""};
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const bool fits = lines.back().empty() || base::display_width(lines.back()) + 1 + base::display_width(word) <= longest_line;
    if (!fits && lines.size() == most) {
      lines.back() += " …";
      return lines;
    }
    if (!fits) lines.emplace_back();
    lines.back().append(lines.back().empty() ? "" : " ").append(word);
    at = end + 1;
  }
  return lines;
}

/// How wide a text probably is: fonts differ, and a box that is a little too wide does no harm.
double width_of(const Line& line) {
  const double per_character = line.kind == Line::Kind::name ? 8.6 : 7.0;
  double width = static_cast<double>(base::display_width(line.text)) * per_character;
  if (line.kind == Line::Kind::name && !line.status.empty()) width += 24 + static_cast<double>(line.status.size()) * 7.0;
  if (line.kind == Line::Kind::gate) width += 18 + (line.status.empty() ? 0 : 10 + static_cast<double>(line.status.size()) * 7.0);
  return width;
}

PhaseBox box_of(const engine::PhaseGraph::Phase& phase) {
  PhaseBox box;
  box.lines.push_back({Line::Kind::name, base::printable(phase.name), status_words(phase.status)});
  if (!phase.title.empty())
    for (std::string& line : wrapped(base::printable(phase.title), 2)) box.lines.push_back({Line::Kind::title, std::move(line)});
  // Where not all are shown, those that pass are the first to go.
  std::vector<engine::PhaseGraph::Gate> gates = phase.gates;
  if (gates.size() > most_gates) std::stable_partition(gates.begin(), gates.end(), [](const auto& gate) { return gate.status != "pass"; });
  for (std::size_t i = 0; i < std::min(gates.size(), most_gates); ++i) box.lines.push_back({Line::Kind::gate, base::printable(gates[i].name), gates[i].status});
  if (gates.size() > most_gates) box.lines.push_back({Line::Kind::title, fmt::format("and {} more gates", gates.size() - most_gates)});
  if (!phase.note.empty())
    for (std::string& line : wrapped(base::printable(phase.note), 3)) box.lines.push_back({Line::Kind::note, std::move(line)});
  double width = narrowest;
  for (const Line& line : box.lines) width = std::max(width, width_of(line) + 2 * padding);
  box.size = {std::min(width, widest), 2 * padding + name_height + line_height * static_cast<double>(box.lines.size() - 1)};
  return box;
}

class Picture {
 public:
  Picture(const engine::PhaseGraph& graph, const std::vector<PhaseBox>& boxes, const std::vector<Arrow>& arrows, const GraphLayout& layout)
      : graph_(graph), boxes_(boxes), arrows_(arrows), layout_(layout) {}

  std::string draw() {
    const double width = std::ceil(layout_.size.width + 2 * margin), height = std::ceil(layout_.size.height + 2 * margin);
    add("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\" "
        "font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"12\">\n",
        width, height);
    add("<title>{}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n", xml_escaped(summary()));
    for (std::size_t i = 0; i < arrows_.size(); ++i) arrow(arrows_[i], layout_.routes[i]);
    for (std::size_t i = 0; i < boxes_.size(); ++i) phase(graph_.phases[i], boxes_[i], layout_.centres[i]);
    add("</svg>\n");
    return std::move(out_);
  }

 private:
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  /// `Phases: ci done, staging ready`, for those who cannot see the picture.
  [[nodiscard]] std::string summary() const {
    std::string words = "Phases:";
    for (const auto& phase : graph_.phases) words += (words.size() > 7 ? ", " : " ") + phase.name + (phase.status.empty() ? "" : " " + status_words(phase.status));
    return words;
  }

  void arrow(const Arrow& arrow, const std::vector<Point>& route) {
    if (route.size() < 4) return;
    const bool open = engine::PhaseGraph::is_behind(graph_.phases[arrow.from]);
    const std::string_view colour = open ? "#2e7d32" : "#8a94a3";
    add("<path d=\"M{:.1f},{:.1f}", route[0].x + margin, route[0].y + margin);
    for (std::size_t i = 1; i + 2 < route.size(); i += 3)
      add(" C{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}", route[i].x + margin, route[i].y + margin, route[i + 1].x + margin, route[i + 1].y + margin, route[i + 2].x + margin,
          route[i + 2].y + margin);
    add("\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\"{}/>\n", colour, arrow.one_of_several ? " stroke-dasharray=\"5 4\"" : "");
    tip(route, colour);
    if (!arrow.one_of_several) return;
    const Point& middle = route[route.size() / 2];
    add("<text x=\"{:.1f}\" y=\"{:.1f}\" fill=\"#4d5866\">or</text>\n", middle.x + margin + 5, middle.y + margin);
  }

  void tip(const std::vector<Point>& route, std::string_view colour) {
    constexpr double length = 9, half_width = 4;
    const Point end = route.back();
    // The last control point may coincide with the end.
    const auto before = std::find_if(route.rbegin(), route.rend(), [&](const Point& p) { return std::hypot(end.x - p.x, end.y - p.y) > 1; });
    if (before == route.rend()) return;
    const double distance = std::hypot(end.x - before->x, end.y - before->y);
    const double x = (end.x - before->x) / distance, y = (end.y - before->y) / distance;
    add("<path d=\"M{:.1f},{:.1f} L{:.1f},{:.1f} L{:.1f},{:.1f} Z\" fill=\"{}\"/>\n", end.x + margin, end.y + margin, end.x - length * x - half_width * y + margin,
        end.y - length * y + half_width * x + margin, end.x - length * x + half_width * y + margin, end.y - length * y - half_width * x + margin, colour);
  }

  void phase(const engine::PhaseGraph::Phase& phase, const PhaseBox& box, const Point& centre) {
    const Paint paint = paint_of(phase.status);
    const double left = centre.x - box.size.width / 2 + margin, top = centre.y - box.size.height / 2 + margin;
    add("<g>\n<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"7\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.4\"{}/>\n", left, top, box.size.width,
        box.size.height, paint.fill, paint.line, phase.status == "skipped" ? " stroke-dasharray=\"4 3\"" : "");
    double y = top + padding + 12;
    for (const Line& line : box.lines) {
      write(line, left + padding, left + box.size.width - padding, y, paint);
      y += line.kind == Line::Kind::name ? name_height : line_height;
    }
    add("</g>\n");
  }

  void write(const Line& line, double left, double right, double y, const Paint& paint) {
    const auto text = [&](double x, std::string_view attributes, std::string_view words) { add("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x, y, attributes, xml_escaped(words)); };
    switch (line.kind) {
      case Line::Kind::name:
        text(left, fmt::format("font-size=\"14\" font-weight=\"bold\" fill=\"{}\"", paint.text), line.text);
        if (!line.status.empty()) text(right, fmt::format("text-anchor=\"end\" font-weight=\"bold\" fill=\"{}\"", paint.line), line.status);
        break;
      case Line::Kind::title: text(left, "fill=\"#3c4450\"", line.text); break;
      case Line::Kind::note: text(left, fmt::format("font-style=\"italic\" fill=\"{}\"", paint.text), line.text); break;
      case Line::Kind::gate: {
        const std::string colour = gate_colour(line.status);
        text(left, fmt::format("font-weight=\"bold\" fill=\"{}\"", colour), mark_of(line.status));
        text(left + 16, "fill=\"#1f2630\"", line.text);
        if (!line.status.empty()) text(right, fmt::format("text-anchor=\"end\" fill=\"{}\"", colour), line.status);
        break;
      }
    }
  }

  static std::string gate_colour(std::string_view status) {
    if (status == "pass") return "#2e7d32";
    if (status == "fail") return "#c62828";
    if (status == "warn") return "#a15c00";
    if (status == "unknown") return "#7b1fa2";
    return "#5f6b7a";
  }

  const engine::PhaseGraph& graph_;
  const std::vector<PhaseBox>& boxes_;
  const std::vector<Arrow>& arrows_;
  const GraphLayout& layout_;
  std::string out_;
};

}  // namespace

base::Expected<std::string, std::string> draw_svg(const engine::PhaseGraph& graph) {
  std::vector<PhaseBox> boxes;
  std::vector<Box> sizes;
  for (const auto& phase : graph.phases) sizes.push_back(boxes.emplace_back(box_of(phase)).size);
  const std::vector<Arrow> arrows = arrows_of(graph);
  std::vector<Link> links;
  for (const Arrow& arrow : arrows) links.push_back({arrow.from, arrow.to});
  const auto layout = lay_out(sizes, links);
  if (!layout) return base::Unexpected{layout.error()};
  return Picture(graph, boxes, arrows, *layout).draw();
}

}  // namespace nexus::report
