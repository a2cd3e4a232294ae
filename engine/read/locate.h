#pragma once

#include "base/source_map.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::engine {

/// Bytes `begin`…`end` of a JSON text.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Where the value at a JSON pointer (RFC 6901) stands in a valid JSON text; nothing where there is none. Reads the text
/// from its start, so it is for reports, never for the fast path. `key`, if given, is set to where the member's key stands.
[[nodiscard]] std::optional<TextRange> locate(std::string_view json, std::string_view pointer,
                                              TextRange* key = nullptr);

/// `locate` and `base::line_column` for one text again and again: remembers what it has looked into, so that a report of
/// many findings takes time in proportion to the text and to their number. The text must be valid JSON and outlive it.
class Locator {
 public:
  explicit Locator(std::string_view json);
  ~Locator();
  Locator(Locator&&) noexcept;
  Locator& operator=(Locator&&) noexcept;

  [[nodiscard]] std::optional<TextRange> locate(std::string_view pointer);
  /// `offset` must be where a value begins.
  [[nodiscard]] base::LineColumn position(std::size_t offset);

 private:
  struct Node;
  std::string_view json_;
  std::unique_ptr<Node> root_;
  std::vector<base::LineColumn> checkpoints_;  // every so many bytes
};

/// The keys of the object at a pointer, in order; none where there is no object.
[[nodiscard]] std::vector<std::string> keys_at(std::string_view json, std::string_view pointer);

/// `json` with the value at `pointer` replaced by the JSON text `value`; objects on the way and a last object key are
/// created, `-` is the place behind the last item of a list, other text stays as it is. Nothing where the path leads through
/// something that is no object or list, or past the end of a list.
[[nodiscard]] std::optional<std::string> with_value_at(std::string_view json, std::string_view pointer,
                                                       std::string_view value);
/// How many items the list at a pointer has; nothing where there is no list.
[[nodiscard]] std::optional<std::size_t> list_size_at(std::string_view json, std::string_view pointer);
/// `json` with one more item at the end of the list at `pointer`. Nothing where there is no list.
[[nodiscard]] std::optional<std::string> with_item_at(std::string_view json, std::string_view pointer, std::string_view value);
/// `json` without the member or item at `pointer`; unchanged where nothing stands there.
[[nodiscard]] std::string without_value_at(std::string_view json, std::string_view pointer);

/// One step of a JSON pointer, `/` and `~` escaped, leading `/` included.
[[nodiscard]] std::string pointer_step(std::string_view key);

}  // namespace nexus::engine
