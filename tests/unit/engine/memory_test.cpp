#include "engine/memory.h"
#include "tests/support/catch.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace nexus::engine {
namespace {

base::Decimal dec(std::string_view text) { return *base::Decimal::parse(text); }

TEST_CASE("memory: what is allocated is aligned and apart") {
  Memory memory;
  std::vector<std::pair<unsigned char*, std::size_t>> pieces;
  for (std::size_t i = 0; i < 2000; ++i) {
    const std::size_t size = i * 7 % 200;
    const std::size_t alignment = std::size_t{1} << i % 5;
    auto* const piece = static_cast<unsigned char*>(memory.allocate(size, alignment));
    CHECK(reinterpret_cast<std::uintptr_t>(piece) % alignment == 0);
    std::memset(piece, static_cast<int>(i % 251), size);
    pieces.emplace_back(piece, size);
  }
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    for (std::size_t j = 0; j < pieces[i].second; ++j) REQUIRE(pieces[i].first[j] == i % 251);
  }
}

TEST_CASE("memory: one piece larger than any block") {
  Memory memory;
  (void)memory.array<char>(10);
  char* const large = memory.array<char>(std::size_t{20} << 20);
  large[0] = 'a';
  large[(std::size_t{20} << 20) - 1] = 'z';
  char* const small = memory.array<char>(10);
  small[0] = 'b';
  CHECK(large[0] == 'a');
  CHECK(memory.held() >= std::size_t{20} << 20);
}

TEST_CASE("memory: the same work after a reset needs nothing from the system") {
  Memory memory;
  const auto work = [&memory] {
    for (std::size_t i = 0; i < 3000; ++i) (void)memory.array<std::uint64_t>(i % 400);
    (void)memory.array<char>(std::size_t{1} << 20);
    for (std::size_t i = 0; i < 3000; ++i) (void)memory.array<char>(i % 400);
  };
  work();
  const std::size_t held = memory.held();
  for (int i = 0; i < 20; ++i) {
    memory.reset();
    work();
  }
  CHECK(memory.held() == held);
}

TEST_CASE("memory: texts are copied") {
  Memory memory;
  std::string text = "release";
  const auto copy = memory.copy(text);
  text = "changed";
  CHECK(copy == "release");
  CHECK(memory.copy("").empty());
}

TEST_CASE("memory: numbers go into the value where they fit") {
  Memory memory;
  const auto small = memory.number(dec("-12.50"), ValueKind::ratio);
  CHECK(small.is_small());
  CHECK(small.kind() == ValueKind::ratio);
  CHECK(small.small_coefficient() == -125);
  CHECK(small.small_exponent() == -1);
  CHECK(small.as_decimal() == dec("-12.5"));

  for (const std::string_view text :
       {"0", "9223372036854775807", "-9223372036854775808", "1e6144", "1e-6143", "3e-6143"}) {
    const auto value = memory.number(dec(text), ValueKind::number);
    INFO(text);
    CHECK(value.is_small());
    CHECK(value.as_decimal() == dec(text));
  }
  for (const std::string_view text :
       {"9223372036854775808", "-9223372036854775809", "1234567890123456789012345678901234",
        "1234567890123456789012345678901234e-6143"}) {
    const auto value = memory.number(dec(text), ValueKind::number);
    INFO(text);
    CHECK(!value.is_small());
    CHECK(value.as_decimal() == dec(text));
  }
}

TEST_CASE("memory: versions live as long as the memory is not reset") {
  Memory memory;
  std::vector<Value> values;
  for (int i = 0; i < 1000; ++i)
    values.push_back(memory.version(*base::Version::parse("1." + std::to_string(i) + ".0-rc.1")));
  for (int i = 0; i < 1000; ++i) CHECK(values[static_cast<std::size_t>(i)].as_version().minor() == i);
}

TEST_CASE("memory: frames have their slots behind them") {
  Memory memory;
  Frame* const frame = memory.frame(3);
  for (int i = 0; i < 3; ++i) frame->slots()[i] = Value::boolean(i == 1);
  CHECK(frame->parent == nullptr);
  CHECK(!frame->place);
  CHECK(frame->key.empty());
  CHECK(frame->slots()[1].as_bool());
  CHECK(!frame->slots()[2].as_bool());
}

TEST_CASE("memory: moved from, it can be used again after a reset") {
  Memory first;
  const auto text = first.copy("kept");
  Memory second = std::move(first);
  CHECK(text == "kept");
  first.reset();  // NOLINT: that is the question
  CHECK(first.held() == 0);
  const auto other = first.copy("other");
  CHECK(other == "other");
  CHECK(text == "kept");
}

}  // namespace
}  // namespace nexus::engine
