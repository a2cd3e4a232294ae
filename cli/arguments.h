#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/limits.h"
#include "collect/kinds.h"
#include "playground/repl/repl.h"
#include "report/doc/policy_document.h"
#include "report/fail_on.h"
#include "report/format.h"
#include "report/graph/graph.h"
#include "report/test_format.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nexus::cli {

enum class ColourWish : std::uint8_t { automatic, always, never };

/// `--format json`, `--format json=out.json`.
struct FormatRequest {
  const report::Format* format = nullptr;
  std::string file;  ///< empty: standard output
};

struct EvalArguments {
  std::vector<std::string> policies, snapshots, expressions;
  std::vector<std::string> edits, assignments, params_files, inputs, only;
  std::string phase, now, history;
  std::string record;  ///< where the decision record goes; empty: none is asked for
  report::FailOn fail_on = base::Level::hold;
  std::vector<FormatRequest> formats;
  bool jsonl = false;
  bool strict = false;
  std::size_t jobs = 0;  ///< threads for several snapshots; 0: one a core
  report::Detail detail = report::Detail::normal;
  base::Limits limits;
  ColourWish colour = ColourWish::automatic;
};

/// As for `eval`, without snapshots: the history has them.
struct ReplayArguments : EvalArguments {
  std::string labels;
};

/// `--format svg`, `--format svg=phases.svg`.
struct GraphFormatRequest {
  const report::GraphFormat* format = nullptr;
  std::string file;  ///< empty: standard output
};

/// As for `eval`; the snapshot may be missing.
struct GraphArguments : EvalArguments {
  std::vector<GraphFormatRequest> graph_formats;
};

/// `nexus explain [RULE] POLICY… -s SNAPSHOT`, `nexus explain NX2103`. As for `eval`, with one snapshot.
struct ExplainArguments : EvalArguments {
  std::string rule;      ///< a rule, an instance or a requirement of it, or a code; empty: whatever needs explaining
  bool is_code = false;
  bool as_json = false;
};

/// `--format html`, `--format html=policy.html`.
struct DocFormatRequest {
  const report::doc::Format* format = nullptr;
  std::string file;  ///< empty: standard output
};

struct DocArguments {
  std::vector<std::string> policies, assignments, params_files;
  std::string now;
  std::vector<DocFormatRequest> formats;  ///< never empty
  bool quiet = false;
  base::Limits limits;
  ColourWish colour = ColourWish::automatic;
};

/// As for `eval`, of one snapshot.
struct NextArguments : EvalArguments {
  std::string apply;  ///< where the changed snapshot goes; `-`: standard output, in place of the report
  bool as_json = false;
};

struct CheckArguments {
  std::vector<std::string> policies, assignments, params_files;
  std::string now;
  bool deny_warnings = false;
  bool cost = false;            ///< what each rule can take, instead of what is wrong
  std::string snapshot;         ///< with `cost`: says how long the lists are; empty: not given
  bool as_json = false;
  bool quiet = false;
  base::Limits limits;
  ColourWish colour = ColourWish::automatic;
};

/// `--format junit`, `--format junit=out.xml`.
struct TestFormatRequest {
  const report::TestFormat* format = nullptr;
  std::string file;  ///< empty: standard output
};

struct TestArguments {
  std::vector<std::string> policies, assignments, params_files, filters;
  std::vector<TestFormatRequest> formats;
  bool coverage = false;
  std::optional<unsigned> min_coverage;  ///< in percent
  bool fail_fast = false;
  bool list = false;
  bool watch = false;
  report::Detail detail = report::Detail::normal;
  base::Limits limits;
  ColourWish colour = ColourWish::automatic;
};

/// `nexus init SNAPSHOT…`.
struct InitArguments {
  std::vector<std::string> snapshots;  ///< never empty
  std::string policy;                  ///< empty: standard output
  bool jsonl = false;
  bool force = false;
  bool quiet = false;
  ColourWish colour = ColourWish::automatic;
};

/// `nexus verify RECORD`.
struct VerifyArguments {
  std::string record;
  bool files = false;  ///< compare the files that are here with those of the record, too
  base::Limits limits;  ///< the record's own go no further
  bool quiet = false;
  ColourWish colour = ColourWish::automatic;
};

/// `nexus stdlib list|show NAME|copy NAME [FILE]`.
struct StdlibArguments {
  enum class Verb : std::uint8_t { list, show, copy };
  Verb verb = Verb::list;
  std::string module, file;
  bool force = false;
  bool quiet = false;
  bool as_json = false;
  ColourWish colour = ColourWish::automatic;
};

/// `nexus repl`.
struct ReplArguments {
  playground::ReplRequest request;
  ColourWish colour = ColourWish::automatic;
};

/// `nexus fmt FILE…`.
struct FmtArguments {
  enum class Mode : std::uint8_t { print, check, write };
  Mode mode = Mode::print;
  std::vector<std::string> files;  ///< never empty; one where it prints
  bool quiet = false;
  base::Limits limits;
  ColourWish colour = ColourWish::automatic;
};

/// `--junit 'build/**/*.xml'`, `--junit e2e=e2e.xml`.
struct ReportArgument {
  const collect::Kind* kind = nullptr;
  std::string words;
};

/// `nexus collect`.
struct CollectArguments {
  std::vector<ReportArgument> reports;
  std::vector<std::string> environment;  ///< names and patterns of names
  std::optional<std::string> git_base;   ///< of `--git`; empty without a base
  std::string config, output, now;       ///< empty: not given
  bool quiet = false;
  ColourWish colour = ColourWish::automatic;

  /// Do options say what to collect?
  [[nodiscard]] bool names_something() const { return !reports.empty() || !environment.empty() || git_base; }
};

/// `nexus --man [COMMAND]`.
struct ManualArguments {
  std::string command;  ///< empty: of `nexus` itself
};

/// `nexus completions SHELL`.
struct CompletionsArguments {
  std::string shell;  ///< bash, zsh or fish
};

/// `nexus --complete WORD…`, as the completions of the shells call it.
struct CompleteArguments {
  std::vector<std::string> words;  ///< after `nexus`; the last one is being typed. Never empty
};

/// A text that was asked for: help, the version.
struct Words {
  std::string text;
};

/// What was typed makes no sense.
struct UsageMistake {
  base::Diagnostic diagnostic;
};

using Command = std::variant<EvalArguments, ReplayArguments, GraphArguments, ExplainArguments, DocArguments, NextArguments, CheckArguments, TestArguments, FmtArguments, InitArguments, ReplArguments, StdlibArguments, CollectArguments, VerifyArguments, ManualArguments,
                             CompletionsArguments, CompleteArguments, Words, UsageMistake>;

/// Reads the command line; `arguments` is without the program's name.
[[nodiscard]] Command parse_arguments(std::vector<std::string> arguments);

[[nodiscard]] std::vector<std::string_view> command_names();

/// What `nexus --help` says, and with a command `nexus COMMAND --help`; empty for a command that is none.
[[nodiscard]] std::string_view help_of(std::string_view command);

/// An option as the parser of a command knows it.
struct Option {
  std::string name;        ///< `--snapshot`
  std::string short_name;  ///< `-s`, or nothing
  bool takes_value = false;
  bool repeats = false;
  std::vector<std::string_view> choices = {};  ///< the words it knows, where they are few
};
/// Every option of a command; none for a command that is none.
[[nodiscard]] std::vector<Option> options_of(std::string_view command);

/// The shells that there are completions for.
inline constexpr std::string_view shells[] = {"bash", "zsh", "fish"};

}  // namespace nexus::cli
