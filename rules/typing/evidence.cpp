#include "rules/typing/evidence.h"

#include "rules/naming/dependency_order.h"
#include "rules/typing/children.h"
#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/inputs.h"
#include "rules/typing/words.h"

#include <algorithm>
#include <map>
#include <set>

namespace nexus::rules::typing {

namespace {

using Steps = std::vector<std::string>;

/// `suites[…].qa`, as messages show it.
std::string spelled(const Context& context, InputId input, const Steps& path) {
  std::string text = context.model.inputs[input].name;
  for (const std::string& step : path) {
    if (step.empty())
      text += "[…]";
    else
      text.append(text.empty() ? "" : ".").append(step);
  }
  return text;
}

/// Everything said about the evidence at one place.
struct Place {
  InputId input;
  Steps path;
  TypeId type;  ///< of what stands there, as the modules that say it see it
  struct Fresh {
    std::size_t module;
    const grammar::Fresh* said;
  };
  struct About {
    std::size_t module;
    const grammar::About* said;
  };
  std::vector<Fresh> fresh;
  std::vector<About> about;
};

/// Which written types say something of the evidence in them. Each is looked at once, so that types which name types which
/// name types are not walked along every path; a type that contains itself was reported.
class EvidenceTypes {
 public:
  explicit EvidenceTypes(const Context& context) : context_(context) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
  bool say_anything(std::size_t module, grammar::TypeSyntaxId type) {
    if (!type) return false;
    const auto [known, fresh] = says_.try_emplace({module, type.index()}, false);
    if (!fresh) return known->second;
    const bool says = find_anything(module, context_.tree(module), type);
    return says_[{module, type.index()}] = says;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  bool find_anything(std::size_t module, const grammar::SyntaxTree& tree, grammar::TypeSyntaxId type) {
    const auto& node = tree[type].node;
    // An expression that is asked of a policy has a tree of its own.
    const bool is_of_module = module < context_.resolved.modules.size() && &tree == &context_.tree(module);
    const auto in = [&](grammar::TypeSyntaxId inner) {
      return is_of_module ? say_anything(module, inner) : find_anything(module, tree, inner);
    };
    if (const auto* record = std::get_if<grammar::RecordType>(&node))
      return std::ranges::any_of(record->fields, [&](const grammar::Field& field) {
        return field.evidence.fresh || field.evidence.about || in(field.type);
      });
    if (const auto* list = std::get_if<grammar::ListType>(&node)) return in(list->item);
    if (const auto* map = std::get_if<grammar::MapType>(&node)) return in(map->value);
    if (const auto* alternatives = std::get_if<grammar::UnionType>(&node))
      return std::ranges::any_of(alternatives->alternatives, in);
    const auto* named = std::get_if<grammar::NamedType>(&node);
    if (named == nullptr) return false;
    const grammar::TypeSyntaxId meant = follow_type_name(context_, named->path, module);
    return say_anything(module, meant);
  }

 private:
  const Context& context_;
  std::map<std::pair<std::size_t, std::size_t>, bool> says_;
};

/// Walks the written types of a document, through the names of types, to the fields that say something of their evidence.
class Collector {
 public:
  Collector(const Context& context, InputId input) : context_(context), input_(input), types_(context) {}

  void add(const Contribution& contribution) {
    Steps path;
    said(contribution.module, *contribution.evidence, path);
    walk(contribution.module, contribution.type, path);
  }

  static constexpr std::size_t most_places = 10'000;
  std::map<Steps, Place> places;
  std::optional<Span> too_many;  ///< what is said of one place too many: the walk has ended there

 private:
  void said(std::size_t module, const grammar::Evidence& evidence, const Steps& path) {
    if (!evidence.fresh && !evidence.about) return;
    if (places.size() >= most_places && !too_many)
      too_many = evidence.fresh ? evidence.fresh->span : evidence.about->span;
    if (too_many) return;
    Place& place = places[path];
    place.input = input_;
    place.path = path;
    if (evidence.fresh) place.fresh.push_back({module, &*evidence.fresh});
    if (evidence.about) place.about.push_back({module, &*evidence.about});
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
  void walk(std::size_t module, grammar::TypeSyntaxId type, Steps& path) {
    if (!type || too_many || !types_.say_anything(module, type)) return;
    // A type that contains itself was reported; there is no end to the places in it.
    const auto [step, entered] = on_path_.emplace(module, type.index());
    if (!entered) return;
    inside(module, type, path);
    on_path_.erase(step);
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  void inside(std::size_t module, grammar::TypeSyntaxId type, Steps& path) {
    const auto& node = context_.tree(module)[type].node;
    if (const auto* record = std::get_if<grammar::RecordType>(&node)) {
      for (const grammar::Field& field : record->fields) {
        path.emplace_back(field.name.text);
        said(module, field.evidence, path);
        walk(module, field.type, path);
        path.pop_back();
      }
    } else if (const auto* list = std::get_if<grammar::ListType>(&node)) {
      walk_items(module, list->item, path);
    } else if (const auto* map = std::get_if<grammar::MapType>(&node)) {
      walk_items(module, map->value, path);
    } else if (const auto* alternatives = std::get_if<grammar::UnionType>(&node)) {
      for (const grammar::TypeSyntaxId each : alternatives->alternatives) walk(module, each, path);
    } else if (const auto* named = std::get_if<grammar::NamedType>(&node)) {
      const grammar::TypeSyntaxId meant = follow_type_name(context_, named->path, module);
      walk(module, meant, path);
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  void walk_items(std::size_t module, grammar::TypeSyntaxId item, Steps& path) {
    path.emplace_back();
    walk(module, item, path);
    path.pop_back();
  }

  const Context& context_;
  InputId input_;
  EvidenceTypes types_;
  std::set<std::pair<std::size_t, std::size_t>> on_path_;
};

class Evidence {
 public:
  explicit Evidence(Context& context) : context_(context) {}

  void run() {
    for (std::uint32_t index = 0; index < context_.model.inputs.size(); ++index) document(InputId(index));
    order();
  }

 private:
  void document(InputId id) {
    Collector run(context_, id);
    std::map<std::size_t, Collector> others;  // each module that takes no part is looked at for itself
    for (const Contribution& each : contributions_to(context_, id)) {
      if (context_.resolved.modules[each.module].takes_part)
        run.add(each);
      else
        others.try_emplace(each.module, context_, id).first->second.add(each);
    }
    report_too_many(run);
    for (auto& [path, place] : run.places) {
      if (auto rule = type(place, context_.model.inputs[id].type)) rules_.push_back(*std::move(rule));
    }
    for (auto& [module, collected] : others) {
      report_too_many(collected);
      for (auto& [path, place] : collected.places) {
        const ModuleContext& seen = context_.modules[module];
        static_cast<void>(type(place, id.index() == 0 ? seen.snapshot : seen.inputs[id.index()]));
      }
    }
  }

  void report_too_many(const Collector& collected) {
    if (!collected.too_many) return;
    context_.report(
        diagnostics::too_much_evidence(*collected.too_many, Collector::most_places)
            .with_help(
                "types that hold one another twice double with each: say it where the record stands that is read"));
  }

  // ---- one place

  std::optional<EvidenceRule> type(const Place& place, TypeId document) {
    const std::size_t before = context_.sink->error_count();
    const TypeId record = type_at(document, place.path);
    EvidenceRule rule{
        .input = place.input, .path = place.path, .limit = {}, .taken_at = {}, .subject = {}, .concerns = {}};
    if (context_.kind(record) == TypeKind::error) return std::nullopt;
    if (context_.kind(record) != TypeKind::record) {
      const Span said = !place.fresh.empty() ? place.fresh.front().said->span : place.about.front().said->span;
      context_.report(
          diagnostics::evidence_of_no_record(said, context_.describe(context_.model.types.plain(record)))
              .with_help(context_.kind(record) == TypeKind::list
                             ? "say it of a record in each item: `{ report: { … } fresh 1d by finished_at }`"
                             : "say it of the record that holds it"));
      return std::nullopt;
    }
    for (const Place::Fresh& each : place.fresh) type_fresh(place, each, record, rule);
    for (const Place::About& each : place.about) type_about(place, each, record, rule);
    if (context_.sink->error_count() != before) return std::nullopt;
    return rule;
  }

  /// What stands at the place: the type the document has there.
  [[nodiscard]] TypeId type_at(TypeId document, const Steps& path) const {
    TypeId at = document;
    for (const std::string& step : path) {
      const Type& type = context_.type(at);
      if (step.empty() && (type.kind == TypeKind::list || type.kind == TypeKind::map)) {
        at = type.item;
      } else {
        const RecordField* field =
            type.kind == TypeKind::record ? context_.model.types[type.record].find(step) : nullptr;
        if (field == nullptr) return context_.scalar(TypeKind::error);  // the declarations disagree, which was reported
        at = field->type;
      }
    }
    return at;
  }

  void type_fresh(const Place& place, const Place::Fresh& fresh, TypeId record, EvidenceRule& rule) {
    Scope scope{.context = context_, .module = fresh.module, .tree = context_.tree(fresh.module)};
    const ExprId limit = typed(scope, fresh.said->limit, [&] {
      return type_as(scope, fresh.said->limit, context_.scalar(TypeKind::duration), "how old it may be");
    });
    const TypeId taken = field_at(record, fresh.said->by);
    const bool is_time = is_moment(context_.kind(taken)) || context_.kind(taken) == TypeKind::error;
    if (!is_time)
      context_.report(diagnostics::wrong_type(path_span(fresh.said->by), "the field after `by`", "a time",
                                              context_.describe(context_.model.types.plain(taken))));
    if (rule.limit && (!same(rule.limit, limit) || rule.taken_at != steps(fresh.said->by)))
      return report_conflict(place, "fresh", fresh.said->span, place.fresh.front().said->span);
    if (rule.limit) return;
    rule.limit = limit;
    rule.taken_at = steps(fresh.said->by);
  }

  void type_about(const Place& place, const Place::About& about, TypeId record, EvidenceRule& rule) {
    Scope scope{.context = context_, .module = about.module, .tree = context_.tree(about.module)};
    const TypeId concerns = field_at(record, about.said->by);
    const ExprId subject = typed(scope, about.said->subject, [&] {
      return type_expression(scope, about.said->subject, context_.model.types.plain(concerns));
    });
    const Span by = path_span(about.said->by);
    const ExprId field =
        context_.add(FormalValue{0}, concerns, by);  // stands for the field, whose value only a run has
    const ExprId compared = compare(context_, {Relation::equal, subject, field}, by, about.said->span);
    const auto* node = std::get_if<CompareNode>(&context_.model[compared].node);
    const ExprId subject_as_compared = node != nullptr ? node->lhs : subject;
    if (rule.subject && (!same(rule.subject, subject_as_compared) || rule.concerns != steps(about.said->by)))
      return report_conflict(place, "about", about.said->span, place.about.front().said->span);
    if (rule.subject) return;
    rule.subject = subject_as_compared;
    rule.concerns = steps(about.said->by);
  }

  /// Types an expression once, wherever its place is met again, and refuses what rules say.
  template <class Typing>
  ExprId typed(Scope& scope, grammar::ExprId syntax, const Typing& type) {
    Mentions mentions;
    scope.mentions = &mentions;
    const ExprId result = type();
    std::set<std::size_t> seen;
    if (speaks_of_rules(result, seen)) context_.report(diagnostics::evidence_of_rules(scope.syntax(syntax).span));
    return result;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as expressions are nested
  bool speaks_of_rules(ExprId id, std::set<std::size_t>& seen) const {
    if (!id || !seen.insert(id.index()).second) return false;
    const Expr& expr = context_.model[id];
    if (std::holds_alternative<RuleStatusNode>(expr.node)) return true;
    if (const auto* let = std::get_if<LetValue>(&expr.node))
      return speaks_of_rules(context_.model.lets[let->let].value, seen);
    bool found = false;
    if (const auto* call = std::get_if<DefCall>(&expr.node))
      found = speaks_of_rules(context_.model.defs[call->def].body, seen);
    for_each_child(expr, [&](ExprId child) { found = found || speaks_of_rules(child, seen); });
    return found;
  }

  [[nodiscard]] static Steps steps(const grammar::Path& path) {
    Steps all;
    for (const grammar::Name& name : path) all.emplace_back(name.text);
    return all;
  }
  [[nodiscard]] static Span path_span(const grammar::Path& path) {
    return base::cover(path.front().span, path.back().span);
  }

  /// The type of the field after `by`; an error type, with a report, where there is none.
  TypeId field_at(TypeId record, const grammar::Path& by) {
    TypeId at = record;
    for (const grammar::Name& name : by) {
      const Type& type = context_.type(at);
      if (type.kind == TypeKind::error) return at;
      const RecordField* field =
          type.kind == TypeKind::record ? context_.model.types[type.record].find(name.text) : nullptr;
      if (field == nullptr) {
        base::Diagnostic diagnostic = diagnostics::unknown_field(name.span, "this evidence", name.text);
        if (type.kind == TypeKind::record)
          diagnostic =
              did_you_mean(std::move(diagnostic), name.span, name.text, field_names(context_.model.types[type.record]));
        if (!diagnostic.suggestion)
          diagnostic.helps.emplace_back(
              "behind `by` stands a field of the record itself, as in `about build.commit by sha`");
        context_.report(std::move(diagnostic));
        return context_.scalar(TypeKind::error);
      }
      at = field->type;
    }
    return at;
  }

  /// Two ways to say the same: equal constants, or the same words.
  [[nodiscard]] bool same(ExprId a, ExprId b) const {
    const auto x = fold(context_.model, a), y = fold(context_.model, b);
    if (x && y) return order_of(*x, *y) == std::strong_ordering::equal;
    return context_.text(context_.span_of(a)) == context_.text(context_.span_of(b));
  }

  void report_conflict(const Place& place, std::string_view what, Span second, Span first) {
    context_.report(diagnostics::conflicting_evidence(second, spelled(context_, place.input, place.path), what)
                        .with_label(first, "said here first")
                        .with_help("said once, it holds for everybody"));
  }

  // ---- order: what a subject reads must have been judged before

  void order() {
    naming::Uses uses(rules_.size());
    for (std::uint32_t from = 0; from < rules_.size(); ++from) {
      std::set<std::pair<std::size_t, Steps>> read;
      std::set<std::size_t> seen;
      collect_paths(rules_[from].subject, read, seen);
      collect_paths(rules_[from].limit, read, seen);
      for (std::uint32_t to = 0; to < rules_.size(); ++to)
        if (std::ranges::any_of(read, [&](const auto& path) { return overlap(path, rules_[to]); }))
          uses[from].push_back(to);
    }
    const naming::DependencyOrder ordered = naming::order_by_use(uses);
    for (const auto& cycle : ordered.cycles) report_cycle(cycle);
    for (const std::uint32_t index : ordered.order) context_.model.evidence.push_back(rules_[index]);
  }

  static bool overlap(const std::pair<std::size_t, Steps>& read, const EvidenceRule& rule) {
    if (read.first != rule.input.index()) return false;
    const std::size_t common = std::min(read.second.size(), rule.path.size());
    return std::equal(read.second.begin(), read.second.begin() + static_cast<std::ptrdiff_t>(common),
                      rule.path.begin());
  }

  /// The paths an expression reads, as far as they can be told without a run: up to the first computed step.
  // NOLINTNEXTLINE(misc-no-recursion)
  void collect_paths(ExprId id, std::set<std::pair<std::size_t, Steps>>& read, std::set<std::size_t>& seen) const {
    if (!id || !seen.insert(id.index()).second) return;
    const Expr& expr = context_.model[id];
    if (const auto path = path_of(id)) {
      read.insert(*path);
      return;
    }
    if (const auto* let = std::get_if<LetValue>(&expr.node))
      collect_paths(context_.model.lets[let->let].value, read, seen);
    if (const auto* call = std::get_if<DefCall>(&expr.node))
      collect_paths(context_.model.defs[call->def].body, read, seen);
    for_each_child(expr, [&](ExprId child) { collect_paths(child, read, seen); });
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  [[nodiscard]] std::optional<std::pair<std::size_t, Steps>> path_of(ExprId id) const {
    const Expr& expr = context_.model[id];
    if (const auto* document = std::get_if<InputDocument>(&expr.node))
      return std::pair(std::size_t{document->input.index()}, Steps{});
    const auto* field = std::get_if<FieldOf>(&expr.node);
    if (field == nullptr) return std::nullopt;
    auto path = path_of(field->base);
    if (path) path->second.push_back(field->name);
    return path;
  }

  void report_cycle(const std::vector<std::uint32_t>& cycle) {
    const auto name = [&](std::size_t i) {
      const EvidenceRule& rule = rules_[cycle[i % cycle.size()]];
      return "`" + spelled(context_, rule.input, rule.path) + "`";
    };
    std::string words = name(0);
    for (std::size_t i = 1; i <= cycle.size(); ++i) words += (i == 1 ? " needs " : ", which needs ") + name(i);
    const EvidenceRule& first = rules_[cycle.front()];
    context_.report(diagnostics::evidence_cycle(context_.span_of(first.subject ? first.subject : first.limit), words));
  }

  Context& context_;
  std::vector<EvidenceRule> rules_;
};

}  // namespace

bool says_evidence(const Context& context, std::size_t module, const grammar::SyntaxTree& tree,
                   grammar::TypeSyntaxId type) {
  return EvidenceTypes(context).find_anything(module, tree, type);
}

void type_evidence(Context& context) { Evidence(context).run(); }

}  // namespace nexus::rules::typing
