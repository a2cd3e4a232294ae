#include "tests/reference/interpreter.h"
#include "tests/reference/read.h"

#include <algorithm>
#include <utility>

namespace nexus::reference {

using rules::ExprId;
using rules::Function;
using rules::TypeKind;

namespace {

Value too_few() { return Value::unknown("too_few"); }

Value list_of(std::vector<Value> values) {
  std::vector<Item> items;
  for (Value& value : values) items.push_back({std::move(value)});
  return Value::of_list(std::move(items));
}

/// Added in the order of the list where that is exact in any order, else from the least to the greatest.
std::optional<Number> sum(std::vector<Value> values) {
  int low = 0, high = 0;
  bool any = false;
  for (const Value& value : values) {
    if (value.number.is_zero()) continue;
    low = any ? std::min(low, value.number.least()) : value.number.least();
    high = any ? std::max(high, value.number.greatest()) : value.number.greatest();
    any = true;
  }
  if (any && high + static_cast<int>(std::to_string(values.size()).size()) - low + 1 > 34)
    std::stable_sort(values.begin(), values.end(), [](const Value& a, const Value& b) { return a.number < b.number; });
  std::optional<Number> total = Number(0);
  for (const Value& value : values)
    if (total) total = *total + value.number;
  return total;
}

/// Linear interpolation at rank (n − 1) · p / 100 of the sorted values.
std::optional<Number> percentile(std::vector<Value> values, const Number& p) {
  std::stable_sort(values.begin(), values.end(), [](const Value& a, const Value& b) { return a.number < b.number; });
  const Number rank = *(*(Number(static_cast<std::int64_t>(values.size()) - 1) * p) / Number(100));
  const Number part = *(rank % Number(1));
  const auto at = static_cast<std::size_t>((rank - part)->to_int());
  const Number& low = values[at].number;
  if (part.is_zero()) return low;
  const auto step = values[at + 1].number - low;
  const auto share = step ? *step * part : std::nullopt;
  return share ? low + *share : std::nullopt;
}

/// By how much the values of a sample deviate from their mean.
std::optional<Number> stddev(const std::vector<Value>& values) {
  const Number count(static_cast<std::int64_t>(values.size()));
  const auto total = sum(values);
  const auto mean = total ? *total / count : std::nullopt;
  std::vector<Value> squares;
  for (const Value& value : values) {
    const auto off = mean ? value.number - *mean : std::nullopt;
    const auto square = off ? *off * *off : std::nullopt;
    if (!square) return std::nullopt;
    squares.push_back(Value::of(*square));
  }
  const auto of_squares = sum(squares);
  const auto variance = of_squares ? *of_squares / *(count - Number(1)) : std::nullopt;
  return variance ? std::optional(variance->root()) : std::nullopt;
}

}  // namespace

Sure sure_items(const Value& list) {
  Sure sure;
  for (const Item& item : *list.items) {
    add(sure.unknown, item.perhaps);
    if (!item.value.is_known()) add(sure.unknown, item.value.reasons);
    sure.values.push_back(item.value);
  }
  return sure;
}

Value Interpreter::latest(const rules::CallNode& node) {
  const Rows all = rows(*node.ranges);
  Reasons unknown;
  struct Last {
    Value key, time, item;
  };
  std::vector<Last> found;
  for (const Row& row : all.rows) {
    if (row.guard.is_false()) continue;
    if (!row.guard.is_known()) add(unknown, row.guard.reasons);
    bind(*node.ranges, row);
    const Value item = evaluate(node.arguments[0]), key = evaluate(node.key), time = evaluate(node.arguments[1]);
    if (const auto open = any_unknown({&item, &key, &time})) {
      add(unknown, open->reasons);
      continue;
    }
    const auto same =
        std::find_if(found.begin(), found.end(), [&](const Last& l) { return equal(l.key, key).is_true(); });
    if (same == found.end()) {
      found.push_back({key, time, item});
    } else if (order(time, same->time) >= 0) {
      same->time = time;
      same->item = item;
    }
  }
  add(unknown, all.unknown);
  if (!unknown.empty()) return Value::unknown(std::move(unknown));
  std::vector<Value> values;
  for (Last& last : found) values.push_back(std::move(last.item));
  return list_of(std::move(values));
}

Value Interpreter::aggregate(ExprId id, const rules::CallNode& node) {
  const Function function = node.function;
  Sure sure;
  // The rank of a percentile stands behind what it is of.
  const Value rank = function == Function::percentile ? evaluate(node.arguments[1]) : Value();
  if (node.ranges) {
    const Rows all = rows(*node.ranges);
    if (all.outermost_unknown) return Value::unknown(all.unknown);
    for (const Row& row : all.rows) {
      if (row.guard.is_false()) continue;
      if (!row.guard.is_known()) add(sure.unknown, row.guard.reasons);
      bind(*node.ranges, row);
      const Value value = function == Function::count ? Value::of(true) : evaluate(node.arguments[0]);
      if (!value.is_known()) add(sure.unknown, value.reasons);
      sure.values.push_back(value);
    }
    add(sure.unknown, all.unknown);
  } else {
    const Value list = evaluate(node.arguments[0]);
    if (!list.is_known()) return list;
    if (function == Function::count) {
      for (const Item& item : *list.items) {
        add(sure.unknown, item.perhaps);
        sure.values.push_back(item.value);
      }
    } else {
      sure = sure_items(list);
    }
  }
  if (!sure.unknown.empty()) return Value::unknown(std::move(sure.unknown));
  return aggregate_known(id, function, sure.values, rank);
}

Value Interpreter::aggregate_known(ExprId id, Function function, const std::vector<Value>& values,
                                   const Value& rank) const {
  const Number count(static_cast<std::int64_t>(values.size()));
  if (function == Function::percentile && !rank.is_known()) return rank;
  if (function == Function::count) return Value::of(count);
  if (function == Function::sum) return in_range(id, sum(values));
  if (values.empty() || (function == Function::stddev && values.size() < 2)) return too_few();
  const auto less = [](const Value& a, const Value& b) { return order(a, b) < 0; };
  switch (function) {
    case Function::min:
      return *std::min_element(values.begin(), values.end(), less);
    case Function::max:
      return *std::max_element(values.begin(), values.end(), less);
    case Function::avg: {
      const auto total = sum(values);
      return in_range(id, total ? *total / count : std::nullopt);
    }
    case Function::median:
      return in_range(id, percentile(values, 50));
    case Function::percentile:
      if (rank.number < Number(0) || rank.number > Number(100)) return Value::unknown("out_of_range");
      return in_range(id, percentile(values, rank.number));
    case Function::stddev:
      return in_range(id, stddev(values));
    default:
      return Value::unknown("unsupported");
  }
}

Value Interpreter::sorted(const rules::CallNode& node) {
  Sure sure;
  std::vector<std::pair<Value, Value>> keyed;  // what to sort by, item
  if (node.ranges) {
    const Rows all = rows(*node.ranges);
    add(sure.unknown, all.unknown);
    for (const Row& row : all.rows) {
      if (row.guard.is_false()) continue;
      if (!row.guard.is_known()) add(sure.unknown, row.guard.reasons);
      bind(*node.ranges, row);
      const Value key = evaluate(node.key), item = evaluate(node.arguments[0]);
      if (const auto open = any_unknown({&key, &item})) add(sure.unknown, open->reasons);
      keyed.emplace_back(key, item);
    }
  } else {
    const Value list = evaluate(node.arguments[0]);
    if (!list.is_known()) return list;
    sure = sure_items(list);
    for (const Value& value : sure.values) keyed.emplace_back(value, value);
  }
  if (!sure.unknown.empty()) return Value::unknown(std::move(sure.unknown));
  std::stable_sort(keyed.begin(), keyed.end(),
                   [](const auto& a, const auto& b) { return order(a.first, b.first) < 0; });
  std::vector<Value> values;
  for (auto& [key, value] : keyed) values.push_back(std::move(value));
  return list_of(std::move(values));
}

Value Interpreter::of_lists(const rules::CallNode& node, const std::vector<Value>& arguments) {
  const Value& first = arguments.front();
  if (node.function == Function::length) {
    if (first.kind == Value::Kind::text)
      return Value::of(Number(std::count_if(first.text.begin(), first.text.end(),
                                            [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; })));
    if (first.kind == Value::Kind::map) return Value::of(Number(static_cast<std::int64_t>(first.entries->size())));
    if (first.kind != Value::Kind::list) return Value::unknown("wrong_type");
    Reasons perhaps;
    for (const Item& item : *first.items) add(perhaps, item.perhaps);
    return perhaps.empty() ? Value::of(Number(static_cast<std::int64_t>(first.items->size())))
                           : Value::unknown(std::move(perhaps));
  }
  if (node.function == Function::concat) {
    std::vector<Item> items = *first.items;
    items.insert(items.end(), arguments[1].items->begin(), arguments[1].items->end());
    return Value::of_list(std::move(items));
  }
  if (node.function == Function::first || node.function == Function::last) {
    const std::vector<Item>& items = *arguments[1].items;
    Reasons perhaps;
    for (const Item& item : items) add(perhaps, item.perhaps);
    if (!perhaps.empty()) return Value::unknown(std::move(perhaps));
    const Number size(static_cast<std::int64_t>(items.size()));
    const Number asked = first.number < Number(0) ? Number(0) : first.number > size ? size : first.number;
    const std::int64_t count = asked.to_int();
    return Value::of_list(node.function == Function::first ? std::vector<Item>(items.begin(), items.begin() + count)
                                                           : std::vector<Item>(items.end() - count, items.end()));
  }
  std::vector<std::vector<Value>> lists;
  Reasons unknown;
  for (const Value& argument : arguments) {
    const Sure sure = sure_items(argument);
    add(unknown, sure.unknown);
    lists.push_back(sure.values);
  }
  if (!unknown.empty()) return Value::unknown(std::move(unknown));
  // Whether two are the same may be open.
  const auto among = [&](const std::vector<Value>& values, const Value& value) {
    Value found = Value::of(false);
    for (const Value& other : values) found = either(found, equal(value, other));
    if (!found.is_known()) add(unknown, found.reasons);
    return found.is_true();
  };
  std::vector<Value> result;
  for (std::size_t at = 0; at < (node.function == Function::union_ ? 2U : 1U); ++at)
    for (const Value& value : lists[at]) {
      if (among(result, value)) continue;
      if (node.function == Function::intersection && !among(lists[1], value)) continue;
      if (node.function == Function::difference && among(lists[1], value)) continue;
      result.push_back(value);
    }
  if (!unknown.empty()) return Value::unknown(std::move(unknown));
  return list_of(std::move(result));
}

namespace {

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  if (what.empty()) return text;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

}  // namespace

Value Interpreter::of_scalars(const rules::CallNode& node, const std::vector<Value>& arguments) {
  const Value& first = arguments.front();
  std::string text = first.text;
  switch (node.function) {
    case Function::lower:
      for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      return Value::of_text(text);
    case Function::upper:
      for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      return Value::of_text(text);
    case Function::trim: {
      const char* const space = " \t\n\r";
      text.erase(0, std::min(text.find_first_not_of(space), text.size()));
      text.erase(text.find_last_not_of(space) + 1);
      return Value::of_text(text);
    }
    case Function::number: {
      const auto number = Number::parse(text);
      return number ? Value::of(*number) : Value::unknown("bad_form");
    }
    case Function::replace:
      return Value::of_text(replaced(text, arguments[1].text, arguments[2].text));
    case Function::split: {
      std::vector<Value> pieces;
      const std::string& separator = arguments[1].text;
      for (std::size_t at = 0; (at = text.find(separator)) != std::string::npos;) {
        pieces.push_back(Value::of_text(text.substr(0, at)));
        text.erase(0, at + separator.size());
      }
      pieces.push_back(Value::of_text(text));
      return list_of(std::move(pieces));
    }
    case Function::join: {
      const Sure sure = sure_items(first);
      if (!sure.unknown.empty()) return Value::unknown(sure.unknown);
      std::string out;
      for (std::size_t i = 0; i < sure.values.size(); ++i)
        out += (i > 0 ? arguments[1].text : "") + sure.values[i].text;
      return Value::of_text(out);
    }
    case Function::version:
      return is_version(text) ? Value::of_text(text, Value::Kind::version) : Value::unknown("bad_version");
    case Function::major:
    case Function::minor:
    case Function::patch: {
      text = text.substr(text.starts_with('v') ? 1 : 0);
      text = text.substr(0, text.find_first_of("-+"));
      for (int skip = node.function == Function::major   ? 0
                      : node.function == Function::minor ? 1
                                                         : 2;
           skip > 0; --skip) {
        const std::size_t dot = text.find('.');
        text = dot == std::string::npos ? "0" : text.substr(dot + 1);
      }
      const auto number = Number::parse(text.substr(0, text.find('.')));
      return number->is_int() ? Value::of(*number) : Value::unknown("overflow");
    }
    case Function::weekday:
    case Function::hour:
    case Function::day:
    case Function::month:
    case Function::date:
      return of_times(node, arguments);
    default:
      return Value::unknown("unsupported");
  }
}

Value Interpreter::call(ExprId id, const rules::CallNode& node) {
  switch (node.function) {
    case Function::count:
    case Function::sum:
    case Function::min:
    case Function::max:
    case Function::avg:
    case Function::median:
    case Function::stddev:
    case Function::percentile:
      return aggregate(id, node);
    case Function::sort:
      return sorted(node);
    case Function::latest:
      return latest(node);
    default:
      break;
  }
  std::vector<Value> arguments;
  Reasons unknown;
  for (const ExprId argument : node.arguments) {
    arguments.push_back(evaluate(argument));
    if (!arguments.back().is_known()) add(unknown, arguments.back().reasons);
  }
  if (!unknown.empty()) return Value::unknown(std::move(unknown));
  switch (node.function) {
    case Function::length:
    case Function::unique:
    case Function::concat:
    case Function::union_:
    case Function::intersection:
    case Function::difference:
    case Function::first:
    case Function::last:
      return of_lists(node, arguments);
    case Function::mann_whitney:
      return rank_sum(arguments);
    default:
      return of_scalars(node, arguments);
  }
}

}  // namespace nexus::reference
