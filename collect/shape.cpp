#include "collect/shape.h"

#include "collect/documents.h"

#include <fmt/format.h>

#include <string_view>
#include <variant>

namespace nexus::collect {

namespace {

/// Writes what there is: empty texts and empty optionals are left out.
class Shape {
 public:
  explicit Shape(std::string& out) : json_(out, report::JsonWriter::Layout::indented) {}

  void write(const Snapshot& snapshot) {
    json_.begin_object();
    text("time", snapshot.time);
    for (const auto& [name, part] : snapshot.parts) {
      json_.key(name);
      std::visit([this](const auto& content) { value(content); }, part);
    }
    if (snapshot.git) json_.key("git"), value(*snapshot.git);
    if (snapshot.environment) {
      json_.key("env").begin_object();
      for (const auto& [name, content] : *snapshot.environment) json_.key(name).string(content);
      json_.end_object();
    }
    json_.key("evidence").begin_object();
    list("files", snapshot.files);
    list("missing", snapshot.missing);
    json_.end_object();
    json_.end_object();
  }

 private:
  void text(std::string_view key, std::string_view content) {
    if (!content.empty()) json_.key(key).string(content);
  }
  void always(std::string_view key, std::string_view content) { json_.key(key).string(content); }
  void number(std::string_view key, std::uint64_t content) { json_.key(key).number(content); }
  void number(std::string_view key, const std::optional<std::uint64_t>& content) {
    if (content) number(key, *content);
  }
  template <class Items>
  void list(std::string_view key, const Items& items) {
    json_.key(key).begin_array();
    for (const auto& item : items) value(item);
    json_.end_array();
  }
  template <class Items>
  void list_if_any(std::string_view key, const Items& items) {
    if (!items.empty()) list(key, items);
  }

  void value(const std::string& content) { json_.string(content); }
  void value(const Document& document) { json_.raw(indented(document.json, 1)); }

  void value(const FailedTest& test) {
    json_.begin_object();
    always("name", test.name);
    text("class", test.suite_class);
    always("outcome", test.is_error ? "error" : "failure");
    text("message", test.message);
    text("file", test.file);
    number("line", test.line);
    json_.end_object();
  }
  void value(const Suite& suite) {
    json_.begin_object();
    always("name", suite.name);
    text("layer", suite.layer);
    number("tests", suite.tests);
    number("failures", suite.failures);
    number("errors", suite.errors);
    number("skipped", suite.skipped);
    if (!suite.seconds.empty()) json_.key("seconds").raw(suite.seconds);
    text("started_at", suite.started_at);
    list_if_any("failed", suite.failed);
    json_.end_object();
  }
  void value(const Tests& tests) {
    Suite sum;
    for (const Suite& suite : tests.suites) {
      sum.tests += suite.tests;
      sum.failures += suite.failures;
      sum.errors += suite.errors;
      sum.skipped += suite.skipped;
    }
    json_.begin_object();
    number("total", sum.tests);
    number("failures", sum.failures);
    number("errors", sum.errors);
    number("skipped", sum.skipped);
    list("suites", tests.suites);
    json_.end_object();
  }

  struct Sums {
    std::uint64_t lines = 0, lines_covered = 0, branches = 0, branches_covered = 0;
  };
  static Sums sums_of(const FileCoverage& file) {
    Sums sums{file.lines_total, file.lines_covered, file.branches_total, file.branches_covered};
    sums.lines += file.lines.size();
    for (const auto& [number, line] : file.lines) {
      sums.lines_covered += line.covered ? 1 : 0;
      sums.branches += line.branches;
      sums.branches_covered += line.branches_covered;
    }
    return sums;
  }
  void share(std::string_view key, std::uint64_t covered, std::uint64_t total) {
    if (total != 0) json_.key(key).raw(percent(covered, total));
  }
  void ratio(std::string_view key, std::uint64_t covered, std::uint64_t total) {
    if (total == 0) return;
    json_.key(key).begin_object();
    number("covered", covered);
    number("total", total);
    json_.end_object();
  }
  void write_sums(const Sums& sums) {
    share("line", sums.lines_covered, sums.lines);
    share("branch", sums.branches_covered, sums.branches);
    ratio("lines", sums.lines_covered, sums.lines);
    ratio("branches", sums.branches_covered, sums.branches);
  }
  void value(const Coverage& coverage) {
    Sums all;
    for (const auto& [path, file] : coverage.files) {
      const Sums sums = sums_of(file);
      all.lines += sums.lines;
      all.lines_covered += sums.lines_covered;
      all.branches += sums.branches;
      all.branches_covered += sums.branches_covered;
    }
    json_.begin_object();
    write_sums(all);
    json_.key("files").begin_array();
    for (const auto& [path, file] : coverage.files) {
      if (path.empty()) continue;  // a sum of files that the report does not name
      json_.begin_object();
      always("path", path);
      write_sums(sums_of(file));
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
  }

  void value(const Finding& finding) {
    json_.begin_object();
    always("id", finding.id);
    text("severity", finding.severity);
    text("kind", finding.kind);
    text("tool", finding.tool);
    text("message", finding.message);
    text("component", finding.component);
    text("fixed_in", finding.fixed_in);
    text("file", finding.file);
    number("line", finding.line);
    text("found_at", finding.found_at);
    text("status", finding.status);
    json_.end_object();
  }
  void value(const Security& security) {
    json_.begin_object();
    json_.key("completed").boolean(security.completed);
    text("commit", security.commit);
    text("scanned_at", security.scanned_at);
    list("findings", security.findings);
    json_.end_object();
  }

  void value(const Component& component) {
    json_.begin_object();
    always("name", component.name);
    text("version", component.version);
    text("purl", component.purl);
    text("type", component.type);
    text("scope", component.scope);
    list("licences", component.licences);
    list_if_any("sha256", component.sha256);
    json_.end_object();
  }
  void value(const Sbom& sbom) {
    json_.begin_object();
    text("format", sbom.format);
    text("created_at", sbom.created_at);
    text("subject", sbom.subject);
    list("components", sbom.components);
    json_.end_object();
  }

  void value(const ManifestEntry& entry) {
    json_.begin_object();
    always("path", entry.path);
    always("expected_sha256", entry.expected_sha256);
    text("sha256", entry.sha256);
    json_.end_object();
  }
  void value(const std::vector<ManifestEntry>& entries) {
    json_.begin_array();
    for (const ManifestEntry& entry : entries) value(entry);
    json_.end_array();
  }

  void value(const ChangedFile& file) {
    json_.begin_object();
    always("path", file.path);
    if (file.binary) {
      json_.key("binary").boolean(true);  // how many lines there are, nobody has counted
    } else {
      number("added", file.added);
      number("deleted", file.deleted);
    }
    json_.end_object();
  }
  void value(const Git& git) {
    json_.begin_object();
    text("commit", git.commit);
    text("branch", git.branch);
    text("base", git.base);
    text("committed_at", git.committed_at);
    list("tags", git.tags);
    list("authors", git.authors);
    if (!git.base.empty()) list("changed", git.changed);  // compared with nothing, nobody knows
    json_.end_object();
  }

  void value(const FileRead& file) {
    json_.begin_object();
    always("field", file.field);
    always("kind", file.kind);
    always("file", file.file);
    always("sha256", file.sha256);
    number("bytes", file.bytes);
    text("modified_at", file.modified_at);
    json_.end_object();
  }
  void value(const NotFound& missing) {
    json_.begin_object();
    always("field", missing.field);
    always("kind", missing.kind);
    always("pattern", missing.pattern);
    json_.key("optional").boolean(missing.optional);
    json_.end_object();
  }

  report::JsonWriter json_;
};

}  // namespace

std::string percent(std::uint64_t covered, std::uint64_t total) {
  constexpr std::uint64_t places = 10'000;
  __extension__ typedef unsigned __int128 Wide;
  const auto scaled = static_cast<std::uint64_t>(Wide{covered} * 100 * places / total);
  std::string text = fmt::format("{}.{:04}", scaled / places, scaled % places);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string to_json(const Snapshot& snapshot) {
  std::string out;
  Shape(out).write(snapshot);
  return out += '\n';
}

}  // namespace nexus::collect
