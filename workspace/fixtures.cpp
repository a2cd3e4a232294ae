#include "workspace/fixtures.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "base/values/time.h"
#include "engine/evaluate.h"
#include "workspace/files.h"
#include "workspace/json_text.h"
#include "workspace/misfits.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

namespace nexus::workspace {

namespace {

namespace diagnostics = base::diagnostics;

/// Beside the policy that names it.
std::string path_of(const rules::Fixture& fixture, const base::SourceMap& sources) {
  const std::filesystem::path policy(sources.name(fixture.span.file));
  return (policy.parent_path() / fixture.file).lexically_normal().native();
}

/// JSON as it stands in a policy, at its place: positions in it are positions in the file.
std::string in_place(base::Span span, const base::SourceMap& sources) {
  std::string text(sources.text(span.file).substr(0, span.end));
  for (std::size_t i = 0; i < span.begin; ++i)
    if (text[i] != '\n' && text[i] != '\r' && (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) text[i] = ' ';
  // A character of several bytes has one column.
  const auto before = text.begin() + static_cast<std::ptrdiff_t>(span.begin);
  const auto rest = std::remove_if(text.begin(), before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; });
  const std::size_t begin = static_cast<std::size_t>(rest - text.begin());
  text.erase(rest, before);
  bool in_string = false, in_comment = false;
  for (std::size_t i = begin; i < text.size(); ++i) {
    char& c = text[i];
    if (c == '\n') {
      in_comment = false;
    } else if (in_comment) {
      c = ' ';
    } else if (in_string && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (c == '#' && !in_string) {
      in_comment = true;
      c = ' ';
    }
  }
  return text;
}

class Fixtures {
 public:
  Fixtures(const base::SourceMap& sources, const rules::CheckedModel& model, const rules::CheckedTests& tests, base::DiagnosticSink& sink, const base::Limits& limits)
      : sources_(sources), model_(model), tests_(tests), sink_(sink), limits_(limits), misfits_(sources, model, limits) {}

  std::vector<FixtureText> read() {
    std::vector<FixtureText> texts;
    for (const rules::Fixture& fixture : tests_.fixtures) texts.push_back(read(fixture));
    std::set<std::pair<std::uint32_t, std::uint32_t>> checked;
    for (const rules::TestCase& one : tests_.cases)
      for (const rules::GivenDocument& given : one.given)
        if (checked.emplace(given.fixture, given.input.index()).second && !texts[given.fixture].text.empty()) check(given, texts[given.fixture]);
    for (std::size_t i = 0; i < texts.size(); ++i)
      if (tests_.fixtures[i].is_history) check_history(tests_.fixtures[i], texts[i]);
    return texts;
  }

 private:
  FixtureText read(const rules::Fixture& fixture) {
    FixtureText result;
    if (fixture.text) {
      result.file = sources_.name(fixture.text.file);
      result.text = in_place(fixture.text, sources_);
    } else {
      result.file = path_of(fixture, sources_);
      auto text = read_file(result.file, snapshot_size(limits_));
      if (!text) {
        text.error().span = fixture.span;
        sink_.emit(std::move(text.error()));
        return result;
      }
      result.text = *std::move(text);
    }
    if (fixture.is_history && !fixture.text)
      result.samples = lines_of(result.text);
    else if (is_json(fixture, result, {0, result.text.size()}) && fixture.is_history)
      result.samples = items_of(result.text);
    std::erase_if(result.samples, [&](const engine::TextRange& sample) { return !fixture.text && !is_json(fixture, result, sample); });
    return result;
  }

  /// Reports what is wrong with a text, or with the part of it that should be JSON.
  bool is_json(const rules::Fixture& fixture, FixtureText& result, const engine::TextRange& part) {
    const auto mistake = json_mistake(std::string_view(result.text).substr(part.begin, part.end - part.begin), limits_);
    if (!mistake) return true;
    base::Diagnostic diagnostic = to_diagnostic(*mistake, result.file);
    const auto offset = place_of(*mistake);
    diagnostic.span = fixture.span;
    if (!fixture.text && offset) diagnostic.helps.push_back("in " + place_text(result, part.begin + *offset));
    if (!fixture.text && fixture.is_history) diagnostic.helps.emplace_back("a file with a history has one snapshot a line");
    sink_.emit(std::move(diagnostic));
    if (!fixture.is_history) result.text.clear();
    return false;
  }

  static std::vector<engine::TextRange> items_of(std::string_view json) {
    std::vector<engine::TextRange> items;
    engine::Locator locator(json);
    while (const auto item = locator.locate('/' + std::to_string(items.size()))) items.push_back(*item);
    return items;
  }

  static std::vector<engine::TextRange> lines_of(std::string_view text) {
    std::vector<engine::TextRange> lines;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      if (text.substr(begin, end - begin).find_first_not_of(" \t\r") != std::string_view::npos) lines.push_back({begin, end});
      begin = end + 1;
    }
    return lines;
  }

  static std::string place_text(const FixtureText& fixture, std::size_t offset) {
    const base::LineColumn at = base::line_column(fixture.text, offset);
    return fixture.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
  }

  /// What of the document is not as the policy declares it.
  void check(const rules::GivenDocument& given, const FixtureText& fixture) {
    check(tests_.fixtures[given.fixture], fixture, given.input.index(), {0, fixture.text.size()});
  }

  /// Each snapshot says when it was taken, and they stand in this order.
  void check_history(const rules::Fixture& where, const FixtureText& fixture) {
    std::optional<base::Decimal> before;
    for (const engine::TextRange& sample : fixture.samples) {
      check(where, fixture, 0, sample);
      const auto time = engine::time_of_snapshot(misfits_.plan(), std::string_view(fixture.text).substr(sample.begin, sample.end - sample.begin));
      if (!time)
        report(diagnostics::sample_without_time({}).with_help("say when it was taken: `\"time\": \"2026-11-02T10:00:00Z\"`"), where, fixture, sample);
      else if (before && *time < *before)
        report(diagnostics::sample_not_later({}, base::format_time(*time), base::format_time(*before)).with_help("write them oldest first"), where, fixture, sample);
      if (time) before = time;
    }
  }

  void check(const rules::Fixture& where, const FixtureText& fixture, std::size_t input, const engine::TextRange& part) {
    if (input >= misfits_.plan().inputs.size()) return;  // of a module that has no say in this run
    check_names(where, fixture, part, model_.inputs[rules::InputId(input)].type);
    const std::string_view json = std::string_view(fixture.text).substr(part.begin, part.end - part.begin);
    for (const engine::ReasonReport& misfit : misfits_.of(input, json)) {
      base::Diagnostic diagnostic = diagnostics::fixture_misfit({}, misfit.message);
      if (!misfit.help.empty()) diagnostic.helps.push_back(misfit.help);
      const auto range = engine::locate(json, misfit.evidence.pointer);
      report(std::move(diagnostic), where, fixture, range ? engine::TextRange{part.begin + range->begin, part.begin + range->end} : part);
    }
  }

  /// Whatever else is in a snapshot is ignored; but a name that is nearly one that is lacking beside it is misspelt, and
  /// its test says nothing of what it is about.
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the document, which has a limit
  void check_names(const rules::Fixture& where, const FixtureText& fixture, const engine::TextRange& part, rules::TypeId id) {
    const rules::Type& type = model_.types[id];
    const std::string_view json = std::string_view(fixture.text).substr(part.begin, part.end - part.begin);
    engine::Locator locator(json);
    const auto below = [&](const std::string& pointer, rules::TypeId each) {
      const auto range = is_open(each) ? std::nullopt : locator.locate(pointer);
      if (range) check_names(where, fixture, {part.begin + range->begin, part.begin + range->end}, each);
      return range.has_value();
    };
    if (type.kind == rules::TypeKind::list) {
      for (std::size_t i = 0; below('/' + std::to_string(i), type.item);) ++i;
    } else if (type.kind == rules::TypeKind::map) {
      for (const std::string& key : engine::keys_at(json, "")) below(engine::pointer_step(key), type.item);
    } else if (type.kind == rules::TypeKind::record) {
      const rules::RecordShape& shape = model_.types[type.record];
      const std::vector<std::string> keys = engine::keys_at(json, "");
      std::vector<std::string_view> lacking;
      for (const rules::RecordField& field : shape.fields)
        if (std::ranges::count(keys, field.name) == 0) lacking.emplace_back(field.name);
      for (const std::string& key : keys) {
        if (const rules::RecordField* field = shape.find(key)) {
          below(engine::pointer_step(key), field->type);
        } else if (const auto near = base::nearest(key, lacking)) {
          engine::TextRange at;
          (void)engine::locate(json, engine::pointer_step(key), &at);
          report(diagnostics::undeclared_in_fixture({}, key).with_help("did you mean `" + std::string(*near) + "`?"), where, fixture, {part.begin + at.begin, part.begin + at.end});
        }
      }
    }
  }

  /// Has the type no fields anywhere?
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the type, which has a limit
  [[nodiscard]] bool is_open(rules::TypeId id) const {
    const rules::Type& type = model_.types[id];
    if (type.kind == rules::TypeKind::list || type.kind == rules::TypeKind::map) return is_open(type.item);
    return type.kind != rules::TypeKind::record;
  }

  /// Reports at a part of a fixture's text.
  void report(base::Diagnostic diagnostic, const rules::Fixture& where, const FixtureText& fixture, const engine::TextRange& part) {
    diagnostic.span = where.text ? span_at(where.text, fixture.text, part) : where.span;
    if (!where.text) diagnostic.helps.insert(diagnostic.helps.begin(), "in " + place_text(fixture, part.begin));
    sink_.emit(std::move(diagnostic));
  }

  /// Where a part of a document in a policy stands there.
  [[nodiscard]] static base::Span span_at(base::Span fixture, std::string_view text, const engine::TextRange& part) {
    // Both end where the fixture ends; what stands before it may be shorter in the document.
    const std::size_t moved = fixture.end - text.size();
    return {fixture.file, static_cast<std::uint32_t>(part.begin + moved), static_cast<std::uint32_t>(part.end + moved)};
  }

  const base::SourceMap& sources_;
  const rules::CheckedModel& model_;
  const rules::CheckedTests& tests_;
  base::DiagnosticSink& sink_;
  const base::Limits& limits_;
  Misfits misfits_;
};

}  // namespace

std::vector<FixtureText> read_fixtures(const base::SourceMap& sources, const rules::CheckedModel& model, const rules::CheckedTests& tests, base::DiagnosticSink& sink, const base::Limits& limits) {
  if (tests.fixtures.empty()) return {};
  return Fixtures(sources, model, tests, sink, limits).read();
}

std::vector<std::string> fixture_files(const base::SourceMap& sources, const rules::CheckedTests& tests) {
  std::vector<std::string> files;
  for (const rules::Fixture& fixture : tests.fixtures)
    if (!fixture.text) files.push_back(path_of(fixture, sources));
  return files;
}

}  // namespace nexus::workspace
