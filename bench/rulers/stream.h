#pragma once

#include "bench/rulers/ruler.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace nexus::bench {

/// What a stream was asked for, and from where to where.
struct StreamRequest {
  int in = 0, out = 1;                                 ///< open file descriptors
  std::size_t threads = 1;                             ///< the caller's is one of them
  std::int64_t now = 0;                                ///< seconds since 1970
  std::function<std::unique_ptr<Ruler>()> make_ruler;  ///< called once a thread, on it
};

/// Judges a snapshot a line and writes a JSON object a line, in the order of the lines: its number, the decision and the
/// messages; for a line that is no JSON, an error. Memory does not grow with the stream. False where it cannot be read or
/// its results not be written.
[[nodiscard]] bool judge_stream(const StreamRequest& request);

}  // namespace nexus::bench
