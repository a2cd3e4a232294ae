#pragma once

#include "collect/reader.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Documents of any shape, as the JSON text of one value (no line breaks), for a field of one's own.
namespace nexus::collect {

/// JSON digit for digit, checked: no name twice in an object, at most 512 levels, UTF-8.
[[nodiscard]] std::optional<Malformed> read_json(Bytes& bytes, std::string& json);

/// One YAML document. Plain scalars mean what they do in the core schema of YAML 1.2: `no` is a string, `010` is ten, `0x1F` 31. Aliases are
/// expanded (up to a million values) and `<<` merges; names that are numbers or words become strings. Refused: tags of one's own, `.inf`,
/// `.nan`, keys that are no scalars, keys that stand twice.
[[nodiscard]] std::optional<Malformed> read_yaml(Bytes& bytes, std::string& json);

/// TOML 1.0, the keys of tables in order of the alphabet. A float is the shortest number that reads as the same binary64, as which TOML defines
/// it. Dates and times become strings as RFC 3339 writes them; `inf` and `nan` are refused.
[[nodiscard]] std::optional<Malformed> read_toml(Bytes& bytes, std::string& json);

/// Where a TOML text nests values or keys more than 512 deep: toml11 recurses into them without a limit. To be asked before it parses.
[[nodiscard]] std::optional<Malformed> too_deep_toml(std::string_view text);

/// CSV (RFC 4180, commas, UTF-8) whose first line names the columns, as a list of objects. A column is of numbers where each cell that is not
/// empty is one (`-12.50`, `1e-07`; not `007`, `+1`, `1e5`); else of strings. An empty cell is a member left out, `""` an empty string. Lines with
/// nothing on them are skipped.
[[nodiscard]] std::optional<Malformed> read_csv(Bytes& bytes, std::string& json);

/// JSON text without line breaks as it looks `depth` levels deep in an indented one.
[[nodiscard]] std::string indented(std::string_view json, std::size_t depth);

/// The whole text, which must be UTF-8; without a byte order mark.
[[nodiscard]] std::optional<Malformed> read_text(Bytes& bytes, std::string& text);

}  // namespace nexus::collect
