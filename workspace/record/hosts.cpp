#include "workspace/record/hosts.h"

#include "base/diagnostics/catalogue.h"

#include <utility>

namespace nexus::workspace {

base::Expected<std::string, base::Diagnostic> RecordingHost::read_file(const std::string& path, const SizeLimit& limit) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = texts_.find(path); known != texts_.end()) return known->second;
  }
  auto text = system_host().read_file(path, limit);
  if (!text) return text;
  const std::lock_guard lock(mutex_);
  return texts_.try_emplace(path, *std::move(text)).first->second;
}

std::string RecordingHost::identity_of(const std::string& path) {
  std::string identity = system_host().identity_of(path);
  const std::lock_guard lock(mutex_);
  return identities_.insert_or_assign(path, std::move(identity)).first->second;
}

std::vector<std::string> RecordingHost::find_policies(std::span<const std::string> paths, base::DiagnosticSink& sink) {
  policies_ = system_host().find_policies(paths, sink);
  return policies_;
}

std::vector<RecordedText> RecordingHost::texts() const {
  std::vector<RecordedText> all;
  for (const auto& [path, text] : texts_) {
    RecordedText recorded = recorded_text(path, text);
    if (const auto own = identities_.find(path); own != identities_.end()) {
      for (const auto& [other, identity] : identities_)
        if (identity == own->second && !texts_.contains(other)) recorded.also.push_back(other);
    }
    all.push_back(std::move(recorded));
  }
  return all;
}

RecordedHost::RecordedHost(const DecisionRecord& record, std::string name, base::Decimal now)
    : record_(record), name_(std::move(name)), now_(now) {
  for (const RecordedText& text : record.texts) {
    by_path_.emplace(text.file, &text);
    for (const std::string& other : text.also) by_path_.emplace(other, &text);
  }
  for (const RecordedText& text : record.library) library_.push_back({text.file, text.text});
}

const RecordedText* RecordedHost::find(const std::string& path) const {
  const auto at = by_path_.find(path);
  return at == by_path_.end() ? nullptr : at->second;
}

base::Expected<std::string, base::Diagnostic> RecordedHost::read_file(const std::string& path, const SizeLimit&) {
  if (const RecordedText* text = find(path)) {
    const std::lock_guard lock(mutex_);
    read_.insert(text);
    return text->text;
  }
  return base::Unexpected{
      base::Diagnostic(base::diagnostics::record_damaged({}, name_, "it does not hold `" + path + "`"))};
}

std::vector<std::string> RecordedHost::unread() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> files;
  for (const RecordedText& text : record_.texts)
    if (!read_.contains(&text)) files.push_back(text.file);
  return files;
}

std::string RecordedHost::identity_of(const std::string& path) {
  const RecordedText* text = find(path);
  return text != nullptr ? text->file : path;
}

std::vector<std::string> RecordedHost::find_policies(std::span<const std::string>, base::DiagnosticSink&) {
  return record_.policies;
}

}  // namespace nexus::workspace
