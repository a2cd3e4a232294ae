#include "workspace/infer/demands.h"

#include "base/values/quantity.h"
#include "workspace/infer/names.h"
#include "workspace/typed_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string_view>
#include <vector>

namespace nexus::workspace::infer {

namespace {

using base::Decimal;
using base::Dimension;
using rules::TypeKind;

std::string with_capital(std::string text) {
  if (text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

/// Finds out what can be asked of a place.
class Asking {
 public:
  Asking(const Place& place, const std::set<std::string>& taken, const std::string& whose)
      : place_(place), taken_(taken), whose_(whose.empty() ? "" : " of " + spaced(whose)) {
    noun_ = place.collection.empty() ? place.parent() : singular(place.collection.back());
    if (!place.collection.empty()) {
      item_ = variable({is_language_word(noun_) ? "item" : plain_name(noun_, "item"), "item", "each_item"});
      if (place.is_map) key_ = variable({"name", "key", "each_key"});
    }
    value_ = item_.empty() ? path_from_root(place.steps) : path_from(item_, place.steps);
  }

  [[nodiscard]] std::optional<Demand> demand() const {
    if (is_of_tests() && ran_nothing()) return std::nullopt;
    auto demand = of_type();
    if (!demand) return std::nullopt;
    demand->item = item_;
    demand->key = key_;
    return demand;
  }

 private:
  [[nodiscard]] std::optional<Demand> of_type() const {
    switch (place_.type->kind) {
      case TypeKind::integer:
        return of_count();
      case TypeKind::string:
      case TypeKind::enumeration:
        return place_.type->ordered ? of_severity() : of_status();
      case TypeKind::boolean:
        return of_flag();
      case TypeKind::ratio:
        return of_ratio();
      case TypeKind::duration:
        return of_duration();
      case TypeKind::version:
        return of_version();
      default:
        return std::nullopt;
    }
  }

  /// What the value belongs to, for people: `the build`, `suite api`.
  [[nodiscard]] std::string subject() const {
    if (!key_.empty()) return spaced(noun_) + " {" + key_ + "}";
    if (item_.empty()) return "the " + spaced(noun_.empty() ? place_.name() : noun_) + whose_;
    const InputField* label = label_of_item();
    return label == nullptr ? "a " + spaced(noun_) : spaced(noun_) + " {" + path_from(item_, {label->name}) + "}";
  }

  /// What tells one item from the others: its name, else its first text.
  [[nodiscard]] const InputField* label_of_item() const {
    const auto can_label = [&](const InputField& field) {
      const bool is_shown = field.type.kind == TypeKind::string || field.type.kind == TypeKind::integer;
      return is_shown && !field.optional && !field.type.nullable && &field.type != place_.type;
    };
    const auto is_label = [&](const InputField& field) {
      return field.type.kind == TypeKind::string && can_label(field) &&
             !has_any(words_of(field.name), {"sha", "commit", "message", "description", "url"});
    };
    const auto& fields = place_.item->fields;
    for (const std::string_view name : {"name", "id", "title", "key", "path", "number"}) {
      const auto named = std::ranges::find(fields, name, &InputField::name);
      if (named != fields.end() && can_label(*named)) return &*named;
    }
    const auto first = std::ranges::find_if(fields, is_label);
    return first == fields.end() ? nullptr : &*first;
  }
  [[nodiscard]] std::string variable(std::initializer_list<std::string> wishes) const {
    for (const std::string& wish : wishes)
      if (!taken_.contains(wish) && !is_language_word(wish) && wish != key_ && wish != item_) return wish;
    return "this_one";
  }
  [[nodiscard]] std::vector<std::string> words() const { return words_of(place_.name()); }
  [[nodiscard]] const Shape* seen() const { return place_.type->shape.get(); }
  /// A gate's name: that of what the value belongs to.
  [[nodiscard]] std::string gate_name() const {
    return plain_name(!place_.collection.empty() ? place_.collection.back()
                      : noun_.empty()            ? place_.name()
                                                 : noun_,
                      "first");
  }
  [[nodiscard]] std::string param_name(std::string_view bound) const {
    std::string what = plain_name(place_.name(), "value");
    const std::string parent = plain_name(place_.parent(), "");
    if (parent == "coverage" && !has_any(words(), {"coverage"})) what += "_coverage";
    std::string name = fmt::format("{}_{}", bound, what);
    if (taken_.contains(name) && !parent.empty()) name = fmt::format("{}_{}_{}", bound, parent, what);
    while (taken_.contains(name)) name += "_allowed";
    return name;
  }
  [[nodiscard]] bool is_single() const { return place_.collection.empty(); }

  static bool is_failure_count(const std::vector<std::string>& words) {
    return has_any(words, {"failed", "failures", "failure", "failing", "errors", "error", "errored"});
  }
  /// Is there something that fails beside it? To ask for no errors where there are failures would miss the point.
  [[nodiscard]] bool others_fail() const {
    return std::ranges::any_of(place_.owner->fields, [](const InputField& field) {
      return is_failure_count(words_of(field.name)) && field.type.shape && field.type.shape->most &&
             *field.type.shape->most > Decimal(0);
    });
  }

  /// Is it a count of what went well, or a bound that somebody set?
  [[nodiscard]] static bool is_good_or_limit(const std::vector<std::string>& words) {
    return has_any(words, {"without", "no", "zero", "free", "since", "fixed", "resolved", "closed", "allowed", "max",
                           "min", "limit", "limits", "threshold", "thresholds", "budget", "budgets", "under"});
  }

  /// How many there were, beside those that failed; null where nobody says.
  [[nodiscard]] const InputField* total_of_tests() const {
    const auto counts = [](const InputField& field) {
      return field.type.kind == TypeKind::integer && !field.type.nullable && field.type.shape && field.type.shape->most;
    };
    const auto& fields = place_.owner->fields;
    const auto said = [&](std::string_view name) -> const InputField* {
      const auto field = std::ranges::find(fields, name, &InputField::name);
      return field != fields.end() && counts(*field) ? &*field : nullptr;
    };
    if (const InputField* tests = said("tests")) return tests;
    return is_of_tests() ? said("total") : nullptr;
  }
  [[nodiscard]] bool is_of_tests() const {
    const auto says_so = [](const std::string& name) {
      return has_any(words_of(name), {"test", "tests", "suite", "suites", "testing"});
    };
    return says_so(noun_) || says_so(place_.parent());
  }
  /// Where no test ran, that nothing failed says nothing. Of many suites one may be empty.
  [[nodiscard]] bool ran_nothing() const {
    const InputField* total = total_of_tests();
    if (total == nullptr) return false;
    const Shape& shape = *total->type.shape;
    return (is_single() ? *shape.least : *shape.most) <= Decimal(0);
  }
  /// Asks that something ran, where that is known.
  void ask_for_presence(Demand& demand) const {
    const InputField* total = total_of_tests();
    if (total == nullptr) return;
    const Shape& shape = *total->type.shape;
    const bool may_be_absent = total->optional && shape.values() != place_.owner->shape->objects;
    if (*shape.least <= Decimal(0) || may_be_absent) return;
    std::vector<std::string> steps = place_.steps;
    steps.back() = total->name;
    demand.presence = (is_single() ? path_from_root(steps) : path_from(item_, steps)) + " > 0";
    const bool is_plain = noun_.empty() || (is_single() && whose_.empty() && singular(noun_) == "test");
    demand.absence = "no test ran" + (is_plain ? "" : " in " + subject());
  }

  [[nodiscard]] std::optional<Demand> of_count() const {
    if (is_good_or_limit(words()) || has_any(words(), {"total"}) || is_good_or_limit(words_of(noun_)))
      return std::nullopt;
    const bool is_failure = is_failure_count(words());
    const bool is_defect =
        has_any(words(), {"bugs", "vulnerabilities", "violations", "warnings", "alerts", "conflicts", "critical",
                          "blockers", "blocking", "incidents", "regressions", "outages", "crashes", "leaks"});
    if ((!is_failure && !is_defect) || seen() == nullptr || seen()->values() == 0) return std::nullopt;
    const std::string what = spaced(place_.name());
    const bool is_verb = place_.name() == "failed" || place_.name() == "errored" || place_.name() == "failing";
    const std::string where =
        is_single() ? (noun_.empty() ? "" : " in " + spaced(noun_) + whose_) : " in any " + spaced(noun_);
    Demand demand{.name = gate_name(),
                  .title = (is_verb ? "Nothing " : "No ") + what + where,
                  .also = (is_verb ? " and nothing " : " and no ") + what,
                  .message = {},
                  .task = {},
                  .bad = "1"};
    const std::string subject = is_single() && noun_.empty() ? "" : " in " + this->subject();
    demand.message = "{" + value_ + "} " + what + subject;
    demand.task = (is_verb ? "Mend what " : "Mend the ") + what + subject;
    if (*seen()->most == Decimal(0)) {
      if (is_failure && ran_nothing()) return std::nullopt;
      if (is_failure) ask_for_presence(demand);
      demand.rank = !is_failure ? 50 : others_fail() ? 75 : is_of_tests() ? 10 : 15;
      demand.condition = value_ + " == 0";
      return demand;
    }
    if (!is_single()) return std::nullopt;
    // There are some: they shall not become more.
    const auto now = seen()->most->to_int64();
    if (!now || *now == std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    const std::string name = param_name("max");
    demand.rank = 80;
    demand.title = "Not more " + what + where + " than there were";
    demand.param_name = name;
    demand.param = fmt::format("param {}: int = {}  # what it is now", name, *now);
    demand.condition = value_ + " <= " + name;
    demand.message += ", more than {" + name + "}";
    demand.bad = std::to_string(*now + 1);
    return demand;
  }

  [[nodiscard]] std::optional<Demand> of_status() const {
    static const std::set<std::string_view> good{
        "success", "successful", "succeeded", "pass", "passed",   "passing", "ok",       "green", "approved", "healthy",
        "ready",   "complete",   "completed", "live", "deployed", "active",  "verified", "valid", "up",       "clean"};
    if (!has_any(words(), {"status", "state", "result", "conclusion", "outcome", "health", "verdict", "signature"}))
      return std::nullopt;
    if (seen() == nullptr || seen()->words.empty() || seen()->more_words) return std::nullopt;
    std::vector<std::string> wanted;
    for (const auto& [word, count] : seen()->words) {
      std::string lower = word;
      std::ranges::transform(lower, lower.begin(),
                             [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
      if (!good.contains(lower)) return std::nullopt;
      wanted.push_back(word);
    }
    std::optional<std::string> bad;
    if (place_.type->kind == TypeKind::enumeration) {
      for (const std::string& member : place_.type->members)
        if (std::ranges::count(wanted, member) == 0) bad = text_literal(member);
    } else {
      bad = text_literal("failure");
    }
    if (!bad) return std::nullopt;
    std::string list;
    for (const std::string& word : wanted) list += (list.empty() ? "" : ", ") + text_literal(word);
    const std::string subject = this->subject();
    const std::string state = wanted.front() == "success" ? "a success" : spaced(wanted.front());
    const std::string title =
        is_single() ? fmt::format("The {}{} is {}", spaced(noun_.empty() ? place_.name() : noun_), whose_, state)
                    : fmt::format("Every {} is {}", spaced(noun_), state);
    return Demand{.rank = is_single() ? 20 : 22,
                  .name = gate_name(),
                  .title = wanted.size() == 1 ? title : title + " or " + spaced(wanted.back()),
                  .also = " and " + state,
                  .condition = wanted.size() == 1 ? value_ + " == " + list : value_ + " in [" + list + "]",
                  .message = subject + " is {" + value_ + "}",
                  .task = "Find out why " + subject + " is {" + value_ + "}",
                  .bad = *bad};
  }

  [[nodiscard]] std::optional<Demand> of_severity() const {
    if (is_single() || place_.type->members.size() < 2) return std::nullopt;
    const std::vector<std::string>& members = place_.type->members;
    std::size_t limit = members.size() - 2;  // the two gravest, if there are none so far
    const auto was_seen = [&](const std::string& member) {
      return seen() != nullptr &&
             std::ranges::any_of(seen()->words, [&](const auto& word) { return word.first == member; });
    };
    if (was_seen(members.back())) return std::nullopt;
    if (was_seen(members[limit])) ++limit;
    const std::string subject = this->subject();
    return Demand{
        .rank = 30,
        .name = gate_name(),
        .title = fmt::format("No {} of severity {} or more", spaced(noun_), members[limit]),
        .forbidden = value_ + " >= " + (is_plain_name(members[limit]) ? members[limit] : text_literal(members[limit])),
        .message = subject + " is {" + value_ + "}",
        .task = "Fix " + subject,
        .bad = is_plain_name(members.back()) ? members.back() : text_literal(members.back())};
  }

  [[nodiscard]] std::optional<Demand> of_flag() const {
    if (place_.may_be_absent || seen() == nullptr || seen()->bools == 0) return std::nullopt;
    const bool is_good = has_any(words(), {"healthy", "ok", "passed", "pass", "success", "successful", "approved",
                                           "completed", "complete", "green", "ready", "signed", "verified", "valid",
                                           "mergeable", "reachable", "up", "restorable", "clean"});
    const bool is_bad = has_any(words(), {"failed", "broken", "degraded", "vulnerable", "blocked", "outage", "down",
                                          "dirty", "overdue", "stale", "expired", "revoked"});
    const bool is_turned = has_any(words(), {"no", "not", "never", "without", "zero"});
    if (is_turned || is_good == is_bad || seen()->trues != (is_good ? seen()->bools : 0)) return std::nullopt;
    std::string what = spaced(place_.name());
    for (const std::string_view verb : {"has ", "is ", "was "})
      if (what.starts_with(verb)) what.erase(0, verb.size());
    const std::string subject = this->subject();
    const std::string which =
        is_single() ? "The " + spaced(noun_.empty() ? "release" : noun_) + whose_ : "Every " + spaced(noun_);
    const bool of_release = is_single() && noun_.empty();
    const std::string who = of_release ? "the release" : subject;
    return Demand{.rank = is_single() ? 40 : 42,
                  .name = gate_name(),
                  .title = which + (is_good ? " is " : " is not ") + what,
                  .also = (is_good ? " and " : " and not ") + what,
                  .condition = (is_good ? "" : "not ") + value_,
                  .message = who + (is_good ? " is not " : " is ") + what,
                  .task = "Find out why " + who + (is_good ? " is not " : " is ") + what,
                  .bad = is_good ? "false" : "true"};
  }

  /// What was seen, as a part of 1.
  [[nodiscard]] Decimal fraction(const Decimal& seen) const {
    return base::multiply(seen, base::wire_unit_factor(place_.type->wire)).value;
  }
  [[nodiscard]] static std::string percent(const Decimal& value) { return base::format_exact(value, Dimension::ratio); }

  [[nodiscard]] std::optional<Demand> of_ratio() const {
    if (!is_single() || seen() == nullptr || !seen()->least) return std::nullopt;
    const auto parent = words_of(place_.parent());
    const bool is_coverage = has_any(words(), {"coverage"}) || has_any(parent, {"coverage"});
    const bool is_good = is_coverage || has_any(words(), {"pass", "success", "availability", "passed"});
    const bool is_bad = has_any(words(), {"error", "errors", "failure", "failures", "fail", "flaky"});
    if (is_good == is_bad) return std::nullopt;
    const Decimal point = base::wire_unit_factor(base::WireUnit::percent);
    const Decimal now = fraction(is_good ? *seen()->least : *seen()->most);
    Decimal bound = now.rounded(2);
    if (is_good && bound > now) bound = base::subtract(bound, point).value;
    if (is_bad && bound < now) bound = base::add(bound, point).value;
    if (is_good && bound.is_zero()) bound = now;
    if (is_good ? bound.is_zero() || bound > Decimal(1) : bound >= Decimal(1))
      return std::nullopt;  // it could not fail
    const std::string name = param_name(is_good ? "min" : "max");
    std::string what = spaced(place_.name());
    if (is_coverage && !has_any(words(), {"coverage"})) what += " coverage";
    what += whose_;
    const Decimal bad = is_good ? Decimal(0) : Decimal(1);
    return Demand{
        .rank = is_coverage ? 35 : 60,
        .name = gate_name(),
        .title = with_capital(what) + (is_good ? " does not fall" : " does not grow"),
        .param = fmt::format("param {}: ratio in 0%..100% = {}  # what it is now, rounded {}", name, percent(bound),
                             is_good ? "down" : "up"),
        .param_name = name,
        .condition = value_ + (is_good ? " >= " : " <= ") + name,
        .message =
            fmt::format("{} is {{{}}}, {} {{{}}} is asked for", what, value_, is_good ? "at least" : "at most", name),
        .task = is_coverage ? "Test what is not covered yet" : "Find out why the " + what + " is {" + value_ + "}",
        .bad = is_good && bound > point ? percent(base::subtract(bound, point).value) : percent(bad)};
  }

  [[nodiscard]] std::optional<Demand> of_duration() const {
    const auto name_words = words();
    const bool is_latency = has_any(name_words, {"latency", "p50", "p90", "p95", "p99"});
    if (!is_single() || !is_latency || seen() == nullptr || !seen()->most) return std::nullopt;
    const Decimal now = base::multiply(*seen()->most, base::wire_unit_factor(place_.type->wire)).value;
    const std::string name = param_name("max");
    const std::string what = spaced(place_.name()) + whose_;
    return Demand{.rank = 65,
                  .name = gate_name(),
                  .title = with_capital(what) + " does not grow",
                  .param = fmt::format("param {}: duration = {}  # what it is now", name,
                                       base::format_exact(now, Dimension::duration)),
                  .param_name = name,
                  .condition = value_ + " <= " + name,
                  .message = fmt::format("{} is {{{}}}, more than {{{}}}", what, value_, name),
                  .task = "Find out why " + what + " is {" + value_ + "}",
                  .bad = base::format_exact(base::add(now, Decimal(1)).value, Dimension::duration)};
  }

  [[nodiscard]] std::optional<Demand> of_version() const {
    if (!is_single() || seen() == nullptr || seen()->words.size() != 1 || seen()->more_words) return std::nullopt;
    const std::string now = seen()->words.front().first;
    if (now.starts_with("0.0.0")) return std::nullopt;
    return Demand{.rank = 70,
                  .name = gate_name(),
                  .title = with_capital(spaced(place_.name())) + whose_ + " does not go back",
                  .condition = value_ + " >= version(" + text_literal(now) + ")",
                  .message = "{" + value_ + "} is older than " + now,
                  .task = "Release a version that is not older than " + now,
                  .bad = "version(\"0.0.0\")"};
  }

  const Place& place_;
  const std::set<std::string>& taken_;
  std::string whose_, noun_, item_, key_, value_;
};

}  // namespace

std::optional<Demand> demand_of(const Place& place, const std::set<std::string>& taken, const std::string& whose) {
  return Asking(place, taken, whose).demand();
}

}  // namespace nexus::workspace::infer
