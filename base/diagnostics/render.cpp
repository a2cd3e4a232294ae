#include "base/diagnostics/render.h"

#include "base/diagnostics/snippet.h"
#include "base/values/text.h"

#include <algorithm>
#include <utility>

namespace nexus::base {

namespace {

/// Of a suggestion's line at most this many bytes on either side of the edit are shown.
constexpr std::size_t longest_side = 50;

std::string_view word_for(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

/// The marks by file: the primary span's file first, the others as they come.
std::vector<Snippet> snippets(const Diagnostic& diagnostic, const SourceMap& sources) {
  std::vector<std::pair<FileId, std::vector<Mark>>> files;
  const auto add = [&](const Mark& mark) {
    if (!mark.span) return;
    auto file = std::ranges::find(files, mark.span.file, [](const auto& f) { return f.first; });
    if (file == files.end()) file = files.insert(file, {mark.span.file, {}});
    file->second.push_back(mark);
  };
  add({.span = diagnostic.span, .label = diagnostic.label, .primary = true});
  for (const Label& label : diagnostic.labels) add({.span = label.span, .label = label.text});

  std::vector<Snippet> made;
  for (auto& [file, marks] : files) made.emplace_back(sources, file, std::move(marks));
  return made;
}

/// Shortens the untouched text before an edit (`keep_end`) or after it.
std::string shortened(std::string_view text, bool keep_end) {
  if (text.size() <= longest_side) return std::string(text);
  std::size_t cut = keep_end ? text.size() - longest_side : longest_side;
  while (cut != 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return keep_end ? "…" + std::string(text.substr(cut)) : std::string(text.substr(0, cut)) + "…";
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// "write `…`" with the edited line; the line is named unless the primary span already shows it.
std::string advice(const Suggestion& edit, const Diagnostic& diagnostic, const SourceMap& sources) {
  const FileId file = edit.span.file;
  const std::string_view text = sources.text(file);
  const std::size_t begin = std::min<std::size_t>(edit.span.begin, text.size());
  const std::size_t end = std::clamp<std::size_t>(edit.span.end, begin, text.size());
  const std::size_t line_break = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
  const std::size_t line_start = line_break == std::string_view::npos ? 0 : line_break + 1;
  const std::size_t line_end = std::min(text.find('\n', end), text.size());

  std::string edited = trimmed(shortened(text.substr(line_start, begin - line_start), true) + edit.replacement +
                               shortened(text.substr(end, line_end - end), false));
  std::ranges::replace(edited, '\t', ' ');
  std::string words = "write `" + edited + "`";
  if (edited.empty()) {
    const std::string removed = trimmed(text.substr(begin, end - begin));
    words = "remove `" + trimmed(removed.substr(0, removed.find('\n')));
    words += removed.find('\n') == std::string::npos ? "`" : " …`";
  }

  const std::uint32_t line = sources.position(file, edit.span.begin).line;
  if (file != diagnostic.span.file) {
    words += " at " + std::string(sources.name(file)) + ":" + std::to_string(line);
  } else if (line != sources.position(file, diagnostic.span.begin).line) {
    words += " in line " + std::to_string(line);
  }
  return words;
}

/// `= help: words`; further lines of the words are indented under the first.
void footnote(std::string& out, std::size_t gutter, const Painter& paint, std::string_view kind,
              std::string_view words) {
  const std::string indent(gutter + 1, ' ');
  out += indent + paint(Ink::frame, "=") + ' ' + paint(Ink::strong, std::string(kind) + ":") + ' ';
  for (std::size_t line_break = words.find('\n'); line_break != std::string_view::npos; line_break = words.find('\n')) {
    out += printable(words.substr(0, line_break)) + '\n';
    words.remove_prefix(line_break + 1);
    if (!words.starts_with('\n')) out += indent + std::string(kind.size() + 4, ' ');
  }
  out += printable(words) + '\n';
}

}  // namespace

std::string render(const Diagnostic& diagnostic, const SourceMap& sources, Colour colour) {
  const Painter paint(colour, diagnostic.severity);
  std::string title(word_for(diagnostic.severity));
  // A lint is turned off by its name, which is why its reader needs it.
  const std::string name = diagnostic.code.starts_with("NX3") ? " " + std::string(diagnostic.name) : "";
  if (!diagnostic.code.empty()) title += "[" + std::string(diagnostic.code) + name + "]";
  std::string out = paint(Ink::primary, title) + paint(Ink::strong, ": " + printable(diagnostic.message)) + '\n';

  const std::vector<Snippet> files = snippets(diagnostic, sources);
  std::size_t gutter = 0;
  for (const Snippet& file : files) gutter = std::max(gutter, std::to_string(file.last_line()).size());

  std::vector<std::string> leftovers;
  for (const Snippet& file : files) {
    const bool first = &file == &files.front();
    if (!first) out += std::string(gutter + 1, ' ') + paint(Ink::frame, "|") + '\n';
    const LineColumn at = file.position();
    out += std::string(gutter, ' ') + paint(Ink::frame, first ? "-->" : ":::") + ' ' +
           printable(sources.name(file.file())) + ':' + std::to_string(at.line) + ':' + std::to_string(at.column) +
           '\n';
    file.render(out, gutter, paint, leftovers);
  }
  for (const std::string& words : leftovers) footnote(out, gutter, paint, "note", words);
  for (const std::string& words : diagnostic.helps) footnote(out, gutter, paint, "help", words);
  if (diagnostic.suggestion && diagnostic.suggestion->span) {
    footnote(out, gutter, paint, "help", advice(*diagnostic.suggestion, diagnostic, sources));
  }
  return out;
}

}  // namespace nexus::base
