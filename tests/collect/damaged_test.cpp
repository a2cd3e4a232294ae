#include "collect/kinds.h"
#include "tests/collect/texts.h"
#include "tests/support/catch.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

// Reports are damaged on their way: cut off, overwritten, doubled. A reader says so or reads what is there; it never breaks.

using namespace nexus::collect;

namespace {

/// The same numbers in every run.
class Numbers {
 public:
  std::size_t below(std::size_t limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state_ >> 33U) % limit;
  }

 private:
  std::uint64_t state_ = 1;
};

std::string damaged(std::string text, Numbers& numbers) {
  constexpr std::string_view pieces[]{"{",
                                      "[",
                                      "]",
                                      "}",
                                      "\"",
                                      ",",
                                      ":",
                                      "null",
                                      "-1",
                                      "1e999",
                                      "<",
                                      ">",
                                      "&x",
                                      "\xff",
                                      "\\u",
                                      "\n\t",
                                      "*a",
                                      "<<: ",
                                      "..",
                                      "9999999999999999999999",
                                      "end_of_record\n",
                                      "%",
                                      std::string_view("\0", 1)};
  if (text.empty()) return text;
  const auto at = numbers.below(text.size());
  switch (numbers.below(4)) {
    case 0:
      text.resize(at);
      break;
    case 1:
      text[at] = static_cast<char>(numbers.below(256));
      break;
    case 2:
      text.insert(at, pieces[numbers.below(std::size(pieces))]);
      break;
    default: {
      const auto length = numbers.below(200);
      text.insert(numbers.below(text.size()), text.substr(at, length));
    }
  }
  return text;
}

void damage(std::string_view kind_name, std::string_view folder, std::string_view ending) {
  const Kind& kind = *find_kind(kind_name);
  Numbers numbers;
  std::size_t files = 0, refused = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(NEXUS_SOURCE_DIR "/tests/collect/files/").append(folder))) {
    if (!entry.path().string().ends_with(ending)) continue;
    ++files;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (int i = 0; i < 60; ++i) {
      TextBytes bytes(damaged(damaged(text, numbers), numbers), 1 + numbers.below(5000));
      Part part = kind.none();
      const auto malformed = kind.read(bytes, {entry.path().string(), "/srv/shop"}, part);
      if (malformed) {
        ++refused;
        CHECK_FALSE(malformed->why.empty());
      }
    }
  }
  INFO(kind_name);
  CHECK(files > 0);
  CHECK(refused > 0);
}

}  // namespace

TEST_CASE("damaged reports are refused, or read as far as they are sound") {
  damage("junit", "junit", ".xml");
  damage("cobertura", "coverage", ".xml");
  damage("jacoco", "coverage", "jacoco.xml");
  damage("lcov", "coverage", ".info");
  damage("sarif", "sarif", ".sarif");
  damage("cyclonedx", "sbom", ".json");
  damage("cyclonedx-vulnerabilities", "sbom", ".json");
  damage("spdx", "sbom", ".json");
  damage("manifest", "manifest", ".sha256");
  damage("json", "documents", ".json");
  damage("yaml", "documents", ".yaml");
  damage("toml", "documents", ".toml");
  damage("csv", "documents", ".csv");
}

TEST_CASE("what is wrong with a report does not depend on how little of it comes at a time") {
  constexpr std::pair<std::string_view, std::string_view> reports[]{
      {"junit", "assert 800 == 7\n<testsuite/>"},
      {"junit", "\xEF\xBB\xBF<testsuite name=\"a\">"},
      {"sarif", "<html>"},
      {"sarif", "\xff\xfe{"},
      {"yaml", "a: b: c\n\xE2\x28"},
  };
  for (const auto& [name, text] : reports) {
    const Kind& kind = *find_kind(name);
    const auto read = [&, text = text](std::size_t piece) {
      TextBytes bytes(std::string(text), piece);
      Part part = kind.none();
      return words(kind.read(bytes, {"/srv/shop/report", "/srv/shop"}, part));
    };
    INFO(text);
    CHECK(read(1) == read(text.size()));
    CHECK(read(1) != "well-formed");
  }
}
