#pragma once

#include "collect/evidence.h"

#include <string>

namespace nexus::collect {

/// Adds what a report says of a line to what others have said of it. Which branches it was that others covered is not known any more:
/// the most that one of them covered is what is sure.
void merge(LineCoverage& known, const LineCoverage& more);

/// Adds a report that was found in `report_folder`. A relative path is that of the nearest folder above the report, up to `root`, in which there is
/// such a file: two packages of a repository may both have a `src/index.js`. Folders are absolute.
void add(Coverage& all, const Coverage& report, const std::string& report_folder, const std::string& root);

/// Makes paths below `folder` (absolute, without a slash at its end) relative to it, so that the reports of several tools are about the same
/// files, and a snapshot does not tell where it was made.
void make_relative(Coverage& coverage, const std::string& folder);

}  // namespace nexus::collect
