#pragma once

#include "tests/suite/cases.h"

#include <cstddef>
#include <functional>
#include <string>

namespace nexus::tests {

/// Told of every expectation that is not met.
using Complain = std::function<void(const Case&, const Directive&, const std::string& problem)>;

/// Compiles a policy, evaluates each of its cases and compares. Gives the number of expectations looked at; a policy
/// that does not compile, or a case that expects nothing, is a complaint.
std::size_t judge_policy(const SuitePolicy& policy, const Complain& complain);

/// What a policy is warned of; empty where it checks clean.
std::string warnings_of(const SuitePolicy& policy);

}  // namespace nexus::tests
