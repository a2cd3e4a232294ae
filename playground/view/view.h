#pragma once

#include "playground/repl/session.h"
#include "playground/view/entry.h"
#include "playground/view/key.h"
#include "playground/view/panes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nexus::playground {

/// A session seen as a whole: the policy on the left, what comes of it on the right, the snapshot below. Keys go in, lines come
/// out; there is no terminal in it. The session outlives it.
class View {
 public:
  enum class Leaving : std::uint8_t {
    freely,    ///< the session goes on elsewhere
    with_care  ///< it ends with the view: what is not saved is said first
  };
  View(Session& session, Leaving leaving);

  /// Shows something that was said before the view was there.
  void show(const std::string& title, const std::string& text);
  void press(const Key& key);
  /// Notices files that have changed; to be called now and then while `is_watching`.
  void look_at_files();
  [[nodiscard]] bool is_watching() const { return session_.is_watching(); }
  /// Nothing more is to be drawn.
  [[nodiscard]] bool is_over() const { return is_over_; }
  /// The session is to end, too.
  [[nodiscard]] bool ends_session() const { return ends_session_; }

  /// Below this, only that is said.
  static constexpr std::size_t least_width = 40, least_height = 10;
  struct Cursor {
    std::size_t column = 0, row = 0;
  };
  struct Picture {
    std::vector<Line> lines;  ///< `height` of them, each as wide as the screen
    std::optional<Cursor> cursor;
  };
  [[nodiscard]] Picture draw(std::size_t width, std::size_t height);

 private:
  enum class Pane : std::uint8_t { policy, rules, snapshot, answer };
  /// A window on lines of text, and the one of its items that is selected.
  struct Scroll {
    std::size_t top = 0, selected = 0, left = 0;
    std::size_t height = 1;  ///< as it was drawn last
    void reveal(std::size_t line, std::size_t lines);
  };
  /// What `:why`, `:next` and the like say, in place of policy and rules.
  struct Answer {
    std::string title, text;
    std::string input;        ///< asked again whenever something changes; empty: it stays as it is
    std::vector<Line> lines;  ///< of the text, no wider than the screen
  };

  void press_command(const Key& key);
  void press_character(char32_t character);
  void press_in_entry(const Key& key);
  void move(const Key& key);
  void select_next_pane(bool backwards);
  void edit_selected();
  void unset_selected();
  void ask(std::string title, std::string input);
  void ask_again();
  void close_answer();
  void leave();
  /// Gives the session an input, and shows what it brings. True where it was understood.
  bool submit(const std::string& input);
  void take(const Reply& reply, const std::shared_ptr<const engine::Report>& before, const std::string& input);
  /// Makes the panes of what is now.
  void refresh();
  void follow_rule();
  void note_changed_values(const std::vector<workspace::OutlineRow>& before);
  [[nodiscard]] const engine::RuleReport* selected_rule() const;
  [[nodiscard]] Scroll& scroll(Pane pane) { return scrolls_[static_cast<std::size_t>(pane)]; }
  [[nodiscard]] std::size_t items_of(Pane pane) const;

  [[nodiscard]] std::size_t rules_width() const;
  void resize(std::size_t width, std::size_t height);
  [[nodiscard]] Line title_of(Pane pane, Line words, std::size_t width) const;
  [[nodiscard]] Line row_of(Pane pane, std::size_t row, std::size_t width);
  [[nodiscard]] Line entry_line(Picture& picture) const;
  [[nodiscard]] Line keys() const;

  Session& session_;
  Leaving leaving_;
  bool is_over_ = false, ends_session_ = false;

  PolicyText policy_;
  RuleRows rules_;
  std::vector<workspace::OutlineRow> snapshot_;
  std::set<std::string> changed_;                 ///< paths of the snapshot, by the last change
  std::shared_ptr<const engine::Report> before_;  ///< what the last change has changed

  Pane focus_ = Pane::snapshot;
  Scroll scrolls_[4];
  std::optional<Answer> answer_;
  std::optional<Entry> entry_;
  Line said_;  ///< what the last input brought
  std::size_t width_ = 80, height_ = 24;
};

}  // namespace nexus::playground
