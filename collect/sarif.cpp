#include "collect/sarif.h"

#include "base/values/text.h"
#include "base/values/time.h"
#include "collect/json_stream.h"
#include "collect/sarif_locations.h"
#include "collect/security.h"
#include "collect/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nexus::collect {
namespace {

using Kind = JsonValue::Kind;

/// A `reportingDescriptor` (3.49), as far as findings need it.
struct Rule {
  std::string id, level, score;
  std::vector<std::string> tags;
  std::vector<std::pair<std::string, std::string>> messages;  ///< by the ids with which results name them
};
/// A `toolComponent` (3.19): the driver or an extension.
struct RuleSet {
  std::string name, guid;
  std::vector<Rule> rules;
};

/// A result as it stands; what it refers to may come after it.
struct Result {
  Finding finding;
  bool failed = true;  ///< rather than open, or to be reviewed
  std::string level, score;
  std::optional<std::uint64_t> rule;       ///< index in its rule set
  std::optional<std::uint64_t> extension;  ///< which one; none: the driver
  std::string set_name, set_guid;          ///< other ways to name an extension
  std::string message_id;
  std::vector<std::string> arguments;
  std::vector<std::string> tags;
  SarifLocation location;
};

/// One of a closed set of words, or what `absent` says; another word is the mistake of the file.
template <std::size_t N>
std::string one_of(const JsonView& value, std::string_view name, const std::array<std::string_view, N>& words,
                   std::string_view absent) {
  auto text = value.string();
  if (text.empty()) return std::string(absent);
  if (std::ranges::find(words, std::string_view(text)) == words.end())
    value.refuse(fmt::format("`{}` is `{}`; SARIF knows {}", name, text, fmt::join(words, ", ")));
  return text;
}
constexpr std::array<std::string_view, 4> levels{"none", "note", "warning", "error"};
constexpr std::array<std::string_view, 6> result_kinds{"pass",          "open",   "informational",
                                                       "notApplicable", "review", "fail"};
constexpr std::array<std::string_view, 4> baseline_states{"new", "unchanged", "updated", "absent"};

/// Tools write scores as strings, as GitHub wants them, or as numbers.
std::string score_of(const JsonView& properties) {
  const auto value = properties["security-severity"];
  if (!value) return {};
  const bool is_scalar = value.raw()->kind == Kind::string || value.raw()->kind == Kind::number;
  const std::string text(trimmed(value.raw()->text));
  if (is_scalar && (text.empty() || text == "undefined")) return {};  // as Snyk writes it of what it did not rate
  if (severity_of_score(text).empty())
    value.refuse(fmt::format("`security-severity` is `{}`, not a number from 0 to 10", base::printable(text)));
  return text;
}
std::vector<std::string> strings_of(const JsonView& list) {
  std::vector<std::string> texts;
  for (const auto& item : list.items()) texts.push_back(item.string());
  return texts;
}
/// Some say -1 where there is none.
std::optional<std::uint64_t> index_of(const JsonView& value) {
  const auto* index = value.raw();
  return index == nullptr || index->text.starts_with('-') ? std::nullopt : value.count();
}
SarifLocation location_of(const JsonView& artifact) {
  SarifLocation location{.uri = artifact["uri"].string(), .base = artifact["uriBaseId"].string()};
  location.index = index_of(artifact["index"]);
  return location;
}
/// `{0}` becomes the first argument, `{{` a brace (3.11.5).
std::string with_arguments(std::string_view text, const std::vector<std::string>& arguments) {
  std::string result;
  while (!text.empty()) {
    const auto close = text.find('}');
    std::size_t index = arguments.size();
    if (text.front() == '{' && close > 1 && close != text.npos && close <= 4 &&
        std::ranges::all_of(text.substr(1, close - 1), [](unsigned char c) { return std::isdigit(c) != 0; }))
      index = std::stoul(std::string(text.substr(1, close - 1)));
    if (index < arguments.size()) {
      result += arguments[index];
      text.remove_prefix(close + 1);
    } else {
      result += text.front();
      text.remove_prefix(text.starts_with("{{") || text.starts_with("}}") ? 2 : 1);
    }
  }
  return result;
}

std::string severity_of_level(std::string_view level) {
  if (level == "error") return "high";
  if (level == "warning") return "medium";
  return level == "note" ? "low" : "info";
}

/// `result` failed or may have; nothing where it is no finding at all.
std::optional<Result> result_of(const JsonView& value) {
  const auto kind = one_of(value["kind"], "kind", result_kinds, "fail");
  if (kind == "pass" || kind == "notApplicable" || kind == "informational") return std::nullopt;

  Result result;
  result.failed = kind == "fail";
  result.level = one_of(value["level"], "level", levels, "");
  result.score = score_of(value["properties"]);
  result.tags = strings_of(value["properties"]["tags"]);
  const auto rule = value["rule"];
  const auto set = rule["toolComponent"];
  result.finding.id = value["ruleId"].string();
  if (result.finding.id.empty()) result.finding.id = rule["id"].string();
  result.rule = index_of(value["ruleIndex"]);
  if (!result.rule) result.rule = index_of(rule["index"]);
  result.extension = index_of(set["index"]);
  result.set_name = set["name"].string();
  result.set_guid = set["guid"].string();

  const auto message = value["message"];
  result.finding.message = message["text"].string();
  result.message_id = message["id"].string();
  result.arguments = strings_of(message["arguments"]);

  for (const auto& location : value["locations"].items()) {
    const auto place = location["physicalLocation"];
    if (!place) continue;
    result.location = location_of(place["artifactLocation"]);
    result.finding.line = place["region"]["startLine"].count();
    if (result.finding.line == 0) result.finding.line.reset();  // lines count from 1
    break;
  }

  result.finding.found_at = value["provenance"]["firstDetectionTimeUtc"].time();
  const auto suppressions = value["suppressions"].items();
  const bool suppressed = !suppressions.empty() && std::ranges::all_of(suppressions, [](const JsonView& suppression) {
    const auto status = suppression["status"].string();
    return status.empty() || status == "accepted";
  });
  result.finding.status = "open";
  if (suppressed) result.finding.status = "dismissed";
  if (one_of(value["baselineState"], "baselineState", baseline_states, "new") == "absent")
    result.finding.status = "fixed";
  return result;
}

Rule rule_of(const JsonView& value) {
  const auto configuration = value["defaultConfiguration"];
  Rule rule{.id = value["id"].string(),
            .level = one_of(configuration["level"], "level", levels, ""),
            .score = score_of(value["properties"]),
            .tags = strings_of(value["properties"]["tags"]),
            .messages = {}};
  if (rule.score.empty()) rule.score = score_of(configuration["properties"]);
  if (const auto strings = value["messageStrings"]; strings && strings.raw()->kind == Kind::object)
    for (const auto& name : strings.raw()->names) rule.messages.emplace_back(name, strings[name]["text"].string());
  return rule;
}

/// One run, gathered until it is over.
class Run {
 public:
  void add_rule(Rule rule) { driver_.rules.push_back(std::move(rule)); }
  void add_extension_rule(Rule rule) { extension_.rules.push_back(std::move(rule)); }
  void end_extension() { extensions_.push_back(std::exchange(extension_, {})); }
  void add_result(Result result) { results_.push_back(std::move(result)); }
  void name_driver(std::string name) { driver_.name = std::move(name); }
  void name_extension(std::string name) { extension_.name = std::move(name); }
  void identify_extension(std::string guid) { extension_.guid = std::move(guid); }
  SarifLocations& locations() { return locations_; }
  void has_results() { has_results_ = true; }
  void add_commit(std::string commit) {
    if (commit_.empty()) commit_ = std::move(commit);
  }

  void add_invocation(const JsonView& invocation) {
    succeeded_ = succeeded_ && invocation["executionSuccessful"].boolean().value_or(true);
    auto at = invocation["endTimeUtc"].time();
    if (at.empty()) at = invocation["startTimeUtc"].time();
    const auto time = base::parse_time(at);
    if (time && (!ended_ || *ended_ < *time)) {
      ended_ = time;
      ended_at_ = at;
    }
    if (auto folder = invocation["workingDirectory"]["uri"].string(); !folder.empty())
      locations_.add_folder(std::move(folder));
  }

  Security finish() {
    name_rules();
    Security security;
    security.scans = 1;
    security.completed = succeeded_ && has_results_;
    security.commit = std::move(commit_);
    security.scanned_at = std::move(ended_at_);
    for (auto& result : results_) security.findings.push_back(finish(std::move(result)));
    return security;
  }

 private:
  [[nodiscard]] const RuleSet* set_of(const Result& result) const {
    if (result.extension) return *result.extension < extensions_.size() ? &extensions_[*result.extension] : nullptr;
    if (result.set_name.empty() && result.set_guid.empty()) return &driver_;
    const auto named = std::ranges::find_if(extensions_, [&](const RuleSet& set) {
      return result.set_guid.empty() ? set.name == result.set_name : set.guid == result.set_guid;
    });
    return named != extensions_.end() ? &*named : &driver_;
  }

  /// By index, where the id agrees with it; else by the id, which may go into detail with a slash (3.52.4): `CA1000/1` is `CA1000`'s.
  [[nodiscard]] const Rule* rule_of(const Result& result) const {
    const auto* set = set_of(result);
    if (set != nullptr && result.rule && *result.rule < set->rules.size()) {
      const Rule& rule = set->rules[*result.rule];
      const std::string_view id = result.finding.id;
      const bool is_detail = id.starts_with(rule.id) && id.substr(rule.id.size()).starts_with('/');
      if (id.empty() || rule.id.empty() || id == rule.id || is_detail) return &rule;
    }
    for (std::string_view id = result.finding.id; !id.empty();
         id = id.substr(0, id.rfind('/') == id.npos ? 0 : id.rfind('/')))
      if (const auto found = named_.find(id); found != named_.end()) return found->second;
    return nullptr;
  }
  void name_rules() {
    const auto name_all = [this](const RuleSet& set) {
      for (const auto& rule : set.rules) named_.emplace(rule.id, &rule);
    };
    name_all(driver_);
    std::ranges::for_each(extensions_, name_all);
  }

  Finding finish(Result result) const {
    static const Rule none;
    const auto* const known = rule_of(result);
    const Rule& rule = known == nullptr ? none : *known;
    auto& finding = result.finding;
    if (finding.id.empty()) finding.id = rule.id;
    finding.tool = driver_.name;

    // What did not fail has `none` for its level (3.27.10); how grave it is if it did says the rule.
    std::string level = result.failed ? result.level : "";
    if (level.empty()) level = rule.level.empty() ? "warning" : rule.level;
    finding.severity = severity_of_score(result.score);
    if (finding.severity.empty()) finding.severity = severity_of_score(rule.score);
    if (finding.severity.empty()) finding.severity = severity_of_level(level);

    if (finding.message.empty())
      for (const auto& [id, text] : rule.messages)
        if (id == result.message_id) finding.message = text;
    if (!result.arguments.empty()) finding.message = with_arguments(finding.message, result.arguments);

    result.tags.insert(result.tags.end(), rule.tags.begin(), rule.tags.end());
    finding.kind = kind_of_finding(finding.id, result.tags, finding.tool);
    finding.file = locations_.path(result.location);
    return std::move(finding);
  }

  RuleSet driver_;
  RuleSet extension_;  ///< the one that is being read
  std::vector<RuleSet> extensions_;
  std::unordered_map<std::string_view, const Rule*> named_;  ///< rules by id, the driver's first; filled in at the end
  std::vector<Result> results_;
  SarifLocations locations_;
  bool has_results_ = false;
  bool succeeded_ = true;
  std::string commit_, ended_at_;
  std::optional<base::Decimal> ended_;
};

}  // namespace

std::optional<Malformed> read_sarif(Bytes& bytes, Security& security, std::string_view root) {
  Run run;
  Security scans;
  std::string version;
  bool has_runs = false;
  std::optional<Malformed> conflict;  // of two runs
  std::vector<std::string_view> others;
  const auto other = [&](std::string_view name) {
    return JsonPart{.path = name, .seen = [&others, name] { others.push_back(name); }};
  };
  const auto elsewhere = [](const JsonView& value) {
    value.refuse("results are kept outside the run, which is not read here: let the tool write them into `runs`");
  };

  const std::vector<JsonPart> parts{
      {.path = "version",
       .take =
           [&](const JsonView& value) { version = value && value.raw()->kind == Kind::string ? value.string() : ""; }},
      {.path = "runs/*/results/*",
       .take =
           [&](const JsonView& value) {
             if (!value) return value.refuse("a result is `null`: what was found is lost");
             if (auto result = result_of(value)) run.add_result(std::move(*result));
           }},
      {.path = "runs/*/results", .leave = [&] { run.has_results(); }},
      {.path = "runs/*/tool/driver/name", .take = [&](const JsonView& value) { run.name_driver(value.string()); }},
      {.path = "runs/*/tool/driver/rules/*", .take = [&](const JsonView& value) { run.add_rule(rule_of(value)); }},
      {.path = "runs/*/tool/extensions/*/name",
       .take = [&](const JsonView& value) { run.name_extension(value.string()); }},
      {.path = "runs/*/tool/extensions/*/guid",
       .take = [&](const JsonView& value) { run.identify_extension(value.string()); }},
      {.path = "runs/*/tool/extensions/*/rules/*",
       .take = [&](const JsonView& value) { run.add_extension_rule(rule_of(value)); }},
      {.path = "runs/*/tool/extensions/*", .leave = [&] { run.end_extension(); }},
      {.path = "runs/*/invocations/*", .take = [&](const JsonView& value) { run.add_invocation(value); }},
      {.path = "runs/*/versionControlProvenance/*",
       .take = [&](const JsonView& value) { run.add_commit(value["revisionId"].string()); }},
      {.path = "runs/*/originalUriBaseIds",
       .take =
           [&](const JsonView& value) {
             if (!value) return;
             for (const auto& name : value.raw()->names) run.locations().add_base(name, location_of(value[name]));
           }},
      {.path = "runs/*/artifacts/*",
       .take = [&](const JsonView& value) { run.locations().add_artifact(location_of(value["location"])); }},
      {.path = "runs/*/externalPropertyFileReferences/results/*", .take = elsewhere},
      {.path = "inlineExternalProperties/*/results", .take = elsewhere},
      {.path = "runs/*",
       .leave =
           [&] {
             if (!root.empty()) run.locations().add_folder(fmt::format("file://{}", root));
             if (auto mistake = add(scans, std::exchange(run, {}).finish()); mistake && !conflict) conflict = mistake;
           }},
      {.path = "runs", .leave = [&] { has_runs = true; }},
      other("bomFormat"),
      other("spdxVersion"),
      other("@graph"),
      other("auditReportVersion"),
  };
  if (auto mistake = read_json_parts(bytes, parts)) return mistake;
  if (conflict) return conflict;

  if (!has_runs) return Malformed{0, wrong_kind("SARIF", "runs", others)};
  if (version != "2.1.0") {
    if (version.empty()) return Malformed{0, "this is not SARIF: it has no `version`"};
    return Malformed{0, fmt::format("this is SARIF {}, and 2.1.0 is what is read: let the tool write that", version)};
  }
  if (scans.scans == 0) {  // somebody meant to look, and nobody did
    scans.scans = 1;
    scans.completed = false;
  }
  return add(security, std::move(scans));
}

}  // namespace nexus::collect
