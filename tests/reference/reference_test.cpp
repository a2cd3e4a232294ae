#include "tests/reference/soak.h"
#include "tests/support/catch.h"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>

/// The engine against the reference, on policies and snapshots that are made up (README.md).
namespace nexus::reference {

namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

TEST_CASE("The engine and the reference agree on policies that are made up") {
  const std::uint64_t pairs = setting("NEXUS_PAIRS", 100000);
  const Soak what{.pairs = pairs,
                  .seed = setting("NEXUS_SEED", 1),
                  .threads = setting("NEXUS_THREADS", std::thread::hardware_concurrency()),
                  .reports = pairs > 1000000,
                  .shows = setting("NEXUS_SHOW", 0) != 0,
                  .counts = setting("NEXUS_TALLY", 0) != 0};
  Tally tally;
  const auto begin = std::chrono::steady_clock::now();
  soak(what, tally);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const char* const folder = std::getenv("NEXUS_FOUND");
  for (std::size_t i = 0; i < tally.cases.size(); ++i) {
    std::cerr << "\n" << tally.cases[i];
    if (folder == nullptr) continue;
    std::filesystem::create_directories(folder);
    const std::string name = "found_" + std::to_string(what.seed) + "_" + std::to_string(i) + ".nexus";
    std::ofstream(std::filesystem::path(folder) / name) << tally.cases[i];
  }
  for (const std::string& refusal : tally.refusals) std::cerr << "does not compile: " << refusal << "\n";
  std::cerr << tally.pairs << " pairs of " << tally.policies << " policies from seed " << what.seed << " on, of which "
            << tally.rejected << " do not compile; " << tally.different << " differ; " << took.count() << " s\n";
  for (const auto& [part, pairs_with_it] : tally.came_up)
    std::cerr << "| " << part << " | " << pairs_with_it * 10000 / tally.pairs << " |\n";
  CHECK(tally.different == 0);
  CHECK(tally.rejected * 5 < tally.policies);  // else little is tested
}

}  // namespace nexus::reference
