#pragma once

#include "base/expected.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace nexus::report {

struct Point {
  double x = 0, y = 0;  ///< from the top left corner
};
struct Box {
  double width = 0, height = 0;
};
struct Link {
  std::size_t from = 0, to = 0;
};
/// Where everything stands, in the units in which the boxes were given.
struct GraphLayout {
  Box size;
  std::vector<Point> centres;             ///< by box
  std::vector<std::vector<Point>> routes; ///< by link: control points of a Bézier spline, 3n + 1 of them, along the arrow
};

/// Lays a directed graph out in ranks from top to bottom, with Graphviz's `dot` (Gansner, Koutsofios, North and Vo,
/// "A technique for drawing directed graphs", 1993). Its library is loaded when this is first called: nothing else needs
/// it. Gives a sentence where it is not there.
[[nodiscard]] base::Expected<GraphLayout, std::string> lay_out(std::span<const Box> boxes, std::span<const Link> links);

}  // namespace nexus::report
