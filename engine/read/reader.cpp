#include "engine/read/document.h"
#include "engine/read/edited_text.h"
#include "engine/read/explain.h"
#include "engine/read/json_ranges.h"
#include "engine/read/layout.h"
#include "engine/read/structure.h"
#include "engine/read/value_reader.h"
#include "engine/read/wire.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <new>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace nexus::engine {
namespace {

/// Token places are 32 bits wide.
constexpr std::size_t greatest_text = std::numeric_limits<std::uint32_t>::max() - 2 * read::text_padding;
constexpr std::size_t least_capacity = 512;
/// What an edited document may use besides what it used when it was read, before it is read anew.
constexpr std::size_t memory_for_edits = std::size_t{8} << 20;

bool is_inside_frame(const read::Place& place) {
  using plan::SchemaKind;
  return place.kind == SchemaKind::record || (place.kind == SchemaKind::any && !place.whole);
}

}  // namespace

struct Reader::Impl {
  Impl(const plan::Plan& plan, const base::Limits& limits)
      : context(plan), layout(plan), max_depth(static_cast<unsigned>(limits.snapshot_depth)), values(context, layout, max_depth) {}

  /// Copies the text into the document, padded as scanning needs it.
  static void store(Document& document, std::string_view text);
  /// The root frame; null where the text of the document is not valid.
  [[nodiscard]] Frame* read(Document& document, std::size_t input, std::string_view json, bool& no_memory);

  /// A text in the memory of a document, padded as scanning needs it.
  [[nodiscard]] static std::string_view keep(Document& document, std::string_view text);
  /// Why a text is no value that may stand inside so many objects and lists; nothing where it is one.
  [[nodiscard]] std::optional<ReadError> mistake_in(Document& document, std::string_view text, std::size_t depth);
  /// Reads again what the policy reads of a node that was changed. Where it was replaced by the value that `mistake_in` has
  /// just looked at, that is at hand.
  [[nodiscard]] Edit read_again(Document& document, std::span<const std::string> path, bool is_value);

  WireContext context;
  read::Layout layout;
  unsigned max_depth;
  read::StructureScanner tokens;
  read::ValueReader values;
  std::string_view value;  // whose tokens are at hand: the last one that `mistake_in` looked at
};

void Reader::Impl::store(Document& document, std::string_view text) {
  const std::size_t needed = text.size() + read::text_padding;
  // One that was moved from has a capacity, but no text.
  if (document.text_ == nullptr) document.capacity_ = 0;
  if (document.capacity_ < needed) {
    document.capacity_ = std::max({needed, document.capacity_ + document.capacity_ / 2, least_capacity});
    document.text_.reset(new char[document.capacity_]);  // not make_unique: that would fill it with zeros
  }
  char* const copy = document.text_.get();
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  std::memset(copy + text.size(), ' ', read::text_padding);
  document.size_ = text.size();
}

Frame* Reader::Impl::read(Document& document, std::size_t input, std::string_view json, bool& no_memory) {
  if (json.starts_with(read::byte_order_mark)) json.remove_prefix(read::byte_order_mark.size());
  if (json.empty()) return nullptr;
  const auto scanned = tokens.scan(json.data(), json.size());
  no_memory = scanned == read::StructureScanner::Result::no_memory;
  if (scanned != read::StructureScanner::Result::ok) return nullptr;
  return values.read(input, json, tokens, document.memory_);
}

// ---- edits --------------------------------------------------------------------------------------------------------------

std::string_view Reader::Impl::keep(Document& document, std::string_view text) {
  char* const copy = document.memory_.array<char>(text.size() + read::text_padding);
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  std::memset(copy + text.size(), ' ', read::text_padding);
  return {copy, text.size()};
}

std::optional<ReadError> Reader::Impl::mistake_in(Document& document, std::string_view text, std::size_t depth) {
  const auto too_deep = [this] {
    return ReadError{ReadError::Kind::too_deep, 0,
                     "more than " + std::to_string(max_depth) + " levels deep"};
  };
  if (depth > max_depth) return too_deep();
  const std::string_view kept = value = keep(document, text);
  const auto scanned = kept.empty() ? read::StructureScanner::Result::invalid : tokens.scan(kept.data(), kept.size());
  if (scanned == read::StructureScanner::Result::no_memory)
    return ReadError{ReadError::Kind::too_large, 0, "not enough memory for a value of this size"};
  if (scanned == read::StructureScanner::Result::ok &&
      values.is_valid(kept, tokens, static_cast<unsigned>(depth), document.memory_))
    return std::nullopt;
  if (auto error = read::explain(text, max_depth)) return error;
  // By itself it is fine.
  if (text.starts_with(read::byte_order_mark)) return ReadError{ReadError::Kind::malformed, 0, "a byte order mark"};
  return too_deep();
}

Edit Reader::Impl::read_again(Document& document, std::span<const std::string> path, bool is_value) {
  Edit edit{.extent = Edit::Extent::nothing, .input = document.root_->position, .place = {}};
  const read::Place* place = layout.root(edit.input);
  std::size_t depth = 0;
  for (; place != nullptr && depth < path.size() && is_inside_frame(*place); ++depth) {
    const std::uint32_t field = place->fields->find(path[depth]);
    place = field != read::Field::unread ? place->children + field : nullptr;
  }
  if (place == nullptr) return edit;
  is_value = is_value && depth == path.size();
  const std::string_view text = is_value ? value : keep(document, document.edits_->text_at(path.first(depth)));
  if (text.empty()) {
    read::ValueReader::clear(*place, document.root_);
  } else {
    if (!is_value && tokens.scan(text.data(), text.size()) != read::StructureScanner::Result::ok)
      throw std::bad_alloc();
    values.read_again(*place, document.root_, text, tokens, static_cast<unsigned>(depth), document.memory_);
  }
  edit.extent = Edit::Extent::one_place;
  edit.place = place->id;
  return edit;
}

base::Expected<Edit, EditError> Reader::update(Document& document, std::string_view pointer, std::string_view value) {
  const auto path = read::steps_of(pointer);
  if (!path) return base::Unexpected{EditError{EditError::Kind::not_a_pointer}};
  if (auto mistake = impl_->mistake_in(document, value, path->size()))
    return base::Unexpected{EditError{EditError::Kind::bad_value, std::move(mistake)}};
  return change(document, *path, value);
}

base::Expected<Edit, EditError> Reader::remove(Document& document, std::string_view pointer) {
  const auto path = read::steps_of(pointer);
  if (!path) return base::Unexpected{EditError{EditError::Kind::not_a_pointer}};
  return change(document, *path, std::nullopt);
}

base::Expected<Edit, EditError> Reader::change(Document& document, std::span<const std::string> path,
                                               std::optional<std::string_view> value) {
  if (document.edits_ == nullptr) document.edits_ = std::make_unique<read::EditedText>(document.text());
  std::size_t there = path.size();
  if (value) {
    const auto reached = document.edits_->set(path, *value);
    if (!reached) return base::Unexpected{EditError{EditError::Kind::no_such_place}};
    there = *reached;
  } else if (!document.edits_->remove(path)) {
    return base::Unexpected{EditError{EditError::Kind::no_such_place}};
  }
  document.is_edited_ = true;
  if (path.empty() || document.memory_.used() > 2 * document.memory_when_read_ + document.size_ + memory_for_edits) {
    const std::uint32_t input = document.root_->position;
    [[maybe_unused]] const auto error = read_into(document, input, document.edited_text());
    assert(!error && "a valid text stays one when a valid value is put into it");
    return Edit{.extent = Edit::Extent::everything, .input = input, .place = {}};
  }
  // Where objects were made on the way, the first one is what changed.
  return impl_->read_again(document, path.first(std::min(path.size(), there + 1)), value && there == path.size());
}

Document::Document() = default;
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

std::string Document::edited_text() const { return edits_ != nullptr ? edits_->text() : std::string(text()); }

Reader::Reader(const plan::Plan& plan, const base::Limits& limits) : impl_(std::make_unique<Impl>(plan, limits)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

base::Expected<Document, ReadError> Reader::read(std::size_t input, std::string_view text) {
  Document document;
  if (auto error = read_into(document, input, text)) return base::Unexpected{std::move(*error)};
  return document;
}

std::optional<ReadError> Reader::read_into(Document& into, std::size_t input, std::string_view text) {
  into.memory_.reset();
  into.edits_.reset();
  into.is_edited_ = false;
  into.root_ = nullptr;
  into.size_ = 0;
  if (text.size() > greatest_text) return ReadError{ReadError::Kind::too_large, 0, "the document is larger than 4 GB"};
  Impl::store(into, text);
  bool no_memory = false;
  into.root_ = impl_->read(into, input, into.text(), no_memory);
  into.rounded_numbers_ = impl_->values.rounded_numbers();
  into.memory_when_read_ = into.memory_.used();
  if (into.root_ != nullptr) return std::nullopt;

  into.memory_.reset();
  into.size_ = 0;
  if (no_memory) return ReadError{ReadError::Kind::too_large, 0, "not enough memory for a document of this size"};
  auto error = read::explain(text, impl_->max_depth);
  assert(error && "the fast reader and `explain` agree on what is valid");
  return error ? std::move(error) : ReadError{ReadError::Kind::malformed, 0, "this is not valid JSON"};
}

}  // namespace nexus::engine
