#include "workspace/describe/terms.h"

#include <algorithm>
#include <set>

namespace nexus::workspace::describing {

namespace {

using namespace rules;
using report::doc::Grid;
using report::doc::Paragraph;

const ChooseNode* rows_of(const CheckedModel& model, DefId def) {
  return std::get_if<ChooseNode>(&model[model.defs[def].body].node);
}

const rules::Table* table_of(const CheckedModel& model, DefId def) {
  const auto at = std::ranges::find(model.tables, def, &rules::Table::def);
  return at == model.tables.end() ? nullptr : &*at;
}

/// What a row gives: a cell for each field of a record, else one.
std::vector<Sentence> results(const CheckedModel& model, Wording& wording, ExprId id) {
  std::vector<Sentence> cells;
  const auto* record = std::get_if<MakeRecord>(&model[id].node);
  if (record == nullptr) return {wording.value(id)};
  for (const ExprId field : record->fields) cells.push_back(wording.value(field));
  return cells;
}

Grid grid_of(const CheckedModel& model, Wording& wording, const rules::Table& table, const ChooseNode& node) {
  Grid grid;
  for (const std::string& input : table.formals) grid.header.push_back(spaced(input));
  const Type& result = model.types[model[model.defs[table.def].body].type];
  if (result.kind == TypeKind::record)
    for (const RecordField& field : model.types[result.record].fields) grid.header.push_back("→ " + spaced(field.name));
  else
    grid.header.emplace_back("→ result");
  const auto add = [&](std::vector<Sentence> cells, ExprId result_of) {
    for (Sentence& cell : results(model, wording, result_of)) cells.push_back(std::move(cell));
    cells.resize(grid.header.size());
    grid.rows.push_back(std::move(cells));
  };
  for (std::size_t row = 0; row < node.conditions.size(); ++row) {
    std::vector<Sentence> cells;
    for (std::uint32_t input = 0; input < table.formals.size(); ++input)
      cells.push_back(wording.cell(node.conditions[row], input).value_or(words("any")));
    add(std::move(cells), node.results[row]);
  }
  if (node.otherwise) add(std::vector<Sentence>(table.formals.size(), words("otherwise")), node.otherwise);
  return grid;
}

Section section_of(const CheckedModel& model, const DocComments& comments, Wording& wording, const rules::Table& table,
                   const ChooseNode& node) {
  Section section{.anchor = anchor_of_def(model, table.def),
                  .kind = "table",
                  .title = spaced(table.name),
                  .name = table.name,
                  .blocks = paragraphs(comments.at(table.declared))};
  section.blocks.emplace_back(grid_of(model, wording, table, node));
  const std::string_view rule = node.first_match ? "The first row that fits decides."
                                : node.otherwise ? "Exactly one row fits, or the last one counts."
                                                 : "Exactly one row must fit; else nothing can be judged.";
  section.blocks.emplace_back(Paragraph{words(rule)});
  return section;
}

Statement meaning(const CheckedModel& model, Wording& wording, ExprId id, Sentence name) {
  const bool is_condition = model.types[model[id].type].kind == TypeKind::boolean;
  Statement meaning = is_condition ? wording.statement(id) : Statement{wording.value(id), {}};
  meaning.sentence = cat(std::move(name), is_condition ? " holds when: " : ": ", std::move(meaning.sentence));
  return meaning;
}

}  // namespace

std::optional<Section> tables(const CheckedModel& model, const DocComments& comments, Wording& wording) {
  Section section{.anchor = "tables", .kind = {}, .title = "Decision tables", .name = {}};
  // A row may look up another table.
  for (std::size_t i = 0; i < wording.terms().defs.size(); ++i) {
    const DefId def = wording.terms().defs[i];
    const rules::Table* table = table_of(model, def);
    const ChooseNode* rows = rows_of(model, def);
    if (table != nullptr && rows != nullptr)
      section.sections.push_back(section_of(model, comments, wording, *table, *rows));
  }
  return section.sections.empty() ? std::nullopt : std::optional(std::move(section));
}

std::optional<Section> terms(const CheckedModel& model, const DocComments& comments, Wording& wording) {
  Section section{.anchor = "terms", .kind = {}, .title = "Terms", .name = {}};
  // Modules may use one word for different things.
  std::set<std::uint32_t> files;
  for (const LetId id : wording.terms().lets) files.insert(model.lets[id].declared.file.index());
  for (const DefId id : wording.terms().defs) files.insert(model.defs[id].declared.file.index());
  const auto module_of = [&](base::Span declared) {
    const auto at = std::ranges::find(model.modules, declared.file, &Module::file);
    return files.size() > 1 && at != model.modules.end() ? at->name : std::string{};
  };
  const auto add = [&](std::string anchor, base::Span declared, Statement statement) {
    Demand& demand = std::get<Demand>(section.blocks.emplace_back(Demand{.anchor = std::move(anchor),
                                                                         .name = module_of(declared),
                                                                         .lead = {},
                                                                         .statement = std::move(statement),
                                                                         .facts = {}}));
    if (const std::string_view comment = comments.at(declared); !comment.empty())
      demand.lead.push_back(with_code(comment));
  };
  std::size_t lets = 0, defs = 0;
  while (lets < wording.terms().lets.size() || defs < wording.terms().defs.size()) {
    if (lets < wording.terms().lets.size()) {
      const LetId id = wording.terms().lets[lets++];
      const LetDefinition& let = model.lets[id];
      add(anchor_of_let(model, id), let.declared, meaning(model, wording, let.value, code(let.name)));
      continue;
    }
    const DefId id = wording.terms().defs[defs++];
    if (rows_of(model, id) != nullptr) continue;
    const Def& def = model.defs[id];
    std::vector<Sentence> formals;
    for (const std::string_view formal : comments.formals_of(def.declared)) formals.push_back(code(formal));
    Sentence name = code(def.name);
    if (!formals.empty()) name = cat(std::move(name), " for ", listed(formals, "and"));
    add(anchor_of_def(model, id), def.declared, meaning(model, wording, def.body, std::move(name)));
  }
  return section.blocks.empty() ? std::nullopt : std::optional(std::move(section));
}

}  // namespace nexus::workspace::describing
