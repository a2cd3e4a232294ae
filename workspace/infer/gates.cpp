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
  const auto quantified = [&](std::string_view quantifier, std::string_view verb) {
    if (place.collection.empty()) return std::string();
    const std::string variables = demand.key.empty() ? demand.item : demand.key + ", " + demand.item;
    return fmt::format("{} {} in {} {} ", quantifier, variables, path_from_root(place.collection), verb);
  };
  const auto required = [](const std::string& condition, const std::string& message, const std::string& task) {
    return fmt::format("  require {} else block \"{}\"\n    remedy create_task {{ title: \"{}\" }}\n", condition,
                       message, task);
  };
  const bool forbids = !demand.forbidden.empty();
  return required(
             forbids ? quantified("no", "where") + demand.forbidden : quantified("every", "has") + demand.condition,
             demand.message, demand.task) +
         (demand.presence.empty() ? std::string()
                                  : required(quantified("every", "has") + demand.presence, demand.absence,
                                             "Find out why " + demand.absence));
}

/// Steps from the root to the object that the place is a field of.
std::vector<std::string> object_of(const Place& place) {
  std::vector<std::string> object = place.collection;
  object.insert(object.end(), place.steps.begin(), place.steps.end() - 1);
  return object;
}

/// What tells the object of a place from another object of the same name: `cart` of `services.cart.tests`, where
/// `services.web.tests` has the same field. Empty where there is no other.
std::string whose(const Place& place, std::span<const Place> places) {
  if (!place.collection.empty() || place.steps.size() < 3) return {};
  for (const Place& other : places) {
    if (!other.collection.empty() || other.parent() != place.parent() || other.name() != place.name()) continue;
    const auto [mine, theirs] =
        std::mismatch(place.steps.rbegin(), place.steps.rend(), other.steps.rbegin(), other.steps.rend());
    if (mine != place.steps.rend()) return *mine;
  }
  return {};
}

/// A proposal, and what tells whether another asks the same of an object beside it.
struct Candidate {
  GateProposal proposal;
  std::vector<std::string> object;
  std::size_t in_collection = 0;     ///< how many steps of `object` lead to a collection
  std::vector<std::string> demands;  ///< the fields, with what is asked of each
};

/// Objects that differ by a name on the way, as `services.cart` and `services.web`, or `web` and `api` if these are alike.
bool are_siblings(const Candidate& one, const Candidate& other, const InputType& root) {
  const auto type_of = [&](const Candidate& candidate) {
    return spelled(std::ranges::find(root.fields, candidate.object.front(), &InputField::name)->type);
  };
  return !one.object.empty() && one.object.size() == other.object.size() && one.in_collection == other.in_collection &&
         one.proposal.rank == other.proposal.rank && one.demands == other.demands &&
         (one.object.front() == other.object.front() || type_of(one) == type_of(other));
}

/// How people tell `object` from `first`: by the names that differ, the nearest first.
std::string difference(const std::vector<std::string>& object, const std::vector<std::string>& first) {
  std::string text;
  for (std::size_t i = object.size(); i-- > 0;)
    if (object[i] != first[i]) text += (text.empty() ? "" : " of ") + spaced(object[i]);
  return text;
}

/// Adds what siblings ask for: a gate for one of them alone would look as if it were for all.
void join(Candidate& first, std::span<const Candidate* const> siblings) {
  constexpr std::size_t most_named = 3;
  GateProposal& gate = first.proposal;
  std::size_t common = first.object.size();  // steps that all have
  std::string names;
  for (std::size_t i = 0; i < siblings.size(); ++i) {
    const auto& [proposal, object, in_collection, demands] = *siblings[i];
    gate.requirements += proposal.requirements;
    if (!proposal.params.empty()) gate.params += "\n" + proposal.params;
    if (std::ranges::count(gate.roots, proposal.roots.front()) == 0) gate.roots.push_back(proposal.roots.front());
    common = std::min(common,
                      static_cast<std::size_t>(std::ranges::mismatch(first.object, object).in1 - first.object.begin()));
    const bool is_last = i + 1 == siblings.size();
    if (i < most_named) names += (i == 0 ? "" : is_last ? " and " : ", ") + difference(object, first.object);
  }
  if (siblings.size() > most_named) names += fmt::format(" and {} more", siblings.size() - most_named);
  gate.title += "; the same for " + names;
  const bool is_called_by_difference = first.object.back() != siblings.front()->object.back();
  if (!is_called_by_difference) return;
  gate.name = common != 0 ? plain_name(first.object[common - 1], "first")
                          : gate.name + "_and_" + (siblings.size() == 1 ? siblings.front()->proposal.name : "others");
}

/// Of each object that says whether it was completed, the requirement that it is; an empty text where it was not. What nobody has looked at to the
/// end has nothing in it either.
std::map<std::string, std::string> completions(std::span<const Place> places, const std::set<std::string>& taken) {
  std::map<std::string, std::string> found;
  for (const Place& place : places) {
    const bool tells = place.name() == "completed" || place.name() == "complete";
    if (!tells || !place.collection.empty() || place.type->kind != TypeKind::boolean) continue;
    Place there = place;
    there.may_be_absent = false;  // what is in it is as absent
    const auto demand = demand_of(there, taken, whose(place, places));
    found[pointer_to(object_of(place))] = demand ? requirement(place, *demand) : std::string();
  }
  return found;
}

}  // namespace

std::string GateProposal::declarations() const {
  return fmt::format("{}{}gate {} \"{}\" {{\n{}}}\n", params, params.empty() ? "" : "\n\n", name, title, requirements);
}

std::vector<GateProposal> propose_gates(const InputType& root, std::span<const std::string_view> snapshots) {
  std::set<std::string> taken;
  for (const InputField& field : root.fields) taken.insert(field.name);

  std::vector<Candidate> candidates;
  std::map<std::pair<std::string, int>, std::size_t> said;  // of each object one gate for each kind of demand
  const std::vector<Place> places = places_of(root);
  const auto completion = completions(places, taken);
  for (const Place& place : places) {
    auto demand = demand_of(place, taken, whose(place, places));
    GateProposal proposal;
    if (!demand || !breaks(place, *demand, snapshots, proposal)) continue;
    const auto complete = place.collection.empty()
                              ? completion.end()
                              : completion.find(pointer_to({place.collection.begin(), place.collection.end() - 1}));
    if (complete != completion.end() && complete->second.empty()) continue;
    std::vector<std::string> object = object_of(place);
    const auto [at, is_new] = said.try_emplace(
        {pointer_to(object), object.empty() ? -static_cast<int>(said.size()) : demand->rank}, candidates.size());
    if (!is_new) {
      Candidate& first = candidates[at->second];
      if (demand->condition.empty() || !demand->param.empty()) continue;
      demand->presence.clear();  // the first asks for it
      first.proposal.requirements += requirement(place, *demand);
      first.proposal.title += demand->also;
      first.demands.push_back(place.name() + demand->also);
      continue;
    }
    proposal.rank = demand->rank;
    proposal.name = demand->name;
    proposal.title = demand->title;
    proposal.params = demand->param;
    if (!demand->param.empty()) taken.insert(demand->param_name);
    proposal.requirements = (complete != completion.end() ? complete->second : "") + requirement(place, *demand);
    proposal.roots = {place.collection.empty() ? place.steps.front() : place.collection.front()};
    candidates.push_back(
        {std::move(proposal), std::move(object), place.collection.size(), {place.name() + demand->also}});
  }

  std::vector<GateProposal> proposals;
  std::vector<bool> joined(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (joined[i]) continue;
    std::vector<const Candidate*> siblings;
    for (std::size_t other = i + 1; other < candidates.size(); ++other) {
      if (joined[other] || !are_siblings(candidates[i], candidates[other], root)) continue;
      joined[other] = true;
      siblings.push_back(&candidates[other]);
    }
    if (!siblings.empty()) join(candidates[i], siblings);
    proposals.push_back(std::move(candidates[i].proposal));
  }
  std::ranges::stable_sort(proposals, {}, &GateProposal::rank);
  return proposals;
}

}  // namespace nexus::workspace::infer
