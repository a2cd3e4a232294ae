#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What is collected, as plain data. Names and shapes are those of `std.delivery.evidence`, so that its modules read a
/// collected snapshot as it is; what goes beyond them does no harm. Empty strings and empty optionals are left out of the snapshot:
/// nothing is invented that a report does not say.
namespace nexus::collect {

/// A test that did not pass.
struct FailedTest {
  std::string name, suite_class;  ///< `suite_class`: JUnit's `classname`
  bool is_error = false;          ///< it broke, rather than found something wrong
  std::string message;            ///< the first line of what the report says
  std::string file;
  std::optional<std::uint64_t> line;
};
struct Suite {
  std::string name;
  std::string layer;  ///< of the source that named it: `unit`, `e2e` …
  std::uint64_t tests = 0, failures = 0, errors = 0, skipped = 0;
  std::string seconds;     ///< how long it took, a decimal
  std::string started_at;  ///< RFC 3339
  std::vector<FailedTest> failed;
  /// How many more it counts than it lists, or says were skipped or failed: nobody knows how they ended.
  std::uint64_t unlisted = 0;
};
struct Tests {
  std::vector<Suite> suites;
};

/// What is known of one line of source. Several reports on one file are merged line by line.
struct LineCoverage {
  bool covered = false;
  std::uint64_t branches = 0, branches_covered = 0;
};
struct FileCoverage {
  std::map<std::uint64_t, LineCoverage> lines;
  /// Of a report that has sums and no lines.
  std::uint64_t lines_total = 0, lines_covered = 0, branches_total = 0, branches_covered = 0;
};
struct Coverage {
  std::map<std::string, FileCoverage>
      files;  ///< by path; those without one, of a report that has one sum for all, by an empty path
};

struct Finding {
  std::string id;        ///< the rule's, or the vulnerability's: `CVE-2026-1234`
  std::string severity;  ///< info, low, medium, high, critical
  std::string kind;      ///< vulnerability, secret, misconfiguration, licence, code; empty: it does not say
  std::string tool, message, component, fixed_in, file;
  std::optional<std::uint64_t> line;
  std::string found_at;  ///< RFC 3339
  std::string status;    ///< open, fixed, dismissed
};
struct Security {
  std::uint64_t scans = 0;  ///< how many this is put together from; 0: nobody has looked
  bool completed = true;    ///< no tool says of its run that it failed
  std::string commit;       ///< the revision that was scanned, where the report says so
  std::string scanned_at;   ///< RFC 3339: the end of the earliest run
  std::vector<Finding> findings;
};

/// A part of the software, of a bill of materials.
struct Component {
  std::string name, version, purl, type, scope;
  std::vector<std::string> licences;  ///< SPDX identifiers or expressions, else names
  std::vector<std::string> sha256;
};
struct Sbom {
  std::string format;      ///< `CycloneDX 1.5`, `SPDX-2.3`
  std::string created_at;  ///< RFC 3339
  std::string subject;     ///< what it is the bill of
  std::vector<Component> components;
};

struct ChangedFile {
  std::string path;
  std::uint64_t added = 0, deleted = 0;
  bool binary = false;
};
struct Git {
  std::string commit, branch, base;
  std::string committed_at;  ///< RFC 3339
  std::vector<std::string> tags, authors;
  std::vector<ChangedFile> changed;
};

/// A file that a manifest of checksums names.
struct ManifestEntry {
  std::string path, expected_sha256;
  std::string sha256;  ///< of the file as it is; empty where there is none
};

}  // namespace nexus::collect
