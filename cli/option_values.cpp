#include "cli/option_values.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "workspace/limits.h"

namespace nexus::cli {

UsageMistake mistake(std::string_view words, std::string_view help) {
  base::Diagnostic diagnostic = base::diagnostics::bad_usage({}, words);
  return {std::move(diagnostic).with_help(std::string(help))};
}

std::string in_backticks(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string joined(const std::vector<std::string_view>& names) {
  std::string all;
  for (const std::string_view name : names) all.append(all.empty() ? "" : ", ").append(name);
  return all;
}

UsageMistake unknown_format(std::string_view name, const std::vector<std::string_view>& names) {
  base::Diagnostic diagnostic = base::diagnostics::no_such_format({}, name, joined(names));
  if (const auto meant = base::nearest(name, names))
    diagnostic.helps.push_back("did you mean " + in_backticks(*meant) + "?");
  else if (name == "junit" || name == "tap")
    diagnostic.helps.push_back("the results of tests are written by " +
                               in_backticks("nexus test --format " + std::string(name)));
  return {std::move(diagnostic)};
}

std::optional<UsageMistake> read_colour(std::string_view word, ColourWish& into) {
  if (word == "auto") {
    into = ColourWish::automatic;
  } else if (word == "always") {
    into = ColourWish::always;
  } else if (word == "never") {
    into = ColourWish::never;
  } else {
    return mistake("--color does not know " + in_backticks(word), "write auto, always or never");
  }
  return std::nullopt;
}

std::optional<UsageMistake> read_limits(const std::vector<std::string>& assignments, base::Limits& into) {
  for (const std::string& assignment : assignments)
    if (auto problem = workspace::set_limit(into, assignment)) return UsageMistake{*std::move(problem)};
  return std::nullopt;
}

std::optional<UsageMistake> read_text_or_json(const std::vector<std::string>& words, bool& as_json) {
  for (const std::string& format : words) {
    if (std::ranges::find(text_or_json, format) == text_or_json.end()) return unknown_format(format, text_or_json);
    as_json = format == "json";
  }
  return std::nullopt;
}

}  // namespace nexus::cli
