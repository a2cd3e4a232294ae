#include "bench/workloads.h"

#include <fmt/format.h>

#include <chrono>
#include <iterator>

namespace nexus::bench {

namespace {

/// A deterministic spread of small numbers.
std::size_t spread(std::size_t seed) {
  seed = (seed ^ (seed >> 7)) * 0x9E3779B97F4A7C15ULL;
  return (seed >> 33) % 1000;
}

/// What is wrong with a snapshot.
enum class Fault {
  none,
  lint,
  suite,
  coverage,
  finding,
  build,
  path,
  types,
  other_commit,
  errors,
  latency,
  expired_waiver,
  nothing_measured,
  count
};

Fault fault_of(std::size_t number) {
  if (number % 5 != 0) return Fault::none;
  return static_cast<Fault>(1 + number / 5 % (static_cast<std::size_t>(Fault::count) - 1));
}

constexpr std::string_view comma(std::size_t position) { return position == 0 ? "" : ","; }

using Out = std::back_insert_iterator<std::string>;

void write_suites(Out out, std::size_t count, Fault fault) {
  fmt::format_to(out, R"("tests":{{"suites":[)");
  for (std::size_t i = 0; i < count; ++i)
    fmt::format_to(out, R"({}{{"name":"suite-{:03}","passed":{},"failed":{},"duration_ms":{}}})", comma(i), i,
                   100 + spread(i), fault == Fault::suite && i == count / 2 ? 2 : 0, spread(i + 7));
  fmt::format_to(out, "]}},");
}

void write_findings(Out out, std::size_t count, Fault fault) {
  fmt::format_to(out, R"("security":{{"scanner":"osv","findings":[)");
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_waived = i % 5 == 4;
    const bool is_critical = fault == Fault::finding && i == 0;
    const bool is_over = fault == Fault::expired_waiver && i == 4;
    fmt::format_to(out, R"({}{{"id":"CVE-2026-{:04}","severity":"{}","package":"lib{}"{}}})", comma(i),
                   1000 + spread(i), is_critical ? "critical" : (is_waived ? "high" : "medium"), i,
                   is_over ? R"(,"waived_until":"2025-10-01T00:00:00Z")"
                           : (is_waived ? R"(,"waived_until":"2027-01-01T00:00:00Z")" : ""));
  }
  fmt::format_to(out, "]}},");
}

void write_files(Out out, std::size_t count, Fault fault) {
  fmt::format_to(out, R"("changed":[)");
  for (std::size_t i = 0; i < count; ++i)
    fmt::format_to(out, R"({}{{"path":"{}/module{:02}/file-{:03}.cpp","added":{},"removed":{}}})", comma(i),
                   fault == Fault::path && i == count - 1 ? "secrets" : "src", i % 17, i, spread(i),
                   spread(i + 3) % 50);
  fmt::format_to(out, "],");
}

}  // namespace

std::string release_snapshot(const ReleaseSize& size, std::size_t number) {
  const Fault fault = fault_of(number);
  std::string json;
  const Out out(json);
  fmt::format_to(out, R"({{"time":"2026-11-02T10:{:02}:00Z","project":"payments",)", number % 60);
  fmt::format_to(
      out,
      R"("pipeline":{{"url":"https://ci.example.com/payments/pipelines/{}","branch":"release/2026.11","runner":"linux-amd64-{:02}","attempt":1}},)",
      48'000 + number, number % 24);
  fmt::format_to(out, R"("lint":{{"errors":{},"warnings":{}}},"typecheck":{{"errors":{}}},)",
                 fault == Fault::lint ? 3 : 0, spread(number) % 20, fault == Fault::types ? 1 : 0);
  write_suites(out, size.suites, fault);
  fmt::format_to(out, R"("coverage":{{"line":{}.{},"branch":71.25}},)", fault == Fault::coverage ? 74 : 86,
                 spread(number) % 10);
  write_findings(out, size.findings, fault);
  fmt::format_to(out, R"("build":{{"status":"{}","commit":"c0ffee{:06}","finished_at":"2026-11-02T09:58:11Z"}},)",
                 fault == Fault::build ? "failure" : "success", number);
  fmt::format_to(out, R"("qa":{{"status":"approved","commit":"c0ffee{:06}","reviewer":"ana"}},)",
                 number + (fault == Fault::other_commit ? 1 : 0));
  fmt::format_to(out, R"("metrics":{{)");
  if (fault != Fault::nothing_measured)
    fmt::format_to(out, R"("error_rate":0.0{:03},)", fault == Fault::errors ? 713 : spread(number) % 500);
  fmt::format_to(out, R"("p95":{},"baseline_p95":180,"p50":41}},)",
                 fault == Fault::latency ? 412 : 150 + spread(number) % 200);
  write_files(out, size.files, fault);
  json += R"("approvals":[{"user":"ana","role":"maintainer"},{"user":"bo","role":"maintainer"}]})";
  return json;
}

std::vector<std::string> release_snapshots(const ReleaseSize& size) {
  std::vector<std::string> snapshots;
  for (std::size_t i = 0; i < 100; ++i) snapshots.push_back(release_snapshot(size, i));
  return snapshots;
}

std::string services_policy(std::size_t count) {
  std::string text = "policy bench.services\n\ninput {\n  services: {\n";
  const Out out(text);
  for (std::size_t i = 0; i < count; ++i)
    fmt::format_to(out, "    svc{:04}: {{ error_rate: ratio, status: string }}\n", i);
  text += "  }\n}\n\n";
  for (std::size_t i = 0; i < count; ++i)
    fmt::format_to(out, "gate g{0:04} {{ require services.svc{0:04}.{1} else block \"svc{0:04} fails\" }}\n", i,
                   i % 2 == 0 ? "error_rate <= 5%" : R"(status == "healthy")");
  return text;
}

std::string services_snapshot(std::size_t count, std::size_t one_fails_in) {
  std::string json = R"({"services":{)";
  const Out out(json);
  for (std::size_t i = 0; i < count; ++i) {
    const bool fails = one_fails_in != 0 && i % one_fails_in == one_fails_in / 2;
    if (one_fails_in != 0 && i == count - 1) break;  // the one that is missing
    fmt::format_to(out, R"({}"svc{:04}":{{"error_rate":0.0{:03},"status":"{}","zone":"eu-{}"}})", comma(i), i,
                   fails ? 713 : spread(i) % 500, fails ? "down" : "healthy", i % 3);
  }
  return json + "}}";
}

std::string history_snapshot(std::size_t minute) {
  // About every three days something goes wrong for twenty minutes, worse each time until it begins anew.
  const std::size_t since = minute % 4'327;
  const std::size_t trouble = since < 20 ? 1 + minute / 4'327 % 8 : 0;
  const auto number = [&](std::size_t which) { return spread(minute * 11 + which); };
  using namespace std::chrono;
  const sys_days begin = year(2025) / January / 1;
  const auto time = begin + minutes(minute);
  const year_month_day date(floor<days>(time));
  return fmt::format(
      R"({{"time":"{:04}-{:02}-{:02}T{:02}:{:02}:00Z","metrics":{{"error_rate":0.0{:03},"p50":{},"p95":{},"p99":{},"cpu":{}.{},"memory":{}.{},"queue":{},"retries":0.0{:02},"restarts":{},"requests":{}}}}})",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      minute / 60 % 24, minute % 60, number(0) % 90 + trouble * 90, 40 + number(1) % 10,
      150 + number(2) % 60 + trouble * 60, 300 + number(3) % 150 + trouble * 200, 30 + number(4) % 30 + trouble * 5,
      number(4) % 10, 50 + number(5) % 10 + trouble * 5, number(5) % 10, number(6) % 40 + trouble * 100,
      10 + number(7) % 10 + trouble * 10, trouble > 5 ? since : 0, 9'000 + number(8) - trouble * 900);
}

}  // namespace nexus::bench
