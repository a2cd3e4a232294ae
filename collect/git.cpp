#include "collect/git.h"

#include "collect/process.h"
#include "collect/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

namespace nexus::collect {
namespace {

using base::Unexpected;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const auto end = text.find(separator);
    if (end != 0) pieces.emplace_back(text.substr(0, end));
    text = end == text.npos ? "" : text.substr(end + 1);
  }
  return pieces;
}

/// One repository, and the first thing that went wrong with it.
class Repository {
 public:
  explicit Repository(std::string folder) : folder_(std::move(folder)) {}

  [[nodiscard]] const std::string& problem() const { return problem_; }
  void fail(std::string why) {
    if (problem_.empty()) problem_ = std::move(why);
  }

  /// What git writes; nothing, after a first problem, or where it ends with another code than 0 or one that is `fine`, too.
  std::optional<Finished> ask(std::initializer_list<std::string_view> words, int fine = 0) {
    if (!problem_.empty()) return std::nullopt;
    std::vector<std::string> command{"git", "-C", folder_, "-c", "core.fsmonitor=false"};
    command.insert(command.end(), words.begin(), words.end());
    static const std::array<std::string, 4> variables{"LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
                                                      "GIT_PAGER=cat"};
    auto finished = run_program(command, variables);
    if (!finished) {
      fail(finished.error() == CannotStart::not_installed
               ? "the program `git` is not installed: install it where this runs"
               : "the program `git` cannot be started");
      return std::nullopt;
    }
    if (finished->status != 0 && finished->status != fine) {
      fail(explained(finished->err));
      return std::nullopt;
    }
    return std::move(*finished);
  }
  /// The same without the line break at its end.
  std::string ask_line(std::initializer_list<std::string_view> words, int fine = 0) {
    const auto finished = ask(words, fine);
    return finished && finished->status == 0 ? std::string(trimmed(finished->out)) : std::string();
  }
  bool is_shallow() { return ask_line({"rev-parse", "--is-shallow-repository"}) == "true"; }

 private:
  [[nodiscard]] std::string explained(std::string_view error) const {
    if (error.find("dubious ownership") != error.npos)
      return fmt::format(
          "it does not trust `{0}`, which belongs to another user: run `git config --global --add safe.directory {0}`"
          " if you do",
          folder_owner(error));
    if (error.find("not a git repository") != error.npos)
      return fmt::format("`{}` is in no git repository: check out the code first, or do not ask for `git`", folder_);
    return std::string(first_line(error));
  }
  /// "fatal: detected dubious ownership in repository at '/srv/shop'".
  [[nodiscard]] std::string folder_owner(std::string_view error) const {
    const auto begin = error.find("at '");
    const auto end = begin == error.npos ? begin : error.find('\'', begin + 4);
    return end == error.npos ? folder_ : std::string(error.substr(begin + 4, end - begin - 4));
  }

  std::string folder_;
  std::string problem_;
};

std::string fetch_more(std::string_view what) {
  return fmt::format(
      "{}: this clone has only the last commits; fetch them all (GitHub: `fetch-depth: 0` for actions/checkout; "
      "GitLab: "
      "`GIT_DEPTH: 0`; elsewhere `git fetch --unshallow`)",
      what);
}

/// The commit from which both HEAD and `base` come.
std::string merge_base(Repository& repository, const std::string& base) {
  if (base.starts_with('-')) {
    repository.fail(fmt::format("`{}` is no revision", base));
    return {};
  }
  const auto commit =
      repository.ask_line({"rev-parse", "--verify", "--quiet", "--end-of-options", base + "^{commit}"}, 1);
  if (commit.empty() && repository.is_shallow())
    repository.fail(fetch_more(fmt::format("there is no `{}` here", base)));
  if (commit.empty())
    repository.fail(fmt::format("there is no `{}` here: is it written right, and fetched (`git fetch origin`)?", base));

  auto common = repository.ask_line({"merge-base", "HEAD", commit}, 1);
  if (common.empty() && repository.problem().empty() && repository.is_shallow())
    repository.fail(fetch_more(fmt::format("where the branch left `{}` is not here", base)));
  if (common.empty())
    repository.fail(fmt::format("`{}` and the commit that is checked out have no ancestor in common", base));
  return common;
}

std::uint64_t count(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// `added TAB deleted TAB path NUL`; for a rename the path is empty, and the old and the new one follow, each with a NUL (git-diff(1)).
std::vector<ChangedFile> changed_files(std::string_view text) {
  const auto next = [&text] {
    const auto end = text.find('\0');
    const auto piece = text.substr(0, end);
    text = end == text.npos ? "" : text.substr(end + 1);
    return piece;
  };
  std::vector<ChangedFile> files;
  while (!text.empty()) {
    const auto entry = next();
    const auto first = entry.find('\t');
    const auto second = first == entry.npos ? entry.npos : entry.find('\t', first + 1);
    if (second == entry.npos) continue;
    ChangedFile file{.path = std::string(entry.substr(second + 1)),
                     .added = count(entry.substr(0, first)),
                     .deleted = count(entry.substr(first + 1, second - first - 1)),
                     .binary = entry.starts_with('-')};
    if (file.path.empty()) {
      files.push_back({.path = std::string(next()), .binary = file.binary});
      file.path = std::string(next());
    }
    files.push_back(std::move(file));
  }
  std::ranges::sort(files, {}, &ChangedFile::path);
  return files;
}

}  // namespace

base::Expected<Git, std::string> read_git(const GitQuestion& question) {
  Repository repository(question.folder);
  Git git;
  repository.ask({"rev-parse", "--git-dir"});
  git.commit = repository.ask_line({"rev-parse", "--verify", "--quiet", "HEAD^{commit}"}, 1);
  if (git.commit.empty()) repository.fail("there is no commit yet");
  git.branch = repository.ask_line({"symbolic-ref", "--quiet", "--short", "HEAD"}, 1);
  if (git.branch.empty()) git.branch = question.branch;
  git.committed_at = repository.ask_line({"log", "-1", "--format=%cI", "HEAD"});
  git.tags = split(repository.ask_line({"tag", "--no-column", "--points-at", "HEAD"}), '\n');

  if (question.base.empty()) {
    git.authors = split(repository.ask_line({"log", "-1", "--format=%ae", "HEAD"}), '\n');
  } else {
    git.base = merge_base(repository, question.base);
    const auto diff = repository.ask({"diff", "--numstat", "-z", "--find-renames", "--no-ext-diff", "--no-textconv",
                                      "--ignore-submodules=none", git.base, git.commit, "--"});
    if (diff) git.changed = changed_files(diff->out);
    // Where a shallow clone was cut, a commit looks as if it had no parents, and its ancestors' authors are lost.
    const std::string since = git.base + ".." + git.commit;
    if (repository.is_shallow() && !repository.ask_line({"rev-list", "--max-parents=0", since}).empty())
      repository.fail(fetch_more(fmt::format("not all commits since `{}` are here", question.base)));
    git.authors = split(repository.ask_line({"log", "--format=%ae", since}), '\n');
  }
  std::ranges::sort(git.authors);
  git.authors.erase(std::unique(git.authors.begin(), git.authors.end()), git.authors.end());
  if (!repository.problem().empty()) return Unexpected{repository.problem()};
  return git;
}

std::string branch_of_ci(const std::function<std::string(std::string_view)>& variable) {
  const bool github_builds_tag = variable("GITHUB_REF_TYPE") == "tag";
  const bool gitlab_builds_tag = !variable("CI_COMMIT_TAG").empty();
  // Requests to merge first: for those the plain variable names something that is no branch.
  for (const std::string_view name :
       {"GITHUB_HEAD_REF", "GITHUB_REF_NAME", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_REF_NAME",
        "CHANGE_BRANCH", "BRANCH_NAME", "SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH", "CIRCLE_BRANCH",
        "BITBUCKET_BRANCH"}) {
    if (name == "GITHUB_REF_NAME" && github_builds_tag) continue;
    if (name == "CI_COMMIT_REF_NAME" && gitlab_builds_tag) continue;
    auto value = variable(name);
    if (value.starts_with("refs/heads/")) value.erase(0, std::string_view("refs/heads/").size());
    if (!value.empty() && !value.starts_with("refs/")) return value;
  }
  return {};
}

}  // namespace nexus::collect
