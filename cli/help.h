#pragma once

#include <string_view>

/// What `--help` says: examples first, for they are what people look for. Written by hand; a test holds every option of
/// the parser to be named here.
namespace nexus::cli {

[[nodiscard]] std::string_view general_help();
[[nodiscard]] std::string_view eval_help();
[[nodiscard]] std::string_view repl_help();
[[nodiscard]] std::string_view replay_help();
[[nodiscard]] std::string_view check_help();
[[nodiscard]] std::string_view test_help();
[[nodiscard]] std::string_view stdlib_help();
[[nodiscard]] std::string_view graph_help();
[[nodiscard]] std::string_view explain_help();
[[nodiscard]] std::string_view doc_help();
[[nodiscard]] std::string_view next_help();
[[nodiscard]] std::string_view fmt_help();
[[nodiscard]] std::string_view collect_help();
[[nodiscard]] std::string_view init_help();
[[nodiscard]] std::string_view verify_help();

}  // namespace nexus::cli
