#include "base/overloaded.h"
#include "workspace/describe/wording.h"
#include "workspace/describe/wording_state.h"

#include <algorithm>
#include <array>
#include <cctype>

// The items of lists and maps, and what is made of many of them.
namespace nexus::workspace::describing {

namespace {

using namespace rules;

/// A binder's name that says something: `suite`, and not `s`.
bool is_telling(std::string_view name) {
  return name.size() >= 3 &&
         std::ranges::all_of(name, [](unsigned char c) { return std::isalpha(c) != 0 || c == '_'; });
}

}  // namespace

// ---- what items are called

std::string Wording::last_name(ExprId list) const {
  return std::visit(base::overloaded{
                        [](const FieldOf& node) { return node.name; },
                        [&](const LetValue& node) {
                          const std::string& name = model_.lets[node.let].name;
                          return singular(name).empty() ? last_name(model_.lets[node.let].value) : name;
                        },
                        [&](const ParamValue& node) { return model_.params[node.param].name; },
                        [&](const InputDocument& node) { return model_.inputs[node.input].name; },
                        [](const HistoryValue&) { return std::string("snapshots"); },
                        [&](const Convert& node) { return last_name(node.operand); },
                        [&](const DefaultNode& node) { return last_name(node.operands.front()); },
                        [&](const CallNode& node) {
                          if (node.ranges) return last_name(node.ranges->ranges.front().list);
                          return node.arguments.empty() ? std::string{} : last_name(node.arguments.back());
                        },
                        [&](const ComprehensionNode& node) {
                          return as<BinderValue>(node.item) != nullptr ? last_name(node.ranges.ranges.front().list)
                                                                       : std::string{};
                        },
                        [](const auto&) { return std::string{}; },
                    },
                    model_[list].node);
}

std::string Wording::noun_of(const BinderRange& range) const {
  if (as<HistoryValue>(range.list) != nullptr) return "earlier snapshot";
  if (std::string noun = singular(spaced(last_name(range.list))); !noun.empty()) return noun;
  const std::string& name = model_.binders[range.value].name;
  return is_telling(name) ? spaced(name) : "item";
}

void Wording::bind(const BinderRange& range) {
  const std::string noun = noun_of(range);
  const bool clashes = std::ranges::any_of(bound_, [&](BinderId other) { return items_.at(other).noun == noun; });
  items_[range.value] = {.noun = noun, .name = model_.binders[range.value].name, .of = {}, .is_named = clashes};
  if (range.key) {
    const std::string& name = model_.binders[range.key].name;
    items_[range.key] = {
        .noun = is_telling(name) ? spaced(name) : "key", .name = name, .of = range.value, .is_named = clashes};
  }
  bound_.push_back(range.value);
}

void Wording::unbind(std::size_t count) { bound_.resize(bound_.size() - count); }

Sentence Wording::item(BinderId id, const std::string& path) {
  const auto known = items_.find(id);
  if (known == items_.end()) return code(model_.binders[id].name + (path.empty() ? "" : "." + path));
  const Item& item = known->second;
  if (item.of) {
    // A key of its own is no field: "the service's name".
    const Item& owner = items_.at(item.of);
    if (item.is_named) return code(item.name);
    const bool alone = bound_.size() == 1 && bound_by_rule_ == 0 && reference_ == Reference::its;
    return words(alone ? "its " + item.noun : "the " + owner.noun + "’s " + item.noun);
  }
  if (item.is_named) return path.empty() ? cat("the ", item.noun, " ", code(item.name)) : code(item.name + "." + path);
  const bool alone = bound_.size() == 1 && bound_by_rule_ == 0 && bound_.front() == id;
  if (alone && reference_ == Reference::its) return path.empty() ? words("it") : cat("its ", code(path));
  const bool is_innermost = !bound_.empty() && bound_.back() == id;
  const std::string owner = (reference_ == Reference::each && is_innermost ? "each " : "the ") + item.noun;
  return path.empty() ? words(owner) : cat(owner, "’s ", code(path));
}

/// Two items of one and the same list.
bool Wording::is_pair(const RangesNode& node) const {
  if (node.ranges.size() != 2 || node.ranges[0].key || node.ranges[1].key) return false;
  const auto written = [&](std::size_t i) { return sources_.slice(model_[node.ranges[i].list].span); };
  return written(0) == written(1);
}

Sentence Wording::ranges(const RangesNode& node, bool several) {
  std::vector<Sentence> all;
  if (is_pair(node) && !several) {
    Sentence list = value(node.ranges[0].list);
    for (const BinderRange& range : node.ranges) bind(range);
    for (const BinderRange& range : node.ranges) items_.at(range.value).is_named = true;
    const Item &first = items_.at(node.ranges[0].value), &second = items_.at(node.ranges[1].value);
    return cat("pair of ", plural(first.noun), " ", code(first.name), " and ", code(second.name), " in ",
               std::move(list));
  }
  for (const BinderRange& range : node.ranges) {
    Sentence list = value(range.list);
    bind(range);
    const Item& item = items_.at(range.value);
    // Of two items of one noun both have the name that the policy gives them, from the first word on.
    const bool is_met_again =
        std::ranges::count_if(node.ranges, [&](const BinderRange& other) { return noun_of(other) == item.noun; }) > 1;
    items_.at(range.value).is_named = item.is_named || is_met_again;
    Sentence one = words(several ? plural(item.noun) : item.noun);
    if (item.is_named) one = cat(std::move(one), " ", code(item.name));
    all.push_back(as<HistoryValue>(range.list) != nullptr ? std::move(one)
                                                          : cat(std::move(one), " in ", std::move(list)));
  }
  return listed(all, "and");
}

Sentence Wording::where(const RangesNode& node, Reference reference) {
  if (!node.where) return {};
  const With with(*this, reference);
  return cat(" where ", clause(node.where));
}

Statement Wording::enter_rule(const ForEachNode& node) {
  const auto* list = as<MakeList>(node.ranges.ranges.front().list);
  const bool is_written_out = node.ranges.ranges.size() == 1 && list != nullptr && !list->items.empty();
  if (!is_written_out) {
    Sentence who = cat("each ", ranges(node.ranges, false));
    bound_by_rule_ = bound_.size();
    return {cat(std::move(who), where(node.ranges, Reference::the)), {}};
  }
  Statement all{words("each of these:"), {}};
  for (const ExprId item : list->items) all.parts.push_back({value(item), {}});
  bind(node.ranges.ranges.front());
  bound_by_rule_ = bound_.size();
  if (node.ranges.where) all.sentence = cat("each of these", where(node.ranges, Reference::the), ":");
  return all;
}

void Wording::leave_rule() {
  bound_.clear();
  bound_by_rule_ = 0;
}

// ---- one of them, all of them

Sentence Wording::the_item(const QuantifierNode& node) {
  Sentence one = ranges(node.ranges, false);
  one = cat("the ", std::move(one), where(node.ranges, Reference::its));
  unbind(node.ranges.ranges.size());
  return one;
}

Sentence Wording::comprehension(const ComprehensionNode& node) {
  Sentence all = ranges(node.ranges, true);
  const bool are_items = as<BinderValue>(node.item) != nullptr && node.ranges.ranges.size() == 1;
  if (are_items) {
    all = cat("the ", std::move(all));
  } else {
    const With with(*this, Reference::each);
    all = cat(value(node.item), ", of the ", std::move(all));
  }
  all = cat(std::move(all), where(node.ranges, Reference::the));
  unbind(node.ranges.ranges.size());
  return all;
}

Sentence Wording::aggregate(std::string_view what, const CallNode& node) {
  if (!node.ranges) {
    const auto* list = as<MakeList>(node.arguments.front());
    return cat(what, list != nullptr ? list_words(*list, "and") : value(node.arguments.front()));
  }
  const RangesNode& ranged = *node.ranges;
  if (ranged.ranges.size() == 1) {
    Sentence list = value(ranged.ranges.front().list);
    bind(ranged.ranges.front());
    const auto item_words = [&] {
      const With with(*this, Reference::each);
      return value(node.arguments.front());
    };
    // Of a list of numbers: they are what is summed up.
    const bool are_items = as<BinderValue>(node.arguments.front()) != nullptr;
    Sentence all =
        cat(what, are_items ? Sentence{} : cat(item_words(), " in "), std::move(list), where(ranged, Reference::the));
    unbind(1);
    return all;
  }
  Sentence all = ranges(ranged, true);
  const With with(*this, Reference::each);
  all = cat(what, value(node.arguments.front()), ", over the ", std::move(all), where(ranged, Reference::the));
  unbind(ranged.ranges.size());
  return all;
}

/// "runs in `runs` where …": what `count`, `sort` and `latest` work on.
Sentence Wording::ranged(const CallNode& node) {
  Sentence all = ranges(*node.ranges, true);
  return cat(std::move(all), where(*node.ranges, Reference::the));
}

// ---- functions

Sentence Wording::clock(std::string_view what, const CallNode& node) {
  const Sentence zone = value(node.arguments[1]);
  if (as<Now>(node.arguments[0]) != nullptr) return cat("the current ", what, " in ", zone);
  return cat("the ", what, " of ", value(node.arguments[0]), " in ", zone);
}

Sentence Wording::function(const CallNode& node) {
  const auto argument = [&](std::size_t i) { return value(node.arguments[i]); };
  switch (node.function) {
    case Function::count:
      if (node.ranges) {
        Sentence all = cat("the number of ", ranged(node));
        unbind(node.ranges->ranges.size());
        return all;
      }
      return cat("the number of items in ", argument(0));
    case Function::length:
      return cat(kind(node.arguments[0]) == TypeKind::string ? "the length of " : "the number of items in ",
                 argument(0));
    case Function::sum:
      return aggregate("the sum of ", node);
    case Function::min:
      return aggregate("the least of ", node);
    case Function::max:
      return aggregate("the greatest of ", node);
    case Function::avg:
      return aggregate("the average of ", node);
    case Function::median:
      return aggregate("the median of ", node);
    case Function::stddev:
      return aggregate("the standard deviation of ", node);
    case Function::percentile:
      return aggregate("the " + report::doc::plain_text(argument(1)) + "th percentile of ", node);
    case Function::increase:
      return cat("the increase of ", argument(0));
    case Function::mann_whitney:
      return cat("the Mann–Whitney test of ", argument(0), " against ", argument(1));
    case Function::unique:
      return cat("the different items of ", argument(0));
    case Function::concat:
      return cat(argument(0), " followed by ", argument(1));
    case Function::union_:
      return cat("whatever is in ", argument(0), " or ", argument(1));
    case Function::intersection:
      return cat("what ", argument(0), " and ", argument(1), " have in common");
    case Function::difference:
      return cat("what is in ", argument(0), " and not in ", argument(1));
    case Function::first:
      return cat("the first ", argument(0), " of ", argument(1));
    case Function::last:
      return cat("the last ", argument(0), " of ", argument(1));
    case Function::sort: {
      if (!node.ranges) return cat(argument(0), " in order");
      Sentence all = cat("the ", ranged(node));
      const With with(*this, Reference::the);
      all = cat(std::move(all), ", in the order of ", value(node.key));
      unbind(node.ranges->ranges.size());
      return all;
    }
    case Function::latest: {
      Sentence all = ranged(node);
      const With with(*this, Reference::the);
      all = cat("of the ", std::move(all), " the latest (by ", argument(node.arguments.size() - 1), ") for each ",
                node.key ? value(node.key) : argument(0));
      unbind(node.ranges->ranges.size());
      return all;
    }
    case Function::number:
      return cat("the number in ", argument(0));
    case Function::lower:
      return cat(argument(0), " in lower case");
    case Function::upper:
      return cat(argument(0), " in upper case");
    case Function::trim:
      return cat(argument(0), " without blanks at its ends");
    case Function::split:
      return cat("the parts of ", argument(0), " between ", argument(1));
    case Function::join:
      return cat(argument(0), ", joined by ", argument(1));
    case Function::replace:
      return cat(argument(0), " with ", argument(2), " for each ", argument(1));
    case Function::version:
      return cat("the version ", argument(0));
    case Function::major:
      return cat("the major part of ", argument(0));
    case Function::minor:
      return cat("the minor part of ", argument(0));
    case Function::patch:
      return cat("the patch part of ", argument(0));
    case Function::weekday:
      return clock("weekday", node);
    case Function::hour:
      return clock("hour", node);
    case Function::month:
      return clock("month", node);
    case Function::day:
      return clock("day of the month", node);
    case Function::date:
      return clock("date", node);
  }
  return {};
}

// ---- history

Sentence Wording::window(const WindowNode& node) {
  Sentence what;
  switch (node.function) {
    case Function::count:
      what = cat("the number of snapshots at which ", clause(node.value), ",");
      break;
    case Function::sum:
      what = cat("the sum of ", value(node.value));
      break;
    case Function::min:
      what = cat("the least ", value(node.value));
      break;
    case Function::max:
      what = cat("the greatest ", value(node.value));
      break;
    case Function::avg:
      what = cat("the average of ", value(node.value));
      break;
    case Function::median:
      what = cat("the median of ", value(node.value));
      break;
    case Function::stddev:
      what = cat("the standard deviation of ", value(node.value));
      break;
    case Function::increase:
      what = cat("the increase of ", value(node.value));
      break;
    case Function::percentile:
      what = cat("the ", report::doc::plain_text(value(node.rank)), "th percentile of ", value(node.value));
      break;
    default:
      what = cat("`", sources_.slice(model_[node.value].span), "`");
  }
  what = cat(std::move(what), is_fixed(node.duration) ? " over the last " : " over the last stretch of ",
             value(node.duration));
  if (node.needs) what = cat(std::move(what), " (of at least ", value(node.needs), " snapshots)");
  if (node.max_gap) what = cat(std::move(what), " with no silence longer than ", value(node.max_gap));
  return what;
}

}  // namespace nexus::workspace::describing
