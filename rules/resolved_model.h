#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/ids.h"
#include "base/source_map.h"
#include "grammar/syntax_tree.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

/// Which declarations there are, and what every name means: the modules of a run with their scopes. No types yet.
namespace nexus::rules {

/// Names a declaration: which module, which of its declarations.
struct DeclRef {
  std::uint32_t module = 0;
  grammar::DeclId decl;
  friend auto operator<=>(const DeclRef&, const DeclRef&) = default;
};

/// `--param name=value` or an entry of `--params FILE`: the value is an expression of the language.
struct ParamOverride {
  std::string name;       ///< `min_coverage`, or with its module `payments.release.min_coverage`
  const grammar::SyntaxTree* tree = nullptr;
  grammar::ExprId value;
  std::string origin;     ///< `--param`, or the file's name: shown in reports
  base::Span span;        ///< where to point when the name means nothing
};

/// `import a.b.c [as n]`: what stands behind `n`.
struct ResolvedImport {
  grammar::DeclId decl;
  base::Span span;                     ///< where the module or the file is named
  std::vector<std::uint32_t> modules;  ///< files that share a module name are several; empty: not found, which was reported
};

struct ResolvedModule {
  std::string name;
  const grammar::SyntaxTree* tree = nullptr;
  grammar::ModuleKind kind = grammar::ModuleKind::policy;
  bool named = true;  ///< in the run; else an import brought it
  /// Has a say in the run: it is in force, be it with one rule, or imported by one that is. Nothing of the others is read,
  /// judged or reported; they are checked each for itself.
  bool takes_part = false;
  /// Values: enum types, types, params, lets, defs, tables, further inputs, by name.
  std::unordered_map<std::string_view, grammar::DeclId> values;
  /// Rules, by name; gates, phases and triggers share no names with one another in one module.
  std::unordered_map<std::string_view, grammar::DeclId> rules;
  std::vector<grammar::DeclId> input_blocks;  ///< those without a name
  std::map<std::string_view, ResolvedImport> imports;            ///< by the name they have here
  std::vector<bool> in_force;                                    ///< by DeclId: the rules that are judged, the waivers that count
};

/// An `enforce` that counts: it stands in a module that is in force as a whole.
struct Enforcement {
  DeclRef at;
  std::vector<std::uint32_t> modules;  ///< of the rules: those whose params it may set
  std::vector<DeclRef> rules;
};

struct ResolvedModel {
  const base::SourceMap* sources = nullptr;
  std::vector<ResolvedModule> modules;  ///< by name, then path
  /// Modules, each after those it imports (cycles are reported).
  std::vector<std::uint32_t> import_order;
  std::vector<Enforcement> enforcements;  ///< those that count; those of a module after what puts it in force
  std::vector<ParamOverride> overrides;
  /// Lets, defs and tables in an order in which each stands after those it uses (cycles are reported).
  std::vector<DeclRef> definition_order;
};

/// `import "file.nexus"`, and the file that was found for it.
struct FileImport {
  base::FileId from;
  grammar::DeclId import;
  base::FileId to;
};

/// How files take part in a run. As it stands: all are named, and only policies are in force by themselves.
struct FileRoles {
  std::size_t named = static_cast<std::size_t>(-1);  ///< the first so many trees; imports brought the others
  std::vector<FileImport> imports;                   ///< a file that was not found is left out: whoever looked for it said so
  std::vector<std::string> importable;               ///< modules that could be imported besides, for "did you mean"
  bool libraries_in_force = false;                   ///< libraries that are named are in force like policies: for tests
};

/// Collects the declarations of `trees` (one a file) into scopes, follows imports, finds which rules are in force, reports
/// names declared twice, names that hide others, cycles among imports and definitions, and constructs that this version
/// does not support yet.
[[nodiscard]] ResolvedModel resolve(const base::SourceMap& sources, std::span<const grammar::SyntaxTree> trees,
                                    std::vector<ParamOverride> overrides, base::DiagnosticSink& sink,
                                    const FileRoles& roles = {});

}  // namespace nexus::rules
