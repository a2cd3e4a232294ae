#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/expected.h"
#include "base/values/decimal.h"
#include "rules/plan/plan.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a run is asked about, from words to numbers of the plan.
namespace nexus::workspace {

/// `go_live` or `payments.release/go_live`.
[[nodiscard]] base::Expected<std::uint32_t, base::Diagnostic> find_phase(const plan::Plan& plan, std::string_view name);

/// By position in Plan::order, whether one of `names` means the rule; empty for no names.
[[nodiscard]] base::Expected<std::vector<bool>, base::Diagnostic> find_rules(const plan::Plan& plan, std::span<const std::string> names);

/// A rule, and which of its instances or requirements, as findings are named: `tests`, `tests.1`, `health[staging].1`,
/// `payments.release/tests`.
struct RulePart {
  plan::RuleRef rule;
  std::string rest;  ///< what follows the rule's name: `[staging].1`; empty for all of it
};
[[nodiscard]] base::Expected<RulePart, base::Diagnostic> find_rule_part(const plan::Plan& plan, std::string_view name);
/// Whether `id`, of an instance, a requirement or a finding, belongs to that part of the rule.
[[nodiscard]] bool is_of(const plan::Plan& plan, const RulePart& part, std::string_view id);

/// The number of a further document's input, from 1.
[[nodiscard]] base::Expected<std::size_t, base::Diagnostic> find_input(const plan::Plan& plan, std::string_view name);

/// A moment as RFC 3339 writes it.
[[nodiscard]] base::Expected<base::Decimal, base::Diagnostic> parse_moment(std::string_view text);

/// The system's clock, in whole seconds: what `now` means where the caller does not say. Ask once a run.
[[nodiscard]] base::Decimal system_now();

}  // namespace nexus::workspace
