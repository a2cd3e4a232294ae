#include "rules/typing/depth.h"

#include "base/diagnostics/catalogue.h"
#include "base/overloaded.h"
#include "rules/typing/children.h"

#include <algorithm>
#include <cstdint>
#include <variant>
#include <vector>

namespace nexus::rules::typing {

// Operands are typed before what is made of them, and definitions before those that use them: one pass will do.

std::vector<std::uint64_t> depths(const CheckedModel& model) {
  std::vector<std::uint64_t> depths(model.exprs.size(), 1);
  const auto depth_of = [&](ExprId id) { return id ? depths[id.index()] : 0; };
  for (std::size_t i = 0; i < depths.size(); ++i) {
    const Expr& expr = model.exprs[ExprId(static_cast<std::uint32_t>(i))];
    std::uint64_t inside = 0;
    for_each_child(expr, [&](ExprId child) { inside = std::max(inside, depth_of(child)); });
    // The name of a let or def is no operation, and arguments stand where the formals do.
    if (const auto* let = std::get_if<LetValue>(&expr.node))
      depths[i] = depth_of(model.lets[let->let].value);
    else if (const auto* call = std::get_if<DefCall>(&expr.node))
      depths[i] = depth_of(model.defs[call->def].body) + inside;
    else
      depths[i] = 1 + inside;
  }
  return depths;
}

void check_operations(Context& context) {
  const CheckedModel& model = context.model;
  if (model.defs.size() == 0) return;
  const std::uint64_t most = context.limits.operations;
  std::vector<std::uint64_t> sizes(model.exprs.size(), 1);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const Expr& expr = model.exprs[ExprId(static_cast<std::uint32_t>(i))];
    const auto grow = [&](std::uint64_t by) { sizes[i] = std::min(sizes[i] + by, most + 1); };
    for_each_child(expr, [&](ExprId child) { grow(child ? sizes[child.index()] : 0); });
    if (const auto* call = std::get_if<DefCall>(&expr.node)) grow(sizes[model.defs[call->def].body.index()]);
  }
  // What stands in a def is counted where that is called.
  std::vector<bool> in_def(model.exprs.size());
  for (std::uint32_t i = 0; i < model.defs.size(); ++i)
    if (const ExprId body = model.defs[DefId(i)].body) in_def[body.index()] = true;
  for (std::size_t i = sizes.size(); i-- > 0;)
    if (in_def[i])
      for_each_child(model.exprs[ExprId(static_cast<std::uint32_t>(i))], [&](ExprId child) {
        if (child) in_def[child.index()] = true;
      });
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const ExprId id(static_cast<std::uint32_t>(i));
    if (in_def[i] || !std::holds_alternative<DefCall>(model.exprs[id].node)) continue;
    all += sizes[i];
    if (all <= most) continue;
    context.report(diagnostics::too_many_operations(context.span_of(id), most)
                       .with_help("call each def once and give what comes of it a name: `let once = f(x)`")
                       .with_help("or allow more: `--limit operations=N`"));
    return;
  }
}

void check_depth(Context& context, const std::vector<std::uint64_t>& all) {
  const std::uint64_t most = context.limits.expression_depth;
  const auto deep = std::ranges::find_if(all, [&](std::uint64_t depth) { return depth > most; });
  if (deep == all.end()) return;
  const ExprId id(static_cast<std::uint32_t>(deep - all.begin()));
  context.report(diagnostics::expression_too_deep(context.span_of(id), most)
                     .with_help("bring what is computed step by step into the snapshot")
                     .with_help("or allow more: `--limit expression-depth=N`"));
}

}  // namespace nexus::rules::typing
