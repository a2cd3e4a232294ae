#include "base/diagnostics/render.h"
#include "collect/config.h"
#include "collect/kinds.h"
#include "collect/manifest.h"
#include "collect/shape.h"
#include "tests/fuzz/strict_json.h"
#include "tests/fuzz/target.h"
#include "workspace/json_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// What `nexus collect` reads. The first line names a kind of report, or `config` for a nexus.collect; the rest is the file. It is read, or
// the reader says why not, and does so in whatever pieces the file comes. What is read makes a snapshot that is JSON.

namespace nexus::fuzz {

namespace {

/// A text in pieces of a size; 0: in one.
class Pieces final : public collect::Bytes {
 public:
  Pieces(std::string_view text, std::size_t size) : text_(text), size_(size == 0 ? text.size() : size) {}
  std::string_view next() override {
    // A copy of its own, so that reading past its end, or after the next one has come, is seen.
    const std::string_view piece = text_.substr(0, size_);
    text_.remove_prefix(piece.size());
    piece_ = std::vector<char>(piece.begin(), piece.end());
    return {piece_.data(), piece_.size()};
  }

 private:
  std::string_view text_;
  std::size_t size_;
  std::vector<char> piece_;
};

/// What a reader makes of it, and its words where it cannot be read.
struct Outcome {
  std::string snapshot, why;
};

Outcome read(const collect::Kind& kind, std::string_view text, std::size_t piece) {
  Pieces bytes(text, piece);
  collect::Part part = kind.none();
  // What a manifest names is not looked at: a fuzzer must not say which files are opened.
  auto* entries = std::get_if<std::vector<collect::ManifestEntry>>(&part);
  const auto malformed = entries != nullptr ? collect::read_manifest(bytes, *entries)
                                            : kind.read(bytes, {.file = "/nowhere/report", .root = "/nowhere"}, part);
  if (malformed) {
    must(!malformed->why.empty(), "a reader says why");
    return {{}, std::to_string(malformed->line) + ": " + malformed->why};
  }
  collect::Snapshot snapshot;
  snapshot.time = "2026-11-01T00:00:00Z";
  snapshot.parts.push_back({kind.field.empty() ? "field" : std::string(kind.field), std::move(part)});
  return {collect::to_json(snapshot), {}};
}

void read_report(const collect::Kind& kind, std::string_view text) {
  const Outcome whole = read(kind, text, 0);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
    const Outcome again = read(kind, text, piece);
    must(again.snapshot == whole.snapshot, "what is read does not depend on the pieces", whole.snapshot);
    must(again.why == whole.why, "nor does what is wrong", whole.why + "\n" + again.why);
  }
  const Verdict verdict = strict_json(text);
  if (kind.name == "json" && verdict != Verdict::cannot_tell)
    must((verdict == Verdict::json) == whole.why.empty(), "JSON is read, and nothing else", whole.why);
  if (!whole.why.empty()) return;
  const auto mistake = workspace::json_mistake(whole.snapshot);
  must(!mistake, "a snapshot is JSON", mistake ? mistake->message + "\n" + whole.snapshot : "");
}

void read_config(std::string_view text) {
  base::SourceMap sources;
  base::DiagnosticSink sink;
  const base::FileId file = sources.add("nexus.collect", std::string(text));
  const auto request = collect::read_config(sources, file, "/nowhere", sink);
  must(request.has_value() != sink.has_errors(), "a nexus.collect is read, or it is said why not");
  for (const base::Diagnostic& diagnostic : sink.all())
    must(!base::render(diagnostic, sources, base::Colour::off).empty(), "a diagnostic can be shown");
}

}  // namespace

}  // namespace nexus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nexus;
  const std::string input = fuzz::text_of(data, size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view name = std::string_view(input).substr(0, end);
  const std::string_view text = std::string_view(input).substr(std::min(end + 1, input.size()));
  if (name == "config") fuzz::read_config(text);
  if (const collect::Kind* kind = collect::find_kind(name)) fuzz::read_report(*kind, text);
  return 0;
}
