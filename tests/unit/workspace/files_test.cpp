#include "workspace/files.h"

#include "tests/support/catch.h"
#include "tests/unit/workspace/scratch_folder.h"
#include "workspace/pending_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

namespace nexus::workspace {

namespace fs = std::filesystem;
using testing::read_back;
using testing::ScratchFolder;
using Strings = std::vector<std::string>;

namespace {

SizeLimit up_to(std::size_t bytes) {
  base::Limits limits;
  limits.snapshot_size = bytes;
  return snapshot_size(limits);
}

std::string complaint(const std::string& path, std::size_t limit = 1000) {
  const auto text = read_file(path, up_to(limit));
  REQUIRE_FALSE(text);
  return std::string(text.error().code) + ' ' + text.error().message;
}

struct Found {
  Strings files;
  Strings complaints;
};

Found find(const Strings& paths) {
  base::DiagnosticSink sink;
  Found found{find_policies(paths, sink), {}};
  for (const base::Diagnostic& diagnostic : sink.all()) found.complaints.push_back(diagnostic.message);
  return found;
}

}  // namespace

TEST_CASE("reading files") {
  const ScratchFolder scratch;
  CHECK(*read_file(scratch.write("a", "text"), up_to(1000)) == "text");
  CHECK(read_file(scratch.write("empty", ""), up_to(1000))->empty());
  const std::string large(300000, 'x');
  CHECK(*read_file(scratch.write("large", large), up_to(large.size())) == large);
}

TEST_CASE("what cannot be read is said in words of its own") {
  const ScratchFolder scratch;
  CHECK(complaint(scratch / "none") == "NX4001 there is no `" + (scratch / "none") + "`");
  CHECK(complaint(scratch.write("file", "") + "/x") == "NX4001 there is no `" + (scratch / "file/x") + "`");
  CHECK(complaint(scratch.path().native()) == "NX4002 `" + scratch.path().native() + "` is a folder, not a file");
  CHECK(complaint(scratch.write("large", std::string(1 << 20, 'x')), 1 << 10).starts_with("NX4005 "));
  fs::create_symlink("loop", scratch / "loop");
  CHECK(complaint(scratch / "loop").starts_with("NX4003 cannot read `" + (scratch / "loop") + "`: too many levels of symbolic links"));
  if (::geteuid() != 0) {
    const std::string secret = scratch.write("secret", "x");
    fs::permissions(secret, fs::perms::none);
    CHECK(complaint(secret) == "NX4003 cannot read `" + secret + "`: permission denied");
  }
}

TEST_CASE("a pipe is read to its end, and no further than the limit") {
  const ScratchFolder scratch;
  const std::string pipe = scratch / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const std::string text(200000, 'y');
  std::thread writer([&] { (void)PendingFile::create(pipe)->write(text); });
  CHECK(*read_file(pipe, up_to(1 << 20)) == text);
  writer.join();
  CHECK(complaint("/dev/zero", 1 << 20) == "NX4005 `/dev/zero` is larger than 1MiB");
}

TEST_CASE("a folder is its policies, sorted, however deep") {
  const ScratchFolder scratch;
  const std::string b = scratch.write("p/b.nexus", "");
  const std::string a = scratch.write("p/sub/a.nexus", "");
  const std::string z = scratch.write("p/a.nexus", "");
  scratch.write("p/readme.md", "");
  scratch.write("p/.hidden/x.nexus", "");
  scratch.write("p/.y.nexus", "");
  CHECK(find({scratch / "p"}).files == Strings{z, b, a});
  // Each once, however often it is named.
  CHECK(find({b, scratch / "p", scratch / "p/../p", b}).files == Strings{b, z, a});
  CHECK(find({scratch / "p", scratch / "p"}).complaints.empty());
}

TEST_CASE("a named file is a policy whatever its name") {
  const ScratchFolder scratch;
  const std::string rules = scratch.write("rules.txt", "");
  CHECK(find({rules}).files == Strings{rules});
}

TEST_CASE("links are followed, and circles of links end") {
  const ScratchFolder scratch;
  const std::string a = scratch.write("p/a.nexus", "");
  const std::string c = scratch.write("other/c.nexus", "");
  fs::create_directory_symlink(scratch.path() / "p", scratch.path() / "p/up");
  fs::create_directory_symlink(scratch.path() / "other", scratch.path() / "p/other");
  fs::create_symlink("none", scratch.path() / "p/broken.nexus");
  fs::create_symlink("self.nexus", scratch.path() / "p/self.nexus");
  const Found found = find({scratch / "p"});
  CHECK(found.files == Strings{a, scratch / "p/other/c.nexus"});
  CHECK(found.complaints.empty());
}

TEST_CASE("what is not there is named, each on its own") {
  const ScratchFolder scratch;
  fs::create_directory(scratch.path() / "empty");
  const Found found = find({scratch / "none", scratch / "empty"});
  CHECK(found.complaints == Strings{"there is no `" + (scratch / "none") + "`", "there is no `*.nexus` file in or below `" + (scratch / "empty") + "`"});
}

TEST_CASE("without a path the usual places are looked at") {
  const ScratchFolder scratch;
  const fs::path before = fs::current_path();
  fs::current_path(scratch.path());
  CHECK(find({}).complaints == Strings{"no policy is named, and there is none in ./*.nexus or ./policies"});
  scratch.write("b.nexus", "");
  scratch.write("sub/not.nexus", "");
  scratch.write("policies/sub/a.nexus", "");
  CHECK(find({}).files == Strings{"b.nexus", "policies/sub/a.nexus"});
  fs::current_path(before);
}

TEST_CASE("a pending file replaces its target in one step") {
  const ScratchFolder scratch;
  const std::string target = scratch.write("out.json", "before");
  fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  {
    auto file = PendingFile::create(target);
    REQUIRE(file);
    CHECK_FALSE(file->write("after"));
    CHECK(read_back(target) == "before");
    CHECK_FALSE(file->publish());
  }
  CHECK(read_back(target) == "after");
  CHECK((fs::status(target).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
  CHECK(std::distance(fs::directory_iterator(scratch.path()), {}) == 1);
}

TEST_CASE("a pending file that is not published leaves nothing") {
  const ScratchFolder scratch;
  {
    auto file = PendingFile::create(scratch / "out.json");
    REQUIRE(file);
    CHECK_FALSE(file->write("half"));
  }
  CHECK(fs::is_empty(scratch.path()));
}

TEST_CASE("a pending file follows a link, and leaves devices what they are") {
  const ScratchFolder scratch;
  const std::string target = scratch.write("real.json", "before");
  fs::create_symlink("real.json", scratch / "link.json");
  auto file = PendingFile::create(scratch / "link.json");
  CHECK_FALSE(file->write("after"));
  CHECK_FALSE(file->publish());
  CHECK(fs::is_symlink(scratch / "link.json"));
  CHECK(read_back(target) == "after");

  auto null = PendingFile::create("/dev/null");
  REQUIRE(null);
  CHECK_FALSE(null->write("x"));
  CHECK_FALSE(null->publish());
  CHECK(fs::is_character_file("/dev/null"));
  auto full = PendingFile::create("/dev/full");
  REQUIRE(full);
  CHECK(full->write("x")->message == "cannot write `/dev/full`: no space left on device");
}

TEST_CASE("where no file can be made, the one that was asked for is named") {
  const ScratchFolder scratch;
  CHECK(PendingFile::create(scratch / "none/out.json").error().message == "cannot write `" + (scratch / "none/out.json") + "`: no such file or directory");
  CHECK(PendingFile::create(scratch.path().native()).error().message == "cannot write `" + scratch.path().native() + "`: is a directory");
}

}  // namespace nexus::workspace
