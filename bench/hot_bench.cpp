#include "bench/benchmarks.h"
#include "bench/contenders.h"
#include "bench/workloads.h"

#include <benchmark/benchmark.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace nexus::bench {

namespace {

using MakeContender = std::function<std::unique_ptr<Contender>()>;

/// What texts are judged by, and the texts. Made when it is needed for the first time, for the big ones take a while.
struct Work {
  CompiledPolicy policy;
  Policy library;
  Texts texts;

  Work(const std::string& policy_text, std::vector<std::string> snapshots)
      : policy(policy_text), library(load(policy_text)), texts(std::move(snapshots)) {}

  static Policy load(const std::string& text) {
    auto loaded = Policy::from_text("bench.nexus", text);
    if (!loaded) give_up(loaded.error().text());
    return *std::move(loaded);
  }
};

using MakeWork = std::function<std::unique_ptr<Work>()>;

const Work& work_of(const std::string& name, const MakeWork& make) {
  static std::map<std::string, std::unique_ptr<Work>> works;
  std::unique_ptr<Work>& work = works[name];
  if (!work) work = make();
  return *work;
}

void judge_again_and_again(benchmark::State& state, const Texts& texts, Contender& contender) {
  for (std::size_t i = 0; i < texts.size(); ++i) contender.run(texts[i]);  // memory grows to what is needed
  std::size_t next = 0, bytes = 0;
  for (auto _ : state) {
    const std::string_view text = texts[next];
    next = next + 1 == texts.size() ? 0 : next + 1;
    contender.run(text);
    bytes += text.size();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.counters["bytes"] = texts.bytes();
}

/// `make_dom` and `make_ondemand` make the rulers.
void register_work(const std::string& name, const MakeWork& make,
                   const std::function<std::unique_ptr<Ruler>()>& make_dom,
                   const std::function<std::unique_ptr<Ruler>()>& make_ondemand) {
  const std::pair<const char*, std::function<std::unique_ptr<Contender>(const Work&)>> contenders[] = {
      {"library", [](const Work& work) { return nexus_library(work.library); }},
      {"report", [](const Work& work) { return nexus_report(work.policy); }},
      {"decision", [](const Work& work) { return nexus_decision(work.policy); }},
      {"reader", [](const Work& work) { return nexus_reader(work.policy); }},
      {"dom_ruler", [make_dom](const Work&) { return by_hand(make_dom()); }},
      {"ondemand_ruler", [make_ondemand](const Work&) { return by_hand(make_ondemand()); }},
      {"simdjson_dom", [](const Work&) { return simdjson_dom(); }},
      {"simdjson_stage1", [](const Work&) { return simdjson_stage1(); }},
      {"nlohmann", [](const Work&) { return nlohmann_dom(); }},
  };
  for (const auto& [who, make_contender] : contenders) {
    const auto run = [name, make, make_one = make_contender](benchmark::State& state) {
      const Work& work = work_of(name, make);
      judge_again_and_again(state, work.texts, *make_one(work));
    };
    benchmark::RegisterBenchmark((name + '/' + who).c_str(), run)->Unit(benchmark::kMicrosecond);
  }
}

}  // namespace

void register_hot_benchmarks() {
  const std::pair<const char*, ReleaseSize> sizes[] = {{"1KB", {2, 2, 4}},          {"2KB", small_release},
                                                       {"10KB", {22, 33, 88}},      {"40KB", large_release},
                                                       {"160KB", {400, 600, 1600}}, {"640KB", {1600, 2400, 6400}}};
  for (const auto& [name, size] : sizes)
    register_work(
        std::string("release/") + name,
        [size = size] { return std::make_unique<Work>(release_policy(), release_snapshots(size)); }, dom_release_ruler,
        ondemand_release_ruler);

  for (const std::size_t count : {10, 100, 1'000, 10'000})
    register_work(
        "services/" + std::to_string(count),
        [count] { return std::make_unique<Work>(services_policy(count), std::vector{services_snapshot(count)}); },
        [count] { return dom_services_ruler(count); }, [count] { return ondemand_services_ruler(count); });
}

}  // namespace nexus::bench
