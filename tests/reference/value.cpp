#include "tests/reference/value.h"

#include <algorithm>
#include <optional>

namespace nexus::reference {

void add(Reasons& to, const Reasons& more) {
  for (const Reason& reason : more) {
    const bool known = std::any_of(to.begin(), to.end(), [&](const Reason& r) {
      return r.code == reason.code && r.document == reason.document && r.pointer == reason.pointer;
    });
    if (!known) to.push_back(reason);
  }
}

Value both(const Value& a, const Value& b) {
  if (a.is_false() || b.is_false()) return Value::of(false);
  if (a.is_known() && b.is_known()) return Value::of(true);
  Reasons reasons;
  if (!a.is_known()) add(reasons, a.reasons);
  if (!b.is_known()) add(reasons, b.reasons);
  return Value::unknown(std::move(reasons));
}
Value opposite(const Value& a) { return a.is_known() ? Value::of(!a.truth) : a; }
Value either(const Value& a, const Value& b) { return opposite(both(opposite(a), opposite(b))); }

namespace {

struct Version {
  std::vector<Number> numbers;
  std::vector<std::string> pre;
};
std::vector<std::string> parts(const std::string& text) {
  std::vector<std::string> result(1);
  for (const char c : text) {
    if (c == '.') {
      result.emplace_back();
    } else {
      result.back() += c;
    }
  }
  return result;
}
Version version_of(std::string text) {
  if (text.starts_with('v')) text.erase(0, 1);
  text = text.substr(0, text.find('+'));
  Version version;
  const std::size_t dash = text.find('-');
  for (const std::string& part : parts(text.substr(0, dash))) version.numbers.push_back(*Number::parse(part));
  version.numbers.resize(3);
  if (dash != std::string::npos) version.pre = parts(text.substr(dash + 1));
  return version;
}
bool is_digits(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
std::weak_ordering order_versions(const Version& a, const Version& b) {
  for (std::size_t i = 0; i < 3; ++i)
    if (a.numbers[i] != b.numbers[i]) return a.numbers[i] <=> b.numbers[i];
  if (a.pre.empty() || b.pre.empty()) return b.pre.size() <=> a.pre.size();  // a pre-release comes before its release
  for (std::size_t i = 0; i < std::min(a.pre.size(), b.pre.size()); ++i) {
    const std::string &x = a.pre[i], &y = b.pre[i];
    if (x == y) continue;
    if (is_digits(x) && is_digits(y)) return *Number::parse(x) <=> *Number::parse(y);
    if (is_digits(x) != is_digits(y)) return is_digits(x) ? std::weak_ordering::less : std::weak_ordering::greater;
    return x.compare(y) <=> 0;
  }
  return a.pre.size() <=> b.pre.size();
}

Value equal_lists(const std::vector<Item>& a, const std::vector<Item>& b) {
  const auto certain = [](const std::vector<Item>& items) {
    return std::all_of(items.begin(), items.end(), [](const Item& item) { return item.perhaps.empty(); });
  };
  if (certain(a) && certain(b) && a.size() != b.size()) return Value::of(false);
  Value result = Value::of(true);
  Reasons reasons;
  for (const auto* list : {&a, &b})
    for (const Item& item : *list) add(reasons, item.perhaps);
  if (!reasons.empty()) {
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
      if (const Value same = equal(a[i].value, b[i].value); !same.is_known()) add(reasons, same.reasons);
    return Value::unknown(std::move(reasons));
  }
  for (std::size_t i = 0; i < a.size(); ++i) result = both(result, equal(a[i].value, b[i].value));
  return result;
}

Value equal_maps(const std::vector<Entry>& a, const std::vector<Entry>& b) {
  if (a.size() != b.size()) return Value::of(false);
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].key != b[i].key) return Value::of(false);
  Value result = Value::of(true);
  for (std::size_t i = 0; i < a.size(); ++i) result = both(result, equal(a[i].value, b[i].value));
  return result;
}

}  // namespace

std::weak_ordering order(const Value& a, const Value& b) {
  switch (a.kind) {
    case Value::Kind::number:
      return a.number <=> b.number;
    case Value::Kind::member:
    case Value::Kind::level:
      return a.index <=> b.index;
    case Value::Kind::version:
      return order_versions(version_of(a.text), version_of(b.text));
    default:
      return a.text.compare(b.text) <=> 0;  // UTF-8 keeps the order of code points
  }
}

Value equal_json(const Value& a, const Value& b) {
  if (!a.is_known() && !b.is_known()) return Value::of(true);
  if (!a.is_known() || !b.is_known()) return a.is_known() ? b : a;
  if (a.kind != b.kind) return Value::unknown("wrong_type");
  Value result = Value::of(true);
  if (a.kind == Value::Kind::list) {
    if (a.items->size() != b.items->size()) return Value::of(false);
    for (std::size_t i = 0; i < a.items->size(); ++i)
      result = both(result, equal_json((*a.items)[i].value, (*b.items)[i].value));
    return result;
  }
  if (a.kind != Value::Kind::map) return equal(a, b);
  if (a.entries->size() != b.entries->size()) return Value::of(false);
  for (std::size_t i = 0; i < a.entries->size(); ++i)
    if ((*a.entries)[i].key != (*b.entries)[i].key) return Value::of(false);
  for (std::size_t i = 0; i < a.entries->size(); ++i)
    result = both(result, equal_json((*a.entries)[i].value, (*b.entries)[i].value));
  return result;
}

Value equal(const Value& a, const Value& b) {
  if (!a.is_known() || !b.is_known()) {
    Reasons reasons;
    if (!a.is_known()) add(reasons, a.reasons);
    if (!b.is_known()) add(reasons, b.reasons);
    return Value::unknown(std::move(reasons));
  }
  switch (a.kind) {
    case Value::Kind::truth:
      return Value::of(a.truth == b.truth);
    case Value::Kind::list:
      return equal_lists(*a.items, *b.items);
    case Value::Kind::map:
      return equal_maps(*a.entries, *b.entries);
    case Value::Kind::record: {
      Value result = Value::of(true);
      for (std::size_t i = 0; i < a.fields->size(); ++i) result = both(result, equal((*a.fields)[i], (*b.fields)[i]));
      return result;
    }
    default:
      return Value::of(order(a, b) == 0);
  }
}

}  // namespace nexus::reference
