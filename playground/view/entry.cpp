#include "playground/view/entry.h"

#include "base/values/text.h"

namespace nexus::playground {

namespace {
bool is_inside_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }
}  // namespace

std::size_t Entry::before(std::size_t at) const {
  while (at > 0 && is_inside_character(text_[at - 1])) --at;
  return at > 0 ? at - 1 : 0;
}

std::size_t Entry::behind(std::size_t at) const {
  if (at < text_.size()) ++at;
  while (at < text_.size() && is_inside_character(text_[at])) ++at;
  return at;
}

void Entry::press(const Key& key) {
  switch (key.kind) {
    case Key::Kind::character: {
      std::string bytes;
      base::append_utf8(bytes, key.character);
      text_.insert(cursor_, bytes);
      cursor_ += bytes.size();
      break;
    }
    case Key::Kind::left:
      cursor_ = before(cursor_);
      break;
    case Key::Kind::right:
      cursor_ = behind(cursor_);
      break;
    case Key::Kind::home:
      cursor_ = 0;
      break;
    case Key::Kind::end:
      cursor_ = text_.size();
      break;
    case Key::Kind::backspace: {
      const std::size_t begin = before(cursor_);
      text_.erase(begin, cursor_ - begin);
      cursor_ = begin;
      break;
    }
    case Key::Kind::remove:
      text_.erase(cursor_, behind(cursor_) - cursor_);
      break;
    case Key::Kind::control:
      if (key.character == 'a') cursor_ = 0;
      if (key.character == 'e') cursor_ = text_.size();
      if (key.character == 'u') text_.erase(0, cursor_), cursor_ = 0;
      if (key.character == 'k') text_.erase(cursor_);
      break;
    default:
      break;
  }
}

}  // namespace nexus::playground
