#include "engine/read/document.h"
#include "engine/read/explain.h"
#include "engine/read/layout.h"
#include "engine/read/structure.h"
#include "engine/read/value_reader.h"
#include "engine/read/wire.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <utility>

namespace nexus::engine {
namespace {

/// Token places are 32 bits wide.
constexpr std::size_t greatest_text = std::numeric_limits<std::uint32_t>::max() - 2 * read::text_padding;
constexpr std::size_t least_capacity = 512;
/// RFC 8259 §8.1 lets a reader ignore one, and editors on some systems write one.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

struct Reader::Impl {
  explicit Impl(const plan::Plan& plan) : context(plan), layout(plan), values(context, layout) {}

  /// Copies the text into the document, padded as scanning needs it.
  static void store(Document& document, std::string_view text);
  /// The root frame; null where the text of the document is not valid.
  [[nodiscard]] const Frame* read(Document& document, std::size_t input, std::string_view json, bool& no_memory);

  WireContext context;
  read::Layout layout;
  read::StructureScanner tokens;
  read::ValueReader values;
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

const Frame* Reader::Impl::read(Document& document, std::size_t input, std::string_view json, bool& no_memory) {
  if (json.starts_with(byte_order_mark)) json.remove_prefix(byte_order_mark.size());
  if (json.empty()) return nullptr;
  const auto scanned = tokens.scan(json.data(), json.size());
  no_memory = scanned == read::StructureScanner::Result::no_memory;
  if (scanned != read::StructureScanner::Result::ok) return nullptr;
  return values.read(input, json, tokens, document.memory_);
}

Reader::Reader(const plan::Plan& plan) : impl_(std::make_unique<Impl>(plan)) {}
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
  into.root_ = nullptr;
  into.size_ = 0;
  if (text.size() > greatest_text) return ReadError{ReadError::Kind::too_large, 0, "the document is larger than 4 GB"};
  Impl::store(into, text);
  bool no_memory = false;
  into.root_ = impl_->read(into, input, into.text(), no_memory);
  into.rounded_numbers_ = impl_->values.rounded_numbers();
  if (into.root_ != nullptr) return std::nullopt;

  into.memory_.reset();
  into.size_ = 0;
  if (no_memory) return ReadError{ReadError::Kind::too_large, 0, "not enough memory for a document of this size"};
  auto error = read::explain(text);
  assert(error && "the fast reader and `explain` agree on what is valid");
  return error ? std::move(error) : ReadError{ReadError::Kind::malformed, 0, "this is not valid JSON"};
}

}  // namespace nexus::engine
