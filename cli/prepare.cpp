#include "cli/prepare.h"

#include "base/diagnostics/catalogue.h"
#include "cli/terminal.h"
#include "workspace/files.h"
#include "workspace/select.h"

#include <algorithm>
#include <utility>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

/// Looks up names one after the other and shows every mistake, so that one call tells all of them.
class Preparation {
 public:
  Preparation(const EvalArguments& arguments, workspace::Host& host) : arguments_(arguments), host_(host) { prepared_.host = &host; }

  std::optional<Prepared> prepare() {
    if (!load()) return std::nullopt;
    read_question();
    read_edits();
    for (const std::string& input : arguments_.inputs) read_input(input);
    read_history();
    return sound_ ? std::optional(std::move(prepared_)) : std::nullopt;
  }

 private:
  bool load() {
    for (const std::string& path : arguments_.policies) {
      if (!path.ends_with(".json") && !path.ends_with(".jsonl")) continue;
      cli::complain(diagnostics::bad_usage({}, "`" + path + "` stands where a policy is expected").with_help("a snapshot is named by `-s`: `nexus eval POLICY -s " + path + "`"), arguments_.colour);
      return false;
    }
    workspace::LoadRequest request;
    request.host = &host_;
    request.library = host_.library();
    request.paths = arguments_.policies;
    // An expression alone is about the snapshot; a policy that happens to lie around does not change what it means.
    request.look_around = arguments_.expressions.empty();
    request.params_files = arguments_.params_files;
    request.assignments = arguments_.assignments;
    request.limits = arguments_.limits;
    prepared_.policy = workspace::load(request);

    const workspace::LoadedPolicy& policy = *prepared_.policy;
    const bool show_warnings = arguments_.detail != report::Detail::decision;
    if (!policy.is_sound() || show_warnings) cli::complain(policy.diagnostics(), policy.sources(), arguments_.colour);
    return policy.is_sound();
  }

  void read_question() {
    const plan::Plan& plan = prepared_.policy->plan();
    workspace::Question& question = prepared_.question;
    if (arguments_.now.empty()) {
      question.now = host_.now();
    } else if (const auto now = workspace::parse_moment(arguments_.now)) {
      question.now = *now;
      question.now_is_given = true;
    } else {
      complain(now.error());
    }
    if (!arguments_.phase.empty()) {
      if (const auto phase = workspace::find_phase(plan, arguments_.phase)) {
        question.phase = *phase;
      } else {
        complain(phase.error());
      }
    }
    if (auto only = workspace::find_rules(plan, arguments_.only)) {
      question.only = *std::move(only);
    } else {
      complain(only.error());
    }
  }

  void read_edits() {
    for (const std::string& assignment : arguments_.edits) {
      if (auto edit = workspace::parse_edit(*prepared_.policy, assignment)) {
        prepared_.edits.push_back(*std::move(edit));
      } else {
        cli::complain(edit.error(), arguments_.colour);
        sound_ = false;
      }
    }
  }

  void read_input(const std::string& assignment) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == assignment.size()) {
      return complain(diagnostics::bad_assignment({}, assignment, "name=FILE").with_help("such as `--input baseline=last.json`"));
    }
    const std::string name = assignment.substr(0, equals);
    std::string file = assignment.substr(equals + 1);
    const auto number = workspace::find_input(prepared_.policy->plan(), name);
    if (!number) return complain(number.error());
    if (std::ranges::find(prepared_.inputs, *number, &GivenInput::number) != prepared_.inputs.end()) {
      return complain(diagnostics::input_given_twice({}, name).with_help("leave one of them out"));
    }
    auto text = host_.read_file(file, workspace::snapshot_size(arguments_.limits));
    if (!text) return complain(text.error());
    if (file == workspace::stdin_argument) file = workspace::stdin_name;
    prepared_.inputs.push_back({*number, std::move(file), *std::move(text)});
  }

  void read_history() {
    if (arguments_.history.empty()) return;
    auto text = host_.read_file(arguments_.history, workspace::snapshot_size(arguments_.limits));
    if (!text) return complain(text.error());
    prepared_.history = GivenInput{0, arguments_.history == workspace::stdin_argument ? std::string(workspace::stdin_name) : arguments_.history, *std::move(text)};
  }

  void complain(const base::Diagnostic& diagnostic) {
    cli::complain(diagnostic, arguments_.colour);
    sound_ = false;
  }

  const EvalArguments& arguments_;
  workspace::Host& host_;
  Prepared prepared_;
  bool sound_ = true;
};

}  // namespace

std::optional<Prepared> prepare(const EvalArguments& arguments, workspace::Host& host) {
  return Preparation(arguments, host).prepare();
}

bool give_inputs(const Prepared& prepared, workspace::Runner& runner, ColourWish colour) {
  bool all = true;
  if (prepared.history) {
    const workspace::Text lines{prepared.history->file, prepared.history->text};
    if (auto failure = runner.give_history(lines)) {
      complain(workspace::with_text(std::move(*failure), lines), colour);
      all = false;
    }
  }
  for (const GivenInput& input : prepared.inputs) {
    const workspace::Text text{input.file, input.text};
    if (auto failure = runner.give(input.number, text)) {
      complain(workspace::with_text(std::move(*failure), text), colour);
      all = false;
    }
  }
  return all;
}

}  // namespace nexus::cli
