#include "rules/check.h"

#include "rules/typing/context.h"
#include "rules/typing/depth.h"
#include "rules/typing/evidence.h"
#include "rules/typing/expressions.h"
#include "rules/typing/inputs.h"
#include "rules/typing/moments.h"
#include "rules/typing/params.h"
#include "rules/typing/registration.h"
#include "rules/typing/rules.h"
#include "rules/typing/tests.h"
#include "rules/typing/type_syntax.h"
#include "rules/typing/waivers.h"

namespace nexus::rules {

namespace {

/// What names mean: everything but the bodies of definitions and rules.
void declare(typing::Context& context) {
  typing::register_declarations(context);
  for (const std::uint32_t module : context.resolved.import_order) typing::read_type_declarations(context, module);
  for (std::size_t module = 0; module < context.resolved.modules.size(); ++module) typing::check_zone(context, module);
  typing::merge_inputs(context);
}

/// The same for a model that has it all already: what was said is not said again.
void declare_again(typing::Context& context) {
  const typing::Quiet said_already(context);
  declare(context);
  context.binder_lists.resize(context.model.binders.size());
}

}  // namespace

std::optional<CheckedModel> check(const ResolvedModel& resolved, base::DiagnosticSink& sink, const base::Limits& limits) {
  CheckedModel model;
  std::size_t written = 0;
  for (const ResolvedModule& module : resolved.modules) written += module.tree->exprs.size();
  model.exprs.reserve(written + written / 2);  // a bare field is two nodes, and conversions come in between
  typing::Context context{resolved, model, &sink, limits};
  declare(context);
  typing::type_params(context);
  typing::type_definitions(context);
  typing::type_evidence(context);
  typing::type_rules(context);
  typing::type_waivers(context);
  const std::vector<std::uint64_t> depths = typing::depths(model);
  typing::check_rule_graph(context, depths);
  typing::check_depth(context, depths);
  typing::check_operations(context);
  if (sink.has_errors()) return std::nullopt;
  return model;
}

std::optional<ExprId> check_expression(CheckedModel& model, const ResolvedModel& resolved,
                                       const grammar::SyntaxTree& tree, grammar::ExprId root,
                                       base::DiagnosticSink& sink, const base::Limits& limits) {
  const std::size_t errors_before = sink.error_count();
  typing::Context context{resolved, model, &sink, limits};
  declare_again(context);
  typing::Scope scope{.context = context, .module = 0, .tree = tree, .all_modules = true};
  const ExprId typed = typing::type_expression(scope, root);
  typing::check_depth(context, typing::depths(model));
  typing::check_operations(context);
  if (sink.error_count() != errors_before) return std::nullopt;
  return typed;
}

std::optional<CheckedTests> check_tests(CheckedModel& model, const ResolvedModel& resolved, base::DiagnosticSink& sink, const base::Limits& limits) {
  const std::size_t errors_before = sink.error_count();
  typing::Context context{resolved, model, &sink, limits};
  declare_again(context);
  CheckedTests tests = typing::type_tests(context);
  typing::check_depth(context, typing::depths(model));
  typing::check_operations(context);
  if (sink.error_count() != errors_before) return std::nullopt;
  return tests;
}

}  // namespace nexus::rules
