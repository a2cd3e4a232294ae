#pragma once

#include "rules/typing/context.h"

namespace nexus::rules::typing {

/// Types `fresh D by FIELD` and `about E by FIELD` wherever an input declares them (docs/language.md, "Quality of
/// evidence"), into `model.evidence` for what takes part in the run. Reports those of what is no record, with fields that
/// are not there, given twice in different ways, and evidence that is about itself.
void type_evidence(Context& context);

/// Does a type, as it is written in `tree` in a module, say of anything in it how fresh it is or what it is about?
[[nodiscard]] bool says_evidence(const Context& context, std::size_t module, const grammar::SyntaxTree& tree,
                                 grammar::TypeSyntaxId type);

}  // namespace nexus::rules::typing
