"""One number at a time, with the bounds themselves among them, and bounds of either sign."""

import math

import torch
from torch import Generator, Tensor

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.question import Sizes


def around_the_bounds(sizes: Sizes, generator: Generator) -> Tensor:
    """Both bounds, something between them, something on either side, and whatever else, in any order."""
    lo, hi, n = sizes["low"], sizes["high"], sizes["n"]
    chosen = torch.tensor([lo, hi, lo + 0.5, hi - 0.5, lo - 1, hi + 1.5, (lo + hi) / 2])[:n]
    others = 20 * torch.rand(n - len(chosen), generator=generator) - 10
    return torch.cat([chosen, others])[torch.randperm(n, generator=generator)]


question = Question(
    sizes={"high": "low + width"},
    ranges={"n": range(8, 15), "low": range(-5, 4), "width": range(2, 6)},
    values={
        "x": around_the_bounds,
        "lo": lambda sizes, _: float(sizes["low"]),
        "hi": lambda sizes, _: float(sizes["high"]),
    },
    edges=({"n": 1}, {"n": 0}, {"low": -5}, {"low": 2}, {"low": -2, "width": 4}, {"width": 0}, {"width": -3}),
    example={"n": 7, "low": 3, "width": 5},
)


def test_only_what_lies_between_changes_its_sign(trial: Trial) -> None:
    x, lo, hi = trial.inputs
    trial.expect(torch.tensor([-number if lo < number < hi else number for number in x.tolist()]))


def test_a_bound_may_be_infinite(trial: Trial) -> None:
    x, lo, _ = trial.inputs
    answer = trial.call(x, lo, math.inf)
    wanted = torch.tensor([-number if number > lo else number for number in x.tolist()])
    trial.require(torch.equal(answer, wanted), "With hi = infinity, all numbers above `lo` should change their sign.")
