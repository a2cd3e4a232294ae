#pragma once

#include "report/format.h"

#include <string>
#include <string_view>

namespace nexus::report {

/// A page of docs/diagnostics for a terminal: headings stand out, examples are set in, prose is broken at the width.
void render_diagnostic_page(std::string_view markdown, const Options& options, std::string& out);

}  // namespace nexus::report
