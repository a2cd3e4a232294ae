#pragma once

#include "grammar/syntax_tree.h"

namespace nexus::grammar {

class Builder;

/// What the grammar cannot say of a declaration without mistakes: a gate has a `require`, a trigger says when it fires and
/// what happens then, a test expects something and asks one question at one time.
void check_complete(const Decl& decl, Builder& b);

}  // namespace nexus::grammar
