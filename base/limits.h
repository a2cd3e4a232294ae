#pragma once

#include <cstdint>

namespace nexus::base {

/// How much one run takes on. No input, however large or malicious, hangs a run or brings it down: what goes beyond one of
/// these ends it with an error that names the limit, and never with a verdict. The defaults are far above what people
/// write; `workspace/limits.h` has their names, and the range in which each may be moved.
struct Limits {
  // Policies.
  std::uint64_t policy_size = std::uint64_t{16} << 20U;  ///< bytes of one policy file, or file of params
  std::uint64_t policy_depth = 256;                      ///< brackets, types and JSON inside one another, as written
  std::uint64_t expression_depth = 2000;                 ///< operations inside one another, with all that they stand on
  std::uint64_t operations = 2'000'000;                  ///< of the defs, written out wherever they are called
  std::uint64_t regex_size = 10'000;                     ///< instructions of one compiled regular expression

  // Documents.
  std::uint64_t snapshot_size = std::uint64_t{1} << 30U;  ///< bytes of one JSON document, or of a whole history
  std::uint64_t snapshot_depth = 512;                     ///< objects and lists inside one another
  std::uint64_t line_size = std::uint64_t{64} << 20U;     ///< bytes of one snapshot in a stream of them

  // The run.
  std::uint64_t steps = 100'000'000;  ///< of judging one snapshot; explaining it may take as many again
  std::uint64_t findings = 100'000;   ///< in one report
};

}  // namespace nexus::base
