"""Answers to merge_heads that look right and are not."""

from einops import rearrange
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M04")
def heads_are_the_inner_axis(x: Tensor) -> Tensor:
    """You took one number of each head in turn, `(d h)`. Heads are to stand side by side as whole blocks, so `h` is the
    outer axis and stands first: `(h d)`."""
    return rearrange(x, "b h s d -> b s (d h)")


@mistake("M12")
def view_straight_to_the_answer(x: Tensor) -> Tensor:
    """You gave `x` the right shape without moving anything. In memory all positions of head 0 come before head 1, and
    `view` and `reshape` leave it so: your rows mix positions of one head. First bring `s` in front of `h`, then glue:
    one `rearrange` does both."""
    return x.reshape(x.shape[0], x.shape[2], -1)


@mistake("M26")
def heads_in_reverse(x: Tensor) -> Tensor:
    """Your heads are whole blocks but in the wrong order, last head first. Head 0 comes first."""
    return rearrange(x.flip(1), "b h s d -> b s (h d)")


@mistake("M26")
def positions_merged_instead(x: Tensor) -> Tensor:
    """You kept the heads apart and glued the positions together: your answer is `b h (s d)`. It should keep one row
    for each position and glue the heads: `b s (h d)`."""
    return rearrange(x, "b h s d -> b h (s d)")
