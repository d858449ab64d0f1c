"""Random small programs: what the engine says from the text against what happens when they are run.

`SHAPECOACH_PROGRAMS=20000 pytest tests/engine/test_agreement.py -n 2 -s` tries more of them, `SHAPECOACH_SEED` other
ones.  What disagrees is shown in the shortest program that shows it.
"""

from __future__ import annotations

import os

import pytest

from shapecoach.analysis.module import analyse

from .programs import UNTOLD, Agreement, Disagreement, Program, bounded_memory, compare, random_program, run, shrunk
from .programs.lengths import errors_by_length

PARTS = 8  # tests that share the programs among them
PROGRAMS = int(os.environ.get("SHAPECOACH_PROGRAMS", "2000"))
FIRST_SEED = int(os.environ.get("SHAPECOACH_SEED", "0"))
MOST_SHOWN = 5


def disagreements(program: Program) -> list[Disagreement]:
    return compare(program, analyse(program.text), run(program), Agreement())


def shown(program: Program, one: Disagreement) -> str:
    """The disagreement, in as short a program as shows one of its kind."""
    short = shrunk(program, lambda candidate: any(other.kind == one.kind for other in disagreements(candidate)))
    return next(other for other in disagreements(short) if other.kind == one.kind).shown(short)


LENGTHS = """\
import torch
from jaxtyping import Float
from torch import Tensor

def anywhere(x: Float[Tensor, "*lead cols"]) -> Float[Tensor, "*lead"]:
    return x.sum(-1)

def at_one(x: Float[Tensor, "*lead cols"]) -> Float[Tensor, "*lead cols"]:
    return torch.cat([x, x, x], 0).chunk(3, dim=-2)[1]

def program(x: Float[Tensor, "rows cols"]):
    return at_one(anywhere(x[None]))
"""


@pytest.mark.parametrize(("name", "failing"), [("anywhere", []), ("at_one", [0, 2])])
def test_a_function_is_tried_at_each_number_of_axes(name: str, failing: list[int]) -> None:
    line = LENGTHS.splitlines().index(next(line for line in LENGTHS.splitlines() if f"def {name}" in line))
    errors = errors_by_length(Program(0, LENGTHS, {"x": ("rows", "cols")}), line)
    assert [length for length, error in errors.items() if error is not None] == failing
    assert len(errors) == 3


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_said_agrees_with_what_happens(part: int) -> None:
    """No claim is false, most shapes are claimed, and most of what raises at all sizes is told where it does."""
    result = Agreement()
    false: list[str] = []
    with bounded_memory():
        for seed in range(FIRST_SEED + part, FIRST_SEED + PROGRAMS, PARTS):
            program = random_program(seed)
            for one in compare(program, analyse(program.text), run(program), result):
                if not one.kind.startswith(UNTOLD) and len(false) < MOST_SHOWN:
                    false.append(shown(program, one))
    print("\n\n".join([f"\n{result}", *false]))
    assert not result.false, f"{len(result.false)} false:\n" + "\n\n".join(false)
    assert result.ambiguous <= 0.02 * result.programs
    assert result.exact >= 0.82 * result.claims
    assert result.told >= 0.7 * result.raised, "\n\n".join(result.untold[:MOST_SHOWN])
    assert result.gets_by <= 0.3 * (result.raised + result.gets_by)
