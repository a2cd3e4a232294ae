#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/expected.h"
#include "cli/arguments.h"
#include "cli/prepare.h"
#include "report/format.h"
#include "workspace/record/hosts.h"

#include <span>
#include <string>

namespace nexus::cli {

/// The text of a decision record of a run. Fails where a name is not UTF-8, which JSON has no words for, or where the record is
/// larger than anything that could be read again.
[[nodiscard]] base::Expected<std::string, base::Diagnostic> record_of(const EvalArguments& arguments,
                                                                      const Prepared& prepared,
                                                                      std::span<const engine::Report> reports,
                                                                      const workspace::RecordingHost& recorded);

}  // namespace nexus::cli
