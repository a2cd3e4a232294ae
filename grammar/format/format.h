#pragma once

#include "base/source_map.h"
#include "grammar/syntax_tree.h"

#include <optional>
#include <string>

namespace nexus::grammar {

/// Lines are at most this long where there is a place to break them; comments do not count.
inline constexpr int layout_width = 100;

/// The text of a file in its canonical layout (docs/decisions/0011-layout.md). The file was read without errors. Only white
/// space, line breaks and commas that may be left out differ from what stands there; formatting the result again changes
/// nothing. Nothing where that could not be kept, which would be a mistake of ours. Another `width` is for tests of that.
[[nodiscard]] std::optional<std::string> format(const SyntaxTree& tree, const base::SourceMap& sources,
                                                int width = layout_width);

}  // namespace nexus::grammar
