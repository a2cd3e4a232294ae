#include "grammar/parser/builder.h"

#include "base/diagnostics/catalogue.h"
#include "grammar/children.h"
#include "grammar/parser/encoding.h"
#include "grammar/parser/found.h"
#include "grammar/parser/mistakes.h"
#include "grammar/parser/strings.h"

#include <algorithm>
#include <type_traits>

namespace nexus::grammar {
namespace {

/// A file that is no policy at all would otherwise answer with one error a line.
constexpr std::size_t max_mistakes = 200;

}  // namespace

// ------------------------------------------------------------------------------------------------ the tree

SyntaxTree Builder::take_tree() {
  tree_.comments = trivia_.take_comments();
  return std::move(tree_);
}

Extent Builder::extent(const char* begin, const char* end) {
  const std::uint32_t first = source_.offset(begin);
  return {first, std::max(first, trivia_.token_end(source_.offset(end)))};
}

std::uint16_t Builder::depth_below(const Expr& e) const {
  std::uint16_t depth = 0;
  for_each_child(e, [&](ExprId child) { depth = std::max(depth, depths_[child.index()]); });
  if (const auto* conversion = std::get_if<Conversion>(&e.node)) depth = std::max(depth, type_depths_[conversion->type.index()]);
  return depth;
}

std::uint16_t Builder::depth_below(const TypeSyntax& t) const {
  std::uint16_t depth = 0;
  const auto type = [&](TypeSyntaxId id) { depth = std::max(depth, type_depths_[id.index()]); };
  const auto expr = [&](ExprId id) { depth = std::max(depth, depths_[id.index()]); };
  if (const auto* list = std::get_if<ListType>(&t.node)) type(list->item);
  if (const auto* map = std::get_if<MapType>(&t.node)) type(map->value);
  if (const auto* any_of = std::get_if<UnionType>(&t.node)) std::ranges::for_each(any_of->alternatives, type);
  if (const auto* record = std::get_if<RecordType>(&t.node)) {
    for (const Field& field : record->fields) {
      type(field.type);
      if (field.evidence.fresh) expr(field.evidence.fresh->limit);
      if (field.evidence.about) expr(field.evidence.about->subject);
    }
  }
  return depth;
}

void Builder::refuse_depth(std::uint16_t depth, base::Span span) {
  if (depth > max_tree_depth) fail(Mistake::tree_too_deep, span.end);
}

void Builder::push_expr(decltype(Expr::node) node, Extent extent) {
  const ExprId id = tree_.exprs.add({std::move(node), span(extent)});
  const auto depth = static_cast<std::uint16_t>(depth_below(tree_.exprs[id]) + 1);
  depths_.push_back(depth);
  refuse_depth(depth, span(extent));
  push(Operand{id, extent});
}

void Builder::push_type(decltype(TypeSyntax::node) node, Extent extent) {
  const TypeSyntaxId id = tree_.types.add({std::move(node), span(extent)});
  const auto depth = static_cast<std::uint16_t>(depth_below(tree_.types[id]) + 1);
  type_depths_.push_back(depth);
  refuse_depth(depth, span(extent));
  push(TypeOperand{id, extent});
}

void Builder::deepen(ExprId id, ExprId child) {
  auto& depth = depths_[id.index()];
  depth = std::max(depth, static_cast<std::uint16_t>(depths_[child.index()] + 1));
  refuse_depth(depth, tree_.exprs[id].span);
}

void Builder::deepen(TypeSyntaxId id, TypeSyntaxId child) {
  auto& depth = type_depths_[id.index()];
  depth = std::max(depth, static_cast<std::uint16_t>(type_depths_[child.index()] + 1));
  refuse_depth(depth, tree_.types[id].span);
}

void Builder::note_silence(const char* begin, const char* end) {
  auto names = trivia_.silenced_before(source_.offset(begin));
  if (!names.empty()) tree_.silences.push_back({span(extent(begin, end)), std::move(names)});
}

std::string_view Builder::decoded(Extent inside) {
  const std::string_view text = source_.slice(inside);
  if (!has_escapes(text)) return text;
  DecodedText decoded = decode_escapes(text);
  for (const std::uint32_t at : decoded.lone_surrogates) {
    const Extent escape{inside.begin + at, inside.begin + at + 6};
    emit(base::diagnostics::lone_surrogate(span(escape), source_.slice(escape))
             .with_help("the halves are written one behind the other: `\\ud83d\\ude00`"));
  }
  return tree_.texts.emplace_back(std::move(decoded.text));
}

Name Builder::name_at(Extent extent) {
  const std::string_view text = source_.slice(extent);
  const Extent inside{extent.begin + 1, extent.end - 1};
  if (text.starts_with('"')) return {decoded(inside), span(extent), true};
  if (text.starts_with('\'')) return {source_.slice(inside), span(extent), true};
  return {text, span(extent), false};
}

// ------------------------------------------------------------------------------------------------ mistakes

void Builder::emit(base::Diagnostic diagnostic) {
  if (diagnostic.severity == base::Severity::error) {
    last_mistake_ = std::max(last_mistake_.value_or(0), diagnostic.span.begin);
    if (++mistakes_ > max_mistakes) {
      sink_.emit(base::diagnostics::too_many_mistakes(diagnostic.span, max_mistakes));
      throw GivenUp{};
    }
  }
  sink_.emit(std::move(diagnostic));
}

bool Builder::is_consequence(Mistake what, std::uint32_t at) {
  if (what == Mistake::missing_brace_of_record) return std::exchange(last_missing_brace_, at) == at;
  if (what == Mistake::missing_brace) return std::exchange(brace_swallowed_, false);
  if (missing_braces_ == 0) return false;
  if (what == Mistake::declaration_expected) return is_clause_word(word_of(source_, token_at(source_, at)));
  if (what != Mistake::closes_nothing) return false;
  --missing_braces_;
  return true;
}

void Builder::fail(Mistake what, std::uint32_t at) {
  if (what == Mistake::string_not_closed) {
    const std::uint32_t line_begin = at - source_.column(at);
    brace_swallowed_ = source_.slice({line_begin, source_.line_end(at)}).find('}') != std::string_view::npos;
  }
  if (!is_consequence(what, at) && !is_badly_encoded(source_, at)) emit(describe(what, *this, at));
  last_mistake_ = std::max(last_mistake_.value_or(0), at);
  throw Abandoned{at, what == Mistake::nesting_too_deep || what == Mistake::tree_too_deep};
}

void Builder::fail(const Expectation& expected, std::uint32_t at) {
  if (!is_badly_encoded(source_, at)) emit(describe(expected, *this, at));
  last_mistake_ = std::max(last_mistake_.value_or(0), at);
  throw Abandoned{at};
}

void Builder::report(Mistake what, std::uint32_t at) {
  if (is_consequence(what, at)) return;
  if (what == Mistake::missing_brace) ++missing_braces_;
  emit(describe(what, *this, at));
}

Builder::Nesting::Nesting(Builder& b, std::uint32_t at) : b_(b) {
  if (++b_.nesting_ <= b_.max_nesting_) return;
  --b_.nesting_;  // the destructor of what was never constructed does not run
  b_.fail(Mistake::nesting_too_deep, at);
}

// ------------------------------------------------------------------------------------------------ starting over

Builder::Checkpoint Builder::checkpoint() const {
  return std::apply([](const auto&... stack) { return Checkpoint{stack.size()...}; }, stacks_);
}

void Builder::roll_back(const Checkpoint& to) {
  std::size_t i = 0;
  const auto cut = [&](auto& stack) {
    const auto keep = static_cast<std::ptrdiff_t>(std::min(to[i++], stack.size()));
    stack.erase(stack.begin() + keep, stack.end());
  };
  std::apply([&](auto&... stack) { (cut(stack), ...); }, stacks_);
}

}  // namespace nexus::grammar
