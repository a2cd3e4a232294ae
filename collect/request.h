#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/source_map.h"
#include "collect/kinds.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::collect {

/// Files of one kind, as somebody named them.
struct Source {
  const Kind* kind = nullptr;
  std::string pattern;  ///< a path, or a pattern of paths: `build/**/*.xml`
  std::string layer;    ///< what its suites look at: `unit`, `e2e`; may be empty
  bool optional = false;
  bool question_mark = false;  ///< it is optional for a `?` behind the pattern, which is not in `pattern`
  base::Span where;            ///< in nexus.collect; none where an option named it
};

/// A field of the snapshot and what it is made of.
struct Field {
  std::string name;
  std::vector<Source> sources;
  base::Span where;
};

/// What the pipeline's environment may tell: names, or patterns of names (`GITHUB_*`).
struct EnvironmentRequest {
  std::vector<std::string> allow;
};

/// What git knows of the commit that is checked out.
struct GitRequest {
  std::string base;  ///< a revision that it is compared with, such as `origin/main`; empty: with none
  base::Span where;
};

/// What is to be collected.
struct Request {
  std::string folder = ".";  ///< which patterns are relative to
  std::vector<Field> fields;
  std::optional<EnvironmentRequest> environment;
  std::optional<GitRequest> git;

  /// The field of that name, made where there is none yet.
  Field& field(const std::string& name, base::Span where);
};

/// A pattern as it is written: with a `?` behind it the file need not be there.
[[nodiscard]] Source source_of(const Kind& kind, std::string_view pattern);
/// Adds what an option says: `PATTERN`, or `FIELD=PATTERN` for another field than the kind's own. Gives what is wrong with it.
[[nodiscard]] std::optional<base::Diagnostic> add_option(Request& request, const Kind& kind, std::string_view word);

/// Fields that are not anybody's to name: nothing, or why not.
[[nodiscard]] std::optional<std::string> why_reserved(const std::string& field);

}  // namespace nexus::collect
