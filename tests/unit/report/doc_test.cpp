#include "report/doc/policy_document.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report::doc {

namespace {

using Kind = Phrase::Kind;

constexpr std::string_view hostile = "<script>alert('1')</script> & \"x\" | `a` ]( *b* _c_ \x1b[31m\nnext";

Sentence of(Kind kind) { return {{kind, std::string(hostile), {}}}; }

/// The same text in every place where a policy may have put it.
PolicyDocument hostile_document() {
  const std::string text(hostile);
  Sentence sentence;
  for (const Kind kind : {Kind::words, Kind::code, Kind::value, Kind::level, Kind::blank, Kind::source})
    sentence.push_back({kind, text, {}});
  engine::PhaseGraph graph;
  graph.phases.push_back({.name = text, .title = text, .status = "", .note = "", .gates = {{text, ""}}, .after = {}});
  Section section{.anchor = "a", .kind = text, .title = text, .name = text, .blocks = {}, .sections = {}};
  section.blocks.emplace_back(Paragraph{sentence});
  section.blocks.emplace_back(Preformatted{text});
  section.blocks.emplace_back(std::vector<Statement>{{sentence, {{sentence, {}}}}});
  section.blocks.emplace_back(std::vector<Fact>{{text, {sentence, {}}}});
  section.blocks.emplace_back(Demand{
      .anchor = "d", .name = text, .lead = {sentence}, .statement = {sentence, {}}, .facts = {{text, {sentence, {}}}}});
  section.blocks.emplace_back(Grid{{text, text}, {{sentence, sentence}}, {"row"}});
  section.blocks.emplace_back(graph);
  return {text, {}, {std::move(section)}};
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

/// Every tag that is opened is closed, in turn. Gives the first one that is not.
std::string unbalanced(std::string_view html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const std::size_t end = html.find('>', at);
    if (end == std::string_view::npos) return "<";
    const std::string_view tag = html.substr(at + 1, end - at - 1);
    const std::string name(tag.substr(0, tag.find_first_of(" \n")));
    if (name == "!DOCTYPE" || name == "meta" || name == "br" || tag.ends_with('/')) continue;
    if (!name.starts_with('/')) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name.substr(1)) {
      return name;
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

/// What stands outside of spans of code, and means something: spans begin and end with as many backticks.
std::string without_code(std::string_view line) {
  std::string rest;
  for (std::size_t at = 0; at < line.size();) {
    if (line[at] == '\\') {
      at += 2;
    } else if (line[at] == '`') {
      const std::size_t end = std::min(line.find_first_not_of('`', at), line.size());
      const std::string fence(line.substr(at, end - at));
      const std::size_t close = line.find(fence, end);
      at = close == std::string_view::npos ? line.size() : close + fence.size();
    } else {
      rest += line[at++];
    }
  }
  return rest;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

TEST_CASE("whatever a policy says is text in HTML") {
  const std::string html = render_html(hostile_document());
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find('\x1b') == std::string::npos);
  CHECK(html.find("&lt;script&gt;") != std::string::npos);
  CHECK(unbalanced(html) == "");
}

TEST_CASE("whatever a policy says is text in Markdown") {
  for (const std::string& line : lines_of(render_markdown(hostile_document()))) {
    CHECK(line.find('\x1b') == std::string::npos);
    if (line.starts_with("    <") || line.starts_with("  p0"))
      continue;  // code as it stands, and what report/graph draws
    INFO(line);
    CHECK(without_code(line).find("<script") == std::string::npos);
    CHECK(without_code(line).find(" *b* ") == std::string::npos);
  }
}

TEST_CASE("a cell stays one cell") {
  const PolicyDocument document{"t", {Grid{{"a", "b"}, {{of(Kind::words), of(Kind::code)}}, {}}}, {}};
  const std::vector<std::string> lines = lines_of(render_markdown(document));
  REQUIRE(lines.size() == 5);
  std::size_t bars = 0;
  for (std::size_t i = 0; i < lines[4].size(); ++i)
    bars += lines[4][i] == '|' && (i == 0 || lines[4][i - 1] != '\\') ? 1 : 0;
  CHECK(bars == 3);
}

TEST_CASE("a page needs nothing from elsewhere") {
  const std::string html = render_html(hostile_document());
  for (const std::string_view way_out : {" src=", "url(", "@import", "<link", "<script"})
    CHECK(html.find(way_out) == std::string::npos);
  // The name of SVG's own namespace is no address.
  CHECK(count(html, "http") == count(html, "http://www.w3.org/2000/svg"));
}

TEST_CASE("a paragraph begins no list and no heading") {
  const auto first = [](std::string text) {
    return lines_of(render_markdown({"t", {Paragraph{{{Kind::words, std::move(text), {}}}}}, {}}))[2];
  };
  CHECK(first("1. first") == "1\\. first");
  CHECK(first("- item") == "\\- item");
  CHECK(first("# head") == "\\# head");
  CHECK(first("2026 was a year") == "2026 was a year");
  CHECK(first("a_b and _c_") == "a_b and \\_c\\_");
}

TEST_CASE("the same document gives the same bytes") {
  for (const Format& format : formats()) CHECK(format.render(hostile_document()) == format.render(hostile_document()));
}

}  // namespace nexus::report::doc
