"""Every exercise's tests turn down what its solution becomes by one slip.

Each mutant is judged a few times, as a learner's answer is; one accepted run is one too many. A few seeds tell
equivalent mutants from accepted wrong ones here; `SHAPECOACH_STRENGTH_SEEDS=200` asks more, in more runs.
What was found is left in `.artifacts/strength.md`, and in `.artifacts/strength`, a file for each exercise.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import torch

from shapecoach.lessons import Exercise, catalogue
from shapecoach.lessons.judging.material import material

from .mutants import mutants
from .strength import Strength, strength

SEEDS = int(os.environ.get("SHAPECOACH_STRENGTH_SEEDS", "10"))
RUNS = max(2, SEEDS // 20)
FOLDER = Path(__file__).parents[2] / ".artifacts" / "strength"
EXERCISES = catalogue().exercises

# Slips whose result is as right, though it is another one: what the exercise asks for leaves it open.
AS_RIGHT: dict[str, tuple[str, ...]] = {
    "seeded_noise": ("return -torch.randn", ".flip("),  # noise upside down is as much noise
}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_wrong_mutants_are_rejected(exercise: Exercise) -> None:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    found = strength(material(exercise), RUNS, SEEDS, AS_RIGHT.get(exercise.name, ()))
    torch.set_num_threads(threads)
    _write(exercise.name, found)
    assert [mutant.slip for mutant in found.survivors] == []


def _write(name: str, found: Strength) -> None:
    """The exercise's own file, and the table of all exercises that were looked at so far."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    numbers = f"{found.mutants} | {found.equivalent} | {found.rejected} | {len(found.survivors)}"
    accepted = "".join(f"    {mutant.slip}\n" for mutant in found.survivors)
    (FOLDER / f"{name}.txt").write_text(f"| {name} | {numbers} |\n{accepted}", encoding="utf-8")
    files = [FOLDER / f"{exercise.name}.txt" for exercise in EXERCISES]
    rows = [path.read_text(encoding="utf-8").partition("\n")[0] for path in files if path.exists()]
    columns = zip(*([int(number) for number in re.findall(r" (\d+) ", row)] for row in rows), strict=True)
    total = " | ".join(str(sum(column)) for column in columns)
    head = [
        f"# Mutants of each solution, judged {RUNS} times; equivalent ones do the same on {SEEDS} seeds",
        "",
        "| exercise | mutants | equivalent | rejected | accepted |",
        "|---|---:|---:|---:|---:|",
    ]
    table = "\n".join([*head, *rows, f"| all {len(rows)} | {total} |"]) + "\n"
    draft = FOLDER / f"{name}.table"  # exercises are looked at side by side
    draft.write_text(table, encoding="utf-8")
    draft.replace(FOLDER.with_suffix(".md"))


SOURCE = '''
"""A file."""
from torch import Tensor, zeros
from einops import rearrange


def f(x: Tensor, n: int, keep: bool = True) -> Tensor:
    """Says 1 + 1."""
    y = zeros(n, 2, device=x.device)
    y[1:] += x.sum(dim=1) - 3
    return rearrange(x.T, "b (h d) -> h b d", h=n).relu() if n > 2 and keep else y
'''


def test_mutants_are_programs_with_one_slip_each() -> None:
    found = {mutant.slip.partition(": ")[2] for mutant in mutants(SOURCE)}
    for slip in (
        "1  ->  2",
        "x.sum(dim=1) - 3  ->  x.sum(dim=1) + 3",
        "x.sum(dim=1)  ->  x.sum()",
        "x.sum(dim=1)  ->  x.mean(dim=1)",
        "zeros(n, 2, device=x.device)  ->  zeros(2, n, device=x.device)",
        "zeros(n, 2, device=x.device)  ->  zeros(n, 2)",
        "y[1:] += x.sum(dim=1) - 3  ->  y[1:] -= x.sum(dim=1) - 3",
        "y[1:] += x.sum(dim=1) - 3  ->  pass",
        "'b (h d) -> h b d'  ->  'b (d h) -> h b d'",
        "'b (h d) -> h b d'  ->  'b (h d) -> b h d'",
        "x.T  ->  x",
        "n > 2 and keep  ->  n > 2 or keep",
        "n > 2  ->  n >= 2",
        "n  ->  keep",
        "1:  ->  :",
    ):
        assert slip in found, slip


def test_mutants_leave_annotations_and_texts_alone() -> None:
    for mutant in mutants(SOURCE):
        assert "def f(x: Tensor, n: int, keep: bool=" in mutant.text
        assert "Says 1 + 1." in mutant.text
        assert "from torch import Tensor, zeros" in mutant.text
    assert len({mutant.text for mutant in mutants(SOURCE)}) == len(mutants(SOURCE)) > 40
