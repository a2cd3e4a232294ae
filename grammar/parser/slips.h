#pragma once

#include "base/diagnostics/diagnostic.h"
#include "grammar/parser/mistakes.h"
#include "grammar/parser/nearby.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

/// What people write who come from other languages, recognised by the tokens around the place where the grammar stopped.
/// The grammar itself knows nothing of these: they only say in better words what is an error all the same.
namespace nexus::grammar {

/// The place, and what had to stand there, where that is known.
struct Stop {
  Nearby near;
  const Expectation* expected = nullptr;

  [[nodiscard]] bool expects(Expectation::Kind kind, std::string_view what) const {
    return expected != nullptr && expected->kind == kind && expected->what == what;
  }
};

using Slip = std::optional<base::Diagnostic>;
using SlipFinder = Slip (*)(const Stop&);

/// The suggested edit says it all.
[[nodiscard]] inline base::Diagnostic replaced(base::Diagnostic d, base::Span span, std::string text) {
  return std::move(d).with_suggestion(span, std::move(text));
}

[[nodiscard]] std::span<const SlipFinder> slips_in_literals();
[[nodiscard]] std::span<const SlipFinder> slips_in_expressions();
[[nodiscard]] std::span<const SlipFinder> slips_in_clauses();
[[nodiscard]] std::span<const SlipFinder> slips_in_types();
[[nodiscard]] std::span<const SlipFinder> slips_in_words();
[[nodiscard]] std::span<const SlipFinder> slips_in_declarations();

/// The first that fits.
[[nodiscard]] Slip everyday_slip(Builder& b, std::uint32_t at, const Expectation* expected = nullptr);

}  // namespace nexus::grammar
