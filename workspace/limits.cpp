#include "workspace/limits.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/quantity.h"
#include "base/values/text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

namespace nexus::workspace {

namespace diagnostics = base::diagnostics;
using base::Limits;

namespace {

constexpr std::uint64_t MiB = std::uint64_t{1} << 20U;
constexpr std::uint64_t any = 1'000'000'000'000'000'000;

// The greatest depths are what the stack of a thread (8 MiB) has room for; the greatest sizes what 32 bits can count.
constexpr std::array forms{
    LimitForm{"policy-size", &Limits::policy_size, 1, 1024 * MiB, true, "one policy file, or file of params"},
    LimitForm{"policy-depth", &Limits::policy_depth, 1, 400, false, "brackets inside one another in a policy"},
    LimitForm{"expression-depth", &Limits::expression_depth, 1, 3000, false,
              "operations inside one another, with all that they stand on"},
    LimitForm{"operations", &Limits::operations, 1, 100'000'000, false, "operations of defs, written out at each call"},
    LimitForm{"regex-size", &Limits::regex_size, 1, 100'000, false, "instructions of one compiled regular expression"},
    LimitForm{"snapshot-size", &Limits::snapshot_size, 1, 4000 * MiB, true, "one JSON document, or a whole history"},
    LimitForm{"snapshot-depth", &Limits::snapshot_depth, 1, 2000, false,
              "objects and lists inside one another in JSON"},
    LimitForm{"line-size", &Limits::line_size, 1, 4000 * MiB, true,
              "one line of a stream or history that is read line by line"},
    LimitForm{"steps", &Limits::steps, 1, any, false, "steps of judging one snapshot"},
    LimitForm{"findings", &Limits::findings, 1, any, false, "findings in one report"},
};

bool is_within(const LimitForm& form, std::uint64_t value) { return value >= form.least && value <= form.most; }

std::string range_of(const LimitForm& form) {
  return "it can be " + limit_text(form, form.least) + " to " + limit_text(form, form.most);
}

std::optional<std::uint64_t> value_of(const LimitForm& form, std::string_view text) {
  const auto number = base::Decimal::parse(text);
  const auto value = number ? number : form.is_size ? base::parse_size(text) : std::nullopt;
  const auto whole = value ? value->to_int64() : std::nullopt;
  if (!whole || *whole < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*whole);
}

const LimitForm& form_of(std::uint64_t Limits::*value) { return *std::ranges::find(forms, value, &LimitForm::value); }

SizeLimit size_limit(const Limits& limits, std::uint64_t Limits::*value) { return {limits.*value, &form_of(value)}; }

std::string allow_more(const LimitForm& form, std::uint64_t now) {
  const std::string name(form.name);
  if (now >= form.most) return "no `--limit " + name + "` allows more";
  const std::uint64_t more = now <= form.most / 2 ? 2 * now : form.most;
  return "or allow more: `--limit " + name + "=" + limit_text(form, more) + "`";
}

}  // namespace

std::span<const LimitForm> limit_forms() { return forms; }

std::string limit_text(const LimitForm& form, std::uint64_t value) {
  return form.is_size ? base::format_quantity(base::Decimal(static_cast<std::int64_t>(value)), base::Dimension::size)
                      : std::to_string(value);
}

std::optional<base::Diagnostic> set_limit(Limits& limits, std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  const std::string_view name = assignment.substr(0, equals);
  const auto form = std::ranges::find(forms, name, &LimitForm::name);
  if (form == forms.end()) {
    std::vector<std::string_view> names;
    std::string all;
    for (const LimitForm& each : forms) {
      names.push_back(each.name);
      all.append(all.empty() ? "" : ", ").append(each.name);
    }
    base::Diagnostic diagnostic =
        diagnostics::bad_limit({}, assignment, "there is no limit `" + std::string(name) + "`");
    if (const auto meant = base::nearest(name, names))
      diagnostic.helps.push_back("did you mean `" + std::string(*meant) + "`?");
    return std::move(diagnostic).with_help("limits are: " + all);
  }
  const std::string example = "write `" + std::string(name) + "=" + limit_text(*form, Limits{}.*form->value) +
                              "`, say, which it is unless it is set";
  if (equals == std::string_view::npos)
    return diagnostics::bad_limit({}, assignment, "it has no value").with_help(example);
  const auto value = value_of(*form, assignment.substr(equals + 1));
  if (!value)
    return diagnostics::bad_limit(
               {}, assignment,
               form->is_size ? "a number of bytes, or a size such as `64MiB`, is wanted" : "a whole number is wanted")
        .with_help(example);
  if (!is_within(*form, *value)) return diagnostics::bad_limit({}, assignment, range_of(*form)).with_help(example);
  limits.*form->value = *value;
  return std::nullopt;
}

std::string allow_more(const Limits& limits, std::uint64_t Limits::*value) {
  return allow_more(form_of(value), limits.*value);
}

std::string SizeLimit::words() const {
  return base::format_quantity(base::Decimal(static_cast<std::int64_t>(bytes)), base::Dimension::size);
}

bool is_limit_advice(std::string_view help) { return help.find("`--limit ") != std::string_view::npos; }

std::optional<base::Diagnostic> out_of_range(const Limits& limits) {
  for (const LimitForm& form : forms)
    if (const std::uint64_t value = limits.*form.value; !is_within(form, value))
      return diagnostics::bad_limit({}, std::string(form.name) + "=" + std::to_string(value), range_of(form));
  return std::nullopt;
}

SizeLimit policy_size(const Limits& limits) { return size_limit(limits, &Limits::policy_size); }
SizeLimit snapshot_size(const Limits& limits) { return size_limit(limits, &Limits::snapshot_size); }
SizeLimit line_size(const Limits& limits) { return size_limit(limits, &Limits::line_size); }

base::Diagnostic file_too_large(std::string_view name, const SizeLimit& limit) {
  return diagnostics::file_too_large({}, name, limit.words())
      .with_help("leave out of it what no rule reads")
      .with_help(allow_more(*limit.form, limit.bytes));
}

}  // namespace nexus::workspace
