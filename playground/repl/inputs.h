#pragma once

#include <string>
#include <vector>

namespace nexus::playground {

/// Makes inputs of lines: a declaration, or JSON, may go on over several.
class Inputs {
 public:
  /// The inputs that are complete with this line, in their order. An empty line ends one that could go on, two of them one with an
  /// open bracket; a command ends what stands before it.
  [[nodiscard]] std::vector<std::string> add(const std::string& line);
  /// What is left when no more lines come; empty for nothing.
  [[nodiscard]] std::string take();
  /// Is there a beginning that waits for the rest?
  [[nodiscard]] bool is_open() const { return !open_.empty(); }

 private:
  std::string open_;
};

}  // namespace nexus::playground
