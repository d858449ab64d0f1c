"""Row by row, in a loop; with b < c, b > c and b = c."""

import torch
from torch import Generator, Tensor

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.question import Sizes


def columns(sizes: Sizes, generator: Generator) -> Tensor:
    return torch.randint(0, sizes["c"], (sizes["b"],), generator=generator)


question = Question(
    values={"idx": columns},
    edges=({"b": 3, "c": 7}, {"b": 7, "c": 3}, {"b": 4, "c": 4}, {"b": 1}, {"c": 1}, {"b": 1, "c": 1}),
    example={"b": 3, "c": 5},
    loops=False,
)


def test_each_row_gives_its_own_number(trial: Trial) -> None:
    scores, idx = trial.inputs
    trial.expect(torch.tensor([row[column] for row, column in zip(scores.tolist(), idx.tolist(), strict=True)]))
