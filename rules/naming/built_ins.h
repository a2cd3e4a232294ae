#pragma once

#include <span>
#include <string_view>

/// The names the language itself gives a meaning to.
namespace nexus::rules::naming {

/// A function of the language, with its signature as messages show it.
struct BuiltInFunction {
  std::string_view name;
  std::string_view signature;
};
[[nodiscard]] std::span<const BuiltInFunction> built_in_functions();
/// Null where there is no such function.
[[nodiscard]] const BuiltInFunction* find_function(std::string_view name);

/// What a name means already, in words (`the time of the run`); empty for a free name. Nobody may declare such a value or
/// type; fields of a snapshot may have any name, for they are not ours to choose.
[[nodiscard]] std::string_view built_in_value(std::string_view name);
[[nodiscard]] std::span<const std::string_view> built_in_types();

}  // namespace nexus::rules::naming
