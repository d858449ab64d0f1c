"""Row by row, number by number; square tables too, where a missing keepdim goes unnoticed."""

import math

import torch

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.question import Sizes


def rows_of_all_sorts(sizes: Sizes, generator: torch.Generator) -> torch.Tensor:
    """Each row has a place and a width of its own, so that no row may borrow another's, and no two numbers alike."""
    b, d = sizes["b"], sizes["d"]
    shuffled = torch.rand(b, d, generator=generator).argsort(dim=1) + 0.3 * torch.rand(b, d, generator=generator)
    width = 0.5 + 3 * torch.rand(b, 1, generator=generator)
    return 5 * torch.randn(b, 1, generator=generator) + width * shuffled


_REASON = "It does all that you are asked to do here; write the two reductions yourself."

question = Question(
    edges=({"b": 4, "d": 4}, {"b": 1}, {"d": 2}, {"b": 2, "d": 2}),
    example={"b": 3, "d": 4},
    values={"x": rows_of_all_sorts},
    forbidden={"layer_norm native_layer_norm group_norm instance_norm batch_norm": _REASON},
    loops=False,
)


def standardised(row: list[float]) -> list[float]:
    mean = sum(row) / len(row)
    std = math.sqrt(sum((number - mean) ** 2 for number in row) / len(row))
    return [(number - mean) / std for number in row]


def test_each_row_by_itself(trial: Trial) -> None:
    (x,) = trial.inputs
    trial.expect(torch.tensor([standardised(row) for row in x.tolist()]))


def test_mean_is_0_and_mean_square_is_1(trial: Trial) -> None:
    for row in trial.answer:
        trial.require(abs(float(row.sum()) / len(row)) < 1e-3, "Each row of the answer should have mean 0.")
        trial.require(
            abs(float(row.dot(row)) / len(row) - 1) < 1e-3, "The squares of each row should have mean 1, not another."
        )


def test_a_longer_ruler_changes_nothing(trial: Trial) -> None:
    (x,) = trial.inputs
    moved = trial.call(2 * x + 1)
    trial.require(
        torch.allclose(moved, trial.answer, rtol=1e-3, atol=1e-3),
        "Standardising 2 * x + 1 should give the same as standardising x.",
    )
