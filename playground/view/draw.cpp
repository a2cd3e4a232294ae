#include "playground/view/view.h"

#include "base/diagnostics/display.h"

#include <algorithm>
#include <string>
#include <utility>

/// How the view looks at a size of the screen.
namespace nexus::playground {

namespace {

/// Narrower than this, the policy and the rules take turns.
constexpr std::size_t least_width_for_both = 60;
/// Titles of the two rows of panes, what was said, and the keys.
constexpr std::size_t rows_of_frame = 4;

std::size_t left_width(std::size_t width) { return (width - 1) / 2; }

}  // namespace

std::size_t View::rules_width() const {
  return width_ < least_width_for_both ? width_ - 1 : width_ - left_width(width_) - 2;
}

void View::Scroll::reveal(std::size_t line, std::size_t lines) {
  if (line < top) top = line;
  if (line + 1 > top + height) top = line + 1 - height;
  // Nothing is shown below the end as long as there is something above.
  top = std::min(top, lines > height ? lines - height : 0);
}

void View::resize(std::size_t width, std::size_t height) {
  const bool is_new = width != width_;
  width_ = width;
  height_ = height;
  session_.set_width(width - 1);
  if (!is_new) return;
  rules_ = rule_rows(session_.state(), before_.get(), rules_width());
  if (answer_ && !answer_->input.empty())
    ask_again();
  else if (answer_)
    answer_->lines = wrapped(styled_lines(answer_->text), width_);
}

Line View::title_of(Pane pane, Line words, std::size_t width) const {
  const bool has_focus = pane == focus_ && !entry_;
  Line line;
  line.add(has_focus ? "━ " : "─ ", has_focus ? Look::strong : Look::faint);
  for (Piece& piece : words.pieces)
    if (piece.look == Look::plain) piece.look = has_focus ? Look::strong : Look::faint;
  line.add(std::move(words)).add(" ");
  std::string rest;
  for (std::size_t at = line.width(); at < width; ++at) rest += has_focus ? "━" : "─";
  return line.add(rest, has_focus ? Look::strong : Look::faint).cut(0, width);
}

Line View::row_of(Pane pane, std::size_t row, std::size_t width) {
  const Scroll& at = scroll(pane);
  const std::size_t number = at.top + row;
  if (pane == Pane::answer)
    return (number < answer_->lines.size() ? answer_->lines[number] : Line()).cut(at.left, width);
  Line line;
  bool is_selected = false;
  if (pane == Pane::policy && number < policy_.lines.size()) {
    line = policy_.lines[number].cut(at.left, width);
    is_selected = number == at.selected && selected_rule() != nullptr;
  } else if (pane == Pane::rules && number < rules_.lines.size()) {
    line = rules_.lines[number];
    is_selected = selected_rule() != nullptr && number == rules_.begins[at.selected];
  } else if (pane == Pane::snapshot && number < snapshot_.size()) {
    line = snapshot_line(snapshot_[number], changed_.contains(snapshot_[number].path));
    is_selected = number == at.selected;
  }
  line = Line().add(is_selected ? "▸" : " ", Look::strong).add(std::move(line)).cut(0, width);
  // Where the keys go it is marked, too.
  const bool has_keys = entry_ ? pane == Pane::snapshot : pane == focus_;
  if (is_selected && has_keys && pane != Pane::policy) line.mark();
  return line;
}

Line View::entry_line(Picture& picture) const {
  const Line prompt = Line().add(entry_->prompt(), Look::strong), text = Line().add(entry_->text());
  // Of a long path its end is seen, of a long text what is round the cursor.
  const std::size_t text_at = std::min(prompt.width(), width_ / 2), room = width_ - text_at;
  const std::size_t cursor = base::DisplayLine(entry_->text()).column_of(entry_->cursor());
  const std::size_t first = cursor + 1 > room ? cursor + 1 - room : 0;
  picture.cursor = Cursor{text_at + cursor - first, height_ - 1};
  return prompt.cut(prompt.width() - text_at, text_at).add(text.cut(first, room));
}

Line View::keys() const {
  Line line;
  const auto key = [&](std::string_view name, std::string_view does) {
    line.add(line.pieces.empty() ? "" : "  ").add(name, Look::strong).add(" ").add(does, Look::faint);
  };
  if (entry_) {
    key("Enter", "takes it");
    key("Esc", "gives up");
    return line;
  }
  if (answer_) key("Esc", "closes");
  key("?", "help");
  if (!answer_) key("q", "leave");
  key("Tab", "pane");
  if (focus_ == Pane::snapshot) key("Enter", "edit");
  key("w", "why");
  key("n", "next");
  key("u", "undo");
  key(":", "command");
  key("s", "save");
  return line;
}

View::Picture View::draw(std::size_t width, std::size_t height) {
  Picture picture;
  if (width < least_width || height < least_height) {
    const std::string words = "too small: needs " + std::to_string(least_width) + "x" + std::to_string(least_height) +
                              ", has " + std::to_string(width) + "x" + std::to_string(height) + "; q leaves";
    for (std::size_t row = 0; row < height; ++row) picture.lines.push_back(Line().add(words).cut(row * width, width));
    return picture;
  }
  resize(width, height);
  const std::size_t rows = height - rows_of_frame;
  const std::size_t below = rows * 2 / 5, above = rows - below;
  scroll(Pane::snapshot).height = below;
  for (const Pane pane : {Pane::policy, Pane::rules, Pane::answer}) scroll(pane).height = above;

  // What is selected is seen, a rule with as much of its words as there is room for.
  Scroll& rules = scroll(Pane::rules);
  if (rules.selected < rules_.begins.size()) {
    const std::size_t begin = rules_.begins[rules.selected];
    const bool is_last = rules.selected + 1 == rules_.begins.size();
    const std::size_t end = is_last ? rules_.lines.size() : rules_.begins[rules.selected + 1];
    rules.reveal(end - 1, rules_.lines.size());
    rules.reveal(begin, rules_.lines.size());
  }
  scroll(Pane::snapshot).reveal(scroll(Pane::snapshot).selected, snapshot_.size());
  for (const Pane pane : {Pane::policy, Pane::answer}) {
    const std::size_t count = items_of(pane);
    scroll(pane).top = std::min(scroll(pane).top, count > above ? count - above : 0);
  }

  // Rows of the panes above: an answer, both, or one of them.
  struct Column {
    Pane pane;
    Line title;
    std::size_t width;
  };
  std::vector<Column> columns;
  const State& state = session_.state();
  const Line decision = decision_words(state.report.get(), before_.get());
  const std::string policy_name = state.policies.size() == 1 ? state.policies.front().name : "policy";
  if (answer_) {
    columns.push_back({Pane::answer, Line().add(answer_->title).add(" · ").add(decision), width});
  } else if (width >= least_width_for_both) {
    columns.push_back({Pane::policy, Line().add(policy_name), left_width(width)});
    columns.push_back({Pane::rules, decision, width - left_width(width) - 1});
  } else if (focus_ == Pane::policy) {
    columns.push_back({Pane::policy, Line().add(policy_name), width});
  } else {
    columns.push_back({Pane::rules, decision, width});
  }
  for (std::size_t row = 0; row <= above; ++row) {
    Line line;
    for (const Column& column : columns) {
      if (!line.pieces.empty()) line.add(row == 0 ? "┬" : "│", Look::faint);
      line.add(row == 0 ? title_of(column.pane, column.title, column.width)
                        : row_of(column.pane, row - 1, column.width));
    }
    picture.lines.push_back(std::move(line));
  }
  const std::string snapshot_name = state.snapshot.has_file ? "snapshot " + state.snapshot.name : "snapshot";
  picture.lines.push_back(title_of(Pane::snapshot, Line().add(snapshot_name), width));
  for (std::size_t row = 0; row < below; ++row) picture.lines.push_back(row_of(Pane::snapshot, row, width));
  picture.lines.push_back((entry_ ? keys() : said_).cut(0, width));
  picture.lines.push_back((entry_ ? entry_line(picture) : keys()).cut(0, width));
  return picture;
}

}  // namespace nexus::playground
