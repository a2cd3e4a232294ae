#include "tests/support/catch.h"

#include "rules/types.h"

namespace nexus::rules {

namespace {

Type quantity(TypeKind kind, base::WireUnit wire) {
  Type type;
  type.kind = kind;
  type.wire = wire;
  return type;
}

}  // namespace

TEST_CASE("equal types have equal ids") {
  TypeTable types;
  const TypeId string = types.scalar(TypeKind::string);
  CHECK(types.list_of(string) == types.list_of(string));
  CHECK(types.map_of(string) != types.list_of(string));
  const auto record = [&](bool optional) { return types.record_of({{{"name", string, optional, {}}}, {}}); };
  CHECK(record(false) == record(false));
  CHECK(record(false) != record(true));
}

TEST_CASE("an enum is its members in their order, whatever it is called") {
  TypeTable types;
  const TypeId one = types.enum_of({"", {"low", "high"}, true, {}});
  CHECK(types.enum_of({"Severity", {"low", "high"}, true, {}}) == one);
  CHECK(types.enum_of({"", {"low", "high"}, false, {}}) != one);
  CHECK(types.enum_of({"", {"high", "low"}, true, {}}) != one);
  CHECK(types.spell(one) == "Severity");
}

TEST_CASE("the wire form and null are gone from the plain type, at any depth") {
  TypeTable types;
  const TypeId in_ms = types.intern(quantity(TypeKind::duration, base::WireUnit::milliseconds));
  const TypeId plain = types.scalar(TypeKind::duration);
  CHECK(types.plain(in_ms) == plain);
  CHECK(types.plain(types.nullable(in_ms)) == plain);
  CHECK(types.plain(types.list_of(in_ms)) == types.list_of(plain));
  const TypeId wired = types.record_of({{{"p95", in_ms, false, {}}}, {}});
  CHECK(types.plain(wired) == types.record_of({{{"p95", plain, false, {}}}, {}}));
}

TEST_CASE("fields are found by name however many there are") {
  TypeTable types;
  RecordShape shape;
  for (int i = 0; i < 1000; ++i)
    shape.fields.push_back({"field_" + std::to_string(i), types.scalar(TypeKind::integer), false, {}});
  const RecordShape& interned = types[types[types.record_of(shape)].record];
  REQUIRE(interned.find("field_777") != nullptr);
  CHECK(interned.find("field_777")->name == "field_777");
  CHECK(interned.find("field_1000") == nullptr);
}

TEST_CASE("types are described as people say them and spelt as the language writes them") {
  TypeTable types;
  const TypeId inline_enum = types.enum_of({"", {"pass", "fail"}, false, {}});
  const TypeId in_ms = types.intern(quantity(TypeKind::duration, base::WireUnit::milliseconds));
  const TypeId record =
      types.record_of({{{"name", types.scalar(TypeKind::string), false, {}}, {"bom-ref", in_ms, true, {}}}, {}});
  CHECK(types.describe(in_ms) == "a duration");
  CHECK(types.describe(types.list_of(types.scalar(TypeKind::string))) == "a list of strings");
  CHECK(types.describe(types.list_of(inline_enum)) == "a list of `\"pass\" | \"fail\"`");
  CHECK(types.describe(types.list_of(types.scalar(TypeKind::nothing))) == "an empty list");
  CHECK(types.spell(in_ms) == "duration in ms");
  CHECK(types.spell(types.nullable(types.scalar(TypeKind::string))) == "string | null");
  CHECK(types.spell(types.list_of(record)) == "[{ name: string, \"bom-ref\"?: duration in ms }]");
  CHECK(types.spell(types.map_of(types.scalar(TypeKind::ratio))) == "{ [string]: ratio }");
}

}  // namespace nexus::rules
