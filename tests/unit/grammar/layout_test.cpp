#include "grammar/format/format.h"
#include "grammar/format/same.h"
#include "grammar/format/tokens.h"
#include "tests/support/catch.h"
#include "tests/unit/grammar/dump.h"
#include "tests/unit/grammar/parsed.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

/// tests/suite/layout: NAME.nexus, and in NAME.expected its canonical layout; a pair for each construct of the language. And
/// laws that hold for every policy of the project, as it is and with comments and white space where nobody would put them.
/// `NEXUS_ACCEPT=1` writes the layouts of now into the `.expected` files, to be read before they are committed.
namespace nexus::grammar::test {

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> policies_below(const std::string& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(fs::path(NEXUS_SOURCE_DIR) / folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(NEXUS_SOURCE_DIR) / folder))
    if (entry.path().extension() == ".nexus") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

/// Every policy of the project that has no syntax error.
std::vector<std::string> corpus() {
  std::vector<std::string> texts;
  for (const char* folder : {"tests/suite", "tests/acceptance", "tests/cli", "examples", "stdlib-policies", "../shared/design/examples"}) {
    for (const fs::path& file : policies_below(folder)) {
      std::string text = read(file);
      if (!Parsed(text).sink.has_errors()) texts.push_back(std::move(text));
    }
  }
  return texts;
}

std::string formatted(const Parsed& parsed, int width = layout_width) {
  REQUIRE_FALSE(parsed.sink.has_errors());
  const auto text = format(parsed.tree, parsed.sources, width);
  REQUIRE(text);
  return *text;
}

std::string formatted(const std::string& text) { return formatted(Parsed(text)); }

std::vector<std::string_view> codes_of(const Parsed& parsed) {
  std::vector<std::string_view> codes;
  for (const base::Diagnostic& warning : parsed.sink.all()) codes.push_back(warning.code);
  return codes;
}

std::vector<std::string> comments_of(const Parsed& parsed) {
  std::vector<std::string> comments;
  for (const Comment& comment : parsed.tree.comments) {
    std::string text(parsed.slice(comment.span));
    text.erase(text.find_last_not_of(" \t\r") + 1);
    comments.push_back(std::move(text));
  }
  return comments;
}

/// What the text says. White space is left out for the JSON, which the tree keeps as text.
std::string meaning_of(const Parsed& parsed) {
  std::string words = dump(parsed.tree);
  std::erase_if(words, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  return words;
}

void check_laws(const std::string& text, int width = layout_width) {
  INFO(text);
  INFO(width);
  const Parsed before(text);
  const std::string layout = formatted(before, width);
  INFO(layout);
  const Parsed after(layout);
  CHECK(codes_of(after) == codes_of(before));
  CHECK(comments_of(after) == comments_of(before));
  CHECK(meaning_of(after) == meaning_of(before));
  CHECK(formatted(after, width) == layout);
  CHECK(layout.find("\n\n\n") == std::string::npos);
  CHECK(layout.find(" \n") == std::string::npos);
  CHECK((layout.empty() || (layout.ends_with('\n') && !layout.starts_with('\n'))));
}

class Disorder {
 public:
  explicit Disorder(unsigned seed) : random_(seed) {}

  /// `text` with other white space, and here and there a comment, between its tokens.
  std::string of(const std::string& text) {
    const Parsed parsed(text);
    std::string out;
    std::size_t from = 0;
    for (const layout::Token& token : layout::tokens_of(parsed.tree, parsed.sources)) {
      gap(out, std::string_view(text).substr(from, token.begin - from));
      out += token.text;
      from = token.begin + token.text.size();
    }
    return out;
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_()) % n; }

  void gap(std::string& out, std::string_view gap) {
    if (gap.find_first_not_of(" \t\r\n") != std::string_view::npos) {  // comments are in it, or a comma
      out += gap;
    } else if (out.empty() || gap.ends_with('\n')) {  // at the margin: it may be what tells a declaration
      out += gap;
      if (below(6) == 0) out += comment() + "\n";
    } else {
      switch (below(8)) {
        case 0: out += "\n  "; break;
        case 1: out += " " + comment() + "\n "; break;
        case 2: out += "\n\n " + comment() + "\n  " + comment() + "\n\n\n "; break;
        case 3: out += " \t "; break;
        case 4: out += "\n\n\n\t"; break;
        case 5: out += "\r\n "; break;
        default: out += gap; break;
      }
    }
  }

  std::string comment() {
    constexpr std::array<std::string_view, 6> kinds = {"# plain", "## doc", "# nexus: silence unused-name", "#", "# { \" ' ] , é", "### no doc"};
    return std::string(kinds[below(kinds.size())]) + (below(2) == 0 ? " " : " " + std::to_string(++number_));
  }

  std::mt19937 random_;
  int number_ = 0;
};

bool is_accepting() { return std::getenv("NEXUS_ACCEPT") != nullptr && std::getenv("CI") == nullptr; }

}  // namespace

TEST_CASE("each construct has its layout") {
  for (const fs::path& file : policies_below("tests/suite/layout")) {
    INFO(file.filename());
    fs::path expected = file;
    expected.replace_extension(".expected");
    const std::string layout = formatted(read(file));
    if (is_accepting()) std::ofstream(expected, std::ios::binary) << layout;
    CHECK(layout == read(expected));
    CHECK(formatted(layout) == layout);
    std::istringstream lines(layout);
    for (std::string line; std::getline(lines, line);) {
      const bool may_be_long = line.find('#') != std::string::npos || line.find('"') != std::string::npos;
      CHECK((may_be_long || line.size() <= static_cast<std::size_t>(layout_width)));
    }
  }
}

TEST_CASE("a layout says the same, keeps every comment, and is its own layout") {
  const std::vector<std::string> texts = corpus();
  CHECK(texts.size() > 100);
  for (const std::string& text : texts) check_laws(text);
}

TEST_CASE("the laws hold wherever lines break") {
  for (const std::string& text : corpus())
    for (const int width : {1, 15, 30, 45, 60, 80, 140}) check_laws(text, width);
}

TEST_CASE("the laws hold wherever white space and comments stand") {
  Disorder disorder(20261231);
  std::size_t legal = 0, all = 0;
  for (const std::string& text : corpus()) {
    for (int round = 0; round < 4; ++round) {
      const std::string other = disorder.of(text);
      ++all;
      if (Parsed(other).sink.has_errors()) continue;  // at the margin, say
      ++legal;
      check_laws(other, round == 0 ? 40 : layout_width);
    }
  }
  CHECK(legal * 10 > all * 9);
}

TEST_CASE("a text that says something else is found out") {
  const Parsed parsed("# above\nlet x = [10 % 3, 2]  # beside\nlet y = { a: 1 }\n");
  const auto tokens = layout::tokens_of(parsed.tree, parsed.sources);
  const auto same = [&](const char* text) { return layout::says_the_same(text, tokens); };
  CHECK(same("# above\nlet x = [10%3,2]#beside\nlet y = {a:1}") == false);  // `10%`, and another comment
  CHECK(same("# above\nlet x=[10 %3,\n2,]# beside   \nlet y={a:1,}"));
  CHECK_FALSE(same("# above\nlet x = [10 % 3, 2]\nlet y = { a: 1 }\n"));
  CHECK_FALSE(same("let x = [10 % 3, 2]  # beside\nlet y = { a: 1 }\n"));
  CHECK_FALSE(same("let x = [10 % 3, 2]  # above\n# beside\nlet y = { a: 1 }\n"));
  CHECK_FALSE(same("# above\nlet x = [10 % 3, 2]\nlet # beside\n y = { a: 1 }\n"));
  CHECK_FALSE(same("# above\nlet x = [(10 % 3), 2]  # beside\nlet y = { a: 1 }\n"));
  CHECK_FALSE(same("# above\nlet x = [10 % 3, 2]  # beside\n"));
  CHECK_FALSE(same("# above\nlet x = [10 % 3, 2]  # beside\nlet y = { a: 1 \n"));
}

TEST_CASE("line breaks of other systems and a byte order mark go; a file without declarations stays") {
  CHECK(formatted("\xEF\xBB\xBFpolicy a\r\n\r\nlet x = 1\r\n") == "policy a\n\nlet x = 1\n");
  CHECK(formatted("") == "");
  CHECK(formatted("\n\n# only this\n\n\n# and that") == "# only this\n\n# and that\n");
}

}  // namespace nexus::grammar::test
