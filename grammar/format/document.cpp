#include "grammar/format/document.h"

#include "base/values/text.h"

namespace nexus::grammar::layout {

namespace {

int columns_of(std::string_view text) { return static_cast<int>(base::length_in_code_points(text)); }

}  // namespace

Document::Scope Document::group(Group kind) {
  items_.push_back({.kind = Kind::group, .group = kind, .text = {}});
  return Scope(*this, 0);
}

Document::Scope Document::nest(int columns) {
  items_.push_back({.kind = Kind::nest, .columns = columns, .text = {}});
  return Scope(*this, columns);
}

Document::Scope Document::columns() {
  items_.push_back({.kind = Kind::columns, .text = {}});
  return Scope(*this, 0);
}

void Document::close() {
  items_.push_back({.kind = Kind::close, .text = {}});
  indentation_ -= open_.back();
  open_.pop_back();
}

void Document::text(std::string_view text) {
  items_.push_back({.kind = Kind::text, .columns = columns_of(text), .text = text});
}
void Document::space() { items_.push_back({.kind = Kind::space, .columns = 1, .text = {}}); }
void Document::line(Break kind) { items_.push_back({.kind = Kind::line, .line = kind, .text = {}}); }
void Document::blank() { items_.push_back({.kind = Kind::blank, .text = {}}); }

void Document::if_broken(std::string_view text) {
  items_.push_back({.kind = Kind::if_broken, .columns = columns_of(text), .text = text});
}
void Document::if_flat(std::string_view text) {
  items_.push_back({.kind = Kind::if_flat, .columns = columns_of(text), .text = text});
}

void Document::comment_beside(std::string_view comment) {
  items_.push_back({.kind = Kind::comment_beside, .text = comment});
}
void Document::comment_above(std::string_view comment) {
  items_.push_back({.kind = Kind::comment_above, .text = comment});
}

std::size_t Document::padding() {
  items_.push_back({.kind = Kind::padding, .text = {}});
  return items_.size() - 1;
}

void Document::set_padding(std::size_t place, int columns) { items_[place].columns = columns; }

std::optional<int> Document::flat_width(std::size_t begin, std::size_t end) const {
  int width = 0;
  bool ends = false;  // in a comment
  for (std::size_t i = begin; i < end; ++i) {
    const Item& item = items_[i];
    switch (item.kind) {
      case Kind::text:
        if (ends) return std::nullopt;
        [[fallthrough]];
      case Kind::space:
      case Kind::if_flat:
        width += item.columns;
        break;
      case Kind::line:
        if (item.line == Break::hard) return std::nullopt;
        width += item.line == Break::soft ? 0 : 1;
        break;
      case Kind::comment_beside:
        ends = true;
        break;
      case Kind::comment_above:
        return std::nullopt;
      case Kind::group:
        if (item.group == Group::broken) return std::nullopt;
        break;
      case Kind::blank:
      case Kind::padding:
      case Kind::if_broken:
      case Kind::nest:
      case Kind::columns:
      case Kind::close:
        break;
    }
  }
  return width;
}

}  // namespace nexus::grammar::layout
