#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/diagnostics/render.h"
#include "base/source_map.h"
#include "cli/arguments.h"
#include "workspace/mistakes.h"

#include <cstdint>
#include <span>
#include <string_view>

/// Results go to standard output, everything else to standard error.
namespace nexus::cli {

/// To be called first: opens standard streams that are not, for nothing but errors, so that no file that is opened later stands in their
/// place and has results or complaints written into it.
void hold_standard_streams();

enum class Delivery : std::uint8_t {
  complete,
  closed,  ///< nobody reads any more (`nexus … | head`): nothing to complain about
  failed   ///< a full disk, say; has been complained about
};
[[nodiscard]] Delivery write_result(std::string_view text);

[[nodiscard]] base::Colour colour_of_results(ColourWish wish);
[[nodiscard]] base::Colour colour_of_complaints(ColourWish wish);

/// Shows diagnostics on standard error.
void complain(std::span<const base::Diagnostic> diagnostics, const base::SourceMap& sources, ColourWish wish);
void complain(const base::Diagnostic& diagnostic, ColourWish wish);
void complain(const workspace::Mistakes& mistakes, ColourWish wish);

}  // namespace nexus::cli
