#include "workspace/files.h"
#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "playground/repl/commands.h"
#include "playground/repl/words.h"
#include "workspace/json_text.h"
#include "workspace/pending_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

/// The commands that read and write files.
namespace nexus::playground {

namespace {

namespace diagnostics = base::diagnostics;
namespace fs = std::filesystem;

std::string count_of(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

/// `8 gates, 3 phases, 2 triggers`.
std::string contents(const plan::Plan& plan) {
  std::string words;
  const auto add = [&](std::size_t count, std::string_view one) {
    if (count != 0) words += (words.empty() ? "" : ", ") + count_of(count, one);
  };
  add(plan.gates.size(), "gate");
  add(plan.phases.size(), "phase");
  add(plan.triggers.size(), "trigger");
  return words.empty() ? "no rule" : words;
}

bool is_json(const std::string& path) { return path.ends_with(".json"); }

/// What `:save` was asked for.
struct SaveRequest {
  std::string policy, snapshot;  ///< files; empty: that which it has
  bool force = false;
};

/// Does its file hold what it held when it was read?
bool is_as_it_was(const TextFile& file) {
  const auto text = workspace::read_file(file.name, workspace::snapshot_size({}));
  return !text || *text == *file.original;
}

/// Writes files that appear together, or not at all.
class Saving {
 public:
  Saving(Session& session, bool force) : session_(session), force_(force) {}

  /// Notes that `file` is to be written to `path`; false and a complaint where that would lose something.
  bool add(TextFile& file, const std::string& path, std::string text) {
    const bool is_its_own = file.has_file && path == file.name;
    std::error_code error;
    if (!force_ && !is_its_own && fs::exists(path, error)) {
      return refuse("`" + path + "` is there already, and was not loaded here",
                    "name another file, or replace it with `:save --force " + path + "`");
    }
    if (!force_ && is_its_own && !is_as_it_was(file)) {
      return refuse("`" + path + "` has changed on the disk since it was read",
                    "`:load` takes the file, `:save --force` replaces it");
    }
    auto pending = workspace::PendingFile::create(path);
    if (!pending) return refuse(pending.error());
    if (const auto problem = pending->write(text)) return refuse(*problem);
    files_.push_back(*std::move(pending));
    file = text_file(path, std::move(text), true);
    names_.push_back(path);
    return true;
  }

  bool publish() {
    for (workspace::PendingFile& file : files_)
      if (const auto problem = file.publish()) return refuse(*problem);
    return true;
  }

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const Reply& complaint() const { return complaint_; }

 private:
  bool refuse(std::string_view words, std::string help) {
    return complaint_ = session_.complain(words, std::move(help)), false;
  }
  bool refuse(const base::Diagnostic& diagnostic) { return complaint_ = session_.complain(diagnostic), false; }

  Session& session_;
  bool force_;
  std::vector<workspace::PendingFile> files_;
  std::vector<std::string> names_;
  Reply complaint_;
};

}  // namespace

Reply load(Session& session, const std::string& words) {
  std::vector<std::string> paths = split_words(words);
  if (paths.size() == 1 && is_json(paths.front())) return snapshot(session, words);
  if (paths.empty()) paths = session.asked().policies;
  if (paths.empty())
    return session.complain("nothing has been loaded that could be read again",
                            "name a file: `:load release.nexus`; `:example` loads one that ships with nexus");
  session.asked().policies = paths;

  base::DiagnosticSink sink;
  State next = session.state();
  next.policies.clear();
  for (const std::string& path : workspace::find_policies(paths, sink)) {
    auto text = workspace::read_file(path, workspace::policy_size({}));
    if (!text) {
      sink.emit(text.error());
      continue;
    }
    next.policies.push_back(text_file(path, *std::move(text), true));
  }
  if (sink.has_errors()) return session.complain(workspace::Mistakes{{}, sink.all()});
  std::string names;
  for (const TextFile& file : next.policies) names += (names.empty() ? "" : " ") + file.name;
  Reply reply = session.change(std::move(next), ":load " + names);
  if (!reply.failed) reply.text.insert(0, names + ": " + contents(session.state().compiled->plan()) + "\n");
  return reply;
}

Reply snapshot(Session& session, const std::string& words) {
  const State& state = session.state();
  if (words.empty()) {
    const std::string name =
        state.snapshot.has_file ? state.snapshot.name + (state.snapshot.is_changed() ? ", changed here" : "") : "";
    return {(name.empty() ? "" : "# " + name + "\n") + workspace::indented(*state.snapshot.text)};
  }
  State next = state;
  if (words.front() == '{' || words.front() == '[') {
    const workspace::Text text{"snapshot", words};
    if (const auto mistake = workspace::json_mistake(words)) {
      return session.complain(
          workspace::with_text({workspace::to_diagnostic(*mistake, "snapshot"), workspace::place_of(*mistake)}, text));
    }
    next.snapshot = text_file("snapshot", "{}", false);
    next.snapshot.set_text(words);
    return session.change(std::move(next), ":snapshot {…}", "taken as the snapshot\n");
  }
  session.asked().snapshot = words;
  if (words.ends_with(".nexus"))
    return session.complain("`" + words + "` is a policy, not a snapshot", "`:load " + words + "` loads it");
  auto text = workspace::read_file(words, workspace::snapshot_size({}));
  if (!text) return session.complain(text.error());
  next.snapshot = text_file(words, *std::move(text), true);
  return session.change(std::move(next), ":snapshot " + words, words + " is the snapshot\n");
}

Reply save(Session& session, const std::string& words) {
  SaveRequest request;
  for (const std::string& word : split_words(words)) {
    std::string& file = is_json(word) ? request.snapshot : request.policy;
    if (word == "--force") {
      request.force = true;
    } else if (!file.empty()) {
      return session.complain("there is a file too many: `" + word + "`",
                              "a policy and a snapshot: `:save release.nexus snapshot.json`");
    } else {
      file = word;
    }
  }
  State saved = session.state();
  if (!request.policy.empty() && saved.policies.size() > 1) {
    return session.complain("there are several policies", "`:save` writes each to its own file");
  }
  if (!request.policy.empty() && saved.policies.empty())
    return session.complain("there is no policy to save yet", "declare a gate first; `:help gate` shows how");
  Saving saving(session, request.force);
  std::vector<std::string> without_file;
  for (TextFile& file : saved.policies) {
    const std::string path = !request.policy.empty() ? request.policy : file.has_file ? file.name : "";
    if (path.empty() && file.is_changed()) without_file.push_back("the policy has no file yet: `:save release.nexus`");
    if (path.empty() || (path == file.name && file.has_file && !file.is_changed())) continue;
    std::string text = *file.text;
    if (!saving.add(file, path, std::move(text))) return saving.complaint();
  }
  TextFile& snapshot = saved.snapshot;
  const std::string path = !request.snapshot.empty() ? request.snapshot : snapshot.has_file ? snapshot.name : "";
  if (path.empty() && snapshot.is_changed())
    without_file.push_back("the snapshot has no file yet: `:save snapshot.json`");
  if (!path.empty() && (path != snapshot.name || !snapshot.has_file || snapshot.is_changed())) {
    // A file keeps its own layout; what was typed gets one.
    std::string text = snapshot.has_file ? *snapshot.text : workspace::indented(*snapshot.text);
    if (!saving.add(snapshot, path, std::move(text))) return saving.complaint();
  }
  if (saving.names().empty() && !without_file.empty())
    return session.complain(without_file.front(), "or both: `:save release.nexus snapshot.json`");
  if (!saving.publish()) return saving.complaint();
  if (saving.names().empty()) return session.say("nothing has changed since it was read");
  // A policy is named after its file, and a place after it: what was judged is judged again under its new name.
  Reply reply = session.note_saved(std::move(saved));
  reply.text.insert(0, "saved " + base::list_with(saving.names(), "and") + "\n");
  for (const std::string& each : without_file) reply.text += each + "\n";
  return reply;
}

Reply watch(Session& session, const std::string& words) {
  if (!words.empty() && words != "on" && words != "off")
    return session.complain("`:watch` does not know `" + words + "`", "write `:watch` or `:watch off`");
  session.watch(words != "off");
  return session.say(words == "off" ? "files are no longer watched"
                                    : "files are watched: what changes is read again; `:watch off` ends that");
}

Reply show_policy(Session& session, const std::string&) {
  const State& state = session.state();
  if (state.policies.empty()) return session.say("there is no policy yet; `:help gate` shows how one begins");
  Reply reply;
  for (const TextFile& file : state.policies) {
    if (!reply.text.empty()) reply.text += '\n';
    reply.text += "# " + file.name + (!file.has_file ? "" : file.is_changed() ? ", changed here" : "") + '\n';
    reply.text += *file.text;
    if (!reply.text.ends_with('\n')) reply.text += '\n';
  }
  return reply;
}

}  // namespace nexus::playground
