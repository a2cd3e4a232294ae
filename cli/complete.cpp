#include "cli/complete.h"

#include "workspace/limits.h"
#include "base/diagnostics/pages.h"
#include "base/values/text.h"
#include "cli/completions/embedded.h"
#include "cli/exit_code.h"
#include "cli/help_page.h"
#include "cli/terminal.h"
#include "workspace/library.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

namespace nexus::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view policy_suffix = ".nexus";

/// `show NAME` → show, NAME; `copy NAME [FILE]` → copy, NAME, FILE; `POLICY…` → POLICY.
std::vector<std::string_view> words_of(std::string_view term) {
  std::vector<std::string_view> words;
  while (!term.empty()) {
    const std::size_t end = std::min(term.find(' '), term.size());
    std::string_view word = term.substr(0, end);
    if (word.starts_with('[')) word = word.substr(1, word.size() - 2);
    if (word.ends_with("…")) word.remove_suffix(std::string_view("…").size());
    words.push_back(word);
    term.remove_prefix(std::min(end + 1, term.size()));
  }
  return words;
}

bool is_placeholder(std::string_view word) { return !word.empty() && word.front() >= 'A' && word.front() <= 'Z'; }

/// `FILE=WORD` has two sides, and which one is being typed depends on how far it has come.
std::pair<std::string_view, std::optional<std::string_view>> sides(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return {text, std::nullopt};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

class Completion {
 public:
  explicit Completion(const std::vector<std::string>& words) : words_(words), typed_(words.back()) {}

  std::vector<Candidate> find() {
    if (words_.size() == 1) {
      find_first_word();
    } else if (words_.front() == "help" || words_.front() == "--man") {
      if (words_.size() == 2) add_commands();
    } else if (words_.front() == "completions") {
      if (words_.size() == 2) add_words(shells);
    } else {
      options_ = options_of(words_.front());
      page_ = read_help(help_of(words_.front()));
      if (!options_.empty()) find_argument();
    }
    return std::move(found_);
  }

 private:
  void find_first_word() {
    add_commands();
    add("help", "what there is, and what a command does");
    add("completions", "prints the completions for a shell");
    add("--help");
    add("--version");
  }

  void add_commands() {
    for (const HelpSection& section : read_help(help_of({})).sections)
      for (const HelpEntry& entry : section.entries)
        if (!help_of(entry.term).empty()) add(entry.term, entry.words);
  }

  /// Behind the command: reads what stands before the word, to know what the word is.
  void find_argument() {
    const Option* waiting = nullptr;
    bool only_operands = false;
    for (std::size_t i = 1; i + 1 < words_.size(); ++i) {
      const std::string& word = words_[i];
      if (std::exchange(waiting, nullptr) != nullptr) continue;
      if (word == "--") {
        only_operands = true;
      } else if (!only_operands && word.size() > 1 && word.starts_with('-')) {
        const auto [name, value] = sides(word);
        const Option* option = find_option(name);
        if (option == nullptr) continue;
        given_.push_back(option);
        if (option->takes_value && !value) waiting = option;
      } else {
        operands_.push_back(word);
      }
    }
    if (waiting != nullptr) return find_value(*waiting, typed_);
    if (only_operands || !typed_.starts_with('-')) return find_operand();
    const auto [name, value] = sides(typed_);
    const Option* option = value ? find_option(name) : nullptr;
    if (option == nullptr) return find_options();
    lead_ = std::string(name) + '=';
    if (option->takes_value) find_value(*option, *value);
  }

  const Option* find_option(std::string_view name) const {
    const auto at = std::ranges::find_if(
        options_, [&](const Option& option) { return option.name == name || option.short_name == name; });
    return at == options_.end() ? nullptr : &*at;
  }

  void find_options() {
    for (const Option& option : options_) {
      if (!option.repeats && std::ranges::count(given_, &option) != 0) continue;
      const HelpEntry* entry = page_.find(option.name);
      add(option.name, entry != nullptr ? entry->words : "shows what it takes");
    }
  }

  void find_value(const Option& option, std::string_view typed) {
    const auto [left, right] = sides(typed);
    if (!option.choices.empty()) {
      // `--format json=report.json`
      if (right) return under(std::string(left) + '=', [&, file = *right] { add_files(file, {}); });
      return add_words(option.choices);
    }
    const HelpEntry* entry = page_.find(option.name);
    if (entry == nullptr) return;
    const auto [left_kind, right_kind] = sides(entry->value());
    if (!right_kind) return find_kind(left_kind, typed);
    if (right) return under(std::string(left) + '=', [&, kind = *right_kind, value = *right] { find_kind(kind, value); });
    if (left_kind != "NAME") return;
    // What is set by its name: a limit, a further document, or a param.
    if (option.name == "--limit") {
      for (const workspace::LimitForm& form : workspace::limit_forms()) add(std::string(form.name) + '=', form.what);
      return;
    }
    if (const auto* plan = policy()) {
      if (*right_kind == "FILE") {
        for (const auto& input : plan->inputs)
          if (!input.name.empty()) add(input.name + '=');
      } else {
        for (const auto& param : plan->params) add(param.id.substr(param.id.find('/') + 1) + '=');
      }
    }
  }

  void find_operand() {
    std::vector<std::vector<std::string_view>> terms;
    for (const HelpSection& section : page_.sections) {
      for (const HelpEntry& entry : section.entries)
        if (entry.option().empty()) terms.push_back(words_of(entry.term));
    }
    for (const auto& term : terms) {
      if (is_placeholder(term.front())) {
        // A rule, or a code, stands before the policies.
        const bool is_policy = term.front() == "POLICY" || term.front() == "FILE";
        if (is_policy || operands_.empty()) find_kind(term.front() == "FILE" ? "POLICY" : term.front(), typed_);
      } else if (operands_.empty()) {
        add(std::string(term.front()), meaning_of(term.front()));
      } else if (operands_.front() == term.front() && operands_.size() < term.size()) {
        add_modules_or(term[operands_.size()]);
      }
    }
  }

  [[nodiscard]] std::string meaning_of(std::string_view literal) const {
    for (const HelpSection& section : page_.sections) {
      for (const HelpEntry& entry : section.entries)
        if (words_of(entry.term).front() == literal) return entry.words;
    }
    return {};
  }

  /// What a placeholder of the help stands for.
  void find_kind(std::string_view kind, std::string_view typed) {
    if (kind == "POLICY") {
      add_files(typed, policy_suffix);
    } else if (kind == "FILE" || kind == "SNAPSHOT" || kind == "FOLDER" || kind == "RECORD") {
      add_files(typed, {});
    } else if (kind == "RULE" || kind == "PHASE") {
      add_rules(kind == "PHASE");
    } else if (kind == "CODE") {
      if (!typed.empty())
        for (const auto& page : base::diagnostics::pages()) add(std::string(page.file.substr(0, page.file.find('.'))));
    }
  }

  /// Behind a literal, a name is that of a module: `stdlib show NAME`.
  void add_modules_or(std::string_view kind) {
    if (kind != "NAME") return find_kind(kind, typed_);
    for (const workspace::LibraryModule& module : workspace::library_modules()) add(module.name, module.summary);
  }

  void add_rules(bool only_phases) {
    const auto* plan = policy();
    if (plan == nullptr) return;
    if (only_phases) {
      for (const auto& phase : plan->phases) add(phase.rule.name, phase.rule.title);
    } else {
      for (const auto& ref : plan->order) add(plan->rule(ref).name, plan->rule(ref).title);
    }
  }

  /// The policy that the words name, or that lies around; nothing where it does not make sense.
  const plan::Plan* policy() {
    if (loaded_ == nullptr) {
      workspace::LoadRequest request;
      for (const std::string& operand : operands_) {
        std::error_code error;
        if (operand.ends_with(policy_suffix) || fs::is_directory(operand, error)) request.paths.push_back(operand);
      }
      loaded_ = workspace::load(request);
    }
    return loaded_->is_sound() ? &loaded_->plan() : nullptr;
  }

  /// Folders, and the files with that suffix. What a shell would have to expand is left to it.
  void add_files(std::string_view typed, std::string_view suffix) {
    if (typed.starts_with('~') || typed.find('$') != std::string_view::npos) return;
    const std::size_t slash = typed.rfind('/');
    const std::string folder(slash == std::string_view::npos ? std::string_view{} : typed.substr(0, slash + 1));
    const bool shows_hidden = typed.substr(folder.size()).starts_with('.');
    std::error_code error;
    std::vector<std::string> names;
    for (auto at = fs::directory_iterator(folder.empty() ? fs::path(".") : fs::path(folder), error);
         !error && at != fs::directory_iterator(); at.increment(error)) {
      std::string name = at->path().filename().native();
      if (name.starts_with('.') && !shows_hidden) continue;
      std::error_code unknown;
      if (at->is_directory(unknown))
        names.push_back(folder + name + '/');
      else if (name.ends_with(suffix))
        names.push_back(folder + name);
    }
    std::ranges::sort(names);
    for (std::string& name : names) add(std::move(name));
  }

  template <class Words>
  void add_words(const Words& words) {
    for (const std::string_view word : words) add(std::string(word));
  }

  /// What `find` finds goes on from `lead`.
  template <class Find>
  void under(std::string_view lead, Find find) {
    lead_ += lead;
    find();
  }

  void add(std::string word, std::string_view meaning = {}) {
    word.insert(0, lead_);
    // Nobody could type the others in one line of a shell, and lines are what a script reads.
    const bool is_one_line = word.find_first_of("\n\t") == std::string::npos;
    if (word.starts_with(typed_) && is_one_line) found_.push_back({std::move(word), base::printable(meaning)});
  }

  const std::vector<std::string>& words_;
  std::string_view typed_;  ///< the last of them
  std::vector<Option> options_;
  HelpPage page_;
  std::vector<const Option*> given_;
  std::vector<std::string> operands_;
  std::string lead_;  ///< what of the word stands before the part that is completed: `--format=json=`
  std::shared_ptr<const workspace::LoadedPolicy> loaded_;
  std::vector<Candidate> found_;
};

}  // namespace

std::vector<Candidate> complete(const std::vector<std::string>& words) { return Completion(words).find(); }

int run_complete(const CompleteArguments& arguments) {
  std::string lines;
  for (const Candidate& candidate : complete(arguments.words)) {
    lines += candidate.word;
    if (!candidate.meaning.empty()) lines.append("\t").append(candidate.meaning);
    lines += '\n';
  }
  return write_result(lines) == Delivery::failed ? exit_failed : 0;
}

int run_completions(const CompletionsArguments& arguments) {
  const auto is_for = [&](const completions::Script& script) { return script.file == "nexus." + arguments.shell; };
  const auto scripts = completions::scripts();
  return write_result(std::ranges::find_if(scripts, is_for)->text) == Delivery::failed ? exit_failed : 0;
}

}  // namespace nexus::cli
