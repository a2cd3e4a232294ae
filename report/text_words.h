#pragma once

#include "engine/report.h"
#include "report/page.h"

#include <string>
#include <string_view>
#include <vector>

/// How the text format puts parts of a report into words.
namespace nexus::report {

/// Ids as the policy itself writes them: without the module, where a report is about one module only.
class ShortIds {
 public:
  explicit ShortIds(const engine::Report& report);
  [[nodiscard]] std::string_view operator()(std::string_view id) const;
  /// The modules that the run was about, with commas between.
  [[nodiscard]] const std::string& modules() const { return modules_; }

 private:
  std::string modules_;
  std::string only_;  // the one module that all rules are of
};

/// The file that the report is about, as the report has it; empty where the run had no snapshot.
[[nodiscard]] std::string_view snapshot_file(const engine::Report& report);
/// A decision as it leads: `BLOCK`.
[[nodiscard]] std::string upper_case(std::string_view word);
/// Commas between; only at a comma may the line be broken.
void write_pieces(Page& page, const std::vector<std::string>& pieces);
/// What became of the phase that was asked about: `phase go_live may start`.
[[nodiscard]] std::string answer_about_phase(const engine::Report& report, const ShortIds& ids);
/// `5.8pt below 80%`, `exactly the limit of `>= 80%``.
[[nodiscard]] std::string distance_of(const engine::MarginReport& margin);
/// `coverage.line is 74.2%, 5.8pt below 80%`, `build.status is failure, not success`.
[[nodiscard]] std::string words_of(const engine::CauseReport& cause);
/// `release.nexus:61:3`.
[[nodiscard]] std::string words_of(const engine::PolicyPlace& place);
/// `failing.json:24:7`, or the file alone where nothing stands at that place.
[[nodiscard]] std::string file_of(const engine::EvidencePlace& place);
/// `snapshot failing.json:24:7 /coverage/line`, `snapshot failing.json has nothing at /approvals`, `baseline was not given`.
[[nodiscard]] std::string words_of(const engine::EvidencePlace& place);
/// `2 failed`, `1 unknown`, `3 passed`: gates and triggers, and phases out of order; what is bad comes first.
[[nodiscard]] std::vector<std::string> counts_of(const engine::Report& report);
/// `1.5 of 2`, `0 to 2 of 2`.
[[nodiscard]] std::string words_of(const engine::ShareReport& share);
/// `75% (7.5 of 10), 90% passes, 70% warns`.
[[nodiscard]] std::string words_of(const engine::ScoreReport& score);
/// `not reachable (approved by ana, until 2026-12-31)`.
[[nodiscard]] std::string words_of(const engine::WaivedReport& waived);
/// `create_task  title: "Fix CVE-1", severity: "critical"`.
[[nodiscard]] std::string words_of(const engine::Obligation& obligation);
/// A field of it: its JSON, or that it is not known.
[[nodiscard]] std::string words_of(const engine::ObligationField& field, const engine::Obligation& obligation);
/// Has the policy put it into words? What nobody worded is said better by what made it so.
[[nodiscard]] bool is_worded(const engine::Finding& finding);
/// What there is to know without its places: the message, what made it so, what is missing, who has waived it. A sentence each.
[[nodiscard]] std::vector<std::string> sentences_of(const engine::Finding& finding);
/// `BLOCK checkout.release on failing.json: 3 failed, 2 unknown, 1 passed`.
[[nodiscard]] std::string headline_of(const engine::Report& report);
/// At most `most` bytes of `text`, cut between two characters, and `…` where that is not all.
[[nodiscard]] std::string clipped(std::string_view text, std::size_t most);
/// A status as people read it: `out of order` for `out_of_order`.
[[nodiscard]] std::string status_words(std::string_view status);
[[nodiscard]] Tone tone_of_status(std::string_view status);

}  // namespace nexus::report
