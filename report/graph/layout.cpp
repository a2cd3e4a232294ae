#include "report/graph/layout.h"

#include <dlfcn.h>
#include <graphviz/gvc.h>

namespace nexus::report {

namespace {

constexpr double points_per_inch = 72;

/// The few functions of Graphviz that are needed, found when they are: linked, its libraries would make each start of the
/// program slower.
class Graphviz {
 public:
  /// Null where the library is not there.
  static const Graphviz* find() {
    static const Graphviz loaded;
    return loaded.is_there_ ? &loaded : nullptr;
  }

  decltype(&::gvContext) context = nullptr;
  decltype(&::gvLayout) layout = nullptr;
  decltype(&::gvFreeLayout) free_layout = nullptr;
  decltype(&::gvFreeContext) free_context = nullptr;
  decltype(&::agopen) open = nullptr;
  decltype(&::agclose) close = nullptr;
  decltype(&::agnode) node = nullptr;
  decltype(&::agedge) edge = nullptr;
  decltype(&::agsafeset) set = nullptr;
  const Agdesc_t* directed = nullptr;

 private:
  Graphviz() {
    // Never closed: its plugins do not bear it.
    void* const layouts = ::dlopen("libgvc.so.6", RTLD_NOW | RTLD_LOCAL);
    void* const graphs = ::dlopen("libcgraph.so.6", RTLD_NOW | RTLD_LOCAL);
    if (layouts == nullptr || graphs == nullptr) return;
    is_there_ = look_up(layouts, "gvContext", context) && look_up(layouts, "gvLayout", layout) && look_up(layouts, "gvFreeLayout", free_layout) &&
                look_up(layouts, "gvFreeContext", free_context) && look_up(graphs, "agopen", open) && look_up(graphs, "agclose", close) &&
                look_up(graphs, "agnode", node) && look_up(graphs, "agedge", edge) && look_up(graphs, "agsafeset", set) && look_up(graphs, "Agdirected", directed);
  }

  template <class T>
  static bool look_up(void* library, const char* name, T& into) {
    into = reinterpret_cast<T>(::dlsym(library, name));
    return into != nullptr;
  }

  bool is_there_ = false;
};

/// One graph and what it is laid out with; gone with this.
class Drawing {
 public:
  explicit Drawing(const Graphviz& library) : library_(library), context_(library.context()), graph_(library.open(text("phases"), *library.directed, nullptr)) {
    set(graph_, "rankdir", "TB");
    set(graph_, "nodesep", "0.35");
    set(graph_, "ranksep", "0.45");
  }
  Drawing(const Drawing&) = delete;
  Drawing& operator=(const Drawing&) = delete;
  ~Drawing() {
    if (laid_out_) library_.free_layout(context_, graph_);
    library_.close(graph_);
    library_.free_context(context_);
  }

  GraphLayout lay_out(std::span<const Box> boxes, std::span<const Link> links) {
    std::vector<Agnode_t*> nodes;
    for (const Box& box : boxes) {
      Agnode_t* const node = library_.node(graph_, nullptr, 1);
      set(node, "shape", "box");
      set(node, "label", "");
      set(node, "fixedsize", "true");
      set(node, "width", std::to_string(box.width / points_per_inch));
      set(node, "height", std::to_string(box.height / points_per_inch));
      nodes.push_back(node);
    }
    std::vector<Agedge_t*> edges;
    for (const Link& link : links) edges.push_back(library_.edge(graph_, nodes[link.from], nodes[link.to], nullptr, 1));
    laid_out_ = library_.layout(context_, graph_, "dot") == 0;
    GraphLayout result;
    if (!laid_out_) return result;
    const ::boxf bounds = GD_bb(graph_);
    result.size = {bounds.UR.x, bounds.UR.y};
    const auto point = [&](const ::pointf& p) { return Point{p.x, bounds.UR.y - p.y}; };  // its y grows upwards
    for (Agnode_t* const node : nodes) result.centres.push_back(point(ND_coord(node)));
    for (Agedge_t* const edge : edges) {
      std::vector<Point>& route = result.routes.emplace_back();
      const ::splines* const found = ED_spl(edge);
      if (found == nullptr || found->size == 0) continue;
      const ::bezier& curve = found->list[0];
      for (decltype(curve.size) i = 0; i < curve.size; ++i) route.push_back(point(curve.list[i]));
      if (curve.eflag != 0) route.insert(route.end(), 3, point(curve.ep));  // to where the tip of the arrow is
    }
    return result;
  }

 private:
  /// Graphviz takes `char*` for what it does not change.
  static char* text(const char* constant) { return const_cast<char*>(constant); }  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  void set(void* object, const char* name, const std::string& value) { library_.set(object, text(name), text(value.c_str()), text("")); }

  const Graphviz& library_;
  GVC_t* context_;
  Agraph_t* graph_;
  bool laid_out_ = false;
};

}  // namespace

base::Expected<GraphLayout, std::string> lay_out(std::span<const Box> boxes, std::span<const Link> links) {
  const Graphviz* const library = Graphviz::find();
  if (library == nullptr) return base::Unexpected{std::string("Graphviz's library (libgvc.so.6) is not there")};
  GraphLayout layout = Drawing(*library).lay_out(boxes, links);
  if (layout.centres.size() != boxes.size()) return base::Unexpected{std::string("Graphviz could not lay this graph out")};
  return layout;
}

}  // namespace nexus::report
