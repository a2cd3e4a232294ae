#include "rules/typing/tests.h"

#include "base/overloaded.h"
#include "rules/naming/declared_names.h"
#include "rules/typing/children.h"
#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/finding_names.h"
#include "rules/typing/imported_names.h"
#include "rules/typing/names.h"
#include "rules/typing/params.h"
#include "rules/typing/rule_names.h"
#include "rules/typing/rule_parts.h"
#include "rules/typing/words.h"

#include "base/values/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

namespace nexus::rules::typing {

namespace {

constexpr std::array<std::string_view, 8> requirement_statuses = {"pass", "warn", "fail", "unknown", "skipped", "waived", "excused", "upcoming"};
/// What every report asks for by itself where something is unknown.
constexpr std::string_view built_in_obligation = "bring_evidence";

std::string dotted(const grammar::Path& path) {
  std::string text;
  for (const grammar::Name& name : path) text.append(text.empty() ? "" : ".").append(name.text);
  return text;
}
Span span_of(const grammar::Path& path) { return base::cover(path.front().span, path.back().span); }

enum class FixtureKind : std::uint8_t { document, history };

/// The `snapshot`s of one module: each document once, however many tests are given it.
class Snapshots {
 public:
  Snapshots(Context& context, std::size_t module, CheckedTests& tests) : context_(context), module_(context.resolved.modules[module]), tests_(tests) {
    naming::TakenNames taken(*context.sink);
    for (const grammar::Decl& decl : context.tree(module).decls)
      if (const auto* snapshot = std::get_if<grammar::SnapshotDecl>(&decl.node)) {
        if (taken.take(snapshot->name, "snapshot")) by_name_.emplace(snapshot->name.text, Known{add(snapshot->document), snapshot->name.span});
      }
  }

  std::uint32_t add(const grammar::JsonFixture& fixture, FixtureKind kind = FixtureKind::document) {
    const bool in_place = !fixture.file;
    tests_.fixtures.push_back({.text = in_place ? fixture.span : Span{},
                               .file = in_place ? std::string() : std::string(fixture.file->text),
                               .span = fixture.span,
                               .is_history = kind == FixtureKind::history});
    return static_cast<std::uint32_t>(tests_.fixtures.size() - 1);
  }

  std::optional<std::uint32_t> find(const grammar::Path& path) {
    const std::string name = dotted(path);
    if (const auto known = by_name_.find(name); known != by_name_.end()) {
      known->second.used = true;
      return known->second.fixture;
    }
    if (path.size() == 2)
      if (const auto import = module_.imports.find(path.front().text); import != module_.imports.end()) return find_imported(import->second, path);
    std::vector<std::string_view> names;
    if (path.size() == 1)
      for (const auto& [each, known] : by_name_) names.push_back(each);
    // The one that is proposed is not reported as unused besides.
    if (const auto near = base::nearest(name, names)) by_name_.find(*near)->second.used = true;
    report_unknown(path, names);
    return std::nullopt;
  }

  /// Those of a library are for others.
  void report_unused() {
    if (module_.kind == grammar::ModuleKind::library) return;
    for (const auto& [name, known] : by_name_)
      if (!known.used) context_.report(diagnostics::unused_name(known.declared, "snapshot", name));
  }

 private:
  struct Known {
    std::uint32_t fixture;
    Span declared;
    bool used = false;
  };

  /// `evidence.green`: a snapshot of an import.
  std::optional<std::uint32_t> find_imported(const ResolvedImport& import, const grammar::Path& path) {
    std::vector<std::string_view> names;
    for (const std::uint32_t module : import.modules)
      for (const grammar::Decl& decl : context_.tree(module).decls)
        if (const auto* snapshot = std::get_if<grammar::SnapshotDecl>(&decl.node)) {
          names.push_back(snapshot->name.text);
          if (snapshot->name.text != path.back().text) continue;
          const auto [at, fresh] = imported_.try_emplace(snapshot, 0);
          if (fresh) at->second = add(snapshot->document);
          return at->second;
        }
    if (!import.modules.empty()) report_unknown(path, names);
    return std::nullopt;
  }

  void report_unknown(const grammar::Path& path, std::span<const std::string_view> names) {
    const std::string name = dotted(path);
    const grammar::Name& last = path.back();
    base::Diagnostic diagnostic = did_you_mean(diagnostics::unknown_snapshot(span_of(path), name), last.span, last.text, names);
    const bool elsewhere = path.size() > 1 && names.empty();
    if (!diagnostic.suggestion)
      diagnostic.helps.push_back(elsewhere       ? "the snapshot of another file is written `n." + std::string(last.text) + "`, after `import … as n`"
                                 : names.empty() ? "declare one: `snapshot " + std::string(last.text) + " { … }`" : "there is " + quoted_list(names, "and"));
    context_.report(std::move(diagnostic));
  }

  Context& context_;
  const ResolvedModule& module_;
  CheckedTests& tests_;
  std::map<std::string_view, Known> by_name_;
  std::map<const grammar::SnapshotDecl*, std::uint32_t> imported_;
};

/// Types the clauses of one case of a test.
class CaseTyping {
 public:
  CaseTyping(Context& context, std::size_t module, Snapshots& snapshots, std::map<const grammar::JsonFixture*, std::uint32_t>& fixtures,
             std::optional<TestRow> row, TestCase& into)
      : context_(context),
        scope_{.context = context, .module = module, .tree = context.tree(module), .row = row},
        snapshots_(snapshots),
        fixtures_(fixtures),
        case_(into) {}

  void clause(const grammar::TestClause& clause) {
    std::visit(base::overloaded{
                   [&](const grammar::GivenSnapshot& c) { give(InputId(0), c.snapshot, c.document, clause.span); },
                   [&](const grammar::GivenInput& c) {
                     if (const auto input = find_input(c.input)) give(*input, c.snapshot, c.document, clause.span);
                   },
                   [&](const grammar::GivenHistory& c) { give_history(fixture_of(c.document, FixtureKind::history), clause.span); },
                   [&](const grammar::GivenSeries& c) {
                     if (auto given = series(c)) give_history(*std::move(given), clause.span);
                   },
                   [&](const grammar::WithClause& c) { edit(c.path, c.value); },
                   [&](const grammar::WithoutClause& c) { edit(c.path, {}); },
                   [&](const grammar::TestParam& c) { param(c); },
                   [&](const grammar::AtClause& c) {
                     case_.at = type_as(scope_, c.time, context_.scalar(TypeKind::time), "the time of a test");
                     needs_no_evidence(case_.at, "the time of a test", Clock::makes_itself);
                   },
                   [&](const grammar::AskingClause& c) {
                     if (const auto phase = find_rule(scope_, grammar::RuleKind::phase, c.phase); phase && is_judged(*phase, clause.span)) case_.asking = PhaseId(phase->index);
                   },
                   [&](const grammar::ExpectDecision& c) {
                     expect(ExpectedDecision{type_level(scope_, c.level, AllowLevel::yes), c.negated}, clause.span);
                   },
                   [&](const grammar::ExpectRequirement& c) { expect_requirement(c, clause.span); },
                   [&](const grammar::ExpectFinding& c) {
                     if (auto finding = find_finding(scope_, c.finding); finding && is_judged(finding->rule, c.finding.span)) expect(ExpectedFinding{*std::move(finding), c.negated, message(c.message)}, clause.span);
                   },
                   [&](const grammar::ExpectObligation& c) { expect_obligation(c, clause.span); },
                   [&](const grammar::ExpectThat& c) { expect_condition(c, clause.span); },
               },
               clause.node);
  }

 private:
  // ---- what is given

  std::optional<InputId> find_input(const grammar::Path& path) {
    const std::string name = dotted(path);
    std::vector<std::string_view> names;
    for (std::uint32_t index = 1; index < context_.model.inputs.size(); ++index) {
      if (context_.model.inputs[InputId(index)].name == name) return InputId(index);
      names.emplace_back(context_.model.inputs[InputId(index)].name);
    }
    base::Diagnostic diagnostic = did_you_mean(diagnostics::unknown_document(span_of(path), name), span_of(path), name, names);
    if (!diagnostic.suggestion) diagnostic.helps.push_back(names.empty() ? "declare it: `input " + name + ": { … }`" : "there is " + quoted_list(names, "and"));
    context_.report(std::move(diagnostic));
    return std::nullopt;
  }

  void give(InputId input, const grammar::Path& snapshot, const std::optional<grammar::JsonFixture>& document, Span span) {
    const auto before = std::ranges::find(case_.given, input, &GivenDocument::input);
    if (before != case_.given.end()) {
      const std::string what = input.index() == 0 ? "the snapshot" : "`" + context_.model.inputs[input].name + "`";
      context_.report(diagnostics::given_twice(span, what)
                          .with_label(before->span, "given here first")
                          .with_help("single values of it are changed by `with path = value`"));
      return;
    }
    const auto fixture = document ? std::optional(fixture_of(*document, FixtureKind::document)) : snapshots_.find(snapshot);
    if (fixture) case_.given.push_back({input, *fixture, span});
  }

  /// Rows share what is written once.
  std::uint32_t fixture_of(const grammar::JsonFixture& document, FixtureKind kind) {
    const auto [at, fresh] = fixtures_.try_emplace(&document, 0);
    if (fresh) at->second = snapshots_.add(document, kind);
    return at->second;
  }

  void give_history(std::variant<std::uint32_t, HistorySeries> samples, Span span) {
    if (!case_.history)
      case_.history = GivenHistory{std::move(samples), span};
    else
      context_.report(diagnostics::given_twice(span, "the history").with_label(case_.history->span, "given here first"));
  }

  /// The series turned round: for each sample what it puts where.
  std::optional<HistorySeries> series(const grammar::GivenSeries& clause) {
    HistorySeries into{.every = type_as(scope_, clause.every, context_.scalar(TypeKind::duration), "the step of a history"),
                       .from = type_as(scope_, clause.from, context_.scalar(TypeKind::time), "the beginning of a history"),
                       .samples = {}};
    needs_no_evidence(into.every, "the step of a history");
    needs_no_evidence(into.from, "the beginning of a history");
    const grammar::HistorySeries& first = clause.series.front();
    bool is_sound = true;
    for (const grammar::HistorySeries& each : clause.series) {
      const auto values = values_of(each, first);
      const auto place = typed_place(each.path);
      is_sound = is_sound && values && place && is_of_snapshot(*place);
      if (!is_sound) continue;
      into.samples.resize(values->size());
      for (std::size_t i = 0; i < values->size(); ++i) into.samples[i].push_back(with_value(*place, (*values)[i]));
    }
    return is_sound ? std::optional(std::move(into)) : std::nullopt;
  }

  /// As many as the first path of the series has.
  std::optional<std::span<const grammar::ExprId>> values_of(const grammar::HistorySeries& series, const grammar::HistorySeries& first) {
    const auto* values = std::get_if<grammar::ListLiteral>(&scope_.tree[series.values].node);
    if (values == nullptr) {
      context_.report(diagnostics::series_not_listed(scope_.tree[series.values].span).with_help("such as `[0.1%, 0.2%, null, 0.1%]`; `null` stands where nothing was measured"));
      return std::nullopt;
    }
    const auto* wanted = std::get_if<grammar::ListLiteral>(&scope_.tree[first.values].node);
    if (wanted == nullptr || values->items.size() == wanted->items.size()) return values->items;
    const Span path = scope_.tree[series.path].span, first_path = scope_.tree[first.path].span;
    context_.report(diagnostics::series_lengths(scope_.tree[series.values].span, short_text(context_, path, "this"), values->items.size(),
                                                short_text(context_, first_path, "the first"), wanted->items.size())
                        .with_label(first_path, "as many values as here"));
    return std::nullopt;
  }

  /// A path names data: the row does not hide a field of its name.
  ExprId type_path(grammar::ExprId path) {
    grammar::ExprId root = path;
    for (;;) {
      const grammar::Expr& expr = scope_.tree[root];
      if (const auto* access = std::get_if<grammar::Access>(&expr.node)) root = access->base;
      else if (const auto* index = std::get_if<grammar::Index>(&expr.node)) root = index->base;
      else break;
    }
    const auto* name = std::get_if<grammar::NameRef>(&scope_.tree[root].node);
    const bool hides = scope_.row && name != nullptr && name->name.text == scope_.row->name;
    const auto row = std::exchange(scope_.row, hides ? std::nullopt : scope_.row);
    const ExprId place = type_expression(scope_, path);
    scope_.row = row;
    return place;
  }

  void edit(grammar::ExprId path, grammar::ExprId value) {
    const auto place = typed_place(path);
    if (place) case_.edits.push_back(value ? with_value(*place, value) : place->edit);
  }

  /// A place that a test changes.
  struct Place {
    TestEdit edit;  ///< that takes away what stands there
    ExprId expr;
  };

  std::optional<Place> typed_place(grammar::ExprId path) {
    const ExprId expr = type_path(path);
    if (context_.kind(expr) == TypeKind::error) return std::nullopt;
    Place place{{.kind = TestEdit::Kind::take_away, .input = {}, .path = {}, .types = {}, .value = {}, .span = scope_.tree[path].span}, expr};
    if (steps(expr, place.edit) && !place.edit.path.empty()) return place;
    const bool is_let = std::holds_alternative<LetValue>(context_.model[expr].node),
               is_param = std::holds_alternative<ParamValue>(context_.model[expr].node);
    if (is_let || is_param)
      context_.report(
          diagnostics::not_a_place(place.edit.span)
              .with_help(is_let ? "it is a `let`: change the fields that it is computed from"
                                : "it is a param: set it with `param " + context_.text(place.edit.span) + " = …`"));
    else if (!has_error(expr))
      context_.report(diagnostics::not_a_place(place.edit.span).with_help("write it as in the input block, keys and positions in full: `coverage.line`, `services[\"a b\"].ok`, `suites[0].failed`"));
    return std::nullopt;
  }

  bool is_of_snapshot(const Place& place) {
    if (place.edit.input.index() == 0) return true;
    context_.report(diagnostics::not_a_place(place.edit.span).with_help("a history consists of snapshots: write a path of the snapshot"));
    return false;
  }

  TestEdit with_value(const Place& place, grammar::ExprId value) {
    TestEdit edit = place.edit;
    if (std::holds_alternative<grammar::NullLiteral>(scope_.syntax(value).node)) {
      edit.kind = TestEdit::Kind::put_null;
      return edit;
    }
    edit.kind = TestEdit::Kind::put;
    edit.value = type_as(scope_, value, context_.type_of(place.expr), short_text(context_, edit.span, "this place"));
    needs_no_evidence(edit.value, "a value of `with`");
    return edit;
  }

  /// Was something in it reported already?
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the expression
  bool has_error(ExprId id) {
    bool found = context_.kind(id) == TypeKind::error;
    for_each_child(context_.model[id], [&](ExprId child) { found = found || has_error(child); });
    return found;
  }

  /// The steps from a document to the place that an expression reads; false where it reads no place.
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the path
  bool steps(ExprId id, TestEdit& edit) {
    const auto then = [&](ExprId base, std::string key, bool is_position) {
      if (!steps(base, edit)) return false;
      edit.path.push_back({std::move(key), is_position});
      edit.types.push_back(context_.type_of(id));
      return true;
    };
    const Expr& expr = context_.model[id];
    return std::visit(base::overloaded{
                          [&](const InputDocument& e) {
                            edit.input = e.input;
                            return true;
                          },
                          [&](const FieldOf& e) { return then(e.base, e.name, false); },
                          [&](const EntryAt& e) {
                            const auto key = constant_key(e.key);
                            return key && then(e.base, *key, false);
                          },
                          [&](const ItemAt& e) {
                            const auto position = constant_position(e.index);
                            return position && then(e.base, *position, true);
                          },
                          [&](const AnyAt& e) {
                            if (const auto key = constant_key(e.index)) return then(e.base, *key, false);
                            const auto position = constant_position(e.index);
                            return position && then(e.base, *position, true);
                          },
                          [](const auto&) { return false; },
                      },
                      expr.node);
  }

  std::optional<std::string> constant_key(ExprId id) {
    const auto value = fold(context_.model, id);
    if (!value) return std::nullopt;
    if (const auto* text = std::get_if<std::string>(&*value)) return *text;
    if (const auto* member = std::get_if<EnumConstant>(&*value)) return context_.model.types[member->type].members[member->index];
    return std::nullopt;
  }
  std::optional<std::string> constant_position(ExprId id) {
    const auto value = fold(context_.model, id);
    const auto* number = value ? std::get_if<base::Quantity>(&*value) : nullptr;
    const auto position = number != nullptr ? number->value.to_int64() : std::nullopt;
    return position && *position >= 0 ? std::optional(std::to_string(*position)) : std::nullopt;
  }

  enum class Clock : std::uint8_t { may_be_read, makes_itself };
  /// What makes the snapshot is there before it; the time of the test is known then, where it says one.
  void needs_no_evidence(ExprId id, std::string_view what, Clock clock = Clock::may_be_read) {
    const Span where = reading(id, clock);
    if (!where) return;
    const std::string_view help =
        clock == Clock::makes_itself
            ? "write it out: `at 2026-11-02T10:00:00Z`; without `at`, the snapshot's own `time` counts"
            : "write the value, or compute it from literals, params, rows and `now`";
    context_.report(diagnostics::reads_evidence(where, what).with_help(std::string(help)));
  }
  /// Where an expression reads a document, the status of a rule or the clock; none where it does not.
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the expression
  Span reading(ExprId id, Clock clock) {
    const Expr& expr = context_.model[id];
    if (std::holds_alternative<InputDocument>(expr.node) || std::holds_alternative<RuleStatusNode>(expr.node)) return expr.span;
    if (std::holds_alternative<Now>(expr.node) && clock == Clock::makes_itself) return expr.span;
    const auto* let = std::get_if<LetValue>(&expr.node);
    if (let != nullptr) return reading(context_.model.lets[let->let].value, clock) ? expr.span : Span{};
    const auto* call = std::get_if<DefCall>(&expr.node);
    if (call != nullptr && reading(context_.model.defs[call->def].body, clock)) return expr.span;
    Span found;
    for_each_child(expr, [&](ExprId child) {
      if (!found) found = reading(child, clock);
    });
    return found;
  }

  void param(const grammar::TestParam& clause) {
    const std::string name = dotted(clause.param);
    const Declared declared = find_param(clause.param);
    const auto* id = std::get_if<ParamId>(&declared.meaning);
    if (id == nullptr) return report_unknown_param(clause.param);
    if (std::ranges::count(case_.params, *id, &std::pair<ParamId, ExprId>::first) != 0) {
      context_.report(diagnostics::given_twice(span_of(clause.param), "`" + name + "`"));
      return;
    }
    scope_.constants_only = true;
    const ExprId value = type_as(scope_, clause.value, context_.model.params[*id].type, "`" + name + "`");
    scope_.constants_only = false;
    check_param_range(context_, *id, value);
    case_.params.emplace_back(*id, value);
  }

  /// `floor`, or `quality.floor` of an import.
  Declared find_param(const grammar::Path& path) {
    if (path.size() == 1) return find_declared(scope_, path.front().text);
    const ResolvedImport* import = path.size() == 2 ? find_import(scope_, path.front().text) : nullptr;
    if (import != nullptr)
      for (const std::uint32_t module : import->modules) {
        const auto& values = context_.resolved.modules[module].values;
        if (const auto at = values.find(path.back().text); at != values.end())
          return {&context_.tree(module)[at->second], context_.modules[module].meanings[at->second.index()]};
      }
    return {};
  }

  void report_unknown_param(const grammar::Path& path) {
    std::vector<std::string_view> names;
    for (std::uint32_t index = 0; index < context_.model.params.size(); ++index)
      if (const Param& param = context_.model.params[ParamId(index)]; param.module.index() == scope_.module) names.emplace_back(param.name);
    const std::string name = dotted(path);
    context_.report(did_you_mean(diagnostics::unknown_param(span_of(path), name, "this test"), span_of(path), name, names));
  }

  // ---- what is expected

  template <class Node>
  void expect(Node node, Span span) {
    case_.expectations.push_back({std::move(node), span});
  }

  ExprId message(grammar::ExprId text) {
    return text ? type_as(scope_, text, context_.scalar(TypeKind::string), "what a message contains") : ExprId{};
  }

  /// In a test its own rules are in force; of others those that an `enforce` or a phase put there.
  bool is_judged(RuleRef rule, Span where) {
    const bool own = head_module(rule).index() == scope_.module;
    if (own || is_in_force(context_.model, rule)) return true;
    report_not_in_force(context_, rule, where);
    return false;
  }
  [[nodiscard]] ModuleId head_module(RuleRef rule) const {
    switch (rule.kind) {
      case grammar::RuleKind::gate: return context_.model.gates[GateId(rule.index)].head.module;
      case grammar::RuleKind::phase: return context_.model.phases[PhaseId(rule.index)].head.module;
      case grammar::RuleKind::trigger: break;
    }
    return context_.model.triggers[TriggerId(rule.index)].head.module;
  }
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the expression
  void check_judged(ExprId id) {
    const Expr& expr = context_.model[id];
    if (const auto* status = std::get_if<RuleStatusNode>(&expr.node)) (void)is_judged(status->rule, expr.span);
    for_each_child(expr, [&](ExprId child) { check_judged(child); });
  }

  void expect_condition(const grammar::ExpectThat& clause, Span span) {
    const ExprId condition = type_condition(scope_, clause.condition);
    check_judged(condition);
    expect(ExpectedCondition{condition}, span);
  }

  void expect_requirement(const grammar::ExpectRequirement& clause, Span span) {
    auto requirement = find_finding(scope_, clause.requirement);
    auto status = type_status_word(scope_, clause.status, requirement_statuses, "requirement");
    const ExprId text = message(clause.message);
    if (!requirement || !status || !is_judged(requirement->rule, clause.requirement.span)) return;
    if (requirement->requirement.empty()) {
      const std::string_view kind = rule_kind_word(requirement->rule.kind);
      const std::string name(head_syntax(context_, requirement->rule).name.text);
      context_.report(diagnostics::wrong_rule_kind(clause.requirement.span, name, kind, "requirement").with_help("for the whole of it write `expect " + std::string(kind) + " " + name + " is …`"));
      return;
    }
    expect(ExpectedRequirement{*std::move(requirement), *std::move(status), clause.negated, text}, span);
  }

  void expect_obligation(const grammar::ExpectObligation& clause, Span span) {
    ExpectedObligation node{.name = dotted(clause.name), .fields = {}, .negated = clause.negated};
    const auto names = obligation_names();
    if (std::ranges::count(names, node.name) == 0)
      context_.report(did_you_mean(diagnostics::unknown_obligation(span_of(clause.name), node.name), span_of(clause.name), node.name, names));
    if (clause.record)
      if (const auto* record = std::get_if<grammar::RecordLiteral>(&scope_.syntax(clause.record).node))
        for (const grammar::RecordEntry& entry : record->entries)
          node.fields.emplace_back(std::string(entry.key.text), type_expression(scope_, entry.value));
    expect(std::move(node), span);
  }

  std::vector<std::string_view> obligation_names() {
    std::vector<std::string_view> names = {built_in_obligation};
    const auto add = [&](const std::vector<RemedyNode>& remedies) {
      for (const RemedyNode& remedy : remedies) names.emplace_back(remedy.name);
    };
    const auto add_all = [&](const std::vector<RequirementNode>& requirements) {
      for (const RequirementNode& requirement : requirements) add(requirement.remedies);
    };
    for (const Gate& gate : context_.model.gates) add(gate.remedies), add_all(gate.requirements);
    for (const Phase& phase : context_.model.phases) add_all(phase.requirements);
    for (const Trigger& trigger : context_.model.triggers) add(trigger.remedies);
    return names;
  }

  Context& context_;
  Scope scope_;
  Snapshots& snapshots_;
  std::map<const grammar::JsonFixture*, std::uint32_t>& fixtures_;  // written in tests: rows share them
  TestCase& case_;
};

class ModuleTests {
 public:
  ModuleTests(Context& context, std::size_t module, CheckedTests& tests)
      : context_(context), module_(module), tests_(tests), snapshots_(context, module, tests) {}

  void run() {
    naming::TakenNames titles(*context_.sink);
    for (const grammar::Decl& decl : context_.tree(module_).decls)
      if (const auto* test = std::get_if<grammar::TestDecl>(&decl.node)) {
        (void)titles.take(test->title, "test");
        type(*test);
      }
    snapshots_.report_unused();
  }

 private:
  void type(const grammar::TestDecl& test) {
    const std::string title(test.title.text);
    if (!test.for_each) return add_case(test, title, std::nullopt, {});
    const grammar::SyntaxTree& tree = context_.tree(module_);
    const grammar::Ranges& ranges = test.for_each->ranges;
    const grammar::Binder& binder = ranges.binders.front();
    const auto* rows = std::get_if<grammar::ListLiteral>(&tree[binder.list].node);
    if (ranges.binders.size() != 1 || binder.second || ranges.where || test.for_each->if_any || rows == nullptr || rows->items.empty()) {
      context_.report(diagnostics::rows_not_listed(test.for_each->span).with_help("such as `for each row in [ { line: 80%, want: pass }, { line: 79%, want: warn } ]`"));
      return;
    }
    for (std::size_t i = 0; i < rows->items.size(); ++i)
      add_case(test, title + " [" + std::to_string(i + 1) + "]", TestRow{binder.first.text, rows->items[i]}, tree[rows->items[i]].span);
  }

  void add_case(const grammar::TestDecl& test, std::string name, std::optional<TestRow> row, Span row_span) {
    TestCase into;
    into.name = std::move(name);
    into.module = ModuleId(module_);
    into.title = test.title.span;
    into.row = row_span;
    CaseTyping typing(context_, module_, snapshots_, fixtures_, row, into);
    for (const grammar::TestClause& clause : test.clauses) typing.clause(clause);
    tests_.cases.push_back(std::move(into));
  }

  Context& context_;
  std::size_t module_;
  CheckedTests& tests_;
  Snapshots snapshots_;
  std::map<const grammar::JsonFixture*, std::uint32_t> fixtures_;
};

}  // namespace

CheckedTests type_tests(Context& context) {
  CheckedTests tests;
  for (std::size_t module = 0; module < context.resolved.modules.size(); ++module)
    if (context.resolved.modules[module].named) ModuleTests(context, module, tests).run();
  return tests;
}

}  // namespace nexus::rules::typing
