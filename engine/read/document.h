#pragma once

#include "base/expected.h"
#include "engine/memory.h"
#include "engine/value.h"
#include "rules/plan/plan.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::engine {

/// Why a JSON text cannot be evaluated. `offset` is the byte the message is about.
struct ReadError {
  enum class Kind : std::uint8_t { empty, malformed, invalid_utf8, duplicate_key, too_deep, too_large, number_out_of_range };
  Kind kind = Kind::malformed;
  std::size_t offset = 0;
  std::string message;  ///< lower case, no full stop: "duplicate key `line`"
};

/// One JSON document as a policy sees it. Immutable once read; owns its text and everything its values point to.
class Document {
 public:
  /// The text as it was given; values point into it.
  [[nodiscard]] std::string_view text() const { return {text_.get(), size_}; }
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
  const Frame* root_ = nullptr;
  std::size_t rounded_numbers_ = 0;
};

/// Reads JSON text along the trie of a plan, in one pass: the whole document is validated (RFC 8259, UTF-8, no lone
/// surrogates, no duplicate keys, at most 512 levels deep), values the policy asks for go into frames, exact. Evidence
/// of the wrong kind or form is a value (`unknown`), never an error. A byte order mark is passed over; offsets count it.
/// One reader a thread; the plan must outlive it.
class Reader {
 public:
  explicit Reader(const plan::Plan& plan);
  ~Reader();
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;

  /// Reads document number `input` of the plan.
  [[nodiscard]] base::Expected<Document, ReadError> read(std::size_t input, std::string_view text);
  /// The same into a document whose memory is used again; on error `into` is empty.
  [[nodiscard]] std::optional<ReadError> read_into(Document& into, std::size_t input, std::string_view text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexus::engine
