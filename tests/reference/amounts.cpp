#include "tests/reference/expressions.h"

#include <utility>

/// Expressions that give numbers, texts and lists.
namespace nexus::reference {

std::optional<Term> Expressions::window(const std::string& sort, int depth) {
  if (!may_look_back || bound_ > 0) return std::nullopt;
  std::string end = " over " + dice_.pick<std::string>({"1m", "2m", "5m", "1h"});
  if (dice_.percent(30)) end += " needs at least " + dice_.pick<std::string>({"1", "2"});
  if (dice_.percent(20)) end += " max gap " + dice_.pick<std::string>({"1m", "2m"});
  if (sort == "int" && dice_.percent(40)) return join(sort, {"count(", end + ")"}, {make("bool", depth - 1)});
  const std::string function = sort == "int" ? dice_.pick<std::string>({"sum(", "min(", "max(", "increase("})
                                             : dice_.pick<std::string>({"sum(", "avg(", "min(", "max(", "median(",
                                                                        "stddev(", "increase(", "percentile(90, "});
  if (function == "increase(" && sort == "ratio") return std::nullopt;
  return join(sort, {function, end + ")"}, {make(sort, depth - 1)});
}

/// `mann_whitney(A, B).p` of lists that are long enough, for the most part.
Term Expressions::rank_sum() {
  const std::string item = dice_.pick<std::string>({"int", "number", "ratio", "duration", "size"});
  const auto sample = [&] {
    std::string few;
    for (std::size_t n = 3 + dice_.roll(5); n > 0; --n) few += (few.empty() ? "[" : ", ") + literal(item, dice_);
    const Term written{.sort = "[" + item + "]", .text = {few + "]"}};
    auto given = path("[" + item + "]");
    return given ? join(written.sort, {"concat(", ", ", ")"}, {*given, written}) : written;
  };
  Term a = sample();
  return join("number", {"mann_whitney(", ", ", dice_.percent(50) ? ").p" : ").effect"}, {std::move(a), sample()});
}

/// `hour(t, "Europe/Berlin")`.
std::optional<Term> Expressions::on_calendar(const char* function) {
  const auto time = dice_.percent(40) ? std::nullopt : path("time");
  const std::string zone = dice_.pick<std::string>({"UTC", "Europe/Berlin", "Asia/Tokyo"});
  const Term at = time ? *time : Term{.sort = "time", .text = {"now"}};
  if (auto named = dice_.percent(10) ? path("string") : std::nullopt)
    return join("int", {std::string(function) + "(", ", ", ")"}, {at, *named});
  return join("int", {std::string(function) + "(", ", \"" + zone + "\")"}, {at});
}

Term Expressions::number(const std::string& sort, int depth) {
  if (sort != "time" && dice_.percent(15))
    if (auto found = window(sort, depth)) return *found;
  if (dice_.percent(15))
    if (auto found = sort == "time" ? std::nullopt : over_items(sort, depth)) return *found;
  const auto operation = [&](const char* op, const std::string& a, const std::string& b) {
    return join(sort, {"(", op, ")"}, {make(a, depth - 1), make(b, depth - 1)});
  };
  const std::size_t roll = dice_.roll(6);
  if (sort == "time") {
    if (roll == 0) return {.sort = sort, .text = {"now"}};
    if (roll < 3) return operation(roll == 1 ? " + " : " - ", "time", "duration");
    return leaf(sort);
  }
  if (roll == 0) return operation(" + ", sort, sort);
  if (roll == 1) return operation(" - ", sort, sort);
  if (roll == 2) return join(sort, {"(-", ")"}, {make(sort, depth - 1)});
  if (sort == "int") {
    switch (dice_.roll(6)) {
      case 5:
        if (auto found = on_calendar(dice_.pick<std::string>({"hour", "day", "month"}).c_str())) return *found;
        return leaf(sort);
      case 0:
        return operation(" * ", "int", "int");
      case 1:
        return operation(" % ", "int", "int");
      case 2:
        if (auto range = enter(true)) {
          Term result = join(sort, {"count(", " where ", ")"}, {range->term, make("bool", depth - 1)});
          leave(*range);
          return result;
        }
        return leaf(sort);
      case 3:
        if (auto version = dice_.percent(30) ? path("version") : std::nullopt)
          return join(sort, {"", dice_.pick<std::string>({".major", ".minor", ".patch"})}, {*version});
        if (auto any = dice_.percent(30) ? path("any") : std::nullopt) return join(sort, {"length(", ")"}, {*any});
        return join(sort, {"length(", ")"}, {make("string", depth - 1)});
      default:
        return leaf(sort);
    }
  }
  if (sort == "number") {
    switch (dice_.roll(8)) {
      case 7:
        return dice_.percent(40) ? rank_sum() : leaf(sort);
      case 6:
        if (auto any = path("any")) return join(sort, {"(", " + ", ")"}, {*any, make("number", depth - 1)});
        return leaf(sort);
      case 0:
        return operation(" / ", "int", "int");
      case 1:
        return operation(" / ", "number", "number");
      case 2:
        return operation(" * ", "number", "number");
      case 3:
        return operation(" % ", "number", "number");
      case 4:
        return operation(" / ", "duration", "duration");
      default:
        return join(sort, {"number(", ")"}, {make("string", depth - 1)});
    }
  }
  if (sort == "ratio") {
    switch (dice_.roll(3)) {
      case 0:
        return operation(" * ", "ratio", "ratio");
      case 1:
        return join(sort, {"((", ") as ratio)"}, {make("number", depth - 1)});
      default:
        return leaf(sort);
    }
  }
  switch (dice_.roll(4)) {
    case 0:
      return operation(" * ", sort, "int");
    case 1:
      return operation(" / ", sort, "number");
    case 2:
      return operation(" % ", sort, sort);
    default:
      return sort == "duration" ? operation(" - ", "time", "time") : leaf(sort);
  }
}

Term Expressions::text(int depth) {
  switch (dice_.roll(7)) {
    case 0:
      return join("string", {"lower(", ")"}, {make("string", depth - 1)});
    case 1:
      return join("string", {"upper(", ")"}, {make("string", depth - 1)});
    case 2:
      return join("string", {"trim(", ")"}, {make("string", depth - 1)});
    case 3:
      return join("string", {"replace(", ", ", ", ", ")"},
                  {make("string", depth - 1), {.sort = "string", .text = {"\"a\""}}, leaf("string")});
    case 4:
      return join("string", {"join(", ", ", ")"}, {make("[string]", depth - 1), leaf("string")});
    default:
      return leaf("string");
  }
}

/// Items of a list in another order: `sort(x in L by e)`, or the latest of each sort.
std::optional<Term> Expressions::picked(const std::string& sort, int depth) {
  auto range = enter(false, sort);
  if (!range) return std::nullopt;
  beside_ = false;
  const auto key = [&](const std::vector<std::string>& sorts) {
    for (int tries = 0; tries < 3; ++tries)
      if (auto place = path(dice_.pick(sorts))) return *place;
    return make("int", depth - 1);
  };
  std::vector<std::string> text = {"(", " by ", ")"};
  std::vector<Term> operands = {range->term};
  if (dice_.percent(30)) {
    text.insert(text.begin() + 1, " where ");
    operands.push_back(make("bool", depth - 1));
  }
  const bool latest = dice_.percent(50);
  text.front() = latest ? "latest(" : "sort(";
  operands.push_back(key(latest ? std::vector<std::string>{"string", "int", "bool", "Stage", "version"}
                                : std::vector<std::string>{"string", "int", "ratio", "Severity", "version", "time"}));
  if (latest) {
    text.insert(text.end() - 1, ", ");
    operands.push_back(make("time", depth - 1));
  }
  beside_ = true;
  leave(*range);
  return join(sort, std::move(text), std::move(operands));
}

Term Expressions::list(const std::string& sort, int depth) {
  const std::string item = sort.substr(1, sort.size() - 2);
  const auto of_two = [&](const char* function) {
    return join(sort, {std::string(function) + "(", ", ", ")"}, {make(sort, depth - 1), make(sort, depth - 1)});
  };
  switch (dice_.roll(10)) {
    case 9:
      if (item == "string")
        return join(sort, {"split(", ", ", ")"}, {make("string", depth - 1), {.sort = "", .text = {"\"/\""}}});
      return leaf(sort);
    case 0:
    case 1:
    case 2:
      if (auto range = enter(true)) {
        Term result =
            join(sort, {"[", " for ", " where ", "]"}, {make(item, depth - 1), range->term, make("bool", depth - 1)});
        // The item stands first in the text, but its names are known there, too.
        leave(*range);
        return result;
      }
      return leaf(sort);
    case 3:
      return of_two(dice_.percent(50) ? "union" : "intersection");
    case 4:
      return of_two(dice_.percent(50) ? "difference" : "concat");
    case 5:
      return join(sort, {"unique(", ")"}, {make(sort, depth - 1)});
    case 6:
      return join(sort,
                  {(dice_.percent(50) ? "first(" : "last(") + dice_.pick<std::string>({"0", "1", "2"}) + ", ", ")"},
                  {make(sort, depth - 1)});
    case 8:
      if (auto found = picked(sort, depth)) return *found;
      return leaf(sort);
    case 7:
      if (item == "int" || item == "string" || item == "Severity")
        return join(sort, {"sort(", ")"}, {make(sort, depth - 1)});
      return leaf(sort);
    default:
      return leaf(sort);
  }
}

Term Expressions::message() {
  Term result = join("string", {"\"m"}, {});
  for (std::size_t n = dice_.roll(3); n > 0; --n) {
    const auto value = path(dice_.pick<std::string>(
        {"string", "int", "bool", "Severity", "Stage", "level", "ratio", "duration", "time", "any"}));
    if (!value) continue;
    result.text.back() += " {";
    result.operands.push_back(*value);
    result.text.emplace_back("}");
  }
  result.text.back() += "\"";
  result.sort = "";
  return result;
}

}  // namespace nexus::reference
