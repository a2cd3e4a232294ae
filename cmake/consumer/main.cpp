// A program outside the project: everything it needs comes from the installed package.
#include <nexus/nexus.h>

#include <iostream>

int main() {
  const auto policy = nexus::Policy::from_text(
      "consumer.nexus", "policy consumer\ngate build \"Green\" { require build.status == \"success\" else block \"red\" }\n");
  if (!policy) {
    std::cerr << policy.error().text();
    return 2;
  }
  const auto report = policy->evaluate(nexus::Inputs{.snapshot = R"({"build": {"status": "success"}})"});
  if (!report) {
    std::cerr << report.error().text();
    return 2;
  }
  return report->decision == nexus::Level::allow ? 0 : 1;
}
