#pragma once

#include "rules/typing/context.h"

namespace nexus::rules::typing {

/// Turns the enums and named types of a module into types; needs `context.modules[module]`. Reports types that contain
/// themselves.
void read_type_declarations(Context& context, std::size_t module);

/// The type that `id` of `tree` writes, named types as the module knows them.
[[nodiscard]] TypeId read_type(Context& context, std::size_t module, const grammar::SyntaxTree& tree,
                               grammar::TypeSyntaxId id);

/// `monday < … < sunday`.
[[nodiscard]] TypeId weekday_type(Context& context);

}  // namespace nexus::rules::typing
