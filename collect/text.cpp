#include "collect/text.h"

#include <charconv>
#include <system_error>

namespace nexus::collect {

namespace {
constexpr std::string_view white_space = " \t\r\n\v\f";
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(white_space);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(white_space) - begin + 1);
}

std::string_view relative_path(std::string_view path, std::string_view folder) {
  if (path.starts_with(folder) && path.substr(folder.size()).starts_with('/')) path.remove_prefix(folder.size() + 1);
  while (path.starts_with("./")) path.remove_prefix(2);
  return path;
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  constexpr std::uint64_t most = 1'000'000'000'000;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

std::string first_line(std::string_view text) {
  text = trimmed(text);
  text = trimmed(text.substr(0, text.find('\n')));
  constexpr std::size_t longest = 240;
  if (text.size() <= longest) return std::string(text);
  std::size_t end = longest;
  while (end != 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not inside a character
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace nexus::collect
