#include "base/overloaded.h"
#include "base/values/quantity.h"
#include "workspace/describe/wording.h"
#include "workspace/describe/wording_state.h"

#include <algorithm>
#include <array>
#include <cctype>

// Values: constants, places, names, arithmetic.
namespace nexus::workspace::describing {

namespace {

using namespace rules;
using base::Dimension;

bool is_plain_name(std::string_view name) {
  return !name.empty() && (std::isdigit(static_cast<unsigned char>(name.front())) == 0) &&
         std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

void add_name(std::string& path, std::string_view name) {
  if (!path.empty()) path += '.';
  path += is_plain_name(name) ? std::string(name) : "\"" + std::string(name) + "\"";
}

/// `30m` as "30 minutes"; what has several units stays as it is.
std::string duration_words(std::string text) {
  struct Unit {
    std::string_view sign, one, several;
  };
  static constexpr std::array<Unit, 5> units{Unit{"ms", "ms", "ms"},
                                             {"s", "second", "seconds"},
                                             {"m", "minute", "minutes"},
                                             {"h", "hour", "hours"},
                                             {"d", "day", "days"}};
  const std::size_t digits = text.find_first_not_of("-0123456789.");
  if (digits == std::string::npos) return text;
  const std::string number = text.substr(0, digits), sign = text.substr(digits);
  const auto* unit = std::ranges::find(units, sign, &Unit::sign);
  if (unit == units.end()) return text;
  return number + " " + std::string(number == "1" ? unit->one : unit->several);
}

std::string_view sign_of(grammar::ArithmeticOp op) {
  switch (op) {
    case grammar::ArithmeticOp::add:
      return " + ";
    case grammar::ArithmeticOp::subtract:
      return " − ";
    case grammar::ArithmeticOp::multiply:
      return " × ";
    case grammar::ArithmeticOp::divide:
      return " ÷ ";
    case grammar::ArithmeticOp::remainder:
      return " modulo ";
  }
  return " ";
}

bool is_moment(TypeKind kind) { return kind == TypeKind::time || kind == TypeKind::date; }

/// Longer lists and texts are looked up where the param is explained.
constexpr std::size_t longest_param = 60;
constexpr std::size_t longest_blank = 90;

}  // namespace

Sentence Wording::value(ExprId id) {
  const Deeper deeper(*this);
  if (deeper.too_deep()) return written(id);
  if (const auto at = place(id)) return place_words(*at);
  return std::visit(
      base::overloaded{
          [&](const Constant& node) { return constant(node.value); },
          [&](const Template& node) { return template_words(node); },
          [&](const MakeList& node) { return list_words(node, "and"); },
          [&](const MakeRecord& node) { return record_words(node, model_[id].type); },
          [&](const MakeMap& node) { return map_words(node); },
          [&](const InputDocument&) { return words("the snapshot"); },
          [&](const FieldOf& node) { return field(node); },
          [&](const ItemAt& node) { return item_at(node); },
          [&](const EntryAt& node) { return cat("the entry of ", value(node.base), " for ", value(node.key)); },
          [&](const AnyAt& node) { return cat("the entry of ", value(node.base), " at ", value(node.index)); },
          [&](const BinderValue& node) { return item(node.binder, {}); },
          [&](const LetValue& node) { return let(node.let); },
          [&](const ParamValue& node) { return param(node.param); },
          [&](const FormalValue&) { return code(sources_.slice(model_[id].span)); },
          [&](const DefCall& node) { return call(node); },
          [&](const ChooseNode&) {
            return written(id);
          },  // only ever the body of a table, which has a section of its own
          [&](const Now&) { return words("now"); },
          [&](const Convert& node) { return value(node.operand); },
          [&](const NegateNode& node) { return cat("−", operand(node.operand)); },
          [&](const NotNode&) { return whether(id); },
          [&](const LogicalNode&) { return whether(id); },
          [&](const DefaultNode& node) { return with_default(node); },
          [&](const ArithmeticNode& node) { return arithmetic(node); },
          [&](const CompareNode&) { return whether(id); },
          [&](const BetweenNode&) { return whether(id); },
          [&](const MembershipNode&) { return whether(id); },
          [&](const StringTestNode&) { return whether(id); },
          [&](const MatchesNode&) { return whether(id); },
          [&](const SubsetNode&) { return whether(id); },
          [&](const IsNode&) { return whether(id); },
          [&](const IfNode& node) {
            return cat(value(node.then_value), " if ", clause(node.condition), ", otherwise ", value(node.else_value));
          },
          [&](const QuantifierNode& node) {
            return node.kind == grammar::QuantifierKind::the ? the_item(node) : whether(id);
          },
          [&](const ComprehensionNode& node) { return comprehension(node); },
          [&](const CallNode& node) { return function(node); },
          [&](const HistoryValue&) { return words("the earlier snapshots"); },
          [&](const PreviousValue&) { return words("the previous snapshot"); },
          [&](const WindowNode& node) { return window(node); },
          [&](const LastingNode&) { return whether(id); },
          [&](const RuleStatusNode&) { return whether(id); },
      },
      model_[id].node);
}

Sentence Wording::written(ExprId id) const {
  return {{.kind = Phrase::Kind::source, .text = std::string(sources_.slice(model_[id].span))}};
}

std::optional<Wording::Place> Wording::place(ExprId id) const {
  using Found = std::optional<Place>;
  return std::visit(
      base::overloaded{
          [&](const InputDocument& node) -> Found {
            const std::string& name = model_.inputs[node.input].name;
            if (name.empty()) return std::nullopt;
            return Place{Place::Root::document, {}, name};
          },
          [&](const PreviousValue&) -> Found { return std::nullopt; },
          [&](const FormalValue&) -> Found {
            return Place{Place::Root::formal, {}, std::string(sources_.slice(model_[id].span))};
          },
          [&](const FieldOf& node) -> Found {
            Found at = place(node.base);
            if (!at && as<InputDocument>(node.base) != nullptr) at = Place{};
            if (!at && as<PreviousValue>(node.base) != nullptr) at = Place{Place::Root::previous, {}, {}};
            if (!at)
              if (const auto* binder = as<BinderValue>(node.base)) at = Place{Place::Root::item, binder->binder, {}};
            if (at) add_name(at->path, node.name);
            return at;
          },
          [&](const EntryAt& node) -> Found {
            const auto* key = as<Constant>(node.key);
            Found at = key != nullptr ? place(node.base) : std::nullopt;
            if (!at || at->path.empty()) return std::nullopt;
            const auto* text = std::get_if<std::string>(&key->value);
            at->path +=
                "[" + (text != nullptr ? "\"" + *text + "\"" : report::doc::plain_text(constant(key->value))) + "]";
            return at;
          },
          [&](const Convert& node) -> Found { return place(node.operand); },
          [&](const LetValue& node) -> Found { return place(model_.lets[node.let].value); },
          [](const auto&) -> Found { return std::nullopt; },
      },
      model_[id].node);
}

Sentence Wording::place_words(const Place& place) {
  switch (place.root) {
    case Place::Root::previous:
      return cat("the previous ", code(place.path));
    case Place::Root::item:
      return item(place.binder, place.path);
    case Place::Root::document:
    case Place::Root::formal:
      break;
  }
  return code(place.path);
}

Sentence Wording::constant(const ConstantValue& constant) const {
  return std::visit(base::overloaded{
                        [](bool flag) { return describing::value(flag ? "true" : "false"); },
                        [](const base::Quantity& quantity) {
                          std::string text = base::format_exact(quantity.value, quantity.dimension);
                          return describing::value(
                              quantity.dimension == Dimension::duration ? duration_words(std::move(text)) : text);
                        },
                        [](const std::string& text) { return describing::value("“" + text + "”"); },
                        [&](const EnumConstant& member) {
                          return describing::value(model_.types[member.type].members[member.index]);
                        },
                        [](base::Level named) { return level(base::level_name(named)); },
                        [](const VersionConstant& version) { return describing::value(version.text); },
                    },
                    constant);
}

Sentence Wording::template_words(const Template& node) {
  if (node.pieces.empty()) return describing::value("“”");
  Sentence all = words("“");
  for (const TemplatePiece& piece : node.pieces) {
    if (!piece.expr) {
      all = cat(std::move(all), piece.text);
      continue;
    }
    if (as<ParamValue>(piece.expr) != nullptr) {  // no run changes it
      all = cat(std::move(all), report::doc::plain_text(value(in_force(piece.expr))));
      continue;
    }
    std::string text = report::doc::plain_text(value(piece.expr));
    if (text.size() > longest_blank) text = sources_.slice(model_[piece.expr].span);
    all.push_back({.kind = Phrase::Kind::blank, .text = std::move(text)});
  }
  return cat(std::move(all), "”");
}

Sentence Wording::message(ExprId id) {
  const With with(*this, Reference::the);
  if (const auto* text = as<Template>(id)) return template_words(*text);
  if (const auto* fixed = as<Constant>(id))
    if (const auto* text = std::get_if<std::string>(&fixed->value)) return cat("“", *text, "”");
  return value(id);
}

Sentence Wording::list_words(const MakeList& node, std::string_view conjunction) {
  if (node.items.empty()) return words("nothing");
  std::vector<Sentence> items;
  for (const ExprId item : node.items) items.push_back(value(item));
  return listed(items, conjunction);
}

Sentence Wording::param(ParamId id) {
  const Param& param = model_.params[id];
  const Sentence name = code(param.name, anchor_of_param(model_, id));
  const TypeKind kind = model_.types[param.type].kind;
  if (kind == TypeKind::record || kind == TypeKind::map || kind == TypeKind::list) return name;
  Sentence value_of = value(in_force(param.value));
  if (report::doc::plain_text(value_of).size() > longest_param) return name;
  return cat(std::move(value_of), " (", name, ")");
}

Sentence Wording::record_words(const MakeRecord& node, TypeId type) {
  const std::vector<RecordField>& fields = model_.types[model_.types[type].record].fields;
  std::vector<Sentence> entries;
  for (std::size_t i = 0; i < node.fields.size(); ++i)
    if (node.fields[i])
      entries.push_back(
          cat(spaced(fields[i].name), ": ", value(node.fields[i])));  // one that is optional may be left out
  return listed(entries, ",");
}

Sentence Wording::map_words(const MakeMap& node) {
  std::vector<Sentence> entries;
  for (std::size_t i = 0; i < node.keys.size(); ++i) entries.push_back(cat(node.keys[i], ": ", value(node.values[i])));
  return entries.empty() ? words("nothing") : listed(entries, ",");
}

/// What a param is set to, be it by another param.
ExprId Wording::in_force(ExprId id) const {
  while (const auto* param = as<ParamValue>(id)) id = model_.params[param->param].value;
  return id;
}

/// What a sentence is about: a param goes by its name there, "`releasers` (1) is above 0".
Sentence Wording::subject(ExprId id) {
  const auto* param = as<ParamValue>(id);
  if (param == nullptr) return value(id);
  Sentence name = code(model_.params[param->param].name, anchor_of_param(model_, param->param));
  const TypeKind kind = this->kind(id);
  if (kind == TypeKind::record || kind == TypeKind::map || kind == TypeKind::list) return name;
  return cat(std::move(name), " (", value(in_force(id)), ")");
}

Sentence Wording::let(LetId id) {
  std::vector<LetId>& known = model_.lets[id].in_rule ? terms_.rule_lets : terms_.lets;
  if (std::ranges::find(known, id) == known.end()) known.push_back(id);
  return code(model_.lets[id].name, anchor_of_let(model_, id));
}

Sentence Wording::call(const DefCall& node) {
  if (std::ranges::find(terms_.defs, node.def) == terms_.defs.end()) terms_.defs.push_back(node.def);
  Sentence name = code(model_.defs[node.def].name, anchor_of_def(model_, node.def));
  if (node.arguments.empty()) return name;
  std::vector<Sentence> arguments;
  for (const ExprId argument : node.arguments) arguments.push_back(value(argument));
  return cat(std::move(name), " for ", listed(arguments, "and"));
}

Sentence Wording::field(const FieldOf& node) {
  std::string name;
  add_name(name, node.name);
  return cat(code(name), " of ", value(node.base));
}

Sentence Wording::item_at(const ItemAt& node) {
  const auto* constant = as<Constant>(node.index);
  const auto* position = constant != nullptr ? std::get_if<base::Quantity>(&constant->value) : nullptr;
  const std::string text = position != nullptr ? base::format_exact(position->value, Dimension::number) : "";
  const std::string_view which = text == "0" ? "first" : text == "1" ? "second" : text == "-1" ? "last" : "";
  const Sentence list = as<HistoryValue>(node.base) != nullptr ? words("the earlier snapshots") : value(node.base);
  if (!which.empty()) return cat("the ", which, as<HistoryValue>(node.base) != nullptr ? " of " : " item of ", list);
  return cat("item number ", value(node.index), " (from 0) of ", list);
}

Sentence Wording::operand(ExprId id) {
  const bool is_compound = as<ArithmeticNode>(id) != nullptr || as<IfNode>(id) != nullptr;
  return is_compound ? cat("(", value(id), ")") : value(id);
}

Sentence Wording::arithmetic(const ArithmeticNode& node) {
  using Op = grammar::ArithmeticOp;
  if (node.op == Op::subtract && is_moment(kind(node.lhs)) && is_moment(kind(node.rhs))) {
    if (as<Now>(node.lhs) != nullptr) return cat("the time since ", value(node.rhs));
    if (as<Now>(node.rhs) != nullptr) return cat("the time until ", value(node.lhs));
    return cat("the time from ", value(node.rhs), " to ", value(node.lhs));
  }
  if (node.op == Op::subtract && is_moment(kind(node.lhs))) {
    return as<Now>(node.lhs) != nullptr ? cat(operand(node.rhs), " before now")
                                        : cat(operand(node.rhs), " before ", value(node.lhs));
  }
  if (node.op == Op::add && is_moment(kind(node.lhs))) return cat(operand(node.rhs), " after ", value(node.lhs));
  if (node.op == Op::add && is_moment(kind(node.rhs))) return cat(operand(node.lhs), " after ", value(node.rhs));
  return cat(operand(node.lhs), sign_of(node.op), operand(node.rhs));
}

Sentence Wording::with_default(const DefaultNode& node) {
  std::vector<Sentence> others;
  for (std::size_t i = 1; i < node.operands.size(); ++i) others.push_back(value(node.operands[i]));
  return cat(operand(node.operands.front()), " (if missing: ", listed(others, "else"), ")");
}

}  // namespace nexus::workspace::describing
