#include "collect/documents.h"
#include "collect/json_stream.h"
#include "collect/yaml_scalars.h"
#include "report/json_writer.h"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Events become nodes, in which an alias is the node that it names; nodes become JSON. Only the second step can grow beyond the file.

namespace nexus::collect {
namespace {

/// How many values, and bytes of text, aliases may add.
constexpr std::size_t most_values = 1'000'000;
constexpr std::size_t most_bytes = std::size_t{64} << 20U;

struct Node {
  enum class Kind : std::uint8_t { scalar, list, map };
  Kind kind = Kind::scalar;
  bool is_string = false;  ///< a scalar that is quoted, or said to be one
  std::uint64_t line = 0;
  std::string text;                  ///< of a scalar
  std::vector<std::size_t> items{};  ///< of a list; of a map keys and values in turn
};

constexpr std::string_view yaml_tag = "tag:yaml.org,2002:";

std::string_view text_of(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

/// Events of libyaml, each alive until the next.
class Parser {
 public:
  explicit Parser(Bytes& bytes) : bytes_(bytes) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_input(&parser_, &Parser::read, this);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() {
    yaml_event_delete(&event_);
    yaml_parser_delete(&parser_);
  }

  const yaml_event_t* next() {
    yaml_event_delete(&event_);
    return yaml_parser_parse(&parser_, &event_) == 1 ? &event_ : nullptr;
  }
  [[nodiscard]] Malformed problem() const {
    const std::string_view context = parser_.context == nullptr ? "" : parser_.context;
    const std::string_view problem = parser_.problem == nullptr ? "not enough memory" : parser_.problem;
    const std::uint64_t line = parser_.problem_mark.line + (parser_.error == YAML_READER_ERROR ? 0 : 1);
    return {line, fmt::format("this is not YAML: {}{}{}", context, context.empty() ? "" : ", ", problem)};
  }

 private:
  static int read(void* self, unsigned char* buffer, std::size_t size, std::size_t* count) {
    auto& parser = *static_cast<Parser*>(self);
    // All that is asked for: which of two mistakes is found first must not depend on the pieces.
    for (*count = 0; *count < size;) {
      if (parser.piece_.empty()) parser.piece_ = parser.bytes_.next();
      if (parser.piece_.empty()) break;
      const std::size_t now = std::min(size - *count, parser.piece_.size());
      std::memcpy(buffer + *count, parser.piece_.data(), now);
      parser.piece_.remove_prefix(now);
      *count += now;
    }
    return 1;
  }

  Bytes& bytes_;
  std::string_view piece_;
  yaml_parser_t parser_{};
  yaml_event_t event_{};
};

class Composer {
 public:
  /// The nodes of the one document; the first is its root.
  std::optional<Malformed> compose(Bytes& bytes) {
    Parser parser(bytes);
    for (;;) {
      const auto* event = parser.next();
      if (event == nullptr) return parser.problem();
      if (event->type == YAML_STREAM_END_EVENT) break;
      take(*event);
      if (mistake_) return mistake_;
    }
    if (nodes_.empty()) return Malformed{0, "it is empty"};
    return std::nullopt;
  }
  [[nodiscard]] std::vector<Node>& nodes() { return nodes_; }

 private:
  void refuse(const yaml_event_t& event, std::string why) {
    mistake_ = Malformed{event.start_mark.line + 1, std::move(why)};
  }

  void take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        if (!nodes_.empty()) refuse(event, "a second document begins here: one file gives one value");
        return;
      case YAML_SCALAR_EVENT:
        return scalar(event);
      case YAML_ALIAS_EVENT:
        return alias(event);
      case YAML_SEQUENCE_START_EVENT:
        return open(event, Node::Kind::list, event.data.sequence_start.anchor, event.data.sequence_start.tag, "seq");
      case YAML_MAPPING_START_EVENT:
        return open(event, Node::Kind::map, event.data.mapping_start.anchor, event.data.mapping_start.tag, "map");
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        open_.pop_back();
        return;
      default:
        return;
    }
  }

  std::size_t add(const yaml_event_t& event, Node::Kind kind, const yaml_char_t* anchor) {
    const auto index = nodes_.size();
    nodes_.push_back({.kind = kind, .line = event.start_mark.line + 1, .text = {}});
    if (anchor != nullptr) anchors_[std::string(text_of(anchor))] = index;
    join(index);
    return index;
  }
  void join(std::size_t index) {
    if (!open_.empty()) nodes_[open_.back()].items.push_back(index);
  }

  void scalar(const yaml_event_t& event) {
    const auto& data = event.data.scalar;
    auto& node = nodes_[add(event, Node::Kind::scalar, data.anchor)];
    node.text.assign(reinterpret_cast<const char*>(data.value), data.length);
    node.is_string = data.plain_implicit == 0;
    if (node.text.size() != text_of(data.value).size()) return refuse(event, "a string holds a NUL character");
    if (data.tag == nullptr || text_of(data.tag) == "!") return;

    auto tag = text_of(data.tag);
    const bool known = tag.starts_with(yaml_tag);
    if (known) tag.remove_prefix(yaml_tag.size());
    if (known && (tag == "str" || tag == "timestamp" || tag == "binary")) {
      node.is_string = true;
      return;
    }
    const auto kind = yaml_scalar(node.text).kind;
    const bool fits = (tag == "null" && kind == YamlScalar::Kind::null) ||
                      (tag == "bool" && kind == YamlScalar::Kind::boolean) ||
                      (tag == "int" && kind == YamlScalar::Kind::integer) ||
                      (tag == "float" && (kind == YamlScalar::Kind::integer || kind == YamlScalar::Kind::real));
    if (!known || !fits)
      return refuse(event, fmt::format("what the tag `{}` makes of `{}` is not known", text_of(data.tag), node.text));
    node.is_string = false;
  }

  void open(const yaml_event_t& event, Node::Kind kind, const yaml_char_t* anchor, const yaml_char_t* tag,
            std::string_view plain) {
    const auto name = text_of(tag);
    if (!name.empty() && name != "!" && (!name.starts_with(yaml_tag) || name.substr(yaml_tag.size()) != plain))
      return refuse(event, fmt::format("the tag `{}` has no meaning here", name));
    if (open_.size() == greatest_depth)
      return refuse(event, fmt::format("values stand inside one another more than {} deep", greatest_depth));
    open_.push_back(add(event, kind, anchor));
  }

  void alias(const yaml_event_t& event) {
    const auto name = std::string(text_of(event.data.alias.anchor));
    const auto found = anchors_.find(name);
    if (found == anchors_.end())
      return refuse(event, fmt::format("`*{0}` names nothing: there is no `&{0}` before it", name));
    if (std::ranges::find(open_, found->second) != open_.end())
      return refuse(event, fmt::format("`*{}` is inside what it names", name));
    join(found->second);
  }

  std::vector<Node> nodes_;
  std::vector<std::size_t> open_;
  std::map<std::string, std::size_t> anchors_;
  std::optional<Malformed> mistake_;
};

class Writer {
 public:
  Writer(const std::vector<Node>& nodes, std::string& json)
      : nodes_(nodes),
        out_(json, report::JsonWriter::Layout::compact),
        values_left_(nodes.size() + most_values),
        bytes_left_(most_bytes) {
    for (const auto& node : nodes) bytes_left_ += node.text.size();
  }

  std::optional<Malformed> write() {
    value(nodes_.front(), 1);
    return mistake_;
  }

 private:
  /// Members by name; a name counts where it stands first.
  struct Members {
    std::vector<std::pair<std::string_view, const Node*>> all;
    std::set<std::string_view> names;
    void add(std::string_view name, const Node& node) {
      if (names.insert(name).second) all.emplace_back(name, &node);
    }
  };

  void refuse(const Node& node, std::string why) {
    if (!mistake_) mistake_ = Malformed{node.line, std::move(why)};
  }
  /// One more value, of so much text. Aliases inside aliases make a small file large.
  bool spend(const Node& node, std::size_t bytes) {
    if (mistake_) return false;
    if (values_left_ != 0 && bytes <= bytes_left_) {
      --values_left_;
      bytes_left_ -= bytes;
      return true;
    }
    refuse(node,
           fmt::format("its aliases make it too large: more than {} values or {} MiB", most_values, most_bytes >> 20U));
    return false;
  }

  void value(const Node& node, std::size_t depth) {
    if (!spend(node, node.text.size())) return;
    if (depth > greatest_depth)
      return refuse(node, fmt::format("values stand inside one another more than {} deep", greatest_depth));
    switch (node.kind) {
      case Node::Kind::scalar:
        return scalar(node);
      case Node::Kind::list:
        out_.begin_array();
        for (const auto item : node.items) value(nodes_[item], depth + 1);
        out_.end_array();
        return;
      case Node::Kind::map: {
        Members members;
        gather(node, members, depth);
        out_.begin_object();
        for (const auto& [name, member] : members.all) {
          out_.key(name);
          value(*member, depth + 1);
        }
        out_.end_object();
        return;
      }
    }
  }

  void scalar(const Node& node) {
    const auto meaning = node.is_string ? YamlScalar() : yaml_scalar(node.text);
    if (meaning.kind == YamlScalar::Kind::not_in_json)
      return refuse(node, fmt::format("`{}` is no number in JSON", node.text));
    if (meaning.kind == YamlScalar::Kind::string)
      out_.string(node.text);
    else
      out_.raw(meaning.json);
  }

  static bool is_merge(const Node& key) { return key.kind == Node::Kind::scalar && !key.is_string && key.text == "<<"; }

  /// Its own members, then those it merges that it does not have itself.
  void gather(const Node& map, Members& members, std::size_t depth) {
    std::set<std::string_view> own;
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2) {
      const auto& key = nodes_[map.items[i]];
      if (!spend(key, key.text.size())) return;
      if (key.kind != Node::Kind::scalar) return refuse(key, "a key is a list or a map; JSON has only strings there");
      if (!own.insert(key.text).second) return refuse(key, fmt::format("`{}` stands twice in one map", key.text));
      if (!is_merge(key)) members.add(key.text, nodes_[map.items[i + 1]]);
    }
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2)
      if (is_merge(nodes_[map.items[i]])) merge(nodes_[map.items[i + 1]], members, depth + 1);
  }

  void merge(const Node& source, Members& members, std::size_t depth) {
    if (!spend(source, 0)) return;
    if (depth > greatest_depth) return refuse(source, "it merges maps that merge maps too deep");
    if (source.kind == Node::Kind::map) return gather(source, members, depth);
    if (source.kind == Node::Kind::scalar) return refuse(source, "`<<` takes a map or a list of maps");
    for (const auto item : source.items) {
      if (nodes_[item].kind != Node::Kind::map) return refuse(nodes_[item], "`<<` takes a map or a list of maps");
      merge(nodes_[item], members, depth + 1);
    }
  }

  const std::vector<Node>& nodes_;
  report::JsonWriter out_;
  std::size_t values_left_, bytes_left_;
  std::optional<Malformed> mistake_;
};

}  // namespace

std::optional<Malformed> read_yaml(Bytes& bytes, std::string& json) {
  Composer composer;
  if (auto mistake = composer.compose(bytes)) return mistake;
  json.clear();
  return Writer(composer.nodes(), json).write();
}

}  // namespace nexus::collect
