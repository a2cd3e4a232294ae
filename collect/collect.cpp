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
#include <map>
#include <set>
#include <span>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace nexus::collect {

namespace {

namespace diagnostics = base::diagnostics;

/// A report of coverage, and the folder that it stands in.
struct Home {
  std::string file, folder;
};
/// Where sources that are nowhere to be found were first told of, by their relative paths.
struct Homes {
  std::map<std::string, Home> first;
  bool told = false;
};

/// The files of one source.
struct Found {
  const Source* source;
  std::vector<std::string> files;
};

bool have_the_same_lines(const FileCoverage& one, const FileCoverage& other) {
  return std::ranges::equal(
      one.lines, other.lines, {}, [](const auto& line) { return line.first; },
      [](const auto& line) { return line.first; });
}

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
      if (files->empty()) complete = miss(field, source) && is_no_wildcard(field, source) && complete;
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

  /// Is the `?` behind an optional pattern what it looks like? In `shard-?`, where there is a `shard-1`, it was meant to match a character.
  bool is_no_wildcard(const Field& field, const Source& source) {
    if (!source.question_mark) return true;
    const std::string written = source.pattern + "?";
    const auto files = find_files(request_.folder, written);
    if (!files || files->empty()) return true;
    snapshot_.missing.back().optional = false;  // what `miss` has just noted
    sink_.emit(diagnostics::question_mark_at_end(source.where, written, source.pattern, files->front(), field.name)
                   .with_help("to match a character at the end, write `[!.]` or `[0-9]`; a file that need not be "
                              "there, and has no `?` behind "
                              "it, has `optional = true` in `nexus.collect`"));
    return false;
  }

  void read(const Field& field, const std::vector<Found>& found) {
    Part part = found.front().source->kind->none();
    std::set<std::string> seen;
    Homes homes;
    bool whole = true;
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
          const std::string folder =
              is_file ? std::filesystem::path(workspace::identity_of(file)).parent_path().native() : root_;
          auto& covered = *std::get_if<Coverage>(&report);
          locate(covered, folder, root_);
          tell_apart(covered, *coverage, {file, folder}, *source, homes);
          add(*coverage, covered);
        } else {
          read_file(field, *source, file, part);
        }
        if (auto* tests = std::get_if<Tests>(&part))
          whole = finish(std::span(tests->suites).subspan(suites), field, *source, file) && whole;
      }
    }
    if (auto* coverage = std::get_if<Coverage>(&part)) make_relative(*coverage, root_);
    if (whole) snapshot_.parts.push_back({field.name, std::move(part)});
  }

  /// Warns of the first source that reports in two folders name alike, and that is not there: it may be two.
  void tell_apart(const Coverage& report, const Coverage& before, const Home& home, const Source& source,
                  Homes& homes) {
    // Its paths are those of packages, never found; a program has each class once.
    const bool is_of_classes = source.kind->name == "jacoco";
    for (const auto& [path, file] : report.files) {
      std::error_code error;
      if (path.empty() || (std::filesystem::path(path).is_absolute() && std::filesystem::is_regular_file(path, error)))
        continue;
      const auto [known, is_new] = homes.first.emplace(path, home);
      if (is_new || known->second.folder == home.folder) continue;
      if (is_of_classes && have_the_same_lines(file, before.files.at(path))) continue;
      if (std::exchange(homes.told, true)) return;
      sink_.emit(
          diagnostics::sources_taken_for_one(source.where, path, known->second.file, home.file)
              .with_help(
                  "where these are two files, collect where the sources are, or give each report a field of its own"));
    }
  }

  /// What a report of tests does not know. False where it does not list all of them.
  bool finish(std::span<Suite> suites, const Field& field, const Source& source, const std::string& file) {
    const bool whole = std::ranges::all_of(suites, [](const Suite& suite) { return suite.unlisted == 0; });
    if (!whole) snapshot_.missing.push_back({field.name, std::string(source.kind->name), file, false});
    for (Suite& suite : suites) {
      if (suite.unlisted != 0) {
        sink_.emit(
            diagnostics::tests_not_listed(
                source.where,
                suite.name.empty() ? fmt::format("`{}`", file) : fmt::format("suite `{}` of `{}`", suite.name, file),
                fmt::format("{} test{}", suite.unlisted, suite.unlisted == 1 ? "" : "s"), field.name)
                .with_help("nobody knows how these ended: was the tool stopped, or the report cut down on its way?"));
      }
      suite.layer = source.layer;
      if (suite.tests == 0 && suite.name.empty()) suite.name = file;  // so that one can say what did not run
      for (FailedTest& test : suite.failed) test.file = std::string(relative_path(test.file, root_));
    }
    return whole;
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
    if (!git) {
      sink_.emit(diagnostics::git_unusable(wanted.where, git.error()));
      return;
    }
    if (!wanted.base.empty() && git->base == git->commit)
      sink_.emit(diagnostics::nothing_changed(wanted.where, wanted.base)
                     .with_help("name what was there before: for a pull request its target, fetched (`fetch-depth: "
                                "0`); after a push to the "
                                "branch itself, `HEAD^`"));
    snapshot_.git = *std::move(git);
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
