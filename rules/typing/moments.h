#pragma once

#include "rules/typing/scope.h"

/// When a clause begins and ends to be in force.
namespace nexus::rules::typing {

/// Reports the zone of a module's header where there is no such zone.
void check_zone(Context& context, std::size_t module);

/// Where in a day a clause looks: at its first moment, or past its last.
enum class Edge : std::uint8_t { begin, end };

/// The moment that a clause names: a time, or the edge of a day in the zone of its module. Nothing, with a report, for
/// what is no moment, or depends on the snapshot. `what` says what it is: `the day after `until``.
[[nodiscard]] std::optional<base::Moment> type_moment(Scope& scope, const grammar::ExprClause& clause, Edge edge,
                                                      std::string_view what);

}  // namespace nexus::rules::typing
