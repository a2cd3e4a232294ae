#pragma once

#include "base/diagnostics/diagnostic.h"

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace nexus::base {

/// Fills `{0}`, `{1}` … of a catalogue template. `{{` and `}}` stand for braces.
[[nodiscard]] std::string fill_template(std::string_view words, std::span<const std::string> arguments);

/// One entry of the catalogue: calling it with a place and its typed arguments makes the Diagnostic.
template <class... Args>
struct DiagnosticKind {
  std::string_view code;
  std::string_view name;
  Severity severity;
  std::string_view words;

  [[nodiscard]] Diagnostic operator()(Span where, const Args&... args) const {
    const std::array<std::string, sizeof...(Args)> texts{text_of(args)...};
    return Diagnostic{.code = code, .name = name, .severity = severity, .message = fill_template(words, texts), .span = where, .label = {}, .labels = {}, .helps = {}, .suggestion = {}};
  }

 private:
  static std::string text_of(std::string_view s) { return std::string(s); }
  template <std::integral T>
  static std::string text_of(T n) { return std::to_string(n); }
};

/// What documentation and tests need to know of an entry.
struct CatalogueEntry {
  std::string_view code;
  std::string_view name;
  Severity severity;
  std::string_view words;
};

/// Every entry, by code.
[[nodiscard]] std::span<const CatalogueEntry> catalogue();

/// The entries themselves: `diagnostics::incomparable_types(span, "a duration", "a ratio")`.
/// One list a stage; the code's first digit says which.
namespace diagnostics {
using Text = std::string_view;
using Count = std::size_t;
#define NEXUS_DIAGNOSTIC(CODE, SEVERITY, IDENT, NAME, WORDS, ...) \
  inline constexpr DiagnosticKind<__VA_ARGS__> IDENT{#CODE, NAME, Severity::SEVERITY, WORDS};
#include "base/diagnostics/syntax.def"
#include "base/diagnostics/names_and_types.def"
#include "base/diagnostics/lints.def"
#include "base/diagnostics/input.def"
#include "base/diagnostics/evaluation.def"
#undef NEXUS_DIAGNOSTIC
}  // namespace diagnostics

}  // namespace nexus::base
