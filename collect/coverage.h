#pragma once

#include "collect/evidence.h"

#include <string>

namespace nexus::collect {

/// Adds what a report says of a line to what others have said of it. Which branches it was that others covered is not known any more:
/// the most that one of them covered is what is sure.
void merge(LineCoverage& known, const LineCoverage& more);

/// Finds the sources of a report that stands in `report_folder`. A relative path is that of the nearest folder above the report, up to `root`, in which
/// there is such a file, and becomes absolute: two packages of a repository may both have a `src/index.js`. Where no folder has it, it stays relative.
/// Folders are absolute.
void locate(Coverage& report, const std::string& report_folder, const std::string& root);

/// Adds a report, file by file.
void add(Coverage& all, const Coverage& report);

/// Makes paths below `folder` (absolute, without a slash at its end) relative to it, so that the reports of several tools are about the same
/// files, and a snapshot does not tell where it was made.
void make_relative(Coverage& coverage, const std::string& folder);

}  // namespace nexus::collect
