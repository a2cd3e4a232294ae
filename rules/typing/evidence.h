#pragma once

#include "rules/typing/context.h"

namespace nexus::rules::typing {

/// Types `fresh D by FIELD` and `about E by FIELD` wherever an input declares them (docs/language.md, "Quality of
/// evidence"), into `model.evidence` for what takes part in the run. Reports those of what is no record, with fields that
/// are not there, given twice in different ways, and evidence that is about itself.
void type_evidence(Context& context);

}  // namespace nexus::rules::typing
