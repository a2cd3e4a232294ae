#pragma once

#include "cli/arguments.h"
#include "cli/prepare.h"
#include "report/format.h"

#include <string>
#include <vector>

namespace nexus::cli {

/// What the command line knows that a report should say: edits, and an exit code that is not the usual one.
void add_notices(engine::Report& report, const EvalArguments& arguments, const Prepared& prepared);

/// A text on its way into a file.
struct ResultFile {
  std::string path;
  std::string text;
};
/// Writes the files, which appear whole and only if all of them could be written. False where that failed.
[[nodiscard]] bool write_files(const std::vector<ResultFile>& files, ColourWish colour);

/// False, and a complaint, where the file of a result is one of those that were judged.
[[nodiscard]] bool spares(const std::vector<std::string>& sources, const std::string& result, ColourWish colour);

/// Writes the reports in every format that was asked for, and `more` files with them: files appear whole and only if all of them
/// could be written, then standard output. False where that failed.
[[nodiscard]] bool deliver(const std::vector<engine::Report>& reports, const EvalArguments& arguments, std::vector<ResultFile> more = {});

}  // namespace nexus::cli
