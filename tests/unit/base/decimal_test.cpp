#include "base/values/decimal.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace nexus::base {
namespace {

Decimal dec(std::string_view text) {
  const auto value = Decimal::parse(text);
  INFO(text);
  REQUIRE(value.has_value());
  return *value;
}

bool is_canonical(const Decimal& value) {
  return value.is_zero() ? value.exponent() == 0 : value.coefficient() % 10 != 0;
}

std::string show(const ArithmeticResult& result) {
  if (result.error == ArithmeticError::overflow) return "overflow";
  if (result.error == ArithmeticError::division_by_zero) return "division by zero";
  CHECK(is_canonical(result.value));
  return result.value.to_string();
}

std::string show(std::strong_ordering order) { return order < 0 ? "less" : order > 0 ? "greater" : "equal"; }

std::string apply(std::string_view operation, const std::string& left, const std::string& right) {
  const auto a = dec(left);
  if (operation == "sqrt") return show(square_root(a));
  const auto b = dec(right);
  if (operation == "+") return show(add(a, b));
  if (operation == "*") return show(multiply(a, b));
  if (operation == "/") return show(divide(a, b));
  if (operation == "%") return show(remainder(a, b));
  REQUIRE(operation == "<=>");
  CHECK((a == b) == (a <=> b == 0));
  return show(a <=> b);
}

Decimal sum(const Decimal& a, const Decimal& b) { return add(a, b).value; }
Decimal difference(const Decimal& a, const Decimal& b) { return subtract(a, b).value; }
Decimal product(const Decimal& a, const Decimal& b) { return multiply(a, b).value; }

/// Numbers of assorted sizes, the same ones in every run.
class Numbers {
 public:
  /// At most `digits` digits before and after the point, `exponents` at either side of 0.
  Decimal next(int digits, int exponents) {
    std::string text = below(2) == 0 ? "-" : "";
    text += static_cast<char>('1' + below(9));
    const int more = below(digits);
    for (int i = 0; i < more; ++i) text += static_cast<char>('0' + (below(3) == 0 ? 0 : below(10)));
    text += 'e' + std::to_string(below(2 * exponents + 1) - exponents);
    return dec(text);
  }

 private:
  int below(int n) { return static_cast<int>(generator_() % static_cast<unsigned>(n)); }

  std::mt19937_64 generator_{20'260'101};
};

constexpr int rounds = 5000;

// What Python's decimal gives with prec=34 and ROUND_HALF_EVEN; out of −6143…6144 it is an overflow either way.
struct OracleCase {
  const char* operation;
  const char* left;
  const char* right;
  const char* result;
};
// clang-format off
const OracleCase oracle_cases[] = {
    {"+", "0.1", "0.2", "0.3"},
    {"+", "1", "-1", "0"},
    {"+", "0.1", "-0.1", "0"},
    {"+", "1e34", "1", "1e+34"},
    {"+", "1e33", "1", "1000000000000000000000000000000001"},
    {"+", "1e34", "-1", "9999999999999999999999999999999999"},
    {"+", "1e34", "5", "1e+34"},
    {"+", "1e34", "15", "1.000000000000000000000000000000002e+34"},
    {"+", "1e34", "5.000000001", "1.000000000000000000000000000000001e+34"},
    {"+", "1e34", "-5", "9999999999999999999999999999999995"},
    {"+", "1e34", "-0.5", "1e+34"},
    {"+", "1e34", "-0.4999", "1e+34"},
    {"+", "9999999999999999999999999999999999", "1", "1e+34"},
    {"+", "9999999999999999999999999999999999", "0.5", "1e+34"},
    {"+", "9999999999999999999999999999999999", "0.4999", "9999999999999999999999999999999999"},
    {"+", "9999999999999999999999999999999999", "0.50001", "1e+34"},
    {"+", "-9999999999999999999999999999999999", "-0.5", "-1e+34"},
    {"+", "9e6144", "1e6144", "overflow"},
    {"+", "9.999999999999999999999999999999999e6144", "4e6110", "9.999999999999999999999999999999999e+6144"},
    {"+", "9.999999999999999999999999999999999e6144", "5e6110", "overflow"},
    {"+", "1e6144", "1e-6143", "1e+6144"},
    {"+", "1e6144", "-1e-6143", "1e+6144"},
    {"+", "1e-6143", "-1.1e-6143", "overflow"},
    {"+", "1.000000000000000000000000000000001e-6143", "-1e-6143", "overflow"},
    {"+", "1e-6143", "1e-6143", "2e-6143"},
    {"+", "9223372036854775807", "1", "9223372036854775808"},
    {"+", "-9223372036854775808", "-1", "-9223372036854775809"},
    {"+", "9223372036854775807", "0.1", "9223372036854775807.1"},
    {"+", "123456789012345678", "1e-18", "123456789012345678"},
    {"+", "1e18", "1e-18", "1000000000000000000"},
    {"+", "1e19", "1e-19", "10000000000000000000"},
    {"+", "1e16", "1e-17", "10000000000000000.00000000000000001"},
    {"+", "1e16", "1e-18", "10000000000000000"},
    {"+", "1234567890123456789012345678901234", "0.5", "1234567890123456789012345678901234"},
    {"+", "1234567890123456789012345678901235", "0.5", "1234567890123456789012345678901236"},
    {"+", "1234567890123456789012345678901234", "-1234567890123456789012345678901233", "1"},
    {"+", "1000000000000000000000000000000000", "-1e-33", "1e+33"},
    {"+", "1000000000000000000000000000000000", "-6e-2", "999999999999999999999999999999999.9"},
    {"+", "0", "1e6144", "1e+6144"},
    {"+", "0", "-1e-6143", "-1e-6143"},
    {"+", "79.5", "-80", "-0.5"},
    {"+", "1e300", "1e-300", "1e+300"},
    {"+", "-1e300", "1e-300", "-1e+300"},
    {"+", "5e-324", "1.7976931348623157e308", "1.7976931348623157e+308"},
    {"*", "0.1", "0.1", "0.01"},
    {"*", "3", "-4", "-12"},
    {"*", "0", "1e6144", "0"},
    {"*", "1.1", "1.1", "1.21"},
    {"*", "9223372036854775807", "9223372036854775807", "8.50705917302346158473969077842325e+37"},
    {"*", "-9223372036854775808", "-9223372036854775808", "8.507059173023461586584365185794205e+37"},
    {"*", "9999999999999999999999999999999999", "9999999999999999999999999999999999", "9.999999999999999999999999999999998e+67"},
    {"*", "999999999999999999999999999999999", "3", "2999999999999999999999999999999997"},
    {"*", "1e3072", "1e3072", "1e+6144"},
    {"*", "1e3072", "1e3073", "overflow"},
    {"*", "-9e3072", "9e3072", "overflow"},
    {"*", "1e-3071", "1e-3072", "1e-6143"},
    {"*", "1e-3072", "1e-3072", "overflow"},
    {"*", "5e-3072", "2e-3072", "1e-6143"},
    {"*", "1.5e-3072", "0.7e-3071", "1.05e-6143"},
    {"*", "1e6144", "1e-6143", "10"},
    {"*", "2e17", "5e17", "1e+35"},
    {"*", "1234567890123456789", "9876543210987654321", "1.219326311370217952237463801111264e+37"},
    {"*", "12345678901234567890123456789", "98765432109876543210", "1.219326311370217952249657064223746e+48"},
    {"*", "33333333333333333333333333333333", "3", "99999999999999999999999999999999"},
    {"*", "3333333333333333333333333333333333", "3", "9999999999999999999999999999999999"},
    {"*", "6666666666666666666666666666666667", "3", "2e+34"},
    {"*", "2.5", "2e33", "5e+33"},
    {"*", "2500000000000000000000000000000001", "2.5", "6250000000000000000000000000000002"},
    {"*", "4000000000000000000000000000000001", "1.25", "5000000000000000000000000000000001"},
    {"*", "4000000000000000000000000000000003", "1.25", "5000000000000000000000000000000004"},
    {"*", "0.000001", "1000000", "1"},
    {"*", "25", "0.04", "1"},
    {"*", "86400", "365.2425", "31556952"},
    {"*", "99999999999999999", "99999999999999999", "9999999999999999800000000000000001"},
    {"*", "1e-6143", "0.1", "overflow"},
    {"*", "1.5e-6143", "0.7", "1.05e-6143"},
    {"/", "1", "3", "0.3333333333333333333333333333333333"},
    {"/", "2", "3", "0.6666666666666666666666666666666667"},
    {"/", "-2", "3", "-0.6666666666666666666666666666666667"},
    {"/", "1", "7", "0.1428571428571428571428571428571429"},
    {"/", "22", "7", "3.142857142857142857142857142857143"},
    {"/", "10", "4", "2.5"},
    {"/", "7", "2", "3.5"},
    {"/", "1", "0", "division by zero"},
    {"/", "0", "5", "0"},
    {"/", "0", "0", "division by zero"},
    {"/", "-1", "8", "-0.125"},
    {"/", "85", "100", "0.85"},
    {"/", "1", "9223372036854775807", "1.08420217248550443412500223595217e-19"},
    {"/", "9223372036854775807", "9223372036854775806", "1.00000000000000000010842021724855"},
    {"/", "-9223372036854775808", "3", "-3074457345618258602.666666666666667"},
    {"/", "1", "-9223372036854775808", "-1.084202172485504434007452800869942e-19"},
    {"/", "9999999999999999999999999999999999", "2", "5e+33"},
    {"/", "9999999999999999999999999999999999", "7", "1428571428571428571428571428571428"},
    {"/", "1", "9999999999999999999999999999999999", "1e-34"},
    {"/", "9999999999999999999999999999999999", "999999999999999999999999999999999", "10.00000000000000000000000000000001"},
    {"/", "1e6144", "1e-1", "overflow"},
    {"/", "1e-6143", "10", "overflow"},
    {"/", "1e-6143", "1e6144", "overflow"},
    {"/", "1e6144", "1e-6143", "overflow"},
    {"/", "5e-6143", "2", "2.5e-6143"},
    {"/", "3e-6143", "2", "1.5e-6143"},
    {"/", "1", "1024", "0.0009765625"},
    {"/", "1", "3125", "0.00032"},
    {"/", "1000000007", "998244353", "1.00175874172964141976969440467248"},
    {"/", "1e34", "3", "3333333333333333333333333333333333"},
    {"/", "123456789012345678901234567890", "12345678901234567890", "10000000000.00000000009999999999"},
    {"/", "5", "9", "0.5555555555555555555555555555555556"},
    {"/", "6", "9", "0.6666666666666666666666666666666667"},
    {"/", "1000000000000000000000000000000001", "2", "500000000000000000000000000000000.5"},
    {"/", "2000000000000000000000000000000003", "2", "1000000000000000000000000000000002"},
    {"/", "1", "17", "0.05882352941176470588235294117647059"},
    {"/", "15", "17", "0.8823529411764705882352941176470588"},
    {"/", "1e18", "999999999999999999", "1.000000000000000001"},
    {"/", "0.1", "0.3", "0.3333333333333333333333333333333333"},
    {"/", "6144", "1e-6143", "overflow"},
    {"%", "7", "3", "1"},
    {"%", "-7", "3", "-1"},
    {"%", "7", "-3", "1"},
    {"%", "-7", "-3", "-1"},
    {"%", "5.5", "2", "1.5"},
    {"%", "0.3", "0.1", "0"},
    {"%", "1", "0.1", "0"},
    {"%", "1", "0", "division by zero"},
    {"%", "0", "7", "0"},
    {"%", "1e6144", "7", "1"},
    {"%", "1e6144", "9223372036854775807", "6715624371472507030"},
    {"%", "-1e6144", "9999999999999999999999999999999999", "-1e+24"},
    {"%", "9.87654321e6000", "1.23456789e-6100", "5.0812983e-6101"},
    {"%", "1e6144", "3e-6143", "1e-6143"},
    {"%", "1e-6143", "1e6144", "1e-6143"},
    {"%", "1", "1e34", "1"},
    {"%", "1e34", "1", "0"},
    {"%", "9999999999999999999999999999999999", "2", "1"},
    {"%", "9999999999999999999999999999999999", "0.0000001", "0"},
    {"%", "123456789.123456789", "0.000001", "0.000000789"},
    {"%", "10", "3.333333333333333333333333333333333", "1e-33"},
    {"%", "1e33", "7", "6"},
    {"%", "86400", "3600", "0"},
    {"%", "90061", "86400", "3661"},
    {"%", "1.5e-6143", "1e-6143", "overflow"},
    {"%", "2e-6143", "1e-6143", "0"},
    {"%", "9223372036854775807", "10", "7"},
    {"%", "1e40", "1e39", "0"},
    {"%", "1.1e39", "1e39", "1e+38"},
    {"%", "5", "5", "0"},
    {"%", "4.999", "5", "4.999"},
    {"sqrt", "0", "", "0"},
    {"sqrt", "1", "", "1"},
    {"sqrt", "2", "", "1.414213562373095048801688724209698"},
    {"sqrt", "3", "", "1.732050807568877293527446341505872"},
    {"sqrt", "4", "", "2"},
    {"sqrt", "0.01", "", "0.1"},
    {"sqrt", "0.1", "", "0.3162277660168379331998893544432719"},
    {"sqrt", "10", "", "3.162277660168379331998893544432719"},
    {"sqrt", "100", "", "10"},
    {"sqrt", "1e6144", "", "1e+3072"},
    {"sqrt", "1e-6143", "", "3.162277660168379331998893544432719e-3072"},
    {"sqrt", "1e-6142", "", "1e-3071"},
    {"sqrt", "9999999999999999999999999999999999", "", "99999999999999999.99999999999999999"},
    {"sqrt", "999999999999999999999999999999999", "", "31622776601683793.31998893544432717"},
    {"sqrt", "1e34", "", "100000000000000000"},
    {"sqrt", "15241578750190521", "", "123456789"},
    {"sqrt", "0.0625", "", "0.25"},
    {"sqrt", "99980001", "", "9999"},
    {"sqrt", "1.0000000000000000000000000000002", "", "1.0000000000000000000000000000001"},
    {"sqrt", "10000000000000000000000.00000002", "", "100000000000.0000000000000000001"},
    {"sqrt", "5e-6143", "", "7.07106781186547524400844362104849e-3072"},
    {"sqrt", "2e33", "", "44721359549995793.92818347337462552"},
    {"sqrt", "9223372036854775807", "", "3037000499.976049692286752403030629"},
    {"<=>", "1", "1.0", "equal"},
    {"<=>", "1", "1.000000000000000000000000000000000", "equal"},
    {"<=>", "1e6144", "9.999e6143", "greater"},
    {"<=>", "-1e6144", "1e-6143", "less"},
    {"<=>", "1e-6143", "0", "greater"},
    {"<=>", "-1e-6143", "0", "less"},
    {"<=>", "0", "1e-6143", "less"},
    {"<=>", "1e6144", "-1e6144", "greater"},
    {"<=>", "100", "1e2", "equal"},
    {"<=>", "9223372036854775807", "9223372036854775808", "less"},
    {"<=>", "1e18", "1000000000000000001", "less"},
    {"<=>", "1e19", "9999999999999999999", "greater"},
    {"<=>", "1e33", "999999999999999999999999999999999", "greater"},
    {"<=>", "9999999999999999999999999999999999", "1e34", "less"},
    {"<=>", "-9999999999999999999999999999999999", "-1e34", "greater"},
    {"<=>", "0.1", "0.100000000000000000000000000000000", "equal"},
    {"<=>", "12e10", "1.2e11", "equal"},
    {"<=>", "-3", "-2.9", "less"},
    {"<=>", "1e-20", "1e-21", "greater"},
    {"<=>", "123456789012345678901", "123456789012345678900.5", "greater"},
    {"<=>", "0", "0.0", "equal"},
    {"<=>", "-0", "0", "equal"},
};

struct OracleText {
  const char* text;
  const char* result;
  bool rounded;
};
const OracleText oracle_texts[] = {
    {"0", "0", false},
    {"-0", "0", false},
    {"0.0", "0", false},
    {"-0.00", "0", false},
    {"0e5", "0", false},
    {"0e99999999999999999999", "0", false},
    {"1", "1", false},
    {"-1", "-1", false},
    {"10", "10", false},
    {"100", "100", false},
    {"1e2", "100", false},
    {"1E2", "100", false},
    {"1e+2", "100", false},
    {"1e-2", "0.01", false},
    {"12.50", "12.5", false},
    {"0.001", "0.001", false},
    {"9223372036854775807", "9223372036854775807", false},
    {"9223372036854775808", "9223372036854775808", false},
    {"-9223372036854775808", "-9223372036854775808", false},
    {"18446744073709551616", "18446744073709551616", false},
    {"9999999999999999999999999999999999", "9999999999999999999999999999999999", false},
    {"19999999999999999999999999999999999", "2e+34", true},
    {"0.9999999999999999999999999999999999", "0.9999999999999999999999999999999999", false},
    {"0.00000000000000000000000000000000000000001", "1e-41", false},
    {"9999999999999999999999999999999999.5", "1e+34", true},
    {"9999999999999999999999999999999999.4", "9999999999999999999999999999999999", true},
    {"9999999999999999999999999999999999.49999999999999999999999999", "9999999999999999999999999999999999", true},
    {"1111111111111111111111111111111111.5", "1111111111111111111111111111111112", true},
    {"2222222222222222222222222222222222.5", "2222222222222222222222222222222222", true},
    {"2222222222222222222222222222222222.50000000000000000000000000000000001", "2222222222222222222222222222222223", true},
    {"12345678901234567890123456789012345", "1.234567890123456789012345678901234e+34", true},
    {"12345678901234567890123456789012350e1", "1.234567890123456789012345678901235e+35", false},
    {"12345678901234567890123456789012355e1", "1.234567890123456789012345678901236e+35", true},
    {"1e6144", "1e+6144", false},
    {"1e6145", "out of range", false},
    {"9.999e6144", "9.999e+6144", false},
    {"99e6143", "9.9e+6144", false},
    {"99e6144", "out of range", false},
    {"1e-6143", "1e-6143", false},
    {"1e-6144", "out of range", false},
    {"0.1e-6142", "1e-6143", false},
    {"0.1e-6143", "out of range", false},
    {"123e-6145", "1.23e-6143", false},
    {"123e-6146", "out of range", false},
    {"99999999999999999999999999999999995e6110", "out of range", false},
    {"99999999999999999999999999999999995e6111", "out of range", false},
    {"99999999999999999999999999999999994e6111", "out of range", false},
    {"1e999999999999999999999", "out of range", false},
    {"-1e-999999999999999999999", "out of range", false},
    {"0.0000000000000000000000000000000000000000000000000000000000001e60", "0.1", false},
    {"1000000000000000000000000000000000000000000000000000000000000e-60", "1", false},
    {"0.30000000000000004", "0.30000000000000004", false},
    {"1.7976931348623157e308", "1.7976931348623157e+308", false},
    {"5e-324", "5e-324", false},
    {"1.00", "1", false},
    {"1000000000000000000000000000000000000000000000000000000000000001", "1e+63", true},
};
// clang-format on

}  // namespace

TEST_CASE("decimal arithmetic agrees with the oracle") {
  for (const auto& c : oracle_cases) {
    INFO(c.left << ' ' << c.operation << ' ' << c.right);
    CHECK(apply(c.operation, c.left, c.right) == c.result);
  }
}

TEST_CASE("decimal subtraction is addition of the opposite, for the oracle's sums") {
  for (const auto& c : oracle_cases) {
    if (std::string_view(c.operation) != "+") continue;
    INFO(c.left << " - -(" << c.right << ')');
    CHECK(show(subtract(dec(c.left), -dec(c.right))) == c.result);
  }
}

TEST_CASE("decimal parsing agrees with the oracle") {
  for (const auto& c : oracle_texts) {
    INFO(c.text);
    bool rounded = false;
    bool out_of_range = false;
    const auto value = Decimal::parse(c.text, &rounded, &out_of_range);
    CHECK((value ? value->to_string() : "out of range") == std::string(c.result));
    CHECK(rounded == c.rounded);
    CHECK(out_of_range == !value);
    if (value) CHECK(is_canonical(*value));
  }
}

TEST_CASE("decimal parse refuses what is no JSON number") {
  for (const char* text : {"",
                           "-",
                           "+1",
                           "--1",
                           "007",
                           "-01",
                           "00",
                           "00.5",
                           "1.",
                           "-1.",
                           ".5",
                           "-.5",
                           ".",
                           "1..2",
                           "1.2.3",
                           "1e",
                           "1e+",
                           "1e-",
                           "1E+-3",
                           "1e1.5",
                           "e5",
                           "-e5",
                           "1 ",
                           " 1",
                           "1,5",
                           "1_000",
                           "0x10",
                           "Infinity",
                           "NaN",
                           "1f",
                           "12345678901234567890x",
                           "1234567890123456789.",
                           "0123456789012345678901234567890123456789",
                           "\xD9\xA1"}) {
    INFO(text);
    bool rounded = true;
    bool out_of_range = true;
    CHECK_FALSE(Decimal::parse(text, &rounded, &out_of_range));
    CHECK_FALSE(rounded);
    CHECK_FALSE(out_of_range);
  }
  CHECK_FALSE(Decimal::parse(std::string_view("1\0", 2)));
}

TEST_CASE("decimal parse takes texts of a megabyte") {
  const std::size_t many = 1'000'000;
  const std::string zeros(many, '0');
  const std::string nines(many, '9');
  bool rounded = false;
  CHECK(dec("0." + zeros + "1e" + std::to_string(many + 1)) == 1);
  CHECK(dec("1" + zeros + "e-" + std::to_string(many)) == 1);
  CHECK(Decimal::parse("0." + nines, &rounded) == Decimal(1));
  CHECK(rounded);
  CHECK(Decimal::parse("1." + zeros, &rounded) == Decimal(1));
  CHECK_FALSE(rounded);
  CHECK(dec("0e" + nines).is_zero());
  bool out_of_range = false;
  CHECK_FALSE(Decimal::parse(nines, nullptr, &out_of_range));
  CHECK(out_of_range);
  CHECK_FALSE(Decimal::parse("1e" + nines, nullptr, &out_of_range));
  CHECK(out_of_range);
  CHECK_FALSE(Decimal::parse("1e-" + nines, nullptr, &out_of_range));
  CHECK(out_of_range);
  CHECK_FALSE(Decimal::parse(nines + "x", nullptr, &out_of_range));
  CHECK_FALSE(out_of_range);
}

TEST_CASE("decimal from integers and parts is canonical") {
  CHECK(Decimal().is_zero());
  CHECK(Decimal(0) == Decimal());
  CHECK(Decimal(1200).coefficient() == 12);
  CHECK(Decimal(1200).exponent() == 2);
  for (const auto integer :
       {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1'000'000}, std::int64_t{-1}, std::int64_t{5},
        std::int64_t{1'000'000'000'000'000'000}, std::numeric_limits<std::int64_t>::max()}) {
    const Decimal value = integer;
    CHECK(is_canonical(value));
    CHECK(value.to_int64() == integer);
    CHECK(value.to_plain_string() == std::to_string(integer));
  }
  CHECK(Decimal::make(500, -2) == Decimal(5));
  CHECK(Decimal::make(0, 99999) == Decimal());
  CHECK(Decimal::make(1, 6144).has_value());
  CHECK_FALSE(Decimal::make(1, 6145));
  CHECK(Decimal::make(10, 6143).has_value());
  CHECK_FALSE(Decimal::make(1, -6144));
  CHECK(Decimal::make(-11, -6144).has_value());
  CHECK_FALSE(Decimal::make(1, std::numeric_limits<int>::max()));
  CHECK_FALSE(Decimal::make(1, std::numeric_limits<int>::min()));
}

TEST_CASE("decimal knows what it is") {
  CHECK(dec("-0.5").is_negative());
  CHECK_FALSE(Decimal().is_negative());
  CHECK(dec("3.0").is_integer());
  CHECK(dec("1e30").is_integer());
  CHECK_FALSE(dec("3.5").is_integer());
  CHECK(-dec("3.5") == dec("-3.5"));
  CHECK(-Decimal() == Decimal());
  CHECK(dec("-3.5").abs() == dec("3.5"));
  CHECK(dec("3.5").abs() == dec("3.5"));
}

TEST_CASE("decimal to int64") {
  CHECK(dec("9223372036854775807").to_int64() == std::numeric_limits<std::int64_t>::max());
  CHECK(dec("-9223372036854775808").to_int64() == std::numeric_limits<std::int64_t>::min());
  CHECK(dec("9e18").to_int64() == 9'000'000'000'000'000'000);
  for (const char* text :
       {"9223372036854775808", "-9223372036854775809", "1e19", "0.5", "1e-1", "1e6144", "123456789012345678901"}) {
    INFO(text);
    CHECK_FALSE(dec(text).to_int64());
  }
}

TEST_CASE("decimal to the nearest double") {
  for (const char* text :
       {"0", "0.1", "-0.3", "1e23", "9007199254740993", "123456789.123456789", "1.7976931348623157e308", "5e-324",
        "2.2250738585072014e-308", "8.41e21", "0.000001", "3.141592653589793238462643383279"}) {
    INFO(text);
    CHECK(dec(text).to_double() == std::strtod(text, nullptr));
  }
  CHECK(dec("1e400").to_double() == std::numeric_limits<double>::infinity());
  CHECK(dec("-1e400").to_double() == -std::numeric_limits<double>::infinity());
  CHECK(dec("1e-400").to_double() == 0);
  CHECK(dec("-1e-400").to_double() == 0);
}

TEST_CASE("decimal text is plain where that is short") {
  const auto text = [](const char* number) { return dec(number).to_string(); };
  CHECK(text("0") == "0");
  CHECK(text("0.0005") == "0.0005");
  CHECK(text("1.2e3") == "1200");
  CHECK(text("-12.50") == "-12.5");
  CHECK(text("0.0000001") == "0.0000001");
  CHECK(text("0.00000001") == "1e-8");
  CHECK(text("-0.0000000123") == "-1.23e-8");
  CHECK(text("100000000000000000000") == "100000000000000000000");
  CHECK(text("1000000000000000000000") == "1e+21");
  CHECK(text("15e39") == "1.5e+40");
  CHECK(text("1234567890123456789012345678901234") == "1234567890123456789012345678901234");
  CHECK(text("1234567890123456789012345678901234e1") == "1.234567890123456789012345678901234e+34");
  CHECK(dec("1e25").to_plain_string() == "10000000000000000000000000");
  CHECK(dec("-1e-10").to_plain_string() == "-0.0000000001");
  CHECK(Decimal().to_plain_string() == "0");
  CHECK(dec("1e-6143").to_plain_string().size() == 6145);
}

TEST_CASE("decimal rounding for messages") {
  const auto text = [](const char* number, int places) { return dec(number).to_string_rounded(places); };
  CHECK(text("74.16666666666666666666666666666667", 4) == "74.1667");
  CHECK(text("74.5", 4) == "74.5");
  CHECK(text("2.5", 0) == "2");
  CHECK(text("3.5", 0) == "4");
  CHECK(text("-2.5", 0) == "-2");
  CHECK(text("0.00004", 4) == "0");
  CHECK(text("-0.00004", 4) == "0");
  CHECK(text("0.99999", 4) == "1");
  CHECK(text("1234567.00005", 4) == "1234567");
  CHECK(text("1234567.00015", 4) == "1234567.0002");
  CHECK(text("123456789012345678901234567890.1234", 2) == "123456789012345678901234567890.12");
  CHECK(text("123456789e40", 4) == "1.2346e+48");
  CHECK(text("9.99999999e6144", 4) == "9.99999999e+6144");
  CHECK(text("0.000000012", 9) == "1.2e-8");

  CHECK(dec("12345.678").rounded(1) == dec("12345.7"));
  CHECK(dec("12345.678").rounded(-2) == dec("12300"));
  CHECK(dec("12350").rounded(-2) == dec("12400"));
  CHECK(dec("12250").rounded(-2) == dec("12200"));
  CHECK(dec("50").rounded(-2) == 0);
  CHECK(dec("51").rounded(-2) == 100);
  CHECK(dec("1").rounded(-6000) == 0);
  CHECK(dec("1e-6143").rounded(100) == 0);
  CHECK(dec("1e-6143").rounded(7000) == dec("1e-6143"));
  CHECK(dec("9999999999999999999999999999999999").rounded(-1) == dec("1e34"));
  CHECK(dec("9.9e6144").rounded(-6144) == dec("9.9e6144"));
}

TEST_CASE("decimal text and back is the same value") {
  Numbers numbers;
  for (int i = 0; i < rounds; ++i) {
    const auto value = numbers.next(34, i % 2 == 0 ? 40 : 6000);
    INFO(value.to_string());
    CHECK(is_canonical(value));
    CHECK(dec(value.to_string()) == value);
    CHECK(dec(value.to_plain_string()) == value);
    CHECK(Decimal::make(value.coefficient(), value.exponent()) == value);
  }
}

TEST_CASE("decimal addition is exact while the digits suffice, and commutes") {
  Numbers numbers;
  for (int i = 0; i < rounds; ++i) {
    const auto a = numbers.next(15, 8);
    const auto b = numbers.next(15, 8);
    INFO(a.to_string() << ' ' << b.to_string());
    CHECK(difference(sum(a, b), b) == a);
    CHECK(sum(a, b) == sum(b, a));
    CHECK(difference(a, b) == -difference(b, a));
    CHECK(sum(a, -a).is_zero());
    CHECK(product(a, b) == product(b, a));
    CHECK(product(a, sum(b, 1)) == sum(product(a, b), a));
  }
}

TEST_CASE("decimal division undoes multiplication") {
  Numbers numbers;
  for (int i = 0; i < rounds; ++i) {
    const auto a = numbers.next(17, 2000);
    const auto b = numbers.next(17, 2000);
    INFO(a.to_string() << ' ' << b.to_string());
    CHECK(divide(product(a, b), b).value == a);
    // An inexact quotient is off by half a unit of its 34th digit at most.
    const auto error = difference(product(divide(a, b).value, b), a).abs();
    CHECK(error <= product(a.abs(), dec("1e-33")));
  }
}

TEST_CASE("decimal remainder is what division leaves over") {
  Numbers numbers;
  for (int i = 0; i < rounds; ++i) {
    const auto a = numbers.next(34, i % 2 == 0 ? 20 : 3000);
    const auto b = numbers.next(34, i % 2 == 0 ? 20 : 3000);
    INFO(a.to_string() << ' ' << b.to_string());
    const auto rest = remainder(a, b);
    REQUIRE(rest.error == ArithmeticError::none);
    CHECK(rest.value.abs() < b.abs());
    CHECK((rest.value.is_zero() || rest.value.is_negative() == a.is_negative()));
    CHECK(remainder(rest.value, b).value == rest.value);
    CHECK(remainder(a, -b).value == rest.value);
    CHECK(remainder(-a, b).value == -rest.value);
  }
}

TEST_CASE("decimal square root") {
  Numbers numbers;
  for (int i = 0; i < rounds; ++i) {
    const auto a = numbers.next(17, 2000).abs();
    INFO(a.to_string());
    CHECK(square_root(product(a, a)).value == a);
    const auto root = square_root(a).value;
    CHECK(difference(product(root, root), a).abs() <= product(a, dec("2e-33")));
  }
}

TEST_CASE("decimal order is total and goes by value") {
  Numbers numbers;
  std::vector<Decimal> values = {0, dec("1e6144"), dec("-1e6144"), dec("1e-6143"), dec("-1e-6143")};
  for (int i = 0; i < 300; ++i) {
    values.push_back(numbers.next(34, i % 3 == 0 ? 5 : 5000));
    values.push_back(sum(values.back(), 1));
  }
  std::sort(values.begin(), values.end());
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < values.size(); ++j) {
      const auto order = values[i] <=> values[j];
      REQUIRE((order == 0) == (values[i] == values[j]));
      REQUIRE((i < j ? order <= 0 : i == j ? order == 0 : order >= 0));
      REQUIRE((-values[j] <=> -values[i]) == order);
    }
  }
}

TEST_CASE("decimal holds what people write") {
  CHECK(sum(dec("0.1"), dec("0.2")) == dec("0.3"));
  CHECK(difference(dec("80.0"), 1) == 79);
  CHECK(divide(7, 2).value == dec("3.5"));
  CHECK(dec("1") == dec("1.0"));
}

}  // namespace nexus::base
