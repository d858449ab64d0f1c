"""Against Python's sets; also where nothing is common, one value is, everything is, or one side is empty."""

import torch

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.question import Sizes


def overlapping(sizes: Sizes, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Both from the same 13 values, so that each holds some of them twice, and in no order."""
    a = torch.randint(-6, 7, (sizes["m"],), generator=generator)
    b = torch.randint(-6, 7, (sizes["n"],), generator=generator)
    return a, b


def apart(sizes: Sizes, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    a, b = overlapping(sizes, generator)
    return a, b + 20


def one_in_common(sizes: Sizes, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    a, b = apart(sizes, generator)
    b[-1] = a[0]
    return a, b


question = Question(
    ranges={"m": range(14, 20), "n": range(20, 30)},
    edges=({"m": 1}, {"n": 1}, {"m": 15, "n": 15}, {"a b": apart}, {"a b": one_in_common}, {"m": 0}, {"n": 0}),
    example={"m": 6, "n": 4},
    values={"a b": overlapping},
    loops=False,
)


def test_the_same_as_two_sets_have_in_common(trial: Trial) -> None:
    a, b = trial.inputs
    trial.expect(torch.tensor(sorted(set(a.tolist()) & set(b.tolist())), dtype=torch.int64))
