#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/expected.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::workspace {

/// What messages and reports call standard input, and what names it on the command line.
inline constexpr std::string_view stdin_name = "<stdin>";
inline constexpr std::string_view stdin_argument = "-";

inline constexpr std::size_t largest_policy = std::size_t{16} << 20U;
inline constexpr std::size_t largest_document = std::size_t{1} << 30U;

/// All bytes of a file, a pipe or (`-`) of standard input. Folders, sockets and the like, and whatever goes on after
/// `limit` bytes are refused: each with words of its own.
[[nodiscard]] base::Expected<std::string, base::Diagnostic> read_file(const std::string& path, std::size_t limit);

/// The policy files that `paths` name, each once: a file is itself, a folder all `*.nexus` files below it, sorted. Names
/// that start with a dot are left out below folders. Links are followed, each folder once, so that a circle of links
/// ends. No path at all: `./*.nexus` and `./policies`.
[[nodiscard]] std::vector<std::string> find_policies(std::span<const std::string> paths, base::DiagnosticSink& sink);

}  // namespace nexus::workspace
