"""Answers to patchify that look right and are not."""

from einops import rearrange
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M04")
def patches_column_by_column(x: Tensor, p: int) -> Tensor:
    """Your patches are right, but they come column by column, `(cols rows)`. As on a page, the row of patches is the
    outer axis: `(rows cols)`."""
    return rearrange(x, "b c (rows p1) (cols p2) -> b (cols rows) (c p1 p2)", p1=p, p2=p)


@mistake("M04")
def colours_innermost(x: Tensor, p: int) -> Tensor:
    """The patches are in their places, but inside each one the colours come last, `(p1 p2 c)`. Wanted is all of colour
    0 first: `(c p1 p2)`."""
    return rearrange(x, "b c (rows p1) (cols p2) -> b (rows cols) (p1 p2 c)", p1=p, p2=p)


@mistake("M04")
def pixels_column_by_column(x: Tensor, p: int) -> Tensor:
    """The patches are in their places, but inside each one the pixels come column by column, `(c p2 p1)`. Row by row
    means that the place along the row changes fastest, so it stands last: `(c p1 p2)`."""
    return rearrange(x, "b c (rows p1) (cols p2) -> b (rows cols) (c p2 p1)", p1=p, p2=p)


@mistake("M04")
def every_pth_pixel(x: Tensor, p: int) -> Tensor:
    """You cut H as `(p1 rows)` and W as `(p2 cols)`, so each patch gathers pixels from all over the image. A patch is a
    block of neighbours: its inner axis is the place inside the patch, and stands last: `(rows p1)`, `(cols p2)`."""
    return rearrange(x, "b c (p1 rows) (p2 cols) -> b (rows cols) (c p1 p2)", p1=p, p2=p)


@mistake("M12")
def reshaped_straight_to_the_answer(x: Tensor, p: int) -> Tensor:
    """You gave `x` the right shape without moving anything. `reshape` only cuts the one long row of numbers into other
    pieces, so your patches are stripes of neighbouring rows, not squares. The pixels have to move: cut H and W first,
    then bring the parts into order, as one `rearrange` does."""
    return x.reshape(x.shape[0], -1, x.shape[1] * p * p)
