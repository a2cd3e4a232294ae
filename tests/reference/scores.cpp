#include "tests/reference/judge.h"

#include <algorithm>

/// Scored gates (docs/language.md, "Scored gates"; the notes on semantics, §8).
namespace nexus::reference {

using base::Level;
using base::milder;

namespace {

Number decimal(const base::Decimal& value) { return *Number::parse(value.to_string()); }

/// What a requirement may turn out to be: by how much it moves the score against a threshold, and whether it keeps the
/// gate from failing where it is key.
struct Choice {
  bool counts = true;
  Number earned;
  bool good = true;
};

}  // namespace

void Judge::score(const rules::Gate& gate, Instance& instance, Level cap) {
  const bool all_upcoming = std::all_of(instance.requirements.begin(), instance.requirements.end(),
                                        [](const Requirement& r) { return r.left_out || r.upcoming; });
  std::vector<std::vector<Choice>> choices;
  std::vector<Number> weights;
  std::vector<bool> key;
  Reasons open;
  bool any_sure = false;
  for (std::size_t i = 0; i < instance.requirements.size(); ++i) {
    const rules::RequirementNode& node = gate.requirements[i];
    const Requirement& judged = instance.requirements[i];
    if (judged.left_out || (judged.upcoming && !all_upcoming)) continue;
    const Number weight = decimal(node.weight), half = *(weight / Number(2));
    std::vector<Choice> may;
    const bool unsure = !judged.value.is_known();
    if (unsure || judged.value.is_true()) may.push_back({.counts = true, .earned = weight, .good = true});
    if (unsure || judged.value.is_false()) {
      if (!judged.band.is_false()) may.push_back({.counts = true, .earned = half, .good = true});
      if (!judged.band.is_true()) may.push_back({.counts = true, .earned = 0, .good = false});
      if (!judged.band.is_known()) add(open, judged.band.reasons);
    }
    add(open, judged.why);
    if (judged.when_unknown) may.push_back({.counts = false, .earned = 0, .good = true});
    any_sure |= !judged.when_unknown;
    choices.push_back(may);
    weights.push_back(weight);
    key.push_back(node.key);
  }
  if (choices.empty()) {
    instance.status = "skipped";
    return;
  }
  // Does the score reach a share, whatever turns out? 1 always, -1 never, 0 that depends.
  const auto reach = [&](const Number& share) {
    Number least, most;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      std::optional<Number> low, high;
      for (const Choice& choice : choices[i]) {
        const Number moves = choice.counts ? *(choice.earned - *(share * weights[i])) : Number(0);
        if (!low || moves < *low) low = moves;
        if (!high || moves > *high) high = moves;
      }
      least = *(least + *low);
      most = *(most + *high);
    }
    return !least.is_negative() ? 1 : most.is_negative() ? -1 : 0;
  };
  int keys = 1;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (!key[i]) continue;
    const bool some_bad = std::any_of(choices[i].begin(), choices[i].end(), [](const Choice& c) { return !c.good; });
    const bool all_bad = std::all_of(choices[i].begin(), choices[i].end(), [](const Choice& c) { return !c.good; });
    keys = std::min(keys, all_bad ? -1 : some_bad ? 0 : 1);
  }
  const int enough = std::min(reach(decimal(gate.score->warn)), keys), passes = reach(decimal(gate.score->pass));
  const std::string best = enough == -1 ? "fail" : passes == -1 ? "warn" : "pass";
  const std::string worst = enough != 1 ? "fail" : passes != 1 ? "warn" : "pass";
  const Level failing = level(gate.on_fail, Level::block).value_or(Level::hold);
  const auto asks = [&](const std::string& status) {
    return status == "pass" ? Level::allow : status == "warn" ? Level::warn : failing;
  };
  // What is upcoming asks for `warn` at most.
  if (all_upcoming) cap = milder(cap, Level::warn);
  const bool nameless = best == "fail" && worst == "fail" && !level(gate.on_fail, Level::block);
  if (best == worst && any_sure) {
    instance.status = nameless ? "unknown" : best;
    instance.asks = milder(cap, asks(best));
  } else if (!any_sure) {
    instance.status = "unknown";
    instance.asks = milder(cap, milder(Level::hold, asks(worst)));
  } else {
    const Level said = level(gate.on_missing, Level::hold).value_or(Level::hold);
    instance.status = "unknown";
    instance.asks = milder(cap, std::clamp(said, asks(best), asks(worst)));
  }
  if (instance.status == "unknown") {
    if (open.empty() && gate.on_fail) add(open, evaluate_(gate.on_fail).reasons);
    add(*unknown_, open);
  }
  if (instance.status != "pass")
    find({.id = instance.id,
          .kind = instance.status == "unknown" && !(all_upcoming && any_sure) ? "unknown" : "failed",
          .level = instance.asks,
          .message = "*"});
  if (all_upcoming && any_sure) instance.status = "upcoming";
}

}  // namespace nexus::reference
