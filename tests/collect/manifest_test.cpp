#include "collect/manifest.h"
#include "engine/digest.h"
#include "tests/support/temporary_folder.h"
#include "tests/collect/texts.h"
#include "tests/support/catch.h"

#include <cctype>

using namespace nexus::collect;
using Pieces = TextBytes;
using nexus::tests::TemporaryFolder;

namespace {

struct Read {
  std::vector<ManifestEntry> entries;
  std::string mistake;
};
Read read(std::string text) {
  Read read;
  Pieces bytes(std::move(text), 11);
  if (const auto mistake = read_manifest(bytes, read.entries))
    read.mistake = std::to_string(mistake->line) + ": " + mistake->why;
  return read;
}
const std::string a_digest = nexus::engine::sha256("a");
const std::string b_digest = nexus::engine::sha256("b");

}  // namespace

TEST_CASE("a manifest in each form that sha256sum writes") {
  const auto read_entries = read(a_digest + "  a.bin\n" + b_digest + " *dist/b c.bin\r\n\n\\" + a_digest +
                                 "  two\\nlines\\\\\nSHA256 (tag (1).txt) = " + b_digest + "\n");
  CHECK(read_entries.mistake.empty());
  const auto& entries = read_entries.entries;
  REQUIRE(entries.size() == 4);
  CHECK(entries[0].path == "a.bin");
  CHECK(entries[0].expected_sha256 == a_digest);
  CHECK(entries[0].sha256.empty());
  CHECK(entries[1].path == "dist/b c.bin");
  CHECK(entries[2].path == "two\nlines\\");
  CHECK(entries[3].path == "tag (1).txt");
  CHECK(entries[3].expected_sha256 == b_digest);
}

TEST_CASE("digests are told in lower case, and the same entry twice is one") {
  std::string upper = a_digest;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto entries = read(upper + "  a\n" + a_digest + "  a\n").entries;
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].expected_sha256 == a_digest);
}

TEST_CASE("what is no manifest is an error with its line") {
  CHECK(read("").mistake == "0: it names no file");
  CHECK(read(a_digest + "  a\nhello\n").mistake == "2: this is not `<digest>  <file>`, as `sha256sum` writes it");
  CHECK(read(a_digest + "\n").mistake == "1: this is not `<digest>  <file>`, as `sha256sum` writes it");
  CHECK(read(a_digest + " a\n").mistake == "1: this is not `<digest>  <file>`, as `sha256sum` writes it");
  CHECK(read("SHA256 (a) = zz\n").mistake == "1: this is not `<digest>  <file>`, as `sha256sum` writes it");
  CHECK(read(std::string(128, 'a') + "  a\n").mistake ==
        "1: a digest of 128 hexadecimal digits is none of SHA-256, which has 64: make the manifest with `sha256sum`");
  CHECK(read(a_digest + "  a" + std::string(1, '\0') + b_digest + "  b").mistake ==
        "1: it has NUL characters for line breaks: make the manifest without `--zero`");
  CHECK(read(a_digest + "  a\n" + b_digest + "  a\n").mistake == "2: `a` has two different digests");
}

TEST_CASE("a manifest cannot name what lies outside its folder") {
  CHECK(read(a_digest + "  /etc/passwd\n").mistake ==
        "1: `/etc/passwd` is outside the folder of the manifest: only files below it are read");
  CHECK(read(a_digest + "  dist/../../x\n").mistake ==
        "1: `dist/../../x` is outside the folder of the manifest: only files below it are read");
  CHECK(read("\\" + a_digest + "  ../x\n").mistake ==
        "1: `../x` is outside the folder of the manifest: only files below it are read");
  CHECK(read(a_digest + "  ./a..b\n").mistake.empty());
}

TEST_CASE("files are digested as they are; those that are missing have no digest") {
  const TemporaryFolder folder;
  folder.write("a", "a");
  folder.write("dist/b", "changed");
  auto entries = read(a_digest + "  a\n" + b_digest + "  dist/b\n" + b_digest + "  gone\n").entries;
  CHECK_FALSE(digest_files(folder.path(), entries));
  CHECK(entries[0].sha256 == a_digest);
  CHECK(entries[1].sha256 == nexus::engine::sha256("changed"));
  CHECK(entries[2].sha256.empty());

  auto directory = read(a_digest + "  dist\n").entries;
  CHECK(digest_files(folder.path(), directory) == "`dist` is not a file that can be read");
}
