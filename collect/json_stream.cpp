#include "collect/json_stream.h"

#include "collect/recognisable.h"
#include "report/json_writer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace nexus::collect {
namespace {

using Kind = JsonValue::Kind;

/// Bytes one by one, with the line reached.
class Feed {
 public:
  explicit Feed(Bytes& bytes) : bytes_(bytes), piece_(bytes.next()) {}

  [[nodiscard]] bool at_end() {
    if (at_ == piece_.size() && !piece_.empty()) {
      piece_ = bytes_.next();
      at_ = 0;
    }
    return piece_.empty();
  }
  [[nodiscard]] char current() const { return piece_[at_]; }
  void advance() {
    after_newline_ = piece_[at_++] == '\n';
    newlines_ += after_newline_ ? 1 : 0;
  }
  /// Of the byte that was read last: the parser reads one beyond a number.
  [[nodiscard]] std::uint64_t line() const { return 1 + newlines_ - (after_newline_ ? 1 : 0); }
  [[nodiscard]] std::string_view first_piece() const { return piece_; }

 private:
  Bytes& bytes_;
  std::string_view piece_;
  std::size_t at_ = 0;
  std::uint64_t newlines_ = 0;
  bool after_newline_ = false;
};

/// What nlohmann/json wants to read from; the default one is the end.
class FeedIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  FeedIterator() = default;
  explicit FeedIterator(Feed& feed) : feed_(&feed) {}
  char operator*() const { return feed_->current(); }
  FeedIterator& operator++() {
    feed_->advance();
    return *this;
  }
  friend bool operator==(const FeedIterator& a, const FeedIterator& b) { return a.ended() == b.ended(); }
  friend bool operator!=(const FeedIterator& a, const FeedIterator& b) { return !(a == b); }

 private:
  [[nodiscard]] bool ended() const { return feed_ == nullptr || feed_->at_end(); }
  Feed* feed_ = nullptr;
};

/// "…: syntax error while parsing value - unexpected '}'; last read: '…'; expected …" → "unexpected '}'; expected …".
std::string reason_of(std::string_view text) {
  if (text.find("unexpected end of input") != text.npos) return "it ends too early; was it cut off?";
  if (const auto dash = text.find(" - "); dash != text.npos) text.remove_prefix(dash + 3);
  if (const auto code = text.find("] "); text.starts_with("[json.") && code != text.npos) text.remove_prefix(code + 2);
  std::string reason(text);
  if (const auto read = reason.find("; last read: '"); read != reason.npos) {
    const auto expected = reason.find("'; expected ", read);
    reason.erase(read, expected == reason.npos ? reason.npos : expected + 1 - read);
  }
  return reason;
}

/// The names of one open object. Most objects have few, which are compared one by one.
class Names {
 public:
  void clear() {
    count_ = 0;
    many_.clear();
  }
  /// False where it is there already.
  bool add(const std::string& name) {
    constexpr std::size_t few = 16;
    if (count_ < few) {
      const auto end = few_.begin() + static_cast<std::ptrdiff_t>(count_);
      if (std::find(few_.begin(), end, name) != end) return false;
      if (count_ == few_.size()) few_.emplace_back();
      few_[count_++] = name;
      return true;
    }
    if (many_.empty()) many_.insert(few_.begin(), few_.end());
    return many_.insert(name).second;
  }

 private:
  std::vector<std::string> few_;  ///< kept from object to object, for their memory; `count_` of them are meant
  std::size_t count_ = 0;
  std::unordered_set<std::string> many_;  ///< all, where they are more
};

/// The events of the parser, for an `Into` that is told of values and of the ends of objects and lists.
template <class Into>
class Events : public nlohmann::json_sax<nlohmann::json> {
 public:
  Events(Feed& feed, Into& into) : feed_(feed), into_(into) {}

  bool null() override { return scalar({.kind = Kind::null}); }
  bool boolean(bool value) override { return scalar({.kind = Kind::boolean, .truth = value}); }
  bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
  bool number_float(number_float_t /*value*/, const string_t& text) override { return number(text); }
  bool string(string_t& value) override { return scalar({.kind = Kind::string, .text = std::move(value)}); }
  bool binary(binary_t& /*value*/) override { return false; }

  bool key(string_t& value) override {
    if (!names_[depth_ - 1].add(value))
      return refuse(fmt::format("an object has two members `{}`: which one is meant?", value));
    name_ = std::move(value);
    return true;
  }
  bool start_object(std::size_t /*size*/) override { return start(Kind::object); }
  bool start_array(std::size_t /*size*/) override { return start(Kind::list); }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }

  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::json::exception& error) override {
    return refuse("this is not JSON: " + reason_of(error.what()));
  }

  [[nodiscard]] std::optional<Malformed>& mistake() { return mistake_; }

 private:
  bool refuse(std::string why) {
    if (!mistake_) mistake_ = Malformed{feed_.line(), std::move(why)};
    return false;
  }
  bool number(std::string text) { return scalar({.kind = Kind::number, .text = std::move(text)}); }
  bool scalar(JsonValue value) {
    value.line = feed_.line();
    into_.value(std::exchange(name_, {}), std::move(value), mistake_);
    return !mistake_;
  }
  bool start(Kind kind) {
    if (depth_ == greatest_depth)
      return refuse(fmt::format("objects and lists stand inside one another more than {} deep", greatest_depth));
    if (names_.size() == depth_) names_.emplace_back();
    names_[depth_++].clear();
    return scalar({.kind = kind});
  }
  bool end() {
    --depth_;
    into_.end(mistake_);
    return !mistake_;
  }

  Feed& feed_;
  Into& into_;
  std::string name_;
  std::size_t depth_ = 0;
  std::vector<Names> names_;  ///< of the open object at each depth
  std::optional<Malformed> mistake_;
};

/// Builds one tree. `value` opens objects and lists; `end` closes them.
class Tree {
 public:
  explicit Tree(JsonValue& root) : root_(root) {}

  void value(std::string name, JsonValue value, std::optional<Malformed>& /*mistake*/) {
    const bool opens = value.kind == Kind::list || value.kind == Kind::object;
    JsonValue* place = &root_;
    if (!open_.empty()) {
      if (open_.back()->kind == Kind::object) open_.back()->names.push_back(std::move(name));
      place = &open_.back()->items.emplace_back();
    }
    *place = std::move(value);
    if (opens) open_.push_back(place);  // stays where it is: nothing joins the list around it until it is closed
  }
  void end(std::optional<Malformed>& /*mistake*/) { open_.pop_back(); }
  [[nodiscard]] bool complete() const { return open_.empty(); }

 private:
  JsonValue& root_;
  std::vector<JsonValue*> open_;
};

/// Writes what it is told of.
class Text {
 public:
  explicit Text(std::string& json) : out_(json, report::JsonWriter::Layout::compact) {}

  void value(const std::string& name, const JsonValue& value, std::optional<Malformed>& /*mistake*/) {
    if (!open_.empty() && open_.back() == Kind::object) out_.key(name);
    switch (value.kind) {
      case Kind::null:
        out_.null();
        return;
      case Kind::boolean:
        out_.boolean(value.truth);
        return;
      case Kind::number:
        out_.raw(value.text);
        return;
      case Kind::string:
        out_.string(value.text);
        return;
      case Kind::list:
        out_.begin_array();
        open_.push_back(Kind::list);
        return;
      case Kind::object:
        out_.begin_object();
        open_.push_back(Kind::object);
        return;
    }
  }
  void end(std::optional<Malformed>& /*mistake*/) {
    if (open_.back() == Kind::object)
      out_.end_object();
    else
      out_.end_array();
    open_.pop_back();
  }

 private:
  report::JsonWriter out_;
  std::vector<Kind> open_;
};

/// Walks down the paths of the parts.
class Parts {
 public:
  explicit Parts(std::span<const JsonPart> parts) {
    for (const auto& part : parts) {
      auto& steps = asked_.emplace_back(&part, std::vector<std::string_view>()).second;
      for (auto rest = part.path; !rest.empty();) {
        const auto slash = rest.find('/');
        steps.push_back(rest.substr(0, slash));
        rest = slash == rest.npos ? "" : rest.substr(slash + 1);
      }
    }
  }

  void value(std::string name, JsonValue value, std::optional<Malformed>& mistake) {
    const bool opens = value.kind == Kind::list || value.kind == Kind::object;
    if (tree_) {
      tree_->value(std::move(name), std::move(value), mistake);
    } else if (skipped_ > 0) {
      skipped_ += opens ? 1 : 0;
      return;
    } else {
      Level level = level_of(name);
      if (level.parts.empty()) {
        skipped_ = opens ? 1 : 0;
        return;
      }
      if (level.taker == nullptr) {
        enter(std::move(level), value, mistake);
        return;
      }
      taker_ = level.taker;
      root_ = JsonValue{};
      tree_.emplace(root_).value({}, std::move(value), mistake);
    }
    finish_tree(mistake);
  }

  void end(std::optional<Malformed>& mistake) {
    if (tree_) {
      tree_->end(mistake);
      finish_tree(mistake);
    } else if (skipped_ > 0) {
      --skipped_;
    } else {
      for (const auto part : levels_.back().parts)
        if (levels_.size() - 1 == asked_[part].second.size() && asked_[part].first->leave) asked_[part].first->leave();
      levels_.pop_back();
    }
  }

 private:
  /// A value that was entered, or is about to be.
  struct Level {
    std::vector<std::size_t> parts;  ///< whose paths lead here or through here
    bool is_list = false;
    std::string name;
    const JsonPart* taker = nullptr;
  };

  [[nodiscard]] Level level_of(std::string_view name) const {
    Level level;
    if (levels_.empty()) {
      level.name = "the file";
      for (std::size_t part = 0; part < asked_.size(); ++part) level.parts.push_back(part);
      return level;
    }
    const auto& above = levels_.back();
    const std::size_t depth = levels_.size() - 1;
    const std::string_view step = above.is_list ? "*" : name;
    for (const auto part : above.parts) {
      const auto& [asked, steps] = asked_[part];
      if (depth >= steps.size() || steps[depth] != step) continue;
      if (asked->seen && depth + 1 == steps.size()) {
        asked->seen();
        continue;
      }
      level.parts.push_back(part);
      if (asked->take && depth + 1 == steps.size()) level.taker = asked;
    }
    level.name = above.is_list ? above.name : name;
    return level;
  }

  void enter(Level level, const JsonValue& value, std::optional<Malformed>& mistake) {
    if (value.kind == Kind::null && !levels_.empty()) return;
    auto wanted = Kind::object;
    for (const auto part : level.parts) {
      const auto& steps = asked_[part].second;
      if (levels_.size() < steps.size() && steps[levels_.size()] == "*") wanted = Kind::list;
    }
    if (value.kind != wanted) {
      const std::string shown = levels_.empty() ? level.name : "`" + level.name + "`";
      mistake = Malformed{value.line, fmt::format("{} is {}, not {}", shown, words_of(value.kind), words_of(wanted))};
      return;
    }
    level.is_list = wanted == Kind::list;
    levels_.push_back(std::move(level));
  }

  void finish_tree(std::optional<Malformed>& mistake) {
    if (!tree_->complete()) return;
    tree_.reset();
    const auto slash = taker_->path.rfind('/');
    auto name = slash == std::string_view::npos ? taker_->path : taker_->path.substr(slash + 1);
    if (name == "*") {
      const auto list = taker_->path.substr(0, slash);
      name = list.substr(list.rfind('/') == list.npos ? 0 : list.rfind('/') + 1);
    }
    taker_->take(JsonView(&root_, name, mistake));
    root_ = JsonValue{};
  }

  std::vector<std::pair<const JsonPart*, std::vector<std::string_view>>> asked_;
  std::vector<Level> levels_;
  std::size_t skipped_ = 0;  ///< open objects and lists of what is being skipped
  const JsonPart* taker_ = nullptr;
  JsonValue root_;
  std::optional<Tree> tree_;
};

/// What a text that cannot be JSON is rather, by its first bytes.
std::optional<Malformed> something_else(std::string_view start) {
  if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff"))
    return Malformed{
        1, "this is UTF-16, and JSON is UTF-8: let the tool write UTF-8 (a shell may have re-coded what it wrote)"};
  const auto first = start.find_first_not_of(" \t\r\n");
  if (start.empty()) return Malformed{0, "it is empty"};
  if (first != start.npos && start[first] == '<')
    return Malformed{1, "this is XML or HTML, not JSON: let the tool write JSON"};
  return std::nullopt;
}

template <class Into>
std::optional<Malformed> parse(Bytes& all, Into& into) {
  Recognisable bytes(all);
  Feed feed(bytes);
  if (auto other = something_else(feed.first_piece())) return other;
  Events<Into> events(feed, into);
  nlohmann::json::sax_parse(FeedIterator(feed), FeedIterator(), &events);
  return events.mistake();
}

}  // namespace

std::optional<Malformed> read_json_parts(Bytes& bytes, std::span<const JsonPart> parts) {
  Parts into(parts);
  return parse(bytes, into);
}

std::optional<Malformed> read_json_text(Bytes& bytes, std::string& json) {
  json.clear();
  Text into(json);
  return parse(bytes, into);
}

}  // namespace nexus::collect
