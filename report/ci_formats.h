#pragma once

#include "report/format.h"

/// What CI servers read. Of the findings that do not count none is told: they belong to what nobody has asked for yet.
namespace nexus::report {

/// One run of SARIF 2.1.0 (OASIS), whatever the number of snapshots: servers take one run of a tool at a time.
void render_sarif(std::span<const engine::Report> reports, const Options& options, std::string& out);
/// JUnit's XML: a suite a module, a test a requirement, trigger or phase.
void render_junit(std::span<const engine::Report> reports, const Options& options, std::string& out);
/// The same tests in the Test Anything Protocol, version 14.
void render_tap(std::span<const engine::Report> reports, const Options& options, std::string& out);
/// Workflow commands of GitHub Actions: an annotation a finding, gravest first, then the decision.
void render_github(std::span<const engine::Report> reports, const Options& options, std::string& out);
/// GitLab's Code Quality: a JSON array of findings.
void render_gitlab(std::span<const engine::Report> reports, const Options& options, std::string& out);
/// GitHub's Markdown for a comment or the page of a job, shorter than a comment may be.
void render_markdown(std::span<const engine::Report> reports, const Options& options, std::string& out);

}  // namespace nexus::report
