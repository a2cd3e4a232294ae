#include "base/values/time.h"
#include "engine/read/locate.h"
#include "report/json.h"
#include "tests/suite/cases.h"
#include "tests/support/catch.h"
#include "workspace/select.h"
#include "workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <vector>

/// After any sequence of edits, what was brought up to date is what a run on the edited text gives: statuses, decision and, to
/// the byte, the report. Over the policies of the suite, of the language reference and of the examples, and generated ones.
namespace nexus {

namespace {

using Json = nlohmann::ordered_json;
using Random = std::mt19937;

template <class T>
const T& one_of(const std::vector<T>& all, Random& random) {
  return all[random() % all.size()];
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// ---- what a document should be after an edit, by another library -----------------------------------------------------------

/// The item of a list that a step names; null where there is none.
Json* item_at(Json& list, const std::string& step) {
  const bool is_number = !step.empty() && std::ranges::all_of(step, [](char c) { return c >= '0' && c <= '9'; });
  return is_number && std::stoul(step) < list.size() ? &list[std::stoul(step)] : nullptr;
}

/// The parent of what a pointer names, objects on the way being made where `make` says so; null where there is none.
Json* parent_of(Json& document, const std::vector<std::string>& steps, bool make) {
  Json* at = &document;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    if (at->is_object()) {
      if (!at->contains(steps[i]) && !make) return nullptr;
      if (!at->contains(steps[i])) (*at)[steps[i]] = Json::object();
      at = &(*at)[steps[i]];
    } else {
      at = at->is_array() ? item_at(*at, steps[i]) : nullptr;
      if (at == nullptr) return nullptr;
    }
  }
  return at;
}

bool set(Json& document, const std::vector<std::string>& steps, const Json& value) {
  if (steps.empty()) return document = value, true;
  Json copy = document;
  Json* const parent = parent_of(copy, steps, true);
  if (parent == nullptr || !parent->is_structured()) return false;
  if (parent->is_object()) {
    (*parent)[steps.back()] = value;
  } else if (steps.back() == "-") {
    parent->push_back(value);
  } else {
    Json* const item = item_at(*parent, steps.back());
    if (item == nullptr) return false;
    *item = value;
  }
  return document = copy, true;
}

bool remove(Json& document, const std::vector<std::string>& steps) {
  Json* const parent = steps.empty() ? nullptr : parent_of(document, steps, false);
  if (parent == nullptr) return false;
  if (parent->is_object()) return parent->erase(steps.back()) != 0;
  if (!parent->is_array() || item_at(*parent, steps.back()) == nullptr) return false;
  return parent->erase(std::stoul(steps.back())), true;
}

// ---- edits -----------------------------------------------------------------------------------------------------------------

/// Paths and values that mean something to a policy: those of its documents, and of its schema.
struct Vocabulary {
  std::vector<std::vector<std::string>> paths;
  std::vector<std::string> values{"0",    "1",      "3",          "0.5",    "99.5",
                                  "-1",   "1e400",  "true",       "false",  "null",
                                  "{}",   "[]",     "\"x\"",      "\"\"",   "\"2026-11-01T00:00:00Z\"",
                                  "[{}]", "[null]", "{\"a\": 1}", "\"5%\"", "\"1.2.3\""};

  void add(const Json& value, const std::vector<std::string>& path) {
    paths.push_back(path);
    values.push_back(value.dump());
    if (!value.is_structured()) return;  // a scalar counts as its only item
    std::size_t index = 0;
    for (const auto& item : value.items()) {
      std::vector<std::string> below = path;
      below.push_back(value.is_array() ? std::to_string(index++) : item.key());
      add(item.value(), below);
    }
    if (!value.is_array()) return;
    paths.push_back(path);
    paths.back().emplace_back("-");
  }
  void add(const plan::Plan& plan, plan::SchemaId place, const std::vector<std::string>& path) {
    const plan::SchemaNode& node = plan.schema[place];
    paths.push_back(path);
    if (node.kind == plan::SchemaKind::member)
      for (const std::string& member : plan.enums[node.detail].members) values.push_back(Json(member).dump());
    for (const plan::SchemaId child : node.children) {
      std::vector<std::string> below = path;
      below.push_back(plan.names[plan.schema[child].key]);
      add(plan, child, below);
    }
    if (!node.element) return;
    std::vector<std::string> below = path;
    below.emplace_back(node.kind == plan::SchemaKind::list ? "0" : "a");
    add(plan, node.element, below);
  }
};

std::string pointer_of(const std::vector<std::string>& steps) {
  std::string pointer;
  for (const std::string& step : steps) pointer += engine::pointer_step(step);
  return pointer;
}

// ---- one policy ------------------------------------------------------------------------------------------------------------

struct Documents {
  std::vector<std::optional<std::string>> texts;  ///< by input
  std::optional<std::string> history;
};

struct Tally {
  std::size_t in_part = 0, whole = 0, refused = 0, reports = 0;
};

class Comparison {
 public:
  Comparison(const workspace::LoadedPolicy& policy, const Documents& documents, workspace::Question question)
      : policy_(policy),
        documents_(documents),
        first_(documents.texts),
        question_(std::move(question)),
        updated_(policy) {
    hand_over(updated_, documents_.texts);
    (void)updated_.decide(snapshot(*documents_.texts[0]), question_);
    note_statuses();
  }

  void edit(const Vocabulary& words, Random& random, Tally& tally) {
    std::size_t input = random() % documents_.texts.size();
    if (!documents_.texts[input]) input = 0;
    // Seldom all of a document: what was there is soon put back.
    const bool restores = random() % 40 == 0;
    std::vector<std::string> path = one_of(words.paths, random);
    if (path.empty() && random() % 20 != 0) path = one_of(words.paths, random);
    if (restores) path.clear();
    const bool removes = !restores && random() % 4 == 0;
    const std::string value = restores ? *first_[input] : one_of(words.values, random), pointer = pointer_of(path);
    INFO((removes ? "remove " : "update ") + pointer + (removes ? "" : " " + value) + " of document " +
         std::to_string(input) + ": " + *documents_.texts[input]);

    Json wanted = Json::parse(*documents_.texts[input]);
    const bool possible =
        value != "1e400" || removes ? (removes ? remove(wanted, path) : set(wanted, path, Json::parse(value))) : true;
    const auto change = removes ? updated_.remove(input, pointer) : updated_.update(input, pointer, value);
    if (value == "1e400" && !removes) return check_text_alone(input, change.has_value(), tally);
    REQUIRE(change.has_value() == possible);
    const std::string text = updated_.text(input);
    REQUIRE(Json::parse(text) == (possible ? wanted : Json::parse(*documents_.texts[input])));
    documents_.texts[input] = text;
    if (!change) return void(++tally.refused);
    ++(change->whole ? tally.whole : tally.in_part);
    compare(*change);
    if (random() % 8 == 0) compare_reports(tally);
  }

  void compare_reports(Tally& tally) {
    ++tally.reports;
    workspace::Runner fresh(policy_);
    hand_over(fresh, documents_.texts);
    const auto wanted = fresh.run(snapshot(*documents_.texts[0]), question_);
    const auto report = updated_.report();
    REQUIRE(report.has_value() == wanted.has_value());
    if (report)
      CHECK(json(*report) == json(*wanted));
    else
      CHECK(report.error().diagnostic.message == wanted.error().diagnostic.message);
  }

 private:
  static workspace::Text snapshot(const std::string& text) { return {"snapshot.json", text}; }
  static std::string json(const engine::Report& report) {
    std::string text;
    report::render_json(std::span(&report, 1), {}, text);
    return text;
  }

  void hand_over(workspace::Runner& runner, const std::vector<std::optional<std::string>>& texts) const {
    for (std::size_t input = 1; input < texts.size(); ++input)
      if (texts[input]) REQUIRE_FALSE(runner.give(input, {"further.json", *texts[input]}));
    if (documents_.history) REQUIRE_FALSE(runner.give_history({"history.jsonl", *documents_.history}));
  }

  /// A number that no decimal holds: no text of the other library.
  void check_text_alone(std::size_t input, bool changed, Tally& tally) {
    documents_.texts[input] = updated_.text(input);
    if (changed) compare_with_run();
    ++(changed ? tally.in_part : tally.refused);
    note_statuses();
    // Back to something that the other library reads.
    documents_.texts[input] = first_[input];
    REQUIRE(updated_.update(input, "", *documents_.texts[input]));
    compare_with_run();
    note_statuses();
  }

  void compare(const workspace::Change& change) {
    const std::optional<base::Level> decision = compare_with_run();
    CHECK(change.decision == decision);
    std::set<std::uint32_t> rejudged;
    for (const engine::Rejudged& rule : change.rejudged) rejudged.insert(rule.position);
    const auto before = statuses_;
    note_statuses();
    if (change.whole) return;
    // Whatever stands differently was judged again.
    for (std::uint32_t i = 0; i < policy_.plan().order.size(); ++i) {
      const std::string& id = policy_.plan().rule(policy_.plan().order[i]).id;
      if (before.at(id) != statuses_.at(id)) CHECK(rejudged.contains(i));
    }
    for (const engine::Rejudged& rule : change.rejudged) {
      const plan::Rule& judged = policy_.plan().rule(rule.rule);
      if (judged.for_each) continue;
      CHECK(before.at(judged.id) == std::string(rule.before) + " " + std::string(base::level_name(rule.asked)) + "\n");
      CHECK(statuses_.at(judged.id) == std::string(rule.now) + " " + std::string(base::level_name(rule.asks)) + "\n");
    }
  }

  std::optional<base::Level> compare_with_run() {
    workspace::Runner fresh(policy_);
    hand_over(fresh, documents_.texts);
    const auto decision = fresh.decide(snapshot(*documents_.texts[0]), question_);
    CHECK(lines(updated_.outcomes()) == lines(fresh.outcomes()));
    return decision ? std::optional(*decision) : std::nullopt;
  }

  static std::vector<std::string> lines(const std::vector<engine::Outcome>& outcomes) {
    std::vector<std::string> lines;
    for (const engine::Outcome& outcome : outcomes)
      lines.push_back(outcome.id + " " + std::string(outcome.status) + " " +
                      std::string(base::level_name(outcome.asks)));
    return lines;
  }
  /// By rule: how it, or each of its instances, stands.
  void note_statuses() {
    statuses_.clear();
    for (const plan::RuleRef ref : policy_.plan().order) statuses_[policy_.plan().rule(ref).id];
    for (const engine::Outcome& outcome : updated_.outcomes())
      statuses_[policy_.plan().rule(outcome.rule).id] +=
          std::string(outcome.status) + " " + std::string(base::level_name(outcome.asks)) + "\n";
  }

  const workspace::LoadedPolicy& policy_;
  Documents documents_;
  std::vector<std::optional<std::string>> first_;
  workspace::Question question_;
  workspace::Runner updated_;
  std::map<std::string, std::string> statuses_;
};

void compare(const workspace::LoadedPolicy& policy, const Documents& documents, const workspace::Question& question,
             std::size_t edits, Random& random, Tally& tally) {
  Vocabulary words;
  for (std::size_t input = 0; input < documents.texts.size(); ++input) {
    if (documents.texts[input]) words.add(Json::parse(*documents.texts[input]), {});
    if (policy.plan().inputs[input].root) words.add(policy.plan(), policy.plan().inputs[input].root, {});
  }
  Comparison comparison(policy, documents, question);
  for (std::size_t i = 0; i < edits; ++i) comparison.edit(words, random, tally);
  comparison.compare_reports(tally);
}

// ---- policies of the suite -----------------------------------------------------------------------------------------------------

using tests::Case;
using tests::Directive;
using tests::SuitePolicy;

std::shared_ptr<const workspace::LoadedPolicy> load(const SuitePolicy& policy,
                                                    const std::vector<Directive>& directives) {
  workspace::LoadRequest request;
  request.look_around = false;
  request.paths = policy.paths;
  for (const tests::Beside& file : policy.beside) request.texts.push_back({file.name, file.text});
  if (policy.paths.empty()) request.texts.push_back({policy.name, policy.text});
  for (const Directive& directive : directives) {
    if (directive.word != "param") continue;
    std::string assignment = directive.rest;
    std::erase(assignment, ' ');
    request.assignments.push_back(assignment);
  }
  return workspace::load(request);
}

void compare(const SuitePolicy& policy, std::size_t edits, Random& random, Tally& tally) {
  INFO(policy.name);
  std::vector<Case> cases = policy.cases;
  if (cases.empty()) cases.push_back({});
  for (const Case& one : cases) {
    std::vector<Directive> directives = policy.common;
    directives.insert(directives.end(), one.directives.begin(), one.directives.end());
    const auto loaded = load(policy, directives);
    if (!loaded->is_sound() || loaded->plan().order.empty()) return;
    const plan::Plan& plan = loaded->plan();
    Documents documents{.texts = std::vector<std::optional<std::string>>(plan.inputs.size()), .history = {}};
    documents.texts[0] = "{}";
    workspace::Question question{
        .now = *base::parse_time("2026-11-01T00:00:00Z"), .now_is_given = true, .phase = {}, .only = {}};
    for (const Directive& directive : directives) {
      if (directive.word == "snapshot") documents.texts[0] = directive.rest;
      if (directive.word == "now") question.now = *base::parse_time(directive.rest);
      if (directive.word == "history" && !directive.rest.empty()) documents.history = directive.rest;
      if (directive.word == "asking")
        if (const auto phase = workspace::find_phase(plan, directive.rest)) question.phase = *phase;
      if (directive.word == "input") {
        const std::size_t space = directive.rest.find_first_of(" \n");
        if (const auto input = workspace::find_input(plan, directive.rest.substr(0, space)))
          documents.texts[*input] = directive.rest.substr(space + 1);
      }
    }
    if (!Json::accept(*documents.texts[0])) continue;
    INFO(one.name);
    compare(*loaded, documents, question, edits, random, tally);
  }
}

/// Rules of services, rules that ask for those and for one another, and phases with gates of both kinds.
std::string generated_policy(std::size_t services, Random& random) {
  const auto n = [](const char* name, std::size_t i) { return name + std::to_string(i); };
  std::string input = "policy p\ninput {\n  strict?: bool\n  services: {\n", rules;
  for (std::size_t i = 0; i < services; ++i) {
    input += "    " + n("s", i) + "?: { errors?: int, status: string, hosts: [ { name: string, up: bool } ] }\n";
    const std::string service = "services." + n("s", i);
    rules += "gate " + n("errors", i) + " { require " + service + ".errors <= 3 else " +
             (i % 3 == 0 ? "warn" : "block") + " \"{" + service + ".errors}\" }\n";
    rules += "gate " + n("hosts", i) + " for each h in " + service +
             ".hosts { require h.up else hold \"{h.name} is down\" }\n";
    rules += "gate " + n("both", i) + " {\n  applies when " + service + " is present\n  require gate " +
             n("errors", random() % (i + 1)) + " is pass and gate " + n("hosts", random() % (i + 1)) +
             " is not fail else " + (random() % 2 == 0 ? "hold" : "block") + " \"one of them\"\n}\n";
    rules += "trigger " + n("t", i) + " {\n  fires when (strict ?? false) and " + service +
             ".status != \"healthy\" and gate " + n("both", random() % (i + 1)) +
             " is fail\n  then rollback \"undo\"\n}\n";
    rules += "phase " + n("p", i) + " {\n" + (i == 0 ? std::string() : "  after " + n("p", random() % i) + "\n") +
             "  gates " + n("errors", random() % services) + ", " + n("both", random() % services) +
             "\n  started when " + service + ".status == \"started\"\n  done when " + service +
             ".status == \"healthy\"\n}\n";
    rules += "gate " + n("late", i) + " {\n  only for " + n("p", i) + "\n  require " + service +
             ".errors == 0 else block \"errors\"\n}\n";
  }
  return input + "  }\n}\n" + rules;
}

std::string generated_snapshot(std::size_t services, Random& random) {
  Json all = Json::object();
  const std::vector<std::string> statuses{"healthy", "started", "none"};
  for (std::size_t i = 0; i < services; ++i) {
    Json& service = all["s" + std::to_string(i)];
    service = {{"errors", random() % 5}, {"status", one_of(statuses, random)}, {"hosts", Json::array()}};
    for (std::size_t host = random() % 3; host > 0; --host)
      service["hosts"].push_back({{"name", "h" + std::to_string(host)}, {"up", random() % 3 != 0}});
  }
  return Json{{"strict", random() % 2 == 0}, {"services", all}}.dump(2);
}

/// The law is about something only where most updates are partial, and reports were compared.
void check(const Tally& tally) {
  CAPTURE(tally.in_part, tally.whole, tally.refused, tally.reports);
  CHECK(tally.in_part > tally.whole);
  CHECK(tally.refused > 0);
  CHECK(tally.reports > 10);
}

void compare_all(const std::vector<SuitePolicy>& policies, std::size_t edits, unsigned seed) {
  Random random(seed);
  Tally tally;
  for (const SuitePolicy& policy : policies) compare(policy, edits, random, tally);
  INFO(tally.in_part << " in part, " << tally.whole << " whole, " << tally.refused << " refused, " << tally.reports
                     << " reports");
  CHECK(tally.in_part > tally.whole);
  CHECK(tally.refused > 0);
}

}  // namespace

TEST_CASE("updates of the suite's policies are what a run gives") {
  std::vector<std::filesystem::path> files;
  for (std::filesystem::recursive_directory_iterator entry(std::filesystem::path(NEXUS_SOURCE_DIR) / "tests/suite"),
       end;
       entry != end; ++entry) {
    if (entry->is_directory() &&
        (std::filesystem::exists(entry->path() / "main.nexus") || entry->path().filename() == "diagnostics"))
      entry.disable_recursion_pending();
    if (entry->path().extension() == ".nexus") files.push_back(entry->path());
  }
  std::ranges::sort(files);
  std::vector<SuitePolicy> policies;
  for (const auto& file : files) policies.push_back(tests::read_suite_file(file.string(), read_file(file)));
  compare_all(policies, 60, 1);
}

TEST_CASE("updates of the language reference's policies are what a run gives") {
  compare_all(
      tests::read_markdown("docs/language.md", read_file(std::filesystem::path(NEXUS_SOURCE_DIR) / "docs/language.md")),
      60, 2);
}

TEST_CASE("updates of the examples' policies are what a run gives") {
  const std::filesystem::path examples = std::filesystem::path(NEXUS_SOURCE_DIR) / "examples";
  Random random(3);
  Tally tally;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(examples))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::ranges::sort(files);
  for (const auto& file : files) {
    INFO(file);
    const std::filesystem::path folder = examples / *std::filesystem::relative(file, examples).begin();
    workspace::LoadRequest request;
    // Orders are what an agent was told, not the state of a project: they have a policy of their own.
    const bool is_order = file.parent_path().filename() == "orders";
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.path().extension() == ".nexus" && (entry.path().filename() == "direction.nexus") == is_order)
        request.paths.push_back(entry.path());
    const auto policy = workspace::load(request);
    REQUIRE(policy->is_sound());
    Documents documents{.texts = std::vector<std::optional<std::string>>(policy->plan().inputs.size()), .history = {}};
    documents.texts[0] = read_file(file);
    compare(*policy, documents,
            {.now = *base::parse_time("2026-11-06T12:00:00Z"), .now_is_given = true, .phase = {}, .only = {}}, 30,
            random, tally);
  }
  CHECK(tally.in_part + tally.whole > 100);
}

TEST_CASE("updates of generated policies are what a run gives") {
  Random random(4);
  Tally tally;
  for (int round = 0; round < 12; ++round) {
    const std::size_t services = 1 + random() % 12;
    workspace::LoadRequest request;
    request.look_around = false;
    request.texts.push_back({"p.nexus", generated_policy(services, random)});
    const auto policy = workspace::load(request);
    INFO(request.texts.front().text);
    REQUIRE(policy->is_sound());
    workspace::Question question{
        .now = *base::parse_time("2026-11-06T12:00:00Z"), .now_is_given = true, .phase = {}, .only = {}};
    if (round % 2 == 0) question.phase = random() % services;
    Documents documents{.texts = {generated_snapshot(services, random)}, .history = {}};
    compare(*policy, documents, question, 200, random, tally);
  }
  check(tally);
}

TEST_CASE("updates are what a run gives where records are compared and chosen as values") {
  workspace::LoadRequest request;
  request.look_around = false;
  request.texts.push_back({"r.nexus", R"(policy r
input { a?: { x: int, y: int, deep: { z?: string } }, b: { x: int, y: int, deep: { z?: string } }, all: { one: any, two?: any } }
gate same { require a == b else block "they differ" }
gate chosen { require (if a.y > 1 then a else b).x <= 3 else warn "x" }
gate there { require a is present else hold "a is missing" }
gate free { require all.one == all.two else block "one is {all.one}" }
)"});
  const auto policy = workspace::load(request);
  REQUIRE(policy->is_sound());
  Random random(5);
  Tally tally;
  const Documents documents{
      .texts =
          {R"({"a": {"x": 1, "y": 3, "deep": {"z": "x"}}, "b": {"x": 0, "y": 1, "deep": {}}, "all": {"one": {"k": [1]}, "two": {"k": [1]}}})"},
      .history = {}};
  const workspace::Question question{
      .now = *base::parse_time("2026-11-06T12:00:00Z"), .now_is_given = true, .phase = {}, .only = {}};
  compare(*policy, documents, question, 2000, random, tally);
  check(tally);
}

}  // namespace nexus
