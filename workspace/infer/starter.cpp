#include "workspace/infer/starter.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "engine/read/locate.h"
#include "workspace/files.h"
#include "workspace/format.h"
#include "workspace/infer/evidence.h"
#include "workspace/infer/gates.h"
#include "workspace/infer/input_type.h"
#include "workspace/infer/names.h"
#include "workspace/json_text.h"
#include "workspace/misfits.h"
#include "workspace/select.h"
#include "workspace/tests.h"
#include "workspace/workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <utility>

namespace nexus::workspace::infer {

namespace {

namespace diagnostics = base::diagnostics;

/// A fixture of more lines is cut down to what the gate reads, or left in its file.
constexpr std::ptrdiff_t most_fixture_lines = 40;
/// Gates beyond the first that are shown, as comments.
constexpr std::size_t most_suggestions = 2;
/// Proposals that are tried before there is no gate.
constexpr std::size_t most_tries = 12;

/// What is wrong with a snapshot, apart from what is in it.
std::optional<Mistakes> mistake_in(const StarterSnapshot& snapshot) {
  const auto failed = [&](base::Diagnostic diagnostic, std::optional<std::size_t> offset) {
    // At its line: those before it are as good as empty.
    const std::string in_place = std::string(snapshot.first_line - 1, '\n') + snapshot.text;
    if (offset) *offset += snapshot.first_line - 1;
    return with_text({std::move(diagnostic), offset}, {.name = snapshot.name, .text = in_place});
  };
  if (const auto error = json_mistake(snapshot.text))
    return failed(to_diagnostic(*error, snapshot.name), place_of(*error));
  const std::size_t begin = snapshot.text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const char first = snapshot.text[begin];
  if (first == '{') return std::nullopt;
  const std::string_view kind = first == '['                   ? "a list"
                                : first == '"'                 ? "a string"
                                : first == 'n'                 ? "null"
                                : first == 't' || first == 'f' ? "a bool"
                                                               : "a number";
  base::Diagnostic diagnostic = diagnostics::snapshot_not_object({}, snapshot.name, kind);
  diagnostic.helps.emplace_back(
      first == '['
          ? "give it a name: `jq '{ items: . }'`; if each item is a snapshot, one a line: `jq -c '.[]'` and `--jsonl`"
          : "a snapshot is an object with what is known: `{ \"build\": { \"status\": \"success\" } }`");
  return failed(std::move(diagnostic), begin);
}

/// Lets anything stand at a place.
void give_up(InputType& root, std::string_view pointer) {
  InputType* type = &root;
  for (const std::string& step : steps_of(pointer)) {
    const auto field = std::ranges::find(type->fields, step, &InputField::name);
    if (type->item)
      type = type->item.get();
    else if (field != type->fields.end())
      type = &field->type;
    else
      break;
  }
  const auto shape = type->shape;
  *type = {};
  type->shape = shape;
  type->remark = "not always of the same form";
}

std::string commented(std::string_view text) {
  std::string comment;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    comment.append(line.empty() ? "#" : "# ").append(line).append("\n");
    begin = end + 1;
  }
  return comment;
}

class Starting {
 public:
  explicit Starting(const StarterRequest& request) : request_(request) {
    for (const StarterSnapshot& snapshot : request.snapshots) texts_.emplace_back(snapshot.text);
  }

  base::Expected<Starter, Mistakes> run() {
    const auto seen = std::make_shared<Shape>();
    for (const StarterSnapshot& snapshot : request_.snapshots) {
      if (auto mistake = mistake_in(snapshot)) return base::Unexpected{*std::move(mistake)};
      observe(snapshot.text, *seen);
    }
    if (seen->fields.empty())
      return base::Unexpected{failed(diagnostics::nothing_to_describe({}).with_help(
          "give a snapshot of the project: `nexus init -s build.json`"))};
    root_ = infer_root(seen);
    imports_ = use_evidence_types(root_, texts_);
    if (!describe())
      return base::Unexpected{failed(
          diagnostics::internal_error({}, "the input block that was made from the snapshots does not describe them"))};
    choose_gate();
    return std::move(starter_);
  }

 private:
  static Mistakes failed(base::Diagnostic diagnostic) {
    Mistakes mistakes;
    mistakes.diagnostics.push_back(std::move(diagnostic));
    return mistakes;
  }

  [[nodiscard]] std::shared_ptr<const LoadedPolicy> compile(const std::string& text) const {
    LoadRequest load_request;
    load_request.texts = {{request_.policy_file, text}};
    load_request.look_around = false;
    load_request.tests = true;
    return load(load_request);
  }

  /// Makes the input block, and changes it until all snapshots fit.
  bool describe() {
    for (;;) {
      const std::string text = policy({});
      if (text.empty()) return false;
      const auto policy = compile(text);
      if (!policy->diagnostics().empty()) return false;
      Misfits misfits(policy->sources(), policy->model());
      std::set<std::string> places;
      for (const std::string_view snapshot : texts_)
        for (const engine::ReasonReport& misfit : misfits.of(0, snapshot)) places.insert(misfit.evidence.pointer);
      starter_.text = text;
      if (places.empty()) return true;
      for (const std::string& place : places) {
        const bool is_new = std::ranges::count(starter_.given_up, place) == 0;
        if (!is_new) return false;
        give_up(root_, place);
        starter_.given_up.push_back(place);
      }
    }
  }

  /// Takes the first gate that holds; what else holds is suggested.
  void choose_gate() {
    const std::vector<GateProposal> proposals = propose_gates(root_, texts_);
    const GateProposal* chosen = nullptr;
    std::vector<const GateProposal*> others;
    std::size_t tries = 0;
    for (const GateProposal& proposal : proposals) {
      if (++tries > most_tries || others.size() == most_suggestions) break;
      const auto is_alike = [&](const GateProposal* other) {
        return other->name == proposal.name ||
               std::ranges::find_first_of(other->roots, proposal.roots) != other->roots.end();
      };
      const bool is_other = chosen != nullptr && (is_alike(chosen) || std::ranges::any_of(others, is_alike));
      if (is_other || !holds(policy({&proposal}))) continue;
      if (chosen == nullptr)
        chosen = &proposal;
      else
        others.push_back(&proposal);
    }
    if (chosen == nullptr) return;
    std::string text = policy({chosen, others});
    if (!holds(text)) text = policy({chosen});
    starter_.text = std::move(text);
    starter_.gate = chosen->name;
    starter_.has_tests = fixture(*chosen).has_value();
  }

  /// Does the policy allow what was seen, and do its tests pass?
  [[nodiscard]] bool holds(const std::string& text) const {
    if (text.empty()) return false;
    const auto policy = compile(text);
    if (!policy->diagnostics().empty()) return false;
    const engine::TestReport tests = run_tests(*policy, {});
    if (tests.count(engine::TestOutcome::passed) != tests.results.size()) return false;
    Runner runner(*policy);
    Question question;
    question.now = system_now();
    return std::ranges::all_of(request_.snapshots, [&](const StarterSnapshot& snapshot) {
      const auto decision = runner.decide({.name = snapshot.name, .text = snapshot.text}, question);
      return decision && *decision <= base::Level::warn;
    });
  }

  struct Gates {
    const GateProposal* first = nullptr;
    std::vector<const GateProposal*> suggested = {};
  };

  /// The whole policy in canonical layout; empty where it has none.
  [[nodiscard]] std::string policy(const Gates& gates) const {
    std::string text = header(gates.first != nullptr);
    if (imports_) text += "import std.delivery.evidence\n\n";
    text += with_names(root_).declarations() + "\n";
    if (gates.first != nullptr) text += gates.first->declarations() + "\n" + tests_of(*gates.first);
    std::string suggestions;
    for (const GateProposal* gate : gates.suggested) {
      const auto layout = format_text(request_.policy_file, gate->declarations());
      if (layout) suggestions += "#\n" + commented(layout->layout);
    }
    if (!suggestions.empty()) text += "\n# What else holds today. Take away the `# ` to ask for it:\n" + suggestions;
    if (gates.first == nullptr)
      text +=
          "\n# A gate looks like this:\n#\n# gate build \"The build is green\" {\n#   require build.status == "
          "\"success\" else block \"the build is {build.status}\"\n# }\n";
    const auto layout = format_text(request_.policy_file, text);
    return layout ? layout->layout : std::string();
  }

  [[nodiscard]] std::string header(bool has_rules) const {
    const std::size_t count = request_.snapshots.size();
    const std::string from =
        count == 1 ? base_name(request_.snapshots.front().name) : std::to_string(count) + " snapshots";
    std::string text = fmt::format(
        "## What a release needs.\n##\n## Begun by `nexus init` from {}. The input block says what was seen there{}.\n",
        from, has_rules ? ";\n## the gate asks for what holds there" : "");
    if (!has_rules) text += "# nexus: silence policy-without-rules\n";
    return text + "policy " + plain_name(std::filesystem::path(request_.policy_file).stem().native(), "release") +
           "\n\n";
  }
  static std::string base_name(const std::string& name) {
    if (name == stdin_name) return "standard input";
    const std::string file = std::filesystem::path(name).filename().native();
    const bool is_plain = std::ranges::all_of(file, [](char c) { return c >= ' ' && c < 0x7F && c != '`'; });
    return is_plain ? file : "a snapshot";
  }

  /// What stands behind `snapshot green`; nothing where it would be too much to read.
  [[nodiscard]] std::optional<std::string> fixture(const GateProposal& gate) const {
    const StarterSnapshot& snapshot = request_.snapshots[gate.fixture];
    if (!snapshot.fixture.empty()) return "file " + text_literal(snapshot.fixture);
    const auto is_short = [](const std::string& json) {
      return std::ranges::count(json, '\n') <= most_fixture_lines && json.size() < 8000;
    };
    std::string json = with_marks_escaped(indented(snapshot.text));
    if (is_short(json)) return json;
    std::string parts;
    for (const std::string& root : gate.roots) {
      const auto part = engine::locate(snapshot.text, engine::pointer_step(root));
      if (!part) return std::nullopt;
      parts += (parts.empty() ? "" : ",") + base::quote_json(root) + ":" +
               snapshot.text.substr(part->begin, part->end - part->begin);
    }
    json = with_marks_escaped(indented("{" + parts + "}"));
    return is_short(json) ? std::optional(json) : std::nullopt;
  }

  [[nodiscard]] std::string tests_of(const GateProposal& gate) const {
    const auto given = fixture(gate);
    if (!given) return {};
    const std::string what = gate.edit.substr(std::string_view("with ").size());
    return fmt::format(
        "snapshot green {}\n\n"
        "test \"what was seen is fine\" {{\n  given green\n  expect gate {} is pass\n  expect decision is allow\n}}\n"
        "test {} {{\n  given green\n  {}\n  expect gate {} is fail\n  expect decision is block\n}}\n",
        *given, gate.name, text_literal("blocked: " + what), gate.edit, gate.name);
  }

  const StarterRequest& request_;
  std::vector<std::string_view> texts_;
  InputType root_;
  bool imports_ = false;
  Starter starter_;
};

}  // namespace

base::Expected<Starter, Mistakes> starter_policy(const StarterRequest& request) { return Starting(request).run(); }

}  // namespace nexus::workspace::infer
