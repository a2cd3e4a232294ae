#include "engine/read/edited_text.h"

#include "base/values/text.h"
#include "engine/read/json_ranges.h"

#include <algorithm>
#include <utility>

namespace nexus::engine::read {
namespace {

/// Fewer names are compared one after the other.
constexpr std::size_t many_names = 16;

/// Also of a text that is not valid it gives nothing outside.
std::string_view slice(std::string_view text, std::size_t begin, std::size_t end) {
  begin = std::min(begin, text.size());
  return text.substr(begin, std::clamp(end, begin, text.size()) - begin);
}

/// `{"b":{"c":value}}` for the steps b, c; the value itself for none.
std::string wrapped(std::span<const std::string> path, std::string_view value) {
  std::string text;
  for (const std::string& step : path) text += "{" + base::quote_json(step) + ":";
  text += value;
  return text.append(path.size(), '}');
}

}  // namespace

EditedText::Node::~Node() = default;

EditedText::EditedText(std::string_view json) {
  const TextRange root = Ranges(json).root();
  before_ = slice(json, 0, root.begin);
  root_ = Node(slice(json, root.begin, root.end));
  after_ = slice(json, root.end, json.size());
}

EditedText::Container* EditedText::inside(Node& node) {
  if (node.inside != nullptr || !(node.text.starts_with('{') || node.text.starts_with('['))) return node.inside.get();
  const Ranges ranges(node.text);
  const auto children = children_of(ranges, 0);
  auto container = std::make_unique<Container>();
  container->is_object = node.text.front() == '{';
  container->members.reserve(children.size());
  std::size_t end = 1;
  for (const Child& child : children) {
    const std::size_t begin = child.key ? child.key->begin : child.value.begin;
    Member& member = container->members.emplace_back();
    member.lead = slice(node.text, end, begin);
    member.key = slice(node.text, begin, child.value.begin);
    if (child.key) {
      const bool is_plain = slice(node.text, child.key->begin, child.key->end).find('\\') == std::string_view::npos;
      member.name = is_plain ? slice(node.text, child.key->begin + 1, child.key->end - 1)
                             : memory_.copy(ranges.string_in(*child.key));
    }
    member.value = Node(slice(node.text, child.value.begin, child.value.end));
    end = child.value.end;
  }
  container->tail = slice(node.text, end, node.text.size());
  node.inside = std::move(container);
  return node.inside.get();
}

std::optional<std::size_t> EditedText::find(Container& container, std::string_view step) {
  const auto& members = container.members;
  if (!container.is_object) {
    const auto index = index_of(step);
    return index && *index < members.size() ? index : std::nullopt;
  }
  if (members.size() < many_names) {
    const auto found = std::ranges::find(members, step, &Member::name);
    return found == members.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - members.begin()));
  }
  if (container.positions.empty()) {
    container.positions.reserve(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) container.positions.emplace(members[i].name, i);
  }
  const auto found = container.positions.find(step);
  return found == container.positions.end() ? std::nullopt : std::optional(found->second);
}

EditedText::Reached EditedText::follow(std::span<const std::string> path) {
  Reached reached{&root_, 0};
  for (; reached.steps < path.size(); ++reached.steps) {
    Container* const container = inside(*reached.node);
    const auto position = container != nullptr ? find(*container, path[reached.steps]) : std::nullopt;
    if (!position) break;
    reached.node = &container->members[*position].value;
  }
  return reached;
}

std::optional<std::size_t> EditedText::set(std::span<const std::string> path, std::string_view value) {
  const auto [node, there] = follow(path);
  if (there == path.size()) {
    *node = Node(memory_.copy(value));
    return there;
  }
  Container* const container = inside(*node);
  if (container == nullptr || (!container->is_object && path[there] != "-")) return std::nullopt;
  Member member;
  if (!container->members.empty()) member.lead = ",";
  if (container->is_object) {
    member.name = memory_.copy(path[there]);
    member.key = memory_.copy(base::quote_json(path[there]) + ":");
    if (!container->positions.empty()) container->positions.emplace(member.name, container->members.size());
  }
  member.value = Node(memory_.copy(wrapped(path.subspan(there + 1), value)));
  container->members.push_back(std::move(member));
  return there;
}

bool EditedText::remove(std::span<const std::string> path) {
  if (path.empty()) return false;
  const auto [node, there] = follow(path.first(path.size() - 1));
  Container* const container = there + 1 == path.size() ? inside(*node) : nullptr;
  const auto position = container != nullptr ? find(*container, path.back()) : std::nullopt;
  if (!position) return false;
  auto& members = container->members;
  const std::string_view lead = members[*position].lead;
  if (*position + 1 < members.size())
    members[*position + 1].lead = lead;
  else if (*position == 0)
    container->tail = memory_.copy(std::string(lead).append(container->tail));
  members.erase(members.begin() + static_cast<std::ptrdiff_t>(*position));
  container->positions.clear();
  return true;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as edits lead, which a document's depth limits
void EditedText::write(const Node& node, std::string& out) {
  if (node.inside == nullptr) {
    out += node.text;
    return;
  }
  out += node.inside->is_object ? '{' : '[';
  for (const Member& member : node.inside->members) {
    out += member.lead;
    out += member.key;
    write(member.value, out);
  }
  out += node.inside->tail;
}

std::string EditedText::text() const {
  std::string text(before_);
  write(root_, text);
  return text += after_;
}

std::string EditedText::text_at(std::span<const std::string> path) {
  const auto [node, there] = follow(path);
  std::string text;
  if (there == path.size()) write(*node, text);
  return text;
}

}  // namespace nexus::engine::read
