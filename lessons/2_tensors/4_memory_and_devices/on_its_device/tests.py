"""Number by number, in several dtypes, each of which must be kept; then on another device."""

import torch

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.question import Make, Sizes


def in_dtype(dtype: torch.dtype) -> Make:
    """Makes whole numbers of this dtype: no order of adding rounds them."""

    def make(sizes: Sizes, generator: torch.Generator) -> torch.Tensor:
        return torch.randint(-20, 21, (sizes["b"], sizes["n"]), generator=generator).to(dtype)

    return make


question = Question(
    edges=(
        {"x": in_dtype(torch.float16)},
        {"x": in_dtype(torch.bfloat16)},
        {"x": in_dtype(torch.float64)},
        {"b": 1},
        {"n": 1},
        {"b": 4, "n": 4},
        {"b": 0},
    ),
    example={"b": 2, "n": 3},
    loops=False,
    any_device=True,
    same_dtype=True,
)


def test_the_jth_number_grows_by_j(trial: Trial) -> None:
    (x,) = trial.inputs
    wanted = x.clone()
    for row in range(wanted.shape[0]):
        for place in range(wanted.shape[1]):
            wanted[row, place] += place
    trial.expect(wanted)
