#include "workspace/edit.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/quantity.h"
#include "base/values/text.h"
#include "base/values/time.h"
#include "engine/read/locate.h"
#include "grammar/parse.h"
#include "workspace/json_text.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace nexus::workspace {

namespace diagnostics = base::diagnostics;
using base::Diagnostic;
using base::Span;
using base::WireUnit;
using rules::TypeId;
using rules::TypeKind;

namespace {

/// One step of a path: a field, a key, or a position in a list.
struct Step {
  std::string key;
  bool is_position = false;
  Span span;
};

/// The `=` that ends the path: the first one outside brackets and quotes.
std::size_t find_equals(std::string_view assignment) {
  char quote = 0;
  int depth = 0;
  for (std::size_t i = 0; i < assignment.size(); ++i) {
    const char c = assignment[i];
    if (quote != 0) {
      if (c == '\\') ++i;
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[' || c == ']') {
      depth += c == '[' ? 1 : -1;
    } else if (c == '=' && depth == 0) {
      return i;
    }
  }
  return std::string_view::npos;
}

std::optional<std::string> constant_text(const grammar::StringLiteral& literal) {
  std::string text;
  for (const grammar::StringPiece& piece : literal.pieces) {
    if (piece.expr) return std::nullopt;
    text += piece.text;
  }
  return text;
}

/// The steps of `a.b["k"][0]`; false where the expression is something else.
bool collect_steps(const grammar::SyntaxTree& tree, grammar::ExprId id, std::vector<Step>& steps) {
  const grammar::Expr& expr = tree[id];
  if (const auto* name = std::get_if<grammar::NameRef>(&expr.node)) {
    steps.push_back({std::string(name->name.text), false, name->name.span});
    return true;
  }
  if (const auto* access = std::get_if<grammar::Access>(&expr.node)) {
    if (!collect_steps(tree, access->base, steps)) return false;
    // `snapshot.x` is x, whatever x is called.
    if (steps.size() == 1 && steps.front().key == "snapshot") steps.clear();
    steps.push_back({std::string(access->field.text), false, access->field.span});
    return true;
  }
  const auto* index = std::get_if<grammar::Index>(&expr.node);
  if (index == nullptr || !collect_steps(tree, index->base, steps)) return false;
  const grammar::Expr& key = tree[index->index];
  if (const auto* word = std::get_if<grammar::StringLiteral>(&key.node)) {
    auto text = constant_text(*word);
    if (text) steps.push_back({*std::move(text), false, key.span});
    return text.has_value();
  }
  const auto* number = std::get_if<grammar::Literal>(&key.node);
  const bool is_position =
      number != nullptr && std::ranges::all_of(number->text, [](char c) { return c >= '0' && c <= '9'; });
  if (is_position) steps.push_back({std::string(number->text), true, key.span});
  return is_position;
}

/// One assignment on its way to an Edit.
class EditParser {
 public:
  EditParser(const LoadedPolicy& policy, std::string assignment, std::string_view origin)
      : types_(policy.model().types), policy_(policy) {
    edit_.assignment = std::move(assignment);
    file_ = mistakes_.sources.add(std::string(origin), edit_.assignment);
  }

  base::Expected<Edit, Mistakes> parse() {
    const std::size_t equals = find_equals(edit_.assignment);
    if (equals == std::string::npos || equals == 0) {
      const std::string example(mistakes_.sources.name(file_));
      return failed(diagnostics::bad_assignment({}, edit_.assignment, "path=value")
                        .with_help("such as `" + example + " coverage.line=79.9%`"));
    }
    edit_.path = edit_.assignment.substr(0, equals);
    const auto type = find_place();
    if (!type) return failed(type.error());
    const Span value{file_, static_cast<std::uint32_t>(equals + 1),
                     static_cast<std::uint32_t>(edit_.assignment.size())};
    edit_.json = to_json(mistakes_.sources.slice(value), *type);
    if (!edit_.json)
      return failed(
          diagnostics::set_wrong_value(value, mistakes_.sources.slice(value), edit_.path, types_.describe(*type))
              .with_help(value_help(*type)));
    return std::move(edit_);
  }

  base::Expected<Edit, Mistakes> parse_path_alone() {
    edit_.path = edit_.assignment;
    if (const auto type = find_place(); !type) return failed(type.error());
    return std::move(edit_);
  }

 private:
  /// Follows the path, through what the policy declares, and gives the type of its end.
  base::Expected<TypeId, Diagnostic> find_place() {
    std::vector<Step> steps;
    if (!parse_path(steps))
      return base::Unexpected{not_a_path({file_, 0, static_cast<std::uint32_t>(edit_.path.size())})};
    TypeId type = policy_.model().inputs[rules::InputId(0)].type;
    for (const Step& step : steps) {
      auto next = step_into(type, step);
      if (!next) return next;
      type = *next;
      edit_.pointer += step.is_position ? '/' + step.key : engine::pointer_step(step.key);
    }
    return type;
  }

  base::Unexpected<Mistakes> failed(Diagnostic diagnostic) {
    mistakes_.diagnostics.push_back(std::move(diagnostic));
    return {std::move(mistakes_)};
  }

  bool parse_path(std::vector<Step>& steps) {
    // The path stands at the start of the assignment, so that spans are good for either text.
    base::SourceMap sources;
    base::DiagnosticSink sink;
    const auto parsed = grammar::parse_expression(sources, sources.add("--set", edit_.path), sink, policy_.limits());
    if (!parsed || sink.has_errors() || !collect_steps(parsed->tree, parsed->root, steps)) return false;
    for (Step& step : steps) step.span.file = file_;
    return true;
  }

  Diagnostic not_a_path(Span span) const {
    return diagnostics::set_not_a_path(span, edit_.path)
        .with_help(
            "write it as in the policy, list items by position: `coverage.line`, `services[\"a b\"].x`, "
            "`suites[0].failed`");
  }

  base::Expected<TypeId, Diagnostic> step_into(TypeId from, const Step& step) const {
    const rules::Type& type = types_[from];
    switch (type.kind) {
      case TypeKind::any:
        return from;
      case TypeKind::map:
        if (!step.is_position) return type.item;
        break;
      case TypeKind::list:
        if (step.is_position) return type.item;
        break;
      case TypeKind::record:
        if (const rules::RecordField* field = types_[type.record].find(step.key); field != nullptr && !step.is_position)
          return field->type;
        return base::Unexpected{undeclared(types_[type.record], step)};
      default:
        break;
    }
    const std::string whole(mistakes_.sources.slice({file_, 0, step.span.begin - 1}));
    return base::Unexpected{diagnostics::set_undeclared_path(step.span, edit_.path)
                                .with_help('`' + whole + "` is " + types_.describe(from))};
  }

  Diagnostic undeclared(const rules::RecordShape& shape, const Step& step) const {
    Diagnostic diagnostic = diagnostics::set_undeclared_path(step.span, edit_.path);
    std::vector<std::string_view> names;
    for (const rules::RecordField& field : shape.fields) names.emplace_back(field.name);
    if (const auto meant = base::nearest(step.key, names)) {
      return std::move(diagnostic).with_help("did you mean `" + std::string(*meant) + "`?");
    }
    for (const rules::Input& input : policy_.model().inputs) {
      if (!input.name.empty() && input.name == step.key) {
        return std::move(diagnostic)
            .with_help('`' + input.name + "` is a document of its own: --input " + input.name + "=FILE");
      }
    }
    return diagnostic;
  }

  /// The value as JSON; nothing where it does not fit the type.
  std::optional<std::string> to_json(std::string_view text, TypeId id) const {
    const rules::Type& type = types_[id];
    const bool is_json = !json_mistake(text, policy_.limits());
    const bool is_number = is_json && (text.front() == '-' || (text.front() >= '0' && text.front() <= '9'));
    if (is_json && text == "null") return "null";
    switch (type.kind) {
      case TypeKind::string:
      case TypeKind::enumeration:
      case TypeKind::version:
      case TypeKind::level:
        return is_json && text.starts_with('"') ? std::string(text) : base::quote_json(text);
      case TypeKind::boolean:
        return text == "true" || text == "false" ? std::optional(std::string(text)) : std::nullopt;
      case TypeKind::integer:
      case TypeKind::number:
      case TypeKind::ratio:
      case TypeKind::duration:
      case TypeKind::size:
        return is_number || (is_json && text.starts_with('"')) ? std::string(text) : quantity(text, type);
      case TypeKind::time:
      case TypeKind::date:
        return is_number || (is_json && text.starts_with('"')) ? std::string(text) : moment(text, type);
      case TypeKind::list:
      case TypeKind::record:
      case TypeKind::map:
        return is_json ? std::optional(std::string(text)) : std::nullopt;
      case TypeKind::any:
      case TypeKind::error:
      case TypeKind::nothing:
        break;
    }
    return is_json ? std::string(text) : base::quote_json(text);
  }

  /// A literal such as `79.9%` or `150ms` in the form in which the policy says it stands in JSON.
  static std::optional<std::string> quantity(std::string_view text, const rules::Type& type) {
    const bool negative = text.starts_with('-');
    auto literal = base::parse_literal(negative ? text.substr(1) : text);
    if (!literal) return std::nullopt;
    if (negative) literal->value = -literal->value;
    if (literal->dimension != rules::dimension_of(type.kind)) return std::nullopt;
    if (type.wire == WireUnit::text) return base::quote_json(base::format_exact(literal->value, literal->dimension));
    return in_wire_unit(literal->value, type.wire);
  }

  static std::optional<std::string> moment(std::string_view text, const rules::Type& type) {
    if (type.wire != WireUnit::epoch_seconds && type.wire != WireUnit::epoch_milliseconds)
      return base::quote_json(text);
    const auto time = base::parse_time(text);
    return time ? in_wire_unit(*time, type.wire) : std::nullopt;
  }

  static std::optional<std::string> in_wire_unit(const base::Decimal& value, WireUnit unit) {
    const auto result = base::divide(value, base::wire_unit_factor(unit));
    return result.error == base::ArithmeticError::none ? std::optional(result.value.to_string()) : std::nullopt;
  }

  std::string value_help(TypeId id) const {
    switch (types_[id].kind) {
      case TypeKind::boolean:
        return "write `true` or `false`";
      case TypeKind::ratio:
        return "write it as `79.9%`, or as the number that stands in the JSON";
      case TypeKind::duration:
        return "write it as `150ms`, or as the number that stands in the JSON";
      case TypeKind::size:
        return "write it as `10MiB`, or as the number that stands in the JSON";
      case TypeKind::time:
      case TypeKind::date:
        return "write it as `2026-11-02T10:00:00Z`, or as the number that stands in the JSON";
      case TypeKind::integer:
        return "write a whole number, such as `3`";
      case TypeKind::number:
        return "write a number, such as `3` or `0.5`";
      case TypeKind::list:
        return "write a JSON list, such as `[]` or `[\"a\"]`";
      case TypeKind::record:
      case TypeKind::map:
        return "write a JSON object, such as `{\"name\": \"api\"}`";
      default: return "write it as JSON";
    }
  }

  const rules::TypeTable& types_;
  const LoadedPolicy& policy_;
  Edit edit_;
  Mistakes mistakes_;
  base::FileId file_;
};

}  // namespace

base::Expected<Edit, Mistakes> parse_edit(const LoadedPolicy& policy, std::string assignment, std::string_view origin) {
  return EditParser(policy, std::move(assignment), origin).parse();
}

base::Expected<Edit, Mistakes> parse_removal(const LoadedPolicy& policy, std::string path, std::string_view origin) {
  return EditParser(policy, std::move(path), origin).parse_path_alone();
}

base::Expected<std::string, RunFailure> edited(std::span<const Edit> edits, const Text& snapshot,
                                               const base::Limits& limits) {
  // `with_value_at` asks for valid JSON.
  if (const auto mistake = json_mistake(snapshot.text, limits)) {
    return base::Unexpected{RunFailure{to_diagnostic(*mistake, snapshot.name), place_of(*mistake)}};
  }
  std::string text(snapshot.text);
  for (const Edit& edit : edits) {
    auto next = edit.json ? engine::with_value_at(text, edit.pointer, *edit.json)
                          : engine::without_value_at(text, edit.pointer);
    if (!next) {
      Diagnostic diagnostic = diagnostics::set_impossible({}, edit.path);
      return base::Unexpected{RunFailure{
          std::move(diagnostic).with_help("objects are made on the way, items of lists are not"), std::nullopt}};
    }
    text = *std::move(next);
  }
  return text;
}

}  // namespace nexus::workspace
