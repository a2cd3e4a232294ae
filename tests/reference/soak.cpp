#include "tests/reference/soak.h"

#include "tests/reference/engine_side.h"
#include "tests/reference/judge.h"
#include "tests/reference/policies.h"
#include "tests/reference/schema.h"

#include <algorithm>
#include <iostream>
#include <set>
#include <sstream>
#include <thread>

namespace nexus::reference {

namespace {

constexpr std::size_t snapshots_a_policy = 50;
/// How many differences are made small and shown, each of another sort.
constexpr std::size_t most_shown = 12;

Number clock() { return Number(1793613600); }  // 2026-11-02T10:00:00Z

/// Nothing where the case asks for what is not there.
std::optional<Run> run_of(const Case& on, const rules::CheckedModel& model) {
  Run run{.documents = {}, .now = clock(), .asked_phase = std::nullopt, .history = on.history};
  // An input that shrinking took away is none of the model's.
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    const std::string& name = model.inputs[rules::InputId(i)].name;
    std::size_t at = 0;
    for (std::size_t n = 0; n < on.inputs.size(); ++n)
      if (on.inputs[n] == name) at = n + 1;
    if (!name.empty() && at == 0) return std::nullopt;
    run.documents.push_back(on.documents[at] ? &*on.documents[at] : nullptr);
  }
  if (!on.asked.empty()) {
    for (std::size_t i = 0; i < model.phases.size(); ++i)
      if (model.phases[rules::PhaseId(i)].head.name == on.asked) run.asked_phase = static_cast<std::uint32_t>(i);
    if (!run.asked_phase) return std::nullopt;
  }
  if (run.history)
    for (const Json& snapshot : *run.history)
      if (!time_of(model, snapshot)) return std::nullopt;
  return run;
}

std::string difference_of(const Case& on, EngineSide& engine, Verdict* judged = nullptr) {
  const auto run = run_of(on, engine.model());
  if (!run) return "";
  const Verdict verdict = judge(engine.model(), *run);
  if (judged != nullptr) *judged = verdict;
  return difference(verdict, engine.verdict(*run));
}

/// What a verdict is made of, without names: `gate pass`, `reason absent`, `decision hold`.
std::set<std::string> parts_of(const Verdict& verdict) {
  std::set<std::string> parts;
  for (std::string line : verdict) {
    // Odd names stand in quotes, and may have spaces.
    for (std::size_t at = 0; (at = line.find('"', at)) != std::string::npos;)
      line.erase(at, std::min(line.find('"', at + 1), line.size() - 1) + 1 - at);
    std::istringstream words(line);
    std::string first, id, last;
    words >> first >> id;
    if (first == "decision" || first == "error") parts.insert(first + " " + id);
    if (first == "reasons")
      for (std::string part; std::getline(words, part, ';');)
        if (std::istringstream(part) >> last) parts.insert("reason " + last);
    const bool is_judged = first == "gate" || first == "phase" || first == "trigger" || first == "requirement";
    if ((is_judged || first == "finding") && words >> last) parts.insert(first + " " + last);
    if (first == "requirement" && words >> last) parts.insert(first + " " + last);
    if (first == "margins") parts.insert("a margin");
    if (first == "obligation") parts.insert("an obligation");
    if (first == "not-counted") parts.insert("a rule that does not count");
  }
  return parts;
}

/// A case of tests/suite that says what the reference says.
std::string as_suite_case(const Case& on) {
  const auto engine = EngineSide::compile(to_text(on.policy));
  std::string text = to_text(on.policy) + "\n#= now 2026-11-02T10:00:00Z\n#= case shrunk\n#= snapshot " +
                     to_text(*on.documents[0]) + "\n";
  for (std::size_t i = 0; i < on.inputs.size(); ++i)
    if (on.documents[i + 1]) text += "#= input " + on.inputs[i] + " " + to_text(*on.documents[i + 1]) + "\n";
  if (on.history) {
    std::string line = "#= history";
    for (const Json& snapshot : *on.history) {
      text += line + " " + to_text(snapshot) + "\n";
      line = "#=  ";
    }
    if (on.history->empty()) text += "#= history\n";
  }
  if (!on.asked.empty()) text += "#= asking " + on.asked + "\n";
  for (std::string line : judge(engine->model(), *run_of(on, engine->model()))) {
    if (line.starts_with("asks ") || line.starts_with("reasons ") || line.starts_with("obligation bring_evidence"))
      continue;
    if (line.ends_with(" *")) line.erase(line.size() - 2);
    text += "#= " + line + "\n";
  }
  return text;
}

/// What sort of difference it is: its words without names.
std::string sort_of(const std::string& difference) {
  std::string sort;
  std::string word;
  for (const char c : difference + " ") {
    if (c != ' ' && c != '\n' && c != ';') {
      word += c;
      continue;
    }
    if (word.find_first_of("/.[]0123456789") == std::string::npos) sort += word + " ";
    word.clear();
  }
  return sort;
}

void compare(std::uint64_t seed, bool shows, bool counts, Tally& tally) {
  Dice dice(seed * 0x9e3779b97f4a7c15U + 1);
  const Schema schema = make_schema(dice);
  const MadeUp made = make_policy(schema, dice);
  std::string why;
  const auto engine = EngineSide::compile(to_text(made.policy), &why);
  ++tally.policies;
  if (!engine) {
    ++tally.rejected;
    const std::scoped_lock lock(tally.mutex);
    if (tally.refusals.size() < most_shown) tally.refusals.push_back(std::to_string(seed) + ": " + why);
    return;
  }
  if (shows) std::cerr << "# seed " << seed << "\n" << to_text(made.policy) << std::endl;
  Case on{.policy = made.policy, .inputs = {}, .documents = {}};
  for (const Document& document : schema.others) on.inputs.push_back(document.name);
  for (std::size_t i = 0; i < snapshots_a_policy; ++i) {
    on.documents = {make_document(schema.snapshot, dice)};
    for (const Document& document : schema.others)
      on.documents.push_back(dice.percent(20) ? std::nullopt : std::optional(make_document(document.shape, dice)));
    on.history.reset();
    if (made.looks_back && dice.percent(85)) on.history = make_history(schema, *on.documents[0], dice);
    on.asked = !made.phases.empty() && dice.percent(40) ? dice.pick(made.phases) : "";
    if (shows) {
      std::cerr << "# snapshot " << to_text(*on.documents[0]) << "\n";
      for (const auto& other : on.documents)
        if (other) std::cerr << "#   " << to_text(*other) << "\n";
      if (on.history)
        for (const Json& earlier : *on.history) std::cerr << "# history " << to_text(earlier) << "\n";
      std::cerr << "# asking " << on.asked << std::endl;
    }
    ++tally.pairs;
    Verdict judged;
    const std::string difference = difference_of(on, *engine, &judged);
    if (counts) {
      const std::scoped_lock lock(tally.mutex);
      for (const std::string& part : parts_of(judged)) ++tally.came_up[part];
    }
    if (difference.empty()) continue;
    ++tally.different;
    {
      const std::scoped_lock lock(tally.mutex);
      if (tally.sorts.size() >= most_shown || !tally.sorts.insert(sort_of(difference)).second) return;
    }
    const Case small = shrink(on, [](const Case& c) { return !difference_of(c).empty(); });
    std::string text = "# seed " + std::to_string(seed) + "\n";
    for (const char c : "# " + difference_of(small)) text += c == '\n' ? std::string("\n# ") : std::string(1, c);
    text += "\n" + as_suite_case(small);
    const std::scoped_lock lock(tally.mutex);
    tally.cases.push_back(text);
    return;
  }
}

}  // namespace

std::string difference_of(const Case& on) {
  const auto engine = EngineSide::compile(to_text(on.policy));
  return engine ? difference_of(on, *engine) : "";
}

void soak(const Soak& what, Tally& tally) {
  std::atomic<std::uint64_t> next = what.seed;
  std::vector<std::thread> workers;
  for (std::uint64_t i = 0; i < std::max<std::uint64_t>(1, what.threads); ++i)
    workers.emplace_back([&] {
      while (tally.pairs < what.pairs) {
        const std::uint64_t before = tally.pairs;
        compare(next++, what.shows, what.counts, tally);
        if (what.reports && before / 1000000 != tally.pairs / 1000000)
          std::cerr << std::to_string(tally.pairs) + " pairs, " + std::to_string(tally.different) + " differ\n";
      }
    });
  for (std::thread& worker : workers) worker.join();
}

}  // namespace nexus::reference
