#include "cli/help_page.h"

#include <algorithm>
#include <utility>

namespace nexus::cli {

namespace {

constexpr std::string_view usage_mark = "Usage: ";
constexpr std::string_view exit_mark = "Exit code: ";
/// A line that begins this far to the right goes on with what is said of an entry; options without a short name begin at 6.
constexpr std::size_t deepest_term = 6;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// Two columns: what stands before two spaces or more, and what stands after them.
std::pair<std::string_view, std::string_view> columns(std::string_view text) {
  const std::size_t gap = text.find("  ");
  if (gap == std::string_view::npos) return {text, {}};
  return {text.substr(0, gap), trimmed(text.substr(gap))};
}

class Reader {
 public:
  explicit Reader(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      lines_.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  HelpPage read() {
    for (at_ = 0; at_ < lines_.size(); ++at_) {
      const std::string_view line = lines_[at_];
      if (line.empty()) {
        in_paragraph_ = false;
      } else if (line.starts_with(usage_mark) ||
                 (!page_.usage.empty() && line.starts_with(std::string(usage_mark.size(), ' ') + "nexus"))) {
        page_.usage.emplace_back(line.substr(usage_mark.size()));
      } else if (line.starts_with(' ')) {
        read_indented(line);
      } else if (at_ + 1 < lines_.size() && lines_[at_ + 1].starts_with(' ')) {
        page_.sections.push_back({std::string(line), {}});
      } else {
        read_prose(line);
      }
    }
    take_exit_codes();
    return std::move(page_);
  }

 private:
  void read_indented(std::string_view line) {
    const std::size_t indent = line.find_first_not_of(' ');
    const std::string_view text = trimmed(line);
    if (page_.usage.empty() && page_.sections.empty()) {
      const auto [command, words] = columns(text);
      page_.examples.push_back({std::string(command), std::string(words)});
      return;
    }
    if (page_.sections.empty()) page_.sections.emplace_back();
    std::vector<HelpEntry>& entries = page_.sections.back().entries;
    if (indent > deepest_term && !entries.empty()) {
      std::string& words = entries.back().words;
      if (!words.empty()) words += ' ';
      words += text;
      return;
    }
    auto [term, words] = columns(text);
    // The names of commands fill their column.
    if (words.empty() && !term.starts_with('-')) {
      const std::size_t space = std::min(term.find(' '), term.size());
      words = trimmed(term.substr(space));
      term = term.substr(0, space);
    }
    entries.push_back({std::string(term), std::string(words)});
  }

  void read_prose(std::string_view line) {
    const bool is_summary = page_.usage.empty() && page_.examples.empty();
    std::vector<std::string>& paragraphs = is_summary ? page_.summary : page_.notes;
    if (std::exchange(in_paragraph_, true)) {
      paragraphs.back().append(" ").append(line);
    } else {
      paragraphs.emplace_back(line);
    }
  }

  void take_exit_codes() {
    const auto is_exit = [](const std::string& words) { return words.starts_with(exit_mark); };
    const auto at = std::ranges::find_if(page_.notes, is_exit);
    if (at == page_.notes.end()) return;
    page_.exit_codes = at->substr(exit_mark.size());
    page_.notes.erase(at);
  }

  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
  HelpPage page_;
  bool in_paragraph_ = false;
};

}  // namespace

std::string_view HelpEntry::option() const {
  const std::size_t dashes = term.find("--");
  if (dashes == std::string::npos) return {};
  const std::string_view name = std::string_view(term).substr(dashes);
  return name.substr(0, name.find_first_of(" ="));
}

std::string_view HelpEntry::value() const {
  const std::string_view name = option();
  if (name.empty()) return {};
  const auto begin = static_cast<std::size_t>(name.data() - term.data()) + name.size();
  return begin < term.size() ? std::string_view(term).substr(begin + 1) : std::string_view{};
}

const HelpEntry* HelpPage::find(std::string_view option) const {
  for (const HelpSection& section : sections) {
    const auto at =
        std::ranges::find_if(section.entries, [&](const HelpEntry& entry) { return entry.option() == option; });
    if (at != section.entries.end()) return &*at;
  }
  return nullptr;
}

HelpPage read_help(std::string_view text) { return Reader(text).read(); }

}  // namespace nexus::cli
