#include "tests/suite/judgement.h"

#include "report/text_words.h"

#include "base/diagnostics/render.h"
#include "base/values/time.h"
#include "engine/evaluate.h"
#include "engine/history/record.h"
#include "engine/read/locate.h"
#include "tests/suite/own_tests.h"
#include "tests/suite/suites.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <vector>

namespace nexus::tests {

namespace {

std::string problems(const std::vector<base::Diagnostic>& diagnostics, const base::SourceMap& sources, base::Severity severity = base::Severity::error) {
  std::string text;
  for (const base::Diagnostic& d : diagnostics)
    if (d.severity == severity) text += base::render(d, sources, base::Colour::off);
  return text;
}

/// `word rest of it` → both parts. The word may be an ID with a quoted instance: `service["pay api"].owned`.
std::pair<std::string, std::string> split_word(const std::string& text) {
  const std::size_t space = text.find_first_of(" \n"), quoted = text.find("[\"");
  const std::size_t end = quoted < space ? text.find_first_of(" \n", text.find("\"]", quoted)) : space;
  if (end == std::string::npos) return {text, ""};
  return {text.substr(0, end), text.substr(text.find_first_not_of(" \n", end))};
}

/// One policy, with the files beside it, compiled for its params.
class Compiled {
 public:
  Compiled(const SuitePolicy& policy, const std::vector<Directive>& directives) {
    loaded_ = workspace::load(request_of(policy, directives));
  }

  [[nodiscard]] bool good() const { return loaded_->is_sound(); }
  [[nodiscard]] std::string why_not() const { return problems(loaded_->diagnostics(), sources()); }
  [[nodiscard]] std::string warnings() const { return problems(loaded_->diagnostics(), sources(), base::Severity::warning); }
  [[nodiscard]] const base::SourceMap& sources() const { return loaded_->sources(); }
  [[nodiscard]] const plan::Plan& plan() const { return loaded_->plan(); }
  [[nodiscard]] const workspace::LoadedPolicy& policy() const { return *loaded_; }

  /// The plan with one more expression, or what is wrong with it.
  std::optional<workspace::Expression> expression(const std::string& text, std::string& problem) const {
    auto compiled = workspace::compile_expression(*loaded_, "expression", text);
    if (compiled) return std::move(*compiled);
    problem = problems(compiled.error().diagnostics, compiled.error().sources);
    return std::nullopt;
  }

 private:
  std::shared_ptr<const workspace::LoadedPolicy> loaded_;
};

/// One evaluation of a case's documents with a plan.
class Run {
 public:
  Run(const plan::Plan& plan, const base::SourceMap& sources, const std::vector<Directive>& directives) : plan_(plan), sources_(sources), evaluator_(plan) {
    engine::Reader reader(plan);
    std::vector<engine::Document> documents;
    std::vector<std::optional<std::size_t>> given(plan.inputs.size());
    std::string now = "2026-11-01T00:00:00Z";
    std::optional<std::uint32_t> asked;
    for (const Directive& directive : directives) {
      if (directive.word == "now") now = directive.rest;
      if (directive.word == "snapshot") give(reader, "", directive.rest, documents, given);
      if (directive.word == "input") {
        const auto [name, json] = split_word(directive.rest);
        give(reader, name, json, documents, given);
      }
      if (directive.word == "asking") asked = phase(directive.rest);
    }
    for (const Directive& directive : directives) {
      if (directive.word == "history") add_history(reader, directive.rest);
      if (directive.word == "series") add_series(reader, directive.rest, snapshot_of(directives));
    }
    documents_ = std::move(documents);
    std::vector<const engine::Document*> pointers;
    for (std::size_t input = 0; input < plan.inputs.size(); ++input) {
      names_.push_back({.document = input == 0 ? "snapshot" : plan.inputs[input].name, .file = input == 0 ? "snapshot.json" : plan.inputs[input].name + ".json", .has_lines = true});
      pointers.push_back(given[input] ? &documents_[*given[input]] : nullptr);
    }
    const auto time = engine::time_of_snapshot(plan, snapshot_of(directives));
    const auto decided = evaluator_.evaluate({.documents = pointers, .now = *base::parse_time(now), .asked_phase = asked, .only = nullptr, .history = record_ ? &*record_ : nullptr, .time = time});
    if (decided)
      report_ = *evaluator_.report(sources, names_);
    else
      error_ = decided.error().kind == engine::RunError::Kind::nothing_decided ? "nothing_decided" : "step_budget";
  }

  /// Findings whose condition is not told part by part down to what decides, with both places.
  std::string unexplained(const plan::Traces& traces) {
    std::string problems;
    if (!report_) return problems;
    const auto explained = evaluator_.conditions(traces, plan_.order, sources_, names_);
    if (!explained) return "  its conditions take more steps than a run may take\n";
    const std::vector<engine::ConditionReport>& conditions = *explained;
    for (const engine::Finding& finding : report_->findings) {
      using Kind = engine::FindingKind;
      const bool has_condition = finding.kind == Kind::failed || finding.kind == Kind::unknown || finding.kind == Kind::fired || finding.kind == Kind::pending;
      if (!has_condition || finding.id.find("[]") != std::string::npos || finding.condition.empty() || finding.message.starts_with("whether it applies")) continue;  // no condition was looked at
      const bool said = std::ranges::any_of(conditions, [&](const engine::ConditionReport& condition) { return condition.id == finding.id && explains(condition, finding); });
      if (!said) problems += "  " + finding.id + " is not explained: " + finding.message + "\n";
    }
    return problems;
  }

  static bool explains(const engine::ConditionReport& condition, const engine::Finding& finding) {
    const auto decides = [](const engine::PartReport& part) { return part.decides; };
    const auto stands = [](const engine::PartReport& part) { return part.decides && !part.evidence.document.empty(); };
    if (condition.policy.line == 0 || condition.parts.empty() || std::ranges::none_of(condition.parts, decides)) return false;
    const bool needs_place = !finding.evidence.pointer.empty() && finding.evidence.document != "history";
    return !needs_place || std::ranges::any_of(condition.parts, stands);
  }

  /// What is wrong with an expectation; empty where it is met.
  std::string check(const Directive& directive) {
    if (!input_error_.empty()) return input_error_;
    const auto [first, rest] = split_word(directive.rest);
    if (directive.word == "decision") return same(report_ ? std::string(base::level_name(report_->decision)) : "error " + error_, directive.rest);
    if (directive.word == "error") return same(error_, directive.rest);
    if (!report_) return "the run ended with the error " + error_;
    if (directive.word == "gate" || directive.word == "phase" || directive.word == "trigger") return same(status(directive.word, first), rest);
    if (directive.word == "requirement") return same(requirement_status(first), rest);
    if (directive.word == "findings") return same(std::to_string(report_->findings.size()), directive.rest) + all_findings();
    if (directive.word == "finding") return finding(first, rest);
    if (directive.word == "no-finding") return find(first, "").empty() ? "" : "there is such a finding: " + find(first, "").front()->message;
    if (directive.word == "evidence") return evidence(first, rest);
    if (directive.word == "reason") return reason(first, rest);
    if (directive.word == "margin") return margin(first, rest);
    if (directive.word == "cause") return cause(first, rest);
    if (directive.word == "causes") return causes(first, rest);
    if (directive.word == "undecided") return undecided(first, rest);
    if (directive.word == "obligation") return obligation(first, rest);
    if (directive.word == "obligations") return same(std::to_string(report_->obligations.size()), directive.rest);
    if (directive.word == "note") return note(first, rest);
    if (directive.word == "notice") return notice(directive.rest);
    if (directive.word == "notices") return std::to_string(report_->notices.size()) == directive.rest ? "" : "  actual:" + joined(report_->notices);
    if (directive.word == "waived") return waived(first, rest);
    if (directive.word == "waivers") return waivers(directive.rest);
    if (directive.word == "score") return score(first, rest);
    if (directive.word == "share") return share(first, rest);
    if (directive.word == "counted" || directive.word == "not-counted") return counted(first, directive.word == "counted");
    if (directive.word == "contributors") return same(words(report_->contributors), directive.rest);
    return "there is no such directive";
  }

  engine::Evaluator& evaluator() { return evaluator_; }
  [[nodiscard]] const std::vector<engine::DocumentName>& names() const { return names_; }
  [[nodiscard]] const std::string& input_error() const { return input_error_; }

 private:
  void give(engine::Reader& reader, const std::string& name, const std::string& json, std::vector<engine::Document>& documents, std::vector<std::optional<std::size_t>>& given) {
    const auto at = std::ranges::find(plan_.inputs, name, &plan::Input::name);
    if (at == plan_.inputs.end()) return void(input_error_ = "there is no input `" + name + "`");
    const auto input = static_cast<std::size_t>(at - plan_.inputs.begin());
    auto read = reader.read(input, json);
    if (!read) return void(input_error_ = "bad JSON: " + read.error().message);
    given[input] = documents.size();
    documents.push_back(std::move(*read));
  }

  static std::string snapshot_of(const std::vector<Directive>& directives) {
    const auto at = std::ranges::find(directives, "snapshot", &Directive::word);
    return at != directives.end() ? at->rest : "{}";
  }

  void add_sample(engine::Reader& reader, const std::string& json) {
    auto read = reader.read(0, json);
    if (!read) return void(input_error_ = "bad JSON in the history: " + read.error().message);
    const auto time = engine::time_of_snapshot(plan_, json);
    if (!time) return void(input_error_ = "a snapshot of the history has no time: " + json);
    record_->insert(std::move(*read), *time, "history.jsonl", static_cast<std::uint32_t>(record_->size() + 1));
  }

  /// `JSON`, a snapshot a line; nothing at all is a history without snapshots.
  void add_history(engine::Reader& reader, const std::string& lines) {
    if (!record_) record_.emplace();
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);)
      if (!line.empty()) add_sample(reader, line);
  }

  /// JSON values between commas, those inside brackets left alone.
  static std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts(1);
    int depth = 0;
    for (const char c : text) {
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      if (c == ',' && depth == 0)
        parts.emplace_back();
      else if (!parts.back().empty() || (c != ' ' && c != '\n'))
        parts.back() += c;
    }
    for (std::string& part : parts)
      while (part.ends_with(' ') || part.ends_with('\n')) part.pop_back();
    return parts;
  }

  /// `POINTER every DURATION from TIME VALUE, VALUE …`: the snapshot of the case again and again, with that value at the
  /// pointer; `_` for without it.
  void add_series(engine::Reader& reader, const std::string& rest, const std::string& snapshot) {
    if (!record_) record_.emplace();
    std::istringstream in(rest);
    std::string pointer, every, step, from, start;
    in >> pointer >> every >> step >> from >> start;
    const auto interval = base::parse_literal(step);
    base::Decimal time = *base::parse_time(start);
    std::string values;
    std::getline(in >> std::ws, values, '\0');
    for (const std::string& value : split(values)) {
      const std::string json = value == "_" ? engine::without_value_at(snapshot, pointer) : *engine::with_value_at(snapshot, pointer, value);
      add_sample(reader, *engine::with_value_at(json, "/time", "\"" + base::format_time(time) + "\""));
      time = base::add(time, interval->value).value;
    }
  }

  std::optional<std::uint32_t> phase(const std::string& name) {
    for (std::uint32_t i = 0; i < plan_.phases.size(); ++i)
      if (plan_.phases[i].rule.name == name) return i;
    input_error_ = "there is no phase `" + name + "`";
    return std::nullopt;
  }

  static std::string same(const std::string& actual, const std::string& wanted) { return actual == wanted ? "" : "  expected: " + wanted + "\n  actual:   " + actual; }

  /// IDs may be given without their module.
  static bool is_id(const std::string& id, const std::string& wanted) { return id == wanted || id.ends_with("/" + wanted); }

  std::string status(const std::string& kind, const std::string& id) const {
    for (const auto& rule : report_->rules) {
      if (rule.kind != kind) continue;
      if (is_id(rule.id, id)) return rule.status;
      for (const auto& instance : rule.instances)
        if (is_id(instance.id, id)) return instance.status;
    }
    return "there is no such rule";
  }

  std::string requirement_status(const std::string& id) const {
    for (const auto& rule : report_->rules)
      for (const auto& instance : rule.instances)
        for (const auto& requirement : instance.requirements)
          if (is_id(requirement.id, id)) return requirement.status + (requirement.vacuous ? " vacuous" : "");
    return "there is no such requirement";
  }

  std::vector<const engine::Finding*> find(const std::string& id, const std::string& message) const {
    std::vector<const engine::Finding*> found;
    for (const auto& finding : report_->findings)
      if (is_id(finding.id, id) && (message.empty() || finding.message == message)) found.push_back(&finding);
    return found;
  }

  std::string all_findings() const {
    return "";
  }

  std::string listed() const {
    std::string text = "  findings:\n";
    for (const auto& f : report_->findings)
      text += "    " + f.id + " " + std::string(engine::finding_kind_name(f.kind)) + " " + std::string(base::level_name(f.level)) + ": " + f.message + "\n";
    return text;
  }

  /// `ID [kind] [level] message`: the message in full.
  std::string finding(const std::string& id, std::string rest) const {
    std::string kind, level;
    for (std::string* part : {&kind, &level}) {
      const auto [word, more] = split_word(rest);
      const bool is_kind = part == &kind;
      const bool known = is_kind ? word == "failed" || word == "unknown" || word == "fired" || word == "out-of-order" || word == "order-unknown" || word == "not-ready" || word == "pending" || word == "waived" || word == "excused"
                                 : base::level_of(word).has_value();
      if (!known) continue;
      *part = word;
      rest = more;
    }
    for (const auto* f : find(id, rest))
      if ((kind.empty() || engine::finding_kind_name(f->kind) == kind) && (level.empty() || base::level_name(f->level) == level)) return "";
    return listed();
  }

  /// `ID pointer [line:column]` of any finding with that ID.
  std::string evidence(const std::string& id, const std::string& wanted) const {
    std::string seen;
    for (const auto* f : find(id, "")) {
      std::string actual = f->evidence.document == "snapshot" ? "" : f->evidence.document + ":";
      actual += f->evidence.pointer;
      if (actual == wanted) return "";
      actual += " " + std::to_string(f->evidence.line) + ":" + std::to_string(f->evidence.column);
      if (actual == wanted) return "";
      seen += "  " + actual + "\n";
    }
    return seen.empty() ? listed() : "  actual:\n" + seen;
  }

  std::string reason(const std::string& id, const std::string& wanted) const {
    std::string seen;
    for (const auto* f : find(id, ""))
      for (const auto& r : f->reasons) {
        const std::string pointer = (r.evidence.document == "snapshot" ? "" : r.evidence.document + ":") + r.evidence.pointer;
        for (const std::string& actual : {r.code, r.code + " " + pointer, r.code + " " + pointer + " " + r.message, r.message})
          if (actual == wanted) return "";
        seen += "  " + r.code + " " + pointer + " " + r.message + "\n";
      }
    return seen.empty() ? listed() : "  actual:\n" + seen;
  }

  std::string margin(const std::string& id, const std::string& wanted) const {
    std::string seen;
    for (const auto* f : find(id, ""))
      for (const auto& m : f->margins) {
        const std::string actual = m.subject + " " + m.value + " " + m.relation + " " + m.limit + " " + m.difference;
        if (actual == wanted) return "";
        seen += "  " + actual + "\n";
      }
    return seen.empty() ? "no margin\n" + listed() : "  actual:\n" + seen;
  }

  std::string cause(const std::string& id, const std::string& wanted) const {
    std::string seen;
    for (const auto* f : find(id, ""))
      for (const auto& c : f->causes) {
        const std::string actual = c.evidence.pointer + " " + report::words_of(c);
        if (actual == wanted || report::words_of(c) == wanted) return "";
        seen += "  " + actual + "\n";
      }
    return seen.empty() ? "no cause\n" + listed() : "  actual:\n" + seen;
  }

  std::string causes(const std::string& id, const std::string& wanted) const {
    std::size_t n = 0;
    for (const auto* f : find(id, "")) n += f->causes.size();
    return same(std::to_string(n), wanted);
  }

  std::string undecided(const std::string& id, const std::string& wanted) const {
    std::string seen;
    for (const auto* f : find(id, ""))
      for (const auto& u : f->undecided) {
        if (u == wanted || u.starts_with(wanted + ": ")) return "";
        seen += "  " + u + "\n";
      }
    return "  actual:\n" + seen;
  }

  /// `name {"field":json,…}` as compact JSON.
  std::string obligation(const std::string& name, const std::string& wanted) const {
    std::string seen;
    for (const auto& o : report_->obligations) {
      std::string json = "{";
      for (const auto& field : o.fields) json += (json.size() > 1 ? "," : "") + ("\"" + field.name + "\":") + field.json;
      json += "}";
      if (o.name == name && (wanted.empty() || json == wanted)) return "";
      seen += "  " + o.name + " " + json + "\n";
    }
    return "  actual:\n" + seen;
  }

  /// Of a rule, or of a requirement.
  std::string note(const std::string& id, const std::string& wanted) const {
    for (const auto& rule : report_->rules) {
      if (is_id(rule.id, id)) return same(rule.note, wanted);
      for (const auto& instance : rule.instances)
        for (const auto& requirement : instance.requirements)
          if (is_id(requirement.id, id)) return same(requirement.note, wanted);
    }
    return "there is no such rule";
  }

  static std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += "\n  " + line;
    return text;
  }

  static std::string words(const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) text += (text.empty() ? "" : " ") + id.substr(id.find('/') + 1);
    return text;
  }

  std::string notice(const std::string& wanted) const {
    return std::ranges::find(report_->notices, wanted) != report_->notices.end() ? "" : "  actual:" + joined(report_->notices);
  }

  /// `ID reason (who[, until])` of any finding with that ID.
  std::string waived(const std::string& id, const std::string& wanted) const {
    std::string seen;
    for (const auto* f : find(id, "")) {
      if (!f->waived) continue;
      const std::string actual = f->waived->by + ": " + f->waived->reason + " (" + f->waived->approved_by + (f->waived->until.empty() ? "" : ", " + f->waived->until) + ")";
      if (actual == wanted) return "";
      seen += "  " + actual + "\n";
    }
    return seen.empty() ? listed() : "  actual:\n" + seen;
  }

  /// The targets of the waivers that cover something.
  std::string waivers(const std::string& wanted) const {
    std::vector<std::string> targets;
    for (const auto& waiver : report_->waivers) targets.push_back(waiver.target);
    return same(targets.empty() ? "none" : words(targets), wanted);
  }

  static std::string range(const std::string& least, const std::string& most) { return least == most ? least : least + "…" + most; }

  std::string score(const std::string& id, const std::string& wanted) const {
    for (const auto& rule : report_->rules)
      for (const auto& instance : rule.instances)
        if (is_id(instance.id, id)) {
          if (!instance.score) return same("none", wanted);
          const auto& s = *instance.score;
          return same(range(s.share, s.may_share) + " " + range(s.total.earned, s.total.may_earn) + "/" + s.total.weight, wanted);
        }
    return "there is no such rule";
  }

  std::string share(const std::string& id, const std::string& wanted) const {
    for (const auto& rule : report_->rules)
      for (const auto& instance : rule.instances)
        for (const auto& requirement : instance.requirements)
          if (is_id(requirement.id, id))
            return same(requirement.share ? range(requirement.share->earned, requirement.share->may_earn) + "/" + requirement.share->weight : "none", wanted);
    return "there is no such requirement";
  }

  std::string counted(const std::string& id, bool wanted) const {
    for (const auto& rule : report_->rules)
      if (is_id(rule.id, id)) return same(rule.counted ? "counted" : "not counted", wanted ? "counted" : "not counted");
    return "there is no such rule";
  }

  const plan::Plan& plan_;
  const base::SourceMap& sources_;
  engine::Evaluator evaluator_;
  std::vector<engine::Document> documents_;
  std::vector<engine::DocumentName> names_;
  std::optional<engine::Record> record_;
  std::optional<engine::Report> report_;
  std::string error_;
  std::string input_error_;
};

/// What makes the run, not what is expected of it; `no-way` is for suite.next.
bool is_setting(const std::string& word) {
  return word == "no-way" || word == "snapshot" || word == "input" || word == "now" || word == "asking" || word == "param" || word == "history" || word == "series";
}

/// `eval EXPR -> TEXT`.
std::string check_eval(const Compiled& compiled, const std::vector<Directive>& settings, const std::string& rest) {
  const std::size_t arrow = rest.rfind(" -> ");
  if (arrow == std::string::npos) return "write `eval EXPR -> TEXT`";
  const std::string wanted = rest.substr(arrow + 4);
  std::string problem;
  const auto expression = compiled.expression(rest.substr(0, arrow), problem);
  if (!expression) return problem.find(wanted) != std::string::npos && wanted.starts_with("error") ? "" : problem;
  Run run(expression->plan, expression->sources, settings);
  if (!run.input_error().empty()) return run.input_error();
  const auto shown = run.evaluator().show(expression->root, expression->sources, run.names());
  if (!shown) return "  it takes more steps than a run may take";
  return shown->text == wanted ? "" : "  expected: " + wanted + "\n  actual:   " + shown->text;
}

std::size_t judge_case(const SuitePolicy& policy, const Case& one, const Complain& complain) {
  std::vector<Directive> settings;
  const auto is_past = [](const Directive& d) { return d.word == "history" || d.word == "series"; };
  const bool own_past = std::ranges::any_of(one.directives, is_past);
  for (const auto* list : {&policy.common, &one.directives})
    for (const Directive& directive : *list)
      if (is_setting(directive.word) && !(own_past && list == &policy.common && is_past(directive))) {
        if (directive.word == "snapshot" || directive.word == "now") std::erase_if(settings, [&](const Directive& d) { return d.word == directive.word; });
        settings.push_back(directive);
      }
  const Directive start = one.directives.empty() ? Directive{.word = "case", .rest = one.name, .line = 0} : one.directives.front();
  const Compiled compiled(policy, settings);
  if (!compiled.good()) return complain(one, start, compiled.why_not()), 1;
  std::optional<Run> run;
  std::size_t expectations = 0;
  for (const Directive& directive : one.directives) {
    if (is_setting(directive.word)) continue;
    ++expectations;
    if (is_about_tests(directive.word)) {
      if (const std::string problem = check_own_tests(policy, directive); !problem.empty()) complain(one, directive, problem);
      continue;
    }
    if (directive.word != "eval" && !run) run.emplace(compiled.plan(), compiled.sources(), settings);
    const std::string problem = directive.word == "eval" ? check_eval(compiled, settings, directive.rest) : run->check(directive);
    if (!problem.empty()) complain(one, directive, problem);
  }
  if (run) {
    const workspace::TracedPolicy traced = workspace::trace(compiled.policy());
    if (const std::string problem = Run(traced.plan, compiled.sources(), settings).unexplained(traced.traces); !problem.empty()) complain(one, start, problem);
  }
  if (expectations == 0) complain(one, start, "this case expects nothing");
  return expectations;
}

}  // namespace

std::size_t judge_policy(const SuitePolicy& policy, const Complain& complain) {
  std::size_t expectations = 0;
  // A policy without cases must at least check clean.
  if (policy.cases.empty()) {
    const Compiled compiled(policy, policy.common);
    if (!compiled.good()) complain({}, {}, compiled.why_not());
    ++expectations;
    if (policy.common.empty()) return expectations;
    SuitePolicy alone = policy;
    alone.common.clear();
    return expectations + judge_case(alone, {"", policy.common}, complain);
  }
  for (const Case& one : policy.cases) expectations += judge_case(policy, one, complain);
  return expectations;
}

std::string warnings_of(const SuitePolicy& policy) { return Compiled(policy, {}).warnings(); }

}  // namespace nexus::tests
