#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// The phases of a policy and how they hang together: what `nexus graph` draws.
namespace nexus::engine {

struct PhaseGraph {
  struct Gate {
    std::string name;
    std::string status;  ///< `pass`, `fail` …; empty where no snapshot was judged
  };
  struct Phase {
    std::string name;
    std::string title;
    std::string status;  ///< `ready`, `blocked` …; empty where no snapshot was judged
    std::string note;    ///< what it waits for, where it does
    std::vector<Gate> gates;  ///< that guard it
    /// What it comes after; of each item the alternatives, as positions in `phases`.
    std::vector<std::vector<std::uint32_t>> after;
  };
  std::vector<Phase> phases;

  /// Does a phase with that status let those after it go on?
  [[nodiscard]] static bool is_behind(const Phase& phase) { return phase.status == "done" || phase.status == "skipped"; }
};

}  // namespace nexus::engine
