#pragma once

#include "base/expected.h"
#include "base/limits.h"
#include "engine/memory.h"
#include "engine/value.h"
#include "rules/plan/plan.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nexus::engine {

/// Why a JSON text cannot be evaluated. `offset` is the byte the message is about.
struct ReadError {
  enum class Kind : std::uint8_t {
    empty,
    malformed,
    invalid_utf8,
    duplicate_key,
    too_deep,
    too_large,
    number_out_of_range
  };
  Kind kind = Kind::malformed;
  std::size_t offset = 0;
  std::string message;  ///< lower case, no full stop: "duplicate key `line`"
};

namespace read {
class EditedText;
}

/// One JSON document as a policy sees it. Only its Reader changes it; owns its text and everything its values point to.
class Document {
 public:
  Document();
  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;

  /// The text as it was read; values point into it.
  [[nodiscard]] std::string_view text() const { return {text_.get(), size_}; }
  /// Was it edited since? Then `text` is out of date, and so is where things stand in it: `edited_text` is to be read.
  [[nodiscard]] bool is_edited() const { return is_edited_; }
  /// The text with all edits, in time proportional to its length.
  [[nodiscard]] std::string edited_text() const;
  /// The root frame: slot 0 is the document itself.
  [[nodiscard]] const Frame& root() const { return *root_; }
  /// How many of the numbers that the policy reads have more digits than a decimal holds, and were rounded.
  [[nodiscard]] std::size_t rounded_numbers() const { return rounded_numbers_; }

 private:
  friend class Reader;
  std::unique_ptr<char[]> text_;  // padded as the scanner needs it
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  Memory memory_;
  Frame* root_ = nullptr;
  std::size_t rounded_numbers_ = 0;
  std::unique_ptr<read::EditedText> edits_;  // from the first edit on
  bool is_edited_ = false;
  std::size_t memory_when_read_ = 0;
};

/// What an edit changed of a document as the policy sees it.
struct Edit {
  enum class Extent : std::uint8_t {
    nothing,    ///< the policy reads nothing of what changed
    one_place,  ///< what the slots of `place` and of the places below it hold
    everything  ///< the whole document was read again
  };
  Extent extent = Extent::nothing;
  std::uint32_t input = 0;  ///< number of the document in the plan
  plan::SchemaId place;
};

/// Why a document cannot be edited like that; it is as it was.
struct EditError {
  enum class Kind : std::uint8_t {
    not_a_pointer,  ///< the path is no JSON pointer
    no_such_place,  ///< it leads through what is no object or list, past the end of a list, or to nothing that can be removed
    bad_value  ///< the value is no JSON: see `read`
  };
  Kind kind = Kind::no_such_place;
  std::optional<ReadError> read = {};  ///< `offset` is in the value
};

/// Reads JSON text along the trie of a plan, in one pass: the whole document is validated (RFC 8259, UTF-8, no lone
/// surrogates, no duplicate keys, no deeper than its limit), values the policy asks for go into frames, exact. Evidence
/// of the wrong kind or form is a value (`unknown`), never an error. A byte order mark is passed over; offsets count it.
/// One reader a thread; the plan must outlive it.
class Reader {
 public:
  explicit Reader(const plan::Plan& plan, const base::Limits& limits = {});
  ~Reader();
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;

  /// Reads document number `input` of the plan.
  [[nodiscard]] base::Expected<Document, ReadError> read(std::size_t input, std::string_view text);
  /// The same into a document whose memory is used again; on error `into` is empty.
  [[nodiscard]] std::optional<ReadError> read_into(Document& into, std::size_t input, std::string_view text);

  /// Puts the JSON text `value` at a JSON pointer, as `with_value_at` does, and reads again what of it the policy reads, as if
  /// the edited text had been read. Takes time in proportion to the value and to the lists, maps and JSON of undeclared shape
  /// that it stands in. The document was read by this reader.
  [[nodiscard]] base::Expected<Edit, EditError> update(Document& document, std::string_view pointer,
                                                       std::string_view value);
  /// The same for a member or item that is removed.
  [[nodiscard]] base::Expected<Edit, EditError> remove(Document& document, std::string_view pointer);

 private:
  struct Impl;
  [[nodiscard]] base::Expected<Edit, EditError> change(Document& document, std::span<const std::string> path,
                                                       std::optional<std::string_view> value);

  std::unique_ptr<Impl> impl_;
};

}  // namespace nexus::engine
