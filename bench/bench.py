#!/usr/bin/env python3
"""Measures Nexus against its goals, beside programs written by hand: a table, its figures as JSON, and graphs.

`./dev bench` builds what is needed and runs this.
"""

import argparse
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import graphs
import measure
import table


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the time: fewer repetitions, shorter streams, half of the graphs")
    parser.add_argument("--tree", type=Path, default=measure.ROOT / "build/dist", help="where the programs are (build/dist)")
    parser.add_argument("--out", type=Path, default=measure.ROOT / "build/bench", help="where the results go (build/bench)")
    parser.add_argument("--from", dest="figures", type=Path, metavar="FIGURES", help="measures nothing: shows figures.json of an earlier run")
    return parser.parse_args()


def say(words):
    print(f"-- {words}", file=sys.stderr, flush=True)


def main():
    asked = arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.figures:
        figures = json.loads(asked.figures.read_text())
    else:
        try:
            figures = measure.everything(measure.Programs(asked.tree.resolve()), asked.quick, asked.out.resolve(), say)
        except measure.Failed as failure:
            sys.exit(f"bench: {failure}")
    written = [asked.out / "figures.json", asked.out / "table.md"]
    written[0].write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    written[1].write_text(table.report(figures), encoding="utf-8")
    written += graphs.write(figures, asked.out)
    print(table.report(figures))
    say("written: " + ", ".join(map(str, written)))


if __name__ == "__main__":
    main()
