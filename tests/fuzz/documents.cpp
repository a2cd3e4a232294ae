#include "tests/fuzz/documents.h"

#include "engine/read/locate.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace nexus::fuzz {

namespace {

using Json = nlohmann::json;

constexpr std::size_t most_edits = 24;

/// Not an exception: a number may be beyond that library.
Json read(const std::string& text) { return Json::parse(text, nullptr, false); }

class Differences {
 public:
  Differences(const std::string& first, const std::string& last) : first_(first), last_(last) {}

  void add(const Json& one, const Json& other, const std::string& pointer) {
    if (edits.size() > most_edits) return;
    if (one.is_object() && other.is_object()) {
      for (const auto& [name, value] : one.items()) {
        const std::string below = pointer + engine::pointer_step(name);
        if (other.contains(name))
          add(value, other.at(name), below);
        else
          edits.push_back({below, std::nullopt});
      }
      for (const auto& [name, value] : other.items())
        if (const std::string below = pointer + engine::pointer_step(name); !one.contains(name))
          edits.push_back({below, text_at(last_, below)});
    } else if (one.is_array() && other.is_array()) {
      for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i)
        add(one[i], other[i], pointer + "/" + std::to_string(i));
      for (std::size_t i = one.size(); i > other.size(); --i)
        edits.push_back({pointer + "/" + std::to_string(i - 1), std::nullopt});
      for (std::size_t i = one.size(); i < other.size(); ++i)
        edits.push_back({pointer + "/-", text_at(last_, pointer + "/" + std::to_string(i))});
    } else if (auto text = text_at(last_, pointer); text != text_at(first_, pointer)) {
      edits.push_back({pointer, std::move(text)});
    }
  }

  std::vector<TextEdit> edits;

 private:
  static std::string text_at(const std::string& text, const std::string& pointer) {
    const auto range = engine::locate(text, pointer);
    return range ? text.substr(range->begin, range->end - range->begin) : std::string();
  }

  const std::string& first_;
  const std::string& last_;
};

}  // namespace

std::vector<TextEdit> edits_between(const std::string& first, const std::string& last) {
  const Json one = read(first), other = read(last);
  const std::vector<TextEdit> whole{{"", last}};
  if (one.is_discarded() || other.is_discarded()) return whole;
  Differences differences(first, last);
  differences.add(one, other, "");
  return differences.edits.size() > most_edits ? whole : std::move(differences.edits);
}

bool are_same(const std::string& one, const std::string& other) {
  const Json first = read(one), second = read(other);
  return first.is_discarded() || second.is_discarded() || first == second;
}

}  // namespace nexus::fuzz
