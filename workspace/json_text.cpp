#include "workspace/json_text.h"

#include "base/diagnostics/catalogue.h"
#include "rules/check.h"
#include "rules/lower.h"
#include "rules/resolved_model.h"
#include "workspace/json_tokens.h"

#include <cassert>
#include <utility>

namespace nexus::workspace {

const plan::Plan& plan_of_nothing() {
  static const plan::Plan plan = [] {
    const base::SourceMap sources;
    base::DiagnosticSink sink;
    const rules::ResolvedModel resolved = rules::resolve(sources, {}, {}, sink);
    const std::optional<rules::CheckedModel> model = rules::check(resolved, sink);
    assert(model);
    return rules::lower(*model);
  }();
  return plan;
}

std::optional<engine::ReadError> json_mistake(std::string_view text, const base::Limits& limits) {
  engine::Document document;
  return engine::Reader(plan_of_nothing(), limits).read_into(document, 0, text);
}

namespace {

class Indenter {
 public:
  explicit Indenter(std::string_view json) : tokens_(json) {}

  std::string indented() {
    write(0);
    return std::move(out_) + '\n';
  }

 private:
  static constexpr std::size_t width = 100;

  void write(std::size_t depth) {
    const std::size_t begin = tokens_.place();
    const std::string line = tokens_.compact(width);
    const std::size_t column = out_.size() - (out_.rfind('\n') == std::string::npos ? 0 : out_.rfind('\n') + 1);
    const bool is_empty = line == "{}" || line == "[]";
    const bool is_root = depth == 0 && line.front() == '{';
    if (is_empty || (!is_root && column + line.size() < width)) {
      out_ += line;
      return;
    }
    tokens_.go_to(begin);
    const std::string_view opening = tokens_.next();
    out_ += opening;
    if (opening != "{" && opening != "[") return;
    for (std::string_view token = ","; token == ",";) {
      out_.append("\n").append(2 * (depth + 1), ' ');
      if (opening == "{") {
        out_.append(tokens_.next()).append(": ");
        (void)tokens_.next();
      }
      write(depth + 1);
      token = tokens_.next();
      if (token == ",") {
        out_ += token;
      } else {
        out_.append("\n").append(2 * depth, ' ').append(token);
      }
    }
  }

  JsonTokens tokens_;
  std::string out_;
};

}  // namespace

std::string indented(std::string_view json) { return Indenter(json).indented(); }

std::optional<std::size_t> place_of(const engine::ReadError& error) {
  return error.kind == engine::ReadError::Kind::empty ? std::nullopt : std::optional(error.offset);
}

base::Diagnostic to_diagnostic(const engine::ReadError& error, std::string_view name) {
  using Kind = engine::ReadError::Kind;
  namespace diagnostics = base::diagnostics;
  switch (error.kind) {
    case Kind::empty:
      return diagnostics::json_empty({}, name);
    case Kind::malformed:
      return diagnostics::json_malformed({}, error.message);
    case Kind::invalid_utf8:
      return diagnostics::json_invalid_utf8({}, error.message)
          .with_help("save it as UTF-8, or convert it: `iconv -f LATIN1 -t UTF-8`");
    case Kind::duplicate_key:
      return diagnostics::json_duplicate_key({}, error.message);
    case Kind::too_deep:
      return diagnostics::json_too_deep({}, error.message)
          .with_help("leave out of it what no rule reads")
          .with_help("or allow a document to be deeper: `--limit snapshot-depth=N`, at most 2000");
    case Kind::too_large:
      return diagnostics::json_too_large({}, error.message);
    case Kind::number_out_of_range:
      return diagnostics::json_number_out_of_range({}, error.message);
  }
  return diagnostics::json_malformed({}, error.message);
}

}  // namespace nexus::workspace
