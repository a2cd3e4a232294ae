#pragma once

#include "workspace/describe/doc_comments.h"
#include "workspace/describe/wording.h"

#include <optional>

/// Rules as sections of a document.
namespace nexus::workspace::describing {

using report::doc::Block;
using report::doc::Demand;
using report::doc::Fact;
using report::doc::Section;

class Rules {
 public:
  Rules(const rules::CheckedModel& model, const DocComments& comments, Wording& wording)
      : model_(model), comments_(comments), wording_(wording) {}

  [[nodiscard]] Section describe(rules::RuleRef rule);
  /// The gravest that a rule can ask for, as far as that is known: for an overview.
  [[nodiscard]] Sentence gravest(rules::RuleRef rule);

 private:
  [[nodiscard]] Section gate(const rules::Gate& gate, Section section);
  [[nodiscard]] Section phase(const rules::Phase& phase, Section section);
  [[nodiscard]] Section trigger(const rules::Trigger& trigger, Section section);
  void head(const rules::RuleHeadNode& head, Section& section, std::vector<Fact>& facts);
  void close(const rules::RuleHeadNode& head, Section& section);
  [[nodiscard]] Demand demand(const rules::RequirementNode& node, const rules::RuleHeadNode& head,
                              const rules::Gate* gate);
  [[nodiscard]] Sentence asked(ExprId level, ExprId cap, base::Level otherwise);
  [[nodiscard]] Sentence when_missing(ExprId on_missing, ExprId level, ExprId cap, base::Level otherwise);
  [[nodiscard]] Statement remedies(const std::vector<rules::RemedyNode>& remedies);
  /// The mildest and the gravest that a level can be, where that can be told without a snapshot.
  struct Bounds {
    base::Level mildest, gravest;
  };
  [[nodiscard]] std::optional<Bounds> bounds(ExprId level) const;
  [[nodiscard]] std::optional<base::Level> fixed(ExprId level) const;
  [[nodiscard]] Sentence rule_name(rules::RuleRef rule) const;
  [[nodiscard]] Sentence phase_names(const std::vector<rules::PhaseId>& phases, std::string_view conjunction) const;

  const rules::CheckedModel& model_;
  const DocComments& comments_;
  Wording& wording_;
};

/// "gate", "phase" or "trigger".
[[nodiscard]] std::string_view kind_name(rules::RuleRef rule);

}  // namespace nexus::workspace::describing
