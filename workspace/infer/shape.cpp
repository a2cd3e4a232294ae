#include "workspace/infer/shape.h"

#include "base/values/quantity.h"
#include "base/values/time.h"
#include "base/values/version.h"
#include "engine/read/json_string.h"
#include "workspace/json_tokens.h"

#include <algorithm>

namespace nexus::workspace::infer {

namespace {

/// What is nested deeper is not described: nobody writes a path of so many steps.
constexpr std::size_t deepest = 24;

/// What a JSON string, quotes and all, means.
std::string decoded(std::string_view token) {
  const std::string_view inside = token.substr(1, token.size() - 2);
  std::string text(inside.size(), '\0');
  const char* end = engine::read::unescape(inside.data(), inside.data() + inside.size(), text.data());
  text.resize(static_cast<std::size_t>(end - text.data()));
  return text;
}

bool is_link(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

class Observer {
 public:
  explicit Observer(std::string_view json) : tokens_(json) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as is looked at
  void value(Shape& into, std::size_t depth) {
    const char first = tokens_.peek();
    if ((first == '{' || first == '[') && depth == deepest) {
      into.is_cut = true;
      (void)tokens_.compact();
      return;
    }
    const std::string_view token = tokens_.next();
    switch (first) {
      case '{':
        return object(into, depth);
      case '[':
        return list(into, depth);
      case '"':
        return into.add_string(decoded(token));
      case 'n':
        ++into.nulls;
        return;
      case 't':
        ++into.trues;
        [[fallthrough]];
      case 'f':
        ++into.bools;
        return;
      default:
        number(into, token);
    }
  }

 private:
  static void number(Shape& into, std::string_view token) {
    bool rounded = false;
    const auto value = base::Decimal::parse(token, &rounded);
    // What the reader refuses does not get here; what it rounds is no whole number that we can tell.
    into.add_number(value.value_or(base::Decimal()), value && !rounded && value->is_integer() && value->to_int64());
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as is looked at
  void object(Shape& into, std::size_t depth) {
    ++into.objects;
    while (tokens_.peek() != '}') {
      if (tokens_.peek() == ',') (void)tokens_.next();
      const std::string key = decoded(tokens_.next());
      (void)tokens_.next();
      value(into.field(key), depth + 1);
    }
    (void)tokens_.next();
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as is looked at
  void list(Shape& into, std::size_t depth) {
    ++into.lists;
    while (tokens_.peek() != ']') {
      if (tokens_.peek() == ',') (void)tokens_.next();
      if (!into.item) into.item = std::make_unique<Shape>();
      value(*into.item, depth + 1);
    }
    (void)tokens_.next();
  }

  JsonTokens tokens_;
};

}  // namespace

Shape::Shape() = default;
Shape::Shape(Shape&&) noexcept = default;
Shape& Shape::operator=(Shape&&) noexcept = default;
Shape::~Shape() = default;

const Shape* Shape::find(std::string_view name) const {
  const auto at = by_name_.find(std::string(name));
  return at == by_name_.end() ? nullptr : &fields[at->second].shape;
}

Shape& Shape::field(const std::string& name) {
  const auto [at, is_new] = by_name_.try_emplace(name, fields.size());
  if (is_new) fields.push_back({name, {}});
  return fields[at->second].shape;
}

void Shape::add_number(const base::Decimal& value, bool is_integer) {
  ++(is_integer ? integers : numbers);
  has_fractions = has_fractions || !value.is_integer();
  if (!least || value < *least) least = value;
  if (!most || value > *most) most = value;
}

void Shape::add_string(const std::string& text) {
  ++strings;
  const bool is_date = base::parse_date(text).has_value();
  if (is_date) ++dates;
  if (!is_date && base::parse_time(text)) ++times;
  if (const auto local = base::parse_local_time(text); !is_date && local && !local->has_offset) ++local_times;
  if (base::Version::parse(text)) ++versions;
  if (base::parse_duration(text)) ++durations;
  if (base::parse_size(text)) ++sizes;
  if (base::parse_percentage(text)) ++percentages;
  if (is_link(text)) ++links;

  count_word(text, 1);
}

void Shape::count_word(const std::string& text, std::size_t count) {
  const auto same = std::ranges::find(words, text, &std::pair<std::string, std::size_t>::first);
  if (same != words.end())
    same->second += count;
  else if (words.size() < most_words)
    words.emplace_back(text, count);
  else
    more_words = true;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as is looked at
void Shape::absorb(const Shape& other) {
  nulls += other.nulls;
  bools += other.bools;
  trues += other.trues;
  integers += other.integers;
  numbers += other.numbers;
  strings += other.strings;
  lists += other.lists;
  objects += other.objects;
  if (other.least && (!least || *other.least < *least)) least = other.least;
  if (other.most && (!most || *other.most > *most)) most = other.most;
  has_fractions = has_fractions || other.has_fractions;
  for (const auto& [text, count] : other.words) count_word(text, count);
  more_words = more_words || other.more_words;
  times += other.times;
  dates += other.dates;
  local_times += other.local_times;
  versions += other.versions;
  durations += other.durations;
  sizes += other.sizes;
  percentages += other.percentages;
  links += other.links;
  is_cut = is_cut || other.is_cut;
  if (other.item && !item) item = std::make_unique<Shape>();
  if (other.item) item->absorb(*other.item);
  for (const Field& theirs : other.fields) field(theirs.name).absorb(theirs.shape);
}

void observe(std::string_view json, Shape& root) { Observer(json).value(root, 0); }

}  // namespace nexus::workspace::infer
