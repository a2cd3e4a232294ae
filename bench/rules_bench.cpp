#include "base/values/time.h"
#include "bench/benchmarks.h"
#include "bench/compiled_policy.h"
#include "bench/workloads.h"
#include "engine/evaluate.h"
#include "workspace/nexus.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>
#include <vector>

namespace nexus::bench {

namespace {

void compile(benchmark::State& state, std::size_t count) {
  const std::string text = services_policy(count);
  for (auto _ : state) benchmark::DoNotOptimize(CompiledPolicy(text).plan().nodes.size());
}

void load(benchmark::State& state, std::size_t count) {
  const std::string text = services_policy(count);
  for (auto _ : state) {
    const auto policy = Policy::from_text("bench.nexus", text);
    if (!policy) give_up(policy.error().text());
    benchmark::DoNotOptimize(policy->warnings().size());
  }
}

/// One field of a snapshot edited in place, to statuses and decision. Each time another service, every other time it fails.
void update(benchmark::State& state, std::size_t count) {
  const CompiledPolicy policy(services_policy(count));
  engine::Reader reader(policy.plan());
  engine::Evaluator evaluator(policy.plan());
  engine::Document document;
  const engine::Document* documents[] = {&document};
  if (const auto error = reader.read_into(document, 0, services_snapshot(count))) give_up(error->message);
  if (!evaluator.evaluate({.documents = documents,
                           .now = *base::parse_time(release_now),
                           .asked_phase = std::nullopt,
                           .only = nullptr}))
    give_up("nothing was decided");
  std::vector<std::string> pointers;
  for (std::size_t i = 0; i < count; ++i)
    pointers.push_back(fmt::format("/services/svc{:04}/{}", i, i % 2 == 0 ? "error_rate" : "status"));
  const std::string values[2][2] = {{"0.07", "0.01"}, {R"("down")", R"("healthy")"}};
  const auto change = [&](std::size_t i) {
    const std::size_t service = i / 2 * 7919 % count;
    const auto edit = reader.update(document, pointers[service], values[service % 2][i % 2]);
    return evaluator.update(*edit);
  };
  benchmark::DoNotOptimize(change(1));  // the first one indexes the plan and takes the text apart
  std::size_t next = 0, rejudged = 0;
  for (auto _ : state) {
    const engine::Update update = change(next);
    if (*update.decision != (next++ % 2 == 0 ? base::Level::block : base::Level::allow))
      give_up("an update gives the wrong decision");
    rejudged += update.rejudged.size();
  }
  state.counters["rejudged"] = benchmark::Counter(static_cast<double>(rejudged), benchmark::Counter::kAvgIterations);
}

void register_one(const std::string& name, void (*run)(benchmark::State&, std::size_t), std::size_t count,
                  benchmark::TimeUnit unit) {
  benchmark::RegisterBenchmark(name.c_str(), [run, count](benchmark::State& state) { run(state, count); })->Unit(unit);
}

}  // namespace

void register_rules_benchmarks() {
  for (const std::size_t count : {10, 100, 1'000, 10'000, 100'000}) {
    register_one(fmt::format("compile/{}/plan", count), compile, count, benchmark::kMillisecond);
    register_one(fmt::format("compile/{}/library", count), load, count, benchmark::kMillisecond);
  }
  for (const std::size_t count : {100, 1'000, 10'000})
    register_one(fmt::format("update/{}", count), update, count, benchmark::kMicrosecond);
}

}  // namespace nexus::bench
