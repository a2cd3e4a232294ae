#include "rules/typing/fits.h"

#include "rules/typing/constants.h"
#include "rules/typing/words.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace nexus::rules::typing {

namespace {

bool fits_plain(Context& context, TypeId from, TypeId wanted);

/// Of two lists, maps or records no item is ever converted, so only types with equal representations fit.
bool items_fit(Context& context, TypeId from, TypeId wanted) {
  const TypeKind f = context.kind(from), w = context.kind(wanted);
  if (from == wanted || f == TypeKind::error || w == TypeKind::error || f == TypeKind::nothing) return true;
  if (f == TypeKind::integer && w == TypeKind::number) return true;
  const bool composite = f == TypeKind::list || f == TypeKind::map || f == TypeKind::record;
  return composite && fits_plain(context, from, wanted);
}

bool records_fit(Context& context, RecordId from, RecordId wanted) {
  const RecordShape& a = context.model.types[from];
  const RecordShape& b = context.model.types[wanted];
  if (a.fields.size() != b.fields.size()) return false;
  for (std::size_t i = 0; i < a.fields.size(); ++i)
    if (a.fields[i].name != b.fields[i].name || !items_fit(context, a.fields[i].type, b.fields[i].type)) return false;
  return true;
}

bool fits_plain(Context& context, TypeId from, TypeId wanted) {
  if (from == wanted) return true;
  const Type f = context.type(from), w = context.type(wanted);
  const auto either = [&](TypeKind kind) { return f.kind == kind || w.kind == kind; };
  if (either(TypeKind::error) || either(TypeKind::any) || f.kind == TypeKind::nothing) return true;
  if (is_dimensionless(f.kind) && is_dimensionless(w.kind)) return w.kind != TypeKind::integer;
  if (f.kind == TypeKind::date && w.kind == TypeKind::time) return true;
  if (f.kind != w.kind) return false;
  if (f.kind == TypeKind::list) return items_fit(context, f.item, w.item);
  if (f.kind == TypeKind::map) return f.key == w.key && items_fit(context, f.item, w.item);
  if (f.kind == TypeKind::record) return records_fit(context, f.record, w.record);
  return false;  // scalars of one kind are one type, but for enums, whose members differ
}

/// A constant of the other dimension, or a Convert.
ExprId retyped(Context& context, ExprId id, TypeId wanted) {
  const Expr& expr = context.model[id];
  const Span span = expr.span;
  if (const auto* constant = std::get_if<Constant>(&expr.node))
    if (const auto* quantity = std::get_if<base::Quantity>(&constant->value))
      return context.add(Constant{base::Quantity{*dimension_of(context.kind(wanted)), quantity->value}}, wanted, span);
  return context.add(Convert{id}, wanted, span);
}

std::string field_title(std::string_view name) { return "the field `" + std::string(name) + "`"; }

/// Where the key of a record literal is written; `otherwise` for a literal nobody wrote in this form.
Span key_span(const Context& context, ExprId literal, std::string_view name, Span otherwise) {
  const auto written = context.record_literals.find(literal);
  if (written == context.record_literals.end()) return otherwise;
  const auto entry =
      std::ranges::find(written->second->entries, name, [](const grammar::RecordEntry& each) { return each.key.text; });
  return entry == written->second->entries.end() ? otherwise : entry->key.span;
}

void append(std::vector<base::Diagnostic>& to, std::vector<base::Diagnostic> more) {
  std::ranges::move(more, std::back_inserter(to));
}

/// `what` is of another type, and what to write instead.
base::Diagnostic misfit(Context& context, ExprId id, TypeId wanted, std::string_view what, ExprId like) {
  const TypeId plain = context.model.types.plain(wanted), own = context.plain_of(id);
  std::string wanted_name = context.describe(plain), found = context.describe(own);
  if (wanted_name == found) {
    wanted_name = "`" + context.model.types.spell(plain) + "`";
    found = "`" + context.model.types.spell(own) + "`";
  }
  base::Diagnostic diagnostic = diagnostics::wrong_type(context.span_of(id), what, wanted_name, found);
  diagnostic.label = operand_label(context, id);
  add_literal_help(context, diagnostic, id, wanted, like);
  if (context.kind(wanted) == TypeKind::date && context.kind(id) == TypeKind::time)
    diagnostic.helps.emplace_back("`date(TIME, ZONE)` gives the date of a time in a zone");
  return diagnostic;
}

std::vector<base::Diagnostic> misfits(Context& context, ExprId id, TypeId wanted, std::string_view what,
                                      ExprId like = {});

/// Why a record literal is not one of the wanted type: a message for each field that is missing, unknown or of another type.
std::vector<base::Diagnostic> misfits_of_fields(Context& context, ExprId literal, TypeId wanted) {
  const RecordShape shape = context.model.types[context.type(wanted).record];
  const RecordShape own = context.model.types[context.type(context.type_of(literal)).record];
  const std::vector<ExprId> values = std::get<MakeRecord>(context.model[literal].node).fields;
  std::vector<base::Diagnostic> found;
  std::vector<std::string_view> given;
  for (std::size_t i = 0; i < own.fields.size(); ++i) {
    if (!values[i]) continue;  // a field that only other records of the same list have
    const RecordField& field = own.fields[i];
    given.push_back(field.name);
    if (const RecordField* match = shape.find(field.name)) {
      append(found, misfits(context, values[i], match->type, field_title(field.name)));
      continue;
    }
    const Span key = key_span(context, literal, field.name, context.span_of(values[i]));
    found.push_back(
        did_you_mean(diagnostics::unknown_field(key, "this record", field.name), key, field.name, field_names(shape)));
  }
  for (const RecordField& field : shape.fields) {
    if (field.optional || std::ranges::count(given, field.name) != 0) continue;
    const std::string shown = context.model.types.spell(context.model.types.plain(field.type));
    found.push_back(diagnostics::missing_field(context.span_of(literal), field.name, context.describe(field.type))
                        .with_help("add `" + field.name + ": …`, or declare it as one that may be absent: `" +
                                   field.name + "?: " + shown + "`"));
  }
  return found;
}

/// What of a record literal does not fit a map: a value of another type, a key that is no member of the enum that indexes it.
std::vector<base::Diagnostic> misfits_of_entries(Context& context, ExprId literal, TypeId wanted) {
  const Type map = context.type(wanted);
  const RecordShape own = context.model.types[context.type(context.type_of(literal)).record];
  const std::vector<ExprId> values = std::get<MakeRecord>(context.model[literal].node).fields;
  std::vector<base::Diagnostic> found;
  for (std::size_t i = 0; i < own.fields.size(); ++i) {
    if (!values[i]) continue;  // an entry that only other maps of the same list have
    const std::string& name = own.fields[i].name;
    if (map.key) {
      const std::vector<std::string>& members = context.model.types[map.key].members;
      const std::vector<std::string_view> names(members.begin(), members.end());
      const Span key = key_span(context, literal, name, context.span_of(values[i]));
      if (std::ranges::find(members, name) == members.end())
        found.push_back(did_you_mean(diagnostics::not_a_member(key, name, "one of " + quoted_list(names, "and")), key,
                                     name, names));
    }
    append(found, misfits(context, values[i], map.item, "the value of `" + name + "`"));
  }
  return found;
}

/// Why an expression cannot be made one of the wanted type; nothing where it can. Of a list or record that is written out,
/// the parts that do not fit.
std::vector<base::Diagnostic> misfits(Context& context, ExprId id, TypeId wanted, std::string_view what, ExprId like) {
  if (fits(context, context.type_of(id), wanted)) return {};
  const TypeKind kind = context.kind(wanted);
  const bool is_record = std::holds_alternative<MakeRecord>(context.model[id].node);
  if (is_record && kind == TypeKind::record) return misfits_of_fields(context, id, wanted);
  if (is_record && kind == TypeKind::map) return misfits_of_entries(context, id, wanted);
  if (const auto* list = std::get_if<MakeList>(&context.model[id].node); list != nullptr && kind == TypeKind::list) {
    const std::vector<ExprId> items = list->items;
    std::vector<base::Diagnostic> found;
    for (const ExprId item : items)
      append(found, misfits(context, item, context.type(wanted).item, "an item of the list"));
    const auto is_written_out = [&](ExprId item) {
      return std::holds_alternative<MakeRecord>(context.model[item].node) ||
             std::holds_alternative<MakeList>(context.model[item].node);
    };
    // A list of plain values is wrong as a whole: its items are all of one kind.
    if (found.empty() || std::ranges::all_of(items, is_written_out)) return found;
  }
  std::vector<base::Diagnostic> found;
  found.push_back(misfit(context, id, wanted, what, like));
  return found;
}

ExprId adapt_list(Context& context, ExprId literal, TypeId wanted) {
  const TypeId item = context.type(wanted).item;
  std::vector<ExprId> items = std::get<MakeList>(context.model[literal].node).items;
  for (ExprId& each : items) each = adapt(context, each, item);
  return context.add(MakeList{std::move(items)}, wanted, context.span_of(literal));
}

ExprId adapt_record(Context& context, ExprId literal, TypeId wanted) {
  const RecordShape shape = context.model.types[context.type(wanted).record];
  const RecordShape own = context.model.types[context.type(context.type_of(literal)).record];
  const std::vector<ExprId> values = std::get<MakeRecord>(context.model[literal].node).fields;
  MakeRecord record;
  for (const RecordField& field : shape.fields) {
    const RecordField* given = own.find(field.name);
    const ExprId value = given != nullptr ? values[static_cast<std::size_t>(given - own.fields.data())] : ExprId{};
    record.fields.push_back(value ? adapt(context, value, field.type) : ExprId{});
  }
  const ExprId adapted = context.add(std::move(record), wanted, context.span_of(literal));
  if (const auto written = context.record_literals.find(literal); written != context.record_literals.end())
    context.record_literals.emplace(adapted, written->second);
  return adapted;
}

ExprId adapt_map(Context& context, ExprId literal, TypeId wanted) {
  const TypeId item = context.type(wanted).item;
  const RecordShape own = context.model.types[context.type(context.type_of(literal)).record];
  const std::vector<ExprId> values = std::get<MakeRecord>(context.model[literal].node).fields;
  std::map<std::string, ExprId> entries;
  for (std::size_t i = 0; i < own.fields.size(); ++i)
    if (values[i]) entries.emplace(own.fields[i].name, adapt(context, values[i], item));
  MakeMap map;
  for (const auto& [key, value] : entries) {
    map.keys.push_back(key);
    map.values.push_back(value);
  }
  return context.add(std::move(map), wanted, context.span_of(literal));
}

/// The record that both literals can be adapted to: fields that only one of them has become optional.
TypeId unify_records(Context& context, TypeId a, TypeId b) {
  const RecordShape first = context.model.types[context.type(a).record];
  const RecordShape second = context.model.types[context.type(b).record];
  RecordShape both;
  for (RecordField field : first.fields) {
    const RecordField* other = second.find(field.name);
    field.optional = field.optional || other == nullptr || other->optional;
    if (other != nullptr) field.type = unify(context, field.type, other->type);
    if (!field.type) return {};
    both.fields.push_back(std::move(field));
  }
  for (RecordField field : second.fields) {
    if (first.find(field.name) != nullptr) continue;
    field.optional = true;
    both.fields.push_back(std::move(field));
  }
  return context.model.types.record_of(std::move(both));
}

}  // namespace

TypeId unify_all(Context& context, const std::vector<ExprId>& items, std::size_t& odd_one) {
  TypeId all = context.scalar(TypeKind::nothing);
  bool literals = true;
  for (std::size_t i = 0; i < items.size(); ++i) {
    literals = literals && std::holds_alternative<MakeRecord>(context.model[items[i]].node);
    const TypeId plain = context.plain_of(items[i]);
    TypeId next = unify(context, all, plain);
    if (!next && literals) next = unify_records(context, all, plain);
    if (!next) {
      odd_one = i;
      return {};
    }
    all = next;
  }
  return all;
}

bool fits(Context& context, TypeId from, TypeId wanted) {
  return fits_plain(context, context.model.types.plain(from), context.model.types.plain(wanted));
}

namespace {

/// What JSON is read as beside a value of a type.
// NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
TypeId read_beside(Context& context, TypeId wanted) {
  Type type = context.type(context.model.types.plain(wanted));
  switch (type.kind) {
    // Beside a whole number it may hold any number: 83.5 is more than 80.
    case TypeKind::integer:
      return context.scalar(TypeKind::number);
    case TypeKind::ratio:
    case TypeKind::duration:
    case TypeKind::size:
    case TypeKind::time:
      type.wire = base::WireUnit::text;
      break;
    case TypeKind::list:
    case TypeKind::map:
      type.item = read_beside(context, type.item);
      break;
    default:
      break;
  }
  return context.model.types.intern(type);
}

}  // namespace

ExprId convert_any(Context& context, ExprId id, TypeId wanted) {
  return context.add(Convert{id}, read_beside(context, wanted), context.span_of(id));
}

bool can_adapt(Context& context, ExprId id, TypeId wanted) { return misfits(context, id, wanted, "").empty(); }

ExprId adapt(Context& context, ExprId id, TypeId wanted) {
  const TypeKind from = context.kind(id), to = context.kind(wanted);
  if (from == TypeKind::any && to != TypeKind::any && to != TypeKind::error) return convert_any(context, id, wanted);
  if (to == TypeKind::ratio && is_dimensionless(from)) {
    if (report_bare_number(context, id)) return context.add_error(context.span_of(id));
    return from == TypeKind::ratio ? id : retyped(context, id, context.scalar(TypeKind::ratio));
  }
  if (from == TypeKind::ratio && to == TypeKind::number) return retyped(context, id, context.scalar(TypeKind::number));
  if (from == TypeKind::date && to == TypeKind::time) return retyped(context, id, context.scalar(TypeKind::time));
  const TypeId plain = context.model.types.plain(wanted);
  if (context.plain_of(id) == plain) return id;
  if (to == TypeKind::list && std::holds_alternative<MakeList>(context.model[id].node))
    return adapt_list(context, id, plain);
  if (to == TypeKind::record && std::holds_alternative<MakeRecord>(context.model[id].node))
    return adapt_record(context, id, plain);
  if (to == TypeKind::map && std::holds_alternative<MakeRecord>(context.model[id].node))
    return adapt_map(context, id, plain);
  return id;
}

ExprId require_type(Context& context, ExprId id, TypeId wanted, std::string_view what, ExprId like) {
  std::vector<base::Diagnostic> found = misfits(context, id, wanted, what, like);
  if (found.empty()) return adapt(context, id, wanted);
  for (base::Diagnostic& diagnostic : found) context.report(std::move(diagnostic));
  return context.add_error(context.span_of(id));
}

namespace {

bool is_scalar(TypeKind kind) { return kind != TypeKind::list && kind != TypeKind::map && kind != TypeKind::record; }

}  // namespace

void add_literal_help(Context& context, base::Diagnostic& diagnostic, ExprId literal, TypeId wanted, ExprId like) {
  const Span span = context.span_of(literal);
  const bool wants_string = context.kind(wanted) == TypeKind::string;
  if (const auto bare = unquoted(context, literal, context.kind(wanted))) {
    diagnostic.helps.push_back("a string in quotes is not " + context.describe(context.model.types.plain(wanted)) +
                               ": write `" + *bare + "`");
    diagnostic.suggestion = base::Suggestion{span, *bare};
  } else if (const auto unit = with_unit(context, literal, wanted, like)) {
    diagnostic.helps.push_back("a number needs its unit: did you mean `" + *unit + "`?");
    diagnostic.suggestion = base::Suggestion{span, *unit};
  } else if (const auto examples = unit_examples(context, literal, wanted)) {
    diagnostic.helps.push_back("a number needs its unit, such as " + *examples);
  } else if (wants_string && std::holds_alternative<Constant>(context.model[literal].node)) {
    const std::string quoted = "\"" + context.text(span) + "\"";
    diagnostic.helps.push_back("a string stands in quotes: `" + quoted + "`");
    diagnostic.suggestion = base::Suggestion{span, quoted};
  } else if (wants_string && is_scalar(context.kind(literal))) {
    diagnostic.helps.emplace_back("a string with the value in it is written `\"{…}\"`");
  }
}

TypeId unify(Context& context, TypeId a, TypeId b) {
  TypeTable& types = context.model.types;
  a = types.plain(a);
  b = types.plain(b);
  if (a == b) return a;
  const Type ta = context.type(a), tb = context.type(b);
  if (ta.kind == TypeKind::error || ta.kind == TypeKind::nothing) return b;
  if (tb.kind == TypeKind::error || tb.kind == TypeKind::nothing) return a;
  // Beside a whole number JSON may hold any number.
  if (ta.kind == TypeKind::any) return tb.kind == TypeKind::integer ? context.scalar(TypeKind::number) : b;
  if (tb.kind == TypeKind::any) return ta.kind == TypeKind::integer ? context.scalar(TypeKind::number) : a;
  if (is_dimensionless(ta.kind) && is_dimensionless(tb.kind)) {
    const bool ratio = ta.kind == TypeKind::ratio || tb.kind == TypeKind::ratio;
    return context.scalar(ratio ? TypeKind::ratio : TypeKind::number);
  }
  if (is_moment(ta.kind) && is_moment(tb.kind)) return context.scalar(TypeKind::time);
  if (fits(context, a, b)) return b;
  if (fits(context, b, a)) return a;
  return {};
}

std::optional<base::Decimal> bare_number(const CheckedModel& model, ExprId id) {
  const Expr& expr = model[id];
  if (const auto* constant = std::get_if<Constant>(&expr.node)) {
    const auto* quantity = std::get_if<base::Quantity>(&constant->value);
    if (quantity != nullptr && quantity->dimension == base::Dimension::number) return quantity->value;
    return std::nullopt;
  }
  if (const auto* negate = std::get_if<NegateNode>(&expr.node)) {
    const auto operand = bare_number(model, negate->operand);
    return operand ? std::optional(-*operand) : std::nullopt;
  }
  if (const auto* arithmetic = std::get_if<ArithmeticNode>(&expr.node)) {
    const auto lhs = bare_number(model, arithmetic->lhs), rhs = bare_number(model, arithmetic->rhs);
    if (!lhs || !rhs) return std::nullopt;
    const base::ArithmeticResult result = apply(arithmetic->op, *lhs, *rhs);
    if (result.error == base::ArithmeticError::none) return result.value;
  }
  return std::nullopt;
}

namespace {

/// The ratio of `ratio * 100` or `100 * ratio`, which is how percent is made where there are no units; none elsewhere.
ExprId ratio_times_hundred(const Context& context, ExprId id) {
  const auto* product = id ? std::get_if<ArithmeticNode>(&context.model[id].node) : nullptr;
  if (product == nullptr || product->op != grammar::ArithmeticOp::multiply) return {};
  const auto is_hundred = [&](ExprId side) { return bare_number(context.model, side) == base::Decimal(100); };
  if (is_hundred(product->rhs) && context.kind(product->lhs) == TypeKind::ratio) return product->lhs;
  if (is_hundred(product->lhs) && context.kind(product->rhs) == TypeKind::ratio) return product->rhs;
  return {};
}

/// `coverage * 100 >= 80`: the `%` says all of it, and beside `coverage * 100` it would let 1 % pass for 100 %.
base::Diagnostic without_hundred(const Context& context, base::Diagnostic diagnostic, ExprId product, ExprId ratio,
                                 ExprId number, const std::string& percent) {
  const Span left = context.span_of(product), right = context.span_of(number);
  const std::string operand = context.text(context.span_of(ratio));
  diagnostic.helps.push_back("a ratio needs no `* 100`: compare `" + operand + "` itself with `" + percent + "`");
  if (left.end > right.begin) return diagnostic;
  const std::string between = context.text({left.file, left.end, right.begin});
  if (between.find_first_of("()\n") == std::string::npos)
    diagnostic.suggestion = base::Suggestion{base::cover(left, right), operand + between + percent};
  return diagnostic;
}

}  // namespace

bool report_bare_number(Context& context, ExprId id, ExprId beside) {
  const auto value = bare_number(context.model, id);
  if (!value || value->is_zero() || *value == base::Decimal(1)) return false;
  const base::Decimal hundred(100);
  const ExprId times_hundred = ratio_times_hundred(context, beside);
  // Whoever writes 0.8 thinks of a fraction, whoever writes 80 of percent.
  const bool is_fraction = value->abs() < base::Decimal(1) && !times_hundred;
  const std::string meant = (is_fraction ? base::multiply(*value, hundred).value : *value).to_string() + "%";
  const std::string read = base::multiply(*value, hundred).value.to_string() + "%";
  const Span span = context.span_of(id);
  base::Diagnostic diagnostic =
      diagnostics::bare_number_for_ratio(span, short_text(context, span, "this number"), read);
  if (times_hundred)
    context.report(without_hundred(context, std::move(diagnostic), beside, times_hundred, id, meant));
  else
    context.report(std::move(diagnostic).with_help("did you mean `" + meant + "`?").with_suggestion(span, meant));
  return true;
}

}  // namespace nexus::rules::typing
