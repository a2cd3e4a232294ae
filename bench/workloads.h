#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What is judged in the benchmarks. Texts are made by numbers that depend on nothing: the same everywhere, every time.
namespace nexus::bench {

/// The moment at which release snapshots are judged; waivers in them are over a year before or hold for months.
inline constexpr std::string_view release_now = "2026-11-02T12:00:00Z";

/// How much stands in a release-gate snapshot.
struct ReleaseSize {
  std::size_t suites, findings, files;
};
inline constexpr ReleaseSize small_release{5, 5, 10};       ///< about 2 KB
inline constexpr ReleaseSize large_release{100, 150, 400};  ///< about 40 KB

/// A snapshot for release_gate.nexus. `number` varies it: one in five is not allowed, in twelve ways that take turns.
[[nodiscard]] std::string release_snapshot(const ReleaseSize& size, std::size_t number);
/// The first hundred.
[[nodiscard]] std::vector<std::string> release_snapshots(const ReleaseSize& size);

/// `count` gates with the input block that declares what they read: `services.svc0000.error_rate <= 5%` where the number is
/// even, `services.svc0001.status == "healthy"` where it is odd.
[[nodiscard]] std::string services_policy(std::size_t count);
/// The snapshot they judge, about 64 bytes a service. One service in `one_fails_in` fails its rule, and one is missing
/// somewhere behind those; with 0 all is well.
[[nodiscard]] std::string services_snapshot(std::size_t count, std::size_t one_fails_in = 0);

/// A line of a history with a snapshot a minute, about 200 bytes; now and then there is an incident.
[[nodiscard]] std::string history_snapshot(std::size_t minute);

}  // namespace nexus::bench
