#include "cli/manual.h"

#include "base/values/decimal.h"
#include "base/values/time.h"
#include "cli/exit_code.h"
#include "cli/help_page.h"
#include "cli/terminal.h"
#include "workspace/select.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <vector>

namespace nexus::cli {

namespace {

/// `text` as troff shows it: nothing in it is a request, and dashes can be copied.
std::string escaped(std::string_view text) {
  std::string out;
  if (text.starts_with('.') || text.starts_with('\'')) out += "\\&";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("…")) {
      out += "\\[u2026]";
      i += std::string_view("…").size() - 1;
      continue;
    }
    switch (text[i]) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      default:
        out += text[i];
    }
  }
  return out;
}

/// Prose, what stands in backticks in bold.
std::string prose(std::string_view text) {
  std::string out;
  bool is_code = false;
  while (true) {
    const std::size_t tick = std::min(text.find('`'), text.size());
    out += escaped(text.substr(0, tick));
    if (tick == text.size()) break;
    is_code = !is_code;
    out += is_code ? "\\fB" : "\\fR";
    text.remove_prefix(tick + 1);
  }
  return is_code ? out + "\\fR" : out;
}

/// A term: what is typed as it stands is bold, what stands for something else is in italics.
std::string term(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" =,[]|"), text.size());
    const std::string_view word = text.substr(0, end);
    const bool is_placeholder = !word.empty() && std::isupper(static_cast<unsigned char>(word.front())) != 0;
    if (!word.empty()) out += fmt::format("{}{}\\fR", is_placeholder ? "\\fI" : "\\fB", escaped(word));
    if (end < text.size()) out += text[end];
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

class ManualWriter {
 public:
  ManualWriter(std::string_view command, std::string_view date)
      : command_(command), page_(read_help(help_of(command))) {
    std::string title = name();
    std::ranges::transform(title, title.begin(),
                           [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    request(fmt::format(R"(.TH "{}" "1" "{}" "nexus {}" "Nexus Manual")", escaped(title), date, NEXUS_VERSION));
    request(".nh");  // words that may be typed stay whole
    request(".ad l");
  }

  std::string write() {
    section("NAME");
    line(fmt::format("{} \\- {}", escaped(name()), prose(purpose())));
    section("SYNOPSIS");
    synopsis();
    section("DESCRIPTION");
    std::vector<std::string> texts = page_.summary;
    texts.insert(texts.end(), page_.notes.begin(), page_.notes.end());
    paragraphs(texts);
    entries();
    if (!page_.exit_codes.empty()) {
      section("EXIT STATUS");
      line(prose(page_.exit_codes));
    }
    examples();
    see_also();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string name() const { return command_.empty() ? "nexus" : fmt::format("nexus-{}", command_); }

  /// What `nexus --help` says of a command; of the whole, what it begins with, as far as the colon.
  std::string purpose() {
    if (command_.empty()) return page_.summary.front().substr(0, page_.summary.front().find(':'));
    for (const HelpSection& section : read_help(help_of({})).sections) {
      for (const HelpEntry& entry : section.entries)
        if (entry.term == command_) return entry.words;
    }
    return page_.summary.front();
  }

  void synopsis() {
    if (page_.usage.empty()) line(term("nexus COMMAND") + " [" + term("ARGUMENT…") + "]");
    for (std::size_t i = 0; i < page_.usage.size(); ++i) {
      if (i != 0) request(".br");
      line(term(page_.usage[i]));
    }
  }

  void paragraphs(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      if (&text != &texts.front()) request(".PP");
      line(prose(text));
    }
  }

  void entries() {
    if (page_.sections.empty()) return;
    section(command_.empty() ? "COMMANDS" : "OPTIONS");
    for (const HelpSection& part : page_.sections) {
      if (!part.heading.empty() && part.heading != "Commands") request(fmt::format(".SS \"{}\"", escaped(part.heading)));
      for (const HelpEntry& entry : part.entries) {
        request(".TP");
        line(command_.empty() && !help_of(entry.term).empty() ? page_name("nexus-" + entry.term) : term(entry.term));
        line(prose(entry.words));
      }
    }
  }

  void examples() {
    section("EXAMPLES");
    for (const HelpExample& example : page_.examples) {
      if (&example != &page_.examples.front()) request(".PP");
      if (!example.words.empty()) line(prose(example.words));
      request(".RS 4");
      request(".nf");
      line("\\fB" + escaped(example.command) + "\\fR");
      request(".fi");
      request(".RE");
    }
  }

  void see_also() {
    section("SEE ALSO");
    std::vector<std::string> names;
    if (!command_.empty()) names.emplace_back("nexus");
    for (const std::string_view other : command_names())
      if (other != command_) names.push_back(fmt::format("nexus-{}", other));
    std::ranges::sort(names);
    std::string list;
    for (const std::string& other : names) list += (list.empty() ? "" : ",\n") + page_name(other);
    line(list);
  }

  static std::string page_name(std::string_view name) { return fmt::format("\\fB{}\\fR(1)", escaped(name)); }

  void section(std::string_view heading) { request(fmt::format(".SH \"{}\"", heading)); }
  void request(std::string_view text) { line(text); }
  void line(std::string_view text) { out_.append(text).push_back('\n'); }

  std::string_view command_;
  HelpPage page_;
  std::string out_;
};

std::string day_of_sources() {
  const char* const epoch = std::getenv("SOURCE_DATE_EPOCH");
  const std::optional<base::Decimal> given = epoch != nullptr ? base::Decimal::parse(epoch) : std::nullopt;
  return base::format_date(given ? *given : workspace::system_now());
}

}  // namespace

std::string manual_page(std::string_view command, std::string_view date) { return ManualWriter(command, date).write(); }

int run_manual(const ManualArguments& arguments) {
  return write_result(manual_page(arguments.command, day_of_sources())) == Delivery::failed ? exit_failed : 0;
}

}  // namespace nexus::cli
