#include "workspace/limits.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace nexus::workspace {

TEST_CASE("how to allow more is said so that it can be followed") {
  for (const LimitForm& form : limit_forms()) {
    const std::uint64_t usual = base::Limits().*form.value;
    for (const std::uint64_t now :
         {form.least, usual, usual + 1, form.most / 2, form.most / 2 + 1, form.most - 1, form.most}) {
      base::Limits limits;
      limits.*form.value = now;
      const std::string advice = allow_more(limits, form.value);
      INFO(now << ": " << advice);
      CHECK(is_limit_advice(advice));
      if (now == form.most) {
        CHECK(advice == "no `--limit " + std::string(form.name) + "` allows more");
        continue;
      }
      const std::string begin = "or allow more: `--limit ";
      REQUIRE(advice.starts_with(begin));
      CHECK_FALSE(set_limit(limits, advice.substr(begin.size(), advice.size() - begin.size() - 1)));
      CHECK(limits.*form.value > now);
    }
  }
}

TEST_CASE("a limit is written so that it can be read again") {
  for (const LimitForm& form : limit_forms()) {
    for (const std::uint64_t value : {form.least, std::min<std::uint64_t>(399, form.most), form.most - 1, form.most}) {
      base::Limits limits;
      INFO(limit_text(form, value));
      CHECK_FALSE(set_limit(limits, std::string(form.name) + "=" + limit_text(form, value)));
      CHECK(limits.*form.value == value);
    }
  }
}

TEST_CASE("limits that no words have set are held against the same ranges") {
  CHECK_FALSE(out_of_range({}));
  for (const LimitForm& form : limit_forms()) {
    base::Limits limits;
    limits.*form.value = form.least - 1;
    CHECK(out_of_range(limits));
    limits.*form.value = form.least;
    CHECK_FALSE(out_of_range(limits));
    limits.*form.value = form.most + 1;
    CHECK(out_of_range(limits));
  }
  CHECK(out_of_range({.snapshot_depth = 100'000})->message ==
        "`snapshot-depth=100000` sets no limit: it can be 1 to 2000");
}

TEST_CASE("a file that is too large is told what to do, with and without limits to move") {
  base::Diagnostic diagnostic = file_too_large("p.nexus", policy_size({.policy_size = 1024}));
  CHECK(diagnostic.message == "`p.nexus` is larger than 1KiB");
  CHECK(diagnostic.helps == std::vector<std::string>{"leave out of it what no rule reads",
                                                     "or allow more: `--limit policy-size=2KiB`"});
  std::erase_if(diagnostic.helps, is_limit_advice);
  CHECK(diagnostic.helps.size() == 1);
}

}  // namespace nexus::workspace
