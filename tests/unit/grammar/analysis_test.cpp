#include "grammar/pegtl/analysis.h"
#include "tests/support/catch.h"

using namespace nexus::grammar;

TEST_CASE("no rule of the grammar can loop without consuming, none is left-recursive") {
  CHECK(tao::pegtl::analyze<rules::Module>() == 0);
  CHECK(tao::pegtl::analyze<rules::OneExpr>() == 0);
}
