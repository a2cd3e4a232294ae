#include "base/overloaded.h"
#include "base/values/text.h"
#include "report/doc/policy_document.h"
#include "report/graph/graph.h"
#include "report/markdown_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

/// GitHub's Markdown (github.github.com/gfm): tables, and pictures that Mermaid draws.
namespace nexus::report::doc {

namespace {

std::string inlined(const Sentence& sentence, bool in_table = false) {
  std::string line;
  for (const Phrase& phrase : sentence) {
    if (phrase.text.empty()) continue;
    std::string text;
    switch (phrase.kind) {
      case Phrase::Kind::words:
        text = markdown_text(phrase.text);
        break;
      case Phrase::Kind::code:
      case Phrase::Kind::source:
        text = markdown_code(phrase.text, in_table);
        break;
      case Phrase::Kind::value:
      case Phrase::Kind::level:
        text = "**" + markdown_text(phrase.text) + "**";
        break;
      case Phrase::Kind::blank:
        text = "*‹" + markdown_text(phrase.text) + "›*";
        break;
    }
    if (line.ends_with('`') && text.front() == '`') line += ' ';  // else they are one span
    line += phrase.target.empty() ? text : fmt::format("[{}](#{})", text, phrase.target);
  }
  return line;
}

/// A paragraph whose first characters begin no list, and underline nothing.
std::string paragraph(const Sentence& sentence) {
  std::string line = inlined(sentence);
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  if (digits != 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')'))
    return line.insert(digits, "\\");
  return !line.empty() && std::string_view("-+=").find(line.front()) != std::string_view::npos ? "\\" + line : line;
}

class Writer {
 public:
  std::string write(const PolicyDocument& document) {
    out_ = "# " + markdown_text(document.title) + "\n\n";
    blocks(document.blocks);
    for (const Section& section : document.sections) this->section(section, 2);
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  void section(const Section& section, std::size_t depth) {
    if (!section.anchor.empty()) out_ += fmt::format("<a id=\"{}\"></a>\n\n", section.anchor);
    out_ += std::string(std::min<std::size_t>(depth, 6), '#') + " " + markdown_text(section.title) + "\n\n";
    if (!section.name.empty())
      out_ += fmt::format("{} {}\n\n", markdown_text(section.kind), markdown_code(section.name, false));
    blocks(section.blocks);
    for (const Section& inner : section.sections) this->section(inner, depth + 1);
  }

  void blocks(const std::vector<Block>& blocks) {
    for (const Block& block : blocks)
      std::visit(base::overloaded{
                     [&](const Paragraph& text) { out_ += paragraph(text.sentence) + "\n\n"; },
                     [&](const Preformatted& listing) { preformatted(listing.text); },
                     [&](const std::vector<Statement>& statements) {
                       for (const Statement& statement : statements) item(statement, 0);
                       out_ += '\n';
                     },
                     [&](const std::vector<Fact>& facts) {
                       this->facts(facts, 0);
                       out_ += '\n';
                     },
                     [&](const Demand& demand) { this->demand(demand); },
                     [&](const Grid& grid) { table(grid); },
                     [&](const engine::PhaseGraph& graph) {
                       if (const auto drawn = draw_mermaid(graph)) out_ += "```mermaid\n" + *drawn + "```\n\n";
                     },
                 },
                 block);
  }

  void preformatted(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string line = base::printable(text.substr(0, end));
      out_ += line.empty() ? "\n" : "    " + line + "\n";
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    out_ += '\n';
  }

  void item(const Statement& statement, std::size_t depth) {
    // What has no words of its own is its parts.
    if (!statement.sentence.empty()) out_ += std::string(2 * depth, ' ') + "- " + inlined(statement.sentence) + "\n";
    for (const Statement& part : statement.parts) item(part, depth + (statement.sentence.empty() ? 0 : 1));
  }

  void facts(const std::vector<Fact>& facts, std::size_t depth) {
    for (const Fact& fact : facts) {
      const std::string words = inlined(fact.statement.sentence);
      out_ += fmt::format("{}- *{}:*{}{}\n", std::string(2 * depth, ' '), markdown_text(fact.label),
                          words.empty() ? "" : " ", words);
      for (const Statement& part : fact.statement.parts) item(part, depth + 1);
    }
  }

  void demand(const Demand& demand) {
    out_ += "- ";
    if (!demand.anchor.empty()) out_ += fmt::format("<a id=\"{}\"></a>", demand.anchor);
    for (const Sentence& lead : demand.lead) out_ += inlined(lead) + "<br>";
    out_ += inlined(demand.statement.sentence);
    out_ += demand.name.empty() ? "\n" : " · *" + markdown_text(demand.name) + "*\n";
    for (const Statement& part : demand.statement.parts) item(part, 1);
    facts(demand.facts, 1);
    out_ += '\n';
  }

  void table(const Grid& grid) {
    for (const std::string& cell : grid.header) out_ += "| " + markdown_text(cell) + " ";
    out_ += "|\n";
    for (std::size_t i = 0; i < grid.header.size(); ++i) out_ += "|---";
    out_ += "|\n";
    for (std::size_t row = 0; row < grid.rows.size(); ++row) {
      for (std::size_t column = 0; column < grid.rows[row].size(); ++column) {
        const std::string cell = inlined(grid.rows[row][column], true);
        const std::string anchor =
            column == 0 && !grid.anchors.empty() ? fmt::format("<a id=\"{}\"></a>", grid.anchors[row]) : "";
        out_ += cell.empty() && anchor.empty() ? "| " : "| " + anchor + cell + " ";
      }
      out_ += "|\n";
    }
    out_ += '\n';
  }

  std::string out_;
};

}  // namespace

std::string render_markdown(const PolicyDocument& document) { return Writer().write(document); }

}  // namespace nexus::report::doc
