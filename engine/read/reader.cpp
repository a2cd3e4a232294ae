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
constexpr std::size_t least_capacity = 4096;
/// RFC 8259 §8.1 lets a reader ignore one, and editors on some systems write one.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

ReadError no_memory() { return {ReadError::Kind::too_large, 0, "not enough memory for a document of this size"}; }

}  // namespace

struct Reader::Impl {
  explicit Impl(const plan::Plan& plan) : context(plan), layout(plan), values(context, layout) {}

  WireContext context;
  read::Layout layout;
  read::StructureScanner tokens;
  read::ValueReader values;
};

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

  const std::size_t needed = text.size() + read::text_padding;
  if (into.text_ == nullptr || into.capacity_ < needed) {
    into.capacity_ = std::max({needed, into.text_ == nullptr ? 0 : into.capacity_ + into.capacity_ / 2, least_capacity});
    into.text_.reset(new char[into.capacity_]);  // not make_unique: that would fill it with zeros
  }
  char* const copy = into.text_.get();
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  std::memset(copy + text.size(), ' ', read::text_padding);

  std::string_view json(copy, text.size());
  if (json.starts_with(byte_order_mark)) json.remove_prefix(byte_order_mark.size());
  const auto scanned = json.empty() ? read::StructureScanner::Result::invalid : impl_->tokens.scan(json.data(), json.size());
  if (scanned == read::StructureScanner::Result::no_memory) return no_memory();
  if (scanned == read::StructureScanner::Result::ok) into.root_ = impl_->values.read(input, json, impl_->tokens, into.memory_);
  if (into.root_ == nullptr) {
    into.memory_.reset();
    auto error = read::explain(text);
    assert(error && "the fast reader and `explain` agree on what is valid");
    return error ? std::move(error) : ReadError{ReadError::Kind::malformed, 0, "this is not valid JSON"};
  }
  into.size_ = text.size();
  return std::nullopt;
}

}  // namespace nexus::engine
