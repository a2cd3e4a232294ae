"""What a mutant can be: one small change of one place, of the kinds people make by mistake."""
import re
from dataclasses import dataclass

from cpp import Source


@dataclass(frozen=True, order=True)
class Mutant:
    file: str
    begin: int
    end: int
    replacement: str
    kind: str
    line: int

    def of(self, text):
        return text[: self.begin] + self.replacement + text[self.end :]


_OPERATORS = {
    "boundary": {"<": "<=", "<=": "<", ">": ">=", ">=": ">"},
    "comparison": {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="},
    "logic": {"&&": "||", "||": "&&", "|=": "&="},
    "arithmetic": {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*="},
}
_WORDS = {
    "literal": {"true": "false", "false": "true"},
    "algorithm": {"min": "max", "max": "min", "any_of": "all_of", "all_of": "any_of", "none_of": "any_of"},
}
_INTEGER = re.compile(r"(0[xX][\da-fA-F']+|\d[\d']*)([uUlLzZ]*)")
_TESTS = {"<", "<=", ">", ">=", "==", "!="}

# Calls that are there for speed or for us: without them nothing changes that a test could see, or should.
_WITHOUT_EFFECT = {"assert", "static_assert", "reserve", "shrink_to_fit"}
# Words that begin a statement which is no expression.
_NO_EXPRESSION = set(
    "auto break case catch class const constexpr continue default delete do else enum for friend goto if namespace new operator "
    "return static struct switch template throw try typedef typename union using while".split())


def mutants_of(file, text):
    """All mutants of a file, from its beginning to its end."""
    return sorted(_Mutation(file, Source(text)).all())


class _Mutation:
    def __init__(self, file, source):
        self.file = file
        self.source = source
        self.tokens = source.tokens
        self.siblings = self._siblings()

    def all(self):
        found, index = set(), 0
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.text in _WITHOUT_EFFECT and self.source.is_at(index + 1, "("):
                index = self.source.partner.get(index + 1, index)
            elif token.text == "[[":
                index = self.source.partner.get(index, index)
            elif token.kind == "mark":
                found.update(self._of_mark(index))
            elif token.kind == "number":
                found.update(self._of_number(index))
            elif token.kind == "word":
                found.update(self._of_word(index))
            index += 1
        return found

    def _mutant(self, first, last, replacement, kind):
        """Replaces the tokens from first to last."""
        begin, end = self.tokens[first].begin, self.tokens[last].end
        # As many lines as before: what an assertion says of its place stays the same.
        replacement += "\n" * (self.source.text.count("\n", begin, end) - replacement.count("\n"))
        return Mutant(self.file, begin, end, replacement, kind, self.source.line(begin))

    # -------------------------------------------------------------------------------------------- marks

    def _of_mark(self, index):
        token = self.tokens[index]
        if token.spaced and not self.source.is_at(index - 1, "operator"):
            for kind, swaps in _OPERATORS.items():
                if token.text in swaps:
                    yield self._mutant(index, index, swaps[token.text], kind)
        if token.text == "!" and not token.spaced and not self.source.is_at(index - 1, "operator"):
            yield self._mutant(index, index, "", "negation")
        if token.text == "?" and token.spaced:
            yield from self._negated(self._start_of_condition(index), index - 1)
        if self._ends_before_statement(index):
            yield from self._without_statement(index + 1)

    def _ends_before_statement(self, index):
        """A brace, a semicolon, the colon of a label, or the end of the head of an `if`, a `for` or a `while`."""
        text = self.tokens[index].text
        if text == ")":
            return self.source.is_at(self.source.partner.get(index, 0) - 1, "if", "for", "while", "constexpr")
        if text == "{":
            return True
        return self.source.around[index] == "{" and (text in ";}" or text == ":" and not self.tokens[index].spaced)

    def _without_statement(self, first):
        """The expression statement that begins at a token, if one does."""
        token = self.tokens[first] if first < len(self.tokens) else None
        if token is None or not self.source.scope[first].in_function or token.text in _NO_EXPRESSION or token.kind not in ("word", "mark"):
            return
        if token.kind == "mark" and token.text not in ("*", "++", "--"):
            return
        index, changes, names = first, False, set()
        while not self.source.is_at(index, ";"):
            here = self.tokens[index]
            if here.text in ("{", "}") or here.kind == "directive":
                return
            after = self.tokens[index + 1] if index + 1 < len(self.tokens) else here
            if not changes and here.kind == "word":
                names.add(here.text)
                if after.kind == "word" or after.text in ("*", "&", "&&", "<"):
                    return  # a declaration, or `else`
            if here.text in ("++", "--") or here.text.endswith("=") and here.text not in _TESTS:
                changes = True
            if here.text in ("(", "["):
                changes = changes or here.text == "("
                if index not in self.source.partner:
                    return
                index = self.source.partner[index]
            index += 1
            if index >= len(self.tokens):
                return
        if changes and not names & _WITHOUT_EFFECT:
            yield self._mutant(first, index, ";", "statement")

    # -------------------------------------------------------------------------------------------- numbers

    def _of_number(self, index):
        match = _INTEGER.fullmatch(self.tokens[index].text)
        in_template = self.source.is_at(index - 1, "<") and not self.tokens[index - 1].spaced
        if match and not in_template:
            digits = match.group(1).replace("'", "")
            value = int(digits, 16 if digits[:2] in ("0x", "0X") else 10)
            yield self._mutant(index, index, str(0 if value == 1 else value + 1) + match.group(2), "constant")

    # -------------------------------------------------------------------------------------------- words

    def _of_word(self, index):
        token, source = self.tokens[index], self.source
        if token.text in _WORDS["literal"]:
            yield self._mutant(index, index, _WORDS["literal"][token.text], "literal")
        elif token.text in _WORDS["algorithm"] and source.is_at(index - 1, "::") and source.is_at(index + 1, "("):
            yield self._mutant(index, index, _WORDS["algorithm"][token.text], "algorithm")
        elif token.text == "continue" or token.text == "break":
            yield self._mutant(index, index, "", "statement")
        elif token.text in ("if", "while") and source.is_at(index + 1, "("):
            yield from self._of_condition(index + 1)
        elif token.text == "return" and source.scope[index].gives_bool:
            yield from self._of_result(index)
        elif index in self.siblings and not source.is_at(index - 3, "case") and not source.is_at(index - 5, "case"):
            yield self._mutant(index, index, self.siblings[index], "enumerator")

    def _of_condition(self, open_):
        close = self.source.partner.get(open_)
        if close is None:
            return
        first, declares = open_ + 1, False
        for index in self._at_depth(open_ + 1, close):
            if self.source.is_at(index, ";"):
                first, declares = index + 1, False
            elif self.source.is_at(index, "="):
                declares = True
        if not declares:
            yield from self._negated(first, close - 1)

    def _of_result(self, index):
        last = index + 1
        for at in self._at_depth(index + 1, len(self.tokens)):
            if self.source.is_at(at, ";"):
                last = at - 1
                break
        if last > index + 1:
            for value in ("true", "false"):
                yield self._mutant(index + 1, last, value, "result")

    def _negated(self, first, last):
        """Nothing where a comparison or a `!` makes up the condition, which has a mutant of its own that says the same."""
        texts = [self.tokens[index].text for index in self._at_depth(first, last + 1)]
        alone = "&&" not in texts and "||" not in texts
        if not texts or alone and (texts[0] == "!" or any(text in _TESTS for text in texts)):
            return
        begin, end = self.tokens[first].begin, self.tokens[last].end
        yield self._mutant(first, last, "!(" + self.source.text[begin:end] + ")", "negation")

    def _start_of_condition(self, question):
        index = question - 1
        while index >= 0:
            token = self.tokens[index]
            if token.text in (")", "]", "}") and index in self.source.partner:
                index = self.source.partner[index]
            elif token.text in ("(", "[", "{", "}", ",", ";", "=", "?", ":", "return", "+=", "|=", "<<"):
                return index + 1
            index -= 1
        return 0

    def _at_depth(self, first, end):
        """The tokens from first to before end that are in no further brackets; brackets themselves are left out."""
        index = first
        while index < end:
            if self.tokens[index].kind == "mark" and index in self.source.partner and self.source.partner[index] > index:
                index = self.source.partner[index]
            else:
                yield index
            index += 1

    def _siblings(self):
        """For each `Kind::name` that is a value: another value of Kind which the file knows."""
        values = {}
        for index in range(2, len(self.tokens)):
            kind, name = self.tokens[index - 2], self.tokens[index]
            is_value = name.kind == "word" and name.text[0].islower() and not self.source.is_at(index + 1, "(", "<", "::", "{")
            if self.source.is_at(index - 1, "::") and kind.kind == "word" and kind.text[0].isupper() and is_value:
                values.setdefault(kind.text, {}).setdefault(name.text, []).append(index)
        siblings = {}
        for names in values.values():
            order = sorted(names)
            for position, name in enumerate(order):
                if len(order) > 1:
                    siblings.update((index, order[(position + 1) % len(order)]) for index in names[name])
        return siblings
