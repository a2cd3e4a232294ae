#include "collect/request.h"

#include "base/diagnostics/catalogue.h"

#include <algorithm>

namespace nexus::collect {

namespace {

/// `tests`, `e2e-tests`: what may stand before a `=`, so that most paths with one are still paths.
bool is_field_name(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && is_letter(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

Field& Request::field(const std::string& name, base::Span where) {
  const auto at = std::ranges::find(fields, name, &Field::name);
  if (at != fields.end()) return *at;
  Field field;
  field.name = name;
  field.where = where;
  return fields.emplace_back(std::move(field));
}

Source source_of(const Kind& kind, std::string_view pattern) {
  Source source;
  source.kind = &kind;
  source.optional = source.question_mark = pattern.ends_with('?');
  source.pattern = pattern.substr(0, pattern.size() - (source.optional ? 1 : 0));
  return source;
}

std::optional<base::Diagnostic> add_option(Request& request, const Kind& kind, std::string_view word) {
  const std::size_t equals = word.find('=');
  std::string name(kind.field);
  std::string_view pattern = word;
  if (equals != std::string_view::npos && is_field_name(word.substr(0, equals))) {
    name = word.substr(0, equals);
    pattern = word.substr(equals + 1);
  }
  const std::string form = kind.field.empty() ? "NAME=FILE" : "FILE or FIELD=FILE";
  if (name.empty() || pattern.empty() || pattern == "?")
    return base::diagnostics::bad_assignment({}, word, form)
        .with_help("such as `--" + std::string(kind.name) +
                   (kind.field.empty() ? " slo=slo.json`" : " 'build/**/*.xml'`"));
  if (const auto why = why_reserved(name))
    return base::diagnostics::reserved_field({}, name, *why).with_help("choose another name");
  request.field(name, {}).sources.push_back(source_of(kind, pattern));
  return std::nullopt;
}

std::optional<std::string> why_reserved(const std::string& field) {
  if (field == "time") return "it is when the snapshot was taken";
  if (field == "evidence") return "it tells which files were read";
  return std::nullopt;
}

}  // namespace nexus::collect
