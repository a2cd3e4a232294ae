#include "grammar/parser/build.h"
#include "grammar/parser/found.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>
#include <vector>

namespace nexus::grammar::build {
namespace {

using base::Dimension;
using base::WireUnit;

struct UnitWord {
  std::string_view word;
  WireUnit unit;
};
constexpr std::array unit_words = {
    UnitWord{"percent", WireUnit::percent}, UnitWord{"ms", WireUnit::milliseconds}, UnitWord{"s", WireUnit::seconds},
    UnitWord{"m", WireUnit::minutes},       UnitWord{"h", WireUnit::hours},         UnitWord{"d", WireUnit::days},
    UnitWord{"bytes", WireUnit::bytes},     UnitWord{"KiB", WireUnit::kib},         UnitWord{"MiB", WireUnit::mib},
    UnitWord{"GiB", WireUnit::gib},         UnitWord{"TiB", WireUnit::tib},         UnitWord{"KB", WireUnit::kb},
    UnitWord{"MB", WireUnit::mb},           UnitWord{"GB", WireUnit::gb},           UnitWord{"TB", WireUnit::tb},
};

WireUnit unit_of(std::string_view word) {
  const auto found = std::ranges::find(unit_words, word, &UnitWord::word);
  assert(found != unit_words.end());
  return found->unit;
}

Dimension dimension_of(std::string_view word) {
  if (word == "ratio") return Dimension::ratio;
  if (word == "duration") return Dimension::duration;
  return word == "size" ? Dimension::size : Dimension::time;
}

std::vector<Extent> tokens_in(Builder& b, Extent e) {
  std::vector<Extent> tokens;
  for (std::uint32_t at = e.begin; at < e.end;) {
    tokens.push_back(token_at(b.source(), at));
    at = b.offset(b.trivia().skip(b.source().text.data() + tokens.back().end));
  }
  return tokens;
}

}  // namespace

void type_alternative(Builder& b, Extent) {
  const auto rhs = b.pop<TypeOperand>();
  TypeOperand& lhs = b.top<TypeOperand>();
  TypeSyntax& left = b.type(lhs.id);
  if (auto* any_of = std::get_if<UnionType>(&left.node)) {  // no atom is a union, so it is the one being read
    any_of->alternatives.push_back(rhs.id);
    left.span.end = rhs.extent.end;
    lhs.extent.end = rhs.extent.end;
    return b.deepen(lhs.id, rhs.id);
  }
  const TypeOperand first = b.pop<TypeOperand>();
  b.push_type(UnionType{{first.id, rhs.id}}, {first.extent.begin, rhs.extent.end});
}

void string_type(Builder& b, Extent e) { b.push_type(StringType{b.pop<Name>()}, e); }
void list_type(Builder& b, Extent e) { b.push_type(ListType{b.pop_type()}, e); }
void null_type(Builder& b, Extent e) { b.push_type(NullType{}, e); }
void named_type(Builder& b, Extent e) { b.push_type(NamedType{b.pop<Path>()}, e); }
void percent_type(Builder& b, Extent e) { b.push_type(PercentType{}, e); }
void record_type(Builder& b, RecordType& node, Extent e) { b.push_type(std::move(node), e); }

void map_type(Builder& b, Extent e) {
  const TypeSyntaxId value = b.pop_type();
  b.push_type(MapType{b.pop<Path>(), value}, e);
}

void quantity_type(Builder& b, Extent e) {
  const auto tokens = tokens_in(b, e);  // `time` [`in` `epoch` `ms`]
  const auto word = [&](std::size_t i) { return b.source().slice(tokens[i]); };
  QuantityType node{dimension_of(word(0)), WireUnit::text, std::nullopt};
  if (tokens.size() == 1) {
    if (node.dimension == Dimension::ratio) node.unit = WireUnit::none;
  } else if (word(2) == "zone") {
    node.unit = WireUnit::zoned;
    node.zone = b.name_at(tokens[3]);
  } else if (word(2) == "epoch") {
    node.unit = word(3) == "ms" ? WireUnit::epoch_milliseconds : WireUnit::epoch_seconds;
  } else {
    node.unit = unit_of(word(2));
  }
  b.push_type(std::move(node), e);
}

void field(Builder& b, Field& node, Extent e) {
  node.evidence = b.pop<Evidence>();
  node.type = b.pop_type();
  node.name = b.pop<Name>();
  node.doc = b.doc_before(e.begin);
  b.current<RecordType>().fields.push_back(std::move(node));
}

void fresh(Builder& b, Extent e) {
  const ExprId limit = b.pop_expr();
  set_once(b, b.current<Evidence>().fresh, Fresh{limit, b.pop<Path>(), b.span(e)}, e);
}

void about(Builder& b, Extent e) {
  const ExprId subject = b.pop_expr();
  set_once(b, b.current<Evidence>().about, About{subject, b.pop<Path>(), b.span(e)}, e);
}

}  // namespace nexus::grammar::build
