#include "cli/help_page.h"

#include "tests/support/catch.h"

namespace nexus::cli {

namespace {

constexpr std::string_view text = R"(Judges things: all
of them.

  nexus judge x         now
  curl … | nexus judge -

Usage: nexus judge [THING…] [OPTION…]
       nexus judge CODE

  THING…                 a thing,
                         or two
  copy NAME [FILE]       writes it

Between the entries.

What comes out
  -s, --sort KEY         by which key
      --very-long-option-name NAME=FILE
                         a name
  -q, --quiet            nothing

What is left to say,
on two lines.

Exit code: 0 well, 1
not.
)";

}  // namespace

TEST_CASE("a help text in its parts") {
  const HelpPage page = read_help(text);
  CHECK(page.summary == std::vector<std::string>{"Judges things: all of them."});
  REQUIRE(page.examples.size() == 2);
  CHECK(page.examples[0].command == "nexus judge x");
  CHECK(page.examples[0].words == "now");
  CHECK(page.examples[1].command == "curl … | nexus judge -");
  CHECK(page.usage == std::vector<std::string>{"nexus judge [THING…] [OPTION…]", "nexus judge CODE"});
  REQUIRE(page.sections.size() == 2);
  CHECK(page.sections[0].heading.empty());
  REQUIRE(page.sections[0].entries.size() == 2);
  CHECK(page.sections[0].entries[0].words == "a thing, or two");
  CHECK(page.sections[0].entries[1].term == "copy NAME [FILE]");
  CHECK(page.sections[1].heading == "What comes out");
  CHECK(page.notes == std::vector<std::string>{"Between the entries.", "What is left to say, on two lines."});
  CHECK(page.exit_codes == "0 well, 1 not.");
}

TEST_CASE("options of a help text") {
  const HelpPage page = read_help(text);
  REQUIRE(page.find("--sort") != nullptr);
  CHECK(page.find("--sort")->value() == "KEY");
  CHECK(page.find("--sort")->words == "by which key");
  REQUIRE(page.find("--very-long-option-name") != nullptr);
  CHECK(page.find("--very-long-option-name")->value() == "NAME=FILE");
  CHECK(page.find("--very-long-option-name")->words == "a name");
  CHECK(page.find("--quiet")->value().empty());
  CHECK(page.find("--so") == nullptr);
}

TEST_CASE("commands fill their column") {
  const HelpPage page =
      read_help("A program.\n\n  judge x   judges\n\nCommands\n  judge   judges all\n  explain says why\n");
  REQUIRE(page.sections.size() == 1);
  REQUIRE(page.sections[0].entries.size() == 2);
  CHECK(page.sections[0].entries[1].term == "explain");
  CHECK(page.sections[0].entries[1].words == "says why");
}

}  // namespace nexus::cli
