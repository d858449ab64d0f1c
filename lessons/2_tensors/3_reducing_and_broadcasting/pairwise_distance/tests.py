"""Pair by pair, on points of a grid, where squares are exact; points that coincide; the triangle inequality."""

import math

import torch

from shapecoach.lessons.judging import Largest, Question, Trial
from shapecoach.lessons.judging.question import Make, Sizes


def points(count: str) -> Make:
    """Makes points with whole and half coordinates: their squares are exact in any order of adding."""

    def make(sizes: Sizes, generator: torch.Generator) -> torch.Tensor:
        return torch.randint(-20, 21, (sizes[count], sizes["d"]), generator=generator) / 2

    return make


_REASON = "That is what you're asked to build, from `**`, `sum`, `@` and broadcasting."

question = Question(
    edges=({"m": 1}, {"n": 1}, {"d": 1}, {"m": 3, "n": 3, "d": 3}, {"m": 4, "n": 4}, {"n": 0}),
    example={"m": 2, "n": 4, "d": 3},
    values={"a": points("m"), "b": points("n")},
    forbidden={"cdist pairwise_distance pdist": _REASON},
    largest=Largest(
        at={"m": 70, "n": 90, "d": 50},
        elements="m*n",
        because="It should make none larger than the answer. Square and add up `a` and `b` each by itself, and leave"
        " the products to `@`, which adds up over `d` as it goes.",
    ),
    loops=False,
)


def test_each_pair_by_itself(trial: Trial) -> None:
    a, b = trial.inputs
    wanted = torch.zeros(len(a), len(b))
    for i, one in enumerate(a.tolist()):
        for j, other in enumerate(b.tolist()):
            wanted[i, j] = math.dist(one, other)
    trial.expect(wanted)


def test_points_that_coincide(trial: Trial) -> None:
    noise = torch.randn(50, 7, generator=torch.Generator().manual_seed(0))
    to_itself = trial.call(noise, noise).diagonal()
    trial.require(
        not bool(to_itself.isnan().any()),
        "Where two points coincide, some of your distances are nan: their square came out a tiny bit below 0, and a"
        " negative number has no root. `clamp(min=0)` before the root.",
    )
    trial.require(bool((to_itself < 0.01).all()), "The distance of a point from itself should be 0, but for rounding.")


def test_no_detour_is_shorter(trial: Trial) -> None:
    a, _ = trial.inputs
    among_a = trial.call(a, a)
    detours = among_a[:, :, None] + trial.answer[None, :, :]
    trial.require(
        bool((trial.answer[:, None, :] <= detours + 1e-3).all()),
        "By way of a third point it should never be shorter, but with your distances it sometimes is.",
    )
