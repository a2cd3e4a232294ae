#include "workspace/record/record.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/level.h"
#include "engine/digest.h"
#include "engine/read/json_ranges.h"
#include "report/json.h"
#include "report/json_writer.h"
#include "workspace/json_text.h"
#include "workspace/json_tokens.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace nexus::workspace {

namespace {

namespace diagnostics = base::diagnostics;
using engine::TextRange;

void write_strings(report::JsonWriter& json, const std::vector<std::string>& texts) {
  json.begin_array();
  for (const std::string& text : texts) json.string(text);
  json.end_array();
}

void write_texts(report::JsonWriter& json, const std::vector<RecordedText>& texts) {
  json.begin_array();
  for (const RecordedText& text : texts) {
    json.begin_object();
    json.key("file").string(text.file);
    if (!text.also.empty()) write_strings(json.key("also"), text.also);
    json.key("sha256").string(text.sha256);
    json.key("text").string(text.text);
    json.end_object();
  }
  json.end_array();
}

void write_results(report::JsonWriter& json, const std::vector<RecordedResult>& results) {
  json.begin_array();
  for (const RecordedResult& result : results) {
    json.begin_object();
    json.key("snapshot").string(result.snapshot);
    json.key("decision").string(result.decision);
    json.key("report_sha256").string(result.report_sha256);
    json.key("report").raw(result.report);
    json.end_object();
  }
  json.end_array();
}

/// A value without white space between its tokens; everything else stays as it is written.
std::string on_one_line(std::string_view json) {
  std::string line;
  JsonTokens tokens(json);
  while (tokens.place() != json.size()) line += tokens.next();
  return line;
}

/// Takes a record apart. What is not as the schema has it is said once, the first time.
class RecordReader {
 public:
  RecordReader(std::string_view name, std::string_view json) : name_(name), json_(json), ranges_(json) {}

  base::Expected<DecisionRecord, std::vector<base::Diagnostic>> read() {
    if (const auto mistake = json_mistake(json_, {.snapshot_depth = record_depth})) {
      malform(mistake->message.empty() ? "it is empty" : "it is not JSON: " + mistake->message);
      return base::Unexpected{std::move(problems_)};
    }
    const TextRange root = ranges_.root();
    const auto version = member(root, "record_version");
    if (!version) {
      malform("it has no `record_version`");
      problems_.back().helps.emplace_back("a record is what `nexus eval … --record FILE` writes");
      return base::Unexpected{std::move(problems_)};
    }
    if (text_of(*version) != record_version) {
      problems_.push_back(diagnostics::record_version({}, name_, text_of(*version), record_version));
      problems_.back().helps.emplace_back("verify it with the nexus that wrote it, or a later one");
      return base::Unexpected{std::move(problems_)};
    }
    DecisionRecord record = read_record(root);
    if (problems_.empty()) check_decisions(record);
    if (!problems_.empty()) return base::Unexpected{std::move(problems_)};
    return record;
  }

 private:
  DecisionRecord read_record(TextRange root) {
    DecisionRecord record;
    record.nexus = string(root, "nexus");
    record.zone_database = string(root, "zone_database");
    record.now = string(root, "now");
    record.decision = string(root, "decision");
    if (const auto code = value(root, "exit_code")) {
      const auto number = engine::read::index_of(text_of(*code));
      if (!number || *number > 255) malform("its `exit_code` is no exit code");
      record.exit_code = static_cast<int>(number.value_or(0));
    }
    record.call = strings(root, "call");
    record.policies = strings(root, "policies");
    for (const TextRange item : items(root, "texts")) record.texts.push_back(read_text(item));
    for (const TextRange item : items(root, "library")) record.library.push_back(read_text(item));
    for (const TextRange item : items(root, "results")) record.results.push_back(read_result(item));
    return record;
  }

  RecordedText read_text(TextRange object) {
    RecordedText text{string(object, "file"), {}, string(object, "sha256"), string(object, "text")};
    if (member(object, "also")) text.also = strings(object, "also");
    check_digest("`" + text.file + "`", text.sha256, text.text);
    return text;
  }

  RecordedResult read_result(TextRange object) {
    RecordedResult result{string(object, "snapshot"), string(object, "decision"), string(object, "report_sha256"), {}};
    const auto report = value(object, "report");
    if (!report) return result;
    if (ranges_.at(report->begin) != '{') return malform("a `report` in it is no object"), result;
    result.report = on_one_line(text_of(*report));
    check_digest("the report on `" + result.snapshot + "`", result.report_sha256, result.report + '\n');
    if (string(*report, "decision") != result.decision)
      damage("its decision on `" + result.snapshot + "` is not that of the report");
    return result;
  }

  void check_digest(const std::string& what, const std::string& expected, std::string_view text) {
    if (!problems_.empty() && problems_.back().code == "NX4501") return;
    const std::string actual = engine::sha256(text);
    if (actual == expected) return;
    damage(what + " has another digest");
    problems_.back().helps.push_back("SHA-256 is " + actual + ", and was " + expected);
  }

  void check_decisions(const DecisionRecord& record) {
    base::Level most_severe = base::Level::allow;
    for (const RecordedResult& result : record.results)
      if (const auto level = base::level_of(result.decision)) most_severe = base::graver(most_severe, *level);
    if (record.results.empty()) return malform("it has no results");
    if (record.decision != base::level_name(most_severe))
      damage("it says `" + record.decision + "`, and its results say `" + std::string(base::level_name(most_severe)) +
             "`");
  }

  // ---- JSON

  [[nodiscard]] std::string_view text_of(TextRange range) const {
    return json_.substr(range.begin, range.end - range.begin);
  }

  [[nodiscard]] std::optional<TextRange> member(TextRange object, std::string_view name) const {
    if (ranges_.at(object.begin) != '{') return std::nullopt;
    for (const engine::read::Child& child : children_of(ranges_, object.begin))
      if (ranges_.string_in(*child.key) == name) return child.value;
    return std::nullopt;
  }
  std::optional<TextRange> value(TextRange object, std::string_view name) {
    const auto found = member(object, name);
    if (!found) malform("`" + std::string(name) + "` is missing in it");
    return found;
  }
  std::string as_string(TextRange range, std::string_view name) {
    if (ranges_.at(range.begin) == '"') return ranges_.string_in(range);
    malform("`" + std::string(name) + "` in it must be a string");
    return {};
  }
  std::string string(TextRange object, std::string_view name) {
    const auto found = value(object, name);
    return found ? as_string(*found, name) : std::string{};
  }
  std::vector<TextRange> items(TextRange object, std::string_view name) {
    std::vector<TextRange> all;
    const auto found = value(object, name);
    if (!found) return all;
    if (ranges_.at(found->begin) != '[') return malform("`" + std::string(name) + "` in it must be a list"), all;
    for (const engine::read::Child& child : children_of(ranges_, found->begin)) all.push_back(child.value);
    return all;
  }
  std::vector<std::string> strings(TextRange object, std::string_view name) {
    std::vector<std::string> all;
    for (const TextRange item : items(object, name)) all.push_back(as_string(item, name));
    return all;
  }

  void malform(const std::string& why) {
    if (problems_.empty()) problems_.push_back(diagnostics::record_malformed({}, name_, why));
  }
  void damage(const std::string& why) { problems_.push_back(diagnostics::record_damaged({}, name_, why)); }

  std::string_view name_, json_;
  engine::read::Ranges ranges_;
  std::vector<base::Diagnostic> problems_;
};

}  // namespace

RecordedText recorded_text(std::string file, std::string text) {
  std::string digest = engine::sha256(text);
  return {std::move(file), {}, std::move(digest), std::move(text)};
}

RecordedResult recorded_result(std::string snapshot, engine::Report report) {
  report.conditions.clear();
  std::string line;
  report::render_json_lines({&report, 1}, {}, line);
  std::string digest = engine::sha256(line);
  line.pop_back();  // the line break
  return {std::move(snapshot), std::string(base::level_name(report.decision)), std::move(digest), std::move(line)};
}

std::string to_json(const DecisionRecord& record) {
  std::string out;
  report::JsonWriter json(out, report::JsonWriter::Layout::indented);
  json.begin_object();
  json.key("record_version").raw(record_version);
  json.key("nexus").string(record.nexus);
  json.key("zone_database").string(record.zone_database);
  json.key("now").string(record.now);
  json.key("decision").string(record.decision);
  json.key("exit_code").number(static_cast<std::int64_t>(record.exit_code));
  write_strings(json.key("call"), record.call);
  write_strings(json.key("policies"), record.policies);
  write_texts(json.key("texts"), record.texts);
  write_texts(json.key("library"), record.library);
  write_results(json.key("results"), record.results);
  json.end_object();
  return out + '\n';
}

base::Expected<DecisionRecord, std::vector<base::Diagnostic>> read_record(std::string_view name,
                                                                          std::string_view json) {
  return RecordReader(name, json).read();
}

}  // namespace nexus::workspace
