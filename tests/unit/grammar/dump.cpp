#include "tests/unit/grammar/dump.h"

#include "base/overloaded.h"

#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace nexus::grammar::test {
namespace {

using base::overloaded;

std::string_view text_of(ComparisonOp op) {
  constexpr std::string_view texts[] = {"==", "!=",       "<",           "<=",        ">",       ">=",   "in",
                                        "not-in", "contains", "starts-with", "ends-with", "matches", "like", "subset-of"};
  return texts[static_cast<std::size_t>(op)];
}

/// Joins what is not empty with blanks, in parentheses.
std::string form(std::vector<std::string> parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!part.empty()) out += (out.empty() ? "" : " ") + part;
  }
  return "(" + out + ")";
}

std::string name(const Name& n) { return n.quoted ? "\"" + std::string(n.text) + "\"" : std::string(n.text); }
std::string name(const std::optional<Name>& n) { return n ? name(*n) : ""; }
std::string path(const Path& p) {
  std::string out;
  for (const Name& part : p) out += (out.empty() ? "" : ".") + name(part);
  return out;
}
std::string doc(std::string_view d) { return d.empty() ? "" : "##'" + std::string(d) + "'"; }

class Dumper {
 public:
  explicit Dumper(const SyntaxTree& tree) : tree_(tree) {}

  std::string expr(ExprId id) const { return id ? std::visit(*this, tree_[id].node) : ""; }
  std::string type(TypeSyntaxId id) const { return std::visit(*this, tree_[id].node); }
  std::string decl(const Decl& d) const {
    std::string out = std::visit(*this, d.node);
    for (const Silence& silence : tree_.silences)
      if (silence.span == d.span)
        for (const std::string_view name : silence.names) out += " !" + std::string(name);
    return doc(d.doc) + (d.doc.empty() ? "" : " ") + out;
  }

  // Expressions.
  std::string operator()(const ErrorExpr&) const { return "<error>"; }
  std::string operator()(const Literal& n) const {
    constexpr std::string_view kinds[] = {"", "ratio:", "duration:", "size:", "time:", "date:"};
    return std::string(kinds[static_cast<std::size_t>(n.kind)]) + std::string(n.text);
  }
  std::string operator()(const StringLiteral& n) const {
    std::string out;
    for (const StringPiece& piece : n.pieces) out += piece.expr ? "{" + expr(piece.expr) + "}" : std::string(piece.text);
    return n.raw ? "'" + out + "'" : "\"" + out + "\"";
  }
  std::string operator()(const BoolLiteral& n) const { return n.value ? "true" : "false"; }
  std::string operator()(const NullLiteral&) const { return "null"; }
  std::string operator()(const ListLiteral& n) const { return "[" + all(n.items) + "]"; }
  std::string operator()(const RecordLiteral& n) const { return "{" + entries(n.entries) + "}"; }
  std::string operator()(const NameRef& n) const { return name(n.name); }
  std::string operator()(const Access& n) const { return expr(n.base) + "." + name(n.field); }
  std::string operator()(const Index& n) const { return expr(n.base) + "[" + expr(n.index) + "]"; }
  std::string operator()(const Call& n) const {
    std::vector<std::string> parts{"call", expr(n.callee)};
    for (const Argument& a : n.arguments) parts.push_back(argument(a));
    return form(std::move(parts));
  }
  std::string operator()(const Comprehension& n) const { return form({"list-of", expr(n.item), ranges(n.ranges)}); }
  std::string operator()(const Conversion& n) const { return form({"as", expr(n.operand), type(n.type)}); }
  std::string operator()(const Negate& n) const { return form({"neg", expr(n.operand)}); }
  std::string operator()(const Not& n) const { return form({"not", expr(n.operand)}); }
  std::string operator()(const Logical& n) const {
    return form({n.op == LogicalOp::conjunction ? "and" : "or", all(n.operands)});
  }
  std::string operator()(const Default& n) const { return form({"??", all(n.operands)}); }
  std::string operator()(const Arithmetic& n) const {
    constexpr std::string_view ops[] = {"+", "-", "*", "/", "%"};
    return form({std::string(ops[static_cast<std::size_t>(n.op)]), expr(n.lhs), expr(n.rhs)});
  }
  std::string operator()(const Comparison& n) const { return form({std::string(text_of(n.op)), expr(n.lhs), expr(n.rhs)}); }
  std::string operator()(const Between& n) const { return form({"between", expr(n.operand), expr(n.low), expr(n.high)}); }
  std::string operator()(const IsTest& n) const {
    constexpr std::string_view kinds[] = {"present", "missing", "empty", "null"};
    return form({n.negated ? "is-not" : "is", std::string(kinds[static_cast<std::size_t>(n.kind)]), expr(n.operand)});
  }
  std::string operator()(const Conditional& n) const {
    return form({"if", expr(n.condition), expr(n.then_value), expr(n.else_value)});
  }
  std::string operator()(const Quantifier& n) const {
    constexpr std::string_view kinds[] = {"every", "some", "no", "at-least", "at-most", "exactly", "the"};
    return form({std::string(kinds[static_cast<std::size_t>(n.kind)]), expr(n.count), n.distinct ? "distinct " + expr(n.distinct) : "",
                 ranges(n.ranges), n.if_any ? "if-any" : "", n.has ? "has " + expr(n.has) : ""});
  }
  std::string operator()(const RuleStatus& n) const {
    constexpr std::string_view kinds[] = {"gate", "phase", "trigger"};
    return form({"status", std::string(kinds[static_cast<std::size_t>(n.kind)]), path(n.rule), n.instance ? "[" + name(n.instance) + "]" : "",
                 n.negated ? "not" : "", path(n.status)});
  }

  // Types.
  std::string operator()(const ErrorType&) const { return "<error>"; }
  std::string operator()(const NamedType& n) const { return path(n.path); }
  std::string operator()(const QuantityType& n) const {
    constexpr std::string_view dimensions[] = {"number", "ratio", "duration", "size", "time", "date"};
    return form({std::string(dimensions[static_cast<std::size_t>(n.dimension)]), unit(n.unit), name(n.zone)});
  }
  std::string operator()(const PercentType&) const { return "(number percent)"; }
  std::string operator()(const StringType& n) const { return name(n.value); }
  std::string operator()(const NullType&) const { return "null"; }
  std::string operator()(const UnionType& n) const {
    std::vector<std::string> parts{"|"};
    for (const TypeSyntaxId id : n.alternatives) parts.push_back(type(id));
    return form(std::move(parts));
  }
  std::string operator()(const ListType& n) const { return "[" + type(n.item) + "]"; }
  std::string operator()(const MapType& n) const { return "{[" + path(n.key) + "]: " + type(n.value) + "}"; }
  std::string operator()(const RecordType& n) const {
    std::string out;
    for (const Field& f : n.fields) out += (out.empty() ? "" : ", ") + field(f);
    return "{" + out + "}";
  }

  // Declarations.
  std::string operator()(const ErrorDecl&) const { return "<error>"; }
  std::string operator()(const ImportDecl& n) const {
    return form({"import", path(n.module), name(n.file), n.alias ? "as " + name(n.alias) : ""});
  }
  std::string operator()(const EnforceDecl& n) const {
    return form({"enforce", path(n.target), n.level ? "as " + expr(n.level) : "", entries(n.overrides)});
  }
  std::string operator()(const EnumDecl& n) const {
    std::string members;
    for (const EnumMember& m : n.members) members += (members.empty() ? "" : n.ordered ? " < " : ", ") + doc(m.doc) + name(m.name);
    return form({"enum", name(n.name), members});
  }
  std::string operator()(const TypeDecl& n) const { return form({"type", name(n.name), type(n.type)}); }
  std::string operator()(const ParamDecl& n) const {
    return form({"param", name(n.name), type(n.type), n.low ? expr(n.low) + ".." + expr(n.high) : "", expr(n.value)});
  }
  std::string operator()(const InputDecl& n) const {
    return form({"input", name(n.name) + (n.optional ? "?" : ""), type(n.type), evidence(n.evidence)});
  }
  std::string operator()(const LetDecl& n) const { return form({"let", name(n.name), expr(n.value)}); }
  std::string operator()(const DefDecl& n) const { return form({"def", name(n.name), formals(n.formals), expr(n.body)}); }
  std::string operator()(const TableDecl& n) const {
    std::vector<std::string> parts{"table", name(n.name), formals(n.formals), type(n.result), n.first_match ? "first-match" : ""};
    for (const TableRow& r : n.rows) parts.push_back(row(r));
    return form(std::move(parts));
  }
  std::string operator()(const GateDecl& n) const {
    std::vector<std::string> parts{"gate"};
    head(n.head, parts);
    parts.insert(parts.end(), {clause("on-fail", n.on_fail), clause("on-missing", n.on_missing)});
    if (n.only_for) parts.push_back(form({"only-for", paths(n.only_for->phases)}));
    if (n.excused) {
      parts.push_back(form({"excused", condition(n.excused->condition), "by " + expr(n.excused->by), "because " + expr(n.excused->because)}));
    }
    if (n.score) parts.push_back(form({"score", expr(n.score->pass), expr(n.score->warn)}));
    for (const Remedy& r : n.remedies) parts.push_back(remedy(r));
    for (const Requirement& r : n.requirements) parts.push_back(requirement(r));
    return form(std::move(parts));
  }
  std::string operator()(const PhaseDecl& n) const {
    std::vector<std::string> parts{"phase"};
    head(n.head, parts);
    for (const AfterItem& item : n.after) parts.push_back(form({"after", paths(item.alternatives)}));
    for (const GateRef& ref : n.gates) parts.push_back(form({"gates", path(ref.path) + (ref.all ? (ref.path.empty() ? "*" : ".*") : "")}));
    for (const Requirement& r : n.requirements) parts.push_back(requirement(r));
    milestone("started", n.started, parts);
    milestone("done", n.done, parts);
    return form(std::move(parts));
  }
  std::string operator()(const TriggerDecl& n) const {
    std::vector<std::string> parts{"trigger"};
    head(n.head, parts);
    parts.push_back(clause("fires", n.fires));
    if (n.then) parts.push_back(form({"then", expr(n.then->level), expr(n.then->message)}));
    parts.insert(parts.end(), {clause("keep", n.keep_for), clause("on-missing", n.on_missing)});
    for (const Remedy& r : n.remedies) parts.push_back(remedy(r));
    return form(std::move(parts));
  }
  std::string operator()(const WaiverDecl& n) const {
    return form({"waiver", name(n.title), n.waives ? "(waives " + reference(*n.waives) + ")" : "", n.where ? "(where " + expr(n.where) + ")" : "",
                 clause("until", n.until), n.approved_by ? "(approved " + name(n.approved_by->text) + ")" : ""});
  }
  std::string operator()(const SnapshotDecl& n) const { return form({"snapshot", name(n.name), fixture(n.document)}); }
  std::string operator()(const TestDecl& n) const {
    std::vector<std::string> parts{"test", name(n.title), for_each(n.for_each)};
    for (const TestClause& c : n.clauses) parts.push_back(std::visit(*this, c.node));
    return form(std::move(parts));
  }

  // Clauses of tests.
  std::string operator()(const GivenSnapshot& n) const {
    return form({"given", path(n.snapshot), n.document ? fixture(*n.document) : ""});
  }
  std::string operator()(const GivenInput& n) const {
    return form({"given-input", path(n.input), path(n.snapshot), n.document ? fixture(*n.document) : ""});
  }
  std::string operator()(const GivenHistory& n) const { return form({"given-history", fixture(n.document)}); }
  std::string operator()(const GivenSeries& n) const {
    std::vector<std::string> parts{"given-series", expr(n.every), expr(n.from)};
    for (const HistorySeries& s : n.series) parts.push_back(expr(s.path) + "=" + expr(s.values));
    return form(std::move(parts));
  }
  std::string operator()(const WithClause& n) const { return form({"with", expr(n.path), expr(n.value)}); }
  std::string operator()(const WithoutClause& n) const { return form({"without", expr(n.path)}); }
  std::string operator()(const TestParam& n) const { return form({"param", path(n.param), expr(n.value)}); }
  std::string operator()(const AtClause& n) const { return form({"at", expr(n.time)}); }
  std::string operator()(const AskingClause& n) const { return form({"asking", path(n.phase)}); }
  std::string operator()(const ExpectDecision& n) const { return form({"expect-decision", n.negated ? "not" : "", expr(n.level)}); }
  std::string operator()(const ExpectRequirement& n) const {
    return form({"expect-requirement", reference(n.requirement), n.negated ? "not" : "", path(n.status), expr(n.message)});
  }
  std::string operator()(const ExpectFinding& n) const {
    return form({"expect-finding", n.negated ? "no" : "", reference(n.finding), expr(n.message)});
  }
  std::string operator()(const ExpectObligation& n) const {
    return form({"expect-obligation", n.negated ? "no" : "", path(n.name), expr(n.record)});
  }
  std::string operator()(const ExpectThat& n) const { return form({"expect", expr(n.condition)}); }

 private:
  std::string all(const std::vector<ExprId>& ids) const {
    std::string out;
    for (const ExprId id : ids) out += (out.empty() ? "" : " ") + expr(id);
    return out;
  }
  std::string entries(const std::vector<RecordEntry>& list) const {
    std::string out;
    for (const RecordEntry& e : list) out += (out.empty() ? "" : ", ") + name(e.key) + ": " + expr(e.value);
    return out;
  }
  std::string ranges(const Ranges& r) const {
    std::string out;
    for (const Binder& b : r.binders) {
      out += (out.empty() ? "(" : ", ") + name(b.first) + (b.second ? " " + name(*b.second) : "") + " in " + expr(b.list);
    }
    return out + (r.where ? " where " + expr(r.where) : "") + ")";
  }
  std::string argument(const Argument& a) const {
    if (!a.ranges && !a.window && !a.by) return expr(a.value);
    std::string window;
    if (a.window) {
      window = "over " + expr(a.window->duration) + (a.window->needs ? " needs " + expr(a.window->needs) : "") +
               (a.window->max_gap ? " gap " + expr(a.window->max_gap) : "");
    }
    return "<" + form({expr(a.value), a.ranges ? ranges(*a.ranges) : "", window, a.by ? "by " + expr(a.by) : ""}).substr(1);
  }
  static std::string unit(base::WireUnit u) {
    constexpr std::string_view units[] = {"", "percent", "any-percent", "ms", "s", "m", "h", "d", "bytes", "KiB", "MiB", "GiB", "TiB", "KB", "MB", "GB",
                                          "TB", "epoch-s", "epoch-ms", "zone", "text"};
    return std::string(units[static_cast<std::size_t>(u)]);
  }
  std::string evidence(const Evidence& e) const {
    return (e.fresh ? "fresh " + expr(e.fresh->limit) + " by " + path(e.fresh->by) : "") + (e.fresh && e.about ? " " : "") +
           (e.about ? "about " + expr(e.about->subject) + " by " + path(e.about->by) : "");
  }
  std::string field(const Field& f) const {
    const std::string more = evidence(f.evidence);
    return doc(f.doc) + name(f.name) + (f.optional ? "?" : "") + ": " + type(f.type) + (more.empty() ? "" : " " + more);
  }
  std::string formals(const std::vector<Formal>& list) const {
    std::string out;
    for (const Formal& f : list) out += (out.empty() ? "" : ", ") + name(f.name) + ": " + type(f.type);
    return "(" + out + ")";
  }
  std::string condition(const Condition& c) const {
    if (!c.lasting) return expr(c.expr);
    const Lasting& l = *c.lasting;
    return expr(c.expr) + " " + form({"for", expr(l.amount), l.of_last ? "of-last " + expr(l.of_last) : "", l.max_gap ? "gap " + expr(l.max_gap) : ""});
  }
  std::string clause(std::string_view word, const std::optional<ConditionClause>& c) const {
    return c ? form({std::string(word), condition(c->condition)}) : "";
  }
  std::string clause(std::string_view word, const std::optional<ExprClause>& c) const {
    return c ? form({std::string(word), expr(c->expr)}) : "";
  }
  std::string for_each(const std::optional<ForEach>& f) const {
    return f ? "(for-each " + ranges(f->ranges) + (f->if_any ? " if-any)" : ")") : "";
  }
  static std::string paths(const std::vector<Path>& list) {
    std::string out;
    for (const Path& p : list) out += (out.empty() ? "" : " ") + path(p);
    return out;
  }
  std::string remedy(const Remedy& r) const {
    return form({"remedy", name(r.name), expr(r.record), r.when ? "when " + expr(r.when) : ""});
  }
  std::string requirement(const Requirement& r) const {
    std::vector<std::string> parts{doc(r.doc) + "require", r.label ? name(r.label) + ":" : "", condition(r.condition), clause("when", r.when),
                                   clause("warn-when", r.warn_when), clause("weight", r.weight), r.key ? "key" : "",
                                   r.not_waivable ? "not-waivable" : ""};
    if (r.otherwise) {
      const Else& e = *r.otherwise;
      parts.push_back(form({"else", expr(e.level), expr(e.message), e.file ? "at " + expr(e.file) : "", expr(e.line)}));
    }
    for (const Remedy& item : r.remedies) parts.push_back(remedy(item));
    parts.insert(parts.end(), {clause("from", r.from), clause("until", r.until)});
    return form(std::move(parts));
  }
  void head(const RuleHead& h, std::vector<std::string>& parts) const {
    parts.insert(parts.end(), {name(h.name), name(h.title), for_each(h.for_each), clause("applies", h.applies)});
    for (const Let& let : h.lets) parts.push_back(form({doc(let.doc) + "let", name(let.name), expr(let.value)}));
    if (h.owner) parts.push_back(form({"owner", name(h.owner->text)}));
    if (h.tags) parts.push_back(form({"tags", expr(h.tags->list)}));
  }
  void milestone(const std::string& word, const Milestone& m, std::vector<std::string>& parts) const {
    parts.insert(parts.end(), {clause(word + "-when", m.when), clause(word + "-at", m.at)});
  }
  static std::string reference(const RequirementRef& ref) {
    std::string out;
    for (const RequirementRef::Part& part : ref.parts) {
      out += (out.empty() ? "" : ".") + name(part.name) + (part.instance ? "[" + name(part.instance) + "]" : "");
    }
    return out;
  }
  static std::string fixture(const JsonFixture& f) { return f.file ? "file " + name(*f.file) : "`" + std::string(f.text) + "`"; }
  std::string cell(const TableCell& c) const {
    switch (c.kind) {
      case TableCell::Kind::any: return "_";
      case TableCell::Kind::value: return expr(c.value);
      case TableCell::Kind::comparison: return std::string(text_of(c.op)) + " " + expr(c.value);
      case TableCell::Kind::range: return expr(c.value) + ".." + expr(c.high);
      case TableCell::Kind::in: return "in " + expr(c.value);
      case TableCell::Kind::not_in: return "not-in " + expr(c.value);
    }
    return {};
  }
  std::string row(const TableRow& r) const {
    std::string cells;
    for (const TableCell& c : r.inputs) cells += (cells.empty() ? "" : ", ") + cell(c);
    return form({r.otherwise ? "else" : "case " + cells, "=>", all(r.outputs)});
  }

  const SyntaxTree& tree_;
};

}  // namespace

std::string dump(const SyntaxTree& tree, ExprId id) { return Dumper(tree).expr(id); }
std::string dump(const SyntaxTree& tree, TypeSyntaxId id) { return Dumper(tree).type(id); }
std::string dump(const SyntaxTree& tree, const Decl& decl) { return Dumper(tree).decl(decl); }

std::string dump(const SyntaxTree& tree) {
  std::string out;
  if (const auto& h = tree.header) {
    out = doc(h->doc) + form({h->kind == ModuleKind::policy ? "policy" : "library", path(h->path), name(h->zone)}) + "\n";
  }
  for (const Decl& d : tree.decls) out += dump(tree, d) + "\n";
  return out;
}

}  // namespace nexus::grammar::test
