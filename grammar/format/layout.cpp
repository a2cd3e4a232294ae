#include "grammar/format/layout.h"

#include <algorithm>
#include <array>

namespace nexus::grammar::layout {

namespace {

/// Do two tokens of a path, an ID or a list of words touch?
bool touch(std::string_view left, std::string_view right) {
  constexpr std::array<std::string_view, 4> openers = {".", "..", "(", "["};
  constexpr std::array<std::string_view, 9> closers = {".", "..", ",", ":", "?", ")", "[", "]", ";"};
  return std::ranges::find(openers, left) != openers.end() || std::ranges::find(closers, right) != closers.end();
}

}  // namespace

Document Layout::comments() {
  above(true);
  return std::exchange(doc_, {});
}

// ------------------------------------------------------------------------------------------------ tokens

void Layout::above(bool keeps_first_blank) {
  if (std::exchange(above_taken_, true)) return;
  const Token& token = next();
  for (const CommentAbove& comment : token.above) {
    if (comment.after_blank && (keeps_first_blank || &comment != &token.above.front())) doc_.blank();
    doc_.comment_above(comment.text);
  }
  if (!token.above.empty() && token.after_blank) doc_.blank();
}

void Layout::above_closing(bool is_first) {
  if (above_taken_ || next().above.empty()) return;
  doc_.line(Break::hard);
  for (const CommentAbove& comment : next().above) {
    if (comment.after_blank && !(is_first && &comment == &next().above.front())) doc_.blank();
    doc_.comment_above(comment.text);
  }
  above_taken_ = true;
}

void Layout::take() {
  above(true);
  const Token& token = next();
  doc_.text(token.text);
  for (const std::string_view comment : token.beside) doc_.comment_beside(comment);
  ++at_;
  above_taken_ = false;
}

void Layout::words(int count) {
  for (int i = 0; i < count; ++i) {
    if (i != 0) doc_.space();
    take();
  }
}

void Layout::words_and(int count, ExprId id) {
  words(count);
  doc_.space();
  expr(id);
}

void Layout::line_with(int count, ExprId id) {
  doc_.line(Break::space);
  words_and(count, id);
}

void Layout::words_to(std::uint32_t end) {
  for (bool first = true; next().begin < end; first = false) {
    if (!first && !touch(tokens_[at_ - 1].text, next().text)) doc_.space();
    take();
  }
}

bool Layout::has_next(std::size_t ahead, std::string_view text) const {
  return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].text == text;
}

// ------------------------------------------------------------------------------------------------ sequences

void Layout::item_line(bool is_first, Break kind) {
  doc_.line(kind);
  const bool after_blank = next().above.empty() ? next().after_blank : next().above.front().after_blank;
  if (!is_first && after_blank) doc_.blank();
  above(false);
}

void Layout::bracketed(Brackets style, const std::function<void()>& item) {
  const bool is_empty = has_next(1, "}") || has_next(1, "]") || has_next(1, ")");
  const bool stays_open = style.may_stay_open && !is_empty && tokens_[at_ + 1].begins_line;
  const auto group = doc_.group(stays_open ? Group::broken : Group::as_it_fits);
  take();
  const auto closes = [&] { return is_next("}") || is_next("]") || is_next(")") || next().text.empty(); };
  {
    const auto nest = doc_.nest();
    for (bool first = true; !closes(); first = false) {
      item_line(first, first ? style.inside : style.between);
      item();
      if (is_next(","))
        take();
      else if (closes())
        doc_.if_broken(style.last);
    }
    above_closing(is_empty);
  }
  doc_.line(is_empty ? Break::soft : style.inside);
  take();
}

void Layout::block(std::vector<Clause> clauses) {
  std::ranges::sort(clauses, {}, &Clause::first);
  take();
  {
    const auto nest = doc_.nest();
    for (bool first = true; const Clause& clause : clauses) {
      item_line(first);
      clause.second();
      first = false;
    }
    above_closing(clauses.empty());
  }
  doc_.line(clauses.empty() ? Break::soft : Break::hard);
  take();
}

void Layout::comma_list(int count, std::uint32_t end) {
  const auto group = doc_.group();
  words(count);
  const auto nest = doc_.nest();
  while (next().begin < end) {
    doc_.line(Break::space);
    std::uint32_t item_end = end;
    for (std::size_t i = at_; tokens_[i].begin < end; ++i) {
      if (tokens_[i].text != ",") continue;
      item_end = tokens_[i].begin + 1;
      break;
    }
    words_to(item_end);
  }
}

}  // namespace nexus::grammar::layout
