"""Answers to bilinear that look right and are not."""

import torch
from einops import einsum
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M03")
def m_the_wrong_way_round(x: Tensor, m: Tensor, y: Tensor) -> Tensor:
    """You named the axes of `m` the wrong way round, `j i`. Names go with the axes as they come: `m` has first the one
    that it shares with `x`, `i`, and then the one that it shares with `y`, `j`."""
    return einsum(x, m, y, "b i, j i, b j -> b")


@mistake("M70")
def every_x_with_every_y(x: Tensor, m: Tensor, y: Tensor) -> Tensor:
    """You gave the rows of `y` a name of their own, so every `x` meets every `y`: a table of b by b. They come in
    pairs: the same name for both, `b`."""
    return einsum(x, m, y, "b i, i j, c j -> b c")


@mistake("M70")
def all_partners_added_up(x: Tensor, m: Tensor, y: Tensor) -> Tensor:
    """You gave the rows of `y` a name of their own and left it out on the right: each `x` meets all of the `y`, and
    that is added up. They come in pairs: the same name for both, `b`."""
    return einsum(x, m, y, "b i, i j, c j -> b")


@mistake("M02")
def j_is_left(x: Tensor, m: Tensor, y: Tensor) -> Tensor:
    """You multiplied all three, but `j` is still there: it stands to the right of `->`, so it isn't added up. Wanted is
    one number for each pair: `-> b`."""
    return einsum(x, m, y, "b i, i j, b j -> b j")


@mistake("M02")
def y_is_left_out(x: Tensor, m: Tensor, y: Tensor) -> Tensor:
    """You multiplied `x` with `m` and stopped there. `y` has to go into `einsum`, too, with its own group of names: `b
    i, i j, b j -> b`."""
    return einsum(x, m, "b i, i j -> b j")


@mistake("M02")
def everything_added_up(x: Tensor, m: Tensor, y: Tensor) -> Tensor:
    """You added up the pairs as well. `b` is to stay, one number for each pair, so it has to stand to the right of
    `->`."""
    return einsum(x, m, y, "b i, i j, b j ->")


@mistake("M08")
def pair_by_pair(x: Tensor, m: Tensor, y: Tensor) -> Tensor:
    return torch.stack([einsum(one, m, other, "i, i j, j ->") for one, other in zip(x, y, strict=True)])


@mistake("M08")
def the_diagonal_of_all_pairs(x: Tensor, m: Tensor, y: Tensor) -> Tensor:
    return einsum(einsum(x, m, y, "b i, i j, c j -> b c"), "b b -> b")
