#include "base/source_map.h"

#include "base/values/text.h"
#include "base/values/utf8.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <limits>
#include <utility>

namespace nexus::base {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The column of `offset` in the line of `text` that begins at `line_start`.
std::uint32_t column_of(std::string_view text, std::size_t line_start, std::size_t offset) {
  if (line_start == 0 && text.starts_with(byte_order_mark)) line_start = std::min(byte_order_mark.size(), offset);
  // `\r\n` is one break.
  if (offset > line_start && offset < text.size() && text[offset] == '\n' && text[offset - 1] == '\r') --offset;
  // Back to the start of the character.
  for (std::size_t back = 1; back <= 3 && back <= offset - line_start && offset < text.size(); ++back) {
    if (utf8_step(text.substr(offset - back)).length > back) {
      offset -= back;
      break;
    }
  }
  return static_cast<std::uint32_t>(1 + length_in_code_points(text.substr(line_start, offset - line_start)));
}

}  // namespace

Span cover(Span first, Span last) {
  assert(first.file == last.file);
  return Span{first.file, std::min(first.begin, last.begin), std::max(first.end, last.end)};
}

LineColumn line_column(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  const std::size_t last_break = before.rfind('\n');
  const std::size_t line_start = last_break == std::string_view::npos ? 0 : last_break + 1;
  return {static_cast<std::uint32_t>(1 + std::ranges::count(before, '\n')), column_of(text, line_start, offset)};
}

FileId SourceMap::add(std::string name, std::string text) {
  assert(text.size() < std::numeric_limits<std::uint32_t>::max());
  files_.push_back(File{std::move(name), std::move(text), {}});
  return FileId(files_.size() - 1);
}

std::string_view SourceMap::name(FileId file) const { return files_.at(file.index()).name; }

std::string_view SourceMap::text(FileId file) const { return files_.at(file.index()).text; }

std::string_view SourceMap::slice(Span span) const {
  const std::string_view all = text(span.file);
  const std::size_t begin = std::min<std::size_t>(span.begin, all.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, all.size());
  return all.substr(begin, end - begin);
}

const std::vector<std::uint32_t>& SourceMap::line_starts(FileId id) const {
  const File& file = files_.at(id.index());
  if (file.line_starts.empty()) {
    const std::string_view text = file.text;
    file.line_starts.push_back(0);
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
      file.line_starts.push_back(static_cast<std::uint32_t>(at + 1));
    }
  }
  return file.line_starts;
}

LineColumn SourceMap::position(FileId file, std::uint32_t offset) const {
  const std::string_view all = text(file);
  offset = std::min(offset, static_cast<std::uint32_t>(all.size()));
  const auto& starts = line_starts(file);
  const auto above = std::ranges::upper_bound(starts, offset) - starts.begin();
  return {static_cast<std::uint32_t>(above), column_of(all, starts[static_cast<std::size_t>(above - 1)], offset)};
}

std::string_view SourceMap::line(FileId file, std::uint32_t number) const {
  const auto& starts = line_starts(file);
  assert(number >= 1 && number <= starts.size());
  const std::string_view all = text(file);
  const std::size_t begin = starts[number - 1];
  std::size_t end = all.size();
  if (number < starts.size()) {
    end = starts[number] - 1;
    if (end > begin && all[end - 1] == '\r') --end;
  }
  return all.substr(begin, end - begin);
}

std::uint32_t SourceMap::line_count(FileId file) const { return static_cast<std::uint32_t>(line_starts(file).size()); }

}  // namespace nexus::base
