#include "bench/benchmarks.h"

#include <benchmark/benchmark.h>

int main(int count, char** words) {
  benchmark::Initialize(&count, words);
  if (benchmark::ReportUnrecognizedArguments(count, words)) return 2;
  nexus::bench::check_agreement();
  nexus::bench::register_hot_benchmarks();
  nexus::bench::register_rules_benchmarks();
  nexus::bench::register_start_benchmarks();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
