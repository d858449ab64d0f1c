"""Small slips in right programs, and how many of those that matter the engine tells: `python tests/bench/mutations.py`.

Each program runs under jaxtyping and beartype at sizes that all differ; so does each mutant of it.  One that raises is
*wrong*, one that gives other values is *silent*, one that gives the same is *equivalent*.  `--missed wrong` (or
`silent`, or `equivalent` for those of which something is said) prints the mutants in question, `--of NAME` takes only
the programs whose names begin so, `--every N` takes one mutant in N.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.engine.judging import Judged, Told, Truth, judge
from tests.engine.mutants import mutants
from tests.engine.subjects import Subject, every_subject

from shapecoach.analysis.model import Severity
from shapecoach.analysis.module import analyse


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", choices=[truth.value for truth in Truth], action="append", default=[])
    parser.add_argument("--of", action="append", default=[], metavar="NAME")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    options = parser.parse_args()
    subjects = [subject for subject in every_subject() if not options.of or subject.name.startswith(tuple(options.of))]
    began = time.perf_counter()
    originals = [f"{subject.name}: {said}" for subject in subjects for said in alarms(subject)]
    judged: list[Judged] = []
    for subject in subjects:
        for one in judge(subject, mutants(subject.text)[:: options.every]):
            judged.append(one)
            if one.truth.value in options.missed and is_missed(one):
                print(f"[{one.truth}] {one}", flush=True)
    report(judged)
    print(f"findings on the {len(subjects)} originals: {len(originals)}", *originals, sep="\n    ")
    print(f"{time.perf_counter() - began:.0f} s")
    return 1 if originals else 0


def alarms(subject: Subject) -> list[str]:
    return [
        f"{finding.range.start.line + 1}: [{finding.rule}] {finding.message}"
        for finding in analyse(subject.text).findings
        if finding.severity is not Severity.HINT
    ]


def is_missed(one: Judged) -> bool:
    """Whether nothing is said of a slip that matters, or something of one that doesn't."""
    return (one.told is Told.NOWHERE) is not (one.truth is Truth.SAME)


def report(judged: list[Judged]) -> None:
    """Tables by truth and by kind of slip."""
    print(f"\n{len(judged)} mutants: {dict(Counter(one.truth.value for one in judged))}\n")
    for truth in (Truth.RAISES, Truth.OTHER, Truth.SAME):
        ours = [one for one in judged if one.truth is truth]
        print(f"{truth.value:32} {line(ours)}")
        for kind, _ in Counter(one.mutant.kind for one in ours).most_common():
            print(f"    {kind:28} {line([one for one in ours if one.mutant.kind == kind])}")


def line(judged: list[Judged]) -> str:
    told = Counter(one.told for one in judged)
    total = max(1, len(judged))
    anywhere, there, pointed_at = (
        100 * share / total
        for share in (len(judged) - told[Told.NOWHERE], told[Told.ON_THE_LINE], told[Told.POINTED_AT])
    )
    return (
        f"{len(judged):5}   told {anywhere:5.1f} %   on the line {there:5.1f} %   pointed at {pointed_at:5.1f} %   "
        f"nowhere {told[Told.NOWHERE]}"
    )


if __name__ == "__main__":
    sys.exit(main())
