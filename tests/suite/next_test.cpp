#include "workspace/next.h"
#include "base/values/time.h"
#include "tests/suite/cases.h"
#include "tests/suite/suites.h"
#include "tests/support/catch.h"
#include "tests/support/next_done.h"
#include "workspace/select.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

/// Asks of every case of the suite what to do next, does it, and looks whether what was promised has come.
namespace nexus::tests {

namespace {

/// A case of the suite as `nexus next` takes it.
class Asked {
 public:
  Asked(const SuitePolicy& policy, const std::vector<Directive>& directives) {
    policy_ = workspace::load(request_of(policy, directives));
    question_.now = *base::parse_time("2026-11-01T00:00:00Z");
    question_.now_is_given = true;
    for (const Directive& directive : directives) {
      const std::string& rest = directive.rest;
      if (directive.word == "now") question_.now = *base::parse_time(rest);
      if (directive.word == "snapshot") texts_["snapshot"] = rest;
      if (directive.word == "input")
        texts_[rest.substr(0, rest.find(' '))] = rest.substr(rest.find_first_not_of(" \n", rest.find(' ')));
      if (directive.word == "history") history_ = history_.value_or("") + rest + "\n";
      if (directive.word == "series") is_series_ = true;
      if (directive.word == "asking" && policy_->is_sound())
        if (const auto phase = workspace::find_phase(policy_->plan(), rest)) question_.phase = *phase;
    }
  }

  /// A snapshot of an example, at its own time.
  Asked(const std::vector<std::string>& policies, std::map<std::string, std::string> texts) : texts_(std::move(texts)) {
    workspace::LoadRequest request;
    request.paths = policies;
    policy_ = workspace::load(request);
    const auto snapshot = nlohmann::ordered_json::parse(texts_.at("snapshot"));
    question_.now =
        *base::parse_time(snapshot.contains("time") ? snapshot["time"].get<std::string>() : "2026-11-01T00:00:00Z");
    question_.now_is_given = true;
    std::erase_if(texts_, [&](const auto& text) {
      return text.first != "snapshot" && !workspace::find_input(policy_->plan(), text.first);
    });
  }

  [[nodiscard]] bool can_be_asked() const { return policy_->is_sound() && texts_.contains("snapshot") && !is_series_; }

  [[nodiscard]] base::Expected<workspace::NextResult, workspace::RunFailure> next() const {
    workspace::NextRequest request{
        .snapshot = {"snapshot.json", texts_.at("snapshot")}, .further = {}, .history = {}, .question = question_};
    for (const auto& [name, text] : texts_)
      if (name != "snapshot") request.further.push_back({number_of(name), {name, text}});
    if (history_) request.history = workspace::Text{"history.jsonl", *history_};
    return workspace::find_next(*policy_, request);
  }

  /// The decision once these ways are done, by a program that knows JSON pointers and nothing of the planner.
  [[nodiscard]] std::optional<base::Level> decision_after(const std::vector<const engine::NextWay*>& ways) const {
    Documents documents;
    for (const auto& [name, text] : texts_) documents[name] = nlohmann::ordered_json::parse(text);
    workspace::Question question = question_;
    for (const std::string& until : do_ways(ways, documents))
      question.now = std::max(question.now, *base::parse_time(until));
    workspace::Runner runner(*policy_);
    std::vector<std::string> kept;
    std::optional<std::string> history = history_;
    for (const engine::NextWay* way : ways)
      for (const engine::NextAction& action : way->actions)
        if (action.kind == "keep") history = go_on(action, question.now, *documents["snapshot"]);
    if (history && runner.give_history({"history.jsonl", *history})) return std::nullopt;
    for (const auto& [name, document] : documents)
      if (name != "snapshot" && runner.give(number_of(name), {name, kept.emplace_back(document->dump())}))
        return std::nullopt;
    const std::string snapshot = documents["snapshot"]->dump();
    const auto decision = runner.decide({"snapshot.json", snapshot}, question);
    return decision ? std::optional(*decision) : std::nullopt;
  }

 private:
  static nlohmann::ordered_json at(nlohmann::ordered_json snapshot, const base::Decimal& time) {
    snapshot["time"] = base::format_time(time);
    return snapshot;
  }

  /// The history with the snapshot as it is kept, which then has the time `until`.
  [[nodiscard]] std::string go_on(const engine::NextAction& keep, const base::Decimal& until,
                                  nlohmann::ordered_json& snapshot) const {
    const base::Decimal apart = *base::Decimal::parse(keep.apart_at_most);
    base::Decimal time =
        snapshot.contains("time") ? *base::parse_time(snapshot["time"].get<std::string>()) : question_.now;
    std::string lines;
    std::istringstream earlier(*history_);
    for (std::string line; std::getline(earlier, line);)
      if (line.find('{') != std::string::npos &&
          *base::parse_time(nlohmann::json::parse(line)["time"].get<std::string>()) <= time)
        lines += line + "\n";
    for (; time < until; time = base::add(time, apart).value) lines += at(snapshot, time).dump() + "\n";
    snapshot = at(snapshot, until);
    return lines;
  }

  [[nodiscard]] std::size_t number_of(const std::string& name) const {
    return *workspace::find_input(policy_->plan(), name);
  }

  std::shared_ptr<const workspace::LoadedPolicy> policy_;
  workspace::Question question_;
  std::map<std::string, std::string> texts_;
  std::optional<std::string> history_;
  bool is_series_ = false;
};

struct Count {
  std::size_t asked = 0;  ///< cases whose decision is not allow
  std::size_t whole = 0;  ///< those for which a way to allow was found
  std::size_t alternatives = 0;
};

/// What it says, for a look at it.
void show(const engine::NextReport& report, const std::string& name, const std::optional<std::string>& no_way) {
  const char* how = std::getenv("NEXUS_SHOW_NEXT");
  if (how == nullptr) return;
  for (const engine::NextLeft& left : report.left)
    std::cout << name << ": " << left.what.id << ": " << left.what.message << " | " << left.why
              << (no_way ? " | " + *no_way : " | ?") << "\n";
  if (std::string_view(how) != "all") return;
  for (const engine::NextStep& step : report.steps)
    for (const engine::NextWay& way : step.ways) {
      std::cout << name << ":  " << (&way == &step.ways.front() ? "do " : "or ");
      for (const engine::NextAction& action : way.actions) std::cout << action.words << "; ";
      std::cout << "\n";
    }
}

/// Says whether a way to allow was found, or none was needed. `no_way`: why there is none.
bool check(const Asked& asked, Count& count, const std::string& name, const std::optional<std::string>& no_way) {
  const auto found = asked.next();
  if (!found) return true;  // nothing was decided: that is what the suite is about
  const engine::NextReport& report = found->report;
  if (report.steps.empty() && report.left.empty()) {
    CHECK(report.decision == base::Level::allow);
    return true;
  }
  ++count.asked;
  count.whole += report.left.empty() ? 1 : 0;
  std::vector<const engine::NextWay*> ways;
  for (const engine::NextStep& step : report.steps) ways.push_back(&step.ways.front());
  CHECK(asked.decision_after(ways) == report.outcome);
  if (report.left.empty()) CHECK(report.outcome == base::Level::allow);
  for (std::size_t step = 0; step < report.steps.size(); ++step)
    for (std::size_t i = 1; i < report.steps[step].ways.size(); ++i) {
      ++count.alternatives;
      auto others = ways;
      others[step] = &report.steps[step].ways[i];
      CHECK(asked.decision_after(others) <= report.outcome);
    }
  const bool is_whole = report.left.empty();
  if (!is_whole && !no_way)
    FAIL_CHECK("no way was found for " << report.left.front().what.id << " (" << report.left.front().why
                                       << "): mend it, or say `no-way REASON`");
  for (const engine::NextLeft& left : report.left) CHECK_FALSE(left.why.empty());
  show(report, name, no_way);
  return is_whole;
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::optional<std::string> no_way_of(const std::vector<Directive>& directives) {
  const auto directive = std::ranges::find(directives, "no-way", &Directive::word);
  return directive == directives.end() ? std::nullopt : std::optional(directive->rest);
}

/// Every case has a way, or says why not: itself, or its file for all of its cases.
Count ask_all(const std::vector<SuitePolicy>& policies) {
  Count count;
  for (const SuitePolicy& policy : policies) {
    const std::optional<std::string> common = no_way_of(policy.common);
    bool all_whole = true;
    std::vector<Case> cases = policy.cases;
    if (cases.empty()) cases.push_back({"", {}});
    for (const Case& one : cases) {
      std::vector<Directive> directives = policy.common;
      directives.insert(directives.end(), one.directives.begin(), one.directives.end());
      const std::string name = policy.name + ": " + one.name;
      INFO(name);
      const std::optional<std::string> own = no_way_of(one.directives);
      const Asked asked(policy, directives);
      const bool is_whole = !asked.can_be_asked() || check(asked, count, name, own ? own : common);
      if (own && is_whole) FAIL_CHECK("`no-way` is not needed: there is one");
      all_whole = all_whole && is_whole;
    }
    INFO(policy.name);
    if (common && all_whole) FAIL_CHECK("`no-way` is not needed: every case has one");
  }
  return count;
}

}  // namespace

TEST_CASE("what is to be done next brings what it promises, in every case of the suite") {
  const Count count = ask_all(suite_policies("tests/suite"));
  std::cout << "next: of " << count.asked << " cases " << count.whole << " have a way to allow, with "
            << count.alternatives << " alternatives\n";
  CHECK(count.asked > 0);
}

TEST_CASE("what is to be done next brings what it promises, on every example of the language reference") {
  const Count count = ask_all(language_examples());
  std::cout << "next: of " << count.asked << " examples " << count.whole << " have a way to allow, with "
            << count.alternatives << " alternatives\n";
  CHECK(count.asked > 0);
}

TEST_CASE("what is to be done next brings what it promises, in the examples, which enforce the standard policies") {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(NEXUS_SOURCE_DIR) / "examples";
  const std::vector<std::pair<std::string, std::string>> runs{
      {"release-gate/release.nexus", "release-gate"},
      {"web-service/release.nexus", "web-service/days"},
      {"library-release/release.nexus", "library-release/days"},
      {"delivery-team/team.nexus", "delivery-team/days"},
      {"delivery-team/direction.nexus", "delivery-team/orders"}};
  Count count;
  for (const auto& [policy, folder] : runs) {
    std::vector<fs::path> snapshots;
    for (const auto& entry : fs::directory_iterator(root / folder))
      if (entry.path().extension() == ".json") snapshots.push_back(entry.path());
    std::ranges::sort(snapshots);
    for (const fs::path& snapshot : snapshots) {
      std::map<std::string, std::string> texts{{"snapshot", read_text(snapshot)}};
      for (const std::string beside : {"baseline", "last"})
        if (const fs::path file = (root / policy).parent_path() / (beside + ".json"); fs::exists(file))
          texts[beside] = read_text(file);
      INFO(snapshot.string());
      check(Asked({(root / policy).string()}, std::move(texts)), count,
            "examples/" + folder + "/" + snapshot.filename().string(), std::nullopt);
    }
  }
  std::cout << "next: of " << count.asked << " snapshots of the examples " << count.whole
            << " have a way to allow, with " << count.alternatives << " alternatives\n";
  CHECK(count.asked > 0);
}

}  // namespace nexus::tests
