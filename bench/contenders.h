#pragma once

#include "bench/compiled_policy.h"
#include "bench/rulers/ruler.h"
#include "workspace/nexus.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::bench {

/// JSON texts with readable bytes behind each, as simdjson wants them.
class Texts {
 public:
  explicit Texts(std::vector<std::string> texts);
  [[nodiscard]] std::size_t size() const { return padded_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    return std::string_view(padded_[i]).substr(0, padded_[i].size() - ruler_padding);
  }
  /// The mean.
  [[nodiscard]] double bytes() const;

 private:
  std::vector<std::string> padded_;
};

/// Whatever reads a text, so that all are measured by the same loop. Ends the program where it cannot.
class Contender {
 public:
  virtual ~Contender() = default;
  virtual void run(std::string_view text) = 0;
};

/// Nexus: a program that embeds the library, from text to Report.
[[nodiscard]] std::unique_ptr<Contender> nexus_library(const Policy& policy);
/// The same of the engine alone, without the digests of the documents and the names of their files.
[[nodiscard]] std::unique_ptr<Contender> nexus_report(const CompiledPolicy& policy);
/// From text to decision, and no report.
[[nodiscard]] std::unique_ptr<Contender> nexus_decision(const CompiledPolicy& policy);
/// Its reader alone: the whole document validated, what the policy asks for picked out.
[[nodiscard]] std::unique_ptr<Contender> nexus_reader(const CompiledPolicy& policy);

/// A ruler, from text to verdict and messages.
[[nodiscard]] std::unique_ptr<Contender> by_hand(std::unique_ptr<Ruler> ruler);

/// Parsers alone, no rule.
[[nodiscard]] std::unique_ptr<Contender> simdjson_dom();
[[nodiscard]] std::unique_ptr<Contender> simdjson_stage1();
[[nodiscard]] std::unique_ptr<Contender> nlohmann_dom();
/// Which of them they are: `simdjson 3.0.1 (haswell), nlohmann/json 3.11.2`.
[[nodiscard]] std::string parser_versions();

}  // namespace nexus::bench
