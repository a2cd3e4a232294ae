#include "collect/yaml_scalars.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace nexus::collect {
namespace {

using Kind = YamlScalar::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_one_of(std::string_view text, const auto& words) { return std::ranges::find(words, text) != std::end(words); }

constexpr auto nulls = std::to_array<std::string_view>({"", "~", "null", "Null", "NULL"});
constexpr auto trues = std::to_array<std::string_view>({"true", "True", "TRUE"});
constexpr auto falses = std::to_array<std::string_view>({"false", "False", "FALSE"});
constexpr auto infinities = std::to_array<std::string_view>({".inf", ".Inf", ".INF"});
constexpr auto not_numbers = std::to_array<std::string_view>({".nan", ".NaN", ".NAN"});

/// `0o17`, `0x1F`.
std::optional<YamlScalar> in_base(std::string_view text) {
  const int base = text.starts_with("0o") ? 8 : text.starts_with("0x") ? 16 : 0;
  if (base == 0 || text.size() == 2) return std::nullopt;
  const auto digits = text.substr(2);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (end != digits.data() + digits.size()) return std::nullopt;
  if (error != std::errc()) return YamlScalar{Kind::not_in_json, {}};
  return YamlScalar{Kind::integer, std::to_string(value)};
}

std::string_view take_digits(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

/// `[-+]? ( digits [. digits?] | . digits ) ( e [-+]? digits )?`, as JSON writes it: no plus, no leading zeros, digits about the point.
std::optional<YamlScalar> decimal(std::string_view text) {
  std::string json = text.starts_with('-') ? "-" : "";
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  auto whole = take_digits(text);
  std::string_view fraction;
  bool is_real = false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
    is_real = true;
  }
  if (whole.empty() && fraction.empty()) return std::nullopt;
  std::string exponent;
  if (text.starts_with('e') || text.starts_with('E')) {
    exponent = "e";
    text.remove_prefix(1);
    if (text.starts_with('-') || text.starts_with('+')) {
      exponent += text.front();
      text.remove_prefix(1);
    }
    const auto digits = take_digits(text);
    if (digits.empty()) return std::nullopt;
    exponent += digits;
    is_real = true;
  }
  if (!text.empty()) return std::nullopt;
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  json += whole.empty() ? "0" : whole;
  if (!fraction.empty()) json.append(".").append(fraction);
  return YamlScalar{is_real ? Kind::real : Kind::integer, json + exponent};
}

}  // namespace

YamlScalar yaml_scalar(std::string_view text) {
  if (is_one_of(text, nulls)) return {Kind::null, "null"};
  if (is_one_of(text, trues)) return {Kind::boolean, "true"};
  if (is_one_of(text, falses)) return {Kind::boolean, "false"};
  const auto unsigned_text = text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
  if (is_one_of(unsigned_text, infinities) || is_one_of(text, not_numbers)) return {Kind::not_in_json, {}};
  if (auto number = in_base(text)) return *number;
  if (auto number = decimal(text)) return *number;
  return {Kind::string, {}};
}

}  // namespace nexus::collect
