#include "base/overloaded.h"
#include "base/values/text.h"
#include "report/doc/policy_document.h"
#include "report/graph/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

/// GitHub's Markdown (github.github.com/gfm): tables, and pictures that Mermaid draws.
namespace nexus::report::doc {

namespace {

/// Text that is nothing but text, on one line.
std::string escaped(std::string_view text) {
  static constexpr std::string_view special = "\\`*[]<>|~#$&";
  const std::string shown = base::printable(text);
  const auto is_in_word = [&](std::size_t at) {
    return at < shown.size() && (std::isalnum(static_cast<unsigned char>(shown[at])) != 0);
  };
  std::string result;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool is_mark = shown[i] == '_' ? i == 0 || !is_in_word(i - 1) || !is_in_word(i + 1)
                                         : special.find(shown[i]) != std::string_view::npos;
    if (is_mark) result += '\\';
    result += shown[i];
  }
  return result;
}

/// A span of code: between more backticks than are in it.
std::string code(std::string_view text, bool in_table) {
  std::string shown = base::printable(text);
  std::size_t longest = 0, run = 0;
  for (const char c : shown) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  if (in_table)
    for (std::size_t at = 0; (at = shown.find('|', at)) != std::string::npos; at += 2) shown.insert(at, "\\");
  const std::string fence(longest + 1, '`'), pad = longest != 0 ? " " : "";
  return fence + pad + shown + pad + fence;
}

std::string inlined(const Sentence& sentence, bool in_table = false) {
  std::string line;
  for (const Phrase& phrase : sentence) {
    if (phrase.text.empty()) continue;
    std::string text;
    switch (phrase.kind) {
      case Phrase::Kind::words:
        text = escaped(phrase.text);
        break;
      case Phrase::Kind::code:
      case Phrase::Kind::source:
        text = code(phrase.text, in_table);
        break;
      case Phrase::Kind::value:
      case Phrase::Kind::level:
        text = "**" + escaped(phrase.text) + "**";
        break;
      case Phrase::Kind::blank:
        text = "*‹" + escaped(phrase.text) + "›*";
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
    out_ = "# " + escaped(document.title) + "\n\n";
    blocks(document.blocks);
    for (const Section& section : document.sections) this->section(section, 2);
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  void section(const Section& section, std::size_t depth) {
    if (!section.anchor.empty()) out_ += fmt::format("<a id=\"{}\"></a>\n\n", section.anchor);
    out_ += std::string(std::min<std::size_t>(depth, 6), '#') + " " + escaped(section.title) + "\n\n";
    if (!section.name.empty()) out_ += fmt::format("{} {}\n\n", escaped(section.kind), code(section.name, false));
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
      out_ += fmt::format("{}- *{}:*{}{}\n", std::string(2 * depth, ' '), escaped(fact.label), words.empty() ? "" : " ",
                          words);
      for (const Statement& part : fact.statement.parts) item(part, depth + 1);
    }
  }

  void demand(const Demand& demand) {
    out_ += "- ";
    if (!demand.anchor.empty()) out_ += fmt::format("<a id=\"{}\"></a>", demand.anchor);
    for (const Sentence& lead : demand.lead) out_ += inlined(lead) + "<br>";
    out_ += inlined(demand.statement.sentence);
    out_ += demand.name.empty() ? "\n" : " · *" + escaped(demand.name) + "*\n";
    for (const Statement& part : demand.statement.parts) item(part, 1);
    facts(demand.facts, 1);
    out_ += '\n';
  }

  void table(const Grid& grid) {
    for (const std::string& cell : grid.header) out_ += "| " + escaped(cell) + " ";
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
