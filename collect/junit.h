#pragma once

#include "collect/evidence.h"
#include "collect/reader.h"

#include <optional>

namespace nexus::collect {

/// Appends the suites of a JUnit report, as Surefire, pytest, Jest, gotestsum, Catch2, CTest, GoogleTest and others write them. Nested
/// suites stand beside those they are in. A suite's numbers are those of its cases; where it claims more failures than its
/// cases show, it has that many. A suite without cases is believed. A report without suites gives
/// one without tests.
[[nodiscard]] std::optional<Malformed> read_junit(Bytes& bytes, Tests& tests);

}  // namespace nexus::collect
