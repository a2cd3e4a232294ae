#include "grammar/format/tokens.h"

#include "base/values/text.h"
#include "grammar/parser/source.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <variant>

namespace nexus::grammar::layout {

namespace {

constexpr bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view white_space = " \t\r\n";

std::string_view without_blanks_at_end(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// What nobody can tell from the text alone.
struct Known {
  std::vector<base::Span> tokens;         ///< literals, and the items in IDs: `[api-v1.2]`
  std::vector<base::Span> json;           ///< in whose strings `{` opens nothing
  std::vector<std::uint32_t> field_ends;  ///< a comma there separates fields, and may be left out
};

void add_instances(const RequirementRef& ref, Known& known) {
  for (const RequirementRef::Part& part : ref.parts) {
    if (part.instance) known.tokens.push_back(part.instance->span);
  }
}

void add_json(const std::optional<JsonFixture>& fixture, Known& known) {
  if (fixture && !fixture->file) known.json.push_back(fixture->span);
}

void add_test(const TestDecl& test, Known& known) {
  for (const TestClause& clause : test.clauses) {
    if (const auto* given = std::get_if<GivenSnapshot>(&clause.node)) add_json(given->document, known);
    if (const auto* given = std::get_if<GivenInput>(&clause.node)) add_json(given->document, known);
    if (const auto* given = std::get_if<GivenHistory>(&clause.node)) add_json(given->document, known);
    if (const auto* expect = std::get_if<ExpectRequirement>(&clause.node)) add_instances(expect->requirement, known);
    if (const auto* expect = std::get_if<ExpectFinding>(&clause.node)) add_instances(expect->finding, known);
  }
}

Known known_of(const SyntaxTree& tree) {
  Known known;
  for (const Expr& e : tree.exprs) {
    if (std::holds_alternative<Literal>(e.node) || std::holds_alternative<StringLiteral>(e.node))
      known.tokens.push_back(e.span);
    const auto* status = std::get_if<RuleStatus>(&e.node);
    if (status != nullptr && status->instance) known.tokens.push_back(status->instance->span);
  }
  for (const TypeSyntax& type : tree.types) {
    const auto* record = std::get_if<RecordType>(&type.node);
    if (record == nullptr) continue;
    for (const Field& field : record->fields) {
      std::uint32_t end = tree[field.type].span.end;
      if (field.evidence.fresh) end = std::max(end, field.evidence.fresh->span.end);
      if (field.evidence.about) end = std::max(end, field.evidence.about->span.end);
      known.field_ends.push_back(end);
    }
  }
  for (const Decl& decl : tree.decls) {
    if (const auto* snapshot = std::get_if<SnapshotDecl>(&decl.node)) add_json(snapshot->document, known);
    if (const auto* test = std::get_if<TestDecl>(&decl.node)) add_test(*test, known);
    const auto* waiver = std::get_if<WaiverDecl>(&decl.node);
    if (waiver != nullptr && waiver->waives) add_instances(*waiver->waives, known);
  }
  std::ranges::sort(known.tokens, {}, &base::Span::begin);
  std::ranges::sort(known.json, {}, &base::Span::begin);
  std::ranges::sort(known.field_ends);
  return known;
}

/// Cuts a text into tokens. What lies between them is white space and the comments of the tree.
class Cutter {
 public:
  Cutter(const SyntaxTree& tree, std::string_view text, const Known& known)
      : comments_(tree.comments), text_(text), known_(known) {}

  std::vector<Extent> all() {
    std::vector<Extent> tokens;
    for (skip_gap(); at_ < text_.size(); skip_gap()) {
      const std::size_t end = token_end();
      tokens.push_back({static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end)});
      at_ = end;
    }
    return tokens;
  }

 private:
  void skip_gap() {
    if (at_ == 0 && text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    while (at_ < text_.size()) {
      if (next_comment_ < comments_.size() && comments_[next_comment_].span.begin == at_) {
        at_ = comments_[next_comment_++].span.end;
      } else if (white_space.find(text_[at_]) != std::string_view::npos) {
        ++at_;
      } else {
        return;
      }
    }
  }

  [[nodiscard]] std::size_t token_end() {
    while (next_json_ < known_.json.size() && known_.json[next_json_].end <= at_) ++next_json_;
    if (next_json_ < known_.json.size() && known_.json[next_json_].begin <= at_) return json_token_end();
    while (next_token_ < known_.tokens.size() && known_.tokens[next_token_].begin < at_) ++next_token_;
    if (next_token_ < known_.tokens.size() && known_.tokens[next_token_].begin == at_)
      return known_.tokens[next_token_].end;
    const char c = text_[at_];
    if (c == '"' || c == '\'') return string_end();
    if (is_word_byte(c)) return word_end();
    constexpr std::array<std::string_view, 8> symbols = {"==", "!=", "<=", ">=", "=>", "->", "??", ".."};
    return at_ + (std::ranges::find(symbols, text_.substr(at_, 2)) != symbols.end() ? 2 : 1);
  }

  [[nodiscard]] std::size_t word_end() const {
    std::size_t end = at_;
    while (end < text_.size() && is_word_byte(text_[end])) ++end;
    return end;
  }

  /// Of a string without interpolations: a title, the name of a field, JSON.
  [[nodiscard]] std::size_t string_end() const {
    const char quote = text_[at_];
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote) end += quote == '"' && text_[end] == '\\' ? 2 : 1;
    return std::min(end + 1, text_.size());
  }

  [[nodiscard]] std::size_t json_token_end() const {
    if (text_[at_] == '"') return string_end();
    return std::max(at_ + 1, text_.find_first_of("{}[],:# \t\r\n", at_));
  }

  const std::vector<Comment>& comments_;
  const std::string_view text_;
  const Known& known_;
  std::size_t at_ = 0, next_comment_ = 0, next_token_ = 0, next_json_ = 0;
};

/// Without the commas that may be left out.
std::vector<Extent> significant(std::vector<Extent> all, std::string_view text, const Known& known) {
  std::vector<Extent> kept;
  const auto is = [&](const Extent& token, std::string_view what) {
    return text.substr(token.begin, token.end - token.begin) == what;
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (is(all[i], ",") && i > 0 && i + 1 < all.size()) {
      const Extent& next = all[i + 1];
      if (is(next, "}") || is(next, "]") || is(next, ")")) continue;
      if (std::ranges::binary_search(known.field_ends, all[i - 1].end)) continue;
    }
    kept.push_back(all[i]);
  }
  return kept;
}

/// Gives the comments and empty lines of a file to its tokens.
class Gaps {
 public:
  Gaps(const SyntaxTree& tree, std::string_view text) : comments_(tree.comments), text_(text) {}

  /// Reads what stands between `last` (nothing at the beginning of the file) and `token`.
  void read(std::uint32_t from, Token* last, Token& token) {
    std::size_t breaks = 0;
    for (std::size_t at = from; at < token.begin;) {
      if (next_ < comments_.size() && comments_[next_].span.begin == at) {
        comment(comments_[next_].span, breaks, last, token);
        at = comments_[next_++].span.end;
        breaks = 0;
      } else {
        breaks += text_[at] == '\n' ? 1 : 0;
        token.begins_line |= text_[at++] == '\n';
      }
    }
    token.after_blank = breaks > 1;
  }

 private:
  void comment(base::Span span, std::size_t breaks, Token* last, Token& token) {
    const std::string_view text = without_blanks_at_end(text_.substr(span.begin, span.end - span.begin));
    const std::size_t column = column_of(span.begin);
    const bool goes_on =
        breaks == 1 && token.above.empty() && last != nullptr && !last->beside.empty() && column == column_beside_;
    if (goes_on || (!token.begins_line && last != nullptr)) {
      last->beside.push_back(text);
      column_beside_ = column;
    } else {
      token.above.push_back({text, breaks > 1});
    }
  }

  /// In characters, from 0.
  [[nodiscard]] std::size_t column_of(std::size_t offset) const {
    const std::size_t line = text_.substr(0, offset).rfind('\n') + 1;  // npos + 1 is 0: the first line
    return base::length_in_code_points(text_.substr(line, offset - line));
  }

  const std::vector<Comment>& comments_;
  const std::string_view text_;
  std::size_t next_ = 0;
  std::size_t column_beside_ = 0;  // of the last comment beside a token
};

}  // namespace

std::vector<Token> tokens_of(const SyntaxTree& tree, const base::SourceMap& sources) {
  const std::string_view text = sources.text(tree.file);
  const Known known = known_of(tree);
  Gaps gaps(tree, text);
  std::vector<Token> tokens;
  const auto size = static_cast<std::uint32_t>(text.size());
  std::vector<Extent> extents = significant(Cutter(tree, text, known).all(), text, known);
  extents.push_back({size, size});
  std::uint32_t from = 0;
  for (const Extent& extent : extents) {
    Token token{
        .text = text.substr(extent.begin, extent.end - extent.begin), .begin = extent.begin, .above = {}, .beside = {}};
    gaps.read(from, tokens.empty() ? nullptr : &tokens.back(), token);
    from = extent.end;
    tokens.push_back(std::move(token));
  }
  return tokens;
}

}  // namespace nexus::grammar::layout
