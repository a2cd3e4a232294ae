#include "playground/repl/commands.h"
#include "playground/repl/session.h"
#include "workspace/files.h"

#include <algorithm>
#include <set>
#include <utility>

/// What a session has to do with files that change under it, and with changes that are in no file.
namespace nexus::playground {

Reply Session::note_saved(State saved) {
  // What is undone from here on is not what the files hold.
  for (State& past : past_) {
    for (std::size_t i = 0; i < std::min(past.policies.size(), saved.policies.size()); ++i) {
      if (past.policies[i].name != state_.policies[i].name) continue;
      auto text = std::move(past.policies[i].text);
      past.policies[i] = saved.policies[i];
      past.policies[i].text = std::move(text);
    }
    if (past.snapshot.name == state_.snapshot.name) {
      auto text = std::move(past.snapshot.text);
      past.snapshot = saved.snapshot;
      past.snapshot.text = std::move(text);
    }
  }
  std::string change = state_.change;
  auto evaluated = playground::evaluate(std::move(saved), options_.settings, &state_);
  if (!evaluated) return complain(evaluated.error());
  runner_ = std::move(evaluated->runner);
  state_ = std::move(evaluated->state);
  state_.change = std::move(change);
  if (watch_) {
    watched_ = files();
    note_files();
  }
  return {};
}

std::string Session::unsaved_warning() {
  // An exercise is no work that anybody wants to keep.
  if (exercise_ || std::exchange(has_warned_, true)) return {};
  std::string names;
  const auto add = [&](const TextFile& file) {
    if (file.is_changed()) names += (names.empty() ? "" : ", ") + file.name;
  };
  for (const TextFile& file : state_.policies) add(file);
  add(state_.snapshot);
  return names.empty()
             ? names
             : "not saved: " + names + "\n`:save` writes what has changed; `:quit` once more leaves without\n";
}

std::vector<std::string> Session::files() const {
  std::set<std::string> files(asked_.policies.begin(), asked_.policies.end());
  if (!asked_.snapshot.empty()) files.insert(asked_.snapshot);
  for (const TextFile& file : state_.policies)
    if (file.has_file) files.insert(file.name);
  if (state_.snapshot.has_file) files.insert(state_.snapshot.name);
  for (const base::FileId file : imported_files()) files.emplace(state_.compiled->sources().name(file));
  return {files.begin(), files.end()};
}

std::vector<base::FileId> Session::imported_files() const {
  std::vector<base::FileId> files;
  const base::SourceMap& sources = state_.compiled->sources();
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const std::string_view name = sources.name(base::FileId(i));
    const bool is_open = std::ranges::find(state_.policies, name, &TextFile::name) != state_.policies.end();
    if (!is_open && name.ends_with(".nexus") && !name.starts_with('<')) files.push_back(base::FileId(i));
  }
  return files;
}

void Session::watch(bool on) {
  if (!on) {
    watch_.reset();
    return;
  }
  // As long as it is the same files, what they were like when they were last looked at stays: nothing is missed.
  std::vector<std::string> now = files();
  if (watch_ && now == watched_) return;
  watched_ = std::move(now);
  note_files();
}

void Session::note_files() {
  watch_.emplace(watched_);
  watch_->note();
}

std::optional<Reply> Session::look_at_files() {
  if (!watch_ || !watch_->has_changed()) return std::nullopt;
  watch_->note();
  // Those that could not be read when they were asked for.
  if (!asked_.policies.empty() && state_.policies.empty()) return load(*this, "");

  State next = state_;
  std::string said, names;
  std::vector<std::string> read_again;
  bool is_read_again = false;
  const auto look_at = [&](TextFile& file, const workspace::SizeLimit& limit, const std::string& again) {
    if (!file.has_file) return;
    auto text = workspace::read_file(file.name, limit);
    if (!text) {
      if (gone_.insert(file.name).second) said += file.name + " is gone; what was read from it stays\n";
      return;
    }
    const bool is_back = gone_.erase(file.name) != 0, was_broken = broken_.erase(file.name) != 0;
    if (was_broken && *text == *file.original) said += file.name + " is as it was\n";
    if (is_back) said += file.name + (*text == *file.original ? " is back, as it was\n" : " is back\n");
    if (*text == *file.original) return;
    if (file.is_changed()) {
      said += file.name + " has changed, and so has what is here: `" + again +
              "` takes the file, `:save --force` replaces it\n";
      return;
    }
    if (!is_back) said += file.name + " has changed\n";
    names += (names.empty() ? "" : ", ") + file.name;
    read_again.push_back(file.name);
    file = text_file(file.name, *std::move(text), true);
    is_read_again = true;
  };
  for (TextFile& file : next.policies) look_at(file, workspace::policy_size({}), ":load");
  look_at(next.snapshot, workspace::snapshot_size({}), ":snapshot " + next.snapshot.name);
  for (const base::FileId file : imported_files()) {
    const std::string name(state_.compiled->sources().name(file));
    const auto text = workspace::read_file(name, workspace::policy_size({}));
    if (text && *text == state_.compiled->sources().text(file)) continue;
    said += name + (text ? " has changed\n" : " is gone\n");
    names += (names.empty() ? "" : ", ") + name;
    is_read_again = true;
    is_compiled_anew_ = true;
  }
  if (said.empty()) return std::nullopt;
  if (!is_read_again) return Reply{std::move(said)};
  Reply reply = change(std::move(next), names + " as on the disk", said);
  if (reply.failed) {
    reply.text = said + reply.text + "what was read before stays\n";
    broken_.insert(read_again.begin(), read_again.end());
  }
  return reply;
}

}  // namespace nexus::playground
