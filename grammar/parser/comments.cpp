#include "grammar/parser/comments.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "grammar/parser/builder.h"
#include "grammar/parser/found.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::grammar {

namespace diagnostics = base::diagnostics;

namespace {

std::string_view text_of(const Builder& b, const Comment& comment) { return b.source().slice({comment.span.begin, comment.span.end}); }

/// `// words`, `/* words */`
base::Diagnostic foreign_comment(const Builder& b, const Comment& comment, std::size_t more) {
  const base::Span at{comment.span.file, comment.span.begin, comment.span.begin + 2};
  std::string words(text_of(b, comment));
  // `errors // 2`: a value before it on the line, a number behind it.
  const std::string_view line =
      b.source().slice({comment.span.begin - b.source().column(comment.span.begin), comment.span.begin});
  const std::size_t last = line.find_last_not_of(" \t");
  const bool behind_value = last != std::string_view::npos && (is_word_byte(line[last]) || line[last] == ')');
  const std::size_t operand = words.find_first_not_of(" /");
  if (words.starts_with("//") && behind_value && operand != std::string::npos && is_digit(words[operand]))
    return diagnostics::not_an_operator(at, "//")
        .with_help("`/` divides, with decimals; a comment begins with `#`")
        .with_suggestion(at, "/");
  auto d = diagnostics::comment_sign(at, words.substr(0, 2))
               .with_help("a comment begins with `#`" +
                          (more == 0 ? std::string() : "; this file has " + std::to_string(more) + " more like this"));
  if (words.starts_with("//")) return std::move(d).with_suggestion(at, "#");
  const std::size_t rest = b.source().text.find_first_not_of(" \t\r", comment.span.end);
  const bool ends_line = rest == std::string_view::npos || b.source().text[rest] == '\n';
  if (!ends_line || words.find('\n') != std::string::npos) return std::move(d).with_help("it goes to the end of its line");
  words = "#" + words.substr(2, words.size() - 4);
  while (words.ends_with(' ')) words.pop_back();
  return std::move(d).with_suggestion(comment.span, words);
}

void check_foreign(const Builder& b, const std::vector<Comment>& comments, base::DiagnosticSink& sink) {
  const auto is_foreign = [](const Comment& comment) { return comment.kind == CommentKind::foreign; };
  const auto first = std::ranges::find_if(comments, is_foreign);
  if (first == comments.end()) return;
  const auto all = static_cast<std::size_t>(std::ranges::count_if(comments, is_foreign));
  sink.emit(foreign_comment(b, *first, all - 1));
}

void check_silenced(const Builder& b, const Comment& comment, base::DiagnosticSink& sink) {
  for (const std::string_view name : silenced_names(text_of(b, comment))) {
    const auto entry = std::ranges::find(base::catalogue(), name, &base::CatalogueEntry::name);
    if (entry != base::catalogue().end() && entry->severity != base::Severity::error) continue;
    const auto offset = static_cast<std::uint32_t>(name.data() - b.source().text.data());
    const base::Span span = b.span({offset, offset + static_cast<std::uint32_t>(name.size())});
    auto d = diagnostics::unknown_lint(span, name);
    std::vector<std::string_view> lints;
    for (const base::CatalogueEntry& each : base::catalogue())
      if (each.code.starts_with("NX3")) lints.push_back(each.name);
    if (entry != base::catalogue().end()) {
      d.helps.push_back("`" + std::string(name) + "` is an error, which cannot be silenced");
    } else if (const auto near = base::nearest(name, lints)) {
      d.helps.push_back("did you mean `" + std::string(*near) + "`?");
      d.suggestion = base::Suggestion{span, std::string(*near)};
    }
    sink.emit(std::move(d));
  }
}

}  // namespace

void check_comments(Builder& b, base::DiagnosticSink& sink) {
  const std::vector<Comment>& comments = b.trivia().comments();
  check_foreign(b, comments, sink);
  for (const Comment& comment : comments) {
    if (comment.kind == CommentKind::silence) check_silenced(b, comment, sink);
    if (comment.kind != CommentKind::plain || !is_pragma(text_of(b, comment))) continue;
    sink.emit(diagnostics::unknown_pragma(comment.span).with_help("write `# nexus: silence NAME`, with the names of the lints that the next declaration or clause is spared"));
  }
}

}  // namespace nexus::grammar
