#pragma once

#include "cli/arguments.h"
#include "workspace/edit.h"
#include "workspace/host.h"
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
  workspace::Host* host;  ///< where the snapshots come from, too
  std::shared_ptr<const workspace::LoadedPolicy> policy;
  workspace::Question question;
  std::vector<workspace::Edit> edits;
  std::vector<GivenInput> inputs;
  std::optional<GivenInput> history;  ///< its number means nothing
};

/// Loads the policy and looks up every name. All that is wrong is shown; then there is nothing. The host must outlive what
/// comes of it.
[[nodiscard]] std::optional<Prepared> prepare(const EvalArguments& arguments, workspace::Host& host = workspace::system_host());

/// Hands the further documents over; false, and a complaint, where one cannot be read.
[[nodiscard]] bool give_inputs(const Prepared& prepared, workspace::Runner& runner, ColourWish colour);

}  // namespace nexus::cli
