#pragma once

#include "engine/read/layout.h"
#include "engine/read/skimmer.h"
#include "engine/read/structure.h"
#include "engine/read/wire.h"
#include "engine/value.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace nexus::engine::read {

/// Walks the tokens of one text along the trie: what the policy reads becomes values in frames, the rest is skimmed.
class ValueReader : private Skimmer {
 public:
  /// Both must outlive it. Deeper than `max_depth` no text may be nested.
  ValueReader(const WireContext& context, Layout& layout, unsigned max_depth)
      : Skimmer(max_depth), context_(context), layout_(layout) {}

  /// The root frame of document number `input`, in `memory`; null where the text is not valid JSON. `text` must be padded.
  [[nodiscard]] Frame* read(std::size_t input, std::string_view text, const StructureScanner& tokens, Memory& memory);
  /// Is it a valid value, inside so many objects and lists?
  [[nodiscard]] bool is_valid(std::string_view text, const StructureScanner& tokens, unsigned depth, Memory& memory);
  /// Reads what stands at a place of a root frame again; `depth` is how many objects it stands in. The text is valid.
  void read_again(const Place& place, Frame* root, std::string_view text, const StructureScanner& tokens,
                  unsigned depth, Memory& memory);
  /// Leaves a place of a root frame, and what is below it there, empty.
  static void clear(const Place& place, Frame* root);
  /// Numbers of the last text that were rounded.
  [[nodiscard]] std::size_t rounded_numbers() const { return rounded_numbers_; }

 private:
  struct Entry {
    std::uint64_t head = 0;  ///< of the key: in the order of these words, as far as they reach
    std::string_view key;
    Value value;

    [[nodiscard]] bool operator<(const Entry& other) const {
      return head != other.head ? head < other.head : key < other.key;
    }
  };
  /// Where an item stands: in the list or map of which frame, and where in it.
  struct Origin {
    const Frame* parent;
    std::uint32_t position;
    std::string_view key;
  };

  void begin(std::string_view text, Memory& memory);

  // What the loops over fields and items are made of.
  [[nodiscard]] NEXUS_HOT Cursor value(Cursor at, const Place& place, Frame* frame, Value& out, unsigned depth);
  [[nodiscard]] NEXUS_HOT Cursor number_value(Cursor at, const Place& place, const Frame* frame, Value& out);
  [[nodiscard]] NEXUS_HOT bool small_number(ScannedNumber number, const Place& place, const Frame* frame,
                                            Value& out) const;
  [[nodiscard]] NEXUS_HOT Cursor item(Cursor at, const Place& container, const Origin& origin, Value& out,
                                      unsigned depth);
  [[nodiscard]] NEXUS_HOT Frame* open_frame(const FrameForm& form, const Origin& origin);

  [[nodiscard]] Cursor record(Cursor at, const Place& place, Frame* frame, unsigned depth);
  [[nodiscard]] Cursor list(Cursor at, const Place& place, Frame* frame, Value& out, unsigned depth);
  [[nodiscard]] Cursor map(Cursor at, const Place& place, Frame* frame, Value& out, unsigned depth);

  // What seldom happens.
  [[nodiscard]] NEXUS_COLD bool other_field(Cursor at, Fields& fields, Field*& found, UniqueKeys::Object& unknown);
  [[nodiscard]] NEXUS_COLD Cursor uncommon_value(Cursor at, const Place& place, const Frame* frame, Value& out,
                                                 unsigned depth);
  [[nodiscard]] NEXUS_COLD Value long_number(std::string_view text, const Place& place, const Frame* frame);
  [[nodiscard]] Cursor string_value(Cursor at, const Place& place, const Frame* frame, Value& out);
  [[nodiscard]] Value read_back(const WireResult& result, const Place& place, const Frame* frame) const;
  [[nodiscard]] NEXUS_COLD Frame* bare_frame(plan::SchemaId place, const Origin& origin);

  [[nodiscard]] Cursor any(Cursor at, const Place& place, Frame* frame, Value& out, unsigned depth);
  [[nodiscard]] Cursor json(Cursor at, const Place& place, const Frame* frame, Value& out, unsigned depth,
                            plan::SchemaId container);
  [[nodiscard]] Cursor json_list(Cursor at, const Place& place, const Frame* frame, Value& out, unsigned depth,
                                 plan::SchemaId container);
  [[nodiscard]] Cursor json_object(Cursor at, const Place& place, const Frame* frame, Value& out, unsigned depth,
                                   plan::SchemaId container);
  [[nodiscard]] Cursor json_number(Cursor at, const Place& place, const Frame* frame, Value& out);
  void spread(const MapData& object, const Place& place, Frame* frame);
  void spread_to(const Value& found, const Place& place, Frame* frame);

  [[nodiscard]] Value take_items(std::size_t first, plan::SchemaId place, const Frame* frame);
  [[nodiscard]] bool take_entries(std::size_t first, plan::SchemaId place, const Frame* frame, Value& out);
  /// Reads the key at `at`. False where there is none.
  [[nodiscard]] NEXUS_HOT bool begin_entry(Cursor at, Entry& entry) {
    if (first(at) != '"' || first(at + 1) != ':' || !read_string_at(at, entry.key)) return false;
    entry.head = key_head(entry.key.data(), entry.key.size());
    return true;
  }
  static void sort(std::span<Entry> entries);

  const WireContext& context_;
  Layout& layout_;
  // Items and entries of the lists and maps that are open, until their number is known.
  std::vector<Value> items_;
  std::vector<Entry> entries_;
  std::size_t rounded_numbers_ = 0;
};

}  // namespace nexus::engine::read
