#pragma once

#include "rules/checked_model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Which inputs the rows of a decision table cover: by cutting every column at the values its cells name, so that each
/// row is a set of pieces.
namespace nexus::rules::typing {

struct TableOverlap {
  std::uint32_t first, second;  ///< rows that both fit …
  std::string example;          ///< … `stage = poc, load = 85%`
};
struct TableGap {
  std::string example;
  bool closed = false;  ///< whatever the columns hold that have values without end: enums and bools alone decide it
};
struct TableCover {
  std::vector<TableOverlap> overlaps;  ///< each row with the first it overlaps; none with `first match`
  std::optional<TableGap> gap;         ///< an input no row fits; nothing where there is none, or an `else`
  std::vector<std::uint32_t> unreachable;  ///< rows that earlier ones leave nothing to, with `first match`; an `else` all rows leave nothing to
};

/// What can be told from cells with known values; a cell that must be computed is taken to cover no more, and no less,
/// than makes the table sound.
[[nodiscard]] TableCover cover_of(const CheckedModel& model, const Table& table);

}  // namespace nexus::rules::typing
