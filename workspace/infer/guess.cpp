#include "workspace/infer/guess.h"

#include "workspace/infer/names.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

namespace nexus::workspace::infer {

namespace {

using base::Decimal;
using base::WireUnit;
using rules::TypeKind;
using Words = std::vector<std::string>;

bool lies_between(const Shape& shape, std::int64_t least, std::int64_t most) {
  return *shape.least >= Decimal(least) && *shape.most <= Decimal(most);
}

/// A word that is the name of a unit.
struct UnitWord {
  std::string_view word;
  TypeKind kind;
  WireUnit wire;
};
constexpr std::array unit_words{
    UnitWord{"ms", TypeKind::duration, WireUnit::milliseconds},
    UnitWord{"msec", TypeKind::duration, WireUnit::milliseconds},
    UnitWord{"millis", TypeKind::duration, WireUnit::milliseconds},
    UnitWord{"milliseconds", TypeKind::duration, WireUnit::milliseconds},
    UnitWord{"sec", TypeKind::duration, WireUnit::seconds},
    UnitWord{"secs", TypeKind::duration, WireUnit::seconds},
    UnitWord{"seconds", TypeKind::duration, WireUnit::seconds},
    UnitWord{"mins", TypeKind::duration, WireUnit::minutes},
    UnitWord{"minutes", TypeKind::duration, WireUnit::minutes},
    UnitWord{"hrs", TypeKind::duration, WireUnit::hours},
    UnitWord{"hours", TypeKind::duration, WireUnit::hours},
    UnitWord{"days", TypeKind::duration, WireUnit::days},
    UnitWord{"bytes", TypeKind::size, WireUnit::bytes},
    UnitWord{"kb", TypeKind::size, WireUnit::kb},
    UnitWord{"kib", TypeKind::size, WireUnit::kib},
    UnitWord{"mb", TypeKind::size, WireUnit::mb},
    UnitWord{"mib", TypeKind::size, WireUnit::mib},
    UnitWord{"gb", TypeKind::size, WireUnit::gb},
    UnitWord{"gib", TypeKind::size, WireUnit::gib},
    UnitWord{"tb", TypeKind::size, WireUnit::tb},
    UnitWord{"tib", TypeKind::size, WireUnit::tib},
};

/// `p95`.
bool is_percentile(std::string_view word) {
  return word.size() >= 3 && word.size() <= 4 && word.front() == 'p' &&
         std::ranges::all_of(word.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

Guess percent_or_part(const Shape& shape) {
  const std::string most = shape.most->to_string();
  if (shape.has_fractions && lies_between(shape, 0, 1))
    return {TypeKind::ratio, WireUnit::none,
            "guessed from the name: a part of 1. Where " + most + " means " + most + "%, write `ratio in percent`"};
  return {TypeKind::ratio, WireUnit::percent, "guessed from the name: " + most + " means " + most + "%"};
}

/// Seconds or milliseconds since 1970, of this century.
std::optional<WireUnit> epoch_of(const Shape& shape) {
  if (shape.numbers != 0) return std::nullopt;
  if (lies_between(shape, 946684800, 4102444800)) return WireUnit::epoch_seconds;
  if (lies_between(shape, 946684800000, 4102444800000)) return WireUnit::epoch_milliseconds;
  return std::nullopt;
}

}  // namespace

std::optional<Guess> guess_quantity(const Shape& shape, const Words& name, const Words& parent) {
  if (name.empty()) return std::nullopt;
  const std::string& last = name.back();
  if (has_any(name, {"at", "time", "timestamp", "ts", "date", "epoch", "since"}))
    if (const auto wire = epoch_of(shape))
      return Guess{TypeKind::time, *wire, "guessed from the name and the numbers: counted from 1970"};
  if (has_any(name, {"per"}) || has_any({last}, {"id", "count", "number", "limit"}) || *shape.least < Decimal(0))
    return std::nullopt;

  if (has_any(name, {"pct", "percent", "percentage"})) {
    if (lies_between(shape, 0, 100)) return Guess{TypeKind::ratio, WireUnit::percent, "guessed from the name"};
    return Guess{TypeKind::ratio, WireUnit::any_percent, "guessed from the name"};
  }
  for (const UnitWord& unit : unit_words)
    if (has_any(name, {unit.word})) return Guess{unit.kind, unit.wire, "guessed from the name"};

  const bool is_coverage =
      has_any({last}, {"coverage"}) ||
      (has_any(parent, {"coverage", "cov"}) &&
       has_any({last}, {"line", "lines", "branch", "branches", "statement", "statements", "function", "functions",
                        "method", "methods", "instruction", "instructions", "region", "regions", "total", "overall"}));
  // 0 and 1 may be none and all of it, or a hundredth.
  const bool tells = shape.has_fractions || *shape.most > Decimal(1);
  if (is_coverage && tells && lies_between(shape, 0, 100)) return percent_or_part(shape);
  const bool is_frequency = has_any(name, {"exchange", "frame", "bit", "sample", "refresh", "heart"});
  if (!is_frequency && has_any({last}, {"rate", "availability", "utilization", "utilisation"}) && tells &&
      lies_between(shape, 0, 100))
    return percent_or_part(shape);
  if (has_any({last}, {"ratio", "fraction", "share"}) && shape.has_fractions && lies_between(shape, 0, 1))
    return Guess{TypeKind::ratio, WireUnit::none, "guessed from the name: a part of 1"};

  // 99.95 is how much of the time it was up, not for how long.
  const bool is_share_of_time = has_any(name, {"uptime"}) && lies_between(shape, 90, 100);
  if (!is_share_of_time && has_any(name, {"duration", "elapsed", "took", "runtime", "uptime"})) {
    if (shape.has_fractions)
      return Guess{TypeKind::duration, WireUnit::seconds, "guessed from the name and the fractions: seconds"};
    return Guess{TypeKind::duration, WireUnit::milliseconds,
                 "guessed from the name: milliseconds. For seconds write `in s`"};
  }
  // 0.35 may be seconds as well.
  const bool may_be_seconds = shape.has_fractions && *shape.most < Decimal(10);
  if (!may_be_seconds && (has_any(name, {"latency"}) || is_percentile(last)))
    return Guess{TypeKind::duration, WireUnit::milliseconds, "guessed from the name: milliseconds"};
  return std::nullopt;
}

std::optional<Guess> guess_text(const Shape& shape, const Words& name) {
  const auto all = [&](std::size_t count) { return count == shape.strings; };
  if (all(shape.dates)) return Guess{TypeKind::date, WireUnit::text, {}};
  if (all(shape.times + shape.dates)) return Guess{TypeKind::time, WireUnit::text, {}};
  if (all(shape.local_times))
    return Guess{TypeKind::string, WireUnit::none,
                 "times without an offset: if they are of one place, write `time in zone \"UTC\"`"};
  if (all(shape.versions) && has_any(name, {"version", "tag", "release", "semver"}))
    return Guess{TypeKind::version, WireUnit::none, {}};
  if (all(shape.percentages)) {
    const auto within = [](const auto& word) {
      const auto value = base::parse_percentage(word.first);
      return value && *value >= Decimal(0) && *value <= Decimal(1);
    };
    if (!shape.more_words && std::ranges::all_of(shape.words, within))
      return Guess{TypeKind::ratio, WireUnit::none, {}};
    return std::nullopt;
  }
  if (all(shape.durations) && has_any(name, {"duration", "timeout", "elapsed", "took", "latency", "age", "ttl",
                                             "interval", "period", "delay", "runtime", "uptime", "time"}))
    return Guess{TypeKind::duration, WireUnit::text, "guessed from the name"};
  if (all(shape.sizes) && has_any(name, {"size", "memory", "mem", "heap", "disk", "storage", "bytes"}))
    return Guess{TypeKind::size, WireUnit::text, "guessed from the name"};
  return std::nullopt;
}

namespace {

/// How grave something is, as tools say it, the least first.
const std::vector<Words>& scales() {
  static const std::vector<Words> all{{"info", "low", "medium", "high", "critical"},
                                      {"info", "low", "moderate", "high", "critical"},
                                      {"INFO", "LOW", "MEDIUM", "HIGH", "CRITICAL"},
                                      {"UNKNOWN", "NEGLIGIBLE", "LOW", "MEDIUM", "HIGH", "CRITICAL"},
                                      {"Negligible", "Low", "Medium", "High", "Critical"}};
  return all;
}

bool is_word(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= 24 && !(text.front() >= '0' && text.front() <= '9') && text.front() != '-' &&
         std::ranges::all_of(text, fits);
}

}  // namespace

std::optional<WordSet> guess_words(const Shape& shape, const Words& name) {
  if (shape.words.empty() || shape.more_words) return std::nullopt;
  if (has_any(name, {"severity"})) {
    for (const Words& scale : scales())
      if (std::ranges::all_of(shape.words,
                              [&](const auto& word) { return std::ranges::count(scale, word.first) != 0; }))
        return WordSet{scale, true, "guessed from the name: these words, in this order"};
  }
  if (shape.words.size() < 2 || !std::ranges::all_of(shape.words, [](const auto& word) { return is_word(word.first); }))
    return std::nullopt;
  const bool is_kind =
      has_any(name, {"status", "state", "result",   "conclusion", "outcome",  "verdict",     "phase", "stage",
                     "type",   "kind",  "severity", "level",      "priority", "environment", "env",   "tier",
                     "layer",  "role",  "strategy", "decision",   "category", "visibility",  "health"});
  const bool is_one_of_many = has_any(
      name, {"name",    "id",   "user", "author", "owner",   "login", "branch", "ref",   "commit", "sha", "title",
             "message", "path", "file", "host",   "service", "key",   "value",  "label", "tag",    "url"});
  const bool repeats = is_kind ? shape.words.size() <= 8 && shape.strings >= 2 * shape.words.size()
                               : !is_one_of_many && shape.words.size() <= 5 && shape.strings >= 20;
  if (!repeats) return std::nullopt;
  WordSet set;
  for (const auto& [word, count] : shape.words) set.members.push_back(word);
  set.remark = "seen so far: add what else there may be";
  return set;
}

}  // namespace nexus::workspace::infer
