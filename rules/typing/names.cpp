#include "rules/typing/names.h"

#include "base/overloaded.h"
#include "base/values/text.h"
#include "rules/naming/built_ins.h"
#include "rules/naming/declared_names.h"
#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/imported_names.h"
#include "rules/typing/words.h"
#include "rules/naming/other_languages.h"

#include <algorithm>
#include <array>
#include <optional>

namespace nexus::rules::typing {

namespace {

struct FormalRef {
  std::uint32_t index;
};
struct RootField {
  TypeId type;
};
struct Clock {};
struct WholeSnapshot {};
struct ImportName {};
struct Earlier {};
struct LastEarlier {};
/// What a bare word stands for; nothing where nobody named a value so.
using Referent = std::variant<std::monostate, BinderId, LetId, FormalRef, Declared, ImportName, Clock, WholeSnapshot, Earlier, LastEarlier, RootField>;

TypeId snapshot_type(const Scope& scope) {
  if (scope.all_modules) return scope.context.model.inputs[InputId(0)].type;
  return scope.context.modules[scope.module].snapshot;
}

std::optional<std::uint32_t> find_formal(const Scope& scope, std::string_view name) {
  for (std::uint32_t i = 0; i < scope.formals.size(); ++i)
    if (scope.formals[i].name.text == name) return i;
  return std::nullopt;
}

/// Binders, then declarations, then what the language names, then fields of the snapshot. An import's name alone is no
/// value, so that a field of that name may be meant.
Referent look_up(const Scope& scope, std::string_view name) {
  for (auto bound = scope.bound.rbegin(); bound != scope.bound.rend(); ++bound)
    if (bound->name == name) return bound->binder;
  if (scope.locals != nullptr)
    if (const auto let = scope.locals->find(name); let != scope.locals->end()) return let->second;
  if (const auto formal = find_formal(scope, name)) return FormalRef{*formal};
  if (Declared declared = find_declared(scope, name); declared.decl != nullptr) return declared;
  const bool is_import = find_import(scope, name) != nullptr;
  if (const RecordShape* snapshot = snapshot_record(scope); is_import && (snapshot == nullptr || snapshot->find(name) == nullptr)) return ImportName{};
  if (Declared input = find_imported_input(scope, name); input.decl != nullptr) return input;
  if (name == "now") return Clock{};
  if (name == "snapshot") return WholeSnapshot{};
  if (name == "history") return Earlier{};
  if (name == "previous") return LastEarlier{};
  const Type& snapshot = scope.context.type(snapshot_type(scope));
  if (snapshot.kind == TypeKind::any) return RootField{scope.context.scalar(TypeKind::any)};
  if (snapshot.kind != TypeKind::record) return {};
  if (const RecordField* field = scope.context.model.types[snapshot.record].find(name)) return RootField{field->type};
  return {};
}

// ------------------------------------------------------------------------------------------------ values

ExprId whole_snapshot(Scope& scope, Span span) {
  return scope.context.add(InputDocument{InputId(0)}, snapshot_type(scope), span);
}

/// A declaration that is no value where a value is wanted.
ExprId report_no_value(Scope& scope, const Declared& declared, std::string_view name, Span span) {
  Context& context = scope.context;
  const std::string_view what = naming::declared_value(*declared.decl).what;
  base::Diagnostic diagnostic = diagnostics::not_a_value(span, what, name);
  if (std::holds_alternative<DefId>(declared.meaning))
    diagnostic.helps.push_back("call it: `" + std::string(name) + "(…)`");
  else if (std::holds_alternative<grammar::EnumDecl>(declared.decl->node))
    diagnostic.helps.emplace_back("a value of it is always one of its members; to allow some, list them: `in [a, b]`");
  context.report(std::move(diagnostic));
  return context.add_error(span);
}

TypeId document_type(const Scope& scope, InputId id) {
  const Context& context = scope.context;
  if (scope.all_modules || id.index() == 0) return context.model.inputs[id].type;
  return context.modules[scope.module].inputs[id.index()];
}

}  // namespace

ExprId use_declared(Scope& scope, const Declared& declared, std::string_view name, Span span) {
  Context& context = scope.context;
  const CheckedModel& model = context.model;
  return std::visit(base::overloaded{
                        // In error, which is reported where it stands.
                        [&](std::monostate) { return context.add_error(span); },
                        [&](TypeId) { return report_no_value(scope, declared, name, span); },
                        [&](DefId) { return report_no_value(scope, declared, name, span); },
                        [&](RuleRef) { return context.add_error(span); },
                        [&](ParamId id) { return context.add(ParamValue{id}, model.params[id].type, span); },
                        [&](InputId id) { return context.add(InputDocument{id}, document_type(scope, id), span); },
                        [&](LetId id) {
                          scope.mention({id, span});
                          const ExprId value = model.lets[id].value;
                          // No value yet: the let is part of a cycle, which was reported.
                          return value ? context.add(LetValue{id}, context.type_of(value), span)
                                       : context.add_error(span);
                        },
                    },
                    declared.meaning);
}

const RecordShape* snapshot_record(const Scope& scope) {
  const Type& type = scope.context.type(snapshot_type(scope));
  return type.kind == TypeKind::record ? &scope.context.model.types[type.record] : nullptr;
}

namespace {

ExprId use_local(Scope& scope, LetId id, Span span) {
  Context& context = scope.context;
  const ExprId value = context.model.lets[id].value;
  return value ? context.add(LetValue{id}, context.type_of(value), span) : context.add_error(span);
}

ExprId use(Scope& scope, const Referent& referent, std::string_view name, Span span) {
  Context& context = scope.context;
  return std::visit(base::overloaded{
                        [&](std::monostate) { return context.add_error(span); },
                        [&](BinderId id) { return context.add(BinderValue{id}, context.model.binders[id].type, span); },
                        [&](LetId id) { return use_local(scope, id, span); },
                        [&](FormalRef formal) {
                          return context.add(FormalValue{formal.index}, scope.formal_types[formal.index], span);
                        },
                        [&](const Declared& declared) { return use_declared(scope, declared, name, span); },
                        [&](ImportName) { return report_import_is_no_value(scope, name, span); },
                        [&](Clock) { return context.add(Now{}, TypeKind::time, span); },
                        [&](WholeSnapshot) { return whole_snapshot(scope, span); },
                        [&](Earlier) { return context.add(HistoryValue{}, context.model.types.list_of(snapshot_type(scope)), span); },
                        [&](LastEarlier) { return context.add(PreviousValue{}, snapshot_type(scope), span); },
                        [&](RootField field) {
                          const ExprId root = whole_snapshot(scope, span);
                          return context.add(FieldOf{root, std::string(name)}, field.type, span);
                        },
                    },
                    referent);
}

// ------------------------------------------------------------------------------------------------ mistakes

/// What the author may have had in mind, where a word means nothing: one thing, the likeliest.
std::string hint_for_unknown(const Scope& scope, std::string_view name) {
  const Context& context = scope.context;
  const ResolvedModule* module = context.resolved.modules.empty() ? nullptr : &context.resolved.modules[scope.module];
  const std::string word(name);
  if (module != nullptr)
    if (const auto rule = module->rules.find(name); rule != module->rules.end()) {
      const std::string kind(naming::declared_rule(scope.context.tree(scope.module)[rule->second]).what);
      return "`" + word + "` is a " + kind + "; a condition on it is written `" + kind + " " + word + " is …`";
    }
  if (naming::find_function(name) != nullptr)
    return "`" + word + "` is a function; it is called with its arguments in parentheses";
  if (name == "one")
    return "numbers are written in digits: `1`; that there is one is asked with `some x in LIST where …`";
  for (std::size_t i = 0; i < context.model.types.enum_count(); ++i) {
    const EnumType& type = context.model.types[EnumId(i)];
    if (std::ranges::count(type.members, name) != 0 && !type.name.empty())
      return "`" + word + "` is a member of `" + type.name + "`, and nothing here has that type";
  }
  return {};
}

ExprId report_unreachable(Scope& scope, const UnreachableName& binder, Span span) {
  base::Diagnostic diagnostic = diagnostics::binder_out_of_reach(span, binder.name);
  diagnostic.labels.push_back({binder.bound, "bound here"});
  switch (binder.why) {
    case OutOfReach::inner:
      diagnostic.helps.emplace_back(
          "a message names the items of the outermost `every`, `no`, `at most` or `exactly` alone");
      break;
    case OutOfReach::no_witness:
      diagnostic.helps.emplace_back(
          "where this fails, no single item is to blame, so none can be named; `every`, `no` and `at most` name the "
          "items that break them");
      break;
    case OutOfReach::level:
      diagnostic.helps.emplace_back("a requirement has one level, whichever items break it; write one requirement for each level, or a gate `for each` item");
      break;
  }
  scope.context.report(std::move(diagnostic));
  return scope.context.add_error(span);
}

/// `quality.floor`, where an import of the scope's module has a value of that name.
std::string imported_value(const Scope& scope, std::string_view name) {
  const auto& modules = scope.context.resolved.modules;
  if (scope.module >= modules.size()) return {};
  for (const auto& [alias, import] : modules[scope.module].imports)
    for (const std::uint32_t index : import.modules)
      if (modules[index].values.contains(name)) return std::string(alias) + "." + std::string(name);
  return {};
}

/// `commit-sha`, where the snapshot has a field of that name: without quotes it reads as a difference.
std::string hyphenated_field(const Scope& scope, Span word) {
  const RecordShape* snapshot = snapshot_record(scope);
  const std::string_view text = scope.context.resolved.sources->text(word.file);
  if (snapshot == nullptr) return {};
  const auto goes_on = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  std::size_t end = word.end;
  while (end < text.size() && goes_on(text[end])) ++end;
  const std::string whole(text.substr(word.begin, end - word.begin));
  return whole.find('-') != std::string::npos && snapshot->find(whole) != nullptr ? whole : std::string();
}

/// `hint`: the type of what stands beside the name, if anything does.
ExprId report_unknown(Scope& scope, std::string_view name, Span span, TypeId hint) {
  Context& context = scope.context;
  const auto spent = std::ranges::find(scope.unreachable, name, &UnreachableName::name);
  if (spent != scope.unreachable.end()) return report_unreachable(scope, *spent, span);
  base::Diagnostic diagnostic = diagnostics::unknown_name(span, name);
  const std::string behind = context.text({span.file, span.end, span.end + 1});
  if (const std::string_view literal = naming::literal_meant(name); !literal.empty()) {
    diagnostic.helps.push_back("did you mean `" + std::string(literal) + "`?");
    diagnostic.suggestion = base::Suggestion{span, std::string(literal)};
  } else if ((name == "input" || name == "data") && behind == ".") {
    diagnostic.helps.emplace_back("fields of the snapshot are named directly");
    diagnostic.suggestion = base::Suggestion{{span.file, span.begin, span.end + 1}, ""};
  } else if (const std::string field = hyphenated_field(scope, span); !field.empty()) {
    diagnostic.helps.push_back("`" + field + "` is a field whose name needs quotes: write `snapshot[\"" + field +
                               "\"]`");
    diagnostic.suggestion = base::Suggestion{
        {span.file, span.begin, span.begin + static_cast<std::uint32_t>(field.size())}, "snapshot[\"" + field + "\"]"};
  } else if (const std::string imported = imported_value(scope, name); !imported.empty()) {
    diagnostic.helps.push_back("did you mean `" + imported + "`?");
    diagnostic.suggestion = base::Suggestion{span, imported};
  } else if (std::string advice = hint_for_unknown(scope, name); !advice.empty()) {
    diagnostic.helps.push_back(std::move(advice));
  } else if (const auto paths = paths_ending_in(context, snapshot_type(scope), name); !paths.empty()) {
    std::vector<std::string_view> views(paths.begin(), paths.end());
    diagnostic.helps.push_back(quoted_list(views, "and") + (paths.size() == 1 ? " exists" : " exist"));
    if (paths.size() == 1 && paths.front().find('[') == std::string::npos)
      diagnostic.suggestion = base::Suggestion{span, paths.front()};
  } else {
    const auto candidates = names_in_scope(scope);
    diagnostic = did_you_mean(std::move(diagnostic), span, name, candidates);
    if (scope.constants_only && hint && context.kind(hint) != TypeKind::string && context.kind(hint) != TypeKind::any)
      diagnostic.helps.push_back("what is wanted here is " + context.describe(context.model.types.plain(hint)));
    if (!diagnostic.suggestion && hint && context.kind(hint) == TypeKind::string) {
      diagnostic.helps.push_back("a text stands in quotes: `\"" + std::string(name) + "\"`");
      diagnostic.suggestion = base::Suggestion{span, "\"" + std::string(name) + "\""};
    }
  }
  context.report(std::move(diagnostic));
  return context.add_error(span);
}

ExprId report_ambiguous(Scope& scope, const Referent& referent, std::string_view name, Span span, TypeId type) {
  const bool is_level = scope.context.kind(type) == TypeKind::level;
  base::Diagnostic diagnostic =
      diagnostics::ambiguous_word(span, name, is_level ? "the level" : "the member of " + scope.context.describe(type));
  diagnostic.helps.push_back((is_level ? "the level is written `" : "the member is written `") +
                             base::quote_json(name) + "`");
  if (std::holds_alternative<RootField>(referent))
    diagnostic.helps.push_back("the field is written `snapshot." + std::string(name) + "`");
  scope.context.report(std::move(diagnostic));
  return scope.context.add_error(span);
}

ExprId report_not_constant(Scope& scope, std::string_view name, Span span) {
  scope.context.report(diagnostics::not_a_constant(span, short_text(scope.context, span, name))
                           .with_help("a param is given in literals, so that it can be tuned alone"));
  return scope.context.add_error(span);
}

}  // namespace

// ------------------------------------------------------------------------------------------------ the header's

Declared find_declared(const Scope& scope, std::string_view name) {
  const auto& modules = scope.context.resolved.modules;
  const std::size_t first = scope.all_modules ? 0 : scope.module;
  const std::size_t last = scope.all_modules ? modules.size() : std::min(scope.module + 1, modules.size());
  for (std::size_t index = first; index < last; ++index) {
    const auto at = modules[index].values.find(name);
    if (at == modules[index].values.end() || (scope.all_modules && !modules[index].takes_part)) continue;
    return {&scope.context.tree(index)[at->second], scope.context.modules[index].meanings[at->second.index()]};
  }
  return {};
}

bool is_bound(const Scope& scope, std::string_view name) {
  const bool is_local = scope.locals != nullptr && scope.locals->contains(name);
  return is_local || find_formal(scope, name) || std::ranges::count(scope.bound, name, &BoundName::name) != 0;
}

bool is_value(const Scope& scope, std::string_view name) {
  const Referent referent = look_up(scope, name);
  // Without declared inputs every word may be a field, and a member of what stands beside it all the more.
  if (const auto* field = std::get_if<RootField>(&referent)) return scope.context.kind(field->type) != TypeKind::any;
  return !std::holds_alternative<std::monostate>(referent) && !std::holds_alternative<ImportName>(referent);
}

std::vector<std::string_view> names_in_scope(const Scope& scope) {
  std::vector<std::string_view> names;
  for (const BoundName& bound : scope.bound) names.push_back(bound.name);
  if (scope.locals != nullptr)
    for (const auto& [name, let] : *scope.locals) names.push_back(name);
  std::ranges::sort(names);  // locals come in no order of their own
  for (const grammar::Formal& formal : scope.formals) names.push_back(formal.name.text);
  if (scope.module < scope.context.resolved.modules.size())
    for (const grammar::Decl& decl : scope.context.tree(scope.module).decls)
      if (const auto declared = naming::declared_value(decl); declared.name != nullptr)
        names.push_back(declared.name->text);
  if (const RecordShape* snapshot = snapshot_record(scope))
    for (const std::string_view field : field_names(*snapshot)) names.push_back(field);
  return names;
}

std::optional<ConstantValue> member_of(const Scope& scope, TypeId type, std::string_view word) {
  const Type& t = scope.context.type(type);
  if (t.kind == TypeKind::level) {
    const auto level = base::level_of(word);
    return level ? std::optional<ConstantValue>(*level) : std::nullopt;
  }
  if (t.kind != TypeKind::enumeration) return std::nullopt;
  const auto& members = scope.context.model.types[t.enumeration].members;
  const auto at = std::ranges::find(members, word);
  if (at == members.end()) return std::nullopt;
  return EnumConstant{t.enumeration, static_cast<std::uint32_t>(at - members.begin())};
}

namespace {

/// The level that a word of other tools stands for; empty where none does.
std::string_view level_meant(std::string_view word) {
  struct Spelling {
    std::string_view written, meant;
  };
  constexpr std::array spellings = {
      Spelling{"error", "block"},  Spelling{"fail", "block"},     Spelling{"deny", "block"},
      Spelling{"reject", "block"}, Spelling{"critical", "block"}, Spelling{"stop", "block"},
      Spelling{"warning", "warn"}, Spelling{"info", "warn"},      Spelling{"notice", "warn"},
      Spelling{"wait", "hold"},    Spelling{"pending", "hold"},   Spelling{"revert", "rollback"}};
  const auto* const found = std::ranges::find(spellings, word, &Spelling::written);
  return found == spellings.end() ? std::string_view() : found->meant;
}

}  // namespace

void report_not_a_member(Scope& scope, Span word, std::string_view text, TypeId type) {
  Context& context = scope.context;
  const Type t = context.type(type);
  std::vector<std::string_view> members = {"warn", "hold", "block", "rollback"};
  if (scope.allow_is_a_level) members.insert(members.begin(), "allow");
  base::Diagnostic diagnostic = diagnostics::not_a_member(
      word, text, t.kind == TypeKind::level ? "a level" : "a member of " + context.describe(context.model.types.plain(type)));
  if (t.kind == TypeKind::enumeration) {
    const EnumType& declared = context.model.types[t.enumeration];
    members.assign(declared.members.begin(), declared.members.end());
    if (declared.declared) diagnostic.labels.push_back({declared.declared, "declared here"});
  }
  const bool in_quotes = context.text(word).starts_with('"') || context.text(word).starts_with('\'');
  const std::string_view level = t.kind == TypeKind::level ? level_meant(text) : std::string_view();
  if (const auto near = level.empty() ? base::nearest(text, members) : std::optional(level)) {
    const std::string written = in_quotes ? base::quote_json(*near) : std::string(*near);
    diagnostic.helps.push_back("did you mean `" + written + "`?");
    diagnostic.suggestion = base::Suggestion{word, written};
  } else {
    // As they are written where the mistake was.
    std::vector<std::string> written(members.begin(), members.end());
    for (std::string& member : written)
      if (in_quotes) member = base::quote_json(member);
    const std::vector<std::string_view> views(written.begin(), written.end());
    diagnostic.helps.push_back((t.kind == TypeKind::level ? "the levels are " : "the members are ") +
                               quoted_list(views, "and"));
  }
  context.report(std::move(diagnostic));
}

ExprId type_level_word(Scope& scope, base::Level level, Span span) {
  Context& context = scope.context;
  if (level != base::Level::allow || scope.allow_is_a_level) return context.add(Constant{level}, TypeKind::level, span);
  context.report(diagnostics::allow_misplaced(span).with_help("the mildest level here is `warn`"));
  return context.add_error(span);
}

ExprId type_name(Scope& scope, const grammar::NameRef& ref, Span span, TypeId hint) {
  Context& context = scope.context;
  const std::string_view name = ref.name.text;
  const Referent referent = look_up(scope, name);
  const bool is_known = !std::holds_alternative<std::monostate>(referent);
  const auto member = hint ? member_of(scope, hint, name) : std::nullopt;
  if (member) {
    const auto* field = std::get_if<RootField>(&referent);
    const bool is_declared = is_known && !std::holds_alternative<ImportName>(referent) &&
                             (field == nullptr || context.kind(field->type) != TypeKind::any);
    if (is_declared && !scope.constants_only) return report_ambiguous(scope, referent, name, span, hint);
    if (const auto* level = std::get_if<base::Level>(&*member)) return type_level_word(scope, *level, span);
    return context.add(Constant{*member}, context.model.types.plain(hint), span);
  }
  if (is_known && scope.constants_only) return report_not_constant(scope, name, span);
  if (is_known) return use(scope, referent, name, span);
  // Beside something that was reported nobody can tell what the word was meant to be.
  if (hint && context.kind(hint) == TypeKind::error) return context.add_error(span);
  // Levels are the language's own words: they need nobody beside them to be understood.
  if (const auto level = base::level_of(name); level && !hint) return type_level_word(scope, *level, span);
  const bool wants_member =
      hint && (context.kind(hint) == TypeKind::enumeration || context.kind(hint) == TypeKind::level);
  if (!wants_member || std::ranges::count(scope.unreachable, name, &UnreachableName::name) != 0)
    return report_unknown(scope, name, span, hint);
  report_not_a_member(scope, span, name, hint);
  return context.add_error(span);
}

}  // namespace nexus::rules::typing
