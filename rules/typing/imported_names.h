#pragma once

#include "rules/typing/names.h"

/// `n.x`: names that an `import` makes available.
namespace nexus::rules::typing {

/// The import of that name, where nothing nearer has it; null where there is none.
[[nodiscard]] const ResolvedImport* find_import(const Scope& scope, std::string_view name);

/// Is `n.x` a field of the snapshot, the import's module having no such value?
[[nodiscard]] bool means_field(const Scope& scope, const ResolvedImport& import, std::string_view alias, std::string_view name);

/// What the import's module declares as `name`. Nothing, with a report, where it declares no such `what`; in silence where
/// there is no such module, which was reported.
[[nodiscard]] Declared find_imported(const Scope& scope, const ResolvedImport& import, std::string_view alias,
                                     std::string_view what, const grammar::Name& name);

/// A further document that an import of the scope's module declares: documents have one name everywhere.
[[nodiscard]] Declared find_imported_input(const Scope& scope, std::string_view name);

/// The value that `n.x` stands for.
[[nodiscard]] ExprId use_imported(Scope& scope, const ResolvedImport& import, const grammar::Name& alias,
                                  const grammar::Name& field, Span span);

/// `n` alone is no value.
[[nodiscard]] ExprId report_import_is_no_value(Scope& scope, std::string_view name, Span span);

}  // namespace nexus::rules::typing
