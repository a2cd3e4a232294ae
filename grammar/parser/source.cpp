#include "grammar/parser/source.h"

namespace nexus::grammar {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

bool Source::at_line_start(std::uint32_t offset) const {
  return offset == 0 || text[offset - 1] == '\n' || (offset == byte_order_mark.size() && text.starts_with(byte_order_mark));
}

std::uint32_t Source::column(std::uint32_t offset) const {
  std::uint32_t start = offset;
  while (!at_line_start(start)) --start;
  return offset - start;
}

std::uint32_t Source::line_end(std::uint32_t offset) const {
  const std::size_t end = text.find('\n', offset);
  return end == std::string_view::npos ? size() : static_cast<std::uint32_t>(end);
}

}  // namespace nexus::grammar
