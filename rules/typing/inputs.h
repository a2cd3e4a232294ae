#pragma once

#include "rules/typing/context.h"

namespace nexus::rules::typing {

/// Merges the input blocks of all modules (docs/language.md, "Input blocks merge"): into `model.inputs` what the run reads,
/// into each module's `snapshot` what it may name. Reports places that two declarations give different types.
void merge_inputs(Context& context);

/// One declaration of what stands at a place: a field, or a whole document.
struct Contribution {
  std::size_t module;
  grammar::TypeSyntaxId type;
  bool optional;
  Span declared;
  const grammar::Evidence* evidence;
};
using Contributions = std::vector<Contribution>;

/// The declarations of one document, by module.
[[nodiscard]] Contributions contributions_to(const Context& context, InputId id);

/// What a name of a type stands for; `module` becomes the one that declares it. None for what is no `type`.
[[nodiscard]] grammar::TypeSyntaxId follow_type_name(const Context& context, const grammar::Path& path,
                                                     std::size_t& module);

}  // namespace nexus::rules::typing
