"""Reads C++ as far as mutation needs it: tokens, which brackets belong together, and which tokens stand inside functions.

It relies on the layout that clang-format gives this project: a comparison has spaces on both sides, the brackets of a template do not.
"""
import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<directive>^[ \t]*\#(?:[^\n\\]|\\.)*)
  | (?P<space>\s+)
  | (?P<string>R"(?P<tag>[^(\s]*)\(.*?\)(?P=tag)"|(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*")
  | (?P<char>(?:u8|[uUL])?'(?:[^'\\\n]|\\.)+')
  | (?P<number>\.?\d(?:'?[\w.]|(?<=[eEpP])[+-])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<mark><=>|->\*|<<=|>>=|\.\.\.|::|->|\+\+|--|&&|\|\||\[\[|\]\]|[-+*/%&|^=!<>]=|<<|[^\w\s])
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)

_OPENS = {"(": ")", "[": "]", "{": "}", "[[": "]]"}
_CLOSES = set(_OPENS.values())


@dataclass(frozen=True)
class Token:
    kind: str  # directive, string, char, number, word or mark
    text: str
    begin: int  # offsets in the file
    end: int
    spaced: bool  # white space on both sides


@dataclass(frozen=True)
class Scope:
    """What the innermost braces around a token are."""

    in_function: bool
    gives_bool: bool  # a function whose declared result is bool


class Source:
    """One file. `partner[i]` is the bracket that belongs to bracket i, `around[i]` the text of the bracket that token i stands in,
    `scope[i]` what its braces are."""

    def __init__(self, text):
        self.text = text
        self.tokens = list(_tokens(text))
        self.partner, self.around = _brackets(self.tokens)
        self.scope = _scopes(self.tokens, self.partner)

    def is_at(self, index, *texts):
        return 0 <= index < len(self.tokens) and self.tokens[index].text in texts

    def line(self, offset):
        return self.text.count("\n", 0, offset) + 1


def _tokens(text):
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup if match.lastgroup != "tag" else "string"
        if kind not in ("comment", "space"):
            begin, end = match.span()
            spaced = text[begin - 1 : begin].isspace() and text[end : end + 1].isspace()
            yield Token(kind, match.group(), begin, end, spaced)


def _brackets(tokens):
    partner, around, open_ = {}, [], []

    def close(index):
        partner[open_[-1]] = index
        partner[index] = open_.pop()

    for index, token in enumerate(tokens):
        mark = token.text if token.kind == "mark" else ""
        if mark == "]]" and open_ and tokens[open_[-1]].text == "[":
            close(index)  # of a[b[0]], which is no attribute
            if open_ and tokens[open_[-1]].text == "[":
                close(index)
        elif mark in _CLOSES and open_:
            close(index)
        around.append(tokens[open_[-1]].text if open_ else "")
        if mark in _OPENS:
            open_.append(index)
    return partner, around


def _scopes(tokens, partner):
    outside = Scope(in_function=False, gives_bool=False)
    scopes, stack = [], [(outside, None)]
    head = 0  # where the statement or declaration begins that may end in a brace
    depth = 0
    for index, token in enumerate(tokens):
        if token.text == "}" and len(stack) > 1:
            depth = stack.pop()[1]
        scopes.append(stack[-1][0])
        if token.kind != "mark":
            if token.kind == "directive":
                head = index + 1
            continue
        if token.text == "{":
            stack.append((_scope_of_brace(tokens, partner, head, index, stack[-1][0]), depth))
            depth = 0
        elif token.text == "(":
            depth += 1
        elif token.text == ")":
            depth -= 1
        if token.text in "{};" and depth == 0:
            head = index + 1
    return scopes


def _scope_of_brace(tokens, partner, head, brace, around):
    words = {token.text for token in tokens[head:brace]}
    if around.in_function:
        before = partner.get(brace - 1) if tokens[brace - 1].text == ")" else brace
        of_lambda = before is not None and before > 0 and tokens[before - 1].text == "]" or "->" in words
        return Scope(in_function=True, gives_bool=around.gives_bool and not of_lambda)
    if "namespace" in words or "(" not in words:
        return Scope(in_function=False, gives_bool=False)
    name = next(i for i in range(head, brace) if tokens[i].text == "(") - 1
    while name > head + 1 and (tokens[name - 1].text == "::" or tokens[name].text == "::"):
        name -= 1
    if tokens[name - 1].text == "operator":
        name -= 1
    return Scope(in_function=True, gives_bool=name > head and tokens[name - 1].text == "bool")
