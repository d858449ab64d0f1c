"""All numbers in a row, sorted: the first one and the last one."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=(
        {"h": 1},
        {"w": 1},
        {"h": 1, "w": 1},
        {"h": 4, "w": 4},
        {"x": lambda sizes, generator: -3 - torch.rand(sizes["h"], sizes["w"], generator=generator)},
        {"x": lambda sizes, generator: torch.full((sizes["h"], sizes["w"]), 2.5)},
    ),
    example={"h": 2, "w": 3},
)


def test_smallest_and_largest(trial: Trial) -> None:
    (x,) = trial.inputs
    numbers = sorted(number for row in x.tolist() for number in row)
    trial.expect((torch.tensor(numbers[0]), torch.tensor(numbers[-1])))
