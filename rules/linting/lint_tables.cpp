#include "rules/linting/lint_context.h"
#include "rules/typing/table_cover.h"

namespace nexus::rules::linting {

void lint_tables(LintContext& context) {
  for (const Table& table : context.model.tables) {
    const typing::TableCover cover = typing::cover_of(context.model, table);
    if (cover.gap && !cover.gap->closed)
      context.sink.emit(diagnostics::open_table_gap(table.declared, table.name, cover.gap->example)
                            .with_help("add a row for it, or `else => …` for all that no row covers"));
    for (const std::uint32_t row : cover.unreachable)
      context.sink.emit(diagnostics::unreachable_row(table.rows[row].span)
                            .with_help("remove it, or narrow the rows above: of rows that fit, the first counts"));
  }
}

}  // namespace nexus::rules::linting
