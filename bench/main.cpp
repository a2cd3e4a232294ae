#include "bench/benchmarks.h"
#include "bench/contenders.h"

#include <benchmark/benchmark.h>

int main(int count, char** words) {
  benchmark::Initialize(&count, words);
  if (benchmark::ReportUnrecognizedArguments(count, words)) return 2;
#ifdef __clang__
  benchmark::AddCustomContext("compiler", __VERSION__);
#else
  benchmark::AddCustomContext("compiler", "g++ " __VERSION__);
#endif
  benchmark::AddCustomContext("libraries", nexus::bench::parser_versions());
  nexus::bench::check_agreement();
  nexus::bench::register_hot_benchmarks();
  nexus::bench::register_rules_benchmarks();
  nexus::bench::register_start_benchmarks();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
