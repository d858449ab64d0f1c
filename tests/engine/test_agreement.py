"""Random small programs: what the engine says from the text against what happens when they are run.

`SHAPECOACH_PROGRAMS=20000 pytest tests/engine/test_agreement.py` tries more of them, `SHAPECOACH_SEED` other ones.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, field

import jaxtyping
import pytest

from shapecoach.analysis.model import Analysis, Finding, Severity
from shapecoach.analysis.rules import silent
from shapecoach.hints import examine

from .programs import Binding, Program, Run, random_program, run
from .programs.state import SIZES

COUNTED = re.compile(r"n_(kept|nonzero|unique|bins|repeated|classes|part)(_\d+)?")
PARTS = 8  # tests that share the programs among them
PROGRAMS = int(os.environ.get("SHAPECOACH_PROGRAMS", "2000"))
FIRST_SEED = int(os.environ.get("SHAPECOACH_SEED", "0"))

SILENT_RULES = silent.NAMES
"""What these say is about programs that run: a random program does such things without meaning anything by them."""


@dataclass
class Agreement:
    """What came of comparing all programs."""

    disagreements: list[str] = field(default_factory=list)
    claims: int = 0
    exact: int = 0
    unknown: int = 0
    untold: list[str] = field(default_factory=list)
    raised: int = 0
    told_there: int = 0
    silent: Counter[str] = field(default_factory=Counter)


def matches(dims: tuple[str, ...], binding: Binding, counted: dict[str, int]) -> bool | None:
    """Whether the shape is the claimed one, and None where the claim leaves something open.

    A size that hangs on values (`n_kept`) must be the same wherever its name stands; `counted` holds those seen so far.
    """
    assert binding.shape is not None
    if any(dim == "..." or dim.startswith("*") for dim in dims):
        return None if len(binding.shape) >= len(dims) - 1 else False
    if len(dims) != len(binding.shape):
        return False
    known = [(dim, size) for dim, size in zip(dims, binding.shape, strict=True) if dim != "?"]
    for dim, size in known:
        if COUNTED.fullmatch(dim):
            counted.setdefault(dim, size)
    sizes = {**SIZES, **binding.sizes, **counted}
    try:
        wrong = any(eval(dim, {"__builtins__": {"min": min, "max": max}}, sizes) != size for dim, size in known)
    except NameError:
        return False  # a name that means nothing here
    if wrong:
        return False
    return True if len(known) == len(dims) else None


def compare(program: Program, analysis: Analysis, ran: Run, so_far: Agreement) -> None:
    """Add what this program shows."""
    compare_shapes(program, analysis, ran, so_far)
    alarms = [finding for finding in analysis.findings if finding.severity is not Severity.HINT]
    so_far.silent.update(finding.rule for finding in alarms if finding.rule in SILENT_RULES)
    loud = [finding for finding in alarms if finding.rule not in SILENT_RULES]
    if ran.error is None:
        so_far.disagreements += [described(program, f"false {one.severity}", one) for one in loud]
        return
    if not about_shapes(ran.error):
        return
    so_far.raised += 1
    stopped = set(ran.error_lines)
    if any(finding.range.start.line in stopped for finding in loud):
        so_far.told_there += 1
    else:
        so_far.untold.append(f"seed {program.seed}: {ran.error!r} at {ran.error_lines}\n{program.text}")
    reached = {binding.line for binding in ran.bindings} - stopped
    so_far.disagreements += [
        described(program, "false before the failing line", one) for one in loud if one.range.start.line in reached
    ]


def about_shapes(error: Exception) -> bool:
    """Whether PyTorch, einops or jaxtyping refuses the shapes, rather than the element types or other arguments."""
    if isinstance(error, TypeError):
        return isinstance(error, jaxtyping.TypeCheckError)
    return not any(word in str(error) for word in ("bool tensor", "dtype", "Long", "Float", "memory location"))


def compare_shapes(program: Program, analysis: Analysis, ran: Run, so_far: Agreement) -> None:
    claimed = {(fact.range.start.line, fact.name): fact for fact in analysis.facts if fact.binding}
    counted: dict[str, int] = {}
    for binding in ran.bindings:
        fact = claimed.get((binding.line, binding.name))
        if binding.shape is None:
            if fact is not None:
                so_far.disagreements.append(f"seed {program.seed}: {binding} is no tensor: {fact}\n{program.text}")
            continue
        so_far.claims += 1
        if fact is None or fact.dims is None:
            so_far.unknown += 1
            continue
        agrees = matches(fact.dims, binding, counted)
        so_far.exact += agrees is True
        if agrees is False:
            so_far.disagreements.append(
                f"seed {program.seed}: line {binding.line + 1}: {binding.name} is {binding.shape}, claimed {fact.dims}"
                f"\n{program.text}"
            )


def described(program: Program, what: str, finding: Finding) -> str:
    return (
        f"seed {program.seed}: {what} at line {finding.range.start.line + 1} [{finding.rule}] {finding.message}"
        f"\n{program.text}"
    )


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_said_agrees_with_what_happens(part: int) -> None:
    """No claim about a program is false, most shapes are claimed, and most of what raises is told where it does."""
    result = Agreement()
    for seed in range(FIRST_SEED + part, FIRST_SEED + PROGRAMS, PARTS):
        program = random_program(seed)
        compare(program, examine(program.text), run(program), result)
    print(
        f"\n{PROGRAMS // PARTS} programs: {result.claims} bindings ran, {result.exact} known exactly, "
        f"{result.unknown} unknown; {result.raised} raised, {result.told_there} told on the failing line; "
        f"the silent rules: {dict(result.silent)}"
    )
    found = result.disagreements
    assert not found, f"{len(found)} disagreements:\n" + "\n\n".join(found[:10])
    assert result.exact >= 0.8 * result.claims
    assert result.told_there >= 0.6 * result.raised, "\n\n".join(result.untold[:10])
