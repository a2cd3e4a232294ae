#include "workspace/infer/gates.h"

#include "engine/read/locate.h"
#include "workspace/infer/demands.h"
#include "workspace/infer/names.h"
#include "workspace/infer/places.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace nexus::workspace::infer {

namespace {

using rules::TypeKind;

/// A value of the type, as the language writes it; `field` of it is `bad`.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the type
std::optional<std::string> literal(const InputType& type, std::span<const std::string> steps, const std::string& bad) {
  if (type.kind == TypeKind::record) {
    std::string fields;
    for (const InputField& field : type.fields) {
      const bool is_it = !steps.empty() && steps.front() == field.name;
      if (field.optional && !is_it) continue;
      const auto value = is_it && steps.size() == 1
                             ? std::optional(bad)
                             : literal(field.type, is_it ? steps.subspan(1) : std::span<const std::string>{}, bad);
      if (!value) return std::nullopt;
      fields += (fields.empty() ? "" : ", ") + field_name(field.name) + ": " + *value;
    }
    return "{ " + fields + " }";
  }
  if (type.nullable) return "null";
  switch (type.kind) {
    case TypeKind::string:
      return "\"X-1\"";
    case TypeKind::integer:
    case TypeKind::number:
      return "0";
    case TypeKind::boolean:
      return "true";
    case TypeKind::list:
      return "[]";
    case TypeKind::enumeration:
      return text_literal(type.members.front());
    case TypeKind::time:
      return "2026-11-02T10:00:00Z";
    default:
      return std::nullopt;
  }
}

std::string pointer_to(const std::vector<std::string>& steps) {
  std::string pointer;
  for (const std::string& step : steps) pointer += engine::pointer_step(step);
  return pointer;
}

/// The first snapshot that has an item there, and how the item is reached.
std::optional<std::pair<std::size_t, std::string>> first_item(const Place& place,
                                                              std::span<const std::string_view> snapshots) {
  const std::string pointer = pointer_to(place.collection);
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    if (place.is_map) {
      const auto keys = engine::keys_at(snapshots[i], pointer);
      if (!keys.empty()) return std::pair(i, path_from_root(place.collection) + "[" + text_literal(keys.front()) + "]");
    } else if (engine::list_size_at(snapshots[i], pointer).value_or(0) != 0) {
      return std::pair(i, path_from_root(place.collection) + "[0]");
    }
  }
  return std::nullopt;
}

/// What a test changes to break the demand; nothing where that cannot be said.
bool breaks(const Place& place, const Demand& demand, std::span<const std::string_view> snapshots,
            GateProposal& proposal) {
  if (place.collection.empty()) {
    proposal.edit = "with " + path_from_root(place.steps) + " = " + demand.bad;
    return true;
  }
  if (const auto item = first_item(place, snapshots)) {
    proposal.fixture = item->first;
    proposal.edit = "with " + path_from(item->second, place.steps) + " = " + demand.bad;
    return true;
  }
  const auto value = literal(*place.item, place.steps, demand.bad);
  if (!value || place.is_map) return false;
  proposal.edit = "with " + path_from_root(place.collection) + " = [ " + *value + " ]";
  return true;
}

std::string requirement(const Place& place, const Demand& demand) {
  std::string text = "  require ";
  if (!place.collection.empty()) {
    const std::string variables = demand.key.empty() ? demand.item : demand.key + ", " + demand.item;
    text += demand.forbidden.empty() ? "every " : "no ";
    text += variables + " in " + path_from_root(place.collection) + (demand.forbidden.empty() ? " has " : " where ");
  }
  text += demand.forbidden.empty() ? demand.condition : demand.forbidden;
  text += " else block \"" + demand.message + "\"\n";
  return text + "    remedy create_task { title: \"" + demand.task + "\" }\n";
}

}  // namespace

std::string GateProposal::declarations() const {
  return fmt::format("{}{}gate {} \"{}\" {{\n{}}}\n", params, params.empty() ? "" : "\n\n", name, title, requirements);
}

std::vector<GateProposal> propose_gates(const InputType& root, std::span<const std::string_view> snapshots) {
  std::set<std::string> taken;
  for (const InputField& field : root.fields) taken.insert(field.name);

  std::vector<GateProposal> proposals;
  std::map<std::pair<std::string, int>, std::size_t> said;  // of each object one gate for each kind of demand
  for (const Place& place : places_of(root)) {
    const auto demand = demand_of(place, taken);
    GateProposal proposal;
    if (!demand || !breaks(place, *demand, snapshots, proposal)) continue;
    std::vector<std::string> object = place.collection;
    object.insert(object.end(), place.steps.begin(), place.steps.end() - 1);
    const auto [at, is_new] = said.try_emplace(
        {pointer_to(object), object.empty() ? -static_cast<int>(said.size()) : demand->rank}, proposals.size());
    if (!is_new) {
      GateProposal& first = proposals[at->second];
      if (demand->condition.empty() || !demand->param.empty()) continue;
      first.requirements += requirement(place, *demand);
      first.title += demand->also;
      continue;
    }
    proposal.rank = demand->rank;
    proposal.name = demand->name;
    proposal.title = demand->title;
    proposal.params = demand->param;
    if (!demand->param.empty()) taken.insert(demand->param_name);
    proposal.requirements = requirement(place, *demand);
    proposal.root = place.collection.empty() ? place.steps.front() : place.collection.front();
    proposals.push_back(std::move(proposal));
  }
  std::ranges::stable_sort(proposals, {}, &GateProposal::rank);
  return proposals;
}

}  // namespace nexus::workspace::infer
