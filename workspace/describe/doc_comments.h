#pragma once

#include "rules/resolved_model.h"

#include <map>
#include <string_view>
#include <utility>

namespace nexus::workspace::describing {

/// What authors wrote with `##` above declarations, requirements and fields. Views into the trees, which must outlive it.
class DocComments {
 public:
  explicit DocComments(const rules::ResolvedModel& resolved);
  /// Of what stands there: the name of a declaration or field, or a requirement from `require` on. Empty where there is none.
  [[nodiscard]] std::string_view at(base::Span span) const;

 private:
  void add(base::Span span, std::string_view doc);
  void collect(const grammar::SyntaxTree& tree);

  std::map<std::pair<std::uint32_t, std::uint32_t>, std::string_view> by_begin_;
};

}  // namespace nexus::workspace::describing
