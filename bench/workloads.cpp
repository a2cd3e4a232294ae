#include "bench/workloads.h"

#include <fmt/format.h>

#include <iterator>

namespace nexus::bench {

namespace {

/// A deterministic spread of small numbers.
std::size_t spread(std::size_t seed) {
  seed = (seed ^ (seed >> 7)) * 0x9E3779B97F4A7C15ULL;
  return (seed >> 33) % 1000;
}

}  // namespace

std::string release_snapshot(std::size_t suites, std::size_t findings, std::size_t files, std::size_t number) {
  const bool failing = number % 5 == 0;
  const std::size_t way = number / 5 % 6;
  const auto fails = [&](std::size_t which) { return failing && way == which; };
  std::string json;
  const auto out = std::back_inserter(json);
  fmt::format_to(out, R"({{"time":"2026-11-02T10:{:02}:00Z","project":"payments","lint":{{"errors":{},"warnings":{}}},"typecheck":{{"errors":0}},)",
                 number % 60, fails(0) ? 3 : 0, spread(number) % 20);
  json += R"("tests":{"suites":[)";
  for (std::size_t i = 0; i < suites; ++i)
    fmt::format_to(out, R"({}{{"name":"suite-{:03}","passed":{},"failed":{},"duration_ms":{}}})", i == 0 ? "" : ",", i, 100 + spread(i), fails(1) && i == suites / 2 ? 2 : 0, spread(i + 7));
  fmt::format_to(out, R"(]}},"coverage":{{"line":{}.{},"branch":71.25}},"security":{{"scanner":"osv","findings":[)", fails(2) ? 74 : 86, spread(number) % 10);
  for (std::size_t i = 0; i < findings; ++i)
    fmt::format_to(out, R"({}{{"id":"CVE-2026-{:04}","severity":"{}","package":"lib{}"{}}})", i == 0 ? "" : ",", 1000 + spread(i),
                   fails(3) && i == 0 ? "critical" : (i % 5 == 4 ? "high" : "medium"), i, i % 5 == 4 ? R"(,"waived_until":"2027-01-01T00:00:00Z")" : "");
  fmt::format_to(out, R"(]}},"build":{{"status":"{}","commit":"c0ffee{:06}","finished_at":"2026-11-02T09:58:11Z"}},)", fails(4) ? "failure" : "success", number);
  fmt::format_to(out, R"("qa":{{"status":"approved","commit":"c0ffee{:06}","reviewer":"ana"}},)", number);
  fmt::format_to(out, R"("metrics":{{"error_rate":0.0{:03},"p95":{},"baseline_p95":180,"p50":41}},"changed":[)", spread(number) % 500, 150 + spread(number) % 200);
  for (std::size_t i = 0; i < files; ++i)
    fmt::format_to(out, R"({}{{"path":"{}/module{:02}/file-{:03}.cpp","added":{},"removed":{}}})", i == 0 ? "" : ",", fails(5) && i == files - 1 ? "secrets" : "src", i % 17, i, spread(i), spread(i + 3) % 50);
  json += R"(],"approvals":[{"user":"ana","role":"maintainer"},{"user":"bo","role":"maintainer"}]})";
  return json;
}

std::string services_policy(std::size_t count) {
  std::string text = "policy bench.services\n\ninput {\n  services: {\n";
  const auto out = std::back_inserter(text);
  for (std::size_t i = 0; i < count; ++i) fmt::format_to(out, "    svc{:04}: {{ error_rate: ratio, status: string }}\n", i);
  text += "  }\n}\n\n";
  for (std::size_t i = 0; i < count; ++i)
    fmt::format_to(out, "gate g{:04} {{ require services.svc{:04}.error_rate <= 5% else block \"svc{:04} fails\" }}\n", i, i, i);
  return text;
}

std::string services_snapshot(std::size_t count) {
  std::string json = R"({"services":{)";
  const auto out = std::back_inserter(json);
  for (std::size_t i = 0; i < count; ++i)
    fmt::format_to(out, R"({}"svc{:04}":{{"error_rate":0.0{:03},"status":"healthy","zone":"eu-{}"}})", i == 0 ? "" : ",", i, spread(i) % 500, i % 3);
  return json + "}}";
}

}  // namespace nexus::bench
