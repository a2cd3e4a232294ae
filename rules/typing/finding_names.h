#pragma once

#include "rules/checked_tests.h"
#include "rules/typing/scope.h"

#include <optional>

namespace nexus::rules::typing {

/// What `security.no_serious`, `service_health[staging].1` or `go_live.order` names, or a rule alone; nothing, with a
/// report, where there is no such thing.
[[nodiscard]] std::optional<FindingRef> find_finding(Scope& scope, const grammar::RequirementRef& ref);

}  // namespace nexus::rules::typing
