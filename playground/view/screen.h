#pragma once

#include "base/diagnostics/render.h"
#include "playground/view/view.h"

namespace nexus::playground {

/// Draws a view at the terminal and gives it the keys that are pressed, until it is over or the terminal is gone. However it is
/// left, the terminal is as it was. False where this terminal cannot draw (TERM is not known, or `dumb`); nothing was drawn then.
[[nodiscard]] bool run_view(View& view, base::Colour colour);

}  // namespace nexus::playground
