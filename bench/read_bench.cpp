// How fast snapshots are read along a trie, beside simdjson's DOM parser, which reads everything into a tape.
// Texts are generated: the same every time.

#include "engine/read/document.h"
#include "tests/unit/engine/schema_builder.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <simdjson.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace nexus;

// ---- what a release gate looks at -------------------------------------------------------------------------------------

struct Sizes {
  int suites;
  int findings;
  int files;
};
constexpr Sizes small{5, 5, 10};
constexpr Sizes large{100, 150, 400};

/// A generator whose numbers do not depend on the library, so that texts are the same everywhere.
class Numbers {
 public:
  std::uint32_t below(std::uint32_t limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>(state_ >> 33) % limit;
  }

 private:
  std::uint64_t state_ = 42;
};

std::string join(const std::string& list, const std::string& item) { return list.empty() ? item : list + "," + item; }

std::string release(const Sizes& sizes) {
  constexpr std::string_view severities[] = {"low", "medium", "high", "critical"};
  Numbers numbers;
  std::string suites;
  std::string findings;
  std::string files;
  for (int i = 0; i < sizes.suites; ++i) {
    suites = join(suites, fmt::format(R"({{"name":"suite-{}","total":{},"passed":{},"failed":{},"duration_ms":{}.{}}})",
                                      i, 100 + numbers.below(400), 90 + numbers.below(10), numbers.below(3),
                                      numbers.below(90000), numbers.below(100)));
  }
  for (int i = 0; i < sizes.findings; ++i) {
    findings =
        join(findings,
             fmt::format(R"({{"id":"CVE-2026-{:05}","severity":"{}","component":"lib{}","fixed":{},"score":{}.{}}})",
                         numbers.below(100000), severities[numbers.below(4)], numbers.below(100), numbers.below(2) == 0,
                         numbers.below(10), numbers.below(10)));
  }
  for (int i = 0; i < sizes.files; ++i) {
    files = join(files, fmt::format(R"({{"path":"src/module{}/file{}.cpp","additions":{},"deletions":{}}})",
                                    numbers.below(20), i, numbers.below(300), numbers.below(100)));
  }
  return fmt::format(
      R"({{"time":"2026-11-02T10:00:00Z","commit":"4f2a9c01be6d7e35aa10","build":{{"status":"success","number":48213,"duration_ms":341876}},)"
      R"("coverage":{{"line":0.8734,"branch":0.7921,"files":128}},"tests":{{"suites":[{}]}},"security":{{"scanner":"grype","findings":[{}]}},)"
      R"("change":{{"author":"mina","approvals":2,"files":[{}]}}}})",
      suites, findings, files);
}

plan::Plan release_plan() {
  using namespace nexus::test;
  return plan_of(record({
      {"time", time()},
      {"build", record({{"status", member({"success", "failure", "cancelled"})},
                        {"duration_ms", duration(base::WireUnit::milliseconds)}})},
      {"coverage", record({{"line", ratio()}, {"branch", ratio()}})},
      {"tests",
       record(
           {{"suites",
             list(record({{"name", string()}, {"total", integer()}, {"passed", integer()}, {"failed", integer()}}))}})},
      {"security", record({{"findings", list(record({{"id", string()},
                                                     {"severity", member({"low", "medium", "high", "critical"})},
                                                     {"fixed", boolean()}}))}})},
      {"change", record({{"approvals", integer()}, {"files", list(record({{"path", string()}}))}})},
  }));
}

// ---- many services, each of which some rule looks at --------------------------------------------------------------------

constexpr int service_count = 10'000;
std::string service_name(int i) { return fmt::format("svc{:04}", i); }

std::string services() {
  Numbers numbers;
  std::string text = "{\"services\":{";
  for (int i = 0; i < service_count; ++i) {
    text += fmt::format(R"({}"{}":{{"error_rate":0.{:04},"requests":{},"p99_ms":{}}})", i == 0 ? "" : ",",
                        service_name(i), numbers.below(10000), 10000 + numbers.below(90000), 100 + numbers.below(900));
  }
  return text + "}}";
}

plan::Plan services_plan() {
  using namespace nexus::test;
  FieldSpecs fields;
  for (int i = 0; i < service_count; ++i) fields.push_back({service_name(i), record({{"error_rate", ratio()}})});
  return plan_of(record({{"services", record(std::move(fields))}}));
}

// ---- measuring ----------------------------------------------------------------------------------------------------------

void read(benchmark::State& state, const plan::Plan& plan, const std::string& text) {
  engine::Reader reader(plan);
  engine::Document document;
  for (auto _ : state) {
    if (reader.read_into(document, 0, text)) std::abort();
    benchmark::DoNotOptimize(document.root().slots());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(text.size()));
}

void dom(benchmark::State& state, const std::string& text) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(text);
  for (auto _ : state) {
    simdjson::dom::element root;
    if (parser.parse(padded).get(root) != simdjson::SUCCESS) std::abort();
    benchmark::DoNotOptimize(root);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(text.size()));
}

void read_2_kb(benchmark::State& state) { read(state, release_plan(), release(small)); }
void dom_2_kb(benchmark::State& state) { dom(state, release(small)); }
void read_40_kb(benchmark::State& state) { read(state, release_plan(), release(large)); }
void dom_40_kb(benchmark::State& state) { dom(state, release(large)); }
void read_640_kb_10000_paths(benchmark::State& state) { read(state, services_plan(), services()); }
void dom_640_kb(benchmark::State& state) { dom(state, services()); }

BENCHMARK(read_2_kb);
BENCHMARK(dom_2_kb);
BENCHMARK(read_40_kb);
BENCHMARK(dom_40_kb);
BENCHMARK(read_640_kb_10000_paths);
BENCHMARK(dom_640_kb);

}  // namespace
