#pragma once

#include "engine/report.h"
#include "report/format.h"
#include "report/page.h"
#include "report/text_words.h"

#include <cstddef>
#include <string>

namespace nexus::report {

/// Where text begins beside the column of levels and statuses.
inline constexpr std::size_t text_column = 10;

/// The findings that count, gravest first, those of one requirement together.
void write_findings(Page& page, const engine::Report& report, const ShortIds& ids, const Options& options);
/// What a rule that does not count has to say, under its line in the list of phases.
void write_uncounted(Page& page, const engine::Report& report, const engine::RuleReport& rule, std::size_t indent);

/// One finding in full: what does not hold and why, its places, who has waived it. A line a fact, none of them broken.
[[nodiscard]] std::string text_of(const engine::Finding& finding);

}  // namespace nexus::report
