#include "workspace/declarations.h"

#include "base/overloaded.h"
#include "grammar/format/format.h"
#include "grammar/parse.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <variant>

namespace nexus::workspace {

namespace {

using grammar::Decl;
using grammar::SyntaxTree;

/// A text and its tree.
struct Parsed {
  explicit Parsed(std::string_view text)
      : file(sources.add("", std::string(text))), tree(grammar::parse(sources, file, sink)) {}
  base::SourceMap sources;
  base::DiagnosticSink sink;
  base::FileId file;
  SyntaxTree tree;
};

std::string joined(const grammar::Path& path) {
  std::string name;
  for (const grammar::Name& part : path) name.append(name.empty() ? "" : ".").append(part.text);
  return name;
}

DeclarationName name_of(const Decl& decl) {
  const auto named = [](std::string_view kind, std::string_view name) {
    return DeclarationName{std::string(kind), std::string(name)};
  };
  return std::visit(
      base::overloaded{
          [&](const grammar::ErrorDecl&) { return DeclarationName{}; },
          [&](const grammar::ImportDecl& d) {
            return named("import", d.file ? std::string(d.file->text) : joined(d.module));
          },
          [&](const grammar::EnforceDecl& d) { return named("enforce", joined(d.target)); },
          [&](const grammar::EnumDecl& d) { return named("enum", d.name.text); },
          [&](const grammar::TypeDecl& d) { return named("type", d.name.text); },
          [&](const grammar::ParamDecl& d) { return named("param", d.name.text); },
          [&](const grammar::InputDecl& d) { return named("input", d.name ? d.name->text : std::string_view()); },
          [&](const grammar::LetDecl& d) { return named("let", d.name.text); },
          [&](const grammar::DefDecl& d) { return named("def", d.name.text); },
          [&](const grammar::TableDecl& d) { return named("table", d.name.text); },
          [&](const grammar::GateDecl& d) { return named("gate", d.head.name.text); },
          [&](const grammar::PhaseDecl& d) { return named("phase", d.head.name.text); },
          [&](const grammar::TriggerDecl& d) { return named("trigger", d.head.name.text); },
          [&](const grammar::WaiverDecl& d) { return named("waiver", d.title.text); },
          [&](const grammar::SnapshotDecl& d) { return named("snapshot", d.name.text); },
          [&](const grammar::TestDecl& d) { return named("test", d.title.text); },
      },
      decl.node);
}

/// The order in which people read a policy: what it is about, what it knows, what it asks for, and whether that works.
std::size_t rank_of(std::string_view kind) {
  constexpr std::array order{"policy", "library", "import", "enforce", "enum",    "type",   "param",    "input", "let",
                             "def",    "table",   "gate",   "phase",   "trigger", "waiver", "snapshot", "test"};
  return static_cast<std::size_t>(std::ranges::find(order, kind) - order.begin());
}

std::size_t start_of_line(std::string_view text, std::size_t at) {
  const std::size_t end = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return end == std::string_view::npos ? 0 : end + 1;
}
std::size_t end_of_line(std::string_view text, std::size_t at) { return std::min(text.size(), text.find('\n', at)); }

bool is_comment(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first != std::string_view::npos && line[first] == '#';
}
bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

/// A declaration that begins at `word`, behind all that ends at `after`.
DeclarationText with_comments(std::string_view text, DeclarationName name, std::size_t word, std::size_t end,
                              std::size_t after) {
  std::size_t begin = word;
  if (const std::size_t line = start_of_line(text, word); line >= after && is_blank(text.substr(line, word - line))) {
    begin = line;
    while (begin > after) {
      const std::size_t above = start_of_line(text, begin - 1);
      if (above < after || !is_comment(text.substr(above, begin - 1 - above))) break;
      begin = above;
    }
  }
  const std::size_t line_end = end_of_line(text, end);
  if (is_comment(text.substr(end, line_end - end))) end = line_end;
  return {std::move(name), begin, end, word};
}

/// The canonical layout of a text that stands for itself, without the line break at its end.
std::string laid_out(std::string_view text) {
  const Parsed parsed(text);
  std::string layout = parsed.sink.has_errors()
                           ? std::string(text)
                           : grammar::format(parsed.tree, parsed.sources).value_or(std::string(text));
  while (layout.ends_with('\n')) layout.pop_back();
  return layout;
}

std::string replaced(std::string text, std::size_t begin, std::size_t end, std::string_view by) {
  return text.replace(begin, end - begin, by);
}

/// A field of an input block, without its comments.
struct FieldText {
  std::string name;
  std::size_t begin = 0, end = 0;
};
/// The input block for the snapshot at the start of `text`, if it is one with fields written out.
struct InputBlock {
  std::vector<FieldText> fields;
  std::size_t closing = 0;  ///< the bracket
};
std::optional<InputBlock> input_block(const SyntaxTree& tree) {
  for (std::uint32_t i = 0; i < tree.decls.size(); ++i) {
    const auto* input = std::get_if<grammar::InputDecl>(&tree[grammar::DeclId(i)].node);
    const auto* record =
        input != nullptr && !input->name ? std::get_if<grammar::RecordType>(&tree[input->type].node) : nullptr;
    if (record == nullptr) continue;
    InputBlock block;
    for (const grammar::Field& field : record->fields) {
      std::uint32_t end = tree[field.type].span.end;
      if (field.evidence.fresh) end = std::max(end, field.evidence.fresh->span.end);
      if (field.evidence.about) end = std::max(end, field.evidence.about->span.end);
      block.fields.push_back({std::string(field.name.text), field.name.span.begin, end});
    }
    block.closing = tree[input->type].span.end - 1;
    return block;
  }
  return std::nullopt;
}

/// An input block with the fields of another. Nothing where one of them is none.
std::optional<std::string> merged(std::string block, std::string_view typed) {
  const Parsed source(typed);
  const auto fields = input_block(source.tree);
  if (!fields) return std::nullopt;
  for (const FieldText& field : fields->fields) {
    const Parsed target(block);
    const auto into = input_block(target.tree);
    if (!into) return std::nullopt;
    const std::string_view text = typed.substr(field.begin, field.end - field.begin);
    const auto old = std::ranges::find(into->fields, field.name, &FieldText::name);
    if (old != into->fields.end()) {
      block = replaced(std::move(block), old->begin, old->end, text);
    } else {
      // On a line of its own: what stands before the bracket may be a comment.
      block.insert(into->closing, "\n" + std::string(text) + "\n");
    }
  }
  return laid_out(block);
}

void put(std::string& text, const DeclarationText& typed, std::string_view source) {
  const std::string_view whole = source.substr(typed.begin, typed.end - typed.begin);
  const std::vector<DeclarationText> present = declarations_of(text);
  const bool is_header = typed.name.kind == "policy" || typed.name.kind == "library";
  const auto is_meant = [&](const DeclarationText& each) {
    return is_header ? each.name.kind == "policy" || each.name.kind == "library" : each.name == typed.name;
  };
  if (const auto old = std::ranges::find_if(present, is_meant); old != present.end()) {
    if (typed.name == DeclarationName{"input", ""}) {
      if (auto block = merged(text.substr(old->begin, old->end - old->begin), whole)) {
        text = replaced(std::move(text), old->begin, old->end, *block);
        return;
      }
    }
    // Comments that were not typed again stay.
    const std::size_t begin = typed.begin == typed.word ? old->word : old->begin;
    text = replaced(std::move(text), begin, old->end, laid_out(whole));
    return;
  }
  const std::string layout = laid_out(whole);
  const std::size_t rank = rank_of(typed.name.kind);
  const auto last = std::ranges::find_if(present.rbegin(), present.rend(),
                                         [&](const DeclarationText& each) { return rank_of(each.name.kind) <= rank; });
  if (present.empty()) {
    text += (text.empty() || text.ends_with('\n') ? "" : "\n") + layout + "\n";
  } else if (last == present.rend()) {
    text.insert(present.front().begin, layout + "\n\n");
  } else {
    // One-liners of a kind stand together.
    const bool is_line = layout.find('\n') == std::string::npos &&
                         text.substr(last->begin, last->end - last->begin).find('\n') == std::string::npos;
    text.insert(last->end, (is_line && last->name.kind == typed.name.kind ? "\n" : "\n\n") + layout +
                               (end_of_line(text, last->end) == last->end ? "" : "\n"));
    if (!text.ends_with('\n')) text += '\n';
  }
}

}  // namespace

std::string words_of(const DeclarationName& name) {
  if (name.name.empty()) return name.kind;
  const bool is_title = name.kind == "waiver" || name.kind == "test";
  return name.kind + (is_title ? " \"" + name.name + '"' : ' ' + name.name);
}

std::vector<DeclarationText> declarations_of(std::string_view text) {
  const Parsed parsed(text);
  std::vector<DeclarationText> all;
  std::size_t after = 0;
  const auto add = [&](DeclarationName name, const base::Span& span) {
    all.push_back(with_comments(text, std::move(name), span.begin, span.end, after));
    after = all.back().end;
  };
  if (const auto& header = parsed.tree.header)
    add({header->kind == grammar::ModuleKind::policy ? "policy" : "library", ""}, header->span);
  for (std::uint32_t i = 0; i < parsed.tree.decls.size(); ++i) {
    const Decl& decl = parsed.tree[grammar::DeclId(i)];
    add(name_of(decl), decl.span);
  }
  return all;
}

std::string with_declarations(std::string text, std::string_view typed) {
  for (const DeclarationText& declaration : declarations_of(typed)) put(text, declaration, typed);
  return text;
}

std::optional<std::string> without_declaration(std::string text, const DeclarationName& name) {
  const std::vector<DeclarationText> present = declarations_of(text);
  const auto at = std::ranges::find(present, name, &DeclarationText::name);
  if (at == present.end()) return std::nullopt;
  std::size_t end = at->end;
  while (end < text.size() && text[end] == '\n') ++end;
  std::size_t begin = at->begin;
  while (end == text.size() && begin > 1 && text[begin - 1] == '\n' && text[begin - 2] == '\n') --begin;
  return replaced(std::move(text), begin, end, "");
}

}  // namespace nexus::workspace
