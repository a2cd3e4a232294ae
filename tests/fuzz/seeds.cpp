#include "grammar/words.h"
#include "tests/suite/cases.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// What a fuzzer begins with: a folder of inputs for each target, made of the tests and examples of the project, and words that
// are worth a try. usage: fuzz_seeds PROJECT OUTPUT

namespace {

namespace fs = std::filesystem;
namespace words = nexus::grammar::words;
using nexus::tests::Directive;
using nexus::tests::SuitePolicy;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// `json` without line breaks: of a directive, one line. Empty for what is no JSON.
std::string on_one_line(const std::string& json) {
  const auto value = nlohmann::ordered_json::parse(json, nullptr, false);
  return value.is_discarded() ? std::string() : value.dump();
}

class Seeds {
 public:
  Seeds(fs::path project, fs::path output) : project_(std::move(project)), output_(std::move(output)) {}

  void make() {
    policies();
    json_files();
    examples();
    reports();
    sessions();
    for (const std::string date :
         {"2024-02-29", "0000-01-01", "9999-12-31", "2026-10-25\nEurope/Berlin", "2011-12-30\nPacific/Apia",
          "2026-03-29T02:30:00\nEurope/Berlin", "2026-12-31T23:59:60Z", "2026-12-31T10:00:00+14:00"})
      add("waiver", date, date);
    dictionaries();
    for (const auto& [target, count] : counts_) std::printf("%s: %zu seeds\n", target.c_str(), count);
  }

 private:
  /// Files below a folder of the project, those of made samples left out, sorted.
  [[nodiscard]] std::vector<fs::path> files(const fs::path& below) const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(project_ / below))
      if (entry.is_regular_file()) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
  }

  void add(const std::string& target, std::string name, const std::string& text) {
    // One input that is large keeps a fuzzer from a thousand that are small.
    constexpr std::size_t largest = 64'000;
    if (text.empty() || text.size() > largest) return;
    for (char& c : name)
      if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '.') c = '_';
    const fs::path folder = output_ / target;
    fs::create_directories(folder);
    std::ofstream(folder / name, std::ios::binary) << text;
    ++counts_[target];
  }

  void policy(const std::string& name, const std::string& text) {
    add("policy", name, text);
    static const std::regex until("until ([0-9][^ \\n]*)");
    for (std::sregex_iterator at(text.begin(), text.end(), until), end; at != end; ++at)
      add("waiver", (*at)[1], (*at)[1]);
  }

  void policies() {
    for (const char* folder : {"tests", "examples", "stdlib-policies", "nexus.policy"})
      for (const fs::path& file : files(folder)) {
        if (file.extension() != ".nexus") continue;
        const std::string name = fs::relative(file, project_).native(), text = read(file);
        policy(name, text);
        if (const SuitePolicy suite = nexus::tests::read_suite_file(name, text);
            !suite.cases.empty() || !suite.common.empty())
          run(suite);
      }
    const std::string page = "docs/language.md";
    for (const SuitePolicy& example : nexus::tests::read_markdown(page, read(project_ / page))) {
      policy(example.name, example.text);
      SuitePolicy suite = example;
      const auto write = [&](const std::vector<Directive>& directives) {
        for (const Directive& directive : directives)
          suite.text +=
              "#= " + directive.word + " " + std::regex_replace(directive.rest, std::regex("\n"), "\n#=   ") + "\n";
      };
      write(suite.common);
      for (const auto& one : suite.cases) {
        suite.text += "#= case " + one.name + "\n";
        write(one.directives);
      }
      run(suite);
    }
  }

  /// A policy with its runs, a few of which are inputs of their own: a large input is a slow one. And their documents.
  void run(const SuitePolicy& suite) {
    constexpr std::size_t most = 4;
    std::string policy, common;
    std::istringstream lines(suite.text);
    for (std::string line; std::getline(lines, line);)
      if (!line.starts_with("#=")) policy += line + "\n";
    for (const Directive& directive : suite.common) common += "#= " + directive.word + " " + directive.rest + "\n";
    for (std::size_t i = 0; i < std::min(most, suite.cases.size()); ++i) {
      const auto& one = suite.cases[i * suite.cases.size() / std::min(most, suite.cases.size())];
      std::string text = policy + common + "#= case " + one.name + "\n";
      for (const Directive& directive : one.directives) text += "#= " + directive.word + " " + directive.rest + "\n";
      add("evaluation", suite.name + "_" + std::to_string(i), text);
    }
    std::vector<Directive> all = suite.common;
    for (const auto& one : suite.cases) all.insert(all.end(), one.directives.begin(), one.directives.end());
    for (const Directive& directive : all)
      if (directive.word == "snapshot")
        add("snapshot", suite.name + "_" + std::to_string(directive.line), directive.rest);
  }

  void json_files() {
    for (const char* folder : {"tests/cli/files", "tests/collect/files", "tests/acceptance", "examples"})
      for (const fs::path& file : files(folder))
        if (file.extension() == ".json") add("snapshot", fs::relative(file, project_).native(), read(file));
  }

  /// Each policy of an example with a few of its snapshots.
  void examples() {
    for (const fs::path& file : files("examples")) {
      if (file.extension() != ".nexus") continue;
      std::string text = read(file);
      int left = 3;
      for (const fs::path& beside : files(fs::relative(file.parent_path(), project_))) {
        if (beside.extension() != ".json" || left-- == 0) continue;
        text += "#= case " + beside.stem().native() + "\n#= snapshot " + on_one_line(read(beside)) + "\n";
      }
      add("evaluation", fs::relative(file, project_).native(), text);
    }
  }

  /// Each report under the kind that it is of.
  void reports() {
    const std::vector<std::pair<std::string, std::string>> kinds{
        {"junit/.*\\.xml", "junit"},
        {"malformed/.*\\.xml", "junit"},
        {"coverage/jacoco\\.xml", "jacoco"},
        {"coverage/(?!jacoco).*\\.xml", "cobertura"},
        {"coverage/.*\\.info", "lcov"},
        {".*\\.sarif", "sarif"},
        {"sbom/.*spdx\\.json", "spdx"},
        {"sbom/.*cyclonedx.*\\.json", "cyclonedx"},
        {"sbom/.*cyclonedx.*\\.json", "cyclonedx-vulnerabilities"},
        {"manifest/.*", "manifest"},
        {"documents/.*\\.json", "json"},
        {"documents/.*\\.yaml", "yaml"},
        {"documents/.*\\.toml", "toml"},
        {"documents/.*\\.csv", "csv"},
        {"other/.*", "junit"}};
    const fs::path below = project_ / "tests/collect/files";
    for (const fs::path& file : files("tests/collect/files")) {
      const std::string name = fs::relative(file, below).native();
      for (const auto& [pattern, kind] : kinds)
        if (std::regex_match(name, std::regex(pattern))) add("collect", kind + "_" + name, kind + "\n" + read(file));
    }
    for (const char* folder : {"nexus.policy", "docs", "examples", "tests/cli"})
      for (const fs::path& file : files(folder))
        if (file.filename() == "nexus.collect")
          add("collect", "config_" + fs::relative(file, project_).native(), "config\n" + read(file));
    // The blocks of TOML on the page that explains them.
    const std::string page = read(project_ / "docs/collect.md");
    static const std::regex block("```toml[^\\n]*\\n([^`]*)```");
    for (std::sregex_iterator at(page.begin(), page.end(), block), end; at != end; ++at)
      add("collect", "config_" + std::to_string(at->position()), "config\n" + (*at)[1].str());
  }

  void sessions() {
    for (const fs::path& file : files("tests/cli/files"))
      if (file.extension() == ".session") add("repl", file.filename().native(), read(file));
    // What is typed where a page or a transcript shows a session.
    std::vector<fs::path> shown = files("tests/cli/transcripts");
    shown.push_back(project_ / "docs/playground.md");
    static const std::regex typed("^(?:\\| )?(?:nexus|  \\.\\.\\.)> (.*)$");
    for (const fs::path& file : shown) {
      std::string script;
      std::ifstream in(file);
      for (std::string line; std::getline(in, line);)
        if (std::smatch match; std::regex_match(line, match, typed)) script += match[1].str() + "\n";
      add("repl", file.filename().native(), script);
    }
    // Each exercise of the tutorial, with what solves it and what does not.
    static const std::regex block("## (Solution|Mistake)\n\n```text\n([^`]*)```");
    for (const fs::path& file : files("playground/tutorial")) {
      const std::string page = read(file);
      const std::string number = std::to_string(std::atoi(file.filename().c_str()));
      for (std::sregex_iterator at(page.begin(), page.end(), block), end; at != end; ++at)
        add("repl", file.stem().native() + "_" + (*at)[1].str(),
            ":tutorial " + number + "\n" + (*at)[2].str() + ":hint\n:why\n:next\n:undo\n");
    }
    // A policy and a snapshot that somebody pastes.
    for (const fs::path& file : files("tests/suite/gates"))
      if (file.extension() == ".nexus") {
        const std::string text = read(file);
        const SuitePolicy suite = nexus::tests::read_suite_file("", text);
        std::string script = text + "\n\n";
        for (const auto& one : suite.cases)
          for (const Directive& directive : one.directives)
            if (directive.word == "snapshot")
              script += ":snapshot " + on_one_line(directive.rest) + "\n:eval\n:why\n:next\n:undo\n";
        add("repl", file.filename().native(), script);
      }
  }

  // ---- words

  static std::string quoted(std::string_view word) {
    std::string text = "\"";
    for (const char c : word) {
      if (c == '"' || c == '\\') text += '\\';
      if (c == '\n')
        text += "\\x0A";
      else
        text += c;
    }
    return text + "\"\n";
  }

  void dictionary(const std::string& target, const std::set<std::string>& all) const {
    std::ofstream out(output_ / (target + ".dict"));
    for (const std::string& word : all) out << quoted(word);
  }

  /// Words of `pattern` that stand in several inputs of a target.
  [[nodiscard]] std::set<std::string> found(const std::string& target, const std::string& pattern,
                                            std::size_t times) const {
    std::map<std::string, std::size_t> seen;
    const std::regex word(pattern);
    for (const auto& entry : fs::directory_iterator(output_ / target)) {
      const std::string text = read(entry.path());
      std::set<std::string> here;
      for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) here.insert(at->str());
      for (const std::string& each : here) ++seen[each];
    }
    std::set<std::string> often;
    for (const auto& [each, count] : seen)
      if (count >= times && each.size() <= 40) often.insert(each);
    return often;
  }

  void dictionaries() const {
    std::set<std::string> language;
    for (const words::List list :
         {words::List(words::reserved), words::List(words::soft_infix), words::List(words::levels),
          words::List(words::declarations), words::List(words::headers), words::List(words::gate_clauses),
          words::List(words::phase_clauses), words::List(words::trigger_clauses), words::List(words::waiver_clauses),
          words::List(words::test_clauses), words::List(words::requirement_parts), words::List(words::row_starts),
          words::List(words::spelled_units)})
      for (const std::string_view word : list) language.insert(" " + std::string(word) + " ");
    // Types, functions and operators: as the tests have them.
    language.merge(found("policy", "[a-z_]+\\(|: [a-z]+|[-+*/<>=!?:.%&|]{1,3}|[0-9]+[a-zA-Z%]+", 4));
    dictionary("policy", language);
    std::set<std::string> runs = language;
    runs.merge(found("evaluation", "#= [a-z]+ |\"[a-z_]+\":", 4));
    dictionary("evaluation", runs);
    dictionary("snapshot",
               found("snapshot", "\"[a-z_]+\":|[-0-9.eE+]+|[{}\\[\\],:]+|true|false|null|\\\\u[0-9a-f]{4}", 6));
    dictionary("collect", found("collect", "</?[A-Za-z-]+|[A-Za-z_-]+=\"|\"[A-Za-z-]+\":|[A-Z]+:|^[a-z-]+\\n", 3));
    dictionary("waiver", found("waiver", "[A-Za-z]+/?|[-+:0-9.]+|\\n", 2));
    std::set<std::string> typed = language;
    typed.merge(found("repl", ":[a-z]+ ?|\\n", 1));
    dictionary("repl", typed);
  }

  fs::path project_, output_;
  std::map<std::string, std::size_t> counts_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: fuzz_seeds PROJECT OUTPUT\n", stderr);
    return 2;
  }
  fs::remove_all(arguments[2]);
  Seeds(arguments[1], arguments[2]).make();
  return 0;
}
