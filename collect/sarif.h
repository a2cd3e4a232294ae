#pragma once

#include "collect/evidence.h"
#include "collect/reader.h"

#include <optional>
#include <string_view>

namespace nexus::collect {

/// Reads a SARIF 2.1.0 log (OASIS, sections below are of that standard) of one run or several.
/// - A finding is a result that failed, or of which it is open whether it did; `absent` from the baseline (3.27.24) is fixed, suppressed
///   (3.27.23) is dismissed.
/// - Its severity is that of `security-severity` (a score, of the result, its rule, or the rule's default configuration), else of the
///   level: error high, warning medium, note low, none info.
/// - A file is relative to the base that its location names (3.4.4), where that is absolute.
/// - A run that says of an invocation that it failed, or that has no `results` at all (3.14.23), is not completed; nor is a file without a run.
/// What it says is added to `security`. `root`, where it is not empty, is the folder of the sources, absolute: files below it are told relative to it.
[[nodiscard]] std::optional<Malformed> read_sarif(Bytes& bytes, Security& security, std::string_view root = {});

}  // namespace nexus::collect
