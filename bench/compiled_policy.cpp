#include "bench/compiled_policy.h"

#include "base/diagnostics/render.h"
#include "grammar/parse.h"
#include "rules/check.h"
#include "rules/lower.h"
#include "rules/resolved_model.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

namespace nexus::bench {

CompiledPolicy::CompiledPolicy(std::string text) {
  trees_.push_back(grammar::parse(sources_, sources_.add("bench.nexus", std::move(text)), sink_));
  const auto resolved = rules::resolve(sources_, trees_, {}, sink_);
  const auto model = rules::check(resolved, sink_);
  if (!model) {
    std::string mistakes;
    for (const auto& d : sink_.all()) mistakes += base::render(d, sources_, base::Colour::off);
    give_up(mistakes);
  }
  plan_ = rules::lower(*model);
}

const std::string& release_policy() {
  static const std::string text = [] {
    const char* file = NEXUS_SOURCE_DIR "/bench/release_gate.nexus";
    std::ifstream in(file, std::ios::binary);
    std::ostringstream read;
    read << in.rdbuf();
    if (!in) give_up(std::string(file) + " cannot be read");
    return read.str();
  }();
  return text;
}

void give_up(const std::string& why) {
  std::fprintf(stderr, "nexus_bench: %s\n", why.c_str());
  std::exit(2);
}

}  // namespace nexus::bench
