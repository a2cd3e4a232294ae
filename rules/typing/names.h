#pragma once

#include "rules/typing/scope.h"

namespace nexus::rules::typing {

/// Does a bare word stand for a value here: a binder, a declaration, a field of the snapshot?
[[nodiscard]] bool is_value(const Scope& scope, std::string_view name);

/// Is the name a binder, a rule-local `let` or a formal, which hide declarations?
[[nodiscard]] bool is_bound(const Scope& scope, std::string_view name);

/// The declared meaning of a name; nothing where it is not declared.
struct Declared {
  const grammar::Decl* decl = nullptr;  ///< null: there is none
  Meaning meaning;
};
/// Of the scope's module: what it declares itself.
[[nodiscard]] Declared find_declared(const Scope& scope, std::string_view name);

/// The value of a declaration; reported where it is none.
[[nodiscard]] ExprId use_declared(Scope& scope, const Declared& declared, std::string_view name, Span span);

/// The record that the scope may read of the snapshot; null where it is of undeclared shape.
[[nodiscard]] const RecordShape* snapshot_record(const Scope& scope);

/// All names a bare word could have meant: binders, declarations, fields of the snapshot.
[[nodiscard]] std::vector<std::string_view> names_in_scope(const Scope& scope);

/// A member of the enum, or a level, as a constant; none where `word` is no such member.
[[nodiscard]] std::optional<ConstantValue> member_of(const Scope& scope, TypeId type, std::string_view word);

/// Reports a word that is no member of the enum (or no level).
void report_not_a_member(Scope& scope, Span word, std::string_view text, TypeId type);

/// `warn`, `hold`, `block`, `rollback`; `allow` where the scope has it.
[[nodiscard]] ExprId type_level_word(Scope& scope, base::Level level, Span span);

/// `base.name`: a field, an entry, a part of a version.
[[nodiscard]] ExprId type_field(Scope& scope, ExprId base, std::string_view name, Span name_span, Span span);

}  // namespace nexus::rules::typing
