#include "collect/environment.h"

#include "base/values/text.h"

#include <algorithm>
#include <array>

namespace nexus::collect {

namespace {

bool looks_secret(std::string name) {
  constexpr std::array<std::string_view, 7> words{"TOKEN", "SECRET", "PASS", "KEY", "CREDENTIAL", "PRIVATE", "DSN"};
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (std::ranges::any_of(words, [&](std::string_view word) { return name.find(word) != std::string::npos; }))
    return true;
  // Inside other words these say nothing: PATH, AUTHOR.
  name = "_" + name + "_";
  return name.find("_PAT_") != std::string::npos || name.find("AUTH_") != std::string::npos;
}

/// `postgres://shop:hunter2@db`: a password in a URL.
bool has_password(std::string_view value) {
  for (auto at = value.find("://"); at != value.npos; at = value.find("://", at + 3)) {
    const std::string_view authority = value.substr(at + 3, value.find_first_of("/?# ", at + 3) - at - 3);
    const auto user = authority.substr(0, authority.rfind('@'));
    if (user.size() != authority.size() && user.find(':') != user.npos) return true;
  }
  return false;
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
    if (!is_named && (looks_secret(name) || has_password(variable.substr(equals + 1))))
      environment.secrets.push_back(std::move(name));
    else
      environment.variables.emplace(std::move(name), variable.substr(equals + 1));
  }
  std::ranges::sort(environment.secrets);
  return environment;
}

}  // namespace nexus::collect
