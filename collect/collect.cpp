#include "collect/collect.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "base/values/time.h"
#include "collect/coverage.h"
#include "collect/environment.h"
#include "collect/find.h"
#include "collect/git.h"
#include "collect/input.h"
#include "collect/shape.h"
#include "collect/text.h"
#include "workspace/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace nexus::collect {

namespace {

namespace diagnostics = base::diagnostics;

/// The files of one source.
struct Found {
  const Source* source;
  std::vector<std::string> files;
};

class Collection {
 public:
  Collection(const Request& request, const World& world, base::DiagnosticSink& sink)
      : request_(request), world_(world), sink_(sink) {}

  std::optional<std::string> run() {
    std::ptrdiff_t stdin_read = 0;
    for (const Field& field : request_.fields) {
      check(field);
      stdin_read += std::ranges::count(field.sources, workspace::stdin_argument, &Source::pattern);
    }
    if (stdin_read > 1) sink_.emit(diagnostics::stdin_twice({}).with_help("put one of them into a file"));
    if (request_.environment) keep_free("env", "files and the environment");
    if (request_.git) keep_free("git", "files and git");
    if (request_.environment)
      for (const std::string& pattern : request_.environment->allow)
        if (!base::glob_match(pattern, {}))
          sink_.emit(diagnostics::bad_file_pattern({}, pattern).with_help("a `[` needs its `]`"));
    if (sink_.has_errors()) return std::nullopt;
    snapshot_.time = base::format_time(world_.now);
    for (const Field& field : request_.fields) collect(field);
    if (request_.git) collect_git(*request_.git);
    if (request_.environment) collect_environment(*request_.environment);
    if (sink_.has_errors()) return std::nullopt;
    return to_json(snapshot_);
  }

 private:
  /// A field that is not made of files cannot be made of them, too.
  void keep_free(std::string_view name, std::string_view what) {
    if (std::ranges::find(request_.fields, name, &Field::name) != request_.fields.end())
      sink_.emit(diagnostics::sources_cannot_merge({}, name, what).with_help("give the files a field of another name"));
  }

  /// Sources of one field must be of kinds that go together.
  void check(const Field& field) {
    const Source& first = field.sources.front();
    for (const Source& source : field.sources) {
      if (&source == &first || merge(*first.kind, *source.kind)) continue;
      const std::string what = first.kind == source.kind
                                   ? fmt::format("several sources of {}", first.kind->what)
                                   : fmt::format("{} and {}", first.kind->what, source.kind->what);
      sink_.emit(diagnostics::sources_cannot_merge(source.where, field.name, what)
                     .with_help("give one of them a field of its own"));
      return;
    }
  }

  void collect(const Field& field) {
    std::vector<Found> found;
    bool complete = true;
    for (const Source& source : field.sources) {
      auto files = find_files(request_.folder, source.pattern);
      if (!files) {
        base::Diagnostic diagnostic = files.error();
        diagnostic.span = source.where;
        sink_.emit(std::move(diagnostic));
        return;
      }
      if (files->empty()) complete = miss(field, source) && complete;
      found.push_back({&source, *std::move(files)});
    }
    const bool any = std::ranges::any_of(found, [](const Found& one) { return !one.files.empty(); });
    if (complete && any) read(field, found);
  }

  /// Notes that there is no file; true where there need not be one.
  bool miss(const Field& field, const Source& source) {
    snapshot_.missing.push_back({field.name, std::string(source.kind->name), source.pattern, source.optional});
    if (source.optional) return true;
    sink_.emit(diagnostics::source_missing(source.where, source.pattern, field.name)
                   .with_help(where_it_ends(request_.folder, source.pattern) +
                              "; with a `?` behind it, the file need not be there"));
    return false;
  }

  void read(const Field& field, const std::vector<Found>& found) {
    Part part = found.front().source->kind->none();
    std::set<std::string> seen;
    for (const auto& [source, files] : found) {
      for (const std::string& file : files) {
        if (file != workspace::stdin_argument && !seen.insert(workspace::identity_of(file)).second) continue;
        if (!source->kind->merges && seen.size() > 1) {
          sink_.emit(diagnostics::sources_cannot_merge(source->where, field.name,
                                                       fmt::format("several files of {}", source->kind->what))
                         .with_help(fmt::format("`{}` and `{}` both match: name one of them",
                                                found.front().files.front(), file)));
          return;
        }
        const std::size_t suites = count_suites(part);
        if (auto* coverage = std::get_if<Coverage>(&part)) {
          Part report = source->kind->none();
          read_file(field, *source, file, report);
          const bool is_file = file != workspace::stdin_argument;
          const std::string folder = is_file ? std::filesystem::path(workspace::identity_of(file)).parent_path().native() : root_;
          add(*coverage, *std::get_if<Coverage>(&report), folder, root_);
        } else {
          read_file(field, *source, file, part);
        }
        if (auto* tests = std::get_if<Tests>(&part)) finish(std::span(tests->suites).subspan(suites), *source, file);
      }
    }
    if (auto* coverage = std::get_if<Coverage>(&part)) make_relative(*coverage, root_);
    snapshot_.parts.push_back({field.name, std::move(part)});
  }

  /// What a report of tests does not know.
  void finish(std::span<Suite> suites, const Source& source, const std::string& file) const {
    for (Suite& suite : suites) {
      suite.layer = source.layer;
      if (suite.tests == 0 && suite.name.empty()) suite.name = file;  // so that one can say what did not run
      for (FailedTest& test : suite.failed) test.file = std::string(relative_path(test.file, root_));
    }
  }

  static std::size_t count_suites(const Part& part) {
    const auto* tests = std::get_if<Tests>(&part);
    return tests == nullptr ? 0 : tests->suites.size();
  }

  void read_file(const Field& field, const Source& source, const std::string& file, Part& part) {
    auto bytes = FileBytes::open(file);
    if (!bytes) {
      sink_.emit(bytes.error());
      return;
    }
    const std::string name = file == workspace::stdin_argument ? std::string(workspace::stdin_name) : file;
    const auto malformed = source.kind->read(*bytes, {file, root_}, part);
    if (bytes->failure()) {
      sink_.emit(*bytes->failure());
    } else if (malformed) {
      const std::string place =
          malformed->line == 0 ? fmt::format("`{}`", name) : fmt::format("line {} of `{}`", malformed->line, name);
      sink_.emit(diagnostics::report_malformed({}, place, malformed->why));
    } else {
      bytes->finish();
      snapshot_.files.push_back({field.name, std::string(source.kind->name), name, bytes->take_sha256(), bytes->size(),
                                 bytes->modified_at()});
    }
  }

  void collect_git(const GitRequest& wanted) {
    const auto variable = [&](std::string_view name) {
      for (const std::string_view text : world_.variables)
        if (text.starts_with(name) && text.substr(name.size()).starts_with('='))
          return std::string(text.substr(name.size() + 1));
      return std::string{};
    };
    auto git = read_git({.folder = request_.folder, .base = wanted.base, .branch = branch_of_ci(variable)});
    if (git)
      snapshot_.git = *std::move(git);
    else
      sink_.emit(diagnostics::git_unusable(wanted.where, git.error()));
  }

  void collect_environment(const EnvironmentRequest& wanted) {
    Environment environment = read_environment(world_.variables, wanted.allow);
    for (const std::string& secret : environment.secrets)
      sink_.emit(
          diagnostics::secret_left_out({}, secret)
              .with_help("a snapshot is kept and shown around; who wants it there all the same names it in full"));
    snapshot_.environment = std::move(environment.variables);
  }

  const Request& request_;
  const World& world_;
  base::DiagnosticSink& sink_;
  const std::string root_ = workspace::identity_of(request_.folder);
  Snapshot snapshot_;
};

}  // namespace

std::optional<std::string> collect(const Request& request, const World& world, base::DiagnosticSink& sink) {
  return Collection(request, world, sink).run();
}

}  // namespace nexus::collect
