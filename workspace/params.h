#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/source_map.h"
#include "grammar/parse.h"
#include "grammar/syntax_tree.h"
#include "rules/resolved_model.h"
#include "workspace/host.h"
#include "workspace/json_params.h"

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nexus::workspace {

/// The params that a run sets from outside. First collect them, later ones winning, then turn them into expressions of
/// the language: `75%` for a ratio is that, and so is the word after `--param name=` where a string is wanted.
class ParamSettings {
 public:
  /// Where a text of a param stands for messages about it is written to `sources`.
  ParamSettings(base::SourceMap& sources, base::DiagnosticSink& sink) : sources_(sources), sink_(sink) {}

  /// `name=value` of the command line.
  void add_assignment(std::string_view assignment);
  /// A value as the language writes it, from the program that uses the library.
  void add(std::string_view name, std::string_view value);
  /// All members of a JSON file.
  void add_file(Host& host, const std::string& path, const base::Limits& limits);

  /// The expressions stay in this object: it must live as long as what is made of them.
  /// Where `lacking` is given, params that no file declares are named there instead.
  [[nodiscard]] std::vector<rules::ParamOverride> expressions(std::span<const grammar::SyntaxTree> trees, const base::Limits& limits,
                                                             std::vector<std::string>* lacking = nullptr);

 private:
  struct Setting {
    std::string name;
    std::variant<std::string, JsonValue> value;  ///< as the language writes it, or JSON
    std::string origin;
    base::Span name_span;
  };

  [[nodiscard]] std::string spelled(const Setting& setting, const grammar::SyntaxTree* tree, grammar::TypeSyntaxId type);

  base::SourceMap& sources_;
  base::DiagnosticSink& sink_;
  std::vector<Setting> settings_;
  std::deque<grammar::ParsedExpression> parsed_;
};

}  // namespace nexus::workspace
