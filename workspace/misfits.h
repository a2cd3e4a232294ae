#pragma once

#include "base/source_map.h"
#include "engine/evaluate.h"
#include "engine/read/document.h"
#include "engine/report.h"
#include "rules/checked_model.h"
#include "rules/lower.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace nexus::workspace {

/// Holds documents against the input blocks of a sound policy, without judging anything. Sources and model must outlive it.
class Misfits {
 public:
  Misfits(const base::SourceMap& sources, const rules::CheckedModel& model, const base::Limits& limits = {});
  Misfits(const Misfits&) = delete;
  Misfits& operator=(const Misfits&) = delete;

  /// What of a document is not as it is declared, absence apart; none of a text that is no JSON, or of an input that has no say
  /// in the run.
  [[nodiscard]] std::vector<engine::ReasonReport> of(std::size_t input, std::string_view json);
  /// Reads the inputs as they are declared.
  [[nodiscard]] const plan::Plan& plan() const { return inputs_.plan; }

 private:
  const base::SourceMap& sources_;
  rules::LoweredInputs inputs_;
  engine::Reader reader_;
  engine::Evaluator evaluator_;
};

}  // namespace nexus::workspace
