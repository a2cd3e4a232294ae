#include "report/doc/policy_document.h"

#include <algorithm>

namespace nexus::report::doc {

std::string plain_text(const Sentence& sentence) {
  std::string text;
  for (const Phrase& phrase : sentence) text += phrase.text;
  return text;
}

const std::vector<Format>& formats() {
  static const std::vector<Format> all{{"markdown", render_markdown}, {"html", render_html}};
  return all;
}

const Format* find_format(std::string_view name) {
  const auto at = std::ranges::find(formats(), name, &Format::name);
  return at == formats().end() ? nullptr : &*at;
}

}  // namespace nexus::report::doc
