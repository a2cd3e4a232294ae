#include "cli/call.h"

#include "cli/exit_code.h"
#include "workspace/limits.h"

#include <string_view>

namespace nexus::cli {

std::vector<std::string> call_of(const EvalArguments& arguments) {
  std::vector<std::string> words;
  // In one word, so that no value can be taken for an option.
  const auto add = [&](std::string_view option, std::string_view value) {
    if (!value.empty()) words.push_back(std::string(option).append("=").append(value));
  };
  const auto add_all = [&](std::string_view option, const std::vector<std::string>& values) {
    for (const std::string& value : values) add(option, value);
  };
  add_all("--snapshot", arguments.snapshots);
  add_all("--input", arguments.inputs);
  add("--history", arguments.history);
  add_all("--set", arguments.edits);
  add("--phase", arguments.phase);
  add_all("--only", arguments.only);
  add_all("--params", arguments.params_files);
  add_all("--param", arguments.assignments);
  add("--now", arguments.now);
  for (const workspace::LimitForm& limit : workspace::limit_forms()) {
    const std::uint64_t value = arguments.limits.*limit.value;
    if (value != base::Limits().*limit.value)
      add("--limit", std::string(limit.name) + "=" + workspace::limit_text(limit, value));
  }
  if (arguments.fail_on != default_fail_on) add("--fail-on", arguments.fail_on.name());
  if (!arguments.policies.empty()) words.emplace_back("--");
  words.insert(words.end(), arguments.policies.begin(), arguments.policies.end());
  return words;
}

}  // namespace nexus::cli
