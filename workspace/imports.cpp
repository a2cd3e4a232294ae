#include "workspace/imports.h"

#include "base/diagnostics/catalogue.h"
#include "grammar/parse.h"
#include "workspace/files.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace nexus::workspace {

namespace diagnostics = base::diagnostics;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view library_module = "std.";
constexpr std::string_view library_folder = "<std>/";
constexpr std::string_view extension = ".nexus";

std::string joined(const grammar::Path& path) {
  std::string name;
  for (const grammar::Name& part : path) name.append(name.empty() ? "" : ".").append(part.text);
  return name;
}

/// `delivery/quality.nexus` → `std.delivery.quality`: a file of the standard library is called like the module in it.
std::string module_of(std::string_view path) {
  std::string name(library_module);
  if (path.ends_with(extension)) path.remove_suffix(extension.size());
  for (const char c : path) name += c == '/' ? '.' : c;
  return name;
}

/// `lib/q.nexus`, named in `policies/release.nexus` → `policies/lib/q.nexus`.
std::string beside(const std::string& file, std::string_view path) { return (fs::path(file).parent_path() / path).lexically_normal().generic_string(); }

/// What a file calls its module, else what it is called itself.
std::string module_in(const grammar::SyntaxTree& tree, const std::string& path) { return tree.header ? joined(tree.header->path) : fs::path(path).stem().generic_string(); }

}  // namespace

ModuleFiles find_modules(std::span<const std::string> paths, const base::Limits& limits) {
  ModuleFiles modules;
  for (const std::string& path : paths) {
    auto text = path == stdin_argument ? base::Expected<std::string, base::Diagnostic>(std::string()) : read_file(path, policy_size(limits));
    if (!text) continue;  // whoever is to judge it says so
    base::SourceMap sources;
    base::DiagnosticSink said_later;
    modules.emplace(module_in(grammar::parse(sources, sources.add(path, std::move(*text)), said_later, limits), path), path);
  }
  return modules;
}

void PolicyFiles::add_file(const std::string& path) {
  auto text = host_.read_file(path, policy_size(limits_));
  if (!text) return sink_.emit(std::move(text.error()));
  const bool is_stdin = path == stdin_argument;
  // What comes from standard input stands, for the paths in it, in the current folder.
  parse({Home::disk, is_stdin ? std::string() : path}, is_stdin ? path : host_.identity_of(path), is_stdin ? std::string(stdin_name) : path, std::move(*text));
}

void PolicyFiles::add_open_file(const std::string& path, std::string text) { parse({Home::disk, path}, host_.identity_of(path), path, std::move(text)); }

void PolicyFiles::add_text(std::string name, std::string text) {
  const std::string path = fs::path(name).lexically_normal().generic_string();
  parse({Home::text, path}, "text:" + path, std::move(name), std::move(text));
}

void PolicyFiles::parse(Origin origin, const std::string& identity, std::string name, std::string text) {
  const base::FileId file = sources_.add(std::move(name), std::move(text));
  loaded_.emplace(identity, file);
  origins_.push_back(std::move(origin));
  trees_.push_back(grammar::parse(sources_, file, sink_, limits_));
}

void PolicyFiles::follow_imports() {
  roles_.named = trees_.size();
  for (const stdlib::EmbeddedFile& file : library_) roles_.importable.push_back(module_of(file.path));
  // A module may stand in any file of the run, so files come first; what the library has may import more of it.
  std::size_t followed = 0;
  for (std::size_t tree = 0; tree < trees_.size(); ++tree) {
    while (followed < trees_.size()) follow_files(followed++);
    follow_names(tree);
  }
}

void PolicyFiles::follow_files(std::size_t tree) {
  const base::FileId from = trees_[tree].file;
  for (std::uint32_t index = 0; index < trees_[tree].decls.size(); ++index) {
    const auto* import = std::get_if<grammar::ImportDecl>(&trees_[tree][grammar::DeclId(index)].node);
    if (import == nullptr || !import->file) continue;
    const Origin origin = origins_[tree];
    if (const base::FileId to = find(origin, *import->file)) roles_.imports.push_back({from, grammar::DeclId(index), to});
  }
}

base::FileId PolicyFiles::find(const Origin& from, const grammar::Name& where) {
  const std::string path = beside(from.path, where.text);
  switch (from.home) {
    case Home::disk: return read_from_disk(path, where.span);
    case Home::text:
      if (const auto at = loaded_.find("text:" + path); at != loaded_.end()) return at->second;
      break;
    case Home::library:
      if (const base::FileId file = read_from_library(path)) return file;
      break;
  }
  sink_.emit(diagnostics::file_missing(where.span, path));
  return {};
}

base::FileId PolicyFiles::read_from_disk(const std::string& path, base::Span where) {
  const std::string identity = host_.identity_of(path);
  if (const auto at = loaded_.find(identity); at != loaded_.end()) return at->second;
  if (unreadable_.contains(identity)) return {};
  auto text = host_.read_file(path, policy_size(limits_));
  if (text) {
    parse({Home::disk, path}, identity, path, std::move(*text));
    return trees_.back().file;
  }
  base::Diagnostic diagnostic = std::move(text.error());
  diagnostic.span = where;
  if (diagnostic.name == "file-missing") diagnostic.helps.emplace_back("paths begin at the folder of the file that imports");
  sink_.emit(std::move(diagnostic));
  unreadable_.insert(identity);
  return {};
}

/// None where the library has no such file.
base::FileId PolicyFiles::read_from_library(const std::string& path) {
  if (const auto at = loaded_.find("library:" + path); at != loaded_.end()) return at->second;
  const auto file = std::ranges::find(library_, path, &stdlib::EmbeddedFile::path);
  if (file == library_.end()) return {};
  parse({Home::library, path}, "library:" + path, std::string(library_folder) + path, std::string(file->text));
  return trees_.back().file;
}

std::vector<stdlib::EmbeddedFile> PolicyFiles::imported_from_library() const {
  std::vector<stdlib::EmbeddedFile> imported;
  for (const stdlib::EmbeddedFile& file : library_)
    if (loaded_.contains("library:" + std::string(file.path))) imported.push_back(file);
  return imported;
}

bool PolicyFiles::is_module_here(const std::string& name) const {
  const auto has_name = [&](const grammar::SyntaxTree& tree) { return module_in(tree, std::string(sources_.name(tree.file))) == name; };
  return std::ranges::any_of(trees_, has_name);
}

void PolicyFiles::follow_names(std::size_t tree) {
  for (std::uint32_t index = 0; index < trees_[tree].decls.size(); ++index) {
    const auto* import = std::get_if<grammar::ImportDecl>(&trees_[tree][grammar::DeclId(index)].node);
    if (import == nullptr || import->module.empty()) continue;
    const std::string name = joined(import->module);
    const auto [first, last] = modules_.equal_range(name);
    for (auto module = first; module != last; ++module) (void)read_from_disk(module->second, {});
    if (is_module_here(name)) continue;
    // Where the library has none either, whoever gives names their meaning says so.
    const auto file = std::ranges::find_if(library_, [&](const stdlib::EmbeddedFile& each) { return module_of(each.path) == name; });
    if (file != library_.end()) (void)read_from_library(std::string(file->path));
  }
}

}  // namespace nexus::workspace
