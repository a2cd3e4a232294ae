#include "grammar/parser/encoding.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/utf8.h"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace nexus::grammar {
namespace {

namespace diagnostics = base::diagnostics;

/// Embeddings, overrides and isolates: what is shown with them need not be what is read (CVE-2021-42574).
constexpr bool hides_direction(char32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

bool is_utf16(std::string_view text) { return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"); }

base::Diagnostic not_utf8(const Source& source, Extent byte) {
  const auto value = static_cast<unsigned char>(source.text[byte.begin]);
  return diagnostics::not_utf8(source.span(byte), fmt::format("0x{:02X}", value)).with_help("save the file as UTF-8");
}

base::Diagnostic hidden_direction(const Source& source, Extent character, char32_t scalar) {
  return diagnostics::hidden_direction(source.span(character), fmt::format("U+{:04X}", static_cast<std::uint32_t>(scalar)))
      .with_help("remove it")
      .with_suggestion(source.span(character), "");
}

}  // namespace

bool is_badly_encoded(const Source& source, std::uint32_t at) {
  if (static_cast<unsigned char>(source.byte(at)) < 0x80) return false;
  const auto step = base::utf8_step(source.text.substr(at));
  return !step.valid || hides_direction(step.scalar);
}

bool check_encoding(const Source& source, base::DiagnosticSink& sink) {
  if (is_utf16(source.text)) {
    sink.emit(diagnostics::not_text(source.span({0, 2}), "the mark of UTF-16").with_help("save the file as UTF-8"));
    return false;
  }
  if (const std::size_t nul = source.text.find('\0'); nul != std::string_view::npos) {
    const auto at = static_cast<std::uint32_t>(nul);
    sink.emit(diagnostics::not_text(source.span({at, at + 1}), "a NUL byte"));
    return false;
  }
  for (std::uint32_t at = 0; at < source.size();) {
    if (static_cast<unsigned char>(source.text[at]) < 0x80) {
      ++at;
      continue;
    }
    const auto step = base::utf8_step(source.text.substr(at));
    const Extent character{at, at + static_cast<std::uint32_t>(step.length)};
    if (!step.valid) sink.emit(not_utf8(source, character));
    if (step.valid && hides_direction(step.scalar)) sink.emit(hidden_direction(source, character, step.scalar));
    at = step.valid ? character.end : source.line_end(character.end);
  }
  return true;
}

}  // namespace nexus::grammar
