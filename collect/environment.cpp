#include "collect/environment.h"

#include "base/values/text.h"

#include <algorithm>
#include <array>

namespace nexus::collect {

namespace {

bool looks_secret(std::string name) {
  constexpr std::array<std::string_view, 6> words{"TOKEN", "SECRET", "PASSWORD", "PASSWD", "KEY", "CREDENTIAL"};
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return std::ranges::any_of(words, [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

}  // namespace

Environment read_environment(std::span<const std::string_view> variables, std::span<const std::string> allow) {
  Environment environment;
  for (const std::string_view variable : variables) {
    const std::size_t equals = variable.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    std::string name(variable.substr(0, equals));
    const bool is_named = std::ranges::find(allow, name) != allow.end();
    const bool is_allowed = is_named || std::ranges::any_of(allow, [&](const std::string& pattern) {
                              return base::glob_match(pattern, name).value_or(false);
                            });
    if (!is_allowed) continue;
    if (!is_named && looks_secret(name))
      environment.secrets.push_back(std::move(name));
    else
      environment.variables.emplace(std::move(name), variable.substr(equals + 1));
  }
  std::ranges::sort(environment.secrets);
  return environment;
}

}  // namespace nexus::collect
