#include "workspace/json_text.h"

#include "base/diagnostics/catalogue.h"
#include "rules/check.h"
#include "rules/lower.h"
#include "rules/resolved_model.h"

#include <algorithm>
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

std::optional<engine::ReadError> json_mistake(std::string_view text) {
  engine::Document document;
  return engine::Reader(plan_of_nothing()).read_into(document, 0, text);
}

namespace {

/// Walks valid JSON from token to token.
class Indenter {
 public:
  explicit Indenter(std::string_view json) : json_(json) {}

  std::string indented() {
    write(0);
    return std::move(out_) + '\n';
  }

 private:
  static constexpr std::size_t width = 100;

  void skip_space() { at_ = std::min(json_.size(), json_.find_first_not_of(" \t\r\n", at_)); }

  /// One value without the white space round its tokens.
  std::string compact() {
    std::string text;
    std::size_t depth = 0;
    do {
      skip_space();
      const std::string_view token = next();
      text += token;
      if (token == "{" || token == "[") ++depth;
      if (token == "}" || token == "]") --depth;
      if (token == "," || token == ":") text += ' ';
    } while (depth != 0);
    return text;
  }

  std::string_view next() {
    const std::size_t begin = at_;
    if (json_[at_] == '"') {
      for (++at_; json_[at_] != '"'; ++at_)
        if (json_[at_] == '\\') ++at_;
      ++at_;
    } else if (std::string_view("{}[],:").find(json_[at_]) != std::string_view::npos) {
      ++at_;
    } else {
      at_ = std::min(json_.size(), json_.find_first_of(",]} \t\r\n", at_));
    }
    return json_.substr(begin, at_ - begin);
  }

  void write(std::size_t depth) {
    skip_space();
    const std::size_t begin = at_;
    const std::string line = compact();
    const std::size_t column = out_.size() - (out_.rfind('\n') == std::string::npos ? 0 : out_.rfind('\n') + 1);
    const bool is_root = depth == 0 && line.size() > 2 && line.front() == '{';
    if (!is_root && column + line.size() < width) {
      out_ += line;
      return;
    }
    at_ = begin;
    if (json_[at_] != '{' && json_[at_] != '[') {
      out_ += next();
      return;
    }
    const bool is_object = json_[at_] == '{';
    out_ += next();
    for (std::string_view token = ","; token == ",";) {
      out_.append("\n").append(2 * (depth + 1), ' ');
      skip_space();
      if (is_object) {
        out_.append(next()).append(": ");
        skip_space();
        (void)next();
      }
      write(depth + 1);
      skip_space();
      token = next();
      if (token == ",") {
        out_ += token;
      } else {
        out_.append("\n").append(2 * depth, ' ').append(token);
      }
    }
  }

  std::string_view json_;
  std::size_t at_ = 0;
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
    case Kind::empty: return diagnostics::json_empty({}, name);
    case Kind::malformed: return diagnostics::json_malformed({}, error.message);
    case Kind::invalid_utf8:
      return diagnostics::json_invalid_utf8({}, error.message)
          .with_help("save it as UTF-8, or convert it: `iconv -f LATIN1 -t UTF-8`");
    case Kind::duplicate_key: return diagnostics::json_duplicate_key({}, error.message);
    case Kind::too_deep: return diagnostics::json_too_deep({}, error.message);
    case Kind::too_large: return diagnostics::json_too_large({}, error.message);
    case Kind::number_out_of_range: return diagnostics::json_number_out_of_range({}, error.message);
  }
  return diagnostics::json_malformed({}, error.message);
}

}  // namespace nexus::workspace
