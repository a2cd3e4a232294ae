#include "base/diagnostics/catalogue.h"

#include <algorithm>
#include <cassert>
#include <vector>

namespace nexus::base {

namespace {

/// Words from a policy may be of any length; a message is read. Both ends of a long one tell it from another.
std::string readable(const std::string& argument) {
  constexpr std::size_t longest = 400, head = 300, tail = 60;
  if (argument.size() <= longest) return argument;
  const auto continues = [&](std::size_t at) { return (static_cast<unsigned char>(argument[at]) & 0xC0U) == 0x80U; };
  std::size_t end = head, resume = argument.size() - tail;
  while (continues(end)) --end;
  while (continues(resume)) --resume;
  return argument.substr(0, end) + "…" + argument.substr(resume);
}

}  // namespace

std::string fill_template(std::string_view words, std::span<const std::string> arguments) {
  std::string filled;
  filled.reserve(words.size() + 16);
  for (std::size_t at = 0; at < words.size(); ++at) {
    const char c = words[at];
    const bool doubled = at + 1 < words.size() && words[at + 1] == c;
    if ((c == '{' || c == '}') && doubled) {
      filled += c;
      ++at;
    } else if (c == '{') {
      std::size_t index = 0;
      for (++at; at < words.size() && words[at] != '}'; ++at) {
        assert(words[at] >= '0' && words[at] <= '9');
        index = index * 10 + static_cast<std::size_t>(words[at] - '0');
      }
      assert(index < arguments.size());
      filled += readable(arguments[index]);
    } else {
      filled += c;
    }
  }
  return filled;
}

std::span<const CatalogueEntry> catalogue() {
  static const std::vector<CatalogueEntry> entries = [] {
    std::vector<CatalogueEntry> all{
#define NEXUS_DIAGNOSTIC(CODE, SEVERITY, IDENT, NAME, WORDS, ...) \
  CatalogueEntry{#CODE, NAME, Severity::SEVERITY, WORDS},
#include "base/diagnostics/evaluation.def"
#include "base/diagnostics/input.def"
#include "base/diagnostics/lints.def"
#include "base/diagnostics/names_and_types.def"
#include "base/diagnostics/syntax.def"
#undef NEXUS_DIAGNOSTIC
    };
    std::ranges::sort(all, {}, &CatalogueEntry::code);
    return all;
  }();
  return entries;
}

}  // namespace nexus::base
