#include "cli/snapshot.h"

#include "base/diagnostics/catalogue.h"
#include "cli/terminal.h"
#include "workspace/files.h"

#include <utility>

namespace nexus::cli {

namespace diagnostics = base::diagnostics;

base::Expected<Snapshot, workspace::Mistakes> read_snapshot(const std::string& path, const Prepared& prepared) {
  const auto failed = [](base::Diagnostic diagnostic) { return base::Unexpected{workspace::Mistakes{{}, {std::move(diagnostic)}}}; };
  if (path.ends_with(".nexus"))
    return failed(diagnostics::bad_usage({}, "`" + path + "` is a policy, not a snapshot").with_help("policies stand without `-s`: `nexus eval " + path + " -s snapshot.json`"));
  auto text = prepared.host->read_file(path, workspace::snapshot_size(prepared.policy->limits()));
  if (!text) return failed(std::move(text.error()));
  Snapshot snapshot{path == workspace::stdin_argument ? std::string(workspace::stdin_name) : path, *std::move(text)};
  if (prepared.edits.empty()) return snapshot;
  const workspace::Text before{snapshot.name, snapshot.text};
  auto edited = workspace::edited(prepared.edits, before, prepared.policy->limits());
  if (!edited) return base::Unexpected{workspace::with_text(std::move(edited.error()), before)};
  snapshot.text = *std::move(edited);
  return snapshot;
}

std::optional<Snapshot> read_snapshot(const std::string& path, const EvalArguments& arguments, const Prepared& prepared) {
  auto snapshot = read_snapshot(path, prepared);
  if (!snapshot) return complain(snapshot.error(), arguments.colour), std::nullopt;
  return *std::move(snapshot);
}

}  // namespace nexus::cli
