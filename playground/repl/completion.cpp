#include "playground/repl/completion.h"

#include "playground/repl/commands.h"
#include "playground/repl/examples.h"
#include "playground/repl/help.h"
#include "workspace/declarations.h"
#include "workspace/typed_text.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace nexus::playground {

namespace {

namespace fs = std::filesystem;
using rules::CheckedModel;
using rules::Type;
using rules::TypeKind;

/// Candidates, in order and each once.
using Names = std::set<std::string>;

bool is_path_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("_.[]\"").find(c) != std::string_view::npos;
}

/// The fields of what a path leads to: `tests.suites[0].` → those of a suite.
void add_fields(const CheckedModel& model, std::string_view path, Names& names) {
  rules::TypeId at = model.inputs[rules::InputId(0)].type;
  const auto step = [&](std::string_view field) {
    const Type& type = model.types[at];
    const rules::RecordField* found = type.kind == TypeKind::record ? model.types[type.record].find(field) : nullptr;
    if (found != nullptr) at = found->type;
    return found != nullptr;
  };
  bool is_first = true;
  while (!path.empty()) {
    const std::size_t end = std::min(path.size(), path.find('.'));
    std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(path.size(), end + 1));
    const std::string_view field = part.substr(0, part.find('['));
    if (std::exchange(is_first, false) && field == "snapshot") continue;
    if (!step(field)) return;
    for (part.remove_prefix(field.size()); part.starts_with('[');
         part.remove_prefix(std::min(part.size(), part.find(']') + 1))) {
      if (!model.types[at].item || part.find(']') == std::string_view::npos) return;
      at = model.types[at].item;
    }
  }
  if (model.types[at].kind != TypeKind::record) return;
  for (const rules::RecordField& field : model.types[model.types[at].record].fields) names.insert(field.name);
}

void add_members(const CheckedModel& model, Names& names) {
  const auto is_plain = [](const std::string& word) {
    return std::ranges::all_of(word,
                               [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
  };
  for (std::uint32_t i = 0; i < model.types.enum_count(); ++i)
    for (const std::string& member : model.types[rules::EnumId(i)].members)
      if (is_plain(member)) names.insert(member);
}

void add_rules(const plan::Plan& plan, bool phases_alone, Names& names) {
  const auto add = [&](std::string_view id) { names.insert(std::string(id.substr(id.find('/') + 1))); };
  for (const plan::Phase& phase : plan.phases) add(phase.rule.id);
  if (phases_alone) return;
  for (const plan::Gate& gate : plan.gates) add(gate.rule.id);
  for (const plan::Trigger& trigger : plan.triggers) add(trigger.rule.id);
}

/// Everything that may stand in an expression or a declaration.
void add_words(const State& state, Names& names) {
  const CheckedModel& model = state.compiled->model();
  add_fields(model, "", names);
  add_members(model, names);
  for (const rules::Param& param : model.params) names.insert(param.name);
  for (const rules::LetDefinition& let : model.lets) names.insert(let.name);
  for (const rules::Def& def : model.defs) names.insert(def.name);
  add_rules(state.compiled->plan(), false, names);
  for (const std::string_view word : workspace::language_words()) names.insert(std::string(word));
}

void add_files(std::string_view begun, std::string_view extension, Names& names) {
  const std::size_t slash = begun.rfind('/');
  const std::string folder(slash == std::string_view::npos ? "" : begun.substr(0, slash + 1));
  std::error_code error;
  for (fs::directory_iterator at(folder.empty() ? "." : folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().native();
    if (name.starts_with('.')) continue;
    std::error_code ignored;
    if (at->is_directory(ignored))
      names.insert(folder + name + "/");
    else if (name.ends_with(extension))
      names.insert(folder + name);
  }
}

Completion fitting(const Names& names, std::string_view begun, std::size_t begin) {
  Completion completion{begin, {}};
  for (const std::string& name : names)
    if (name.starts_with(begun)) completion.candidates.push_back(name);
  return completion;
}

/// What stands behind a command: `before` it, and what of it has begun.
Completion complete_argument(const State& state, const Command& command, std::string_view before,
                             std::string_view begun, std::size_t begin) {
  Names names;
  switch (command.argument) {
    case Argument::none:
      break;
    case Argument::policy_file:
      add_files(begun, ".nexus", names), add_files(begun, command.name == "save" ? ".json" : ".nexus", names);
      break;
    case Argument::snapshot_file:
      add_files(begun, ".json", names);
      break;
    case Argument::rule:
      add_rules(state.compiled->plan(), false, names);
      break;
    case Argument::phase:
      add_rules(state.compiled->plan(), true, names);
      break;
    case Argument::on_or_off:
      names = {"on", "off"};
      break;
    case Argument::command:
      for (const Command& each : commands()) names.insert(std::string(each.name));
      for (const Topic& topic : topics()) names.insert(std::string(topic.name));
      break;
    case Argument::example:
      names = example_names(before);
      break;
    case Argument::declaration:
      for (const TextFile& file : state.policies)
        for (const workspace::DeclarationText& each : workspace::declarations_of(*file.text)) {
          const std::string_view kind = before;
          if (kind.empty())
            names.insert(each.name.kind);
          else if (kind.starts_with(each.name.kind))
            names.insert(each.name.name);
        }
      break;
    case Argument::path:
    case Argument::expression:
      break;  // as anywhere
  }
  return fitting(names, begun, begin);
}

}  // namespace

Completion complete(const State& state, std::string_view line, std::size_t cursor) {
  line = line.substr(0, cursor);
  const std::size_t colon = line.find_first_not_of(' ');
  if (colon != std::string_view::npos && line[colon] == ':') {
    const std::size_t end = std::min(line.size(), line.find(' ', colon));
    const std::string_view name = line.substr(colon + 1, end - colon - 1);
    if (end == line.size()) {
      Names names;
      for (const Command& command : commands()) names.insert(":" + std::string(command.name));
      return fitting(names, line.substr(colon), colon);
    }
    const auto found = find_command(name);
    const auto* command = std::get_if<const Command*>(&found);
    if (command == nullptr) return {};
    const bool is_in_language = (*command)->argument == Argument::path || (*command)->argument == Argument::expression;
    if (!is_in_language) {
      const std::size_t begin = line.rfind(' ') + 1;
      const std::size_t first = std::min(line.find_first_not_of(' ', end), begin);
      return complete_argument(state, **command, line.substr(first, begin - first), line.substr(begin), begin);
    }
  }
  std::size_t begin = line.size();
  while (begin > 0 && is_path_character(line[begin - 1])) --begin;
  const std::string_view path = line.substr(begin);
  const std::size_t dot = path.rfind('.');
  Names names;
  if (dot == std::string_view::npos) {
    add_words(state, names);
    return fitting(names, path, begin);
  }
  add_fields(state.compiled->model(), path.substr(0, dot), names);
  return fitting(names, path.substr(dot + 1), begin + dot + 1);
}

}  // namespace nexus::playground
