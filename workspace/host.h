#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/expected.h"
#include "base/values/decimal.h"
#include "stdlib-policies/embedded.h"
#include "workspace/limits.h"

#include <span>
#include <string>
#include <vector>

namespace nexus::workspace {

/// What a run takes from outside: texts, and the time. Usually they are the system's; a run that is recorded has a host that
/// remembers what it gave, and one that is repeated is given the same again.
class Host {
 public:
  virtual ~Host() = default;

  /// As the function of that name in files.h; may be called by several threads at once.
  [[nodiscard]] virtual base::Expected<std::string, base::Diagnostic> read_file(const std::string& path,
                                                                                const SizeLimit& limit) = 0;
  /// As in files.h.
  [[nodiscard]] virtual std::string identity_of(const std::string& path) = 0;
  /// As in files.h.
  [[nodiscard]] virtual std::vector<std::string> find_policies(std::span<const std::string> paths,
                                                               base::DiagnosticSink& sink) = 0;
  /// What `import std.…` finds; lives as long as the host.
  [[nodiscard]] virtual std::span<const stdlib::EmbeddedFile> library() = 0;
  /// Seconds since 1970-01-01T00:00:00Z, whole ones.
  [[nodiscard]] virtual base::Decimal now() = 0;
};

/// The files, the clock and the library of this machine and this program.
[[nodiscard]] Host& system_host();

}  // namespace nexus::workspace
