#include "base/overloaded.h"
#include "base/values/text.h"
#include "report/doc/html_style.h"
#include "report/doc/policy_document.h"
#include "report/graph/graph.h"
#include "report/xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

/// One page that stands alone: no style sheet, font, script or picture from elsewhere.
namespace nexus::report::doc {

namespace {

std::string escaped(std::string_view text) { return xml_escaped(base::printable(text)); }

std::string inlined(const Sentence& sentence) {
  std::string line;
  for (const Phrase& phrase : sentence) {
    const std::string words = escaped(phrase.text);
    std::string text;
    switch (phrase.kind) {
      case Phrase::Kind::words:
        text = words;
        break;
      case Phrase::Kind::code:
      case Phrase::Kind::source:
        text = "<code>" + words + "</code>";
        break;
      case Phrase::Kind::value:
        text = "<b>" + words + "</b>";
        break;
      case Phrase::Kind::level:
        text = fmt::format("<span class=\"level {0}\">{0}</span>", words);
        break;
      case Phrase::Kind::blank:
        text = "<i class=\"blank\">" + words + "</i>";
        break;
    }
    line += phrase.target.empty() ? text : fmt::format("<a href=\"#{}\">{}</a>", escaped(phrase.target), text);
  }
  return line;
}

class Writer {
 public:
  std::string write(const PolicyDocument& document) {
    const std::string title = escaped(document.title);
    out_ = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" "
        "content=\"light dark\">\n"
        "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        title, html_style());
    contents(document);
    out_ += "<main>\n<h1>" + title + "</h1>\n";
    blocks(document.blocks);
    for (const Section& section : document.sections) this->section(section, 2);
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  void contents(const PolicyDocument& document) {
    out_ += "<nav aria-label=\"Contents\">\n<ul>\n";
    for (const Section& section : document.sections) {
      out_ += fmt::format("<li><a href=\"#{}\">{}</a>", escaped(section.anchor), escaped(section.title));
      if (!section.sections.empty()) {
        out_ += "\n<ul>\n";
        for (const Section& inner : section.sections)
          out_ += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", escaped(inner.anchor), escaped(inner.title));
        out_ += "</ul>\n";
      }
      out_ += "</li>\n";
    }
    out_ += "</ul>\n</nav>\n";
  }

  void section(const Section& section, std::size_t depth) {
    const std::size_t level = std::min<std::size_t>(depth, 6);
    out_ +=
        fmt::format("<section id=\"{}\"{}>\n", escaped(section.anchor), section.name.empty() ? "" : " class=\"rule\"");
    if (!section.name.empty())
      out_ += fmt::format("<p class=\"kind\">{} <code>{}</code></p>\n", escaped(section.kind), escaped(section.name));
    if (section.name.empty() && !section.kind.empty())
      out_ += fmt::format("<p class=\"kind\">{}</p>\n", escaped(section.kind));
    out_ += fmt::format("<h{0}>{1}</h{0}>\n", level, escaped(section.title));
    blocks(section.blocks);
    for (const Section& inner : section.sections) this->section(inner, depth + 1);
    out_ += "</section>\n";
  }

  void blocks(const std::vector<Block>& blocks) {
    for (const Block& block : blocks)
      std::visit(base::overloaded{
                     [&](const Paragraph& paragraph) { out_ += "<p>" + inlined(paragraph.sentence) + "</p>\n"; },
                     [&](const Preformatted& listing) { preformatted(listing.text); },
                     [&](const std::vector<Statement>& statements) { list(statements); },
                     [&](const std::vector<Fact>& facts) { this->facts(facts); },
                     [&](const Demand& demand) { this->demand(demand); },
                     [&](const Grid& grid) { table(grid); },
                     [&](const engine::PhaseGraph& graph) { picture(graph); },
                 },
                 block);
  }

  void preformatted(std::string_view text) {
    out_ += "<pre>";
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      out_ += escaped(text.substr(0, end)) + "\n";
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    out_ += "</pre>\n";
  }

  void list(const std::vector<Statement>& statements) {
    out_ += "<ul>\n";
    for (const Statement& statement : statements) {
      out_ += "<li>";
      this->statement(statement);
      out_ += "</li>\n";
    }
    out_ += "</ul>\n";
  }

  void statement(const Statement& statement) {
    out_ += inlined(statement.sentence);
    if (!statement.parts.empty()) list(statement.parts);
  }

  void facts(const std::vector<Fact>& facts) {
    if (facts.empty()) return;
    out_ += "<dl>\n";
    for (const Fact& fact : facts) {
      out_ += "<dt>" + escaped(fact.label) + "</dt><dd>";
      statement(fact.statement);
      out_ += "</dd>\n";
    }
    out_ += "</dl>\n";
  }

  void demand(const Demand& demand) {
    const std::string id = demand.anchor.empty() ? "" : fmt::format(" id=\"{}\"", escaped(demand.anchor));
    out_ += fmt::format("<div class=\"demand\"{}>\n", id);
    if (!demand.name.empty()) out_ += "<p class=\"name\">" + escaped(demand.name) + "</p>\n";
    for (const Sentence& lead : demand.lead) out_ += "<p class=\"lead\">" + inlined(lead) + "</p>\n";
    out_ += "<div class=\"statement\">";
    statement(demand.statement);
    out_ += "</div>\n";
    facts(demand.facts);
    out_ += "</div>\n";
  }

  void table(const Grid& grid) {
    out_ += "<div class=\"table\"><table>\n<thead><tr>";
    for (const std::string& cell : grid.header) out_ += "<th>" + escaped(cell) + "</th>";
    out_ += "</tr></thead>\n<tbody>\n";
    for (std::size_t row = 0; row < grid.rows.size(); ++row) {
      out_ += grid.anchors.empty() ? "<tr>" : fmt::format("<tr id=\"{}\">", escaped(grid.anchors[row]));
      for (const Sentence& cell : grid.rows[row]) out_ += "<td>" + inlined(cell) + "</td>";
      out_ += "</tr>\n";
    }
    out_ += "</tbody>\n</table></div>\n";
  }

  /// Where there is no Graphviz to place the boxes, the phases still say what they come after.
  void picture(const engine::PhaseGraph& graph) {
    if (const auto drawn = draw_svg(graph)) out_ += "<div class=\"graph\">" + *drawn + "</div>\n";
  }

  std::string out_;
};

}  // namespace

std::string render_html(const PolicyDocument& document) { return Writer().write(document); }

}  // namespace nexus::report::doc
