#include "base/values/text.h"
#include "report/checks.h"
#include "report/ci_formats.h"
#include "report/json_parts.h"
#include "report/json_writer.h"
#include "report/problems.h"
#include "report/text_words.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), with what GitHub's code scanning asks for.
namespace nexus::report {

namespace {

using engine::EvidencePlace;
using engine::Finding;
using engine::PolicyPlace;
using engine::Report;

constexpr std::string_view source_root = "SRCROOT";
/// Code scanning rejects a file with more (docs.github.com, "SARIF results exceed limits").
constexpr std::size_t most_results = 25'000;

std::string_view level_name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

/// A path as the path of a URI (RFC 3986); a `:` could be taken for the end of a scheme.
std::string percent_encoded(std::string_view path) {
  static constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      uri.append(1, '%').append(1, digits[byte >> 4U]).append(1, digits[byte & 0xFU]);
    }
  }
  return uri;
}

/// The text of a message: of what is no place holder and no link, nothing may look like one.
std::string message_text(std::string_view text) {
  const bool has_link = text.find("](") != std::string_view::npos;
  std::string result;
  for (const char c : text) {
    if (c == '{' || c == '}') result += c;
    if (has_link && (c == '[' || c == ']' || c == '\\')) result += '\\';
    result += c;
  }
  return result;
}

/// What asks for something, whatever its instances: SARIF calls that a rule.
struct Rule {
  std::size_t index = 0;
  const Check* check = nullptr;
  std::string condition;  ///< empty where the report does not have it
};

class Writer {
 public:
  Writer(std::span<const Report> reports, const Options& options, std::string& out)
      : reports_(reports), options_(options), json_(out, JsonWriter::Layout::indented) {
    for (const Report& report : reports) checks_.push_back(checks_of(report));
    for (std::size_t i = 0; i < reports.size(); ++i) {
      for (const Check& check : checks_[i]) {
        const auto [at, is_new] =
            rules_.try_emplace(check.definition, Rule{.index = rules_.size(), .check = &check, .condition = {}});
        if (is_new) in_order_.push_back(&at->second);
        if (at->second.condition.empty()) at->second.condition = condition_of(check, reports[i]);
      }
    }
  }

  void write() {
    std::vector<Problem> problems = problems_of(reports_, options_.fail_on);
    const std::size_t left_out = problems.size() - std::min(problems.size(), most_results);
    problems.resize(problems.size() - left_out);
    json_.begin_object();
    json_.key("$schema").string(
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    json_.key("version").string("2.1.0");
    json_.key("runs").begin_array().begin_object();
    write_tool();
    write_invocation(left_out);
    json_.key("columnKind").string("unicodeCodePoints");
    json_.key("originalUriBaseIds").begin_object().key(source_root).begin_object();
    write_text("description", "The folder in which nexus was run");
    json_.end_object().end_object();
    write_artifacts();
    json_.key("results").begin_array();
    for (const Problem& problem : problems) write(problem);
    json_.end_array();
    write_decisions();
    json_.end_object().end_array().end_object();
  }

 private:
  static std::string condition_of(const Check& check, const Report& report) {
    for (const Finding* finding : check.findings)
      if (!finding->condition.empty()) return finding->condition;
    const auto found = std::ranges::find(report.conditions, check.id, &engine::ConditionReport::id);
    return found == report.conditions.end() ? std::string{} : found->text;
  }

  void write_text(std::string_view name, std::string_view text) {
    json_.key(name).begin_object().key("text").string(message_text(text)).end_object();
  }

  void write_tool() {
    json_.key("tool").begin_object().key("driver").begin_object();
    json_.key("name").string("Nexus");
    json_.key("version").string(NEXUS_VERSION);
    json_.key("semanticVersion").string(NEXUS_VERSION);
    json_.key("rules").begin_array();
    for (const Rule* rule : in_order_) write(*rule);
    json_.end_array().end_object().end_object();
  }

  void write(const Rule& rule) {
    const Check& check = *rule.check;
    const engine::RuleReport& declared = *check.rule;
    json_.begin_object();
    json_.key("id").string(check.definition);
    write_text("shortDescription", declared.title.empty() ? check.definition : declared.title);
    if (!rule.condition.empty()) write_text("fullDescription", rule.condition);
    std::string help = declared.kind + " " + declared.id + ", " + words_of(check.policy);
    if (!rule.condition.empty()) help.append("\n").append(rule.condition);
    write_text("help", help);
    // Of a trigger that is quiet the report does not know what it would ask for.
    if (check.level != base::Level::allow)
      json_.key("defaultConfiguration")
          .begin_object()
          .key("level")
          .string(level_name(severity_of(check.level, options_.fail_on)))
          .end_object();
    json_.key("properties").begin_object();
    json_.key("tags").begin_array().string(declared.kind);
    for (const std::string& tag : declared.tags)
      if (tag != declared.kind) json_.string(tag);
    json_.end_array();
    if (check.level != base::Level::allow) json_.key("level").string(base::level_name(check.level));
    if (!declared.owner.empty()) json_.key("owner").string(declared.owner);
    json_.end_object().end_object();
  }

  void write_invocation(std::size_t left_out) {
    json_.key("invocations").begin_array().begin_object();
    json_.key("executionSuccessful").boolean(true);
    json_.key("exitCode").number(std::int64_t{options_.exit_code});
    json_.key("exitCodeDescription").string(base::level_name(most_severe(reports_)));
    json_.key("toolExecutionNotifications").begin_array();
    for (const Report& report : reports_)
      for (const std::string& notice : report.notices) write_notification(notice, Severity::note);
    if (left_out != 0)
      write_notification(std::to_string(left_out) + " more results are left out: --format json has all",
                         Severity::warning);
    json_.end_array().end_object().end_array();
  }

  void write_notification(std::string_view words, Severity severity) {
    json_.begin_object();
    write_text("message", words);
    json_.key("level").string(level_name(severity)).end_object();
  }

  void write_artifacts() {
    std::set<std::string_view> seen;
    json_.key("artifacts").begin_array();
    const auto write_source = [&](const engine::SourceReport& source, std::string_view role) {
      if (source.file.empty() || !seen.insert(source.file).second) return;
      json_.begin_object();
      write_artifact("location", source.file);
      json_.key("roles").begin_array().string(role).end_array();
      if (!source.sha256.empty()) json_.key("hashes").begin_object().key("sha-256").string(source.sha256).end_object();
      json_.end_object();
    };
    for (const Report& report : reports_) {
      for (const engine::SourceReport& policy : report.policies) write_source(policy, "userSpecifiedConfiguration");
      for (const engine::SourceReport& input : report.inputs) write_source(input, "analysisTarget");
    }
    json_.end_array();
  }

  void write_artifact(std::string_view name, std::string_view file) {
    const std::string path = project_path(file, options_.root);
    json_.key(name).begin_object();
    if (!path.empty()) {
      json_.key("uri").string(percent_encoded(path)).key("uriBaseId").string(source_root);
    } else {
      json_.key("uri").string((file.starts_with('/') ? "file://" : "") + percent_encoded(file));
    }
    json_.end_object();
  }

  /// One location; line 0 is a file as a whole, column 0 a whole line.
  void write_place(std::string_view file, std::uint32_t line, std::uint32_t column) {
    json_.key("physicalLocation").begin_object();
    write_artifact("artifactLocation", file);
    if (line != 0) {
      json_.key("region").begin_object().key("startLine").number(std::uint64_t{line});
      if (column != 0) json_.key("startColumn").number(std::uint64_t{column});
      json_.end_object();
    }
    json_.end_object();
  }

  void write_logical(std::string_view name, std::string_view kind) {
    json_.begin_object().key("fullyQualifiedName").string(name).key("kind").string(kind).end_object();
  }

  void write_related(std::uint64_t id, std::string_view words, std::string_view file, std::uint32_t line,
                     std::uint32_t column) {
    json_.begin_object().key("id").number(id);
    write_place(file, line, column);
    write_text("message", words);
    json_.end_object();
  }

  void write(const Problem& problem) {
    const Finding& finding = *problem.finding;
    json_.begin_object();
    json_.key("ruleId").string(problem.definition);
    json_.key("ruleIndex").number(std::uint64_t{rules_.at(problem.definition).index});
    json_.key("level").string(level_name(problem.severity));
    std::string words;
    for (const std::string& sentence : sentences_of(finding))
      words += (words.empty() ? "" : "\n") + base::printable(sentence);
    write_text("message", words);
    write_locations(problem);
    json_.key("partialFingerprints").begin_object();
    // The name by which GitHub looks for one, whatever it is made from.
    json_.key("primaryLocationLineHash").string(problem.fingerprint + ":1");
    json_.key("nexusFinding/v1").string(problem.fingerprint);
    json_.end_object();
    if (finding.waived) write(*finding.waived);
    write_properties(problem);
    json_.end_object();
  }

  void write_locations(const Problem& problem) {
    const Finding& finding = *problem.finding;
    PolicyPlace first = first_place(problem, options_.root);
    if (first.file.empty()) first.file = finding.policy.file;
    json_.key("locations").begin_array().begin_object();
    write_place(first.file, first.line, first.column);
    json_.key("logicalLocations").begin_array();
    write_logical(finding.id, "declaration");
    if (!finding.evidence.pointer.empty()) write_logical(finding.evidence.pointer, "value");
    json_.end_array().end_object().end_array();

    json_.key("relatedLocations").begin_array();
    std::uint64_t id = 0;
    const EvidencePlace& evidence = finding.evidence;
    const auto is_first = [&](std::string_view file, std::uint32_t line, std::uint32_t column) {
      return first.line == line && first.column == column && first.file == project_path(file, options_.root);
    };
    if (!evidence.file.empty() && !is_first(evidence.file, evidence.line, evidence.column))
      write_related(++id, evidence.document + (evidence.line == 0 ? " has nothing at " : ": ") + evidence.pointer,
                    evidence.file, evidence.line, evidence.column);
    if (!is_first(finding.policy.file, finding.policy.line, finding.policy.column))
      write_related(++id, "policy" + (finding.condition.empty() ? "" : ": " + finding.condition), finding.policy.file,
                    finding.policy.line, finding.policy.column);
    json_.end_array();
  }

  void write(const engine::WaivedReport& waived) {
    json_.key("suppressions").begin_array().begin_object();
    json_.key("kind").string("external").key("status").string("accepted");
    json_.key("justification").string(waived.reason);
    json_.key("properties").begin_object().key("by").string(waived.by).key("approved_by").string(waived.approved_by);
    json_.key("until").string_or_null(waived.until).end_object();
    json_.end_object().end_array();
  }

  void write_properties(const Problem& problem) {
    const Finding& finding = *problem.finding;
    json_.key("properties").begin_object();
    json_.key("id").string(finding.id);
    json_.key("kind").string(engine::finding_kind_name(finding.kind));
    json_.key("level").string(base::level_name(finding.level));
    json_.key("snapshot").string_or_null(snapshot_file(*problem.report));
    json_.key("witness").string_or_null(finding.witness);
    json_.key("margins").begin_array();
    for (const engine::MarginReport& margin : finding.margins) report::write(json_, margin);
    json_.end_array().end_object();
  }

  /// What came out, and what to do, for each snapshot.
  void write_decisions() {
    json_.key("properties").begin_object();
    json_.key("decision").string(base::level_name(most_severe(reports_)));
    json_.key("snapshots").begin_array();
    for (const Report& report : reports_) {
      json_.begin_object();
      json_.key("snapshot").string_or_null(snapshot_file(report));
      json_.key("decision").string(base::level_name(report.decision));
      json_.key("now").string(report.now);
      json_.key("next").begin_array();
      for (const engine::Obligation& obligation : report.obligations) json_.string(words_of(obligation));
      json_.end_array().end_object();
    }
    json_.end_array().end_object();
  }

  std::span<const Report> reports_;
  const Options& options_;
  JsonWriter json_;
  std::vector<std::vector<Check>> checks_;  ///< of each report
  std::map<std::string, Rule> rules_;       ///< by what they are called
  std::vector<const Rule*> in_order_;
};

}  // namespace

void render_sarif(std::span<const Report> reports, const Options& options, std::string& out) {
  Writer(reports, options, out).write();
  out += '\n';
}

}  // namespace nexus::report
