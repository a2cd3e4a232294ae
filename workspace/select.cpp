#include "workspace/select.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "base/values/time.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace nexus::workspace {

namespace diagnostics = base::diagnostics;
using base::Diagnostic;
using base::Unexpected;

namespace {

std::string_view kind_name(plan::RuleKind kind) {
  switch (kind) {
    case plan::RuleKind::gate: return "a gate";
    case plan::RuleKind::phase: return "a phase";
    case plan::RuleKind::trigger: break;
  }
  return "a trigger";
}

bool means(const plan::Rule& rule, std::string_view name) { return rule.id == name || rule.name == name; }

/// Adds "did you mean `x`", or else which ones there are.
template <class Names>
Diagnostic with_names(Diagnostic diagnostic, std::string_view name, std::string_view kind, const Names& names) {
  if (const auto meant = base::nearest(name, names)) return std::move(diagnostic).with_help("did you mean `" + std::string(*meant) + "`?");
  if (names.empty()) return std::move(diagnostic).with_help("the policy declares no " + std::string(kind) + "s");
  if (names.size() == 1)
    return std::move(diagnostic)
        .with_help("the only " + std::string(kind) + " is `" + std::string(names.front()) + "`");
  constexpr std::size_t most = 12;
  std::string help = std::string(kind) + "s are";
  for (std::size_t i = 0; i < names.size() && i < most; ++i)
    help.append(i == 0 ? " `" : ", `").append(names[i]).append("`");
  if (names.size() > most) help += " …";
  return std::move(diagnostic).with_help(std::move(help));
}

Diagnostic ambiguous(std::string_view name, const std::vector<std::string_view>& ids) {
  std::vector<std::string> quoted;
  for (const std::string_view id : ids) quoted.push_back('`' + std::string(id) + '`');
  return diagnostics::ambiguous_rule({}, name, base::list_with(quoted, "or")).with_help("write it with its module");
}

}  // namespace

base::Expected<std::uint32_t, Diagnostic> find_phase(const plan::Plan& plan, std::string_view name) {
  std::vector<std::string_view> ids, names;
  std::uint32_t found = 0;
  for (std::uint32_t i = 0; i < plan.phases.size(); ++i) {
    const plan::Rule& rule = plan.phases[i].rule;
    names.push_back(rule.name);
    if (!means(rule, name)) continue;
    ids.push_back(rule.id);
    found = i;
  }
  if (ids.size() == 1) return found;
  if (ids.size() > 1) return Unexpected{ambiguous(name, ids)};
  for (const plan::RuleRef ref : plan.order) {
    if (!means(plan.rule(ref), name)) continue;
    Diagnostic diagnostic = diagnostics::no_such_phase({}, name);
    return Unexpected{std::move(diagnostic).with_help('`' + std::string(name) + "` is " + std::string(kind_name(ref.kind)))};
  }
  return Unexpected{with_names(diagnostics::no_such_phase({}, name), name, "phase", names)};
}

base::Expected<std::vector<bool>, Diagnostic> find_rules(const plan::Plan& plan, std::span<const std::string> names) {
  if (names.empty()) return std::vector<bool>{};
  std::vector<bool> only(plan.order.size());
  for (const std::string& name : names) {
    std::vector<std::string_view> ids, all;
    for (std::size_t i = 0; i < plan.order.size(); ++i) {
      const plan::Rule& rule = plan.rule(plan.order[i]);
      all.push_back(rule.name);
      if (!means(rule, name)) continue;
      ids.push_back(rule.id);
      only[i] = true;
    }
    if (ids.size() > 1) return Unexpected{ambiguous(name, ids)};
    if (!ids.empty()) continue;
    Diagnostic diagnostic = diagnostics::no_such_rule({}, name);
    // The id of a requirement, as findings show it.
    const auto rule = std::ranges::find_if(all, [&](std::string_view r) { return name.starts_with(std::string(r) + '.'); });
    if (rule != all.end()) return Unexpected{std::move(diagnostic).with_help("rules are judged as a whole: `" + std::string(*rule) + "`")};
    return Unexpected{with_names(std::move(diagnostic), name, "rule", all)};
  }
  return only;
}

base::Expected<RulePart, Diagnostic> find_rule_part(const plan::Plan& plan, std::string_view name) {
  RulePart part;
  std::vector<std::string_view> ids, all;
  std::size_t longest = 0;
  for (const plan::RuleRef ref : plan.order) {
    const plan::Rule& rule = plan.rule(ref);
    all.push_back(rule.name);
    for (const std::string_view known : {std::string_view(rule.id), std::string_view(rule.name)}) {
      const bool begins = name.starts_with(known) && (name.size() == known.size() || name[known.size()] == '.' || name[known.size()] == '[');
      if (!begins || known.size() < longest) continue;
      if (known.size() > longest) ids.clear();
      longest = known.size();
      ids.push_back(rule.id);
      part = {ref, std::string(name.substr(known.size()))};
    }
  }
  if (ids.size() > 1) return Unexpected{ambiguous(name.substr(0, longest), ids)};
  if (ids.empty()) return Unexpected{with_names(diagnostics::no_such_rule({}, name), name.substr(0, name.find_first_of(".[")), "rule", all)};
  return part;
}

bool is_of(const plan::Plan& plan, const RulePart& part, std::string_view id) {
  const std::string whole = plan.rule(part.rule).id + part.rest;
  return id.starts_with(whole) && (id.size() == whole.size() || id[whole.size()] == '.' || id[whole.size()] == '[');
}

base::Expected<std::size_t, Diagnostic> find_input(const plan::Plan& plan, std::string_view name) {
  std::vector<std::string_view> names;
  for (std::size_t i = 1; i < plan.inputs.size(); ++i) {
    if (plan.inputs[i].name == name) return i;
    names.push_back(plan.inputs[i].name);
  }
  Diagnostic diagnostic = diagnostics::no_such_input({}, name);
  if (name == "snapshot") return Unexpected{std::move(diagnostic).with_help("the snapshot itself is given with -s")};
  return Unexpected{with_names(std::move(diagnostic), name, "further input", names)};
}

base::Expected<base::Decimal, Diagnostic> parse_moment(std::string_view text) {
  if (const auto moment = base::parse_time(text)) return *moment;
  Diagnostic diagnostic = diagnostics::bad_moment({}, text);
  return Unexpected{std::move(diagnostic)
                        .with_help("a time has seconds and an offset, as in 2026-11-02T10:00:00Z; a day alone, "
                                   "2026-11-02, is its 00:00 UTC")};
}

base::Decimal system_now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count();
}

}  // namespace nexus::workspace
