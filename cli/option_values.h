#pragma once

#include "cli/arguments.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the value of an option means, for options that several commands have; and how a call that makes no sense is told.
namespace nexus::cli {

/// What is wrong, and what would help.
[[nodiscard]] UsageMistake mistake(std::string_view words, std::string_view help);
[[nodiscard]] UsageMistake unknown_format(std::string_view name, const std::vector<std::string_view>& names);
[[nodiscard]] std::string in_backticks(std::string_view text);
/// `a, b, c`.
[[nodiscard]] std::string joined(const std::vector<std::string_view>& names);

/// The formats of commands that know these two.
inline const std::vector<std::string_view> text_or_json{"text", "json"};

// Each reads into its last argument, and gives what is wrong with the words.
[[nodiscard]] std::optional<UsageMistake> read_colour(std::string_view word, ColourWish& into);
[[nodiscard]] std::optional<UsageMistake> read_limits(const std::vector<std::string>& assignments, base::Limits& into);
[[nodiscard]] std::optional<UsageMistake> read_text_or_json(const std::vector<std::string>& words, bool& as_json);
/// `find` gives the format of a name, `all` every one there is.
template <class Request, class Find, class All>
std::optional<UsageMistake> read_formats(const std::vector<std::string>& words, std::vector<Request>& into, Find find,
                                         All all) {
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const auto* format = find(name);
    if (format == nullptr) {
      std::vector<std::string_view> names;
      for (const auto& known : all()) names.push_back(known.name);
      return unknown_format(name, names);
    }
    std::string file = equals == std::string::npos ? std::string{} : word.substr(equals + 1);
    if (equals != std::string::npos && file.empty())
      return mistake(in_backticks("--format " + word) + " names no file", "write `--format " + name + "=FILE`");
    into.push_back({format, std::move(file)});
  }
  if (std::ranges::count(into, std::string{}, &Request::file) > 1) {
    return mistake("several formats cannot share standard output",
                   "write all but one into files: `--format json=report.json`");
  }
  return std::nullopt;
}

}  // namespace nexus::cli
