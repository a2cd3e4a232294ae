#pragma once

#include "rules/typing/scope.h"

namespace nexus::rules::typing {

/// `gate`, `phase`, `trigger`.
[[nodiscard]] std::string_view rule_kind_word(grammar::RuleKind kind);
[[nodiscard]] const grammar::RuleHead& head_syntax(const Context& context, RuleRef rule);
[[nodiscard]] const grammar::Decl& rule_syntax(const Context& context, RuleRef rule);

/// The rule a path names; nothing, with a report, where there is none of that kind. Names that an unsupported `import`
/// would bring are passed over in silence.
[[nodiscard]] std::optional<RuleRef> find_rule(const Scope& scope, grammar::RuleKind kind, const grammar::Path& path);

[[nodiscard]] bool is_for_each(const Scope& scope, RuleRef rule);

}  // namespace nexus::rules::typing
