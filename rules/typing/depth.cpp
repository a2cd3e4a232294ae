#include "rules/typing/depth.h"

#include "base/diagnostics/catalogue.h"
#include "base/overloaded.h"
#include "rules/typing/children.h"

#include <algorithm>
#include <cstdint>
#include <variant>
#include <vector>

namespace nexus::rules::typing {

namespace {

/// Operands are typed before what is made of them, and definitions before those that use them: one pass will do.
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

}  // namespace

void check_depth(Context& context) {
  const CheckedModel& model = context.model;
  const std::uint64_t most = context.limits.expression_depth;
  const std::vector<std::uint64_t> all = depths(model);
  const auto deep = std::ranges::find_if(all, [&](std::uint64_t depth) { return depth > most; });
  if (deep == all.end()) return;
  const ExprId id(static_cast<std::uint32_t>(deep - all.begin()));
  context.report(diagnostics::expression_too_deep(context.span_of(id), most)
                     .with_help("bring what is computed step by step into the snapshot")
                     .with_help("or allow more: `--limit expression-depth=N`"));
}

}  // namespace nexus::rules::typing
