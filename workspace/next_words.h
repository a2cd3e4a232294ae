#pragma once

#include "engine/next_report.h"
#include "workspace/draft.h"

#include <span>
#include <string>
#include <vector>

namespace nexus::workspace {

/// Tells ways of a draft as its readers are shown them: in the places of the documents as they are, with what is done to an
/// added item told along with it.
class NextWords {
 public:
  /// `chosen`: the actions of all steps, each with its first way. Everything must outlive it.
  NextWords(const Draft& draft, const Draft::State& after, std::span<const engine::Action> chosen,
            const base::Decimal& now, std::span<const std::string> inputs)
      : draft_(draft), after_(after), chosen_(chosen), now_(now), inputs_(inputs) {}

  /// `state` is that of the documents with this way.
  [[nodiscard]] engine::NextWay way(std::span<const engine::Action> actions, const Draft::State& state) const;

 private:
  const Draft& draft_;
  const Draft::State& after_;
  std::span<const engine::Action> chosen_;
  base::Decimal now_;
  std::span<const std::string> inputs_;
};

}  // namespace nexus::workspace
