"""Answers to tile that look right and are not."""

from einops import repeat
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M05")
def upsampled(x: Tensor, k: int) -> Tensor:
    """You made every pixel larger, `A A B B C C`: that was upsample. A tile is the whole image, then the whole image
    again, `A B C A B C`: the new axis is the outer one and stands first, `(k1 h)` and `(k2 w)`."""
    return repeat(x, "c h w -> c (h k1) (w k2)", k1=k, k2=k)


@mistake("M05")
def rows_are_doubled(x: Tensor, k: int) -> Tensor:
    """Along a row it is right, but going down, each row stands right under its own copy: `(h k1)`. All rows of the
    image come first, then all of them again: `(k1 h)`."""
    return repeat(x, "c h w -> c (h k1) (k2 w)", k1=k, k2=k)


@mistake("M05")
def columns_are_doubled(x: Tensor, k: int) -> Tensor:
    """Going down it is right, but along a row, each pixel stands right beside its own copy: `(w k2)`. All pixels of the
    row come first, then all of them again: `(k2 w)`."""
    return repeat(x, "c h w -> c (k1 h) (w k2)", k1=k, k2=k)


@mistake("M05")
def one_column_of_tiles(x: Tensor, k: int) -> Tensor:
    """Your tiles stand below each other, in one column. The wall is k tiles wide as well: the columns are repeated too,
    `(k2 w)`."""
    return repeat(x, "c h w -> c (k1 h) w", k1=k)


@mistake("M05")
def one_row_of_tiles(x: Tensor, k: int) -> Tensor:
    """Your tiles stand side by side, in one row. The wall is k tiles high as well: the rows are repeated too,
    `(k1 h)`."""
    return repeat(x, "c h w -> c h (k2 w)", k2=k)


@mistake("M12")
def copies_forced_into_shape(x: Tensor, k: int) -> Tensor:
    """You made k * k copies, one after the other, and then forced the shape with `reshape`, which only cuts the long
    row of numbers into other pieces. On a wall, row 0 of one tile stands beside row 0 of the next, so the copies belong
    into the pattern: `(k1 h)` and `(k2 w)`."""
    return repeat(x, "c h w -> c copies h w", copies=k * k).reshape(x.shape[0], k * x.shape[1], -1)
