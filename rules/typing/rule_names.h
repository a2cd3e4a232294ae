#pragma once

#include "rules/typing/scope.h"

#include <optional>
#include <span>
#include <string>

namespace nexus::rules::typing {

/// `gate`, `phase`, `trigger`.
[[nodiscard]] std::string_view rule_kind_word(grammar::RuleKind kind);
[[nodiscard]] const grammar::RuleHead& head_syntax(const Context& context, RuleRef rule);
[[nodiscard]] const grammar::Decl& rule_syntax(const Context& context, RuleRef rule);

/// The rule a path names; nothing, with a report, where there is none of that kind.
[[nodiscard]] std::optional<RuleRef> find_rule(const Scope& scope, grammar::RuleKind kind, const grammar::Path& path);

/// The same for a rule of any kind.
[[nodiscard]] std::optional<RuleRef> find_any_rule(const Scope& scope, const grammar::Path& path);
/// The same; it reports nothing.
[[nodiscard]] std::optional<RuleRef> look_up_rule(const Scope& scope, std::span<const grammar::Name> path);

/// A status (`fail`, or `row.want` in a test), where it is one of `words`; reported where it is not. `whose`: `gate` …
[[nodiscard]] std::optional<std::string> type_status_word(Scope& scope, const grammar::Path& status, std::span<const std::string_view> words,
                                                          std::string_view whose);

[[nodiscard]] bool is_for_each(const Scope& scope, RuleRef rule);

[[nodiscard]] bool is_in_force(const CheckedModel& model, RuleRef rule);
/// Reports, at `where`, a rule that nobody judges.
void report_not_in_force(Context& context, RuleRef rule, Span where);

}  // namespace nexus::rules::typing
