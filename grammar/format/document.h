#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a text may look like, and the choice of how it does: the algebra of Wadler's "A prettier printer" as the stream
/// of Oppen's "Prettyprinting", so that a layout is written down in the order of the text and printed in one pass.
namespace nexus::grammar::layout {

/// What stands between two texts.
enum class Break : std::uint8_t {
  soft,   ///< nothing; a line break where the group is broken
  space,  ///< a space; a line break where the group is broken
  fill,   ///< as `space`, but where the group is broken, only if what comes up to the next break does not fit
  hard,   ///< a line break, which breaks the groups around it
};

enum class Group : std::uint8_t {
  as_it_fits,  ///< on one line where it fits with what follows up to the next possible break; else broken at all its breaks
  broken,
};

/// A stream of texts, breaks, groups and comments. Texts must outlive it.
class Document {
 public:
  /// Ends a group or an indentation with its block.
  class [[nodiscard]] Scope {
   public:
    Scope(Document& document, int indentation) : document_(document) {
      document.open_.push_back(indentation);
      document.indentation_ += indentation;
    }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() { document_.close(); }

   private:
    Document& document_;
  };

  /// Until the end of the scope is laid out as one.
  Scope group(Group kind = Group::as_it_fits);
  /// Line breaks until the end of the scope are followed by that many more blanks.
  Scope nest(int columns = 2);

  void text(std::string_view text);
  /// Never a line break.
  void space();
  void line(Break kind);
  /// An empty line, where a line break is due; else nothing.
  void blank();
  /// Only where the group is broken, or is not. Stays on the line, in front of a comment that ends it.
  void if_broken(std::string_view text);
  void if_flat(std::string_view text);

  /// A comment that ends the line of the text before it; another one goes on below it in its column. What follows begins a
  /// new line.
  void comment_beside(std::string_view comment);
  /// A comment on a line of its own.
  void comment_above(std::string_view comment);

  /// Until the end of the scope, paddings count where the group around it is broken; else not.
  Scope columns();
  /// A place for blanks whose number is known later, between columns. Gives what `set_padding` takes.
  [[nodiscard]] std::size_t padding();
  void set_padding(std::size_t place, int columns);

  /// How far in a line begins that is broken here.
  [[nodiscard]] int indentation() const { return indentation_; }
  /// How much is written down.
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  /// The columns that what was written down from `begin` to `end` takes on one line, without a comment
  /// at its end; nothing if it needs several.
  [[nodiscard]] std::optional<int> flat_width(std::size_t begin, std::size_t end) const;

  /// The document, where possible in lines of `width` columns; no line break at the end, no blanks before one.
  [[nodiscard]] std::string print(int width) const;

 private:
  friend class Printer;
  enum class Kind : std::uint8_t {
    text,
    space,
    padding,
    line,
    blank,
    if_broken,
    if_flat,
    comment_beside,
    comment_above,
    group,
    nest,
    columns,
    close
  };
  struct Item {
    Kind kind;
    Break line = Break::soft;
    Group group = Group::as_it_fits;
    int columns = 0;  // of a text, a padding or an indentation
    std::string_view text;
  };
  void close();

  std::vector<Item> items_;
  std::vector<int> open_;  // by scope that is open, what it is indented by
  int indentation_ = 0;
};

}  // namespace nexus::grammar::layout
