#include "workspace/describe/describe.h"

#include "workspace/describe/evidence.h"
#include "workspace/describe/rules.h"
#include "workspace/describe/terms.h"
#include "workspace/graph.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace nexus::workspace {

namespace {

using namespace describing;
using namespace rules;
using report::doc::Grid;
using report::doc::Paragraph;
using report::doc::PolicyDocument;

/// Puts the sections of a document together, in an order in which everything that came up is explained at the end.
class Author {
 public:
  Author(const LoadedPolicy& policy, const base::Decimal& now)
      : policy_(policy),
        model_(policy.model()),
        now_(now),
        comments_(policy.resolved()),
        wording_(model_, policy.sources()),
        rules_(model_, comments_, wording_) {}

  PolicyDocument write() {
    PolicyDocument document;
    document.title = title();
    const std::vector<ModuleId> modules = modules_with_rules();
    // One module needs no heading of its own.
    const bool alone = modules.size() == 1 && is_named(modules.front());
    std::vector<Section> sections;
    for (const ModuleId module : modules) {
      std::vector<Section> parts = sections_of(module);
      if (alone) {
        document.blocks = paragraphs(model_.modules[module].doc);
        for (Section& part : parts) sections.push_back(std::move(part));
      } else {
        sections.push_back(section_of(module, std::move(parts)));
      }
    }
    document.blocks.emplace_back(summary());
    document.sections.push_back(overview(alone ? std::span<const ModuleId>{} : modules));
    for (Section& section : sections) document.sections.push_back(std::move(section));
    add(document, waivers());
    add(document, evidence(policy_, comments_, wording_));
    add_terms(document);
    document.sections.push_back(levels());
    return document;
  }

 private:
  static void add(PolicyDocument& document, std::optional<Section> section) {
    if (section) document.sections.push_back(*std::move(section));
  }

  /// A table may use terms, and a term may look up a table: until nothing new comes up.
  void add_terms(PolicyDocument& document) {
    std::optional<Section> of_terms, of_tables;
    const auto known = [this] { return wording_.terms().lets.size() + wording_.terms().defs.size(); };
    std::size_t before = 0;
    do {
      before = known();
      of_terms = terms(model_, comments_, wording_);
      of_tables = tables(model_, comments_, wording_);
    } while (known() != before);
    add(document, std::move(of_tables));
    add(document, std::move(of_terms));
  }

  [[nodiscard]] bool is_named(ModuleId module) const { return policy_.resolved().modules[module.index()].named; }

  /// The modules that the call names; the files of one module once.
  [[nodiscard]] std::string title() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < model_.modules.size(); ++i) {
      const ModuleId id(i);
      if (is_named(id) && model_.modules[id].takes_part &&
          std::ranges::find(names, model_.modules[id].name) == names.end())
        names.push_back(model_.modules[id].name);
    }
    std::string title;
    for (const std::string& name : names) title += (title.empty() ? "" : ", ") + name;
    return title;
  }

  [[nodiscard]] bool is_in_force(RuleRef rule) const { return head_of(model_, rule).in_force; }

  [[nodiscard]] std::vector<RuleRef> rules_of(ModuleId module, grammar::RuleKind kind) const {
    std::vector<RuleRef> rules;
    for (const RuleRef rule : model_.order)
      if (rule.kind == kind && head_of(model_, rule).module == module && is_in_force(rule)) rules.push_back(rule);
    return rules;
  }

  /// Those that the call names first: the others are what these put in force.
  [[nodiscard]] std::vector<ModuleId> modules_with_rules() const {
    std::vector<ModuleId> modules;
    for (std::size_t i = 0; i < model_.modules.size(); ++i) {
      const ModuleId id(i);
      const bool has_rules = std::ranges::any_of(
          model_.order, [&](RuleRef rule) { return head_of(model_, rule).module == id && is_in_force(rule); });
      const bool has_params =
          std::ranges::any_of(model_.params, [&](const Param& param) { return param.module == id; });
      if (model_.modules[id].takes_part && (has_rules || has_params || is_named(id))) modules.push_back(id);
    }
    std::stable_partition(modules.begin(), modules.end(), [&](ModuleId id) { return is_named(id); });
    return modules;
  }

  // ---- overview

  [[nodiscard]] Paragraph summary() const {
    std::array<std::size_t, 3> counts{};
    for (const RuleRef rule : model_.order)
      if (is_in_force(rule)) ++counts[static_cast<std::size_t>(rule.kind)];
    std::size_t params = 0;
    for (const Param& param : model_.params) params += model_.modules[param.module].takes_part ? 1 : 0;
    std::vector<Sentence> parts;
    const auto add = [&](std::size_t count, std::string_view one, std::string_view several) {
      if (count != 0) parts.push_back(words(std::to_string(count) + " " + std::string(count == 1 ? one : several)));
    };
    add(counts[0], "gate", "gates");
    add(counts[1], "phase", "phases");
    add(counts[2], "trigger", "triggers");
    add(params, "threshold", "thresholds");
    add(model_.waivers.size(), "waiver", "waivers");
    return {parts.empty() ? words("No rules.") : cat(listed(parts, "and"), ".")};
  }

  /// The phases, and the rules; of several modules the modules, each of which shows its own rules.
  [[nodiscard]] Section overview(std::span<const ModuleId> modules) {
    Section section{.anchor = "overview", .kind = {}, .title = "Overview", .name = {}};
    engine::PhaseGraph graph = phase_graph(policy_, nullptr);
    if (!graph.phases.empty()) section.blocks.emplace_back(std::move(graph));
    if (modules.empty()) {
      add_rules(section, std::nullopt);
      return section;
    }
    Grid grid{{"From", "What it is for", "Rules"}, {}};
    for (const ModuleId id : modules) {
      const Module& module = model_.modules[id];
      const auto rules = std::ranges::count_if(
          model_.order, [&](RuleRef rule) { return head_of(model_, rule).module == id && is_in_force(rule); });
      grid.rows.push_back({code(module.name, anchor_of_module(module)),
                           with_code(std::string_view(module.doc).substr(0, module.doc.find("\n\n"))),
                           words(std::to_string(rules))});
    }
    section.blocks.emplace_back(std::move(grid));
    return section;
  }

  void add_rules(Section& section, std::optional<ModuleId> of) {
    Grid grid{{"Rule", "Kind", "What it is about", "Asks for at most"}, {}};
    for (const RuleRef rule : model_.order) {
      const RuleHeadNode& head = head_of(model_, rule);
      if (!head.in_force || (of && head.module != *of)) continue;
      grid.rows.push_back({code(head.name, anchor_of_rule(model_, rule)), words(kind_name(rule)), words(head.title),
                           rules_.gravest(rule)});
    }
    if (!grid.rows.empty()) section.blocks.emplace_back(std::move(grid));
  }

  [[nodiscard]] static std::string anchor_of_module(const Module& module) { return "module-" + module.name; }

  /// What the words mean that stand everywhere else.
  [[nodiscard]] static Section levels() {
    Section section{.anchor = "levels", .kind = {}, .title = "What is asked for", .name = {}};
    section.blocks.emplace_back(Paragraph{
        words("Every rule asks for a level, and the decision is the gravest of them. The mildest is first.")});
    section.blocks.emplace_back(Grid{{"Level", "Means"},
                                     {{level("allow"), words("nothing stands in the way")},
                                      {level("warn"), words("go on, but look")},
                                      {level("hold"), words("it cannot be decided yet: bring evidence")},
                                      {level("block"), words("do not go on")},
                                      {level("rollback"), words("undo it")}}});
    section.blocks.emplace_back(Paragraph{
        words("Missing evidence is never a pass. A phase that begins before its turn asks for a block in every run; "
              "what it requires itself is asked when somebody wants to know whether it may start.")});
    return section;
  }

  // ---- one module

  [[nodiscard]] Section section_of(ModuleId module, std::vector<Section> parts) {
    const Module& of = model_.modules[module];
    Section section{.anchor = anchor_of_module(of),
                    .kind = of.kind == grammar::ModuleKind::library ? "library" : "policy",
                    .title = of.name,
                    .name = {},
                    .blocks = paragraphs(of.doc)};
    add_rules(section, module);
    section.sections = std::move(parts);
    return section;
  }

  [[nodiscard]] std::vector<Section> sections_of(ModuleId module) {
    std::vector<Section> sections;
    const std::string suffix = "-" + model_.modules[module].name;
    if (auto params = thresholds(module)) sections.push_back(*std::move(params));
    static constexpr std::array<std::pair<grammar::RuleKind, std::string_view>, 3> kinds{
        std::pair{grammar::RuleKind::phase, std::string_view("Phases")},
        {grammar::RuleKind::gate, "Gates"},
        {grammar::RuleKind::trigger, "Triggers"}};
    for (const auto& [kind, heading] : kinds) {
      Section section{.anchor = std::string(heading) + suffix, .kind = {}, .title = std::string(heading), .name = {}};
      for (const RuleRef rule : rules_of(module, kind)) section.sections.push_back(rules_.describe(rule));
      if (!section.sections.empty()) sections.push_back(std::move(section));
    }
    return sections;
  }

  [[nodiscard]] std::optional<Section> thresholds(ModuleId module) {
    Section section{
        .anchor = "Thresholds-" + model_.modules[module].name, .kind = {}, .title = "Thresholds", .name = {}};
    Grid grid{{"Name", "Value", "Set by", "Within", "What it is"}, {}};
    for (std::size_t i = 0; i < model_.params.size(); ++i) {
      const Param& param = model_.params[ParamId(i)];
      if (param.module != module) continue;
      const Sentence range =
          param.low ? cat(wording_.value(param.low), " to ", wording_.value(param.high)) : Sentence{};
      Sentence name = code(param.name);
      grid.rows.push_back({std::move(name), wording_.value(param.value), origin(param), range,
                           with_code(comments_.at(param.declared))});
      grid.anchors.resize(grid.rows.size());
      grid.anchors.back() = anchor_of_param(model_, ParamId(i));
    }
    if (grid.rows.empty()) return std::nullopt;
    drop_empty_columns(grid);
    section.blocks.emplace_back(std::move(grid));
    return section;
  }

  static void drop_empty_columns(Grid& grid) {
    for (std::size_t column = grid.header.size(); column-- > 0;) {
      if (!std::ranges::all_of(grid.rows, [&](const auto& row) { return row[column].empty(); })) continue;
      const auto at = static_cast<std::ptrdiff_t>(column);
      grid.header.erase(grid.header.begin() + at);
      for (auto& row : grid.rows) row.erase(row.begin() + at);
    }
  }

  [[nodiscard]] static Sentence origin(const Param& param) {
    if (param.origin == "default") return words("default");
    return param.origin == "--param" || param.origin == "enforce" ? code(param.origin)
                                                                  : cat("the file ", code(param.origin));
  }

  // ---- exceptions

  [[nodiscard]] std::optional<Section> waivers() {
    if (model_.waivers.empty()) return std::nullopt;
    Section section{.anchor = "waivers", .kind = {}, .title = "Waivers", .name = {}};
    section.blocks.emplace_back(
        Paragraph{words("Exceptions with an end. What is waived stays in every report, and asks for nothing.")});
    Grid grid{{"Reason", "What is waived", "Until", "Approved by"}, {}};
    for (const Waiver& waiver : model_.waivers) {
      Sentence until = value(waiver.until.text);
      if (waiver.until.at <= now_) until = cat(std::move(until), " (over: it does nothing any more)");
      grid.rows.push_back({words(waiver.title), waived(waiver), std::move(until), words(waiver.approved_by)});
    }
    section.blocks.emplace_back(std::move(grid));
    return section;
  }

  [[nodiscard]] Sentence waived(const Waiver& waiver) {
    const RuleHeadNode& head = head_of(model_, waiver.rule);
    std::string name = head.name;
    if (waiver.instance) name += "[" + *waiver.instance + "]";
    name += "." + (waiver.requirement ? requirements_of(waiver.rule)[*waiver.requirement].name : "order");
    Sentence what = code(name, anchor_of_rule(model_, waiver.rule));
    return waiver.where ? cat(std::move(what), " where ", wording_.clause(waiver.where)) : what;
  }

  [[nodiscard]] const std::vector<RequirementNode>& requirements_of(RuleRef rule) const {
    return rule.kind == grammar::RuleKind::gate ? model_.gates[GateId(rule.index)].requirements
                                                : model_.phases[PhaseId(rule.index)].requirements;
  }

  const LoadedPolicy& policy_;
  const CheckedModel& model_;
  const base::Decimal& now_;
  DocComments comments_;
  Wording wording_;
  Rules rules_;
};

}  // namespace

std::shared_ptr<const LoadedPolicy> load_to_describe(LoadRequest request) {
  auto policy = load(request);
  if (!policy->is_sound() || !policy->plan().order.empty()) return policy;
  request.libraries_in_force = true;
  return load(request);
}

report::doc::PolicyDocument describe(const LoadedPolicy& policy, const base::Decimal& now) {
  return Author(policy, now).write();
}

}  // namespace nexus::workspace
