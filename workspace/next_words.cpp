#include "workspace/next_words.h"

#include "base/values/time.h"
#include "engine/read/locate.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace nexus::workspace {

using engine::Action;
using engine::ActionKind;

namespace {

constexpr std::array<std::string_view, 8> kind_names{"set", "provide", "correct", "renew",
                                                     "add", "remove",  "wait",    "keep"};

std::string text_at(const std::optional<std::string>& json, const std::string& pointer) {
  if (!json) return {};
  const auto range = engine::locate(*json, pointer);
  return range ? json->substr(range->begin, range->end - range->begin) : std::string();
}

/// Does a value of this kind hold others that are written later?
bool holds_others(const Action& action) {
  return action.kind == ActionKind::add || action.kind == ActionKind::provide || action.kind == ActionKind::correct;
}

}  // namespace

engine::NextWay NextWords::way(std::span<const Action> actions, const Draft::State& state) const {
  engine::NextWay way;
  std::vector<std::pair<Action, std::size_t>> told;  // of a kind, and how many
  const auto below = [](const Action& inner, const Action& outer) {
    return &inner != &outer && inner.document == outer.document && !inner.is_timed() && holds_others(outer) &&
           inner.pointer != outer.pointer && is_at_or_below(inner.pointer, outer.pointer);
  };
  for (const Action& action : actions) {
    const auto holds_this = [&](const Action& other) { return below(action, other); };
    if (std::ranges::any_of(chosen_, holds_this) || std::ranges::any_of(actions, holds_this)) continue;
    Action whole = action;
    for (const auto& all : {chosen_, actions})
      for (const Action& inner : all) {
        if (!below(inner, action) || inner.bound == engine::Bound::any || inner.kind == ActionKind::remove ||
            inner.to.empty())
          continue;
        const std::string bound = inner.bound == engine::Bound::at_least  ? "at least "
                                  : inner.bound == engine::Bound::at_most ? "at most "
                                                                          : "";
        std::string detail = inner.field + " " + bound + inner.to;
        if (std::ranges::find(whole.details, detail) == whole.details.end()) whole.details.push_back(std::move(detail));
      }
    // What writes into an item that is not brought after all does nothing.
    if (!action.is_timed() && action.kind != ActionKind::remove &&
        text_at(state.unremoved[action.document], action.pointer).empty())
      continue;
    const auto is_like = [&](const auto& other) {
      return action.kind == ActionKind::add && other.first.kind == action.kind &&
             engine::words_of(other.first, now_) == engine::words_of(whole, now_);
    };
    if (const auto same = std::ranges::find_if(told, is_like); same != told.end())
      ++same->second;
    else
      told.emplace_back(whole, 1);
    engine::NextAction& shown = way.actions.emplace_back();
    shown.kind = kind_names[static_cast<std::size_t>(action.kind)];
    shown.words = engine::words_of(whole, now_);
    if (action.is_timed()) {
      shown.until = base::format_time(*action.until);
      if (action.kind == ActionKind::keep) shown.apart_at_most = action.apart_at_most.to_string();
      continue;
    }
    shown.document = inputs_[action.document];
    shown.pointer = action.pointer;
    shown.before = text_at(draft_.original(action.document), action.pointer);
    if (action.kind != ActionKind::remove) shown.after = text_at(state.unremoved[action.document], action.pointer);
    if (action.kind == ActionKind::add) shown.pointer = action.pointer.substr(0, action.pointer.rfind('/')) + "/-";
  }
  for (const auto& [action, times] : told) way.words.push_back(engine::words_of(action, now_, times));
  return way;
}

}  // namespace nexus::workspace
