#include "tests/reference/verdict.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace nexus::reference {

namespace {

bool agree(const std::string& expected, const std::string& actual) {
  if (expected.ends_with(" *")) return actual.starts_with(expected.substr(0, expected.size() - 1));
  return expected == actual;
}

constexpr std::string_view reasons = "reasons ", bring = "obligation bring_evidence ";

/// `reasons ID; one; another`
std::set<std::string> reasons_in(std::string_view line) {
  std::set<std::string> all;
  for (std::size_t at = line.find("; "); at != std::string_view::npos;) {
    const std::size_t next = line.find("; ", at + 2);
    all.emplace(line.substr(at + 2, next == std::string_view::npos ? next : next - at - 2));
    at = next;
  }
  return all;
}

/// One reason is enough to leave something open: the engine may stop there, but may name none that the reference does not have.
Verdict without_reasons(const Verdict& lines, std::map<std::string, std::set<std::string>>& all) {
  Verdict rest;
  for (const std::string& line : lines) {
    if (line.starts_with(reasons)) {
      all[line.substr(0, line.find(';'))].merge(reasons_in(line));
    } else if (line.starts_with(bring)) {
      all[std::string(bring)].insert(line);
    } else {
      rest.push_back(line);
    }
  }
  return rest;
}

std::string reasons_apart(const std::map<std::string, std::set<std::string>>& reference,
                          const std::map<std::string, std::set<std::string>>& engine) {
  for (const auto& [where, named] : engine) {
    const auto known = reference.find(where);
    for (const std::string& reason : named)
      if (known == reference.end() || !known->second.contains(reason)) {
        std::string others = "reference: no such reason";
        if (known != reference.end())
          for (const std::string& other : known->second) others += "; " + other;
        return others + "\nengine:    " + where + " " + reason;
      }
  }
  for (const auto& [where, named] : reference)
    if (where != bring && !engine.contains(where)) return "reference: " + where + "\nengine:    no reason";
  return "";
}

std::string lines_apart(const Verdict& reference, const Verdict& engine) {
  for (std::size_t i = 0; i < std::max(reference.size(), engine.size()); ++i) {
    if (i < reference.size() && i < engine.size() && agree(reference[i], engine[i])) continue;
    return "reference: " + (i < reference.size() ? reference[i] : "nothing more") +
           "\nengine:    " + (i < engine.size() ? engine[i] : "nothing more");
  }
  return "";
}

}  // namespace

std::string difference(const Verdict& reference, const Verdict& engine) {
  std::map<std::string, std::set<std::string>> here, there;
  const Verdict lines = without_reasons(reference, here), others = without_reasons(engine, there);
  const std::string apart = lines_apart(lines, others);
  return apart.empty() ? reasons_apart(here, there) : apart;
}

}  // namespace nexus::reference
