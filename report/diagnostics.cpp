#include "report/diagnostics.h"

#include "report/json.h"
#include "report/json_writer.h"

#include <algorithm>
#include <string_view>

namespace nexus::report {

namespace {

using base::Diagnostic;
using base::Severity;

std::size_t count(std::span<const Diagnostic> diagnostics, Severity severity) {
  return static_cast<std::size_t>(std::ranges::count(diagnostics, severity, &Diagnostic::severity));
}

std::string counted(std::size_t n, std::string_view noun) {
  return std::to_string(n).append(" ").append(noun).append(n == 1 ? "" : "s");
}

std::string_view word_for(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: break;
  }
  return "error";
}

class DiagnosticsWriter {
 public:
  DiagnosticsWriter(const base::SourceMap& sources, std::string& out) : sources_(sources), json_(out, JsonWriter::Layout::indented) {}

  void write(std::span<const Diagnostic> diagnostics, std::size_t files) {
    json_.begin_object();
    json_.key("version").number(std::uint64_t{json_version});
    json_.key("errors").number(std::uint64_t{count(diagnostics, Severity::error)});
    json_.key("warnings").number(std::uint64_t{count(diagnostics, Severity::warning)});
    json_.key("files").number(std::uint64_t{files});
    json_.key("diagnostics").begin_array();
    for (const Diagnostic& diagnostic : diagnostics) write(diagnostic);
    json_.end_array().end_object();
  }

 private:
  void write(const Diagnostic& diagnostic) {
    json_.begin_object();
    json_.key("code").string(diagnostic.code);
    json_.key("name").string(diagnostic.name);
    json_.key("severity").string(word_for(diagnostic.severity));
    json_.key("message").string(diagnostic.message);
    json_.key("place");
    write(diagnostic.span);
    json_.key("label").string_or_null(diagnostic.label);
    json_.key("labels").begin_array();
    for (const base::Label& label : diagnostic.labels) {
      json_.begin_object().key("place");
      write(label.span);
      json_.key("text").string(label.text).end_object();
    }
    json_.end_array().key("helps").begin_array();
    for (const std::string& help : diagnostic.helps) json_.string(help);
    json_.end_array().key("suggestion");
    if (diagnostic.suggestion) {
      json_.begin_object().key("place");
      write(diagnostic.suggestion->span);
      json_.key("replacement").string(diagnostic.suggestion->replacement).end_object();
    } else {
      json_.null();
    }
    json_.end_object();
  }

  void write(const base::Span& span) {
    if (!span) {
      json_.null();
      return;
    }
    const base::LineColumn begin = sources_.position(span.file, span.begin);
    const base::LineColumn end = sources_.position(span.file, span.end);
    json_.begin_object();
    json_.key("file").string(sources_.name(span.file));
    json_.key("line").number(std::uint64_t{begin.line}).key("column").number(std::uint64_t{begin.column});
    json_.key("end_line").number(std::uint64_t{end.line}).key("end_column").number(std::uint64_t{end.column});
    json_.end_object();
  }

  const base::SourceMap& sources_;
  JsonWriter json_;
};

}  // namespace

void render_diagnostics(std::span<const Diagnostic> diagnostics, const base::SourceMap& sources, base::Colour colour, std::string& out) {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!out.empty()) out += '\n';
    out += base::render(diagnostic, sources, colour);
  }
}

std::string diagnostics_summary(std::span<const Diagnostic> diagnostics, std::size_t files) {
  const std::size_t errors = count(diagnostics, Severity::error);
  const std::size_t warnings = count(diagnostics, Severity::warning);
  const std::string where = " in " + counted(files, "file");
  if (errors == 0 && warnings == 0) return "no errors" + where;
  if (warnings == 0) return counted(errors, "error") + where;
  if (errors == 0) return counted(warnings, "warning") + where;
  return counted(errors, "error") + ", " + counted(warnings, "warning") + where;
}

void render_diagnostics_json(std::span<const Diagnostic> diagnostics, const base::SourceMap& sources, std::size_t files, std::string& out) {
  DiagnosticsWriter(sources, out).write(diagnostics, files);
  out += '\n';
}

}  // namespace nexus::report
