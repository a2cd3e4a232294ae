#pragma once

#include "cli/arguments.h"
#include "workspace/edit.h"
#include "workspace/workspace.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nexus::cli {

/// A further document as `--input name=FILE` gave it.
struct GivenInput {
  std::size_t number;  ///< in the plan
  std::string file;
  std::string text;
};

/// The words of the command line turned into what a run needs.
struct Prepared {
  std::shared_ptr<const workspace::LoadedPolicy> policy;
  workspace::Question question;
  std::vector<workspace::Edit> edits;
  std::vector<GivenInput> inputs;
  std::optional<GivenInput> history;  ///< its number means nothing
};

/// Loads the policy and looks up every name. All that is wrong is shown; then there is nothing.
[[nodiscard]] std::optional<Prepared> prepare(const EvalArguments& arguments);

/// Hands the further documents over; false, and a complaint, where one cannot be read.
[[nodiscard]] bool give_inputs(const Prepared& prepared, workspace::Runner& runner, ColourWish colour);

}  // namespace nexus::cli
