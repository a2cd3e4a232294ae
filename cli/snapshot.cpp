#include "cli/snapshot.h"

#include "base/diagnostics/catalogue.h"
#include "cli/terminal.h"
#include "workspace/files.h"

#include <utility>

namespace nexus::cli {

namespace diagnostics = base::diagnostics;

std::optional<Snapshot> read_snapshot(const std::string& path, const EvalArguments& arguments, const Prepared& prepared) {
  if (path.ends_with(".nexus")) {
    complain(diagnostics::bad_usage({}, "`" + path + "` is a policy, not a snapshot").with_help("policies stand without `-s`: `nexus eval " + path + " -s snapshot.json`"), arguments.colour);
    return std::nullopt;
  }
  auto text = workspace::read_file(path, workspace::largest_document);
  if (!text) return complain(text.error(), arguments.colour), std::nullopt;
  Snapshot snapshot{path == workspace::stdin_argument ? std::string(workspace::stdin_name) : path, *std::move(text)};
  if (prepared.edits.empty()) return snapshot;
  const workspace::Text before{snapshot.name, snapshot.text};
  auto edited = workspace::edited(prepared.edits, before);
  if (!edited) return complain(workspace::with_text(std::move(edited.error()), before), arguments.colour), std::nullopt;
  snapshot.text = *std::move(edited);
  return snapshot;
}

}  // namespace nexus::cli
