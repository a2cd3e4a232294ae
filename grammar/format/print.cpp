#include "grammar/format/document.h"

#include <algorithm>

namespace nexus::grammar::layout {

namespace {

/// What a line that a comment forced to end goes on with is indented by.
constexpr int continuation = 2;
constexpr std::string_view gap_before_comment = "  ";

}  // namespace

/// Prints a document from front to back. Line breaks and blanks are owed until a text follows them, so that none is left
/// at the end of a line, and two reasons for a break are one break.
class Printer {
 public:
  Printer(const std::vector<Document::Item>& items, int width) : items_(items), width_(width) {}

  std::string print() {
    for (next_ = 0; next_ < items_.size(); ++next_) item(items_[next_]);
    end_line();
    return std::move(out_);
  }

 private:
  using Kind = Document::Kind;
  struct Frame {  // of an open scope
    bool broken;
    bool aligned;  // paddings count
    int indentation;
  };

  [[nodiscard]] bool broken() const { return frames_.empty() || frames_.back().broken; }
  [[nodiscard]] bool aligned() const { return !frames_.empty() && frames_.back().aligned; }
  [[nodiscard]] int indentation() const { return frames_.empty() ? 0 : frames_.back().indentation; }

  void item(const Document::Item& item) {
    switch (item.kind) {
      case Kind::text:
        text(item.text, item.columns);
        break;
      case Kind::space:
        blanks_ += item.columns;
        break;
      case Kind::padding:
        blanks_ += aligned() ? item.columns : 0;
        break;
      case Kind::line:
        line(item.line);
        break;
      case Kind::blank:
        if (breaks_ != 0) breaks_ = 2;
        break;
      case Kind::if_broken:
        if (broken()) glue(item);
        break;
      case Kind::if_flat:
        if (!broken()) glue(item);
        break;
      case Kind::comment_beside:
        beside_.push_back(item.text);
        break;
      case Kind::comment_above:
        comment_above(item.text);
        break;
      case Kind::group:
        frames_.push_back({broken() && (item.group == Group::broken || !fits(next_)), aligned(), indentation()});
        break;
      case Kind::nest:
        frames_.push_back({broken(), aligned(), indentation() + item.columns});
        break;
      case Kind::columns:
        frames_.push_back({broken(), broken(), indentation()});
        break;
      case Kind::close:
        frames_.pop_back();
        break;
    }
  }

  void line(Break kind) {
    if (kind != Break::hard && (!broken() || (kind == Break::fill && next_fits()))) {
      blanks_ += kind == Break::soft ? 0 : 1;
      return;
    }
    owe_break(indentation());
  }

  void owe_break(int indentation) {
    breaks_ = std::max(breaks_, 1);
    break_indentation_ = indentation;
  }

  void text(std::string_view text, int columns) {
    if (!beside_.empty() && breaks_ == 0) owe_break(indentation() + continuation);
    begin_text();
    out_ += text;
    column_ += columns;
  }

  void glue(const Document::Item& item) {
    out_ += item.text;
    column_ += item.columns;
  }

  void comment_above(std::string_view comment) {
    if (breaks_ == 0 && !(out_.empty() && beside_.empty())) owe_break(indentation() + continuation);
    begin_text();
    out_ += comment;
    breaks_ = 1;  // as far in as the comment, unless a break of the layout follows
  }

  void end_line() {
    const std::size_t column = static_cast<std::size_t>(column_) + gap_before_comment.size();
    std::string gap(gap_before_comment);
    for (const std::string_view comment : beside_) {
      out_.append(gap).append(comment);
      gap = '\n' + std::string(column, ' ');
    }
    beside_.clear();
  }

  /// Pays what is owed.
  void begin_text() {
    end_line();
    if (breaks_ != 0 && !out_.empty()) {
      out_.append(static_cast<std::size_t>(breaks_), '\n');
      blanks_ = break_indentation_;
      column_ = 0;
    }
    out_.append(static_cast<std::size_t>(blanks_), ' ');
    column_ += blanks_;
    blanks_ = 0;
    breaks_ = 0;
  }

  /// Where the next text begins.
  [[nodiscard]] int next_column() const {
    if (breaks_ != 0) return break_indentation_;
    return beside_.empty() ? column_ + blanks_ : indentation() + continuation;
  }

  /// Does the group that begins at `group` fit on one line, with what follows it up to the next possible break?
  [[nodiscard]] bool fits(std::size_t group) const { return fits_from(group + 1, 1); }
  /// Does what follows the break here fit, up to the next one?
  [[nodiscard]] bool next_fits() const { return beside_.empty() && fits_from(next_ + 1, 0, 1); }

  /// `inside`: how many scopes are open that must stay on one line; those around them are broken. Reads no further than a
  /// line is wide.
  [[nodiscard]] bool fits_from(std::size_t at, std::size_t inside, int before = 0) const {
    int left = width_ - next_column() - before;
    bool comment = false;
    bool begun = false;
    std::size_t columns = 0;  // how many scopes were open when columns began that are none on one line
    for (; at < items_.size(); ++at) {
      const Document::Item& item = items_[at];
      const bool flat = inside != 0;
      switch (item.kind) {
        case Kind::text:
          if (comment) return !flat;
          begun = true;
          left -= item.columns;
          break;
        case Kind::space:
          left -= item.columns;
          break;
        case Kind::padding:
          left -= columns == 0 && aligned() ? item.columns : 0;
          break;
        case Kind::line:
          if (!flat) return true;
          if (item.line == Break::hard) return false;
          left -= item.line == Break::soft ? 0 : 1;
          break;
        case Kind::if_broken:
          left -= flat ? 0 : item.columns;
          break;
        case Kind::if_flat:
          left -= flat ? item.columns : 0;
          break;
        case Kind::comment_beside:
          comment = true;
          break;
        case Kind::comment_above:
          if (begun) return !flat;
          left = width_ - indentation();  // what follows begins a line
          comment = false;
          break;
        case Kind::blank:
          break;
        case Kind::group:
          if (flat && item.group == Group::broken) return false;
          [[fallthrough]];
        case Kind::nest:
        case Kind::columns:
          inside += flat ? 1 : 0;
          if (flat && columns == 0 && item.kind == Kind::columns) columns = inside;
          break;
        case Kind::close:
          if (inside == columns) columns = 0;
          inside -= flat ? 1 : 0;
          break;
      }
      if (begun && left < 0) return false;  // a comment may come first, and a line begin after it
    }
    return true;
  }

  const std::vector<Document::Item>& items_;
  const int width_;
  std::size_t next_ = 0;
  std::vector<Frame> frames_;
  std::string out_;
  int column_ = 0;
  int breaks_ = 0;  // owed: line breaks, the indentation after them, blanks, and the comment that ends the line
  int break_indentation_ = 0;
  int blanks_ = 0;
  std::vector<std::string_view> beside_;
};

std::string Document::print(int width) const { return Printer(items_, width).print(); }

}  // namespace nexus::grammar::layout
