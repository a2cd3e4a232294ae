#include "tests/suite/cases.h"

#include <utility>

namespace nexus::tests {

namespace {

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

template <class Visit>
void each_line(std::string_view text, Visit visit) {
  std::size_t number = 1;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    visit(text.substr(0, end), number++);
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

/// A line that starts with white space continues the directive before it.
void add(SuitePolicy& policy, std::string_view line, std::size_t number) {
  if (trimmed(line).empty()) return;
  std::vector<Directive>& directives = policy.cases.empty() ? policy.common : policy.cases.back().directives;
  if (line.starts_with("  ") && !directives.empty()) {
    directives.back().rest += "\n" + std::string(trimmed(line));
    return;
  }
  line = trimmed(line);
  const std::size_t end = line.find(' ');
  Directive directive{.word = std::string(line.substr(0, end)), .rest = std::string(end == std::string_view::npos ? "" : trimmed(line.substr(end))), .line = number};
  if (directive.word == "case")
    policy.cases.push_back({directive.rest, {}});
  else
    directives.push_back(std::move(directive));
}

}  // namespace

SuitePolicy read_suite_file(std::string name, std::string_view text) {
  SuitePolicy policy{.name = std::move(name), .text = std::string(text), .paths = {}, .beside = {}, .common = {}, .cases = {}};
  each_line(text, [&](std::string_view line, std::size_t number) {
    if (line.starts_with("#= ")) add(policy, line.substr(3), number);
  });
  return policy;
}

std::vector<SuitePolicy> read_markdown(const std::string& name, std::string_view text) {
  std::vector<SuitePolicy> policies;
  std::vector<Beside> beside;
  constexpr std::string_view file_mark = "<!-- file ";
  enum class State { prose, policy, expectations } state = State::prose;
  each_line(text, [&](std::string_view line, std::size_t number) {
    switch (state) {
      case State::prose:
        if (line == "```nexus") {
          policies.push_back({.name = name + ":" + std::to_string(number), .text = {}, .paths = {}, .beside = std::exchange(beside, {}), .common = {}, .cases = {}});
          state = State::policy;
        } else if (line.starts_with(file_mark) && line.ends_with(" -->") && !policies.empty()) {
          // The block before it is a file that the next one imports.
          const std::string file(line.substr(file_mark.size(), line.size() - file_mark.size() - 4));
          beside = std::move(policies.back().beside);
          beside.push_back({name.substr(0, name.rfind('/') + 1) + file, std::move(policies.back().text)});
          policies.pop_back();
        } else if (line == "<!-- expect" && !policies.empty()) {
          state = State::expectations;
        }
        return;
      case State::policy:
        if (line == "```")
          state = State::prose;
        else
          policies.back().text += std::string(line) + "\n";
        return;
      case State::expectations:
        if (trimmed(line) == "-->")
          state = State::prose;
        else
          add(policies.back(), line, number);
        return;
    }
  });
  return policies;
}

}  // namespace nexus::tests
