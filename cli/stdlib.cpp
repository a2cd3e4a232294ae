#include "cli/stdlib.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "cli/exit_code.h"
#include "cli/results.h"
#include "cli/terminal.h"
#include "report/json_writer.h"
#include "report/page.h"
#include "workspace/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;
using workspace::LibraryModule;

/// `8 gates, 3 phases`, or what a module without rules is there for.
std::string contents(const LibraryModule& module) {
  std::string words;
  const auto add = [&](std::size_t count, std::string_view one) {
    if (count != 0) words += fmt::format("{}{} {}{}", words.empty() ? "" : ", ", count, one, count == 1 ? "" : "s");
  };
  add(module.gates, "gate");
  add(module.phases, "phase");
  add(module.triggers, "trigger");
  add(module.params, "param");
  return words.empty() ? "types that other modules share" : words;
}

std::string as_text(const std::vector<LibraryModule>& modules, ColourWish colour) {
  std::string text;
  report::Page page(text, colour_of_results(colour), report::Options{}.width);
  for (const LibraryModule& module : modules) {
    if (!text.empty()) page.blank();
    page.line(0).piece(module.name, report::Tone::strong).prose(contents(module), report::Tone::faint, 2);
    page.line(2).prose(module.summary);
  }
  page.finish();
  return text;
}

std::string as_json(const std::vector<LibraryModule>& modules) {
  std::string text;
  report::JsonWriter json(text, report::JsonWriter::Layout::indented);
  json.begin_array();
  for (const LibraryModule& module : modules) {
    json.begin_object();
    json.key("name").string(module.name);
    json.key("file").string(module.file);
    json.key("summary").string(module.summary);
    json.key("gates").number(std::uint64_t{module.gates});
    json.key("phases").number(std::uint64_t{module.phases});
    json.key("triggers").number(std::uint64_t{module.triggers});
    json.key("params").number(std::uint64_t{module.params});
    json.key("tests").number(std::uint64_t{module.tests});
    json.end_object();
  }
  json.end_array();
  return text + '\n';
}

/// By its whole name or the end of it: `rollback`.
const LibraryModule* find(const std::vector<LibraryModule>& modules, std::string_view name, ColourWish colour) {
  const auto is_meant = [&](const LibraryModule& module) { return module.name == name || module.name.ends_with("." + std::string(name)); };
  const auto at = std::ranges::find_if(modules, is_meant);
  if (at != modules.end()) return &*at;
  std::vector<std::string_view> names;
  for (const LibraryModule& module : modules) names.push_back(module.name);
  base::Diagnostic diagnostic = diagnostics::bad_usage({}, fmt::format("there is no module `{}` in the standard library", name));
  const auto meant = base::nearest(name, names);
  diagnostic.helps.push_back(meant ? fmt::format("did you mean `{}`?", *meant) : "`nexus stdlib` shows what there is");
  complain(diagnostic, colour);
  return nullptr;
}

int copy(const LibraryModule& module, const StdlibArguments& arguments) {
  const std::string file = arguments.file.empty() ? std::filesystem::path(module.file).filename().native() : arguments.file;
  std::error_code error;
  if (!arguments.force && std::filesystem::exists(file, error)) {
    complain(diagnostics::file_unwritable({}, file, "it is there already").with_help("name another file, or replace it with `--force`"), arguments.colour);
    return exit_failed;
  }
  if (!write_files({{file, std::string(module.text)}}, arguments.colour)) return exit_failed;
  if (arguments.quiet) return 0;
  const std::string words = fmt::format("{} is now {}: `import \"{}\"` takes it from there\n", module.name, file, file);
  return write_result(words) == Delivery::failed ? exit_failed : 0;
}

}  // namespace

int run_stdlib(const StdlibArguments& arguments) {
  const std::vector<LibraryModule> modules = workspace::library_modules();
  if (arguments.verb == StdlibArguments::Verb::list) {
    const std::string list = arguments.as_json ? as_json(modules) : as_text(modules, arguments.colour);
    return write_result(list) == Delivery::failed ? exit_failed : 0;
  }
  const LibraryModule* module = find(modules, arguments.module, arguments.colour);
  if (module == nullptr) return exit_failed;
  if (arguments.verb == StdlibArguments::Verb::copy) return copy(*module, arguments);
  return write_result(module->text) == Delivery::failed ? exit_failed : 0;
}

}  // namespace nexus::cli
