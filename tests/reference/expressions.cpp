#include "tests/reference/expressions.h"

#include <algorithm>
#include <utility>

namespace nexus::reference {

namespace {

const std::vector<std::string> ordered = {"int",  "number",  "ratio", "duration", "size",
                                          "time", "version", "level", "Severity", "string"};
const std::vector<std::string> amounts = {"int", "number", "ratio", "duration", "size"};
const std::vector<std::string> scalars = {"bool", "int",     "number", "ratio",    "duration", "size",
                                          "time", "version", "level",  "Severity", "Stage",    "string"};

bool among(const std::vector<std::string>& sorts, const std::string& sort) {
  return std::find(sorts.begin(), sorts.end(), sort) != sorts.end();
}
std::string item_of(const std::string& sort) { return sort.substr(1, sort.size() - 2); }

}  // namespace

Expressions::Expressions(const Schema& schema, Dice& dice) : schema_(schema), dice_(dice) {
  for (const Field& field : schema.snapshot.fields) add(field.name, field.shape, 3);
  for (const Document& document : schema.others)
    for (const Field& field : document.shape.fields) add(document.name + "." + field.name, field.shape, 2);
}

void Expressions::look_back() {
  may_look_back = true;
  for (const Field& field : schema_.snapshot.fields)
    if (dice_.percent(40)) add("previous." + field.name, field.shape, 1);
}

Term Expressions::join(std::string sort, std::vector<std::string> text, std::vector<Term> operands) {
  return {.sort = std::move(sort), .text = std::move(text), .operands = std::move(operands)};
}

void Expressions::add(const std::string& text, const Shape& shape, int depth) {
  paths_.push_back({text, shape.sort, &shape, false});
  if (depth == 0) return;
  for (const Field& field : shape.fields) add(text + "." + field.name, field.shape, depth - 1);
  if (shape.kind == Shape::Kind::list) {
    add(text + "[0]", *shape.item, depth - 2 < 0 ? 0 : depth - 2);
    add(text + "[-1]", *shape.item, 0);
  }
  if (shape.kind == Shape::Kind::any)
    for (const char* step : {".a", "[\"k\"]", "[0]", ".id"}) add(text + step, shape, depth - 2 < 0 ? 0 : depth - 2);
  if (shape.kind == Shape::Kind::map) add(text + "[\"k\"]", *shape.item, depth - 2 < 0 ? 0 : depth - 2);
}

void Expressions::declare(const std::string& name, const Shape& shape) { add(name, shape, 2); }

std::optional<Term> Expressions::path(const std::string& sort, bool only_places) {
  std::vector<const Path*> fit;
  for (const Path& path : paths_)
    if (path.sort == sort && !(only_places && path.computed)) fit.push_back(&path);
  if (fit.empty()) return std::nullopt;
  // What was named last is what is likely to be asked about.
  const std::size_t at = dice_.percent(50) && fit.size() > 2 ? fit.size() - 1 - dice_.roll(2) : dice_.roll(fit.size());
  return Term{.sort = sort, .text = {fit[at]->text}};
}

Term Expressions::leaf(const std::string& sort) {
  if (dice_.percent(4))
    if (auto found = converted(sort)) return *found;
  if (dice_.percent(75))
    if (auto found = path(sort)) return *found;
  const bool is_member = sort == "Severity" || sort == "Stage";
  if (is_member && !beside_)
    if (auto found = path(sort)) return *found;
  const std::string text = literal(sort, dice_);
  if (!text.empty()) return {.sort = sort, .text = {text}};
  if (auto found = path(sort)) return *found;
  if (sort.starts_with("[")) return join(sort, {"[", "]"}, {leaf(item_of(sort))});
  return {.sort = sort, .text = {"nothing"}};
}

Term Expressions::make(const std::string& sort, int depth) {
  if (depth <= 0) return leaf(sort);
  if (dice_.percent(6) && path(sort)) {
    const Term condition = make("bool", depth - 1);
    return join(sort, {"(if ", " then ", " else ", ")"}, {condition, *path(sort), make(sort, depth - 1)});
  }
  if (may_observe && dice_.percent(8))
    if (auto place = path(sort, true)) return join(sort, {"(", " ?? ", ")"}, {*place, leaf(sort)});
  if (dice_.percent(12))
    if (auto found = call(sort, depth)) return *found;
  if (dice_.percent(5))
    if (auto found = the_one(sort, depth)) return *found;
  if (sort == "bool") return condition(depth);
  if (sort == "string") return text(depth);
  if (among(amounts, sort) || sort == "time") return number(sort, depth);
  if (sort.starts_with("[")) return list(sort, depth);
  if (auto found = dice_.percent(30) ? over_items(sort, depth) : std::nullopt) return *found;
  return leaf(sort);
}

std::optional<Term> Expressions::call(const std::string& sort, int depth) {
  std::vector<const Callable*> fit;
  for (const Callable& callable : callables_)
    if (callable.sort == sort) fit.push_back(&callable);
  if (fit.empty()) return std::nullopt;
  const Callable& callable = *dice_.pick(fit);
  Term result = join(sort, {callable.name + "("}, {});
  for (const std::string& takes : callable.takes) {
    if (!result.operands.empty()) result.text.back() += ", ";
    // A member of an enum is a literal only beside a value; as an argument its quotes would do, a place does too.
    auto place = path(takes);
    result.operands.push_back(place ? *place : make(takes, depth - 1));
    result.text.emplace_back("");
  }
  result.text.back() += ")";
  return result;
}

Term Expressions::body(const std::vector<std::pair<std::string, std::string>>& formals, const std::string& sort,
                       int depth) {
  const std::size_t before = paths_.size();
  for (const auto& [name, of] : formals) declare(name, of);
  ++bound_;
  Term result = make(sort, depth);
  --bound_;
  paths_.erase(paths_.begin() + static_cast<std::ptrdiff_t>(before), paths_.end());
  return result;
}

Term Expressions::condition(int depth) {
  switch (dice_.roll(16)) {
    case 0:
    case 1:
      return join("bool", {"(", " and ", ")"}, {make("bool", depth - 1), make("bool", depth - 1)});
    case 2:
    case 3:
      return join("bool", {"(", " or ", ")"}, {make("bool", depth - 1), make("bool", depth - 1)});
    case 4:
      return join("bool", {"(not ", ")"}, {make("bool", depth - 1)});
    case 5: {
      if (!may_observe) return comparison(depth);
      std::vector<const Path*> places;
      for (const Path& path : paths_)
        if (!path.computed) places.push_back(&path);
      const std::string what = dice_.pick<std::string>(
          {" is missing", " is present", " is null", " is not missing", " is not present", " is not null"});
      return {.sort = "bool", .text = {"(" + dice_.pick(places)->text + what + ")"}};
    }
    case 6:
    case 7:
    case 8:
      if (auto found = quantifier(depth)) return found->term;
      return comparison(depth);
    case 9:
      return text_test(depth);
    case 10:
      if (!statuses.empty()) return {.sort = "bool", .text = {"(" + dice_.pick(statuses) + ")"}};
      return leaf("bool");
    case 11:
      return leaf("bool");
    default:
      return comparison(depth);
  }
}

Term Expressions::comparison(int depth) {
  if (dice_.percent(8))
    if (auto found = undeclared(depth)) return *found;
  if (dice_.percent(15)) {
    const std::string sort = dice_.pick(scalars);
    if (auto left = path(sort)) {
      std::vector<Term> operands = {*left, leaf(sort), leaf(sort)};
      return join("bool", {"(", dice_.percent(70) ? " in [" : " not in [", ", ", "])"}, std::move(operands));
    }
  }
  if (dice_.percent(15)) {
    const std::string sort = dice_.pick(ordered);
    if (auto left = path(sort)) return join("bool", {"(", " between ", " and ", ")"}, {*left, leaf(sort), leaf(sort)});
  }
  if (dice_.percent(10)) {
    std::vector<std::string> sorts;
    for (const Path& path : paths_)
      if (path.shape != nullptr && path.shape->kind == Shape::Kind::list && path.sort.find("any") == std::string::npos)
        sorts.push_back(path.sort);
    if (!sorts.empty()) {
      const std::string sort = dice_.pick(sorts);
      const Term a = *path(sort);
      if (dice_.percent(30)) return join("bool", {"(", dice_.percent(50) ? " is empty)" : " is not empty)"}, {a});
      if (dice_.percent(40))
        return join("bool", {"(", dice_.percent(50) ? " == " : " != ", ")"}, {a, make(sort, depth - 1)});
      if (dice_.percent(50)) return join("bool", {"(", " subset of ", ")"}, {a, make(sort, depth - 1)});
      if (auto item = path(item_of(sort)))
        return join("bool", {"(", dice_.percent(50) ? " in " : " not in ", ")"}, {*item, make(sort, depth - 1)});
    }
  }
  if (dice_.percent(4))
    if (auto day = on_calendar("weekday"))
      return join("bool",
                  {"(", dice_.pick<std::string>({" == ", " >= ", " < "}) +
                            dice_.pick<std::string>({"monday", "wednesday"}) + ")"},
                  {*day});
  const bool equality = dice_.percent(35);
  const std::string sort = dice_.pick(equality ? scalars : ordered);
  // At least one side is a place: what is written out alone is decided while compiling.
  auto left = path(sort);
  if (!left) return leaf("bool");
  if (among(amounts, sort) && dice_.percent(50)) left = make(sort, depth - 1);
  const std::string op =
      equality ? dice_.pick<std::string>({" == ", " != "}) : dice_.pick<std::string>({" < ", " <= ", " > ", " >= "});
  Term right = make(sort, depth - 1);
  const bool swap = dice_.percent(25) && (sort != "Severity" && sort != "Stage");
  if (swap) std::swap(*left, right);
  return join("bool", {"(", op, ")"}, {*left, right});
}

Term Expressions::text_test(int depth) {
  const auto subject = path("string");
  if (!subject) return leaf("bool");
  switch (dice_.roll(6)) {
    case 0:
      return join("bool", {"(", " contains ", ")"}, {*subject, make("string", depth - 1)});
    case 1:
      return join("bool", {"(", " starts with ", ")"}, {*subject, leaf("string")});
    case 2:
      return join("bool", {"(", " ends with ", ")"}, {*subject, leaf("string")});
    case 3:
      return join(
          "bool",
          {"(", " matches " + dice_.pick<std::string>({"'^[a-z]+$'", "'[0-9]'", "'^(main|b)$'", "'e.*/'"}) + ")"},
          {*subject});
    case 4:
      return join("bool",
                  {"(", " like " + dice_.pick<std::string>({"'release/*'", "'**'", "'*'", "'?'", "'*/1.?'"}) + ")"},
                  {*subject});
    default:
      return join("bool", {"(", dice_.percent(50) ? " is empty)" : " is not empty)"}, {*subject});
  }
}

std::optional<Expressions::Range> Expressions::one_range(const std::string& sort) {
  std::vector<const Path*> lists;
  for (const Path& path : paths_)
    if (path.shape != nullptr && (path.shape->item != nullptr || path.shape->kind == Shape::Kind::any) &&
        (sort.empty() || path.sort == sort))
      lists.push_back(&path);
  if (lists.empty()) return std::nullopt;
  const Path& over = *dice_.pick(lists);
  Range range;
  range.before = paths_.size();
  range.list = {.sort = over.sort, .text = {over.text}};
  // What is in JSON of undeclared shape is of the same.
  range.shape = over.shape->item != nullptr ? over.shape->item.get() : over.shape;
  const bool is_map = over.shape->kind == Shape::Kind::map;
  if (const std::string of = over.sort; sort.empty() && over.shape->kind == Shape::Kind::list && dice_.percent(10))
    range.list = picked(of, 1).value_or(range.list);
  const std::string number = std::to_string(++names_);
  range.item = "x" + number;
  range.names = range.item;
  if (is_map && dice_.percent(60)) {
    range.names = "k" + number + ", " + range.item;
    paths_.push_back({"k" + number, "string", nullptr, true});
  }
  add(range.item, *range.shape, 2);
  range.term = {.sort = "", .text = {range.names + " in ", ""}, .operands = {range.list}};
  return range;
}

std::optional<Expressions::Range> Expressions::enter(bool several, const std::string& sort) {
  auto range = one_range(sort);
  if (!range) return range;
  ++bound_;
  if (!several || !dice_.percent(15)) return range;
  auto second = one_range();
  range->item = second->item;
  range->shape = second->shape;
  range->term.text = {range->names + " in ", ", " + second->names + " in ", ""};
  range->term.operands.push_back(second->list);
  return range;
}

void Expressions::leave(const Range& range) {
  --bound_;
  paths_.erase(paths_.begin() + static_cast<std::ptrdiff_t>(range.before), paths_.end());
}

Term Expressions::over(const std::string& item, const Shape& shape, int depth) {
  const std::size_t before = paths_.size();
  add(item, shape, 2);
  Term result = make("bool", depth);
  paths_.erase(paths_.begin() + static_cast<std::ptrdiff_t>(before), paths_.end());
  return result;
}

std::optional<Expressions::Quantified> Expressions::quantifier(int depth) {
  auto range = enter(true);
  if (!range) return std::nullopt;
  Quantified result;
  result.item = range->item;
  result.shape = range->shape;
  const auto filtered = [&](const std::string& words) {
    return join("bool", {"(" + words + " ", " where ", ")"}, {range->term, make("bool", depth - 1)});
  };
  switch (dice_.roll(8)) {
    case 0:
    case 1:
      result.term = join("bool", {"(every ", " has ", ")"}, {range->term, make("bool", depth - 1)});
      result.breaks = true;
      break;
    case 2:
      result.term =
          join("bool", {"(every ", " where ", !may_observe || dice_.percent(50) ? " has " : " if any has ", ")"},
               {range->term, make("bool", depth - 1), make("bool", depth - 1)});
      result.breaks = true;
      break;
    case 3:
      result.term = filtered("some");
      break;
    case 4:
      result.term = filtered("no");
      result.breaks = true;
      break;
    case 5:
    case 6: {
      const std::string kind = dice_.pick<std::string>({"at least ", "at most ", "exactly "});
      result.breaks = kind == "at most ";
      result.term = filtered(kind + dice_.pick<std::string>({"0", "1", "2"}));
      break;
    }
    default: {
      const std::string sort = dice_.pick<std::string>({"string", "int", "bool"});
      result.term =
          join("bool", {"(at least " + dice_.pick<std::string>({"1", "2"}) + " distinct ", " for ", " where ", ")"},
               {make(sort, depth - 1), range->term, make("bool", depth - 1)});
    }
  }
  leave(*range);
  return result;
}

std::optional<Term> Expressions::the_one(const std::string& sort, int depth) {
  auto range = enter();
  if (!range) return std::nullopt;
  std::optional<Term> result;
  const std::string way = range->shape->sort == sort ? ")" : [&]() -> std::string {
    for (const Field& field : range->shape->fields)
      if (field.shape.sort == sort) return ")." + field.name;
    return "";
  }();
  if (!way.empty()) result = join(sort, {"(the ", " where ", way}, {range->term, make("bool", depth - 1)});
  leave(*range);
  return result;
}

std::optional<Term> Expressions::over_items(const std::string& sort, int depth) {
  auto range = enter(true);
  if (!range) return std::nullopt;
  const bool amount = among(amounts, sort) && sort != "int";
  const std::string function =
      amount ? dice_.pick<std::string>({"sum(", "avg(", "min(", "max(", "median(", "stddev(", "percentile(90, "})
      : sort == "int" ? dice_.pick<std::string>({"sum(", "min(", "max("})
                      : dice_.pick<std::string>({"min(", "max("});
  beside_ = false;
  Term value = make(sort, depth - 1);
  beside_ = true;
  Term result = dice_.percent(50)
                    ? join(sort, {function, " for ", ")"}, {value, range->term})
                    : join(sort, {function, " for ", " where ", ")"}, {value, range->term, make("bool", depth - 1)});
  leave(*range);
  return result;
}

}  // namespace nexus::reference
