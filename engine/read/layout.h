#pragma once

#include "engine/read/json_text.h"
#include "engine/read/keys.h"
#include "engine/read/wire.h"
#include "engine/value.h"
#include "rules/plan/plan.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The trie of a plan, rearranged for the one thing that is done with it.
namespace nexus::engine::read {

/// A key of a record, as programs write it: `"key":`. Its first 16 bytes, masked where it is shorter, are compared all at
/// once; for keys of up to 13 bytes that is all.
struct Field {
  static constexpr std::uint32_t unread = ~std::uint32_t{0};

  std::uint64_t head = 0, head_mask = 0;
  std::uint64_t tail = 0, tail_mask = 0;
  const char* key = nullptr;
  std::uint32_t length = 0;
  std::uint32_t number = unread;  ///< of the place where it is read
  Field* next = nullptr;          ///< what came after it the last time: documents repeat the order of their keys
  std::uint64_t met_in = 0;       ///< the last object that had it: twice in one is a duplicate

  /// Does this key stand here, with its colon right behind it? `room` bytes are from its opening quote to the next
  /// token. It may say no to a key that is written in another way.
  [[nodiscard]] NEXUS_HOT bool is_at(const char* quote, std::uint32_t room) const {
    if (((load8(quote) & head_mask) ^ head) != 0 || ((load8(quote + 8) & tail_mask) ^ tail) != 0) return false;
    return length <= longest_at_once || is_rest_at(quote, room);
  }
  [[nodiscard]] std::string_view text() const { return {key, length}; }

  static constexpr std::uint32_t longest_at_once = 13;

 private:
  [[nodiscard]] bool is_rest_at(const char* quote, std::uint32_t room) const;
};
static_assert(sizeof(Field) == 64);

/// The keys of a record: those that are read, and behind them some that documents were seen to have besides. Meeting a
/// key that was expected is all that most documents need; any other must be looked up, or checked for duplicates.
///
/// INVARIANT (keys by level): records that have the same keys, and stand equally deep in the trie, share this. None of
/// their objects is ever inside another one, so `met_in` tells duplicates for all of them.
class Fields {
 public:
  explicit Fields(std::vector<std::string_view> keys);

  /// Number of keys that are read; they are the first ones.
  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] const Field& operator[](std::uint32_t number) const { return fields_[number]; }

  /// The number of a key that is read; `unread` for others.
  [[nodiscard]] std::uint32_t find(std::string_view key) const {
    const auto number = keys_.find({hash_key(key), key.data(), static_cast<std::uint32_t>(key.size())});
    return number == KeyTable::none ? Field::unread : number;
  }

  /// A number for a new object.
  [[nodiscard]] std::uint64_t open() { return ++objects_; }
  /// The key that is expected first.
  [[nodiscard]] Field*& first() { return first_; }
  /// Any key that is known, or is so from now on; null for others.
  [[nodiscard]] Field* find_or_learn(const Key& key);

 private:
  [[nodiscard]] Field* learn(const Key& key);

  std::vector<Field> fields_;
  std::uint32_t size_ = 0;
  Field* first_ = nullptr;
  std::uint64_t objects_ = 0;
  KeyTable keys_;
  std::vector<std::uint64_t> learned_hashes_;
  std::deque<std::string> learned_;
};

/// What a JSON number means at a place: times `factor × 10^shift`, if a number may stand there.
struct NumberForm {
  bool accepted = false;
  bool integral = false;  ///< int: integral and within int64
  bool fraction = false;  ///< ratio: the result must lie in 0…1
  ValueKind kind = ValueKind::number;
  std::int16_t shift = 0;
  std::int64_t factor = 1;
};

/// The slots of a frame.
struct FrameForm {
  plan::SchemaId root;
  std::vector<plan::SchemaId> slots;
};

/// A SchemaNode with all that reading needs to know.
struct Place {
  plan::SchemaKind kind = plan::SchemaKind::any;
  base::WireUnit wire = base::WireUnit::none;
  bool whole = true;
  std::uint32_t slot = 0;
  plan::SchemaId id;
  std::uint32_t detail = 0;  ///< enum, zone; record: its shape
  NumberForm number;
  const Place* children = nullptr;        ///< record, any: by number of the field; list, map: the element
  Fields* fields = nullptr;               ///< record, any
  const KeyTable* members = nullptr;      ///< enum
  const FrameForm* item_frame = nullptr;  ///< list, map: the frame each item opens, if it does

  [[nodiscard]] plan::ShapeId shape() const { return plan::ShapeId(detail); }
  [[nodiscard]] WireForm form() const { return {kind, wire, detail}; }
};
static_assert(sizeof(Place) <= 64);  // a cache line: policies may read ten thousand places

/// Not immutable: it remembers the order of keys it met. That changes how fast the next document is read, nothing else.
class Layout {
 public:
  explicit Layout(const plan::Plan& plan);
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;

  /// The root of a document; null where the plan reads nothing of it.
  [[nodiscard]] const Place* root(std::size_t input) const { return roots_[input].place; }
  [[nodiscard]] const FrameForm* root_frame(std::size_t input) const { return roots_[input].frame; }

 private:
  struct Root {
    const Place* place = nullptr;
    const FrameForm* frame = nullptr;
  };
  using FieldsKey = std::pair<unsigned, std::vector<std::string_view>>;

  [[nodiscard]] Place* add_places(std::size_t count);
  void fill(Place& place, plan::SchemaId id, unsigned level);
  void fill_fields(Place& place, const plan::SchemaNode& node, unsigned level);
  void fill_element(Place& place, const plan::SchemaNode& node, unsigned level);
  [[nodiscard]] Fields* fields_of(unsigned level, std::vector<std::string_view> keys);
  [[nodiscard]] const FrameForm* frame_of(plan::SchemaId id) const;

  const plan::Plan& plan_;
  std::vector<KeyTable> enums_;
  std::vector<FrameForm> frames_;
  std::vector<Place> places_;  // the children of a record side by side
  std::deque<Fields> fields_;
  std::map<FieldsKey, Fields*> known_fields_;  // while it is built
  std::vector<Root> roots_;                    // by input
};

}  // namespace nexus::engine::read
