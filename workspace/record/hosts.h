#pragma once

#include "workspace/host.h"
#include "workspace/record/record.h"

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace nexus::workspace {

/// The system's host, which remembers what it gave. A file is read once: a second reading has the text of the first, so that
/// the record holds what was judged, whatever happens to the file meanwhile.
class RecordingHost : public Host {
 public:
  base::Expected<std::string, base::Diagnostic> read_file(const std::string& path, const SizeLimit& limit) override;
  std::string identity_of(const std::string& path) override;
  std::vector<std::string> find_policies(std::span<const std::string> paths, base::DiagnosticSink& sink) override;
  std::span<const stdlib::EmbeddedFile> library() override { return system_host().library(); }
  base::Decimal now() override { return system_host().now(); }

  /// All texts that were read, by name.
  [[nodiscard]] std::vector<RecordedText> texts() const;
  /// What the policies named on the command line were found to be.
  [[nodiscard]] const std::vector<std::string>& policies() const { return policies_; }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> texts_;       // by path
  std::map<std::string, std::string> identities_;  // by path, of all that were asked for
  std::vector<std::string> policies_;
};

/// Gives what a record holds, and nothing else: no file of this machine is looked at. The record must outlive it.
class RecordedHost : public Host {
 public:
  /// `name` is what messages call the record.
  RecordedHost(const DecisionRecord& record, std::string name, base::Decimal now);

  base::Expected<std::string, base::Diagnostic> read_file(const std::string& path, const SizeLimit& limit) override;
  std::string identity_of(const std::string& path) override;
  std::vector<std::string> find_policies(std::span<const std::string> paths, base::DiagnosticSink& sink) override;
  std::span<const stdlib::EmbeddedFile> library() override { return library_; }
  base::Decimal now() override { return now_; }

  /// The texts of the record that nobody asked for, by name.
  [[nodiscard]] std::vector<std::string> unread() const;

 private:
  /// Nothing where the record has no such file.
  [[nodiscard]] const RecordedText* find(const std::string& path) const;

  const DecisionRecord& record_;
  std::string name_;
  base::Decimal now_;
  std::map<std::string, const RecordedText*> by_path_;
  mutable std::mutex mutex_;
  std::set<const RecordedText*> read_;
  std::vector<stdlib::EmbeddedFile> library_;
};

}  // namespace nexus::workspace
