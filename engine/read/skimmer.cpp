#include "engine/read/skimmer.h"

namespace nexus::engine::read {

void Skimmer::start(const char* text, std::size_t size, Memory& memory) {
  text_ = text;
  size_ = size;
  memory_ = &memory;
  unique_.clear();
  find_escape(0);
}

void Skimmer::find_escape(std::size_t from) {
  const void* found = from < size_ ? std::memchr(text_ + from, '\\', size_ - from) : nullptr;
  next_escape_ = found == nullptr ? std::numeric_limits<std::size_t>::max()
                                  : static_cast<std::size_t>(static_cast<const char*>(found) - text_);
}

bool Skimmer::valid_escaped_string(Cursor at) {
  const auto raw = raw_string(at);
  if (!has_escape(raw)) return true;
  find_escape(at[1]);
  return valid_escapes(raw.data(), raw.data() + raw.size());
}

std::optional<std::string_view> Skimmer::unescaped_string(Cursor at) {
  const auto raw = raw_string(at);
  if (!has_escape(raw)) return raw;
  find_escape(at[1]);
  // Keys are hashed in words of eight bytes, which must be readable.
  char* const out = memory_->array<char>(raw.size() + 8);
  const char* const end = unescape(raw.data(), raw.data() + raw.size(), out);
  if (end == nullptr) return std::nullopt;
  return std::string_view(out, static_cast<std::size_t>(end - out));
}

bool Skimmer::read_escaped_key(Cursor at, Key& key) {
  const auto text = unescaped_string(at);
  if (!text) return false;
  key = {hash_key(*text), text->data(), static_cast<std::uint32_t>(text->size())};
  return true;
}

Cursor Skimmer::skip_object(Cursor at, unsigned depth) {
  if (depth > max_depth_) return nullptr;
  if (first(at) == '}') return at + 1;
  UniqueKeys::Object keys;
  for (;;) {
    Key key;
    if (first(at) != '"' || first(at + 1) != ':' || !read_key(at, key)) return nullptr;
    unique_.add(keys, key);
    at = skip(at + 2, depth);
    if (at == nullptr) return nullptr;
    const char separator = first(at);
    ++at;
    if (separator == '}') return unique_.close(keys) ? at : nullptr;
    if (separator != ',') return nullptr;
  }
}

Cursor Skimmer::skip_list(Cursor at, unsigned depth) {
  if (depth > max_depth_) return nullptr;
  if (first(at) == ']') return at + 1;
  for (;;) {
    at = skip(at, depth);
    if (at == nullptr) return nullptr;
    const char separator = first(at);
    ++at;
    if (separator == ']') return at;
    if (separator != ',') return nullptr;
  }
}

}  // namespace nexus::engine::read
