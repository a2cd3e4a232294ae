#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/source_map.h"
#include "grammar/syntax_tree.h"
#include "rules/plan/plan.h"

#include <string>
#include <vector>

namespace nexus::bench {

/// A policy compiled from text to plan, lints left out. Ends the program where it does not compile: a benchmark of that
/// would measure nothing.
class CompiledPolicy {
 public:
  explicit CompiledPolicy(std::string text);
  [[nodiscard]] const plan::Plan& plan() const { return plan_; }
  [[nodiscard]] const base::SourceMap& sources() const { return sources_; }

 private:
  base::SourceMap sources_;
  base::DiagnosticSink sink_;
  std::vector<grammar::SyntaxTree> trees_;
  plan::Plan plan_;
};

/// The text of release_gate.nexus.
[[nodiscard]] const std::string& release_policy();

/// Ends the program with a message, for what must not happen in a benchmark.
[[noreturn]] void give_up(const std::string& why);

}  // namespace nexus::bench
