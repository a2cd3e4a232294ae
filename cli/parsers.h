#pragma once

#include "cli/arguments.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

/// What is written on the command line, as CLI11 takes it apart: a structure for each command, which its options are read into. What they mean, and
/// whether they go together, is `requests`' to say. CLI11 itself, which takes seconds to compile, is in parsers.cpp alone.
namespace nexus::cli {

/// What every command knows. Never moved: the app points into it.
struct Parser {
  Parser();
  ~Parser();
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  /// What an option may be given; the words are checked when they are understood, where a mistake can be told well.
  void choose(std::string_view option, std::vector<std::string_view> words) {
    choices.insert_or_assign(std::string(option), std::move(words));
  }
  template <class Formats>
  void choose_format(const Formats& all) {
    std::vector<std::string_view> names;
    for (const auto& format : all) names.push_back(format.name);
    choose("--format", std::move(names));
  }

  [[nodiscard]] std::vector<Option> options() const;
  /// Was the option given, with a value or without?
  [[nodiscard]] bool has(const std::string& option) const;

  std::unique_ptr<CLI::App> owned;
  CLI::App& app = *owned;
  std::map<std::string, std::vector<std::string_view>, std::less<>> choices;
  std::string colour = "auto";
  std::vector<std::string> formats;
  std::vector<std::string> limits;
  bool quiet = false;
  bool help = false;
};

struct EvalParser : Parser {
  EvalParser();
  EvalArguments arguments;
  std::string fail_on;
  bool verbose = false;
};

struct ReplayParser : Parser {
  ReplayParser();
  ReplayArguments arguments;
};

struct GraphParser : Parser {
  GraphParser();
  GraphArguments arguments;
};

struct ExplainParser : Parser {
  ExplainParser();
  ExplainArguments arguments;
  bool verbose = false;
};

struct DocParser : Parser {
  DocParser();
  DocArguments arguments;
  std::string output;
};

struct NextParser : Parser {
  NextParser();
  NextArguments arguments;
  bool verbose = false;
};

struct CheckParser : Parser {
  CheckParser();
  CheckArguments arguments;
};

struct TestParser : Parser {
  TestParser();
  TestArguments arguments;
  std::string min_coverage;
  bool verbose = false;
};

struct ReplParser : Parser {
  ReplParser();
  ReplArguments arguments;
};

struct StdlibParser : Parser {
  StdlibParser();
  StdlibArguments arguments;
  std::vector<std::string> words;
};

struct InitParser : Parser {
  InitParser();
  InitArguments arguments;
  std::vector<std::string> positional;
};

struct FmtParser : Parser {
  FmtParser();
  FmtArguments arguments;
  bool check = false;
  bool write = false;
};

struct CollectParser : Parser {
  CollectParser();
  CollectArguments arguments;
  std::string git;
  std::map<std::string_view, std::vector<std::string>> reports;  // by kind
};

struct VerifyParser : Parser {
  VerifyParser();
  VerifyArguments arguments;
  std::vector<std::string> records;
};

/// Reads the words behind the name of a command into its parser. Nothing where all is well; else what CLI11 does not understand, with what may have been meant.
[[nodiscard]] std::optional<UsageMistake> parse(Parser& parser, std::vector<std::string> words,
                                                std::string_view command);

}  // namespace nexus::cli
