#include "workspace/fixtures.h"

#include "base/diagnostics/catalogue.h"
#include "engine/evaluate.h"
#include "engine/read/locate.h"
#include "rules/lower.h"
#include "workspace/files.h"
#include "workspace/json_text.h"

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
  Fixtures(const base::SourceMap& sources, const rules::CheckedModel& model, const rules::CheckedTests& tests, base::DiagnosticSink& sink)
      : sources_(sources), tests_(tests), sink_(sink), inputs_(rules::lower_inputs(model)), reader_(inputs_.plan), evaluator_(inputs_.plan) {}

  std::vector<FixtureText> read() {
    std::vector<FixtureText> texts;
    for (const rules::Fixture& fixture : tests_.fixtures) texts.push_back(read(fixture));
    std::set<std::pair<std::uint32_t, std::uint32_t>> checked;
    for (const rules::TestCase& one : tests_.cases)
      for (const rules::GivenDocument& given : one.given)
        if (checked.emplace(given.fixture, given.input.index()).second && !texts[given.fixture].text.empty()) check(given, texts[given.fixture]);
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
      auto text = read_file(result.file, largest_document);
      if (!text) {
        text.error().span = fixture.span;
        sink_.emit(std::move(text.error()));
        return result;
      }
      result.text = *std::move(text);
    }
    if (const auto mistake = json_mistake(result.text)) {
      base::Diagnostic diagnostic = to_diagnostic(*mistake, result.file);
      const auto offset = place_of(*mistake);
      diagnostic.span = fixture.span;
      if (!fixture.text && offset) diagnostic.helps.push_back("in " + place_text(result, *offset));
      sink_.emit(std::move(diagnostic));
      result.text.clear();
    }
    return result;
  }

  static std::string place_text(const FixtureText& fixture, std::size_t offset) {
    const base::LineColumn at = base::line_column(fixture.text, offset);
    return fixture.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
  }

  /// What of the document is not as the policy declares it.
  void check(const rules::GivenDocument& given, const FixtureText& fixture) {
    const std::size_t input = given.input.index();
    if (input >= inputs_.plan.inputs.size()) return;  // of a module that has no say in this run
    engine::Document document;
    if (reader_.read_into(document, input, fixture.text)) return;  // no JSON: reported
    std::vector<const engine::Document*> documents(inputs_.plan.inputs.size());
    std::vector<engine::DocumentName> names(documents.size());
    documents[input] = &document;
    evaluator_.take({.documents = documents, .now = {}, .asked_phase = std::nullopt});
    for (const engine::ReasonReport& misfit : evaluator_.misfits(inputs_.roots[input], sources_, names)) {
      const rules::Fixture& where = tests_.fixtures[given.fixture];
      base::Diagnostic diagnostic = diagnostics::fixture_misfit(where.text ? span_at(where.text, document.text(), misfit.evidence.pointer) : where.span, misfit.message);
      if (!where.text)
        if (const auto range = engine::locate(document.text(), misfit.evidence.pointer)) diagnostic.helps.push_back("in " + place_text(fixture, range->begin));
      if (!misfit.help.empty()) diagnostic.helps.push_back(misfit.help);
      sink_.emit(std::move(diagnostic));
    }
  }

  /// Where a value of a document in a policy stands there.
  [[nodiscard]] base::Span span_at(base::Span fixture, std::string_view text, const std::string& pointer) const {
    const auto range = engine::locate(text, pointer);
    if (!range) return fixture;
    // Both end where the fixture ends; what stands before it may be shorter in the document.
    const std::size_t moved = fixture.end - text.size();
    return {fixture.file, static_cast<std::uint32_t>(range->begin + moved), static_cast<std::uint32_t>(range->end + moved)};
  }

  const base::SourceMap& sources_;
  const rules::CheckedTests& tests_;
  base::DiagnosticSink& sink_;
  rules::LoweredInputs inputs_;
  engine::Reader reader_;
  engine::Evaluator evaluator_;
};

}  // namespace

std::vector<FixtureText> read_fixtures(const base::SourceMap& sources, const rules::CheckedModel& model, const rules::CheckedTests& tests, base::DiagnosticSink& sink) {
  if (tests.fixtures.empty()) return {};
  return Fixtures(sources, model, tests, sink).read();
}

std::vector<std::string> fixture_files(const base::SourceMap& sources, const rules::CheckedTests& tests) {
  std::vector<std::string> files;
  for (const rules::Fixture& fixture : tests.fixtures)
    if (!fixture.text) files.push_back(path_of(fixture, sources));
  return files;
}

}  // namespace nexus::workspace
