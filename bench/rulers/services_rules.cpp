#include "bench/rulers/services_rules.h"

#include <cstdio>

namespace nexus::bench {

ServicesRules::ServicesRules(std::size_t count) : seen_in_(count, 0) {
  names_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    char name[32];
    std::snprintf(name, sizeof name, "svc%04zu", i);
    names_.emplace_back(name);
  }
  numbers_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) numbers_.emplace(names_[i], i);
}

void ServicesRules::miss_unseen(Verdict& verdict) const {
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (seen_in_[i] != run_) verdict.miss("services." + names_[i]);
}

}  // namespace nexus::bench
