#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Reads the expectations that stand beside policies: in `#= ` comments of a suite file, or in an HTML comment after a
/// ```nexus block of a Markdown page. README.md of this folder lists them.
namespace nexus::tests {

struct Directive {
  std::string word;      ///< `snapshot`, `gate` …
  std::string rest;
  std::size_t line = 0;  ///< in its file, from 1
};
struct Case {
  std::string name;
  std::vector<Directive> directives;
};
/// A file that a policy of a page imports.
struct Beside {
  std::string name;
  std::string text;
};
/// A policy and what must come of it. Directives before the first `case` hold for all of them.
struct SuitePolicy {
  std::string name;      ///< `tests/suite/gates/levels.nexus`, `docs/language.md:120`
  std::string text;
  std::vector<std::string> paths;  ///< the files of a run over several; then the text is that of `main.nexus`, and is read with them
  std::vector<Beside> beside;
  std::vector<Directive> common;
  std::vector<Case> cases;
};

[[nodiscard]] SuitePolicy read_suite_file(std::string name, std::string_view text);
[[nodiscard]] std::vector<SuitePolicy> read_markdown(const std::string& name, std::string_view text);

}  // namespace nexus::tests
