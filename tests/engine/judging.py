"""Judging a mutant: what running it shows, and what the engine says of it from the text alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import torch

from shapecoach.analysis.model import Severity
from shapecoach.analysis.module import analyse

from .mutants import Mutant
from .subjects import Subject


class Truth(StrEnum):
    """What became of the program's result at sizes that all differ."""

    SAME = "equivalent"
    RAISES = "wrong"
    OTHER = "silent"


class Told(StrEnum):
    ON_THE_LINE = "on the line"
    POINTED_AT = "pointed at from further down"  # the finding names the line as one that it relates to
    ELSEWHERE = "elsewhere in the function"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Judged:
    subject: str
    entry: str
    mutant: Mutant
    truth: Truth
    told: Told
    messages: tuple[str, ...]

    def __str__(self) -> str:
        said = "".join(f"\n        {message}" for message in self.messages)
        return f"{self.subject}.{self.entry}: {self.mutant.slip}\n    {self.mutant.changed_line}{said}"


def judge(subject: Subject, mutants: Iterable[Mutant]) -> Iterator[Judged]:
    """Each mutant of the subject that stands in something that can be run."""
    right: dict[str, list[torch.Tensor] | None] = {}
    entries = subject.entries()
    for mutant in mutants:
        entry = subject.entry_at(mutant.line)
        if entry is None:
            continue
        if entry not in right:
            right[entry] = subject.run(entry)
        expected = right[entry]
        if expected:
            yield Judged(
                subject.name, entry, mutant, truth(subject, entry, mutant, expected), *told(mutant, entries[entry])
            )


def truth(subject: Subject, entry: str, mutant: Mutant, expected: list[torch.Tensor]) -> Truth:
    try:
        result = subject.run(entry, mutant.text) or []
    except Exception:  # however it fails, it fails
        return Truth.RAISES
    if len(result) != len(expected):
        return Truth.OTHER
    return Truth.SAME if all(map(_same, result, expected)) else Truth.OTHER


def _same(result: torch.Tensor, expected: torch.Tensor) -> bool:
    return result.shape == expected.shape and torch.allclose(
        result.double(), expected.double(), rtol=1e-3, atol=1e-5, equal_nan=True
    )


def told(mutant: Mutant, lines: range) -> tuple[Told, tuple[str, ...]]:
    """Where in the function the engine says something at error or warning level, and what."""
    findings = [
        finding
        for finding in analyse(mutant.text).findings
        if finding.severity is not Severity.HINT and finding.range.start.line in lines
    ]
    places = {finding.range.start.line for finding in findings}
    pointed_at = {place.range.start.line for finding in findings for place in finding.related if place.path is None}
    if mutant.line in places:
        where = Told.ON_THE_LINE
    elif mutant.line in pointed_at:
        where = Told.POINTED_AT
    else:
        where = Told.ELSEWHERE if places else Told.NOWHERE
    return where, tuple(f"[{finding.rule}] {finding.message}" for finding in findings)
