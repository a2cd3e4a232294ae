#pragma once

#include "cli/arguments.h"

#include <string>
#include <string_view>
#include <vector>

/// What becomes of the words behind the name of a command: what it is asked to do, its help, or a mistake. One function a command.
namespace nexus::cli {

[[nodiscard]] Command parse_eval(std::vector<std::string> words);
[[nodiscard]] Command parse_replay(std::vector<std::string> words);
[[nodiscard]] Command parse_graph(std::vector<std::string> words);
[[nodiscard]] Command parse_doc(std::vector<std::string> words);
[[nodiscard]] Command parse_explain(std::vector<std::string> words);
[[nodiscard]] Command parse_next(std::vector<std::string> words);
[[nodiscard]] Command parse_check(std::vector<std::string> words);
[[nodiscard]] Command parse_test(std::vector<std::string> words);
[[nodiscard]] Command parse_stdlib(std::vector<std::string> words);
[[nodiscard]] Command parse_init(std::vector<std::string> words);
[[nodiscard]] Command parse_fmt(std::vector<std::string> words);
[[nodiscard]] Command parse_repl(std::vector<std::string> words);
[[nodiscard]] Command parse_collect(std::vector<std::string> words);
[[nodiscard]] Command parse_verify(std::vector<std::string> words);

}  // namespace nexus::cli
