#include "tests/reference/engine_side.h"
#include "tests/reference/judge.h"
#include "tests/reference/policies.h"
#include "tests/reference/schema.h"
#include "tests/reference/shrink.h"
#include "tests/support/catch.h"

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

/// The engine against the reference, on policies and snapshots that are made up (README.md).
namespace nexus::reference {

namespace {

constexpr std::size_t snapshots_a_policy = 50;
/// How many differences are made small and shown, each of another sort.
constexpr std::size_t most_shown = 12;

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

Number clock() { return Number(1793613600); }  // 2026-11-02T10:00:00Z

Run run_of(const Json& snapshot) { return {.documents = {&snapshot}, .now = clock()}; }

/// How the two sides differ; empty where they do not, or where the policy does not compile.
std::string difference_of(const Case& on) {
  const auto engine = EngineSide::compile(to_text(on.policy));
  if (!engine) return "";
  const Run run = run_of(on.snapshot);
  return difference(judge(engine->model(), run), engine->verdict(run));
}

/// A case of tests/suite that says what the reference says.
std::string as_suite_case(const Case& on) {
  const auto engine = EngineSide::compile(to_text(on.policy));
  std::string text =
      to_text(on.policy) + "\n#= now 2026-11-02T10:00:00Z\n#= case shrunk\n#= snapshot " + to_text(on.snapshot) + "\n";
  for (std::string line : judge(engine->model(), run_of(on.snapshot))) {
    if (line.starts_with("asks ") || line.starts_with("reasons ") || line.starts_with("obligation bring_evidence"))
      continue;
    if (line.ends_with(" *")) line.erase(line.size() - 2);
    text += "#= " + line + "\n";
  }
  return text;
}

/// What sort of difference it is: its words without names.
std::string sort_of(const std::string& difference) {
  std::string sort;
  std::string word;
  for (const char c : difference + " ") {
    if (c != ' ' && c != '\n' && c != ';') {
      word += c;
      continue;
    }
    if (word.find_first_of("/.[]0123456789") == std::string::npos) sort += word + " ";
    word.clear();
  }
  return sort;
}

/// What all threads add to.
struct Tally {
  std::atomic<std::uint64_t> policies = 0, rejected = 0, pairs = 0, different = 0;
  std::mutex mutex;
  std::set<std::string> sorts;  ///< of differences that were shown
  std::vector<std::string> refusals;
};

void compare(std::uint64_t seed, Tally& tally) {
  Dice dice(seed * 0x9e3779b97f4a7c15U + 1);
  const Schema schema = make_schema(dice);
  const Term policy = make_policy(schema, dice);
  std::string why;
  const auto engine = EngineSide::compile(to_text(policy), &why);
  ++tally.policies;
  if (!engine) {
    ++tally.rejected;
    const std::scoped_lock lock(tally.mutex);
    if (tally.refusals.size() < most_shown) tally.refusals.push_back(why);
    return;
  }
  for (std::size_t i = 0; i < snapshots_a_policy; ++i) {
    const Case on{policy, make_snapshot(schema, dice)};
    const Run run = run_of(on.snapshot);
    ++tally.pairs;
    if (difference(judge(engine->model(), run), engine->verdict(run)).empty()) continue;
    ++tally.different;
    {
      const std::scoped_lock lock(tally.mutex);
      if (tally.sorts.size() >= most_shown ||
          !tally.sorts.insert(sort_of(difference(judge(engine->model(), run), engine->verdict(run)))).second)
        return;
    }
    const Case small = shrink(on, [](const Case& c) { return !difference_of(c).empty(); });
    const std::string text = "seed " + std::to_string(seed) + "\n" + difference_of(small) + "\n" + as_suite_case(small);
    const std::scoped_lock lock(tally.mutex);
    std::cerr << "\n" << text;
    return;
  }
}

}  // namespace

TEST_CASE("The engine and the reference agree on policies that are made up") {
  const std::uint64_t pairs = setting("NEXUS_PAIRS", 20000);
  const std::uint64_t first = setting("NEXUS_SEED", 1);
  const std::uint64_t threads = setting("NEXUS_THREADS", std::max(1U, std::thread::hardware_concurrency()));
  Tally tally;
  std::atomic<std::uint64_t> next = first;
  std::vector<std::thread> workers;
  for (std::uint64_t i = 0; i < threads; ++i)
    workers.emplace_back([&] {
      while (tally.pairs < pairs) compare(next++, tally);
    });
  for (std::thread& worker : workers) worker.join();
  for (const std::string& refusal : tally.refusals) std::cerr << "does not compile: " << refusal << "\n";
  std::cerr << tally.pairs << " pairs of " << tally.policies << " policies, of which " << tally.rejected
            << " do not compile; " << tally.different << " differ\n";
  CHECK(tally.different == 0);
  CHECK(tally.rejected * 5 < tally.policies);  // else little is tested
}

}  // namespace nexus::reference
