#pragma once

#include "base/source_map.h"
#include "engine/evaluate.h"
#include "engine/read/document.h"
#include "rules/checked_model.h"
#include "tests/reference/judge.h"
#include "tests/reference/verdict.h"

#include <memory>
#include <optional>
#include <string>

namespace nexus::reference {

/// A policy as the engine runs it: through the whole front end, and compiled.
class EngineSide {
 public:
  /// Nothing where the policy does not compile; then `why` has the first message.
  static std::unique_ptr<EngineSide> compile(const std::string& policy, std::string* why = nullptr);

  /// What the engine says. The model's own answer to the same run is `judge(model(), run)`.
  [[nodiscard]] Verdict verdict(const Run& run);
  [[nodiscard]] const rules::CheckedModel& model() const { return model_; }

 private:
  EngineSide(base::SourceMap sources, rules::CheckedModel model);

  base::SourceMap sources_;
  rules::CheckedModel model_;
  plan::Plan plan_;
  engine::Reader reader_;
  engine::Evaluator evaluator_;
};

}  // namespace nexus::reference
