#pragma once

#include "rules/typing/context.h"

#include <cstdint>
#include <vector>

namespace nexus::rules::typing {

/// How deep each expression is, by ExprId, once its lets and defs are written out in it.
[[nodiscard]] std::vector<std::uint64_t> depths(const CheckedModel& model);

/// Reports the first expression that is deeper than `Limits::expression_depth`: lowering and evaluation recurse as deep as that,
/// however short each definition is.
void check_depth(Context& context, const std::vector<std::uint64_t>& depths);

/// Reports the first call that brings the defs, written out wherever they are called, beyond `Limits::operations`: what is called
/// with values of its own each time is lowered each time.
void check_operations(Context& context);

}  // namespace nexus::rules::typing
