#include "engine/explain/explainer.h"
#include "engine/next/planner.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

/// What stands in the way, from the verdicts of a run.
namespace nexus::engine {

using base::Level;
using base::Truth;

namespace {

/// Collects obstacles rule by rule.
class Survey {
 public:
  Survey(const plan::Plan& plan, const Judge& judge) : plan_(plan), verdicts_(judge.verdicts()) {}

  Standing take(const std::vector<bool>* only) {
    for (std::size_t i = 0; i < plan_.order.size(); ++i) {
      const plan::RuleRef ref = plan_.order[i];
      if (only != nullptr && !(*only)[i]) continue;
      if (ref.kind == plan::RuleKind::phase) {
        phase(ref.index);
      } else if (verdicts_.of(ref).judged && verdicts_.of(ref).counted != Truth::no) {
        instances(ref);
      }
    }
    if (verdicts_.asked_phase) asked(*verdicts_.asked_phase);
    return std::move(standing_);
  }

 private:
  Obstacle& add(Obstacle::Kind kind, plan::RuleRef ref, std::string id, Level asks) {
    return standing_.obstacles.emplace_back(Obstacle{.kind = kind,
                                                     .rule = ref,
                                                     .instance = {},
                                                     .position = 0,
                                                     .requirement = 0,
                                                     .asks = asks,
                                                     .waivable = false,
                                                     .id = std::move(id)});
  }
  [[nodiscard]] bool is_known(const std::string& id) const {
    return std::ranges::find(standing_.obstacles, id, &Obstacle::id) != standing_.obstacles.end();
  }

  void instances(plan::RuleRef ref) {
    const RuleVerdict& verdict = verdicts_.of(ref);
    const plan::Rule& rule = plan_.rule(ref);
    if (verdict.status == Status::skipped) standing_.skipped.push_back(rule.id);
    for (const Instance& instance : std::span(verdicts_.instances).subspan(verdict.first_instance, verdict.instances)) {
      const std::string id = Explainer::id_of(rule, instance);
      const auto place = [&](Obstacle& obstacle) {
        obstacle.instance = instance.id;
        obstacle.position = instance.position;
      };
      if (instance.status == Status::skipped) standing_.skipped.push_back(id);
      if (instance.judged && ref.kind == plan::RuleKind::gate) note_skipped(plan_.gates[ref.index], instance, id);
      if (instance.asks == Level::allow || is_known(id)) continue;
      if (!instance.judged || instance.placeholder) {
        place(add(instance.judged ? Obstacle::Kind::nothing : Obstacle::Kind::applicability, ref, id, instance.asks));
        standing_.obstacles.back().may_not_apply = !instance.judged;
      } else if (ref.kind == plan::RuleKind::trigger) {
        place(add(Obstacle::Kind::trigger, ref, id, instance.asks));
      } else if (plan_.gates[ref.index].score) {
        place(add(Obstacle::Kind::score, ref, id, instance.asks));
      } else {
        const auto first = standing_.obstacles.size();
        requirements(ref, plan_.gates[ref.index].requirements, instance.first_requirement, id, Level::warn);
        for (Obstacle& obstacle : std::span(standing_.obstacles).subspan(first)) place(obstacle);
      }
    }
  }

  void note_skipped(const plan::Gate& gate, const Instance& instance, const std::string& id) {
    for (std::size_t i = 0; i < gate.requirements.size(); ++i)
      if (verdicts_.requirements[instance.first_requirement + i].status == Status::skipped)
        standing_.skipped.push_back(id + "." + gate.requirements[i].name);
  }

  void requirements(plan::RuleRef ref, const std::vector<plan::Requirement>& all, std::uint32_t first,
                    const std::string& rule_id, Level from) {
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      const RequirementVerdict& verdict = verdicts_.requirements[first + i];
      std::string id = rule_id + "." + all[i].name;
      if (verdict.asks < from || is_known(id)) continue;
      Obstacle& obstacle = add(Obstacle::Kind::requirement, ref, std::move(id), verdict.asks);
      obstacle.requirement = i;
      obstacle.waivable = all[i].waivable;
      obstacle.may_not_apply = verdict.when_unknown;
    }
  }

  void phase(std::uint32_t index) {
    const plan::RuleRef ref{plan::RuleKind::phase, index};
    const PhaseVerdict& verdict = verdicts_.phases[index];
    const plan::Rule& rule = plan_.rule(ref);
    if (!verdict.rule.judged || verdict.rule.asks == Level::allow) return;
    if (verdict.rule.status == Status::done) return void(add(Obstacle::Kind::done, ref, rule.id, verdict.rule.asks));
    add(Obstacle::Kind::order, ref, rule.id + ".order", verdict.rule.asks);
  }

  /// May this phase start? Whatever keeps it from that, whether or not it counts otherwise.
  void asked(std::uint32_t index) {
    const plan::RuleRef ref{plan::RuleKind::phase, index};
    const PhaseVerdict& verdict = verdicts_.phases[index];
    if (verdicts_.asked_asks == Level::allow) return;
    const plan::Rule& rule = plan_.rule(ref);
    const bool by_order = verdict.rule.status == Status::out_of_order || verdict.order_broken != Truth::no;
    requirements(ref, plan_.phases[index].requirements, verdict.first_requirement, rule.id, Level::hold);
    for (const std::uint32_t gate : plan_.phases[index].gates)
      if (verdicts_.of({plan::RuleKind::gate, gate}).asks >= Level::hold) instances({plan::RuleKind::gate, gate});
    const bool applies = verdict.rule.status != Status::skipped;
    if (!applies || verdict.after != Truth::yes || (!by_order && verdict.rule.status == Status::unknown))
      add(Obstacle::Kind::applicability, ref, rule.id, verdicts_.asked_asks);
  }

  const plan::Plan& plan_;
  const Verdicts& verdicts_;
  Standing standing_;
};

}  // namespace

Standing standing(const plan::Plan& plan, const Judge& judge, const std::vector<bool>* only) {
  return Survey(plan, judge).take(only);
}

}  // namespace nexus::engine
