#include "workspace/draft.h"

#include "engine/read/locate.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace nexus::workspace {

using engine::Action;
using engine::ActionKind;

namespace {

/// The list that `/approvals/3` stands in, and the number.
struct Split {
  std::string parent;
  std::string step;
};
Split split(std::string_view pointer) {
  const std::size_t slash = pointer.rfind('/');
  return {std::string(pointer.substr(0, slash)), std::string(pointer.substr(slash + 1))};
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                   : std::nullopt;
}

/// Puts a value somewhere; what stands in the way there and is neither object nor list gives way to an object.
std::string put(std::string json, const std::string& pointer, const std::string& value) {
  if (auto put = engine::with_value_at(json, pointer, value)) return *std::move(put);
  for (std::size_t slash = 0; slash != std::string::npos; slash = pointer.find('/', slash + 1)) {
    const std::string above = pointer.substr(0, slash);
    const auto range = engine::locate(json, above);
    if (!range || json[range->begin] == '{') continue;
    const std::string step = pointer.substr(slash + 1, pointer.find('/', slash + 1) - slash - 1);
    if (json[range->begin] == '[' && number(step)) continue;
    if (auto cleared = engine::with_value_at(json, above, "{}"))
      if (auto put = engine::with_value_at(*cleared, pointer, value)) return *std::move(put);
    return json;
  }
  return json;
}

/// How many items of a list that stand before `index` are removed.
std::size_t removed_before(const std::set<std::string>& removed, const std::string& list, std::size_t index) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < index; ++i) count += removed.contains(list + "/" + std::to_string(i)) ? 1 : 0;
  return count;
}

/// Rewrites the numbers of list items in a pointer; `index(list, step)` gives the new one.
template <class Index>
std::string renumbered(const std::string& pointer, const Index& index) {
  std::string old, result;
  for (std::size_t at = 0; at < pointer.size();) {
    const std::size_t end = std::min(pointer.find('/', at + 1), pointer.size());
    const std::string step = pointer.substr(at + 1, end - at - 1);
    const auto position = number(step);
    result += "/" + (position ? std::to_string(index(old, result, *position)) : step);
    old += "/" + step;
    at = end;
  }
  return result;
}

}  // namespace

bool is_at_or_below(std::string_view pointer, std::string_view place) {
  return pointer.starts_with(place) && (pointer.size() == place.size() || pointer[place.size()] == '/');
}

Draft::State Draft::with(std::span<const Action> actions) const {
  State state{.texts = {},
              .unremoved = originals_,
              .removed = std::vector<std::set<std::string>>(originals_.size()),
              .fresh = {}};
  std::vector<engine::FreshItem> added;
  for (const Action& action : actions) {
    if (action.is_timed()) continue;
    std::optional<std::string>& text = state.unremoved[action.document];
    std::set<std::string>& removed = state.removed[action.document];
    if (!text) text = "{}";
    if (action.kind == ActionKind::remove) {
      removed.insert(action.pointer);
    } else if (action.kind == ActionKind::add) {
      const auto [list, step] = split(action.pointer);
      if (!engine::list_size_at(*text, list)) text = put(*text, list, "[]");
      // Where an item that was added before this one is left out, its place is kept.
      auto size = engine::list_size_at(*text, list);
      if (!size) continue;
      for (; *size < *number(step); ++*size) {
        text = engine::with_item_at(*text, list, "null");
        removed.insert(list + "/" + std::to_string(*size));
      }
      text = engine::with_item_at(*text, list, action.json);
      added.push_back({action.document, action.pointer});
    } else {
      text = put(*text, action.pointer, action.json);
    }
  }
  state.texts = state.unremoved;
  for (std::size_t document = 0; document < state.texts.size(); ++document) {
    // The last item of a list goes first, so that the others stay where they are.
    std::vector<std::string> pointers(state.removed[document].begin(), state.removed[document].end());
    std::ranges::sort(pointers, [](const std::string& a, const std::string& b) {
      const Split left = split(a), right = split(b);
      if (left.parent != right.parent) return left.parent > right.parent;
      const auto i = number(left.step), j = number(right.step);
      return i && j ? *i > *j : left.step > right.step;
    });
    for (const std::string& pointer : pointers)
      state.texts[document] = engine::without_value_at(*state.texts[document], pointer);
  }
  for (engine::FreshItem& item : added) {
    const std::set<std::string>& removed = state.removed[item.document];
    const auto index = [&](const std::string& list, const std::string&, std::size_t at) {
      return at - removed_before(removed, list, at);
    };
    item.pointer = renumbered(item.pointer, index);
    state.fresh.push_back(item);
  }
  return state;
}

Action Draft::own(Action action, const State& state, std::size_t added) {
  const std::set<std::string>& removed = state.removed[action.document];
  const bool adds = action.kind == ActionKind::add;
  const std::string pointer = adds ? split(action.pointer).parent : action.pointer;
  action.pointer = renumbered(pointer, [&](const std::string&, const std::string& list, std::size_t at) {
    std::size_t own = 0;
    for (std::size_t left = at;; ++own) {
      if (removed.contains(list + "/" + std::to_string(own))) continue;
      if (left-- == 0) return own;
    }
  });
  if (!adds) return action;
  const auto& text = state.unremoved[action.document];
  const std::size_t size = text ? engine::list_size_at(*text, action.pointer).value_or(0) : 0;
  action.pointer += "/" + std::to_string(size + added);
  return action;
}

std::vector<Action> joined(std::vector<Action> first, std::span<const Action> second) {
  for (const Action& action : second) {
    Action later = action;
    const auto writes = [](ActionKind kind) { return kind != ActionKind::add && kind != ActionKind::remove; };
    const auto earlier = std::ranges::find_if(first, [&](const Action& a) {
      if (a.is_timed() || later.is_timed()) return a.kind == later.kind;
      return a.document == later.document && a.pointer == later.pointer && writes(a.kind) && writes(later.kind);
    });
    if (earlier != first.end()) {
      if (later.is_timed()) {
        later.until = std::max(*later.until, *earlier->until);
        later.apart_at_most = std::min(later.apart_at_most, earlier->apart_at_most);
      } else {
        // It is still what stood there at first that is told.
        if (earlier->kind != ActionKind::set || later.kind == ActionKind::set) later.was = earlier->was;
        if (later.kind == ActionKind::set) later.kind = earlier->kind;
        later.apart.clear();
      }
      first.erase(earlier);
    }
    first.push_back(std::move(later));
  }
  return first;
}

}  // namespace nexus::workspace
