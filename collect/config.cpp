#include "collect/config.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "collect/documents.h"
#include "collect/text.h"

#include <fmt/format.h>
#include <toml.hpp>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <span>
#include <sstream>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace nexus::collect {

namespace {

namespace diagnostics = base::diagnostics;

// Tables that name no files.
constexpr std::string_view environment_table = "env";
constexpr std::string_view git_table = "git";

std::size_t line_of(const toml::value& value) {
#if TOML11_VERSION_MAJOR >= 4
  return value.location().first_line_number();
#else
  return value.location().line();
#endif
}

/// In toml11's words, `[error] toml::parse_table: what it is`, and below, ` 12 | the line`.
struct SyntaxMistake {
  std::string what;
  std::size_t line = 1;
};
SyntaxMistake understood(std::string_view words) {
  SyntaxMistake mistake;
  mistake.what = first_line(words);
  for (const std::string_view prefix : {"[error] ", "toml::"})
    if (mistake.what.starts_with(prefix)) mistake.what.erase(0, prefix.size());
  const std::size_t colon = mistake.what.find(": ");
  if (colon != std::string::npos && mistake.what.find(' ') > colon) mistake.what.erase(0, colon + 2);
  while (!words.empty()) {
    const std::string_view line = words.substr(0, words.find('\n'));
    words.remove_prefix(std::min(line.size() + 1, words.size()));
    const std::size_t bar = line.find(" |");
    const auto number = bar == std::string_view::npos ? std::nullopt : parse_count(trimmed(line.substr(0, bar)));
    if (number) {
      mistake.line = *number;
      break;
    }
  }
  return mistake;
}

/// A key, and where it stands.
struct Entry {
  std::string key;
  const toml::value* value;
  std::size_t line;
};

class Config {
 public:
  Config(const base::SourceMap& sources, base::FileId file, base::DiagnosticSink& sink)
      : sources_(sources), file_(file), sink_(sink) {}

  Request read(const toml::value& root, std::string folder) {
    request_.folder = std::move(folder);
    for (const Entry& entry : entries(root)) {
      if (const auto why = why_reserved(entry.key)) {
        sink_.emit(diagnostics::reserved_field(span(entry.line), entry.key, *why).with_help("choose another name"));
      } else if (entry.value->is_table()) {
        read_table(entry.key, *entry.value, entry.line);
      } else if (entry.value->is_array() && !entry.value->as_array().empty() &&
                 std::ranges::all_of(entry.value->as_array(),
                                     [](const toml::value& item) { return item.is_table(); })) {
        for (const toml::value& item : entry.value->as_array()) read_table(entry.key, item, line_of(item));
      } else {
        const std::string table = fmt::format("a table: the line `[{}]`, and below it what it is made of", entry.key);
        sink_.emit(diagnostics::config_wrong_value(span(entry.line), entry.key, table)
                       .with_help("such as `junit = \"build/**/*.xml\"` below `[tests]`"));
      }
    }
    return std::move(request_);
  }

  /// A line without the white space round it.
  [[nodiscard]] base::Span span(std::size_t number) const {
    const auto line_number = static_cast<std::uint32_t>(std::clamp<std::size_t>(number, 1, sources_.line_count(file_)));
    const std::string_view text = sources_.text(file_);
    const std::string_view line = trimmed(sources_.line(file_, line_number));
    const auto begin = static_cast<std::uint32_t>(line.empty() ? 0 : line.data() - text.data());
    return {file_, begin, begin + static_cast<std::uint32_t>(line.size())};
  }

 private:
  /// In the order of the file: toml11 has none.
  static std::vector<Entry> entries(const toml::value& table) {
    std::vector<Entry> result;
    for (const auto& [key, value] : table.as_table()) result.push_back({key, &value, line_of(value)});
    std::ranges::sort(result, {}, [](const Entry& entry) { return std::tie(entry.line, entry.key); });
    return result;
  }

  void read_table(const std::string& name, const toml::value& table, std::size_t line) {
    if (name == environment_table && !has_kind(table)) return read_environment(table, line);
    if (name == git_table && !has_kind(table)) return read_git(table, line);
    Field& field = request_.field(name, span(line));
    const std::size_t before = field.sources.size();
    const std::size_t mistakes = sink_.error_count();
    bool optional = false;
    std::string layer;
    for (const Entry& entry : entries(table)) {
      if (const Kind* kind = find_kind(entry.key)) {
        for (const std::string& pattern :
             strings(entry, fmt::format("a path, or a list of paths, such as `{} = \"build/**/*.xml\"`", entry.key)))
          add(field, *kind, pattern, entry.line);
      } else if (entry.key == "optional") {
        if (entry.value->is_boolean())
          optional = entry.value->as_boolean();
        else
          wrong(entry, "`true` or `false`");
      } else if (entry.key == "layer") {
        if (entry.value->is_string())
          layer = toml::get<std::string>(*entry.value);
        else
          wrong(entry, "a word, such as `layer = \"unit\"`");
      } else if (name == environment_table && entry.key == "allow") {
        mixed(name, "files and the environment", entry);
      } else if (name == git_table && entry.key == "base") {
        mixed(name, "files and git", entry);
      } else {
        unknown(name, entry, keys());
      }
    }
    for (Source& source : std::span(field.sources).subspan(before)) {
      source.optional = source.optional || optional;
      source.layer = layer;
    }
    if (field.sources.size() == before && sink_.error_count() == mistakes)
      sink_.emit(diagnostics::config_wrong_value(span(line), "[" + name + "]", "made of something")
                     .with_help("kinds of reports are: " + kind_names()));
  }

  void read_environment(const toml::value& table, std::size_t line) {
    EnvironmentRequest wanted;
    for (const Entry& entry : entries(table)) {
      if (entry.key == "allow")
        wanted.allow = strings(entry, "a list of names or patterns, such as `allow = [\"CI\", \"GITHUB_*\"]`");
      else
        unknown(std::string(environment_table), entry, {"allow"});
    }
    if (wanted.allow.empty() && !sink_.has_errors())
      sink_.emit(diagnostics::config_wrong_value(span(line), "[env]", "told what may be collected")
                     .with_help("such as `allow = [\"CI\", \"GITHUB_*\"]`"));
    request_.environment = std::move(wanted);
  }

  void read_git(const toml::value& table, std::size_t line) {
    GitRequest wanted;
    wanted.where = span(line);
    for (const Entry& entry : entries(table)) {
      if (entry.key != "base")
        unknown(std::string(git_table), entry, {"base"});
      else if (entry.value->is_string() && !toml::get<std::string>(*entry.value).empty())
        wanted.base = toml::get<std::string>(*entry.value);
      else
        wrong(entry, "a revision, such as `base = \"origin/main\"`");
    }
    request_.git = std::move(wanted);
  }

  void add(Field& field, const Kind& kind, const std::string& pattern, std::size_t line) {
    if (pattern.empty() || pattern == "?") {
      sink_.emit(
          diagnostics::config_wrong_value(span(line), std::string(kind.name), "the path of a file, not an empty text"));
      return;
    }
    Source source = source_of(kind, pattern);
    source.where = span(line);
    field.sources.push_back(std::move(source));
  }

  std::vector<std::string> strings(const Entry& entry, std::string_view what) {
    if (entry.value->is_string()) return {toml::get<std::string>(*entry.value)};
    const bool is_list =
        entry.value->is_array() && !entry.value->as_array().empty() &&
        std::ranges::all_of(entry.value->as_array(), [](const toml::value& item) { return item.is_string(); });
    if (is_list) return toml::get<std::vector<std::string>>(*entry.value);
    wrong(entry, what);
    return {};
  }

  void wrong(const Entry& entry, std::string_view what) {
    sink_.emit(diagnostics::config_wrong_value(span(entry.line), entry.key, what));
  }

  void mixed(const std::string& table, std::string_view what, const Entry& entry) {
    sink_.emit(diagnostics::sources_cannot_merge(span(entry.line), table, what)
                   .with_help("give the files a table of another name"));
  }

  void unknown(const std::string& table, const Entry& entry, const std::vector<std::string_view>& known) {
    base::Diagnostic diagnostic = diagnostics::config_unknown_key(span(entry.line), entry.key, table);
    const auto meant = base::nearest(entry.key, known);
    const std::vector<std::string> names(known.begin(), known.end());
    diagnostic.helps.push_back(meant ? fmt::format("did you mean `{}`?", *meant)
                                     : "keys are: " + base::list_with(names, "and"));
    sink_.emit(std::move(diagnostic));
  }

  static std::vector<std::string_view> keys() {
    std::vector<std::string_view> names;
    for (const Kind& kind : kinds()) names.push_back(kind.name);
    names.insert(names.end(), {"layer", "optional"});
    return names;
  }
  static std::string kind_names() {
    std::vector<std::string> names;
    for (const Kind& kind : kinds()) names.emplace_back(kind.name);
    return base::list_with(names, "and");
  }
  static bool has_kind(const toml::value& table) {
    return std::ranges::any_of(table.as_table(), [](const auto& entry) { return find_kind(entry.first) != nullptr; });
  }

  const base::SourceMap& sources_;
  base::FileId file_;
  base::DiagnosticSink& sink_;
  Request request_;
};

}  // namespace

std::optional<Request> read_config(const base::SourceMap& sources, base::FileId file, std::string folder,
                                   base::DiagnosticSink& sink) {
  Config config(sources, file, sink);
  if (const auto mistake = too_deep_toml(sources.text(file))) {
    sink.emit(diagnostics::config_malformed(config.span(mistake->line), mistake->why));
    return std::nullopt;
  }
  try {
    std::istringstream text{std::string(sources.text(file))};
    const toml::value root = toml::parse(text, std::string(sources.name(file)));
    Request request = config.read(root, std::move(folder));
    return sink.has_errors() ? std::nullopt : std::optional(std::move(request));
  } catch (const std::exception& error) {
    const SyntaxMistake mistake = understood(error.what());
    sink.emit(diagnostics::config_malformed(config.span(mistake.line), mistake.what));
    return std::nullopt;
  }
}

}  // namespace nexus::collect
