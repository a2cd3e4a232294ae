#pragma once

/// What nexus_bench measures; bench/report.py knows the names.
namespace nexus::bench {

/// `release/SIZE/WHO` and `services/COUNT/WHO`: a text judged again and again. WHO: see contenders.h.
void register_hot_benchmarks();
/// `compile/COUNT/plan` and `…/library`, with lints; `update/COUNT`: one field edited.
void register_rules_benchmarks();
/// `start/true` and `start/nexus`: whole processes.
void register_start_benchmarks();

/// Ends the program with a message where Nexus and the rulers are not of one mind on a snapshot, or where it is not about one
/// snapshot in five that fails: then there would be nothing to compare.
void check_agreement();

}  // namespace nexus::bench
