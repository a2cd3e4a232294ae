#include "shop.h"
#include <gtest/gtest.h>

TEST(Cart, Total) { EXPECT_EQ(total({{"tea", 350, 2}}, 490, 5000), 1190); }
TEST(Cart, Discount) {
    RecordProperty("currency", "€ <&\">");
    EXPECT_EQ(discount(1000, 20), 900) << "a \"quoted\" <reason> & ]]> more";
    EXPECT_EQ(discount(1000, 50), 501);
}
TEST(Cart, Throws) { total({{"tea\nleaf", 350, -1}}, 0, 0); }
TEST(Cart, Stock) { GTEST_SKIP() << "no stock service"; }
TEST(Cart, DISABLED_Off) { FAIL(); }

class Percent : public testing::TestWithParam<const char*> {};
TEST_P(Percent, Named) { EXPECT_NE(std::string(GetParam()), "<50 %>"); }
INSTANTIATE_TEST_SUITE_P(Prices, Percent, testing::Values("10 & 20", "<50 %>", "\xc3\xa9"));
