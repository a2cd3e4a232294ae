#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/expected.h"
#include "engine/report.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Decision records: a run of `nexus eval` with everything it read and what came of it, so that anybody can repeat it
/// (docs/decisions/0020-records-hold-what-was-read.md).
namespace nexus::workspace {

/// Version of the format: raised when a reader of the old one could be misled, not when a field is added.
inline constexpr std::string_view record_version = "1";

/// How many levels deep a record may be: as the deepest snapshot that a limit can allow, of which a part may stand in the
/// report, and what stands around that.
inline constexpr std::uint64_t record_depth = 2048;

/// A text that the run read.
struct RecordedText {
  std::string file;               ///< as it was named; of the library, the path in it
  std::vector<std::string> also;  ///< other names that led to the same file
  std::string sha256;             ///< lower-case hexadecimal
  std::string text;
  friend bool operator==(const RecordedText&, const RecordedText&) = default;
};

/// With its digest.
[[nodiscard]] RecordedText recorded_text(std::string file, std::string text);

/// What was decided on one snapshot.
struct RecordedResult {
  std::string snapshot;  ///< its file
  std::string decision;
  std::string report_sha256;  ///< of the line that `--format jsonl` gives, its line break included
  std::string report;         ///< that line, without its line break
  friend bool operator==(const RecordedResult&, const RecordedResult&) = default;
};

/// With the digest of its report, from which `-v` may have made conditions part.
[[nodiscard]] RecordedResult recorded_result(std::string snapshot, engine::Report report);

struct DecisionRecord {
  std::string nexus;          ///< the version that decided
  std::string zone_database;  ///< the version of the time zones; `unknown` where there were none, or they do not say
  std::string now;            ///< RFC 3339
  std::string decision;       ///< the most severe one
  int exit_code = 0;
  std::vector<std::string> call;      ///< the words behind `nexus eval` that bear on the decision
  std::vector<std::string> policies;  ///< the files that they name, folders looked through, in the order they were read
  std::vector<RecordedText> texts;    ///< by name
  std::vector<RecordedText> library;  ///< files of the standard library that were imported, by name
  std::vector<RecordedResult> results;  ///< in the order of the snapshots
  friend bool operator==(const DecisionRecord&, const DecisionRecord&) = default;
};

/// As docs/record.schema.json describes it. The same record gives the same bytes. All texts must be UTF-8.
[[nodiscard]] std::string to_json(const DecisionRecord& record);

/// Reads one, and holds every digest in it against what it is of; `name` is what messages call it. All that is wrong.
[[nodiscard]] base::Expected<DecisionRecord, std::vector<base::Diagnostic>> read_record(std::string_view name,
                                                                                        std::string_view json);

}  // namespace nexus::workspace
