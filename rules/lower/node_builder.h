#pragma once

#include "base/source_map.h"
#include "rules/plan/plan.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace nexus::rules::lowering {

using plan::NodeId;
using plan::Op;

/// Makes the nodes of a plan, each different one once: asking for an equal node gives the id it already has. Knows which
/// registers every node depends on, which decides how long its value may be remembered.
class NodeBuilder {
 public:
  explicit NodeBuilder(plan::Plan& plan) : plan_(plan) {}

  NodeId node(Op op, base::Span span, NodeId a = {}, NodeId b = {}, NodeId c = {}, std::uint8_t detail = 0);
  /// `of_register`: depends on that register, whether an item does or not.
  NodeId list(Op op, base::Span span, std::span<const NodeId> items, std::uint32_t c = 0, std::uint8_t detail = 0,
              std::optional<std::uint16_t> of_register = std::nullopt);
  NodeId constant(base::Span span, const plan::Constant& value);
  NodeId input_slot(base::Span span, std::uint32_t document, plan::SchemaId place);
  NodeId item_slot(base::Span span, std::uint16_t reg, plan::SchemaId place);
  NodeId reg(base::Span span, std::uint16_t reg);
  NodeId field(Op op, base::Span span, NodeId record, std::uint32_t name);
  /// The index of a conversion in the plan.
  std::uint32_t conversion(const plan::Conversion& to);
  NodeId convert(base::Span span, NodeId operand, const plan::Conversion& to);
  NodeId key_member(base::Span span, NodeId key, NodeId map, std::uint32_t enumeration);
  NodeId matches(base::Span span, NodeId operand, const std::string& pattern);
  NodeId status(base::Span span, plan::StatusTest test);
  /// A quantifier or comprehension. `first_register` … are the registers its ranges bind.
  NodeId loop(Op op, base::Span span, const plan::Loop& loop, std::uint16_t first_register, NodeId b = {}, NodeId c = {}, std::uint8_t detail = 0);
  /// The loop of a `for each`; it has no node.
  plan::LoopId loop_of(const plan::Loop& loop);
  /// Another place where a node stands, for messages about the rule there.
  void stands_also_at(NodeId id, base::Span span);

  std::uint32_t name(const std::string& text);
  std::uint32_t zone(const std::string& text);

  /// 0: closed; else 1 + the highest register the node depends on (or plan::no_memo).
  [[nodiscard]] std::uint16_t scope(NodeId id) const { return plan_.nodes[id].scope; }

 private:
  /// Registers a node depends on: bit r for register r, bit 63 for all from 63 on.
  using Registers = std::uint64_t;
  struct NodeHash {
    std::size_t operator()(const plan::Node& n) const;
  };
  struct Words {
    std::size_t operator()(const std::vector<std::uint32_t>& words) const;
  };

  NodeId intern(plan::Node node, base::Span span, Registers free);
  [[nodiscard]] Registers free(NodeId id) const { return id ? free_[id.index()] : 0; }
  [[nodiscard]] static Registers bit(std::uint16_t reg) { return Registers{1} << (reg < 63 ? reg : 63); }
  [[nodiscard]] static std::uint16_t scope_of(Registers free);

  plan::Plan& plan_;
  std::vector<Registers> free_;  // by NodeId
  std::unordered_map<plan::Node, NodeId, NodeHash> nodes_;
  std::unordered_map<std::vector<std::uint32_t>, std::uint32_t, Words> lists_;
  std::unordered_map<std::vector<std::uint32_t>, plan::LoopId, Words> loops_;
  std::unordered_map<std::string, std::uint32_t> names_, zones_, patterns_, constants_;
};

}  // namespace nexus::rules::lowering
