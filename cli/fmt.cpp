#include "cli/fmt.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "cli/exit_code.h"
#include "cli/results.h"
#include "cli/terminal.h"
#include "workspace/files.h"
#include "workspace/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;
using workspace::FormattedPolicy;

constexpr int exit_not_canonical = 1;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// A stretch of lines that stand in the place of others.
struct Difference {
  std::size_t begin;          ///< the first line, from 0, in both
  std::size_t before, after;  ///< how many lines
};

/// The first one: from where the texts part to where they meet again.
Difference first_difference(const std::vector<std::string_view>& before, const std::vector<std::string_view>& after) {
  const auto part = std::ranges::mismatch(before, after);
  const auto begin = static_cast<std::size_t>(part.in1 - before.begin());
  const std::size_t left = before.size() - begin, right = after.size() - begin;
  constexpr std::size_t furthest = 40;
  for (std::size_t together = 1; together <= std::min(left + right, furthest); ++together) {
    for (std::size_t i = together > right ? together - right : 0; i <= std::min(together, left); ++i) {
      const bool at_ends = i == left && together - i == right;
      const bool meet = i < left && together - i < right && before[begin + i] == after[begin + together - i];
      if (at_ends || meet) return {begin, i, together - i};
    }
  }
  return {begin, left, right};
}

/// Why texts differ whose lines are the same.
std::string_view invisible_difference(const FormattedPolicy& policy) {
  std::string text = policy.text;
  std::erase(text, '\r');
  if (text == policy.layout) return "lines end with a carriage return";
  return text + '\n' == policy.layout ? "the last line does not end" : "";
}

/// What `--check` says of a file: its name, the line, and how the first lines that differ are and should be.
std::string difference(const FormattedPolicy& policy) {
  if (const std::string_view why = invisible_difference(policy); !why.empty())
    return fmt::format("{}: {}\n", policy.name, why);
  constexpr std::size_t most = 4;
  const std::vector<std::string_view> before = lines_of(policy.text), after = lines_of(policy.layout);
  const Difference first = first_difference(before, after);
  std::string text = fmt::format("{}:{}\n", policy.name, first.begin + 1);
  const auto show = [&](const std::vector<std::string_view>& lines, std::size_t count, char sign) {
    for (std::size_t i = 0; i < std::min(count, most); ++i) {
      const std::string_view line = lines[first.begin + i];
      text += line.empty() ? fmt::format("{}\n", sign) : fmt::format("{} {}\n", sign, base::printable(line));
    }
    if (count > most) text += fmt::format("{} … {} more\n", sign, count - most);
  };
  show(before, first.before, '-');
  show(after, first.after, '+');
  return text;
}

/// What comes of all files.
struct Tally {
  std::size_t files = 0, not_canonical = 0;
  bool failed = false;
};

int finish(const Tally& tally, std::string text, std::string_view verb, const FmtArguments& arguments) {
  if (!arguments.quiet && tally.files != 0)
    text += fmt::format("{} of {} file{} {}\n", tally.not_canonical, tally.files, tally.files == 1 ? "" : "s", verb);
  if (write_result(text) == Delivery::failed || tally.failed) return exit_failed;
  return arguments.mode == FmtArguments::Mode::check && tally.not_canonical != 0 ? exit_not_canonical : 0;
}

int print(const std::string& path, const FmtArguments& arguments) {
  const auto policy = workspace::format_policy(path, arguments.limits);
  if (policy) return write_result(policy->layout) == Delivery::failed ? exit_failed : 0;
  complain(policy.error(), arguments.colour);
  return exit_failed;
}

}  // namespace

int run_fmt(const FmtArguments& arguments) {
  using Mode = FmtArguments::Mode;
  std::error_code error;
  if (arguments.mode == Mode::print) {
    const std::string& path = arguments.files.front();
    if (!std::filesystem::is_directory(path, error)) return print(path, arguments);
    complain(
        diagnostics::bad_usage({}, fmt::format("`{}` is a folder, and only one file can be printed", path))
            .with_help(fmt::format(
                "`nexus fmt --check {0}` says which files would change, `nexus fmt --write {0}` changes them", path)),
        arguments.colour);
    return exit_failed;
  }

  base::DiagnosticSink sink;
  Tally tally;
  std::string text;
  for (const std::string& path : workspace::find_policies(arguments.files, sink)) {
    const auto policy = workspace::format_policy(path, arguments.limits);
    if (!policy) {
      complain(policy.error(), arguments.colour);
      tally.failed = true;
      continue;
    }
    ++tally.files;
    if (policy->is_canonical()) continue;
    if (arguments.mode == Mode::write && !write_files({{path, policy->layout}}, arguments.colour)) {
      tally.failed = true;
      continue;
    }
    ++tally.not_canonical;
    if (!arguments.quiet) text += arguments.mode == Mode::write ? policy->name + '\n' : difference(*policy);
  }
  complain(sink.all(), {}, arguments.colour);
  tally.failed = tally.failed || sink.has_errors();
  return finish(tally, std::move(text), arguments.mode == Mode::write ? "changed" : "would change", arguments);
}

}  // namespace nexus::cli
