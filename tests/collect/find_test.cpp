#include "collect/find.h"
#include "collect/environment.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"
#include "workspace/files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace nexus::collect {

namespace {

namespace fs = std::filesystem;

/// A folder of its own, in which patterns are tried.
class Folder : public tests::TemporaryFolder {
 public:
  void file(const std::string& name) const { write(name, "x"); }

  /// What is found, relative to the folder, in one line.
  [[nodiscard]] std::string find(const std::string& pattern) const {
    const auto files = find_files(path().native(), pattern);
    if (!files) return files.error().message;
    std::string text;
    for (const std::string& file : *files)
      text += (text.empty() ? "" : " ") + fs::path(file).lexically_relative(path()).native();
    return text;
  }
};

}  // namespace

TEST_CASE("patterns of files") {
  const Folder folder;
  for (const char* name : {"b/junit.xml", "a/junit.xml", "a/deep/er/junit.xml", "junit.xml", "a/other.txt",
                           "a/.hidden/junit.xml", "a/.junit.xml", "[x].xml"})
    folder.file(name);

  CHECK(folder.find("junit.xml") == "junit.xml");
  CHECK(folder.find("./a//junit.xml") == "a/junit.xml");
  CHECK(folder.find("*/junit.xml") == "a/junit.xml b/junit.xml");
  CHECK(folder.find("**/junit.xml") == "a/deep/er/junit.xml a/junit.xml b/junit.xml junit.xml");
  CHECK(folder.find("a/**") == "a/deep/er/junit.xml a/junit.xml a/other.txt");
  CHECK(folder.find("a/**/*.xml") == "a/deep/er/junit.xml a/junit.xml");
  CHECK(folder.find("a/.*.xml") == "a/.junit.xml");
  CHECK(folder.find("**/.hidden/*.xml") == "a/.hidden/junit.xml");
  CHECK(folder.find("[ab]/j?nit.*") == "a/junit.xml b/junit.xml");
  CHECK(folder.find("[[]x].xml") == "[x].xml");
  CHECK(folder.find("none/**/*.xml").empty());
  CHECK(folder.find("junit.xml/*").empty());
  CHECK(folder.find("a/*").find("deep") == std::string::npos);  // a folder is no file
  CHECK(folder.find("[ab") == "`[ab` is not a pattern");
  CHECK(find_files("elsewhere", folder.path().native() + "/*.xml")->size() == 2);  // an absolute pattern
}

TEST_CASE("links and special files") {
  const Folder folder;
  folder.file("real/junit.xml");
  fs::create_directory_symlink(folder.path(), folder.path() / "real/round");
  fs::create_directory_symlink("real", folder.path() / "alias");
  REQUIRE(::mkfifo((folder.path() / "real/pipe.xml").c_str(), 0600) == 0);
  CHECK(folder.find("real/*.xml") == "real/junit.xml");
  // The folder goes by its own name, and once.
  CHECK(folder.find("real/**/*.xml") == "real/junit.xml");
  CHECK(folder.find("**/*.xml") == "real/junit.xml");
  CHECK(folder.find("alias/**") == "alias/junit.xml");
  CHECK(workspace::identity_of((folder.path() / "alias/junit.xml").native()) ==
        workspace::identity_of((folder.path() / "real/junit.xml").native()));
}

TEST_CASE("what matches and cannot be opened is not passed over") {
  const Folder folder;
  folder.file("r/unit/j.xml");
  fs::create_directory(folder.path() / "r/e2e");
  fs::create_symlink("/gone/e2e.xml", folder.path() / "r/e2e/j.xml");
  const std::string path = folder.path().native();
  const std::string gone = "cannot read `" + path + "/r/e2e/j.xml`: it is a link to what is not there";
  CHECK(folder.find("r/*/j.xml") == gone);
  CHECK(folder.find("r/*/j.*") == gone);
  CHECK(folder.find("**/j.xml") == gone);
  CHECK(folder.find("r/**") == gone);
  CHECK(folder.find("r/e2e/j.xml") == "r/e2e/j.xml");  // which is opened, and says so
  CHECK(folder.find("r/*/other.xml").empty());
  CHECK(folder.find("r/unit/**") == "r/unit/j.xml");

  fs::create_directory_symlink("/gone", folder.path() / "r/api");
  CHECK(folder.find("r/*/k.xml") == "cannot read `" + path + "/r/api`: it is a link to what is not there");

  fs::create_symlink("loop", folder.path() / "loop");
  CHECK(folder.find("loop/j.xml").starts_with("cannot read `" + path + "/loop/j.xml`: "));
  CHECK(folder.find("*/" + std::string(300, 'x')).starts_with("cannot read `"));  // a name too long for any file
}

TEST_CASE("several `**` visit a folder once") {
  const Folder folder;
  std::string deep;
  for (int i = 0; i < 60; ++i) deep += "d/";
  folder.file(deep + "junit.xml");
  CHECK(folder.find("**/**/**/**/**/**/*.xml") == deep + "junit.xml");
  CHECK(folder.find("**/d/**/d/**/d/**/d/**/d/**/*.xml") == deep + "junit.xml");
  CHECK(folder.find("**/**") == deep + "junit.xml");
}

TEST_CASE("where a search ended") {
  const Folder folder;
  folder.file("build/x.txt");
  const std::string path = folder.path().native();
  CHECK(where_it_ends(path, "build/**/*.xml") == "looked in `" + path + "/build`");
  CHECK(where_it_ends(path, "target/reports/*.xml") == "there is no folder `" + path + "/target`");
  CHECK(where_it_ends(".", "*.xml") == "looked in this folder");
}

TEST_CASE("variables of the environment") {
  const std::vector<std::string_view> variables{
      "CI=true",           "GITHUB_SHA=abc=def", "GITHUB_TOKEN=x", "MY_SECRET=y",
      "github_password=z", "HOME=/root",         "EMPTY=",         "=odd"};
  const auto read = [&](const std::vector<std::string>& allow) {
    const Environment environment = read_environment(variables, allow);
    std::string text;
    for (const auto& [name, value] : environment.variables) text += name + "=" + value + " ";
    for (const std::string& secret : environment.secrets) text += "-" + secret + " ";
    return text;
  };
  CHECK(read({"CI", "NONE", "EMPTY"}) == "CI=true EMPTY= ");
  CHECK(read({"GITHUB_*"}) == "GITHUB_SHA=abc=def -GITHUB_TOKEN ");
  CHECK(read({"GITHUB_*", "GITHUB_TOKEN"}) == "GITHUB_SHA=abc=def GITHUB_TOKEN=x ");
  CHECK(read({"*_SECRET", "git*"}) == "-MY_SECRET -github_password ");
  CHECK(read({}).empty());

  const std::vector<std::string_view> secrets{"X_DB_PASS=1",
                                              "X_GH_PAT=1",
                                              "X_PASSPHRASE=1",
                                              "X_AUTH=1",
                                              "X_PRIVATE=1",
                                              "X_SENTRY_DSN=1",
                                              "X_URL=postgres://u:pw@h/d",
                                              "X_PATH=/bin",
                                              "X_AUTHOR=ana",
                                              "X_REPO=ssh://git@host:22/x",
                                              "X_SITE=http://h:80/a@b"};
  const std::vector<std::string> all{"X_*"}, one{"X_*", "X_URL"};
  CHECK(read_environment(secrets, all).secrets.size() == 7);
  CHECK(read_environment(secrets, all).variables.size() == 4);
  CHECK(read_environment(secrets, one).variables.contains("X_URL"));
}

}  // namespace nexus::collect
