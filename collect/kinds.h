#pragma once

#include "collect/evidence.h"
#include "collect/reader.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nexus::collect {

/// Any document: the text of one JSON value.
struct Document {
  std::string json;
};

/// What a field of the snapshot is made of.
using Part = std::variant<Tests, Coverage, Security, Sbom, std::vector<ManifestEntry>, Document>;

/// Where a report stands.
struct Place {
  std::string file;  ///< can be opened; for what stands beside it
  std::string root;  ///< the folder that patterns are relative to, absolute: paths in reports are told relative to it
};

/// A kind of report: what options and keys call it, and how it is read.
struct Kind {
  std::string_view name;   ///< `junit`: the option `--junit`, the key of a table
  std::string_view what;   ///< in sentences: "JUnit"
  std::string_view field;  ///< where it goes unless something else is said; empty: that must be said
  bool merges;             ///< several of them may make one field
  Part (*none)();          ///< what is read into, to begin with
  /// Adds what the bytes say to `into`, which `none` began. Opens nothing itself, but what the report is about.
  std::optional<Malformed> (*read)(Bytes& bytes, const Place& place, Part& into);
};

/// Every kind, in the order in which they are listed.
[[nodiscard]] std::span<const Kind> kinds();
/// Nothing for a name that is none.
[[nodiscard]] const Kind* find_kind(std::string_view name);
/// May files of both kinds make one field?
[[nodiscard]] bool merge(const Kind& one, const Kind& other);

}  // namespace nexus::collect
