#include "report/text_parts.h"

#include "report/text_words.h"

#include <algorithm>
#include <string>

namespace nexus::report {

namespace {

using engine::PartKind;
using engine::PartReport;

/// Values stand below each other, unless what they belong to is longer than this.
constexpr std::size_t widest_part = 44;

std::size_t width_of(const PartReport& part) { return 2 * part.depth + part.text.size(); }

void write_part(Page& page, const PartReport& part, std::size_t indent, std::size_t values) {
  const Tone faint = part.decides ? Tone::plain : Tone::faint;
  page.line(indent + 2 * part.depth);
  if (part.kind == PartKind::more) return void(page.prose(part.text, Tone::faint));
  page.prose(part.text, faint);
  std::string value = part.value;
  for (const engine::MarginReport& margin : part.margins) value += ", " + distance_of(margin);
  page.column(values).hang(values).prose(value, part.is_known ? faint : Tone::caution, 2);
  if (!part.origin.empty()) page.prose(part.origin, Tone::faint, 2);
  if (part.declared.line != 0) page.piece(words_of(part.declared), Tone::faint, 2);
  if (part.evidence.line != 0) return void(page.piece(file_of(part.evidence), Tone::faint, 2));
  const bool is_missing = !part.is_known && !part.evidence.pointer.empty() && !part.evidence.file.empty();
  if (is_missing) page.prose("expected in", Tone::faint, 2).piece(part.evidence.file, Tone::faint).prose("at", Tone::faint).piece(part.evidence.pointer, Tone::faint);
}

}  // namespace

void write_parts(Page& page, const std::vector<PartReport>& parts, std::size_t indent, Parts which) {
  std::size_t widest = 0;
  for (const PartReport& part : parts)
    if (width_of(part) <= widest_part && part.kind != PartKind::more) widest = std::max(widest, width_of(part));
  std::size_t left_out = 0;
  for (const PartReport& part : parts) {
    if (which == Parts::deciding && !part.decides)
      ++left_out;
    else
      write_part(page, part, indent, indent + widest + 2);
  }
  if (left_out != 0) page.line(indent + 2).prose("-v shows " + std::to_string(left_out) + (left_out == 1 ? " more part, which decides nothing" : " more parts, which decide nothing"), Tone::faint);
}

}  // namespace nexus::report
