"""Tensors of several dtypes, whole ones and views: how much was set aside for each is known since it was made."""

import torch

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.question import Sizes

BYTES = {
    torch.float64: 8,
    torch.float32: 4,
    torch.float16: 2,
    torch.int64: 8,
    torch.int32: 4,
    torch.int16: 2,
    torch.uint8: 1,
    torch.bool: 1,
    torch.complex64: 8,
}


def table(sizes: Sizes, generator: torch.Generator) -> tuple[torch.Tensor, int]:
    """A table of one of the dtypes, and the bytes set aside for it."""
    dtype = list(BYTES)[int(torch.randint(len(BYTES), (), generator=generator))]
    rows, cols = sizes["rows"], sizes["cols"]
    return torch.randint(2, (rows, cols), generator=generator).to(dtype), rows * cols * BYTES[dtype]


def one_row(sizes: Sizes, generator: torch.Generator) -> tuple[torch.Tensor, int]:
    x, kept = table(sizes, generator)
    return x[1], kept


def every_other_column(sizes: Sizes, generator: torch.Generator) -> tuple[torch.Tensor, int]:
    x, kept = table(sizes, generator)
    return x[:, ::2], kept


def on_its_side(sizes: Sizes, generator: torch.Generator) -> tuple[torch.Tensor, int]:
    x, kept = table(sizes, generator)
    return x.T, kept


def looked_at_often(sizes: Sizes, generator: torch.Generator) -> tuple[torch.Tensor, int]:
    x, kept = table(sizes, generator)
    return x.expand(100, *x.shape), kept


def one_number_of_many(sizes: Sizes, generator: torch.Generator) -> tuple[torch.Tensor, int]:
    x, kept = table(sizes, generator)
    return x[1, 1], kept


def none_of_many(sizes: Sizes, generator: torch.Generator) -> tuple[torch.Tensor, int]:
    x, kept = table(sizes, generator)
    return x[:0], kept


def in_four_axes(sizes: Sizes, generator: torch.Generator) -> tuple[torch.Tensor, int]:
    x, kept = table(sizes, generator)
    return x[None, :, None, :], kept


question = Question(
    ranges={"rows": range(2, 9), "cols": range(2, 9)},
    edges=(
        {"x kept": one_row},
        {"x kept": every_other_column},
        {"x kept": on_its_side},
        {"x kept": looked_at_often},
        {"x kept": one_number_of_many},
        {"x kept": none_of_many},
        {"x kept": in_four_axes},
        {"x kept": lambda sizes, generator: (torch.tensor(1.5), 4)},
        {"x kept": lambda sizes, generator: (torch.zeros(0, 3), 0)},
        {"x kept": lambda sizes, generator: (torch.zeros(5, 3, dtype=torch.float64), 120)},
    ),
    values={"x kept": table},
)


def test_all_that_was_set_aside(trial: Trial) -> None:
    trial.expect(trial.sizes["kept"])
