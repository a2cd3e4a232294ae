#pragma once

#include "rules/lower/expressions.h"
#include "rules/plan/traces.h"

namespace nexus::rules::lowering {

/// Notes the parts of conditions that are lowered already: asking for their nodes again gives the same ones.
class Tracer {
 public:
  Tracer(const CheckedModel& model, plan::Plan& plan, NodeBuilder& nodes, Expressions& expressions, plan::Traces& into)
      : model_(model), plan_(plan), nodes_(nodes), expressions_(expressions), into_(into) {}

  /// `depth` as for lowering the condition itself.
  plan::Trace trace(ExprId condition, std::uint16_t depth);

 private:
  enum class Role : std::uint8_t { condition, value };
  void point(ExprId id, std::uint16_t depth, std::uint32_t parent, Role role, plan::LoopId loop = {});
  void parts(ExprId id, std::uint16_t depth, std::uint32_t self);
  void name_origin(ExprId id, plan::TracePoint& point) const;
  struct Items {
    plan::LoopId loop;
    std::uint16_t depth;
  };
  [[nodiscard]] Items unfiltered(plan::LoopId loop, std::uint16_t depth);
  void filter(ExprId where, plan::NodeId lowered, std::uint16_t depth, std::uint32_t self);
  void quantifier(const QuantifierNode& node, plan::NodeId lowered, std::uint16_t depth, std::uint32_t self);
  [[nodiscard]] Role role_of(ExprId id) const;

  const CheckedModel& model_;
  plan::Plan& plan_;
  NodeBuilder& nodes_;
  Expressions& expressions_;
  plan::Traces& into_;
};

}  // namespace nexus::rules::lowering
