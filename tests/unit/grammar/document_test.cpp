#include "grammar/format/document.h"

#include "tests/support/catch.h"

#include <initializer_list>
#include <string>
#include <string_view>

/// The printer of documents, without a language around it.
namespace nexus::grammar::layout {

namespace {

/// `f(a, b, …)`: a bracket that holds its items on one line, or one a line.
void call(Document& doc, std::string_view head, std::initializer_list<std::string_view> items, Break between = Break::space) {
  const auto group = doc.group();
  doc.text(head);
  doc.text("(");
  {
    const auto nest = doc.nest();
    doc.line(Break::soft);
    for (const std::string_view item : items) {
      if (item.data() != items.begin()->data()) doc.text(","), doc.line(between);
      doc.text(item);
    }
    doc.if_broken(",");
  }
  doc.line(Break::soft);
  doc.text(")");
}

}  // namespace

TEST_CASE("a group is on one line exactly where it fits") {
  Document doc;
  call(doc, "sum", {"aaaa", "bbbb"});
  CHECK(doc.print(15) == "sum(aaaa, bbbb)");
  CHECK(doc.print(14) == "sum(\n  aaaa,\n  bbbb,\n)");
  CHECK(doc.flat_width(0, doc.size()) == 15);
}

TEST_CASE("what follows a group up to the next break must fit, too") {
  Document doc;
  call(doc, "sum", {"aaaa", "bbbb"});
  doc.text(" {");
  CHECK(doc.print(17) == "sum(aaaa, bbbb) {");
  CHECK(doc.print(16) == "sum(\n  aaaa,\n  bbbb,\n) {");
}

TEST_CASE("what may go to the next line need not fit") {
  Document doc;
  {
    const auto group = doc.group();
    call(doc, "sum", {"aaaa", "bbbb"});
    const auto nest = doc.nest(4);
    doc.line(Break::space);
    doc.text("else block");
  }
  CHECK(doc.print(26) == "sum(aaaa, bbbb) else block");
  CHECK(doc.print(25) == "sum(aaaa, bbbb)\n    else block");
}

TEST_CASE("the outer group breaks before the inner one") {
  Document doc;
  {
    const auto group = doc.group();
    doc.text("[");
    {
      const auto nest = doc.nest();
      doc.line(Break::soft);
      call(doc, "f", {"a", "b"});
      doc.text(",");
      doc.line(Break::space);
      call(doc, "g", {"cccccc", "dddddd"});
    }
    doc.line(Break::soft);
    doc.text("]");
  }
  CHECK(doc.print(80) == "[f(a, b), g(cccccc, dddddd)]");
  CHECK(doc.print(20) == "[\n  f(a, b),\n  g(cccccc, dddddd)\n]");
  CHECK(doc.print(12) == "[\n  f(a, b),\n  g(\n    cccccc,\n    dddddd,\n  )\n]");
}

TEST_CASE("a fill puts as much on a line as fits") {
  Document doc;
  call(doc, "f", {"1", "2", "3", "4", "5", "6"}, Break::fill);
  CHECK(doc.print(20) == "f(1, 2, 3, 4, 5, 6)");
  CHECK(doc.print(11) == "f(\n  1, 2, 3,\n  4, 5, 6,\n)");
}

TEST_CASE("a broken group, and a hard line, break the groups around them") {
  Document open;
  {
    const auto outer = open.group();
    open.text("a");
    open.line(Break::space);
    const auto inner = open.group(Group::broken);
    open.text("b");
    open.line(Break::soft);
    open.text("c");
  }
  CHECK(open.print(80) == "a\nb\nc");
  CHECK_FALSE(open.flat_width(0, open.size()).has_value());

  Document hard;
  {
    const auto outer = hard.group();
    hard.text("a");
    hard.line(Break::space);
    hard.text("b");
    hard.line(Break::hard);
    hard.text("c");
  }
  CHECK(hard.print(80) == "a\nb\nc");
}

TEST_CASE("a comment beside a text breaks a group only where something of it follows") {
  Document inside;
  {
    const auto group = inside.group();
    inside.text("a");
    inside.comment_beside("# why");
    inside.line(Break::space);
    inside.text("b");
  }
  CHECK(inside.print(80) == "a  # why\nb");

  Document last;
  {
    const auto group = last.group();
    last.text("a");
    last.line(Break::space);
    last.text("b");
    last.comment_beside("# why");
  }
  last.line(Break::hard);
  last.text("c");
  CHECK(last.print(80) == "a b  # why\nc");
  CHECK(last.print(3) == "a b  # why\nc");  // comments are as long as they are
}

TEST_CASE("a comment beside a text goes on in its column") {
  Document doc;
  doc.text("é");
  doc.comment_beside("# one");
  doc.comment_beside("# two");
  doc.line(Break::hard);
  doc.text("b");
  CHECK(doc.print(80) == "é  # one\n   # two\nb");
}

TEST_CASE("nothing follows a comment on its line") {
  Document doc;
  const auto nest = doc.nest(4);
  doc.text("a");
  doc.comment_beside("# one");
  doc.space();
  doc.text("b");
  doc.space();
  doc.comment_above("# two");
  doc.text("c");
  CHECK(doc.print(80) == "a  # one\n      b\n      # two\n      c");
}

TEST_CASE("a comma for the last item stands before the comment beside it") {
  Document doc;
  {
    const auto group = doc.group(Group::broken);
    doc.text("[");
    doc.line(Break::soft);
    doc.text("a");
    doc.comment_beside("# why");
    doc.if_broken(",");
    doc.if_flat("never");
    doc.line(Break::soft);
    doc.text("]");
  }
  CHECK(doc.print(80) == "[\na,  # why\n]");
}

TEST_CASE("a comment above the first text of a group leaves the group on its line") {
  Document doc;
  doc.text("a");
  doc.line(Break::hard);
  {
    const auto group = doc.group();
    doc.comment_above("# as long as ever it likes to be");
    doc.text("b");
    doc.line(Break::space);
    doc.text("c");
  }
  CHECK(doc.print(10) == "a\n# as long as ever it likes to be\nb c");
}

TEST_CASE("a group fits on the line that a comment before it begins") {
  for (const bool beside : {true, false}) {
    Document doc;
    doc.text("a line that is too long");
    if (beside) doc.comment_beside("# why");
    else doc.blank(), doc.comment_above("# why");
    doc.space();
    const auto group = doc.group();
    doc.text("b");
    doc.line(Break::space);
    doc.text("c");
    CHECK(doc.print(10) == (beside ? "a line that is too long  # why\n  b c" : "a line that is too long\n  # why\n  b c"));
  }
}

TEST_CASE("one empty line at most, none without a line break, and no blanks at the end of a line") {
  Document doc;
  doc.text("a");
  doc.blank();
  doc.space();
  doc.line(Break::hard);
  doc.blank();
  doc.blank();
  doc.line(Break::hard);
  doc.text("b");
  doc.line(Break::hard);
  CHECK(doc.print(80) == "a\n\nb");
}

TEST_CASE("padding is set when the widths are known, counts in columns, and columns are characters") {
  const auto printed = [](Group kind, int width) {
    Document doc;
    {
      const auto group = doc.group(kind);
      doc.text("a");
      doc.line(Break::space);
      const auto columns = doc.columns();
      const auto row = doc.group();
      doc.text("é");
      const std::size_t place = doc.padding();
      doc.line(Break::space);
      doc.text("=");
      doc.set_padding(place, 3);
    }
    return doc.print(width);
  };
  CHECK(printed(Group::as_it_fits, 80) == "a é =");  // all on one line: no columns
  CHECK(printed(Group::as_it_fits, 5) == "a é =");
  CHECK(printed(Group::as_it_fits, 4) == "a\né\n=");
  CHECK(printed(Group::broken, 6) == "a\né    =");
  CHECK(printed(Group::broken, 5) == "a\né\n=");
}

TEST_CASE("the indentation of a line is known while it is written down") {
  Document doc;
  const auto outer = doc.nest(4);
  {
    const auto group = doc.group();
    const auto inner = doc.nest();
    CHECK(doc.indentation() == 6);
  }
  CHECK(doc.indentation() == 4);
}

}  // namespace nexus::grammar::layout
