#include "base/diagnostics/diagnostic.h"

#include <algorithm>
#include <tuple>

namespace nexus::base {

namespace {

/// What makes two diagnostics the same thing said twice; also the order in which they are shown. A diagnostic without
/// a place comes last.
auto key(const Diagnostic& d) {
  return std::tuple(d.span.file, d.span.begin, d.span.end, d.code, std::string_view(d.message));
}

}  // namespace

void DiagnosticSink::emit(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::error) ++errors_;
  diagnostics_.push_back(std::move(diagnostic));
}

void DiagnosticSink::sort_and_unique() {
  std::ranges::stable_sort(diagnostics_, {}, key);
  const auto same = [](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); };
  diagnostics_.erase(std::unique(diagnostics_.begin(), diagnostics_.end(), same), diagnostics_.end());
  errors_ = static_cast<std::size_t>(std::ranges::count(diagnostics_, Severity::error, &Diagnostic::severity));
}

}  // namespace nexus::base
