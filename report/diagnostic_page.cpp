#include "report/diagnostic_page.h"

#include "report/page.h"

namespace nexus::report {

namespace {

constexpr std::size_t example_indent = 4;

/// `json snapshot` of a fence: what the block is.
std::string_view name_of_block(std::string_view info) {
  const std::size_t space = info.find(' ');
  return space == std::string_view::npos ? std::string_view{} : info.substr(space + 1);
}

}  // namespace

void render_diagnostic_page(std::string_view markdown, const Options& options, std::string& out) {
  Page page(out, options.colour, options.width);
  bool in_example = false, in_paragraph = false;
  while (!markdown.empty()) {
    const std::size_t end = markdown.find('\n');
    const std::string_view line = markdown.substr(0, end);
    markdown.remove_prefix(end == std::string_view::npos ? markdown.size() : end + 1);
    if (line.starts_with("```")) {
      in_example = !in_example;
      if (const std::string_view name = name_of_block(line.substr(3)); in_example && !name.empty()) page.line(example_indent).prose(name, Tone::faint);
    } else if (in_example) {
      page.line(example_indent).piece(line);
    } else if (line.starts_with('#')) {
      page.line(0).prose(line.substr(line.find(' ') + 1), Tone::strong);
    } else if (line.empty()) {
      page.blank();
    } else if (line.starts_with("- ")) {
      page.line(2, "-").prose(line.substr(2));
    } else if (in_paragraph && line.starts_with("  ")) {
      page.prose(line.substr(2));
    } else if (in_paragraph) {
      page.prose(line);
    } else {
      page.line(0).prose(line);
    }
    in_paragraph = !in_example && !line.empty() && !line.starts_with('#') && !line.starts_with("```");
  }
  page.finish();
}

}  // namespace nexus::report
