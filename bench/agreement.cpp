#include "bench/benchmarks.h"
#include "bench/compiled_policy.h"
#include "bench/contenders.h"
#include "bench/workloads.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nexus::bench {

namespace {

/// A verdict in a form in which those of Nexus and of rulers can be compared: the decision, then the messages in order.
using Told = std::vector<std::string>;

Told told(std::string_view decision, std::vector<std::string> messages) {
  std::ranges::sort(messages);
  messages.insert(messages.begin(), std::string(decision));
  return messages;
}

Told told_by_nexus(const Policy& policy, std::string_view text) {
  const auto report = policy.evaluate({.snapshot = text, .snapshot_name = "snapshot.json"},
                                      {.now = std::string(release_now), .phase = std::nullopt, .only = {}});
  if (!report) give_up(report.error().text());
  std::vector<std::string> messages;
  for (const Finding& finding : report->findings) messages.push_back(finding.message);
  return told(nexus::level_name(report->decision), std::move(messages));
}

Told told_by_hand(Ruler& ruler, std::string_view text) {
  Verdict verdict;
  if (!ruler.judge(text, *parse_time(release_now), verdict)) give_up("a ruler does not read the snapshot");
  return told(level_name(verdict.level), verdict.messages);
}

std::string lines(const Told& told) {
  std::string all;
  for (const std::string& line : told) all += "\n    " + line;
  return all;
}

Policy load(const std::string& text) {
  auto policy = Policy::from_text("bench.nexus", text);
  if (!policy) give_up(policy.error().text());
  return *std::move(policy);
}

/// How many of the snapshots fail.
std::size_t compare(const Policy& policy, const Texts& texts, const std::vector<std::unique_ptr<Ruler>>& rulers,
                    const std::string& what) {
  std::size_t failing = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Told expected = told_by_nexus(policy, texts[i]);
    failing += expected.front() == "allow" ? 0 : 1;
    for (const auto& ruler : rulers)
      if (const Told got = told_by_hand(*ruler, texts[i]); got != expected)
        give_up("of " + what + ", snapshot " + std::to_string(i) + ", Nexus says" + lines(expected) +
                "\n  and a ruler" + lines(got));
  }
  return failing;
}

std::vector<std::unique_ptr<Ruler>> both(std::unique_ptr<Ruler> dom, std::unique_ptr<Ruler> ondemand) {
  std::vector<std::unique_ptr<Ruler>> rulers;
  rulers.push_back(std::move(dom));
  rulers.push_back(std::move(ondemand));
  return rulers;
}

}  // namespace

void check_agreement() {
  const Policy release = load(release_policy());
  for (const ReleaseSize& size : {small_release, large_release}) {
    const Texts texts(release_snapshots(size));
    const std::size_t failing =
        compare(release, texts, both(dom_release_ruler(), ondemand_release_ruler()),
                "release gates of " + std::to_string(static_cast<int>(texts.bytes())) + " bytes");
    if (failing < 15 || failing > 25)
      give_up("of 100 snapshots " + std::to_string(failing) + " fail, and not about 20");
  }
  constexpr std::size_t count = 1'000;
  const Texts services({services_snapshot(count), services_snapshot(count, 10)});
  const std::size_t failing = compare(load(services_policy(count)), services,
                                      both(dom_services_ruler(count), ondemand_services_ruler(count)), "services");
  if (failing != 1) give_up("of the services, one snapshot should fail and one pass");
}

}  // namespace nexus::bench
