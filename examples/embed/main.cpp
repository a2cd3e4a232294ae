// A program with Nexus inside: may_release POLICY SNAPSHOT
#include <nexus/nexus.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: may_release POLICY SNAPSHOT\n";
    return 2;
  }

  // Once: compile the policy. From here on any number of threads may use it.
  const auto policy = nexus::Policy::load({argv[1]});
  if (!policy) {
    std::cerr << policy.error().text();
    return 2;
  }

  // As often as you like: judge a snapshot.
  std::ifstream file(argv[2]);
  const std::string snapshot{std::istreambuf_iterator<char>(file), {}};
  const auto report = policy->evaluate(nexus::Inputs{.snapshot = snapshot, .snapshot_name = argv[2]});
  if (!report) {
    std::cerr << report.error().text();
    return 2;
  }

  std::cout << nexus::level_name(report->decision) << '\n';
  for (const nexus::Finding& finding : report->findings) {
    std::cout << "  " << finding.id << ": " << finding.message << '\n';
  }
  return report->decision >= nexus::Level::hold ? 1 : 0;
}
