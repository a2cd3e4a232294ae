#pragma once

#include <string_view>

/// What other languages call the types, functions and words of this one. For messages.
namespace nexus::rules::naming {

/// `percent` → `ratio`; `[string]` for whoever writes `list`; empty where nothing is known.
[[nodiscard]] std::string_view type_meant(std::string_view written);

/// What to write instead of a call of `len`, `now`, `startswith` …: a sentence; empty where nothing is known.
[[nodiscard]] std::string_view function_advice(std::string_view written);
/// The function of that meaning, where only the name is another: `len` → `length`.
[[nodiscard]] std::string_view function_meant(std::string_view written);

/// `True` → `true`, `None` → `null`.
[[nodiscard]] std::string_view literal_meant(std::string_view written);

}  // namespace nexus::rules::naming
