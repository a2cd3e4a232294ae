#pragma once

#include "base/expected.h"
#include "collect/evidence.h"

#include <functional>
#include <string>
#include <string_view>

namespace nexus::collect {

struct GitQuestion {
  std::string folder;  ///< in the work tree
  std::string base;    ///< a revision, such as `origin/main`; empty: nothing is compared
  std::string branch;  ///< what CI says: it checks commits out, not branches
};

/// Asks the `git` of the system about the commit that is checked out: changes that are not committed are no part of it. Compared is with the
/// merge base of `base`: changed files with their lines, and the e-mail addresses of the authors of the commits since; without a base, of the
/// author of this one. A renamed file is listed under both names, its lines under the new one. The reason, and what to do,
/// where git cannot say.
[[nodiscard]] base::Expected<Git, std::string> read_git(const GitQuestion& question);

/// The branch that CI builds, from its variables: GitHub's, GitLab's, Jenkins', Azure's, CircleCI's, Bitbucket's. For a pull request it is
/// the one to be merged; empty for a tag. `variable` gives the value of one, or an empty text.
[[nodiscard]] std::string branch_of_ci(const std::function<std::string(std::string_view)>& variable);

}  // namespace nexus::collect
