#include "base/values/quantity.h"

#include "base/values/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace nexus::base {
namespace {

/// `coefficient × 10^exponent` times the dimension's own unit (a second, a byte).
struct Unit {
  std::string_view name;
  std::int64_t coefficient;
  int exponent;

  [[nodiscard]] Decimal value() const { return *Decimal::make(coefficient, exponent); }
};

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 86'400;

constexpr std::array literal_durations{Unit{"ms", 1, -3}, Unit{"s", 1, 0}, Unit{"m", minute, 0}, Unit{"h", hour, 0},
                                       Unit{"d", day, 0}};
constexpr std::string_view micro_sign_seconds = "\u00B5s";
constexpr std::string_view greek_mu_seconds = "\u03BCs";
constexpr std::array wire_durations{Unit{"ns", 1, -9},
                                    Unit{"us", 1, -6},
                                    Unit{micro_sign_seconds, 1, -6},
                                    Unit{greek_mu_seconds, 1, -6},
                                    Unit{"ms", 1, -3},
                                    Unit{"s", 1, 0},
                                    Unit{"m", minute, 0},
                                    Unit{"h", hour, 0},
                                    Unit{"d", day, 0},
                                    Unit{"w", 7 * day, 0}};
constexpr std::array iso_days{Unit{"W", 7 * day, 0}, Unit{"D", day, 0}};
constexpr std::array iso_clock{Unit{"H", hour, 0}, Unit{"M", minute, 0}, Unit{"S", 1, 0}};

constexpr std::int64_t binary(int power) { return std::int64_t{1} << 10 * power; }

constexpr std::array binary_sizes{Unit{"TiB", binary(4), 0}, Unit{"GiB", binary(3), 0}, Unit{"MiB", binary(2), 0},
                                  Unit{"KiB", binary(1), 0}};
constexpr std::array decimal_sizes{Unit{"TB", 1, 12}, Unit{"GB", 1, 9}, Unit{"MB", 1, 6}, Unit{"KB", 1, 3}};
constexpr Unit bytes{"B", 1, 0};
/// What Kubernetes and other tools write besides.
constexpr std::array other_sizes{Unit{"kB", 1, 3},         Unit{"PB", 1, 15},         Unit{"EB", 1, 18},
                                 Unit{"k", 1, 3},          Unit{"K", 1, 3},           Unit{"M", 1, 6},
                                 Unit{"G", 1, 9},          Unit{"T", 1, 12},          Unit{"P", 1, 15},
                                 Unit{"E", 1, 18},         Unit{"Ki", binary(1), 0},  Unit{"Mi", binary(2), 0},
                                 Unit{"Gi", binary(3), 0}, Unit{"Ti", binary(4), 0},  Unit{"Pi", binary(5), 0},
                                 Unit{"Ei", binary(6), 0}, Unit{"PiB", binary(5), 0}, Unit{"EiB", binary(6), 0}};

const Unit* find_unit(std::span<const Unit> units, std::string_view name) {
  const auto found = std::find_if(units.begin(), units.end(), [name](const Unit& unit) { return unit.name == name; });
  return found == units.end() ? nullptr : &*found;
}

// ---- reading ----------------------------------------------------------------------------------------------------------

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::size_t digits_at(std::string_view text, std::size_t from) {
  std::size_t n = from;
  while (n < text.size() && is_digit(text[n])) ++n;
  return n - from;
}

/// `digits[.digits]` off the front; empty where there is none.
std::string_view take_number(std::string_view& text) {
  std::size_t length = digits_at(text, 0);
  if (length > 0 && length < text.size() && text[length] == '.') {
    const std::size_t decimals = digits_at(text, length + 1);
    if (decimals > 0) length += 1 + decimals;
  }
  const auto number = text.substr(0, length);
  text.remove_prefix(length);
  return number;
}

/// A word up to the next digit.
std::string_view take_unit_name(std::string_view& text) {
  const auto end = std::find_if(text.begin(), text.end(), is_digit);
  const auto name = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(name.size());
  return name;
}

std::string_view without_leading_zeros(std::string_view number) {
  while (number.size() > 1 && number[0] == '0' && is_digit(number[1])) number.remove_prefix(1);
  return number;
}

std::optional<Decimal> value_of(const ArithmeticResult& result) {
  if (result.error != ArithmeticError::none) return std::nullopt;
  return result.value;
}

/// `sum + number × unit`.
std::optional<Decimal> add_part(const Decimal& sum, std::string_view number, const Unit* unit) {
  const auto count = unit != nullptr ? Decimal::parse(number) : std::nullopt;
  if (!count) return std::nullopt;
  const auto part = value_of(multiply(*count, unit->value()));
  return part ? value_of(add(sum, *part)) : std::nullopt;
}

std::optional<Decimal> negate_if(bool negative, std::optional<Decimal> value) {
  if (value && negative) value = -*value;
  return value;
}

enum class LeadingZeros : std::uint8_t { refused, accepted };

/// `1h30m`: one or more numbers with a unit each.
std::optional<Decimal> parse_parts(std::string_view text, std::span<const Unit> units, LeadingZeros zeros) {
  if (text.empty()) return std::nullopt;
  std::optional<Decimal> sum = Decimal();
  while (sum && !text.empty()) {
    auto number = take_number(text);
    if (zeros == LeadingZeros::accepted) number = without_leading_zeros(number);
    sum = add_part(*sum, number, find_unit(units, take_unit_name(text)));
  }
  return sum;
}

/// One number with its unit.
std::optional<Decimal> parse_part(std::string_view text, std::span<const Unit> units) {
  const auto number = take_number(text);
  return add_part(Decimal(), number, find_unit(units, text));
}

/// The parts of an ISO 8601 duration on one side of the `T`, each unit at most once and in this order.
std::optional<Decimal> take_iso_parts(Decimal sum, std::string_view& text, std::span<const Unit> units) {
  while (!text.empty() && text.front() != 'T') {
    const auto number = take_number(text);
    const auto* unit = find_unit(units, text.substr(0, 1));
    const auto next = add_part(sum, without_leading_zeros(number), unit);
    if (!next) return std::nullopt;
    text.remove_prefix(1);
    if (number.find('.') != std::string_view::npos && !text.empty()) return std::nullopt;  // only the last may have one
    units = units.subspan(static_cast<std::size_t>(unit - units.data()) + 1);
    sum = *next;
  }
  return sum;
}

/// What follows the `P`.
std::optional<Decimal> parse_iso_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  auto sum = take_iso_parts(Decimal(), text, iso_days);
  if (sum && take(text, 'T')) {
    if (text.empty()) return std::nullopt;
    sum = take_iso_parts(*sum, text, iso_clock);
    if (!text.empty()) return std::nullopt;
  }
  return sum;
}

std::optional<Decimal> parse_literal_size(std::string_view text) {
  if (auto size = parse_part(text, binary_sizes)) return size;
  if (auto size = parse_part(text, decimal_sizes)) return size;
  return parse_part(text, {&bytes, 1});
}

/// The number before a `%` or `pt`, divided by 100 without a rounding of its own.
std::optional<Decimal> parse_hundredths(std::string_view text, std::string_view unit) {
  const auto number = take_number(text);
  if (text != unit) return std::nullopt;
  return Decimal::parse(fmt::format("{}e-2", number));
}

std::optional<Quantity> parse_unsigned_literal(std::string_view text) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  if (const auto number = Decimal::parse(text)) return Quantity{Dimension::number, *number};
  if (text.back() == '%') {
    if (const auto ratio = parse_hundredths(text, "%")) return Quantity{Dimension::ratio, *ratio};
  } else if (text.back() == 't') {
    if (const auto ratio = parse_hundredths(text, "pt")) return Quantity{Dimension::ratio, *ratio};
  } else if (text.back() == 'B') {
    if (const auto size = parse_literal_size(text)) return Quantity{Dimension::size, *size};
  } else if (const auto duration = parse_parts(text, literal_durations, LeadingZeros::refused)) {
    return Quantity{Dimension::duration, *duration};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Quantity> parse_literal(std::string_view text) {
  // The sign is an operator of the language; what format_exact writes has one.
  const bool negative = take(text, '-');
  auto quantity = parse_unsigned_literal(text);
  if (quantity && negative) quantity->value = -quantity->value;
  return quantity;
}

std::optional<Decimal> parse_duration(std::string_view text) {
  const bool negative = take(text, '-');
  return negate_if(
      negative, take(text, 'P') ? parse_iso_duration(text) : parse_parts(text, wire_durations, LeadingZeros::accepted));
}

std::optional<Decimal> parse_size(std::string_view text) {
  if (auto size = parse_literal_size(text)) return size;
  return parse_part(text, other_sizes);
}

std::optional<Decimal> parse_percentage(std::string_view text) {
  const bool negative = take(text, '-');
  return negate_if(negative, parse_hundredths(text, "%"));
}

// ---- wire units -------------------------------------------------------------------------------------------------------

namespace {

constexpr Unit wire_unit(WireUnit unit) {
  switch (unit) {
    case WireUnit::none:
    case WireUnit::zoned:
    case WireUnit::text:
      break;
    case WireUnit::percent:
    case WireUnit::any_percent:
      return {"percent", 1, -2};
    case WireUnit::milliseconds:
      return {"ms", 1, -3};
    case WireUnit::seconds:
      return {"s", 1, 0};
    case WireUnit::minutes:
      return {"m", minute, 0};
    case WireUnit::hours:
      return {"h", hour, 0};
    case WireUnit::days:
      return {"d", day, 0};
    case WireUnit::bytes:
      return {"bytes", 1, 0};
    case WireUnit::kib:
      return {"KiB", binary(1), 0};
    case WireUnit::mib:
      return {"MiB", binary(2), 0};
    case WireUnit::gib:
      return {"GiB", binary(3), 0};
    case WireUnit::tib:
      return {"TiB", binary(4), 0};
    case WireUnit::kb:
      return {"KB", 1, 3};
    case WireUnit::mb:
      return {"MB", 1, 6};
    case WireUnit::gb:
      return {"GB", 1, 9};
    case WireUnit::tb:
      return {"TB", 1, 12};
    case WireUnit::epoch_seconds:
      return {"epoch s", 1, 0};
    case WireUnit::epoch_milliseconds:
      return {"epoch ms", 1, -3};
  }
  return {"", 1, 0};
}

}  // namespace

std::string_view wire_unit_name(WireUnit unit) { return wire_unit(unit).name; }
Decimal wire_unit_factor(WireUnit unit) { return wire_unit(unit).value(); }

// ---- writing ----------------------------------------------------------------------------------------------------------

namespace {

/// As many decimals as there are: what the language can read back.
constexpr int all_places = std::numeric_limits<int>::max();

/// How a number stands before its unit: a literal with a unit has no exponent, a message may have one.
std::string number_text(const Decimal& value, int places) {
  return places == all_places ? value.to_plain_string() : value.to_string_rounded(places);
}

/// Half-even to so many places of a unit 10^exponent.
Decimal rounded_in(const Decimal& value, int exponent, int places) {
  return places == all_places ? value : value.rounded(places - exponent);
}

bool within(const Decimal& value, const Decimal& limit) { return value.abs() < limit; }

// ---- ratio

std::string format_ratio(const Decimal& value, int places) {
  const auto percent = multiply(value, 100);
  if (percent.error == ArithmeticError::none) return number_text(percent.value, places) + '%';
  return value.to_plain_string() + "00%";  // so near the upper end of the range that it is an integer with zeros
}

// ---- duration

/// Units below the second, from the greatest.
constexpr std::array message_subseconds{Unit{"ms", 1, -3}, Unit{"us", 1, -6}, Unit{"ns", 1, -9}};
constexpr std::array literal_subseconds{Unit{"ms", 1, -3}};

const Unit& subsecond_unit(const Decimal& value, std::span<const Unit> units) {
  for (const auto& unit : units) {
    if (!within(value, unit.value())) return unit;
  }
  return units.back();
}

/// `1d2h3m4.5s` of a positive number of seconds.
std::string format_clock_parts(Decimal value, int places) {
  std::string out;
  for (const Unit& unit : {Unit{"d", day, 0}, Unit{"h", hour, 0}, Unit{"m", minute, 0}}) {
    const auto rest = remainder(value, unit.value()).value;
    const auto count = divide(subtract(value, rest).value, unit.value()).value;
    if (!count.is_zero()) out += count.to_plain_string() + std::string(unit.name);
    value = rest;
  }
  if (!value.is_zero()) out += number_text(value, places) + 's';
  return out;
}

/// Of a positive number of seconds.
std::string format_positive_duration(const Decimal& value, int places) {
  const Decimal one = 1;
  const Decimal too_long_for_parts = 1'000'000'000'000'000;  // 30 million years
  const bool exact = places == all_places;
  const auto units = exact ? std::span<const Unit>(literal_subseconds) : std::span<const Unit>(message_subseconds);

  // Rounding comes first: 59.99999 s is `1m`, 999.99999 ms is `1s`.
  const int finest = within(value, one) ? subsecond_unit(value, units).exponent : 0;
  const auto shown = rounded_in(value, finest, places);
  if (shown.is_zero()) return "0s";
  if (within(shown, one)) {
    const auto& unit = subsecond_unit(shown, units);
    return number_text(divide(shown, unit.value()).value, places) + std::string(unit.name);
  }
  if (!within(shown, too_long_for_parts)) return number_text(shown, places) + 's';
  return format_clock_parts(shown, places);
}

std::string format_duration(const Decimal& value, int places) {
  if (value.is_zero()) return "0s";
  const auto text = format_positive_duration(value.abs(), places);
  return value.is_negative() && text != "0s" ? '-' + text : text;
}

// ---- size

struct SizeText {
  std::string number;
  std::string_view unit;
};

/// In the greatest unit not above the value, with at most so many decimals, or in the greatest one that needs none.
std::optional<SizeText> in_exact_unit(const Decimal& value, std::span<const Unit> units, int decimals) {
  for (const auto& unit : units) {
    if (within(value, unit.value())) continue;
    const auto step = *Decimal::make(unit.coefficient, unit.exponent - decimals);
    if (remainder(value, step).value.is_zero())
      return SizeText{divide(value, unit.value()).value.to_plain_string(), unit.name};
    decimals = 0;  // 1.25GB, but not 1234567.89KB
  }
  return std::nullopt;
}

std::string format_size(const Decimal& value, int places) {
  // No size anyone has; below it the quotients have fewer than 34 digits.
  const Decimal too_great_for_units = *Decimal::make(1, 24);
  constexpr int readable_decimals = 2;

  const auto shown = rounded_in(value, 0, places);
  std::optional<SizeText> text;
  if (within(shown, too_great_for_units)) {
    text = in_exact_unit(shown, decimal_sizes, std::min(places, readable_decimals));
    auto in_binary = in_exact_unit(shown, binary_sizes, 0);
    // Powers of ten are multiples of 1024, too: `1TB` is not to read 976562500KiB.
    if (in_binary && (!text || in_binary->number.size() <= text->number.size())) text = std::move(in_binary);
  }
  if (!text) text = SizeText{number_text(shown, places), bytes.name};
  return text->number + std::string(text->unit);
}

// ---- all

std::string format(const Decimal& value, Dimension dimension, int places) {
  switch (dimension) {
    case Dimension::number:
      return places == all_places ? value.to_string() : value.to_string_rounded(places);
    case Dimension::ratio:
      return format_ratio(value, places);
    case Dimension::duration:
      return format_duration(value, places);
    case Dimension::size:
      return format_size(value, places);
    case Dimension::time:
      return format_time(rounded_in(value, 0, places));
    case Dimension::date:
      return format_date(value);
  }
  return {};
}

}  // namespace

std::string format_quantity(const Decimal& value, Dimension dimension, int places) {
  std::string text = format(value, dimension, places);
  if (value.is_zero() || dimension == Dimension::time || dimension == Dimension::date) return text;
  // What is not nothing does not look like it.
  const std::string zero = format(Decimal(0), dimension, places);
  while (text == zero && places < Decimal::max_digits) text = format(value, dimension, ++places);
  return text == zero ? format_exact(value, dimension) : text;
}

FormattedPair format_apart(const Decimal& first, const Decimal& second, Dimension dimension) {
  constexpr int least_places = 4;
  constexpr int greatest_places = 40;  // whatever is alike then is tiny
  FormattedPair pair;
  for (int places = least_places; places <= greatest_places; ++places) {
    pair = {format(first, dimension, places), format(second, dimension, places)};
    if (pair.first != pair.second || first == second) return pair;
    // Two moments of one day: a date has no decimals to tell them apart.
    if (dimension == Dimension::date) return format_apart(first, second, Dimension::time);
  }
  return {format_exact(first, dimension), format_exact(second, dimension)};
}

std::string format_exact(const Decimal& value, Dimension dimension) {
  const bool within_a_day = dimension == Dimension::date && !remainder(value, day).value.is_zero();
  return format(value, within_a_day ? Dimension::time : dimension, all_places);
}

}  // namespace nexus::base
