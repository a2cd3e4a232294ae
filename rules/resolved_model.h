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

struct ResolvedModule {
  std::string name;
  const grammar::SyntaxTree* tree = nullptr;
  /// Values: enum types, types, params, lets, defs, tables, further inputs, by name.
  std::unordered_map<std::string_view, grammar::DeclId> values;
  /// Rules, by name; gates, phases and triggers share no names with one another in one module.
  std::unordered_map<std::string_view, grammar::DeclId> rules;
  std::vector<grammar::DeclId> input_blocks;  ///< those without a name
};

struct ResolvedModel {
  const base::SourceMap* sources = nullptr;
  std::vector<ResolvedModule> modules;  ///< by name, then path
  std::vector<ParamOverride> overrides;
  /// Lets, defs and tables in an order in which each stands after those it uses (cycles are reported).
  std::vector<DeclRef> definition_order;
};

/// Collects the declarations of `trees` (one a file) into scopes, reports names declared twice, names that hide others,
/// cycles among definitions, and constructs that this version does not support yet.
[[nodiscard]] ResolvedModel resolve(const base::SourceMap& sources, std::span<const grammar::SyntaxTree> trees,
                                    std::vector<ParamOverride> overrides, base::DiagnosticSink& sink);

}  // namespace nexus::rules
