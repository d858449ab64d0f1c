"""Answers to seeded_noise that look right and are not."""

import torch
from torch import Generator, Tensor

from shapecoach.lessons.judging import mistake


@mistake("M07")
def a_generator_of_its_own(n: int, d: int, gen: Generator) -> Tensor:
    return torch.randn(n, d, generator=torch.Generator().manual_seed(0))


@mistake("M07")
def no_noise(n: int, d: int, gen: Generator) -> Tensor:
    return torch.zeros(n, d)


@mistake("M07")
def everybodys_generator(n: int, d: int, gen: Generator) -> Tensor:
    """You drew from the generator that the whole program shares: `gen` was never asked. Hand it to the function that
    draws: `generator=gen`."""
    return torch.randn(n, d)


@mistake("M07")
def gen_is_set_back(n: int, d: int, gen: Generator) -> Tensor:
    return torch.randn(n, d, generator=gen.manual_seed(0))


@mistake("M62")
def uniform(n: int, d: int, gen: Generator) -> Tensor:
    """Your numbers all lie between 0 and 1, each as likely as the other: that is `torch.rand`. The normal ones, around
    0 and on both sides of it, come from `torch.randn`: n as in normal."""
    return torch.rand(n, d, generator=gen)


@mistake("M62")
def one_row_for_all(n: int, d: int, gen: Generator) -> Tensor:
    """You drew one row of noise and used it for all n rows. Each of the n * d numbers is to be drawn by itself."""
    return torch.randn(d, generator=gen).expand(n, d)


@mistake("M62")
def one_column_for_all(n: int, d: int, gen: Generator) -> Tensor:
    """You drew one column of noise and used it for all d columns. Each of the n * d numbers is to be drawn by
    itself."""
    return torch.randn(n, 1, generator=gen).expand(n, d)
