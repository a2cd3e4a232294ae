#include "workspace/format.h"

#include "base/diagnostics/catalogue.h"
#include "grammar/format/format.h"
#include "grammar/parse.h"
#include "workspace/files.h"

#include <utility>

namespace nexus::workspace {

namespace diagnostics = base::diagnostics;
using base::Unexpected;

namespace {

Mistakes failed(base::Diagnostic diagnostic) {
  Mistakes mistakes;
  mistakes.diagnostics.push_back(std::move(diagnostic));
  return mistakes;
}

}  // namespace

base::Expected<FormattedPolicy, Mistakes> format_text(std::string name, std::string text, const base::Limits& limits) {
  Mistakes mistakes;
  base::DiagnosticSink sink;
  const base::FileId file = mistakes.sources.add(name, text);
  const grammar::SyntaxTree tree = grammar::parse(mistakes.sources, file, sink, limits);
  if (sink.has_errors()) {
    sink.sort_and_unique();
    mistakes.diagnostics = sink.all();
    return Unexpected{std::move(mistakes)};
  }
  auto layout = grammar::format(tree, mistakes.sources);
  if (!layout)
    return Unexpected{failed(diagnostics::internal_error(
        {}, "`" + name + "` would say something else in its new layout, and is left as it is"))};
  return FormattedPolicy{std::move(name), std::move(text), *std::move(layout)};
}

base::Expected<FormattedPolicy, Mistakes> format_policy(const std::string& path, const base::Limits& limits) {
  auto text = read_file(path, policy_size(limits));
  if (!text) return Unexpected{failed(text.error())};
  return format_text(path == stdin_argument ? std::string(stdin_name) : path, *std::move(text), limits);
}

}  // namespace nexus::workspace
