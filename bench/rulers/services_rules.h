#pragma once

#include "bench/rulers/verdict.h"

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// One rule a service: those with even numbers ask for an error rate of at most 5 %, those with odd ones for the status
/// `healthy`. Services are found by their names, in whatever order they stand.
namespace nexus::bench {

/// The name and then the value of a member: the DOM has them as fields, On-Demand reads them when asked.
template <class Member>
std::string_view name_of(Member& member) {
  if constexpr (requires { member.key.data(); }) {
    return member.key;
  } else {
    std::string_view name;
    return member.unescaped_key().get(name) == simdjson::SUCCESS ? name : std::string_view();
  }
}
template <class Member>
auto value_in(Member& member) {
  if constexpr (requires { member.key.data(); })
    return member.value;
  else
    return member.value();
}

class ServicesRules {
 public:
  explicit ServicesRules(std::size_t count);

  template <class Json>
  void judge(Json& root, Verdict& verdict) {
    auto services = root["services"].get_object();
    if (services.error() != simdjson::SUCCESS) return verdict.miss("services");
    ++run_;
    std::size_t found = 0, next = 0;
    for (auto member : services.value_unsafe()) {
      const std::size_t number = number_of(name_of(member), next);
      if (number == names_.size()) continue;  // one that nobody asks about
      next = number + 1;
      found += seen_in_[number] != run_ ? 1 : 0;
      seen_in_[number] = run_;
      judge_one(number, value_in(member), verdict);
    }
    if (found != names_.size()) miss_unseen(verdict);
  }

 private:
  /// The number of a service; as many as there are for a name that is not known. Mostly they come in their order.
  [[nodiscard]] std::size_t number_of(std::string_view name, std::size_t expected) const {
    if (expected < names_.size() && names_[expected] == name) return expected;
    const auto at = numbers_.find(name);
    return at == numbers_.end() ? names_.size() : at->second;
  }

  template <class Service>
  void judge_one(std::size_t number, Service service, Verdict& verdict) {
    constexpr double most = 0.05;
    bool passes = false;
    if (number % 2 == 0) {
      double rate = 0;
      if (service["error_rate"].get(rate) != simdjson::SUCCESS)
        return verdict.miss("services." + names_[number] + ".error_rate");
      passes = rate <= most;
    } else {
      std::string_view status;
      if (service["status"].get(status) != simdjson::SUCCESS)
        return verdict.miss("services." + names_[number] + ".status");
      passes = status == "healthy";
    }
    if (!passes) verdict.fail(Level::block, names_[number] + " fails");
  }

  void miss_unseen(Verdict& verdict) const;

  std::vector<std::string> names_;
  std::unordered_map<std::string_view, std::size_t> numbers_;
  std::vector<std::uint64_t> seen_in_;  // the run in which a service was there
  std::uint64_t run_ = 0;
};

}  // namespace nexus::bench
