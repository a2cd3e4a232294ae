"""What became of the mutants: lines for the terminal, and a page in Markdown."""
import difflib
from collections import Counter

VERDICTS = ("killed", "survived", "same", "broken")
MEANING = {
    "killed": "killed: a test fails",
    "survived": "survived: no test notices",
    "same": "same: the compiler makes the same machine code of it",
    "broken": "broken: does not compile",
}


def change(mutant, text):
    old = " ".join(text[mutant.begin : mutant.end].split())
    new = " ".join(mutant.replacement.split())
    return f"{old or '(nothing)'} → {new or '(nothing)'}"


def line(mutant, text, outcome):
    what = change(mutant, text)
    return f"{outcome.verdict:9}{mutant.file}:{mutant.line}  {what if len(what) <= 80 else what[:79] + '…'}  {outcome.by}".rstrip()


def diff(mutant, text):
    lines = difflib.unified_diff(text.splitlines(), mutant.of(text).splitlines(), f"a/{mutant.file}", f"b/{mutant.file}", n=2, lineterm="")
    return "\n".join(lines)


def score(counts):
    """Of those that could be told apart from the original, how many the tests told apart."""
    told = counts["killed"] + counts["survived"]
    return f"{100 * counts['killed'] / told:.1f}%" if told else "-"


def table(results, key):
    """Rows of a title, the verdicts' counts and the score; one for each key(mutant), and one for all."""
    groups = {}
    for mutant, outcome in results:
        groups.setdefault(key(mutant), Counter())[outcome.verdict] += 1
    total = sum(groups.values(), Counter())
    rows = [(name, *(counts[v] for v in VERDICTS), score(counts)) for name, counts in sorted(groups.items())]
    return [("", *VERDICTS, "score"), *rows, ("all", *(total[v] for v in VERDICTS), score(total))]


def as_text(rows):
    widths = [max(len(str(row[column])) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(str(cell).ljust(width) if column == 0 else str(cell).rjust(width)
                               for column, (cell, width) in enumerate(zip(row, widths))).rstrip() for row in rows)


def as_markdown(rows):
    head, *body = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join([head, "|---|" + "---:|" * (len(rows[0]) - 1), *body])


def page(results, texts, command, planned):
    """The whole page; results are (mutant, outcome) in the order in which they came."""
    results = sorted(results, key=lambda result: result[0])
    killers = Counter(outcome.by for _, outcome in results if outcome.verdict == "killed")
    parts = [f"# Mutants\n\n`{command}`: {len(results)} of {planned} judged.", "\n".join(f"- {MEANING[v]}" for v in VERDICTS),
             "## By file", as_markdown(table(results, lambda mutant: mutant.file)),
             "## By kind of change", as_markdown(table(results, lambda mutant: mutant.kind)),
             "## Killed by", "\n".join(f"- {count} × {by}" for by, count in killers.most_common()) or "Nothing.", "## Survivors"]
    survivors = [mutant for mutant, outcome in results if outcome.verdict == "survived"]
    parts += [f"```diff\n{diff(mutant, texts[mutant.file])}\n```" for mutant in survivors] or ["None."]
    return "\n\n".join(parts) + "\n"
