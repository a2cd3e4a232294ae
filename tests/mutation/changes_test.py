"""Which mutants there are of a piece of C++, and which there are not."""
import unittest

from changes import mutants_of
from cpp import Source


def changed(body, kind=None, head="int f(int a, int b)"):
    """What becomes of the body of a function."""
    text = f"{head} {{\n{body}\n}}\n"
    mutants = [m for m in mutants_of("f.cpp", text) if kind is None or m.kind == kind]
    return [m.of(text)[len(head) + 3 : -3] for m in mutants]


class Changes(unittest.TestCase):
    def test_a_comparison_moves_its_boundary_and_turns_round(self):
        self.assertEqual(changed("g(a < b);", "boundary"), ["g(a <= b);"])
        self.assertEqual(changed("g(a < b);", "comparison"), ["g(a >= b);"])
        self.assertEqual(changed("g(a == b);", "comparison"), ["g(a != b);"])

    def test_brackets_of_templates_and_references_are_no_operators(self):
        self.assertEqual(changed("std::vector<int> x;"), [])
        self.assertEqual(changed("auto&& x = y; const Z& z = *y;"), [])
        self.assertEqual(changed("auto x = std::get<0>(y);"), [])
        self.assertEqual(changed("std::map<int, std::vector<int>> x;"), [])

    def test_and_becomes_or(self):
        self.assertEqual(changed("x = a && b;", "logic"), ["x = a || b;"])

    def test_a_sum_becomes_a_difference_but_a_sign_stays(self):
        self.assertEqual(changed("x = a + b;", "arithmetic"), ["x = a - b;"])
        self.assertEqual(changed("x = -a;", "arithmetic"), [])

    def test_a_condition_is_negated_once(self):
        self.assertEqual(changed("if (a) g();", "negation"), ["if (!(a)) g();"])
        self.assertEqual(changed("if (!a) g();", "negation"), ["if (a) g();"])
        self.assertEqual(changed("if (a == b) g();", "negation"), [], "`!=` says the same")
        self.assertEqual(changed("if (a && b) g();", "negation"), ["if (!(a && b)) g();"])
        self.assertEqual(changed("if (const int c = a; c) g();", "negation"), ["if (const int c = a; !(c)) g();"])
        self.assertEqual(changed("if (const int c = a) g();", "negation"), [], "a declaration has no `!`")
        self.assertEqual(changed("if constexpr (a) g();", "negation"), [])
        self.assertEqual(changed("x = a.b(c) ? 2 : 3;", "negation"), ["x = !(a.b(c)) ? 2 : 3;"])

    def test_a_statement_goes_but_a_declaration_stays(self):
        self.assertEqual(changed("g(a);", "statement"), [";"])
        self.assertEqual(changed("x.y->z(a)[3] = b;", "statement"), [";"])
        self.assertEqual(changed("++a;", "statement"), [";"])
        self.assertEqual(changed("int x = 3; Foo y(a); const auto z = g(a); Foo* w = g(a);", "statement"), [])
        self.assertEqual(changed("return g(a);", "statement"), [])
        self.assertEqual(changed("if (a) g(b);", "statement"), ["if (a) ;"])
        self.assertEqual(changed("case x: g(b);", "statement"), ["case x: ;"])
        self.assertEqual(changed("for (; a;) continue;", "statement"), ["for (; a;) ;"])
        self.assertEqual(changed("x.reserve(a);", "statement"), [], "it is there for speed")

    def test_a_statement_keeps_its_lines(self):
        self.assertEqual(changed("g(a,\n  b);", "statement"), [";\n"])

    def test_numbers_and_truth(self):
        self.assertEqual(changed("x = 0;", "constant"), ["x = 1;"])
        self.assertEqual(changed("x = 1;", "constant"), ["x = 0;"])
        self.assertEqual(changed("x = 0x10U;", "constant"), ["x = 17U;"])
        self.assertEqual(changed("x = 1'000;", "constant"), ["x = 1001;"])
        self.assertEqual(changed("x = 1.5;", "constant"), [])
        self.assertEqual(changed("x = true;", "literal"), ["x = false;"])

    def test_what_a_function_answers_is_replaced_where_it_answers_yes_or_no(self):
        self.assertEqual(changed("return g(a);", "result", "bool f(int a)"), ["return false;", "return true;"])
        self.assertEqual(changed("return g(a);", "result", "static bool X::f(int a) const"), ["return false;", "return true;"])
        self.assertEqual(changed("return g(a);", "result", "int f(bool a)"), [])
        self.assertEqual(changed("auto g = [](int b) { return b; };", "result", "bool f(int a)"), [], "who knows what a lambda gives")

    def test_an_enumerator_becomes_another_that_the_file_knows(self):
        self.assertEqual(changed("x = K::a; y = K::b;", "enumerator"), ["x = K::b; y = K::b;", "x = K::a; y = K::a;"])
        self.assertEqual(changed("x = K::a(); y = K::b();", "enumerator"), [], "functions are no values")
        self.assertEqual(changed("case K::a: x = K::b;", "enumerator"), ["case K::a: x = K::a;"])

    def test_text_comments_directives_and_assertions_are_left_alone(self):
        self.assertEqual(changed('x = "a < 1"; // a < b'), [";  // a < b".replace("  ", " ")])
        self.assertEqual(changed("/* a < b */"), [])
        self.assertEqual(changed("#if A < 1\n#endif"), [])
        self.assertEqual(changed("assert(a < b && g(1));"), [])
        self.assertEqual(changed("using X = R\"(a < 1)\";"), [])

    def test_each_mutant_differs_from_the_original_and_the_others(self):
        text = "bool f(int a) {\n  if (a > 0 && g(a)) return a == 1 || h(a);\n  x += a * 2;\n  return !x;\n}\n"
        all_ = [m.of(text) for m in mutants_of("f.cpp", text)]
        self.assertGreater(len(all_), 10)
        self.assertEqual(len(all_), len(set(all_)))
        self.assertNotIn(text, all_)


class Scopes(unittest.TestCase):
    def in_function(self, text):
        source = Source(text)
        return next(scope.in_function for token, scope in zip(source.tokens, source.scope) if token.text == "here")

    def test_functions_are_told_from_what_only_has_braces(self):
        self.assertTrue(self.in_function("namespace a { void f() { here; } }"))
        self.assertTrue(self.in_function("struct A { int f() const { here; } };"))
        self.assertTrue(self.in_function("A::A(int x)\n    : x_(x) { here; }"))
        self.assertTrue(self.in_function("void f() { g([&](int x) { here; }); }"))
        self.assertFalse(self.in_function("struct A { here; };"))
        self.assertFalse(self.in_function("const int a[] = {here};"))
        self.assertFalse(self.in_function("void f() {} namespace a { here; }"))


if __name__ == "__main__":
    unittest.main()
