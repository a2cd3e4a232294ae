#include "workspace/typed_text.h"

#include "base/diagnostics/catalogue.h"
#include "grammar/parse.h"
#include "grammar/words.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

namespace nexus::workspace {

namespace {

constexpr std::string_view white_space = " \t\r\n";

/// Where the text ends but for white space.
std::size_t end_of(std::string_view text) {
  const std::size_t last = text.find_last_not_of(white_space);
  return last == std::string_view::npos ? 0 : last + 1;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string_view next_word(std::string_view& text) {
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(white_space)));
  const std::string_view word =
      text.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(text, is_word) - text.begin()));
  text.remove_prefix(word.size());
  return word;
}

/// `gate coverage …`, `input {`: a declaration's word, and behind it what no expression has there. `gate g is pass` is an
/// expression, and so is `input.line`.
bool begins_like_declaration(std::string_view text) {
  const std::string_view word = next_word(text);
  if (!grammar::words::contains(grammar::words::declarations, word) &&
      !grammar::words::contains(grammar::words::headers, word))
    return false;
  if (!next_word(text).empty()) return next_word(text) != "is";
  return text.empty() || text.front() == '{' || text.front() == '"' || text.front() == '?';
}

bool breaks_off(const base::DiagnosticSink& sink, std::string_view text) {
  // What is missing is missed behind the last word there is.
  const auto is_at_end = [&](const base::Diagnostic& diagnostic) {
    return diagnostic.span &&
           (diagnostic.span.begin >= end_of(text) ||
            (diagnostic.name == base::diagnostics::part_missing.name && diagnostic.span.end >= end_of(text)));
  };
  return std::ranges::any_of(sink.all(), is_at_end);
}

}  // namespace

std::vector<std::string_view> language_words() {
  namespace words = grammar::words;
  std::vector<std::string_view> all;
  for (const words::List list :
       {words::List(words::reserved), words::List(words::soft_infix), words::List(words::levels),
        words::List(words::declarations), words::List(words::headers), words::List(words::gate_clauses),
        words::List(words::phase_clauses), words::List(words::trigger_clauses), words::List(words::waiver_clauses),
        words::List(words::test_clauses), words::List(words::requirement_parts), words::List(words::row_starts)})
    all.insert(all.end(), list.begin(), list.end());
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

bool is_language_word(std::string_view word) {
  static const std::vector<std::string_view> words = language_words();
  return std::ranges::binary_search(words, word);
}

bool has_open_bracket(std::string_view text) {
  int depth = 0;
  char quote = 0;
  bool in_comment = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {  // neither strings nor comments cross it
      quote = 0;
      in_comment = false;
    } else if (in_comment) {
      continue;
    } else if (quote != 0) {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      in_comment = true;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      if (--depth < 0) return false;
    }
  }
  return depth > 0;
}

TypedText read_typed(const std::string& name, const std::string& text) {
  TypedText typed;
  base::DiagnosticSink of_module;
  base::SourceMap sources;
  const base::FileId file = sources.add(name, text);
  const grammar::SyntaxTree tree = grammar::parse(sources, file, of_module);
  const bool says_something = tree.header.has_value() || !tree.decls.empty();
  if (!of_module.has_errors()) {
    typed.kind = says_something ? TypedText::Kind::declarations : TypedText::Kind::nothing;
    return typed;
  }
  base::DiagnosticSink of_expression;
  if (grammar::parse_expression(sources, file, of_expression) && !of_expression.has_errors()) {
    typed.kind = TypedText::Kind::expression;
    return typed;
  }
  typed.kind = TypedText::Kind::mistake;
  base::DiagnosticSink& meant = begins_like_declaration(text) ? of_module : of_expression;
  typed.goes_on = has_open_bracket(text) || breaks_off(meant, text);
  meant.sort_and_unique();
  typed.mistakes = {std::move(sources), meant.all()};
  return typed;
}

}  // namespace nexus::workspace
