#include "grammar/units.h"

#include <algorithm>
#include <array>
#include <string>

namespace nexus::grammar {
namespace {

constexpr std::array<std::string_view, 16> units = {"%",  "pt", "ms", "s",  "m",  "h",   "d",   "B",
                                                    "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"};

struct UnitSpelling {
  std::string_view written;
  std::string_view meant;
};
/// Units as other languages and people write them; in small letters.
constexpr std::array spellings = {
    UnitSpelling{"msec", "ms"},   UnitSpelling{"millis", "ms"},  UnitSpelling{"milliseconds", "ms"},
    UnitSpelling{"sec", "s"},     UnitSpelling{"secs", "s"},     UnitSpelling{"second", "s"},
    UnitSpelling{"seconds", "s"}, UnitSpelling{"min", "m"},      UnitSpelling{"mins", "m"},
    UnitSpelling{"minute", "m"},  UnitSpelling{"minutes", "m"},  UnitSpelling{"hr", "h"},
    UnitSpelling{"hrs", "h"},     UnitSpelling{"hour", "h"},     UnitSpelling{"hours", "h"},
    UnitSpelling{"day", "d"},     UnitSpelling{"days", "d"},     UnitSpelling{"b", "B"},
    UnitSpelling{"byte", "B"},    UnitSpelling{"bytes", "B"},    UnitSpelling{"kb", "KB"},
    UnitSpelling{"mb", "MB"},     UnitSpelling{"gb", "GB"},      UnitSpelling{"tb", "TB"},
    UnitSpelling{"kib", "KiB"},   UnitSpelling{"mib", "MiB"},    UnitSpelling{"gib", "GiB"},
    UnitSpelling{"tib", "TiB"},   UnitSpelling{"pts", "pt"},     UnitSpelling{"pp", "pt"},
    UnitSpelling{"percent", "%"}, UnitSpelling{"pct", "%"},
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

}  // namespace

std::optional<std::string_view> unit_meant(std::string_view written) {
  if (const auto unit = std::ranges::find(units, written); unit != units.end()) return *unit;
  const auto found = std::ranges::find(spellings, lower(written), &UnitSpelling::written);
  return found == spellings.end() ? std::nullopt : std::optional(found->meant);
}

}  // namespace nexus::grammar
