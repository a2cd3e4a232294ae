#pragma once

#include <cstddef>
#include <string>

namespace nexus::bench {

/// A release-gate snapshot with that many suites, findings and files: (5, 5, 10) is about 2 KB, (100, 150, 400) about 40 KB.
/// `number` varies it: one in five fails, in assorted ways.
[[nodiscard]] std::string release_snapshot(std::size_t suites, std::size_t findings, std::size_t files, std::size_t number);

/// `count` gates of the shape `services.svcNNNN.error_rate <= 5%`, with the input block that declares them.
[[nodiscard]] std::string services_policy(std::size_t count);
/// The snapshot they judge, about 64 bytes a service.
[[nodiscard]] std::string services_snapshot(std::size_t count);

}  // namespace nexus::bench
