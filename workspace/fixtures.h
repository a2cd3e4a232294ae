#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/limits.h"
#include "base/source_map.h"
#include "engine/read/locate.h"
#include "rules/checked_model.h"
#include "rules/checked_tests.h"

#include <span>
#include <string>
#include <vector>

namespace nexus::workspace {

/// The JSON of a fixture, at its own line and column: what stands before it is white space, and so are comments in it.
struct FixtureText {
  std::string file;  ///< where it stands
  std::string text;  ///< empty where it could not be read, which was reported
  std::vector<engine::TextRange> samples;  ///< of a history: where in the text each snapshot stands, oldest first
};

/// Reads the fixtures of the tests: from the policies, and from files beside them. Reports files that are not there, what
/// is no JSON, and (warnings) what does not fit the input block it is given for.
[[nodiscard]] std::vector<FixtureText> read_fixtures(const base::SourceMap& sources, const rules::CheckedModel& model,
                                                     const rules::CheckedTests& tests, base::DiagnosticSink& sink, const base::Limits& limits);

/// The files that fixtures name, whether or not they are there.
[[nodiscard]] std::vector<std::string> fixture_files(const base::SourceMap& sources, const rules::CheckedTests& tests);

}  // namespace nexus::workspace
