#pragma once

#include "report/page.h"
#include "workspace/workspace.h"

#include <map>
#include <string_view>
#include <utility>

namespace nexus::playground {

/// Writes what is not as it was: the decision, and gates, phases and triggers, each with what it says now.
///
///     decision       allow → block
///     gate coverage  pass → fail    line coverage is 74.2%, at least 80% is asked for
///
/// What asks for something and now words it differently is shown without an arrow. Null stands for a moment at which there was nothing to judge. False where there was nothing to write.
bool write_changes(report::Page& page, const engine::Report* before, const engine::Report* after);

/// The same for requirements and what they found, a line each, with those that are only worded differently.
bool write_detailed_changes(report::Page& page, const engine::Report* before, const engine::Report* after);

/// A report, asked for its rules by what they are called (a gate and a phase may share a name), and for what they say. The report
/// outlives it; null has none.
class Rules {
 public:
  explicit Rules(const engine::Report* report);
  /// That of the same kind and ID, in whatever report it stands; null where there is none.
  [[nodiscard]] const engine::RuleReport* find(const engine::RuleReport& like) const;
  /// What a rule of the report says about itself: the first finding that counts as the rule does, else why it is skipped or waits;
  /// may be empty.
  [[nodiscard]] std::string_view words_of(const engine::RuleReport& rule) const;

 private:
  std::map<std::pair<std::string_view, std::string_view>, const engine::RuleReport*> by_name_;
  std::map<std::pair<std::string_view, bool>, const engine::Finding*> findings_;  // the first of each
};

}  // namespace nexus::playground
