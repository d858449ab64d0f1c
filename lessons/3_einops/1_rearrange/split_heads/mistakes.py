"""Answers to split_heads that look right and are not."""

from einops import rearrange
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M04")
def heads_are_the_inner_axis(x: Tensor, n_heads: int) -> Tensor:
    """You took the columns of `e` in turns: with `(d n_heads)`, head 0 gets columns 0, n_heads, 2*n_heads and so on.
    A head is a block of neighbouring columns, so `n_heads` is the outer axis and stands first: `(n_heads d)`."""
    return rearrange(x, "b s (d n_heads) -> b n_heads s d", n_heads=n_heads)


@mistake("M12")
def view_straight_to_the_answer(x: Tensor, n_heads: int) -> Tensor:
    """You gave `x` the right shape without moving anything. `view` and `reshape` only cut the same row of numbers
    into other pieces, so each of your heads holds numbers from other positions `s`. Split `e` first, then move the
    `n_heads` axis in front of `s`: a transpose, or one `rearrange`."""
    return x.reshape(x.shape[0], n_heads, x.shape[1], -1)


@mistake("M12")
def turned_first_and_cut_then(x: Tensor, n_heads: int) -> Tensor:
    """You brought `e` in front of `s`, so each head did get its own columns. But there they lie column after column,
    `d s`, and `view` or `reshape` cut them up as if they were `s d`. Split first and move then: one `rearrange` says
    both."""
    return rearrange(x, "b s e -> b e s").reshape(x.shape[0], n_heads, x.shape[1], -1)


@mistake("M26")
def heads_in_reverse(x: Tensor, n_heads: int) -> Tensor:
    """Your heads are the right blocks in the wrong order, last head first. Head 0 is the first block of columns."""
    return rearrange(x, "b s (n_heads d) -> b n_heads s d", n_heads=n_heads).flip(1)


@mistake("M26")
def heads_after_the_positions(x: Tensor, n_heads: int) -> Tensor:
    """You split `e` well, but the heads stand after the positions: `b s n_heads d`. Attention compares positions
    within one head, so the head's axis comes first: `b n_heads s d`."""
    return rearrange(x, "b s (n_heads d) -> b s n_heads d", n_heads=n_heads)
