#include "rules/typing/params.h"

#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/type_syntax.h"
#include "rules/typing/words.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

struct DeclaredParam {
  ParamId id;
  std::size_t module;
};

Scope constant_scope(Context& context, std::size_t module, const grammar::SyntaxTree& tree) {
  return Scope{.context = context, .module = module, .tree = tree, .constants_only = true};
}

class Params {
 public:
  explicit Params(Context& context) : context_(context) {}

  void declarations() {
    for (std::size_t module = 0; module < context_.resolved.modules.size(); ++module) {
      const grammar::SyntaxTree& tree = context_.tree(module);
      for (std::uint32_t index = 0; index < tree.decls.size(); ++index) {
        const auto* decl = std::get_if<grammar::ParamDecl>(&tree[grammar::DeclId(index)].node);
        if (decl != nullptr) declaration(module, *decl, std::get<ParamId>(context_.modules[module].meanings[index]));
      }
    }
  }

  /// `enforce n with { param = value }`, of those that count.
  void enforcements() {
    for (const Enforcement& enforcement : context_.resolved.enforcements) {
      const grammar::SyntaxTree& tree = context_.tree(enforcement.at.module);
      const auto& decl = std::get<grammar::EnforceDecl>(tree[enforcement.at.decl].node);
      for (const grammar::RecordEntry& entry : decl.overrides)
        if (const DeclaredParam* param = find_in(enforcement, entry.key))
          enforce(*param, enforcement.at.module, tree, entry);
    }
  }

  /// Params that have the value of another one: in their own range, too?
  void forwarded() {
    for (const Forwarded& each : forwarded_) {
      const Param& param = context_.model.params[each.param->id];
      if (param.value == each.value) check_param_range(context_, each.param->id, each.value);
    }
  }

  void overrides() {
    for (const ParamOverride& each : context_.resolved.overrides)
      if (const DeclaredParam* param = find(each))
        put_in_force(*param, constant_scope(context_, param->module, *each.tree), each.value, each.origin);
  }

 private:
  void declaration(std::size_t module, const grammar::ParamDecl& decl, ParamId id) {
    const grammar::SyntaxTree& tree = context_.tree(module);
    const TypeId type = read_type(context_, module, tree, decl.type);
    context_.model.params[id].type = type;
    Scope scope = constant_scope(context_, module, tree);
    const std::string name(decl.name.text);
    if (decl.low) declare_range(scope, decl, id);
    const ExprId value = type_as(scope, decl.value, type, "the default of `" + name + "`", context_.model.params[id].low);
    context_.model.params[id].value = value;
    check_param_range(context_, id, value);
    known_.push_back({id, module});
  }

  /// Notes the declared range, both ends included, where it makes sense.
  void declare_range(Scope& scope, const grammar::ParamDecl& decl, ParamId id) {
    const TypeId type = context_.model.params[id].type;
    const ExprId low = type_as(scope, decl.low, type, "the lower end of the range");
    const ExprId high = type_as(scope, decl.high, type, "the upper end of the range");
    const auto from = fold(context_.model, low), to = fold(context_.model, high);
    if (context_.kind(low) == TypeKind::error || context_.kind(high) == TypeKind::error) return;
    const Span span = base::cover(context_.span_of(low), context_.span_of(high));
    if (!from || !to || !is_ranged(type)) {
      context_.report(diagnostics::no_range_of_type(span, context_.describe(context_.model.types.plain(type))));
      return;
    }
    if (const auto order = order_of(*from, *to); order && *order > 0) {
      context_.report(diagnostics::empty_range(span, written(context_.model, *from), written(context_.model, *to))
                          .with_suggestion(span, context_.text(context_.span_of(high)) + ".." +
                                                     context_.text(context_.span_of(low))));
      return;
    }
    context_.model.params[id].low = low;
    context_.model.params[id].high = high;
  }

  /// Can values of the type be told to lie between two others?
  [[nodiscard]] bool is_ranged(TypeId id) const {
    const Type& type = context_.type(id);
    if (type.kind == TypeKind::enumeration) return context_.model.types[type.enumeration].ordered;
    return dimension_of(type.kind).has_value() || type.kind == TypeKind::level || type.kind == TypeKind::version;
  }

  [[nodiscard]] std::string full_name(const DeclaredParam& param) const {
    return context_.resolved.modules[param.module].name + "." + context_.model.params[param.id].name;
  }

  const DeclaredParam* find_in(const Enforcement& enforcement, const grammar::Name& name) {
    std::vector<std::string_view> candidates;
    for (const DeclaredParam& param : known_) {
      if (std::ranges::count(enforcement.modules, param.module) == 0) continue;
      if (context_.model.params[param.id].name == name.text) return &param;
      candidates.emplace_back(context_.model.params[param.id].name);
    }
    if (enforcement.modules.empty()) return nullptr;  // what it enforces is not there, which was reported
    const std::string& module = context_.resolved.modules[enforcement.modules.front()].name;
    base::Diagnostic diagnostic = diagnostics::not_in_module(name.span, module, "param", name.text);
    diagnostic = did_you_mean(std::move(diagnostic), name.span, name.text, candidates);
    if (diagnostic.helps.empty() && !candidates.empty())
      diagnostic.helps.push_back((candidates.size() == 1 ? "its only param is " : "its params are ") +
                                 quoted_list(candidates, "and"));
    context_.report(std::move(diagnostic));
    return nullptr;
  }

  void enforce(const DeclaredParam& param, std::size_t enforcing, const grammar::SyntaxTree& tree,
               const grammar::RecordEntry& entry) {
    const auto [first, fresh] = enforced_.try_emplace(param.id, entry.key.span);
    if (!fresh) {
      context_.report(diagnostics::param_enforced_twice(entry.key.span, entry.key.text)
                          .with_label(first->second, "first here")
                          .with_help("a param has one value in a run: set it once"));
      return;
    }
    if (const auto forwarded = param_of(enforcing, tree, entry.value))
      forward(param, *forwarded, tree[entry.value].span);
    else
      put_in_force(param, constant_scope(context_, enforcing, tree), entry.value, "enforce");
  }

  /// The param of the enforcing module that a value names: `with { floor = our_floor }`.
  [[nodiscard]] std::optional<ParamId> param_of(std::size_t module, const grammar::SyntaxTree& tree,
                                                grammar::ExprId value) const {
    const auto* name = std::get_if<grammar::NameRef>(&tree[value].node);
    if (name == nullptr) return std::nullopt;
    const auto& values = context_.resolved.modules[module].values;
    const auto at = values.find(name->name.text);
    if (at == values.end()) return std::nullopt;
    const auto* param = std::get_if<ParamId>(&context_.modules[module].meanings[at->second.index()]);
    return param != nullptr ? std::optional(*param) : std::nullopt;
  }

  /// Its value is known when all overrides are in place.
  void forward(const DeclaredParam& param, ParamId from, Span span) {
    Param& set = context_.model.params[param.id];
    const ExprId value = context_.add(ParamValue{from}, context_.model.params[from].type, span);
    set.value = require_type(context_, value, set.type, "`" + set.name + "`");
    set.origin = "enforce";
    forwarded_.push_back({&param, set.value});
  }

  /// The one param an override names; null, with a report, where it names none or several.
  const DeclaredParam* find(const ParamOverride& wanted) {
    std::vector<const DeclaredParam*> found;
    for (const DeclaredParam& param : known_)
      if (context_.model.params[param.id].name == wanted.name || full_name(param) == wanted.name)
        found.push_back(&param);
    // Params of modules that take no part are asked for only where nobody else is meant.
    const auto takes_part = [&](const DeclaredParam* param) {
      return context_.resolved.modules[param->module].takes_part;
    };
    if (std::ranges::any_of(found, takes_part))
      std::erase_if(found, [&](const DeclaredParam* param) { return !takes_part(param); });
    if (found.size() == 1) return found.front();
    if (found.empty())
      report_unknown(wanted);
    else
      report_ambiguous(wanted, found);
    return nullptr;
  }

  static std::string params_there_are(const std::vector<std::string_view>& names) {
    if (names.empty()) return "no policy of this run has a param";
    return (names.size() == 1 ? "the only param is " : "the params are ") + quoted_list(names, "and");
  }

  void report_unknown(const ParamOverride& wanted) {
    std::vector<std::string_view> candidates;
    for (const DeclaredParam& param : known_) candidates.emplace_back(context_.model.params[param.id].name);
    base::Diagnostic diagnostic = did_you_mean(diagnostics::unknown_param(wanted.span, wanted.name, wanted.origin),
                                               wanted.span, wanted.name, candidates);
    if (diagnostic.helps.empty()) diagnostic.helps.push_back(params_there_are(candidates));
    diagnostic.suggestion.reset();  // a command line is no file to edit
    context_.report(std::move(diagnostic));
  }

  void report_ambiguous(const ParamOverride& wanted, const std::vector<const DeclaredParam*>& found) {
    std::vector<std::string> names;
    for (const DeclaredParam* param : found) names.push_back(full_name(*param));
    const std::vector<std::string_view> views(names.begin(), names.end());
    base::Diagnostic diagnostic = diagnostics::ambiguous_param(wanted.span, wanted.name, found.size())
                                      .with_help("say which: " + quoted_list(views, "or"));
    for (const DeclaredParam* param : found)
      diagnostic.labels.push_back({context_.model.params[param->id].declared, "declared here"});
    context_.report(std::move(diagnostic));
  }

  void put_in_force(const DeclaredParam& param, Scope scope, grammar::ExprId given, std::string_view origin) {
    const std::string name = context_.model.params[param.id].name;
    const ExprId value = type_as(scope, given, context_.model.params[param.id].type, "`" + name + "`", context_.model.params[param.id].value);
    check_param_range(context_, param.id, value);
    context_.model.params[param.id].value = value;
    context_.model.params[param.id].origin = std::string(origin);
  }

  Context& context_;
  std::vector<DeclaredParam> known_;
  std::unordered_map<ParamId, Span> enforced_;
  struct Forwarded {
    const DeclaredParam* param;
    ExprId value;
  };
  std::vector<Forwarded> forwarded_;
};

}  // namespace

void check_param_range(Context& context, ParamId param, ExprId value) {
  const CheckedModel& model = context.model;
  const Span written_at = context.span_of(value);
  const Param& declared = model.params[param];
  if (!declared.low || context.kind(value) == TypeKind::error) return;
  // Through params that have the value of another one, to where it is written. Modules import each other in no circle.
  while (const auto* other = std::get_if<ParamValue>(&model[value].node)) value = model.params[other->param].value;
  const auto low = fold(model, declared.low), high = fold(model, declared.high), folded = fold(model, value);
  if (!low || !high || !folded) return;
  const auto above = order_of(*low, *folded), below = order_of(*folded, *high);
  const bool inside = above && below && *above <= 0 && *below <= 0;
  if (inside) return;
  context.report(
      diagnostics::param_out_of_range(written_at, written(model, *folded), declared.name, written(model, *low),
                                      written(model, *high))
          .with_label(base::cover(context.span_of(declared.low), context.span_of(declared.high)), "its range")
          .with_help("give a value in the range, or widen the range where the param is declared"));
}

void type_params(Context& context) {
  Params params(context);
  params.declarations();
  params.enforcements();
  params.overrides();
  params.forwarded();
}

}  // namespace nexus::rules::typing
