#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/limits.h"
#include "base/source_map.h"
#include "grammar/syntax_tree.h"
#include "rules/checked_model.h"
#include "rules/checked_tests.h"
#include "rules/resolved_model.h"

#include <optional>
#include <span>

namespace nexus::rules {

/// Gives every expression its type and unit (docs/language.md, "Types"), merges the input blocks, checks params against
/// their ranges, rules against each other. Every mistake goes to `sink`; a model comes back only where there was none,
/// neither here nor before.
[[nodiscard]] std::optional<CheckedModel> check(const ResolvedModel& resolved, base::DiagnosticSink& sink, const base::Limits& limits = {});

/// An expression typed against a checked policy, for `nexus eval -e` and the playground. Adds to `model.exprs`.
[[nodiscard]] std::optional<ExprId> check_expression(CheckedModel& model, const ResolvedModel& resolved, const grammar::SyntaxTree& tree,
                                                     grammar::ExprId root, base::DiagnosticSink& sink, const base::Limits& limits = {});

/// Types the tests against their checked policy; nothing where one of them makes no sense. A mistake in a test is none of
/// the policy, which can be evaluated all the same. Adds to `model.exprs`.
[[nodiscard]] std::optional<CheckedTests> check_tests(CheckedModel& model, const ResolvedModel& resolved, base::DiagnosticSink& sink,
                                                      const base::Limits& limits = {});

}  // namespace nexus::rules
