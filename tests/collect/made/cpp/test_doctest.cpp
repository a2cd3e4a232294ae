#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "shop.h"
#include <doctest/doctest.h>

TEST_SUITE("cart <\"&'> é 日本") {
    TEST_CASE("total") { CHECK(total({{"tea", 350, 2}}, 490, 5000) == 1190); }
    TEST_CASE("discount\nof 20 %") {
        CHECK(discount(1000, 20) == 900);
        CHECK(discount(1000, 50) == 501);
        SUBCASE("inner & \"quoted\"") { CHECK(discount(100, 0) == 100); }
    }
    TEST_CASE("throws") { total({{"tea\n'x'", 350, -1}}, 0, 0); }
    TEST_CASE("skipped" * doctest::skip()) { CHECK(false); }
    TEST_CASE("should fail" * doctest::should_fail()) { CHECK(discount(1, 50) == 7); }
}
