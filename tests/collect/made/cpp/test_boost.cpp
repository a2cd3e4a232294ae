#define BOOST_TEST_MODULE shop <&> é
#include "shop.h"
#include <boost/test/included/unit_test.hpp>
namespace utf = boost::unit_test;

BOOST_AUTO_TEST_SUITE(cart)
BOOST_AUTO_TEST_CASE(adds_shipping) { BOOST_TEST(total({{"tea", 350, 2}}, 490, 5000) == 1190); }
BOOST_AUTO_TEST_CASE(takes_20_percent) {
    BOOST_TEST_MESSAGE("on the way out <&> é ]]>");
    BOOST_TEST(discount(1000, 20) == 900, "a \"quoted\" <reason> & ]]> more");
    BOOST_TEST(discount(1000, 50) == 501);
}
BOOST_AUTO_TEST_CASE(throws) { total({{"tea\n'x'", 350, -1}}, 0, 0); }
BOOST_AUTO_TEST_CASE(off, *utf::disabled()) { BOOST_TEST(false); }
BOOST_AUTO_TEST_CASE(only_on_sundays, *utf::precondition([](utf::test_unit_id) { return boost::test_tools::assertion_result(false); })) { BOOST_TEST(false); }
BOOST_AUTO_TEST_CASE(without_a_check) {}
BOOST_AUTO_TEST_SUITE_END()
