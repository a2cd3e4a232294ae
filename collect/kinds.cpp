#include "collect/kinds.h"

#include "collect/cobertura.h"
#include "collect/jacoco.h"
#include "collect/junit.h"
#include "collect/lcov.h"

#include <algorithm>
#include <array>

namespace nexus::collect {

namespace {

template <class T>
Part none() {
  return T{};
}

/// A reader that looks at nothing but the bytes.
template <class T, std::optional<Malformed> (*Read)(Bytes&, T&)>
std::optional<Malformed> read(Bytes& bytes, const Place&, Part& into) {
  return Read(bytes, *std::get_if<T>(&into));
}

constexpr std::array all{
    Kind{"junit", "JUnit", "tests", true, none<Tests>, read<Tests, read_junit>},
    Kind{"cobertura", "Cobertura", "coverage", true, none<Coverage>, read<Coverage, read_cobertura>},
    Kind{"jacoco", "JaCoCo", "coverage", true, none<Coverage>, read<Coverage, read_jacoco>},
    Kind{"lcov", "LCOV", "coverage", true, none<Coverage>, read<Coverage, read_lcov>},
};

}  // namespace

std::span<const Kind> kinds() { return all; }

const Kind* find_kind(std::string_view name) {
  const auto* at = std::ranges::find(all, name, &Kind::name);
  return at == all.end() ? nullptr : at;
}

bool merge(const Kind& one, const Kind& other) {
  return one.merges && other.merges && one.none().index() == other.none().index();
}

}  // namespace nexus::collect
