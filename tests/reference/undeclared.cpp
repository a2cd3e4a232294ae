#include "tests/reference/expressions.h"

#include <map>
#include <utility>

/// Expressions over JSON of undeclared shape.
namespace nexus::reference {

/// `(f1.a as duration in ms)`: what is there, read as a value of that sort.
std::optional<Term> Expressions::converted(const std::string& sort) {
  static const std::map<std::string, std::vector<std::string>> types = {
      {"bool", {"bool"}},
      {"int", {"int"}},
      {"number", {"number"}},
      {"ratio", {"ratio", "ratio in percent", "number in percent"}},
      {"duration", {"duration in ms", "duration in s", "duration in d"}},
      {"size", {"size in bytes", "size in MiB", "size in KB"}},
      {"time", {"time in epoch s", "time in epoch ms"}},
      {"version", {"version"}},
      {"level", {"level"}},
      {"Severity", {"Severity"}},
      {"Stage", {"Stage"}},
      {"string", {"string"}}};
  const auto found = types.find(sort);
  auto raw = found == types.end() ? std::nullopt : path("any");
  if (!raw) return std::nullopt;
  return join(sort, {"(", " as " + dice_.pick(found->second) + ")"}, {std::move(*raw)});
}

/// A condition on what is there, read as what stands beside it.
std::optional<Term> Expressions::undeclared(int depth) {
  auto raw = path("any");
  if (!raw) return std::nullopt;
  static const std::vector<std::string> sorts = {"int",    "number", "ratio", "duration", "size", "time",
                                                 "string", "string", "int",   "level",    "bool", "version"};
  static const std::vector<std::string> plain = {"int", "string", "bool", "number"};
  switch (dice_.roll(8)) {
    case 0:
      return join("bool", {"(not ", ")"}, {std::move(*raw)});
    case 1:
      return join("bool", {"(", dice_.percent(50) ? " is empty)" : " is not empty)"}, {std::move(*raw)});
    case 2: {
      auto other = path("any");
      return join("bool", {"(", dice_.percent(50) ? " == " : " != ", ")"}, {std::move(*raw), std::move(*other)});
    }
    case 3:
      return join("bool", {"(", dice_.percent(70) ? " in " : " not in ", ")"},
                  {leaf(dice_.pick(plain)), std::move(*raw)});
    case 4: {
      const std::string sort = dice_.pick(plain);
      return join("bool", {"(", dice_.percent(70) ? " in [" : " not in [", ", ", "])"},
                  {std::move(*raw), leaf(sort), leaf(sort)});
    }
    default: {
      const std::string sort = dice_.pick(sorts);
      const bool equality = sort == "bool" || dice_.percent(40);
      const std::string op = equality ? dice_.pick<std::string>({" == ", " != "})
                                      : dice_.pick<std::string>({" < ", " <= ", " > ", " >= "});
      return join("bool", {"(", op, ")"}, {std::move(*raw), make(sort, depth - 1)});
    }
  }
}

}  // namespace nexus::reference
