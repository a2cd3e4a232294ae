#include "report/text_words.h"

#include "base/values/time.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

namespace nexus::report {

namespace {

std::string_view module_of(std::string_view id) {
  const std::size_t slash = id.find('/');
  return slash == std::string_view::npos ? std::string_view{} : id.substr(0, slash);
}

bool is_moment(std::string_view value) { return base::parse_time(value).has_value(); }

}  // namespace

ShortIds::ShortIds(const engine::Report& report) {
  std::vector<std::string_view> seen;
  for (const engine::RuleReport& rule : report.rules) {
    const std::string_view module = module_of(rule.id);
    if (std::ranges::find(seen, module) != seen.end()) continue;
    seen.push_back(module);
  }
  if (seen.size() == 1) only_ = seen.front();
  // Those that were asked about; where nobody was asked by name, those whose rules were judged.
  std::vector<std::string_view> asked;
  for (const engine::SourceReport& policy : report.policies)
    if (policy.is_asked && std::ranges::find(asked, policy.name) == asked.end()) asked.push_back(policy.name);
  modules_ = fmt::format("{}", fmt::join(asked.empty() ? seen : asked, ", "));
}

std::string_view ShortIds::operator()(std::string_view id) const {
  const std::string_view module = module_of(id);
  return !only_.empty() && module == only_ && id.size() > module.size() ? id.substr(module.size() + 1) : id;
}

std::string distance_of(const engine::MarginReport& margin) {
  if (margin.exact_difference == "0") return "exactly the limit of `" + margin.relation + ' ' + margin.limit + '`';
  const bool less = margin.difference.starts_with('-');
  const bool is_signed = less || margin.difference.starts_with('+');
  const bool moments = is_moment(margin.limit);
  const std::string_view side = moments ? (less ? " before " : " after ") : (less ? " below " : " above ");
  return margin.difference.substr(is_signed ? 1 : 0).append(side).append(margin.limit);
}

std::string words_of(const engine::CauseReport& cause) {
  std::string words = cause.text;
  for (const engine::MarginReport& margin : cause.margins) words += ", " + distance_of(margin);
  return words;
}

namespace {

std::string range(const std::string& least, const std::string& most) { return least == most ? least : least + " to " + most; }

}  // namespace

std::string words_of(const engine::ShareReport& share) { return range(share.earned, share.may_earn) + " of " + share.weight; }

std::string words_of(const engine::ScoreReport& score) {
  std::string words = range(score.share, score.may_share) + " (" + words_of(score.total) + "), " + score.pass + " passes";
  return score.warn == score.pass ? words : words + ", " + score.warn + " warns";
}

std::string words_of(const engine::WaivedReport& waived) {
  return waived.reason + " (approved by " + waived.approved_by +
         (waived.until.empty() ? ")" : ", until " + waived.until + ")");
}

std::string words_of(const engine::ObligationField& field, const engine::Obligation& obligation) {
  const bool is_unknown = std::ranges::find(obligation.missing, field.name) != obligation.missing.end();
  return is_unknown ? "not known" : field.json;
}

std::string words_of(const engine::Obligation& obligation) {
  std::string words = obligation.name;
  for (const engine::ObligationField& field : obligation.fields)
    words.append(&field == &obligation.fields.front() ? "  " : ", ")
        .append(field.name + ": ")
        .append(words_of(field, obligation));
  return words;
}

bool is_worded(const engine::Finding& finding) {
  return finding.causes.empty() || finding.message != "`" + finding.condition + "` does not hold";
}

std::vector<std::string> sentences_of(const engine::Finding& finding) {
  constexpr std::size_t most_causes = 3;
  std::vector<std::string> sentences;
  if (is_worded(finding)) sentences.push_back(finding.message);
  for (const engine::CauseReport& cause : std::span(finding.causes).first(std::min(finding.causes.size(), most_causes)))
    sentences.push_back(words_of(cause));
  if (finding.causes.size() > most_causes)
    sentences.push_back("and " + std::to_string(finding.causes.size() - most_causes) + " more");
  for (const engine::ReasonReport& reason : finding.reasons) {
    // A message that was worded from the reason need not be followed by it.
    if (finding.message.find(reason.message) == std::string::npos) sentences.push_back(reason.message);
    if (!reason.help.empty()) sentences.push_back("help: " + reason.help);
  }
  if (!finding.from.empty()) sentences.push_back("asked for in full from " + finding.from + " on");
  if (finding.waived) sentences.push_back(finding.waived->by + ": " + words_of(*finding.waived));
  return sentences;
}

std::string headline_of(const engine::Report& report) {
  const std::string_view file = snapshot_file(report);
  return fmt::format("{} {}{}{}: {}", upper_case(base::level_name(report.decision)), ShortIds(report).modules(),
                     file.empty() ? "" : " on ", file, fmt::join(counts_of(report), ", "));
}

std::string clipped(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most != 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return std::string(text.substr(0, most)) + "…";
}

std::string words_of(const engine::PolicyPlace& place) {
  return place.file + ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
}

std::string file_of(const engine::EvidencePlace& place) {
  if (place.line == 0) return place.file;
  return place.file + ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
}

std::string upper_case(std::string_view word) {
  std::string upper(word);
  std::ranges::transform(upper, upper.begin(), [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
  return upper;
}

std::string_view snapshot_file(const engine::Report& report) {
  const auto snapshot = std::ranges::find(report.inputs, "snapshot", &engine::SourceReport::name);
  return snapshot == report.inputs.end() ? std::string_view{} : std::string_view(snapshot->file);
}

void write_pieces(Page& page, const std::vector<std::string>& pieces) {
  for (std::size_t i = 0; i < pieces.size(); ++i) page.piece(i + 1 < pieces.size() ? pieces[i] + ',' : pieces[i]);
}

std::string answer_about_phase(const engine::Report& report, const ShortIds& ids) {
  const std::string phase = "phase " + std::string(ids(report.asked_phase));
  const auto rule = std::ranges::find(report.rules, report.asked_phase, &engine::RuleReport::id);
  const std::string_view status = rule == report.rules.end() ? std::string_view{} : std::string_view(rule->status);
  if (status == "ready" && report.decision >= base::Level::hold) return phase + " is ready, but the decision is " + std::string(base::level_name(report.decision));
  if (status == "ready") return phase + " may start";
  if (status == "active") return phase + " has started";
  if (status == "done") return phase + " is done";
  if (status == "skipped") return phase + " does not apply";
  if (status == "unknown") return "whether " + phase + " may start cannot be told";
  return phase + " may not start: it is " + status_words(status);
}

std::string words_of(const engine::EvidencePlace& place) {
  if (place.file.empty() && place.pointer.empty()) return place.document + " was not given";
  return place.document + ' ' + file_of(place) + (place.line == 0 ? " has nothing at " : " ") + place.pointer;
}

std::vector<std::string> counts_of(const engine::Report& report) {
  // What is bad comes first; a status that is not listed here is its own word.
  std::vector<std::pair<std::string, std::size_t>> counts;
  for (const std::string_view word : {"failed", "fired", "out of order", "unknown", "warned", "pending", "passed", "skipped"}) {
    counts.emplace_back(word, 0);
  }
  const auto add = [&](std::string word) {
    auto at = std::ranges::find(counts, word, &std::pair<std::string, std::size_t>::first);
    if (at == counts.end()) at = counts.insert(counts.end(), {std::move(word), 0});
    ++at->second;
  };
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> past{
      {{"fail", "failed"}, {"warn", "warned"}, {"pass", "passed"}, {"quiet", "passed"}}};
  for (const engine::RuleReport& rule : report.rules) {
    if (rule.kind == "phase" && rule.status != "out_of_order") continue;
    if (!rule.counted) {
      add("not counted");
      continue;
    }
    const auto* word = std::ranges::find(past, rule.status, &std::pair<std::string_view, std::string_view>::first);
    add(word == past.end() ? status_words(rule.status) : std::string(word->second));
  }
  std::vector<std::string> words;
  for (const auto& [word, count] : counts) {
    if (count != 0) words.push_back(std::to_string(count) + ' ' + word);
  }
  return words;
}

std::string status_words(std::string_view status) {
  std::string words(status);
  std::ranges::replace(words, '_', ' ');
  return words;
}

Tone tone_of_status(std::string_view status) {
  if (status == "fail" || status == "fired" || status == "out_of_order") return Tone::bad;
  if (status == "warn" || status == "unknown" || status == "pending" || status == "blocked") return Tone::caution;
  if (status == "skipped" || status == "upcoming" || status == "waived" || status == "excused") return Tone::faint;
  return Tone::good;
}

}  // namespace nexus::report
