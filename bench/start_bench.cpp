#include "bench/benchmarks.h"
#include "bench/compiled_policy.h"
#include "bench/workloads.h"

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

extern char** environ;

namespace nexus::bench {

namespace {

/// A whole process, from spawn to exit. It must exit with 0.
void spawn(benchmark::State& state, std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
  for (auto _ : state) {
    pid_t child = 0;
    int status = 0;
    if (posix_spawn(&child, arguments.front(), &quiet, nullptr, arguments.data(), environ) != 0)
      give_up("cannot start " + words.front());
    if (waitpid(child, &status, 0) != child || status != 0) give_up(words.front() + " fails");
  }
  posix_spawn_file_actions_destroy(&quiet);
}

}  // namespace

void register_start_benchmarks() {
  const auto nothing = [](benchmark::State& state) { spawn(state, {"/bin/true"}); };
  const auto eval = [](benchmark::State& state) {
    const auto snapshot = std::filesystem::temp_directory_path() / "nexus-bench-snapshot.json";
    std::ofstream(snapshot) << release_snapshot(small_release, 1);
    spawn(state, {NEXUS_BINARY, "eval", NEXUS_SOURCE_DIR "/bench/release_gate.nexus", "-s", snapshot.string(), "--now",
                  std::string(release_now)});
    std::filesystem::remove(snapshot);
  };
  benchmark::RegisterBenchmark("start/true", nothing)->Unit(benchmark::kMillisecond)->UseRealTime();
  benchmark::RegisterBenchmark("start/nexus", eval)->Unit(benchmark::kMillisecond)->UseRealTime();
}

}  // namespace nexus::bench
