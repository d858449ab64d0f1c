"""Small slips in right programs: what running them shows, and what is said of them from the text alone.

This takes one mutant in so many; `python tests/bench/mutations.py` takes all of them and prints what is missed.
"""

from __future__ import annotations

import pytest

from shapecoach.analysis.model import Severity
from shapecoach.analysis.module import analyse

from .judging import Judged, Told, Truth, judge
from .mutants import mutants
from .subjects import Subject, corpus, every_subject, gpt2, lessons

ONE_IN = 24
"""How many mutants one of which is tried here."""

LEAST_OF_THE_WRONG = 0.97
LEAST_OF_THE_SILENT = 0.6
MOST_FALSE = 0.1
"""The least share told of the mutants that raise, of those that give other values, and the most of the equivalent.

The goal for those that give other values is 0.7 of all; here two dozen are tried, and each counts four hundredths.
"""


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    subjects = [*corpus(), *gpt2(), *lessons()]
    return [one for subject in subjects for one in judge(subject, mutants(subject.text)[::ONE_IN])]


@pytest.mark.parametrize("subject", every_subject(), ids=lambda subject: subject.name)
def test_nothing_is_said_of_what_is_right(subject: Subject) -> None:
    alarms = [finding for finding in analyse(subject.text).findings if finding.severity is not Severity.HINT]
    assert [(finding.range.start.line + 1, finding.message) for finding in alarms] == []


@pytest.mark.parametrize("subject", [*corpus(), *gpt2()], ids=lambda subject: subject.name)
def test_what_is_right_runs(subject: Subject) -> None:
    """Most of it: a training step takes more than can be drawn."""
    ran = [entry for entry in subject.entries() if subject.run(entry)]
    assert len(ran) >= len(subject.entries()) - 3


def test_most_of_what_matters_is_told(judged: list[Judged]) -> None:
    wrong, silent, same = (
        [one for one in judged if one.truth is truth] for truth in (Truth.RAISES, Truth.OTHER, Truth.SAME)
    )
    print(f"\n{len(judged)} mutants; told: {told(wrong):.3f} of {len(wrong)} that raise, {told(silent):.3f} of "
          f"{len(silent)} that give other values, {told(same):.3f} of {len(same)} equivalent ones")  # fmt: skip
    assert len(judged) > 100
    assert told(wrong) >= LEAST_OF_THE_WRONG, missed(wrong)
    assert told(silent) >= LEAST_OF_THE_SILENT, missed(silent)
    assert told(same) <= MOST_FALSE


def told(judged: list[Judged]) -> float:
    return sum(one.told is not Told.NOWHERE for one in judged) / max(1, len(judged))


def missed(judged: list[Judged]) -> str:
    return "\n".join(str(one) for one in judged if one.told is Told.NOWHERE)
