#pragma once

#include "base/diagnostics/diagnostic.h"
#include "rules/check.h"

#include <optional>
#include <string>
#include <string_view>

namespace nexus::rules {

/// A policy of one file, compiled up to the CheckedModel. Keeps the text that the model's spans point into.
class Checked {
 public:
  explicit Checked(std::string_view policy);
  Checked(const Checked&) = delete;
  Checked& operator=(const Checked&) = delete;

  [[nodiscard]] bool is_good() const { return model_.has_value(); }
  /// Codes of what was said, in source order: `NX2103 NX2010`.
  [[nodiscard]] std::string codes() const;
  [[nodiscard]] const CheckedModel& model() const { return *model_; }
  /// The value of the module-level `let` of that name.
  [[nodiscard]] const Expr& let(std::string_view name) const;
  /// Its type, as the language writes it.
  [[nodiscard]] std::string type_of_let(std::string_view name) const;
  /// Types an expression at a prompt: its type, or the codes of what is wrong with it.
  [[nodiscard]] std::string type_at_prompt(std::string_view expression);

 private:
  base::SourceMap sources_;
  base::DiagnosticSink sink_;
  std::vector<grammar::SyntaxTree> trees_;
  ResolvedModel resolved_;
  std::optional<CheckedModel> model_;
};

}  // namespace nexus::rules
