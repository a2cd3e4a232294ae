// Stage 1 of simdjson, and nothing else of it: its own second stage builds a tape of everything, numbers as doubles,
// and sees no duplicate keys. `dom_parser_implementation` is the interface its DOM and On-Demand parsers stand on; what
// is used of it here is the same from 3.0 to 4.6. This is the only file that includes simdjson.h (1.5 s).

#include "engine/read/structure.h"

#include <simdjson.h>

#include <algorithm>

namespace nexus::engine::read {
namespace {
constexpr std::size_t least_capacity = std::size_t{16} << 10;
constexpr std::size_t unused_depth = 1;  // only the second stage has a stack
}  // namespace

static_assert(text_padding >= simdjson::SIMDJSON_PADDING);

struct StructureScanner::Impl {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;

  [[nodiscard]] bool reserve(std::size_t size) {
    if (parser && parser->capacity() >= size) return true;
    const std::size_t doubled = parser ? std::min(2 * parser->capacity(), simdjson::SIMDJSON_MAXSIZE_BYTES) : 0;
    const std::size_t capacity = std::max({size, doubled, least_capacity});
    if (parser) return parser->set_capacity(capacity) == simdjson::SUCCESS;
    const simdjson::implementation* implementation = simdjson::get_active_implementation();
    return implementation->create_dom_parser_implementation(capacity, unused_depth, parser) == simdjson::SUCCESS;
  }
};

StructureScanner::StructureScanner() : impl_(std::make_unique<Impl>()) {}
StructureScanner::~StructureScanner() = default;

StructureScanner::Result StructureScanner::scan(const char* text, std::size_t size) {
  if (!impl_->reserve(size)) {
    impl_->parser.reset();
    return Result::no_memory;
  }
  auto& parser = *impl_->parser;
  const auto error = parser.stage1(reinterpret_cast<const std::uint8_t*>(text), size, simdjson::stage1_mode::regular);
  if (error != simdjson::SUCCESS) return Result::invalid;
  begin_ = parser.structural_indexes.get();
  end_ = begin_ + parser.n_structural_indexes;
  return Result::ok;
}

}  // namespace nexus::engine::read
