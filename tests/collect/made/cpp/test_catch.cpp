// The same file for Catch2 v2 and v3.
#include "shop.h"
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_version_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif
#include <iostream>

TEST_CASE("the total of a cart", "[cart]") {
    SECTION("adds shipping") { CHECK(total({{"tea", 350, 2}}, 490, 5000) == 1190); }
    SECTION("ships <free> & \"gladly\"") { CHECK(total({{"pot", 5200, 1}}, 490, 5000) == 5200); }
}
TEST_CASE("discount of 20 % é ü 日本", "[price]") {
    std::cout << "on the way out <&> \xc3\xa9\n";
    std::cerr << "and on the error stream\n";
    INFO("percent = 20");
    CHECK(discount(1000, 20) == 900);
    CHECK(discount(1000, 50) == 501);
}
TEST_CASE("a count below zero throws", "[cart]") { total({{"tea\n'x'", 350, -1}}, 0, 0); }
TEST_CASE("a nested section that fails", "[cart]") {
    SECTION("outer") {
        CHECK(discount(100, 0) == 100);
        SECTION("inner") { REQUIRE(discount(100, 101) == 0); }
    }
}
TEST_CASE("known to fail", "[price][!shouldfail]") { CHECK(discount(1, 50) == 7); }
TEST_CASE("may fail", "[price][!mayfail]") { CHECK(discount(1, 50) == 7); }
#if CATCH_VERSION_MAJOR >= 3
TEST_CASE("needs the stock service", "[cart]") { SKIP("no stock service"); }
#endif
