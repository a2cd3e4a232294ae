#include "collect/find.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "workspace/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace nexus::collect {

namespace {

namespace fs = std::filesystem;
using base::Diagnostic;

bool has_wildcard(std::string_view text) { return text.find_first_of("*?[") != std::string_view::npos; }

/// A path's names; an absolute one begins with an empty one.
std::vector<std::string> segments_of(std::string_view pattern) {
  std::vector<std::string> segments;
  for (;;) {
    const std::size_t slash = pattern.find('/');
    const std::string_view segment = pattern.substr(0, slash);
    if (segments.empty() || (!segment.empty() && segment != ".")) segments.emplace_back(segment);
    if (slash == std::string_view::npos) return segments;
    pattern.remove_prefix(slash + 1);
  }
}

Diagnostic unreadable(const fs::path& path, std::string_view why) {
  return base::diagnostics::file_unreadable({}, path.lexically_normal().native(), why);
}

class Search {
 public:
  void walk(const fs::path& folder, std::span<const std::string> segments) {
    if (failure_) return;
    const std::string& segment = segments.front();
    const auto rest = segments.subspan(1);
    if (segment == "**") {
      walk_deep(folder, rest);
    } else if (has_wildcard(segment)) {
      for (const std::string& name : names_in(folder))
        if (base::glob_match(segment, name).value_or(false) && is_meant(segment, name)) take(folder / name, rest);
    } else {
      take(segment.empty() ? fs::path("/") : folder / segment, rest);
    }
  }

  [[nodiscard]] std::vector<std::string> files() const { return {files_.begin(), files_.end()}; }
  [[nodiscard]] const std::optional<Diagnostic>& failure() const { return failure_; }

 private:
  static bool is_meant(std::string_view segment, std::string_view name) {
    return !name.starts_with('.') || segment.starts_with('.');
  }

  /// What a name leads to. What cannot be told may be a report: then the search has failed, rather than found less.
  fs::file_type type_of(const fs::path& path) {
    std::error_code error;
    const fs::file_type type = fs::status(path, error).type();
    if (error == std::errc::too_many_symbolic_link_levels) return fs::file_type::not_found;  // a link to itself
    if (type == fs::file_type::none) fail(path, error);
    return type;
  }

  void take(const fs::path& path, std::span<const std::string> rest) {
    const fs::file_type type = type_of(path);
    std::error_code error;
    if (type == fs::file_type::directory && !rest.empty()) {
      walk(path, rest);
    } else if (type == fs::file_type::regular && rest.empty()) {
      files_.insert(path.lexically_normal().native());
    } else if (type == fs::file_type::not_found && fs::is_symlink(path, error) && !failure_) {
      failure_ = unreadable(path, "it is a link to what is not there");
    }
  }

  void fail(const fs::path& path, std::error_code error) {
    if (!failure_) failure_ = unreadable(path, workspace::system_words(error.value()));
  }

  /// `**`: here, and in every folder below, where the same `**` has not been: several in a pattern lead to a folder in many ways.
  void walk_deep(const fs::path& folder, std::span<const std::string> rest) {
    if (failure_ || !seen_.emplace(rest.size(), workspace::identity_of(folder.native())).second) return;
    if (!rest.empty()) walk(folder, rest);
    std::vector<fs::path> links;
    for (const std::string& name : names_in(folder)) {
      const fs::path entry = folder / name;
      std::error_code error;
      if (name.starts_with('.')) continue;
      if (type_of(entry) != fs::file_type::directory) {
        if (rest.empty()) take(entry, rest);
      } else if (fs::is_symlink(entry, error)) {
        links.push_back(entry);  // later: a folder goes by its own name, where it has one here
      } else {
        walk_deep(entry, rest);
      }
    }
    for (const fs::path& link : links) walk_deep(link, rest);
  }

  std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
      names.push_back(at->path().filename().native());
    if (error && error != std::errc::no_such_file_or_directory && error != std::errc::not_a_directory)
      fail(folder, error);
    std::ranges::sort(names);
    return names;
  }

  std::set<std::string> files_;
  std::set<std::pair<std::size_t, std::string>>
      seen_;  ///< folders, and how much of the pattern was left to match there
  std::optional<Diagnostic> failure_;
};

}  // namespace

base::Expected<std::vector<std::string>, Diagnostic> find_files(const std::string& folder, const std::string& pattern) {
  if (pattern == workspace::stdin_argument) return std::vector<std::string>{pattern};
  if (!has_wildcard(pattern)) {
    const fs::path path = (fs::path(folder) / pattern).lexically_normal();
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    // A link that leads nowhere is opened, and the error says so.
    if (fs::exists(status) || (status.type() == fs::file_type::not_found && fs::is_symlink(path, error)))
      return std::vector<std::string>{path.native()};
    if (status.type() == fs::file_type::none)
      return base::Unexpected{unreadable(path, workspace::system_words(error.value()))};
    return std::vector<std::string>{};
  }
  if (!base::glob_match(pattern, {}))
    return base::Unexpected{
        Diagnostic(base::diagnostics::bad_file_pattern({}, pattern))
            .with_help("a `[` needs its `]`; to name a file that has one in its name, write `[[]`")};
  Search search;
  const std::vector<std::string> segments = segments_of(pattern);
  search.walk(folder, segments);
  if (search.failure()) return base::Unexpected{*search.failure()};
  return search.files();
}

std::string where_it_ends(const std::string& folder, const std::string& pattern) {
  fs::path here = folder;
  const std::vector<std::string> segments = segments_of(pattern);
  for (const std::string& segment : std::span(segments).first(segments.size() - 1)) {
    if (has_wildcard(segment)) break;
    here = segment.empty() ? fs::path("/") : here / segment;
    std::error_code error;
    if (!fs::is_directory(here, error)) return fmt::format("there is no folder `{}`", here.lexically_normal().native());
  }
  const std::string name = here.lexically_normal().native();
  return fmt::format("looked in {}", name == "." ? "this folder" : fmt::format("`{}`", name));
}

}  // namespace nexus::collect
