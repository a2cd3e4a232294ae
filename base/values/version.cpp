#include "base/values/version.h"

#include <algorithm>
#include <charconv>

namespace nexus::base {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_identifier_character(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}

bool is_number(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

/// Digits without leading zeros; empty where there are none. Calendar versions (`2026.01.05`) are written with them.
std::string take_number(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return std::string(digits);
}

/// Identifiers of a pre-release or of build metadata, up to the first character that belongs to neither.
std::optional<std::vector<std::string>> take_identifiers(std::string_view& text) {
  std::vector<std::string> identifiers;
  do {
    const auto end = std::find_if_not(text.begin(), text.end(), is_identifier_character);
    if (end == text.begin()) return std::nullopt;
    identifiers.emplace_back(text.begin(), end);
    text.remove_prefix(identifiers.back().size());
  } while (take(text, '.'));
  return identifiers;
}

/// SemVer 2.0.0 §9 wants no leading zeros in the numbers of a pre-release.
bool is_prerelease_identifier(std::string_view text) {
  return text.size() == 1 || text.front() != '0' || !is_number(text);
}

/// Numbers without leading zeros: the longer one is the greater.
std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a <=> b;
}

/// SemVer 2.0.0 §11.4: numbers numerically and below words, words by ASCII.
std::strong_ordering compare_identifiers(std::string_view a, std::string_view b) {
  const bool a_is_number = is_number(a);
  const bool b_is_number = is_number(b);
  if (a_is_number && b_is_number) return compare_numbers(a, b);
  if (a_is_number != b_is_number) return b_is_number <=> a_is_number;
  return a <=> b;
}

std::optional<std::int64_t> to_int64(std::string_view digits) {
  std::int64_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec != std::errc{}) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Version> Version::parse(std::string_view text) {
  Version version;
  version.text_ = text;
  for (auto& number : version.numbers_) number = "0";

  take(text, 'v');
  std::size_t count = 0;
  do {
    if (count == std::size(version.numbers_)) return std::nullopt;
    auto number = take_number(text);
    if (number.empty()) return std::nullopt;
    version.numbers_[count++] = std::move(number);
  } while (take(text, '.'));

  if (take(text, '-')) {
    auto identifiers = take_identifiers(text);
    if (!identifiers || !std::all_of(identifiers->begin(), identifiers->end(), is_prerelease_identifier))
      return std::nullopt;
    version.prerelease_ = std::move(*identifiers);
  }
  if (take(text, '+') && !take_identifiers(text)) return std::nullopt;
  if (!text.empty()) return std::nullopt;
  return version;
}

std::optional<std::int64_t> Version::major() const { return to_int64(numbers_[0]); }
std::optional<std::int64_t> Version::minor() const { return to_int64(numbers_[1]); }
std::optional<std::int64_t> Version::patch() const { return to_int64(numbers_[2]); }

std::strong_ordering Version::operator<=>(const Version& other) const {
  for (std::size_t i = 0; i < std::size(numbers_); ++i) {
    if (const auto order = compare_numbers(numbers_[i], other.numbers_[i]); order != 0) return order;
  }
  // A pre-release comes before its release.
  if (prerelease_.empty() || other.prerelease_.empty()) return prerelease_.empty() <=> other.prerelease_.empty();
  return std::lexicographical_compare_three_way(prerelease_.begin(), prerelease_.end(), other.prerelease_.begin(),
                                                other.prerelease_.end(), compare_identifiers);
}

}  // namespace nexus::base
