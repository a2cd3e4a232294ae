#!/usr/bin/env python3
"""Changes the engine's core in small ways, one at a time, and looks whether a test notices (README.md)."""
import argparse
import os
import random
import shlex
import sys
import threading
from pathlib import Path

import report
from changes import mutants_of
from workshop import ALL_LIMIT, Workshop

CHECKOUT = Path(__file__).resolve().parents[2]
CORE = ("base/values/*.cpp", "rules/lower/*.cpp", "engine/evaluate.cpp", "engine/run/*.cpp", "engine/judge/*.cpp", "engine/history/*.cpp",
        "engine/incremental/*.cpp")
# Besides the unit tests of a file's own folder, which come first. The others run in the order of the time they take.
TESTS = ("unit.engine", "suite", "suite.next", "reference", "property")


def options():
    parser = argparse.ArgumentParser(prog="./dev mutate", description=__doc__)
    parser.add_argument("--count", type=int, default=40, metavar="N", help="how many mutants are drawn (default: 40; 0: all)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="draws others; the same number draws the same (default: 1)")
    parser.add_argument("--files", action="append", metavar="GLOB", help="of which files; can be repeated (default: the engine's core)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="copies of the tree to work in (default: one a core)")
    parser.add_argument("--list", action="store_true", help="only says which mutants would be judged")
    return parser.parse_args()


def drawn(chosen):
    """The texts of the files, and the mutants to judge, by file and place."""
    paths = sorted({path for glob in chosen.files or CORE for path in CHECKOUT.glob(glob) if path.suffix == ".cpp"})
    texts = {str(path.relative_to(CHECKOUT)): path.read_text() for path in paths}
    mutants = [mutant for file, text in texts.items() for mutant in mutants_of(file, text)]
    if 0 < chosen.count < len(mutants):
        mutants = sorted(random.Random(chosen.seed).sample(mutants, chosen.count))
    return texts, mutants


def workshops(count):
    """Copies nobody else works in."""
    found, number = [], 0
    while len(found) < count:
        number += 1
        workshop = Workshop(CHECKOUT, CHECKOUT / "build/mutation" / f"tree-{number}")
        if workshop.lock():
            found.append(workshop)
    return found


def prepared(shops, folders):
    """Builds every copy as it is, and gives the tests, quickest first."""
    for shop in shops:
        print(f"== building {shop.root.relative_to(CHECKOUT)}", flush=True)
        shop.bring_up_to_date()
        known = shop.known_tests()
        names = [name for name in dict.fromkeys([*(f"unit.{folder}" for folder in folders), *TESTS]) if name in known]
        if not shop.build(names, os.cpu_count(), ALL_LIMIT):
            sys.exit("mutate: the checkout does not build")
    print("== running the tests as they are", flush=True)
    tests = sorted(shops[0].measured(names), key=lambda test: test.seconds)
    print("   " + ", ".join(f"{test.name} {test.seconds:.1f} s" for test in tests), flush=True)
    return tests


def judge_all(shops, texts, mutants, tests, heard):
    """Shares the mutants among the copies; heard(mutant, outcome) is called one at a time."""
    left, lock = iter(mutants), threading.Lock()

    def work(shop):
        while True:
            with lock:
                mutant = next(left, None)
            if mutant is None:
                return
            own = f"unit.{mutant.file.split('/')[0]}"
            outcome = shop.judge(mutant, texts[mutant.file], sorted(tests, key=lambda test: test.name != own))
            with lock:
                heard(mutant, outcome)

    threads = [threading.Thread(target=work, args=(shop,), daemon=True) for shop in shops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main():
    chosen = options()
    texts, mutants = drawn(chosen)
    if not mutants:
        sys.exit("mutate: there is nothing to mutate; --files takes patterns of .cpp files from the project's root, such as 'engine/run/*.cpp'")
    if chosen.list:
        for mutant in mutants:
            print(f"{mutant.file}:{mutant.line}  {mutant.kind}  {report.change(mutant, texts[mutant.file])}")
        return
    os.nice(10)
    shops = workshops(max(1, min(chosen.jobs, len(mutants))))
    tests = prepared(shops, sorted({mutant.file.split("/")[0] for mutant in mutants}))
    page, results = CHECKOUT / "build/mutation/report.md", []

    def heard(mutant, outcome):
        results.append((mutant, outcome))
        print(f"[{len(results)}/{len(mutants)}] {report.line(mutant, texts[mutant.file], outcome)}", flush=True)
        # Written as it grows: a run that is stopped has told what it found.
        page.write_text(report.page(results, texts, shlex.join(["./dev", "mutate", *sys.argv[1:]]), len(mutants)))

    judge_all(shops, texts, mutants, tests, heard)
    for mutant, outcome in sorted(results):
        if outcome.verdict == "survived":
            print("\n" + report.diff(mutant, texts[mutant.file]))
    print("\n" + report.as_text(report.table(results, lambda mutant: mutant.file)))
    print("\n" + "\n".join(report.MEANING.values()) + f"\nAlso in {page.relative_to(CHECKOUT)}")
    if len(results) < len(mutants):
        sys.exit(f"mutate: {len(mutants) - len(results)} mutants were not judged; the reason stands above")


if __name__ == "__main__":
    main()
