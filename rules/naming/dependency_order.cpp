#include "rules/naming/dependency_order.h"

#include <algorithm>

namespace nexus::rules::naming {

namespace {

enum class State : std::uint8_t { unseen, on_path, done };

class DepthFirst {
 public:
  explicit DepthFirst(const Uses& uses)
      : uses_(uses), state_(uses.size(), State::unseen), in_cycle_(uses.size(), false) {}

  DependencyOrder run() {
    result_.order.reserve(uses_.size());
    for (std::uint32_t start = 0; start < uses_.size(); ++start)
      if (state_[start] == State::unseen) visit_from(start);
    return std::move(result_);
  }

 private:
  struct Step {
    std::uint32_t node;
    std::size_t next;  // which of its uses comes next
  };

  void visit_from(std::uint32_t start) {
    enter(start);
    while (!path_.empty()) {
      Step& step = path_.back();
      if (step.next == uses_[step.node].size()) {
        leave();
        continue;
      }
      const std::uint32_t used = uses_[step.node][step.next++];
      if (state_[used] == State::unseen)
        enter(used);
      else if (state_[used] == State::on_path)
        report_cycle(used);
    }
  }

  void enter(std::uint32_t node) {
    state_[node] = State::on_path;
    path_.push_back({node, 0});
  }

  void leave() {
    state_[path_.back().node] = State::done;
    result_.order.push_back(path_.back().node);
    path_.pop_back();
  }

  void report_cycle(std::uint32_t first) {
    const auto from = std::ranges::find(path_, first, &Step::node);
    std::vector<std::uint32_t> cycle;
    for (auto at = from; at != path_.end(); ++at) cycle.push_back(at->node);
    if (std::ranges::any_of(cycle, [this](std::uint32_t node) { return in_cycle_[node]; })) return;
    for (const std::uint32_t node : cycle) in_cycle_[node] = true;
    result_.cycles.push_back(std::move(cycle));
  }

  const Uses& uses_;
  std::vector<State> state_;
  std::vector<bool> in_cycle_;
  std::vector<Step> path_;
  DependencyOrder result_;
};

}  // namespace

DependencyOrder order_by_use(const Uses& uses) { return DepthFirst(uses).run(); }

}  // namespace nexus::rules::naming
