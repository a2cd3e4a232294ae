#include "report/graph/graph.h"
#include "report/graph/layout.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace nexus::report {

namespace {

engine::PhaseGraph hostile() {
  engine::PhaseGraph graph;
  graph.phases.push_back({.name = "a<b>&\"'", .title = "`x` # \\ \x1b[31m", .status = "done", .note = "", .gates = {{"g\"<", "pass"}}, .after = {}});
  graph.phases.push_back({.name = "b", .title = std::string(200, 'w'), .status = "out_of_order", .note = "waits for `a`", .gates = {}, .after = {{0}}});
  return graph;
}

std::string drawn(base::Expected<std::string, std::string> result) {
  REQUIRE(result);
  return *std::move(result);
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("what names and titles say is text in every notation") {
  const std::string mermaid = drawn(draw_mermaid(hostile())), dot = drawn(draw_dot(hostile())), svg = drawn(draw_svg(hostile()));
  for (const std::string& picture : {mermaid, dot, svg}) CHECK(!holds(picture, "\x1b"));
  CHECK(holds(mermaid, "a#lt;b#gt;#amp;#quot;'</b>"));
  CHECK(holds(mermaid, "#96;x#96; #35; "));
  CHECK(holds(dot, "a<b>&\\\"'"));
  CHECK(holds(dot, "`x` # \\\\ "));
  CHECK(holds(svg, "a&lt;b&gt;&amp;&quot;&apos;"));
  CHECK(!holds(svg, "<b>"));
}

TEST_CASE("a status is written, not only painted") {
  for (const DrawGraph draw : {draw_mermaid, draw_dot, draw_svg}) CHECK(holds(drawn(draw(hostile())), "out of order"));
}

TEST_CASE("the same graph gives the same picture") { CHECK(drawn(draw_svg(hostile())) == drawn(draw_svg(hostile()))); }

TEST_CASE("of many gates those that pass are left out first") {
  engine::PhaseGraph graph;
  graph.phases.push_back({.name = "p", .title = "", .status = "blocked", .note = "", .gates = {}, .after = {}});
  for (int i = 0; i < 20; ++i) graph.phases[0].gates.push_back({"fine" + std::to_string(i), "pass"});
  graph.phases[0].gates.push_back({"broken", "fail"});
  const std::string svg = drawn(draw_svg(graph));
  CHECK(holds(svg, ">broken<"));
  CHECK(holds(svg, "and 13 more gates"));
}

TEST_CASE("boxes stand apart, inside the picture, and arrows go from one to the other") {
  std::mt19937 random(7);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (int round = 0; round < 20; ++round) {
    std::vector<Box> boxes;
    std::vector<Link> links;
    for (std::size_t i = 0; i < 1 + below(50); ++i) {
      boxes.push_back({100.0 + static_cast<double>(below(200)), 30.0 + static_cast<double>(below(120))});
      for (std::size_t j = below(3); i > 0 && j > 0; --j) links.push_back({below(i), i});
    }
    const auto layout = lay_out(boxes, links);
    REQUIRE(layout);
    REQUIRE(layout->centres.size() == boxes.size());
    REQUIRE(layout->routes.size() == links.size());
    const auto apart = [&](std::size_t a, std::size_t b) {
      const Point &p = layout->centres[a], &q = layout->centres[b];
      return std::abs(p.x - q.x) + 0.5 >= (boxes[a].width + boxes[b].width) / 2 || std::abs(p.y - q.y) + 0.5 >= (boxes[a].height + boxes[b].height) / 2;
    };
    for (std::size_t a = 0; a < boxes.size(); ++a) {
      CHECK(layout->centres[a].x - boxes[a].width / 2 >= -1);
      CHECK(layout->centres[a].x + boxes[a].width / 2 <= layout->size.width + 1);
      CHECK(layout->centres[a].y + boxes[a].height / 2 <= layout->size.height + 1);
      for (std::size_t b = a + 1; b < boxes.size(); ++b) CHECK(apart(a, b));
    }
    for (std::size_t i = 0; i < links.size(); ++i) {
      const std::vector<Point>& route = layout->routes[i];
      REQUIRE(route.size() >= 4);
      CHECK((route.size() - 1) % 3 == 0);
      CHECK(route.front().y < route.back().y);  // downwards
      // The tip touches the edge of its box: outside by nothing, and by nothing from the nearest side.
      const Point& centre = layout->centres[links[i].to];
      const double x = std::abs(route.back().x - centre.x) - boxes[links[i].to].width / 2, y = std::abs(route.back().y - centre.y) - boxes[links[i].to].height / 2;
      CHECK(std::abs(std::max(x, y)) < 2);
    }
  }
}

}  // namespace nexus::report
