#include "collect/git.h"
#include "collect/process.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>

using namespace nexus::collect;
using nexus::tests::TemporaryFolder;

namespace {

/// What makes commits the same everywhere.
const std::vector<std::string> variables{"GIT_CONFIG_GLOBAL=/dev/null",
                                         "GIT_CONFIG_NOSYSTEM=1",
                                         "GIT_AUTHOR_DATE=2026-11-02T10:00:00+01:00",
                                         "GIT_COMMITTER_DATE=2026-11-02T11:00:00+01:00",
                                         "GIT_COMMITTER_NAME=Ci",
                                         "GIT_COMMITTER_EMAIL=ci@example.com"};

/// A repository of its own.
class Shop {
 public:
  Shop() { git({"init", "-q", "-b", "main"}); }

  std::string git(std::vector<std::string> words) const {
    words.insert(words.begin(), {"git", "-C", folder().string()});
    const auto finished = run_program(words, variables);
    REQUIRE(finished.has_value());
    INFO(finished->err);
    REQUIRE(finished->status == 0);
    auto text = finished->out;
    if (text.ends_with('\n')) text.pop_back();
    return text;
  }
  void write(const std::string& name, std::string_view text) const { folder_.write(name, text); }
  void commit(const std::string& author) const {
    git({"add", "-A"});
    git({"-c", "user.name=" + author, "-c", "user.email=" + author + "@example.com", "commit", "-q", "-m",
         "work of " + author});
  }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

  Git read(const std::string& base = "", const std::string& branch = "") const {
    auto git = read_git({folder().string(), base, branch});
    if (!git) FAIL(git.error());
    return *git;
  }
  [[nodiscard]] std::string problem(const std::string& base = "") const {
    const auto git = read_git({folder().string(), base, ""});
    return git ? "" : git.error();
  }

 private:
  TemporaryFolder folder_;
};

/// A variable of this process with another value, until the end.
class Variable {
 public:
  Variable(std::string name, const std::string& value) : name_(std::move(name)) {
    if (const char* const old = std::getenv(name_.c_str())) old_ = old;
    ::setenv(name_.c_str(), value.c_str(), 1);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() {
    if (old_)
      ::setenv(name_.c_str(), old_->c_str(), 1);
    else
      ::unsetenv(name_.c_str());
  }

 private:
  std::string name_;
  std::optional<std::string> old_;
};

std::string lines(const Git& git) {
  std::string text;
  for (const auto& file : git.changed)
    text += file.path + " " +
            (file.binary ? "binary" : std::to_string(file.added) + "+" + std::to_string(file.deleted) + "-") + "\n";
  return text;
}

}  // namespace

TEST_CASE("git says commit, branch, time, tags and author of what is checked out") {
  const Shop shop;
  shop.write("a", "1\n");
  shop.commit("ana");
  shop.git({"tag", "v2"});
  shop.git({"tag", "v1"});
  const auto git = shop.read();
  CHECK(git.commit == shop.git({"rev-parse", "HEAD"}));
  CHECK(git.branch == "main");
  CHECK(git.committed_at == "2026-11-02T11:00:00+01:00");
  CHECK(git.tags == std::vector<std::string>{"v1", "v2"});
  CHECK(git.authors == std::vector<std::string>{"ana@example.com"});
  CHECK(git.base.empty());
  CHECK(git.changed.empty());
  CHECK(shop.read("", "what-ci-says").branch == "main");

  shop.git({"checkout", "-q", "--detach"});
  CHECK(shop.read().branch.empty());
  CHECK(shop.read("", "what-ci-says").branch == "what-ci-says");
}

TEST_CASE("files are compared with the merge base: renames, binaries and odd names, too") {
  const Shop shop;
  shop.write("keep", "1\n2\n3\n");
  shop.write("old name", "1\n2\n3\n4\n5\n6\n7\n8\n");
  shop.write("gone", "x\n");
  shop.commit("ana");
  const auto base = shop.git({"rev-parse", "HEAD"});
  shop.git({"branch", "work"});
  shop.write("later", "on main, after the branch\n");
  shop.commit("cy");
  shop.git({"checkout", "-q", "work"});
  shop.write("keep", "1\n3\n4\n5\n");
  shop.git({"rm", "-q", "gone"});
  shop.git({"mv", "old name", "new\tname \"\xc3\xa9\""});
  shop.write("image", std::string("\0\1\2", 3));
  shop.write("bytes\xff", "1\n");
  shop.commit("bo");
  shop.write("keep", "1\n3\n4\n5\n6\n");
  shop.commit("ana");
  shop.write("keep", "not committed\n");

  const auto git = shop.read("main");
  CHECK(git.base == base);
  CHECK(lines(git) ==
        "bytes\xff 1+0-\ngone 0+1-\nimage binary\nkeep 3+1-\nnew\tname \"\xc3\xa9\" 0+0-\nold name 0+0-\n");
  CHECK(git.authors == std::vector<std::string>{"ana@example.com", "bo@example.com"});
  CHECK(shop.read("HEAD").changed.empty());
}

TEST_CASE("a base that is not there is an error that says what to do") {
  const Shop shop;
  CHECK(shop.problem() == "there is no commit yet");
  shop.write("a", "1\n");
  shop.commit("ana");
  CHECK(shop.problem("origin/main") ==
        "there is no `origin/main` here: is it written right, and fetched (`git fetch origin`)?");
  CHECK(shop.problem("--output=x") == "`--output=x` is no revision");

  shop.git({"checkout", "-q", "--orphan", "other"});
  shop.write("b", "1\n");
  shop.commit("bo");
  CHECK(shop.problem("main") == "`main` and the commit that is checked out have no ancestor in common");
}

TEST_CASE("in a shallow clone the error says how to fetch the rest") {
  const Shop shop;
  shop.write("a", "1\n");
  shop.commit("ana");
  shop.git({"branch", "work"});
  shop.write("a", "2\n");
  shop.commit("ana");
  shop.git({"checkout", "-q", "work"});
  shop.write("b", "2\n");
  shop.commit("bo");
  const TemporaryFolder place;
  const auto url = "file://" + shop.folder().string();
  shop.git({"clone", "-q", "--depth=1", "--branch=work", url, (place.path() / "one").string()});
  const auto problem = [&](const std::string& name, const std::string& base) {
    const auto git = read_git({(place.path() / name).string(), base, ""});
    return git ? "" : git.error();
  };
  CHECK(problem("one", "").empty());
  CHECK(problem("one", "origin/main") ==
        "there is no `origin/main` here: this clone has only the last commits; fetch them all (GitHub: `fetch-depth: "
        "0` for actions/checkout; "
        "GitLab: `GIT_DEPTH: 0`; elsewhere `git fetch --unshallow`)");
  shop.git({"clone", "-q", "--depth=1", "--no-single-branch", "--branch=work", url, (place.path() / "two").string()});
  CHECK(problem("two", "origin/main")
            .starts_with("where the branch left `origin/main` is not here: this clone has only the last commits; "));
}

TEST_CASE("the commits of a merge that a shallow clone cuts off are missed") {
  const Shop shop;
  shop.write("a", "1\n");
  shop.commit("ana");
  shop.git({"checkout", "-q", "-b", "work"});
  shop.write("b", "1\n");
  shop.commit("bo");
  shop.write("b", "2\n");
  shop.commit("cy");
  shop.git({"checkout", "-q", "main"});
  shop.write("a", "2\n");
  shop.commit("ana");
  shop.git({"-c", "user.name=ci", "-c", "user.email=ci@example.com", "merge", "-q", "--no-ff", "-m", "merge", "work"});
  const TemporaryFolder place;
  const auto clone = (place.path() / "two").string();
  shop.git({"clone", "-q", "--depth=2", "file://" + shop.folder().string(), clone});
  const auto git = read_git({clone, "HEAD^1", ""});
  REQUIRE_FALSE(git);
  CHECK(git.error().starts_with("not all commits since `HEAD^1` are here: this clone has only the last commits; "));
  CHECK(shop.read("HEAD^1").authors.size() == 3);
}

TEST_CASE("what a change brings with it does not hide it") {
  const Shop shop;
  shop.write("code", "1\n");
  shop.write(".gitmodules", "[submodule \"lib\"]\n\tpath = lib\n\turl = ./lib\n\tignore = all\n");
  shop.commit("ana");
  const auto first = shop.git({"rev-parse", "HEAD"});
  shop.git({"update-index", "--add", "--cacheinfo", "160000," + first + ",lib"});
  shop.git({"-c", "user.name=ana", "-c", "user.email=ana@example.com", "commit", "-q", "-m", "lib"});
  const auto base = shop.git({"rev-parse", "HEAD"});
  shop.git({"update-index", "--cacheinfo", "160000," + base + ",lib"});
  shop.write(".mailmap", "Ana <ana@example.com> <bo@example.com>\n");
  shop.git({"add", ".mailmap"});
  shop.git({"-c", "user.name=bo", "-c", "user.email=bo@example.com", "commit", "-q", "-m", "bump"});
  shop.git({"config", "column.ui", "always"});
  shop.git({"tag", "v1"});
  shop.git({"tag", "v2"});
  const auto git = shop.read(base);
  CHECK(lines(git) == ".mailmap 1+0-\nlib 1+1-\n");
  CHECK(git.authors == std::vector<std::string>{"bo@example.com"});
  CHECK(git.tags == std::vector<std::string>{"v1", "v2"});
  CHECK(shop.read().authors == std::vector<std::string>{"bo@example.com"});
}

TEST_CASE("where there is no repository the error says so") {
  const TemporaryFolder folder;
  const auto nothing = read_git({folder.path().string(), "", ""});
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error() ==
        "`" + folder.path().string() + "` is in no git repository: check out the code first, or do not ask for `git`");
  const auto missing = read_git({(folder.path() / "missing").string(), "", ""});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().find("missing") != std::string::npos);
}

TEST_CASE("a repository of somebody else, and no git at all, are errors that say what to do") {
  const Shop shop;
  const Variable foreign("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");  // git's own way to test this
  const auto folder = shop.folder().string();
  CHECK(shop.problem() == "it does not trust `" + folder +
                              "`, which belongs to another user: run `git config --global --add safe.directory " +
                              folder + "` if you do");
  const Variable path("PATH", "/nowhere");
  CHECK(shop.problem() == "the program `git` is not installed: install it where this runs");
}

TEST_CASE("the branch that CI builds") {
  const auto branch = [](std::map<std::string, std::string> variables_of_ci) {
    return branch_of_ci([&](std::string_view name) { return variables_of_ci[std::string(name)]; });
  };
  CHECK(branch({}).empty());
  CHECK(branch({{"GITHUB_REF_NAME", "main"}, {"GITHUB_REF_TYPE", "branch"}, {"GITHUB_HEAD_REF", ""}}) == "main");
  CHECK(branch({{"GITHUB_REF_NAME", "12/merge"}, {"GITHUB_REF_TYPE", "branch"}, {"GITHUB_HEAD_REF", "fix"}}) == "fix");
  CHECK(branch({{"GITHUB_REF_NAME", "v1"}, {"GITHUB_REF_TYPE", "tag"}}).empty());
  CHECK(branch({{"CI_COMMIT_REF_NAME", "main"}}) == "main");
  CHECK(branch({{"CI_COMMIT_REF_NAME", "v1"}, {"CI_COMMIT_TAG", "v1"}}).empty());
  CHECK(branch({{"BUILD_SOURCEBRANCH", "refs/heads/a/b"}}) == "a/b");
  CHECK(branch({{"BUILD_SOURCEBRANCH", "refs/pull/1/merge"}}).empty());
}

TEST_CASE("a program that says much on both sides is heard to the end") {
  const std::vector<std::string> words{
      "sh", "-c", "i=0; while [ $i -lt 20000 ]; do echo out$i; echo err$i >&2; i=$((i+1)); done; exit 3"};
  const auto finished = run_program(words, {});
  REQUIRE(finished.has_value());
  CHECK(finished->status == 3);
  CHECK(finished->out.ends_with("out19999\n"));
  CHECK(finished->err.ends_with("err19999\n"));
  CHECK(std::ranges::count(finished->out, '\n') == 20000);
}

TEST_CASE("a program has our variables instead of its own, no input, and may be missing") {
  const std::vector<std::string> ours{"LC_ALL=C", "HOME=/nowhere"};
  const std::vector<std::string> show{"sh", "-c", "echo $LC_ALL $HOME; cat; kill -9 $$"};
  const auto finished = run_program(show, ours);
  REQUIRE(finished.has_value());
  CHECK(finished->out == "C /nowhere\n");
  CHECK(finished->status == 137);
  const std::vector<std::string> missing{"no-such-program-anywhere"};
  const auto not_there = run_program(missing, {});
  REQUIRE_FALSE(not_there.has_value());
  CHECK(not_there.error() == CannotStart::not_installed);
}
