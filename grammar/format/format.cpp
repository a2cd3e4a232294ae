#include "grammar/format/format.h"

#include "grammar/format/layout.h"
#include "grammar/format/same.h"
#include "grammar/format/tokens.h"

#include <algorithm>
#include <utility>

namespace nexus::grammar {

namespace {

using layout::CommentAbove;
using layout::Token;

/// The declarations of a file, one below the other.
class Page {
 public:
  Page(layout::Layout& layout, int width) : layout_(layout), width_(width) {}

  /// What begins at the next token, with the comments above it. `write` gives its document.
  template <class Write>
  void add(Write write) {
    const Token& first = layout_.next();
    const bool after_blank = first.after_blank || std::ranges::any_of(first.above, &CommentAbove::after_blank);
    const std::string comments = layout_.comments().print(width_);
    const std::string text = write().print(width_);
    const bool is_long = text.find('\n') != std::string::npos;
    const bool starts_with_blank = first.above.empty() ? first.after_blank : first.above.front().after_blank;
    if (!text_.empty() && (starts_with_blank || (!after_blank && !text.empty() && (is_long || last_was_long_))))
      text_ += '\n';
    last_was_long_ = is_long;
    text_ += comments;
    if (!comments.empty()) text_ += first.after_blank && !text.empty() ? "\n\n" : "\n";
    text_ += text;
    if (!text.empty()) text_ += '\n';
  }

  /// What follows stands apart.
  void end_paragraph() { last_was_long_ = true; }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  layout::Layout& layout_;
  const int width_;
  std::string text_;
  bool last_was_long_ = false;
};

std::string laid_out(const SyntaxTree& tree, const std::vector<Token>& tokens, int width) {
  layout::Layout layout(tree, tokens, width);
  Page page(layout, width);
  if (tree.header) {
    page.add([&] { return layout.header(*tree.header); });
    page.end_paragraph();
  }
  for (const Decl& decl : tree.decls) page.add([&] { return layout.declaration(decl); });
  page.add([] { return layout::Document(); });  // the comments at the end
  return page.take();
}

}  // namespace

std::optional<std::string> format(const SyntaxTree& tree, const base::SourceMap& sources, int width) {
  const std::vector<Token> tokens = layout::tokens_of(tree, sources);
  std::string text = laid_out(tree, tokens, width);
  if (!layout::says_the_same(text, tokens)) return std::nullopt;
  return text;
}

}  // namespace nexus::grammar
