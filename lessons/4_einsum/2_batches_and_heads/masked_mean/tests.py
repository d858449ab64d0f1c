"""Position by position; with rows in which nothing, one thing, or everything is kept."""

import torch
from torch import Generator, Tensor

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.question import Sizes


def draw_keep(sizes: Sizes, generator: Generator) -> Tensor:
    keep = torch.rand(sizes["b"], sizes["s"], generator=generator) < 0.6
    if len(keep) > 1:
        keep[0] = False
        keep[-1] = True
    return keep


question = Question(
    values={"keep": draw_keep},
    edges=(
        {"b": 3, "s": 3, "d": 3},
        {"b": 4, "s": 7, "d": 4},
        {"b": 1},
        {"s": 1},
        {"d": 1},
        {"s": 0},
    ),
    example={"b": 2, "s": 3, "d": 4},
    loops=False,
)


def test_what_counts_is_averaged(trial: Trial) -> None:
    x, keep = trial.inputs
    rows: list[Tensor] = []
    for text, real in zip(x, keep.tolist(), strict=True):
        kept = [position for position, counts in zip(text, real, strict=True) if counts]
        rows.append(sum(kept, torch.zeros(x.shape[2])) / (len(kept) or 1))
    trial.expect(torch.stack(rows))


def test_padding_has_no_say(trial: Trial) -> None:
    x, keep = trial.inputs
    x[~keep] += 100
    trial.require(
        torch.allclose(trial.call(x, keep), trial.answer, rtol=1e-3, atol=1e-4),
        "The answer changes with what stands in positions that don't count.",
    )


def test_where_nothing_counts_it_is_zero(trial: Trial) -> None:
    x, keep = trial.inputs
    answer = trial.call(x, torch.zeros_like(keep))
    trial.require(bool((answer == 0).all()), "Where nothing is kept, every number of the answer should be 0.")
