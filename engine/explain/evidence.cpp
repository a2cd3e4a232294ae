#include "engine/explain/explainer.h"
#include "engine/run/show.h"

#include "base/values/quantity.h"
#include "base/values/text.h"

#include <fmt/format.h>

/// What is wrong with evidence that is stale or about something else, and what to do about it.
namespace nexus::engine {

using Kind = Machine::EvidenceFault::Kind;

namespace {

std::string quoted(std::string_view text) { return "`" + base::printable(text) + "`"; }

}  // namespace

std::string Explainer::evidence_message(const Reason& reason, const std::string& path) {
  const Machine::EvidenceFault* fault = machine_.fault_at(reason.place, reason.frame, reason.code);
  if (fault == nullptr) return fmt::format("{} is not good evidence", path);
  const plan::Evidence& rule = plan_.evidence[fault->rule];
  const auto path_of = [&](plan::SchemaId place) { return quoted(place_text(plan_, place, fault->as_read).path); };
  const auto as_read = [&](plan::SchemaId place) {
    std::string text;
    show_text(text, fault->as_read->slots()[plan_.schema[place].slot], plan_, machine_.reasons());
    return base::printable(text);
  };
  const auto shown = [&](plan::NodeId node) {
    std::string text;
    show_text(text, machine_.eval(node), plan_, machine_.reasons());
    return base::printable(text);
  };
  switch (fault->kind) {
    case Kind::too_old: {
      const base::Decimal taken = fault->as_read->slots()[plan_.schema[rule.taken_at].slot].as_decimal();
      const std::string age = base::format_quantity(base::subtract(machine_.shown_now(), taken).value, base::Dimension::duration);
      return fmt::format("{} is stale: {} is {}, {} ago, and {} is the most", path, path_of(rule.taken_at), as_read(rule.taken_at), age, shown(rule.limit));
    }
    case Kind::in_the_future: return fmt::format("{} is stale: {} is {}, in the future", path, path_of(rule.taken_at), as_read(rule.taken_at));
    case Kind::undated: return fmt::format("whether {} is fresh cannot be told", path);
    case Kind::other_subject:
      return fmt::format("{} is about another {}: {} is {}, not {}", path, quoted(node_text(rule.subject)), path_of(rule.concerns), as_read(rule.concerns), shown(rule.subject));
    case Kind::no_subject: return fmt::format("whether {} is about {} cannot be told", path, quoted(node_text(rule.subject)));
  }
  return {};
}

std::string Explainer::evidence_help(const Reason& reason) {
  const Machine::EvidenceFault* fault = machine_.fault_at(reason.place, reason.frame, reason.code);
  if (fault == nullptr) return {};
  const plan::Evidence& rule = plan_.evidence[fault->rule];
  const std::string path = quoted(place_text(plan_, reason.place, reason.frame).path);
  const auto shown = [&](plan::NodeId node) {
    std::string text;
    show_text(text, machine_.eval(node), plan_, machine_.reasons());
    return base::printable(text);
  };
  switch (fault->kind) {
    case Kind::too_old: return fmt::format("bring {} again: it may be at most {} old", path, shown(rule.limit));
    case Kind::in_the_future: return "the clock that wrote it is ahead of the time of this run by more than 5 minutes";
    case Kind::undated: return fmt::format("{} says when it was taken", quoted(place_text(plan_, rule.taken_at, fault->as_read).path));
    case Kind::other_subject: return fmt::format("bring {} again for {} {}", path, quoted(node_text(rule.subject)), shown(rule.subject));
    case Kind::no_subject: return fmt::format("{} says what it is about", quoted(place_text(plan_, rule.concerns, fault->as_read).path));
  }
  return {};
}

}  // namespace nexus::engine
