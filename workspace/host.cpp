#include "workspace/host.h"

#include "workspace/files.h"
#include "workspace/select.h"

namespace nexus::workspace {

namespace {

class SystemHost : public Host {
 public:
  base::Expected<std::string, base::Diagnostic> read_file(const std::string& path, const SizeLimit& limit) override {
    return workspace::read_file(path, limit);
  }
  std::string identity_of(const std::string& path) override { return workspace::identity_of(path); }
  std::vector<std::string> find_policies(std::span<const std::string> paths, base::DiagnosticSink& sink) override {
    return workspace::find_policies(paths, sink);
  }
  std::span<const stdlib::EmbeddedFile> library() override { return stdlib::embedded_files(); }
  base::Decimal now() override { return system_now(); }
};

}  // namespace

Host& system_host() {
  static SystemHost host;
  return host;
}

}  // namespace nexus::workspace
