#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// One input of a target: reads whatever bytes these are, and ends the program where a law is broken. The name and the signature
/// are libFuzzer's; always 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace nexus::fuzz {

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
  return size == 0 ? std::string() : std::string(reinterpret_cast<const char*>(data), size);
}

/// Says which law is broken, and ends the program: what a fuzzer takes for a crash.
inline void must(bool holds, std::string_view law, std::string_view details = {}) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n%s\n", std::string(law).c_str(), std::string(details).c_str());
  std::abort();
}

/// Calls `visit` with each line, without its line break.
template <class Visit>
void each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    visit(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace nexus::fuzz
