#pragma once

#include "rules/resolved_model.h"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::workspace::describing {

/// What authors wrote with `##` above declarations, requirements and fields. Views into the trees, which must outlive it.
class DocComments {
 public:
  explicit DocComments(const rules::ResolvedModel& resolved);
  /// Of what stands there: the name of a declaration or field, or a requirement from `require` on. Empty where there is none.
  [[nodiscard]] std::string_view at(base::Span span) const;
  /// What a `def` calls its arguments, by the place of its name.
  [[nodiscard]] std::vector<std::string_view> formals_of(base::Span def) const;

 private:
  void add(base::Span span, std::string_view doc);
  void collect(const grammar::SyntaxTree& tree);

  using Begin = std::pair<std::uint32_t, std::uint32_t>;  // file and offset
  std::map<Begin, std::string_view> by_begin_;
  std::map<Begin, std::vector<std::string_view>> formals_;
};

}  // namespace nexus::workspace::describing
