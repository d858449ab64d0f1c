"""How many einops hints real packages get, and what they look like: `python tests/bench/einops_hints.py [PACKAGE ...]`.

Examines every file of each package (a name on the package index, or a local folder), counts the hints by family, and
draws some at random.  Each of those is applied alone to a copy of its file's text: that must still parse, have no more
findings than before, and no hint at the same place; no shape that was known may get lost.  Old and new are printed, so
that a person can say whether a maintainer would take them.  Nothing of a package is imported or run, unless `--run`
names an interpreter in which what it imports is installed: then each function is run before and after.
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpora import PACKAGES, Examined, examined, fetch
from einops_runs import request_of, run_both_ways

from shapecoach.analysis.model import Analysis, Finding, Severity
from shapecoach.analysis.rules.rule import is_preference
from shapecoach.hints import examine
from shapecoach.lsp.text import edited


@dataclass(frozen=True)
class Hint:
    package: str
    folder: Path
    file: Examined
    finding: Finding


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("packages", nargs="*", default=PACKAGES, help="names on the package index, or local folders")
    parser.add_argument("--sample", type=int, default=300, help="how many are applied")
    parser.add_argument("--show", type=int, default=30, help="how many are printed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--run", metavar="PYTHON", help="run what was drawn, before and after, with this interpreter")
    options = parser.parse_args()
    hints: list[Hint] = []
    with tempfile.TemporaryDirectory() as scratch:
        for package in options.packages:
            folder = Path(package) if Path(package).is_dir() else fetch(package, Path(scratch, package))
            began = time.perf_counter()
            found = [
                Hint(Path(package).name, folder, file, finding)
                for file in examined(folder)
                for finding in file.analysis.findings
                if is_preference(finding.rule)
            ]
            families = Counter(hint.finding.rule for hint in found)
            print(
                f"{Path(package).name}: {len(found)} {dict(families)}, {time.perf_counter() - began:.0f} s", flush=True
            )
            hints += found
        print(f"all: {len(hints)} {dict(Counter(hint.finding.rule for hint in hints))}")
        drawn = random.Random(options.seed).sample(hints, min(options.sample, len(hints)))
        faults = applied(drawn, options.show)
        return 1 if faults + (run(options.run, drawn) if options.run else 0) else 0


def applied(drawn: list[Hint], shown: int) -> int:
    """Apply each alone, and show the first few; how many have a fault."""
    faults = 0
    for number, hint in enumerate(drawn):
        fault = fault_of(hint)
        faults += fault is not None
        if number < shown or fault is not None:
            show(hint, fault)
    print(f"applied {len(drawn)}, {faults} with a fault", flush=True)
    return faults


def run(python: str, drawn: list[Hint]) -> int:
    """Run what was drawn before and after, and say how many could be; how many are not the same."""
    requests = [
        request_of(hint.folder, hint.file.path, hint.file.text, followed(hint), hint.file.analysis, hint.finding)
        for hint in drawn
    ]
    answers = run_both_ways(python, requests)
    ways = Counter(str(answer["how"]) for answer in answers)
    unlike = [(hint, answer) for hint, answer in zip(drawn, answers, strict=True) if answer.get("equal") is False]
    for hint, answer in unlike:
        show(hint, f"not the same: {answer}")
    for hint, answer in zip(drawn, answers, strict=True):
        if answer["how"] == "not":
            show(hint, f"not run: {answer}")
    whys = Counter(str(answer.get("why", "")).partition(":")[0] for answer in answers if answer["how"] != "function")
    print(
        f"run: {ways['function']} as whole functions, {ways['expression']} as expressions, {ways['not']} not at all; "
        f"{len(unlike)} not the same\n    no whole function: {dict(whys.most_common())}"
    )
    return len(unlike)


def followed(hint: Hint) -> str:
    return edited(hint.file.text, hint.finding.fixes[0].edits)


def fault_of(hint: Hint) -> str | None:
    """What is wrong with a text in which the hint was followed; None where nothing is."""
    text = followed(hint)
    try:
        ast.parse(text)
    except SyntaxError as error:
        return f"doesn't parse: {error}"
    after = examine(text)
    before = as_it_was(hint.file.text)
    if more := told(after) - told(before):
        return f"finds {dict(more)}"
    place = hint.finding.range.start
    added = sum("import" in edit.new_text for edit in hint.finding.fixes[0].edits)
    if any(f.range.start == (place.line + added, place.character) and is_preference(f.rule) for f in after.findings):
        return "finds the same again"
    lost = {f.name: f.dims for f in before.facts if f.binding and f.dims is not None and "?" not in f.dims}
    found = {f.name for f in after.facts if f.binding and f.dims is not None}
    missing = [name for name in lost if name not in found]
    return f"no longer knows {missing}" if missing else None


@lru_cache(maxsize=64)
def as_it_was(text: str) -> Analysis:
    """What is said of a file as the package has it: many hints are of the same."""
    return examine(text)


def told(analysis: Analysis) -> Counter[str]:
    """The findings that say that something is wrong."""
    return Counter(finding.rule for finding in analysis.findings if finding.severity is not Severity.HINT)


def show(hint: Hint, fault: str | None) -> None:
    start, end = hint.finding.range.start, hint.finding.range.end
    lines = hint.file.text.replace("\r\n", "\n").split("\n")
    print(
        f"\n{hint.package} {hint.file.path}:{start.line + 1} [{hint.finding.rule}]"
        + (f" FAULT {fault}" if fault else "")
    )
    for line in lines[start.line : end.line + 1]:
        print(f"  - {line.strip()}")
    print(f"  + {hint.finding.fixes[0].edits[0].new_text}")


if __name__ == "__main__":
    sys.exit(main())
