#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/limits.h"
#include "base/source_map.h"
#include "grammar/syntax_tree.h"
#include "rules/resolved_model.h"
#include "stdlib-policies/embedded.h"
#include "workspace/host.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::workspace {

/// Files by the module in them.
using ModuleFiles = std::multimap<std::string, std::string>;
/// Looks for the modules that policy files say they are; a file that says none is called like its module.
[[nodiscard]] ModuleFiles find_modules(std::span<const std::string> paths, const base::Limits& limits);

/// The files of a run, parsed: those that were named and, behind them, whatever they import, each once.
class PolicyFiles {
 public:
  using Library = std::span<const stdlib::EmbeddedFile>;

  /// `modules` are further files, read where what is in them is imported.
  PolicyFiles(base::SourceMap& sources, base::DiagnosticSink& sink, Host& host, Library library, ModuleFiles modules,
              const base::Limits& limits)
      : sources_(sources), sink_(sink), host_(host), limits_(limits), library_(library), modules_(std::move(modules)) {}

  /// Reads a file that was named; `-` is standard input.
  void add_file(const std::string& path);
  /// A file that is named, with what is to be taken for its text.
  void add_open_file(const std::string& path, std::string text);
  /// A policy that is in no file. What it imports by path is found among such texts alone.
  void add_text(std::string name, std::string text);
  /// Reads what the files import, and what that imports. Once, when all are named.
  void follow_imports();

  [[nodiscard]] const std::vector<grammar::SyntaxTree>& trees() const { return trees_; }
  [[nodiscard]] std::size_t named() const { return roles_.named; }
  [[nodiscard]] const rules::FileRoles& roles() const { return roles_; }
  /// What was read of the library, by path.
  [[nodiscard]] std::vector<stdlib::EmbeddedFile> imported_from_library() const;

 private:
  enum class Home { disk, text, library };  ///< where a file stands, and so where the paths in it lead
  struct Origin {
    Home home;
    std::string path;  ///< as it is looked for
  };

  void parse(Origin origin, const std::string& identity, std::string name, std::string text);
  void follow_files(std::size_t tree);
  void follow_names(std::size_t tree);
  /// The file behind a path; none, with a report at `where`, where there is none.
  [[nodiscard]] base::FileId find(const Origin& from, const grammar::Name& where);
  [[nodiscard]] base::FileId read_from_disk(const std::string& path, base::Span where);
  [[nodiscard]] base::FileId read_from_library(const std::string& path);
  [[nodiscard]] bool is_module_here(const std::string& name) const;

  base::SourceMap& sources_;
  base::DiagnosticSink& sink_;
  Host& host_;
  const base::Limits limits_;
  Library library_;
  ModuleFiles modules_;
  std::vector<grammar::SyntaxTree> trees_;
  std::vector<Origin> origins_;                 // by tree
  std::map<std::string, base::FileId> loaded_;  // by what the file is, not by what it is called
  std::set<std::string> unreadable_;            // said once
  rules::FileRoles roles_;
};

}  // namespace nexus::workspace
