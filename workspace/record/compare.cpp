#include "workspace/record/compare.h"

#include "base/values/text.h"
#include "engine/read/json_ranges.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace nexus::workspace {

namespace {

using engine::TextRange;
using engine::read::Child;

/// A report as JSON, looked into.
class JsonReport {
 public:
  explicit JsonReport(std::string_view json) : json_(json), ranges_(json) {}

  using Members = std::map<std::string, TextRange, std::less<>>;
  [[nodiscard]] Members members(TextRange object) const {
    Members members;
    if (ranges_.at(object.begin) != '{') return members;
    for (const Child& child : children_of(ranges_, object.begin))
      members.emplace(ranges_.string_in(*child.key), child.value);
    return members;
  }
  [[nodiscard]] Members members() const { return members(ranges_.root()); }
  [[nodiscard]] std::string_view text(TextRange range) const {
    return json_.substr(range.begin, range.end - range.begin);
  }

  /// What stands in the fields of the objects of a list, for people: of findings, `["p/coverage.floor", "failed", "…"]`.
  using Row = std::vector<std::string>;
  [[nodiscard]] std::vector<Row> rows(std::string_view list, std::initializer_list<std::string_view> fields) const {
    std::vector<Row> rows;
    const Members all = members();
    const auto found = all.find(list);
    if (found == all.end() || ranges_.at(found->second.begin) != '[') return rows;
    for (const Child& item : children_of(ranges_, found->second.begin)) {
      const Members object = members(item.value);
      Row& row = rows.emplace_back();
      for (const std::string_view field : fields) {
        const auto value = object.find(field);
        const bool is_string = value != object.end() && ranges_.at(value->second.begin) == '"';
        row.push_back(is_string ? ranges_.string_in(value->second) : std::string{});
      }
    }
    return rows;
  }

 private:
  std::string_view json_;
  engine::read::Ranges ranges_;
};

std::string quoted(const std::string& text) { return "`" + base::printable(text) + "`"; }

class Comparison {
 public:
  Comparison(const RecordedResult& recorded, const RecordedResult& now)
      : recorded_(recorded), now_(now), before_(recorded.report), after_(now.report) {}

  std::vector<std::string> differences() {
    if (recorded_.report == now_.report) return {};
    if (recorded_.decision != now_.decision)
      differ("decision", "the decision is " + now_.decision + ", and was " + recorded_.decision);
    compare_rules();
    compare_findings();
    compare_members();
    if (words_.empty()) words_.emplace_back("the report says the same in another order, or otherwise spelt");
    return std::move(words_);
  }

 private:
  using Row = JsonReport::Row;

  void compare_rules() {
    const auto before = before_.rows("rules", {"id", "kind", "status"}),
               after = after_.rows("rules", {"id", "kind", "status"});
    std::map<std::string, Row> by_id;
    for (const Row& rule : after) by_id.emplace(rule[0], rule);
    for (const Row& rule : before) {
      const auto now = by_id.find(rule[0]);
      if (now == by_id.end()) {
        differ("rules", rule[1] + " " + quoted(rule[0]) + " was judged, and is not");
      } else if (now->second[2] != rule[2]) {
        differ("rules", rule[1] + " " + quoted(rule[0]) + " is " + now->second[2] + ", and was " + rule[2]);
      }
      if (now != by_id.end()) by_id.erase(now);
    }
    for (const auto& [id, rule] : by_id) differ("rules", rule[1] + " " + quoted(id) + " is judged, and was not");
  }

  void compare_findings() {
    auto before = before_.rows("findings", {"id", "kind", "message"}),
         after = after_.rows("findings", {"id", "kind", "message"});
    std::ranges::sort(before);
    std::ranges::sort(after);
    const auto tell = [&](const std::vector<Row>& these, const std::vector<Row>& others, const std::string& how) {
      std::vector<Row> alone;
      std::ranges::set_difference(these, others, std::back_inserter(alone));
      for (const Row& finding : alone)
        differ("findings", quoted(finding[0]) + " " + finding[1] + how + ": " + base::printable(finding[2]));
    };
    tell(before, after, " then, and not now");
    tell(after, before, " now, and not then");
  }

  /// All that was not told yet.
  void compare_members() {
    const auto before = before_.members(), after = after_.members();
    for (const auto& [name, value] : before) {
      const auto now = after.find(name);
      const bool is_same = now != after.end() && after_.text(now->second) == before_.text(value);
      if (!is_same && !told_.contains(name)) differ(name, quoted(name) + " of the report differs");
    }
    for (const auto& [name, value] : after)
      if (!before.contains(name)) differ(name, quoted(name) + " of the report was not there");
  }

  void differ(const std::string& member, std::string words) {
    told_.insert(member);
    words_.push_back(std::move(words));
  }

  const RecordedResult& recorded_;
  const RecordedResult& now_;
  JsonReport before_, after_;
  std::set<std::string, std::less<>> told_;  // members of the report of which something was said
  std::vector<std::string> words_;
};

}  // namespace

std::vector<std::string> differences(const RecordedResult& recorded, const RecordedResult& now) {
  return Comparison(recorded, now).differences();
}

}  // namespace nexus::workspace
