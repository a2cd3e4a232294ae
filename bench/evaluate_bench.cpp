#include "base/diagnostics/render.h"
#include "base/values/time.h"
#include "bench/workloads.h"
#include "engine/evaluate.h"
#include "grammar/parse.h"
#include "rules/check.h"
#include "rules/lower.h"
#include "rules/resolved_model.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

extern char** environ;

namespace nexus::bench {

namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Compiles a policy, or ends the program: a benchmark of something that does not compile measures nothing.
class CompiledPolicy {
 public:
  explicit CompiledPolicy(std::string text) {
    trees_.push_back(grammar::parse(sources_, sources_.add("bench.nexus", std::move(text)), sink_));
    const auto resolved = rules::resolve(sources_, trees_, {}, sink_);
    const auto model = rules::check(resolved, sink_);
    if (!model) {
      for (const auto& d : sink_.all()) std::fputs(base::render(d, sources_, base::Colour::off).c_str(), stderr);
      std::exit(1);
    }
    plan_ = rules::lower(*model);
  }
  [[nodiscard]] const plan::Plan& plan() const { return plan_; }
  [[nodiscard]] const base::SourceMap& sources() const { return sources_; }

 private:
  base::SourceMap sources_;
  base::DiagnosticSink sink_;
  std::vector<grammar::SyntaxTree> trees_;
  plan::Plan plan_;
};

const std::vector<engine::DocumentName> names{{.document = "snapshot", .file = "snapshot.json", .has_lines = true}};

/// JSON text in, decision out; with `report` also everything a reader is shown.
void evaluate(benchmark::State& state, const CompiledPolicy& policy, const std::vector<std::string>& snapshots, bool report) {
  engine::Reader reader(policy.plan());
  engine::Evaluator evaluator(policy.plan());
  engine::Document document;
  const base::Decimal now = *base::parse_time("2026-11-02T12:00:00Z");
  const engine::Document* documents[] = {&document};
  std::size_t next = 0, bytes = 0;
  for (auto _ : state) {
    const std::string& text = snapshots[next++ % snapshots.size()];
    if (reader.read_into(document, 0, text)) state.SkipWithError("the snapshot does not read");
    const auto decision = evaluator.evaluate({.documents = documents, .now = now, .asked_phase = std::nullopt, .only = nullptr});
    if (!decision) state.SkipWithError("nothing was decided");
    benchmark::DoNotOptimize(*decision);
    if (report) benchmark::DoNotOptimize(evaluator.report(policy.sources(), names));
    bytes += text.size();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

std::vector<std::string> release_snapshots(std::size_t suites, std::size_t findings, std::size_t files) {
  std::vector<std::string> snapshots;
  for (std::size_t i = 0; i < 100; ++i) snapshots.push_back(release_snapshot(suites, findings, files, i));
  return snapshots;
}

void release_gate(benchmark::State& state, bool large, bool report) {
  static const CompiledPolicy policy(read_file(NEXUS_SOURCE_DIR "/bench/release_gate.nexus"));
  static const auto small_ones = release_snapshots(5, 5, 10), large_ones = release_snapshots(100, 150, 400);
  evaluate(state, policy, large ? large_ones : small_ones, report);
}
BENCHMARK_CAPTURE(release_gate, 2KB, false, false);
BENCHMARK_CAPTURE(release_gate, 2KB_with_report, false, true);
BENCHMARK_CAPTURE(release_gate, 40KB, true, false);
BENCHMARK_CAPTURE(release_gate, 40KB_with_report, true, true);

void ten_thousand_rules(benchmark::State& state) {
  static const CompiledPolicy policy(services_policy(10'000));
  static const std::vector<std::string> snapshots{services_snapshot(10'000)};
  evaluate(state, policy, snapshots, false);
}
BENCHMARK(ten_thousand_rules)->Unit(benchmark::kMicrosecond);

/// One field of a snapshot edited in place, to statuses and decision. Each time another service, every other time it fails.
void update(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const CompiledPolicy policy(services_policy(count));
  engine::Reader reader(policy.plan());
  engine::Evaluator evaluator(policy.plan());
  engine::Document document;
  const engine::Document* documents[] = {&document};
  if (reader.read_into(document, 0, services_snapshot(count))) state.SkipWithError("the snapshot does not read");
  if (!evaluator.evaluate({.documents = documents, .now = *base::parse_time("2026-11-02T12:00:00Z"), .asked_phase = std::nullopt, .only = nullptr})) state.SkipWithError("nothing was decided");
  std::vector<std::string> pointers;
  for (std::size_t i = 0; i < count; ++i) pointers.push_back(fmt::format("/services/svc{:04}/error_rate", i));
  const std::string values[] = {"0.07", "0.01"};
  const auto change = [&](std::size_t i) {
    const auto edit = reader.update(document, pointers[i / 2 * 7919 % count], values[i % 2]);
    return evaluator.update(*edit);
  };
  benchmark::DoNotOptimize(change(1));  // the first one indexes the plan and takes the text apart
  std::size_t next = 0, rejudged = 0;
  for (auto _ : state) {
    const engine::Update update = change(next);
    if (*update.decision != (next++ % 2 == 0 ? base::Level::block : base::Level::allow)) state.SkipWithError("the decision is wrong");
    rejudged += update.rejudged.size();
  }
  state.counters["rejudged"] = benchmark::Counter(static_cast<double>(rejudged), benchmark::Counter::kAvgIterations);
}
BENCHMARK(update)->Arg(100)->Arg(1'000)->Arg(10'000);

void compile(benchmark::State& state) {
  const std::string text = services_policy(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(CompiledPolicy(text).plan().nodes.size());
}
BENCHMARK(compile)->Arg(10)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

/// A whole process, from spawn to exit.
void spawn(benchmark::State& state, std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", 1, 0);
  for (auto _ : state) {
    pid_t child = 0;
    int status = 0;
    if (posix_spawn(&child, arguments.front(), &quiet, nullptr, arguments.data(), environ) != 0) state.SkipWithError("cannot start the process");
    waitpid(child, &status, 0);
  }
  posix_spawn_file_actions_destroy(&quiet);
}

void cold_start(benchmark::State& state, bool nothing) {
  const std::string snapshot = (std::filesystem::temp_directory_path() / "nexus-bench-snapshot.json").string();
  std::ofstream(snapshot) << release_snapshot(5, 5, 10, 1);
  if (nothing)
    spawn(state, {"/bin/true"});
  else
    spawn(state, {NEXUS_BINARY, "eval", NEXUS_SOURCE_DIR "/bench/release_gate.nexus", "-s", snapshot});
}
BENCHMARK_CAPTURE(cold_start, bin_true, true)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(cold_start, nexus_eval, false)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

}  // namespace nexus::bench
