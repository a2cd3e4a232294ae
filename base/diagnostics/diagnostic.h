#pragma once

#include "base/source_map.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::base {

enum class Severity { note, warning, error };

/// A second place that helps to understand the first one.
struct Label {
  Span span;
  std::string text;
};

/// An edit that would mend the mistake: `span` becomes `replacement`.
struct Suggestion {
  Span span;
  std::string replacement;
};

/// One message to the author of a policy. Made by the entries of the catalogue (`base/diagnostics/catalogue.h`),
/// which own code and wording; whoever raises it may add labels, helps and a suggestion.
struct Diagnostic {
  std::string_view code;  ///< `NX2103`: stable, never reused
  std::string_view name;  ///< `incomparable-types`: what `# nexus: silence NAME` takes
  Severity severity = Severity::error;
  std::string message;
  Span span;
  std::string label;  ///< words right under the underlined span, may be empty
  std::vector<Label> labels;
  std::vector<std::string> helps;
  std::optional<Suggestion> suggestion;

  Diagnostic& at(std::string words) & { return label = std::move(words), *this; }
  Diagnostic&& at(std::string words) && { return label = std::move(words), std::move(*this); }
  Diagnostic&& with_label(Span where, std::string words) && { return labels.push_back({where, std::move(words)}), std::move(*this); }
  Diagnostic&& with_help(std::string words) && { return helps.push_back(std::move(words)), std::move(*this); }
  Diagnostic&& with_suggestion(Span where, std::string text) && { return suggestion = Suggestion{where, std::move(text)}, std::move(*this); }
};

/// Collects what a run has to say. Not thread-safe; one a run.
class DiagnosticSink {
 public:
  void emit(Diagnostic diagnostic);

  [[nodiscard]] const std::vector<Diagnostic>& all() const { return diagnostics_; }
  [[nodiscard]] std::size_t error_count() const { return errors_; }
  [[nodiscard]] bool has_errors() const { return errors_ != 0; }
  /// By file, then place, then code; equal ones once.
  void sort_and_unique();
  /// Takes out every diagnostic for which `drop` is true (lints silenced in the source).
  template <class Predicate>
  void drop_if(Predicate drop) {
    std::erase_if(diagnostics_, [&](const Diagnostic& d) {
      const bool gone = drop(d);
      if (gone && d.severity == Severity::error) --errors_;
      return gone;
    });
  }

 private:
  std::vector<Diagnostic> diagnostics_;
  std::size_t errors_ = 0;
};

}  // namespace nexus::base
