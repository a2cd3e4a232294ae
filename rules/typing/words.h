#pragma once

#include "rules/typing/scope.h"

#include <span>

/// What messages say about types, places and near misses.
namespace nexus::rules::typing {

/// Where the author declared what the expression reads: a field of an input, a param, a `let`.
[[nodiscard]] std::optional<Span> declared_at(const Context& context, ExprId id);

/// `duration, declared at checkout.nexus:3:18`; the type alone where nothing was declared.
[[nodiscard]] std::string operand_label(Context& context, ExprId id);

/// What two types are, told apart: where people call both the same, as the language writes them.
struct TypeNames {
  std::string first, second;
};
[[nodiscard]] TypeNames describe_apart(Context& context, ExprId first, ExprId second);

/// Adds "did you mean `x`?" and the edit, where a candidate is near enough.
[[nodiscard]] base::Diagnostic did_you_mean(base::Diagnostic diagnostic, Span word, std::string_view text,
                                            std::span<const std::string_view> candidates);

/// The names of a record's fields, in declaration order.
[[nodiscard]] std::vector<std::string_view> field_names(const RecordShape& shape);

/// Paths of the snapshot that end in a field called `name`: `coverage.line`, `tests.suites[…].failed`. A few, shortest first.
[[nodiscard]] std::vector<std::string> paths_ending_in(const Context& context, TypeId root, std::string_view name);

/// `a, b or c`, each in backticks; at most `limit` of them, then `…`.
[[nodiscard]] std::string quoted_list(std::span<const std::string_view> words, std::string_view conjunction,
                                      std::size_t limit = 8);

/// The author's text where it is short enough to quote, else `otherwise`.
[[nodiscard]] std::string short_text(const Context& context, Span span, std::string_view otherwise);

}  // namespace nexus::rules::typing
