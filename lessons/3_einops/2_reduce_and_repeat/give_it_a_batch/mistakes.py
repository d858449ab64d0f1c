"""Answers to give_it_a_batch that look right and are not."""

from einops import repeat
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M15")
def a_batch_of_one(pos: Tensor, batch: int) -> Tensor:
    """You added the axis, but with size 1. Adding that to a batch would stretch it, but here the whole size is asked
    for: `s d -> batch s d` with `batch=batch`."""
    return pos[None]


@mistake("M03")
def batch_in_the_middle(pos: Tensor, batch: int) -> Tensor:
    """Your new axis stands between the two old ones: `s batch d`. On the right of the arrow, write the axes in the
    order that you want: `batch s d`."""
    return repeat(pos, "s d -> s batch d", batch=batch)


@mistake("M03")
def batch_at_the_end(pos: Tensor, batch: int) -> Tensor:
    """Your new axis stands last: `s d batch`. On the right of the arrow, write the axes in the order that you want:
    `batch s d`."""
    return repeat(pos, "s d -> s d batch", batch=batch)


@mistake("M15")
def copies_below_each_other(pos: Tensor, batch: int) -> Tensor:
    """You put the copies below each other, glued into one long axis: `(batch s) d`, which is what
    `pos.repeat(batch, 1)` does too. Without the brackets, `batch` stays an axis of its own: `batch s d`."""
    return repeat(pos, "s d -> (batch s) d", batch=batch)


@mistake("M05")
def each_row_repeated_then_cut(pos: Tensor, batch: int) -> Tensor:
    """You repeated each row `batch` times and then cut the result into pieces, so one text gets the same position
    several times. The whole table is to come again and again: `batch` is the outermost axis."""
    return repeat(pos, "s d -> (s batch) d", batch=batch).reshape(batch, *pos.shape)


@mistake("M06")
def four_texts(pos: Tensor, batch: int) -> Tensor:
    return repeat(pos, "s d -> batch s d", batch=4)


@mistake("M06")
def all_sizes_written_down(pos: Tensor, batch: int) -> Tensor:
    return pos.expand(4, 3, 5)
