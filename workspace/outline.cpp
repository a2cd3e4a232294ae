#include "workspace/outline.h"

#include "workspace/json_tokens.h"
#include "workspace/typed_text.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace nexus::workspace {

namespace {

using rules::TypeId;
using rules::TypeKind;
using Kind = OutlineRow::Kind;

bool is_name(std::string_view key) {
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  return !key.empty() && std::isdigit(static_cast<unsigned char>(key.front())) == 0 &&
         std::ranges::all_of(key, is_part);
}

/// The path of a member. Nothing where the one it is in has none, or the key would mean something else inside quotes.
std::string member_path(std::string_view parent, bool is_root, std::string_view key) {
  if (!is_root && parent.empty()) return {};
  if (is_name(key)) {
    if (!is_root) return std::string(parent).append(".").append(key);
    return (is_language_word(key) ? "snapshot." : "") + std::string(key);
  }
  if (key.find_first_of("\"\\{}") != std::string_view::npos) return {};
  return std::string(is_root ? "snapshot" : parent).append("[\"").append(key).append("\"]");
}

class Outliner {
 public:
  Outliner(const rules::TypeTable& types, std::string_view json) : types_(types), tokens_(json) {}

  std::vector<OutlineRow> rows(TypeId type) {
    read_value({}, 0, true, type);
    return std::move(rows_);
  }

 private:
  /// Reads the value that comes next. Its own row, if it has one, is the last of `rows_`.
  void read_value(const std::string& path, std::size_t depth, bool is_root, TypeId type) {
    const std::size_t row = rows_.size();  // its own is the one before
    const std::size_t begin = tokens_.place();
    const std::string_view token = tokens_.next();
    if (token == "{")
      read_object(path, depth, is_root, type);
    else if (token == "[")
      read_list(path, depth, type);
    if (is_root) return;
    OutlineRow& own = rows_[row - 1];
    own.begin = begin;
    own.end = begin + token.size();
    if (token == "{" || token == "[") {
      own.end = end_;
      own.kind = rows_.size() > row ? Kind::group : Kind::value;
      if (own.kind == Kind::value) own.value = token == "{" ? "{}" : "[]";
    } else {
      own.value = token;
    }
  }

  void read_object(const std::string& path, std::size_t depth, bool is_root, TypeId type) {
    std::set<std::string_view> present;
    while (tokens_.peek() != '}') {
      if (tokens_.peek() == ',') (void)tokens_.next();
      const std::string_view quoted = tokens_.next();
      const std::string_view key = quoted.substr(1, quoted.size() - 2);
      (void)tokens_.next();
      present.insert(key);
      const std::string member = member_path(path, is_root, key);
      rows_.push_back({.depth = depth, .label = std::string(key), .path = member});
      read_value(member, depth + 1, false, type_of_member(type, key));
    }
    close();
    add_missing(path, depth, is_root, type, present);
  }

  void read_list(const std::string& path, std::size_t depth, TypeId type) {
    const TypeId item = type && types_[type].kind == TypeKind::list ? types_[type].item : TypeId{};
    for (std::size_t i = 0; tokens_.peek() != ']'; ++i) {
      if (tokens_.peek() == ',') (void)tokens_.next();
      const std::string label = "[" + std::to_string(i) + "]";
      const std::string at = path.empty() ? "" : path + label;
      rows_.push_back({.depth = depth, .label = label, .path = at});
      read_value(at, depth + 1, false, item);
    }
    close();
  }

  void close() {
    (void)tokens_.next();
    end_ = tokens_.last_end();
  }

  TypeId type_of_member(TypeId type, std::string_view key) const {
    if (!type) return {};
    const rules::Type& shape = types_[type];
    if (shape.kind == TypeKind::map) return shape.item;
    const rules::RecordField* field = shape.kind == TypeKind::record ? types_[shape.record].find(key) : nullptr;
    return field != nullptr ? field->type : TypeId{};
  }

  void add_missing(const std::string& path, std::size_t depth, bool is_root, TypeId type,
                   const std::set<std::string_view>& present) {
    if (!type || types_[type].kind != TypeKind::record || (!is_root && path.empty())) return;
    for (const rules::RecordField& field : types_[types_[type].record].fields) {
      if (present.contains(field.name)) continue;
      const std::string member = member_path(path, is_root, field.name);
      const bool is_record = types_[field.type].kind == TypeKind::record;
      rows_.push_back({.kind = field.optional ? Kind::optional : Kind::missing,
                       .depth = depth,
                       .label = field.name,
                       .path = member,
                       .type = is_record ? "" : types_.spell(field.type)});
      if (is_record) add_missing(member, depth + 1, false, field.type, {});
    }
  }

  const rules::TypeTable& types_;
  JsonTokens tokens_;
  std::size_t end_ = 0;  ///< of the object or list that was read last
  std::vector<OutlineRow> rows_;
};

}  // namespace

std::vector<OutlineRow> outline(const LoadedPolicy& policy, std::string_view json) {
  const rules::CheckedModel& model = policy.model();
  return Outliner(model.types, json).rows(model.inputs[rules::InputId(0)].type);
}

std::string json_at(std::string_view json, const OutlineRow& row) {
  if (row.begin == row.end) return {};
  return JsonTokens(json.substr(row.begin, row.end - row.begin)).compact();
}

}  // namespace nexus::workspace
