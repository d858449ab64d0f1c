"""Answers to upsample that look right and are not."""

from einops import rearrange, repeat
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M05")
def tiled(x: Tensor, k: int) -> Tensor:
    """You laid k by k copies of the whole image side by side, `A B C A B C`. Each pixel is to stand next to its own
    copies, `A A B B C C`: the new axis is the inner one and stands last, `(h k1)` and `(w k2)`."""
    return repeat(x, "c h w -> c (k1 h) (k2 w)", k1=k, k2=k)


@mistake("M05")
def rows_start_again(x: Tensor, k: int) -> Tensor:
    """Along a row it is right, but going down, all rows come once and then all again: `(k1 h)`. A row is to stand right
    under its own copy: `(h k1)`."""
    return repeat(x, "c h w -> c (k1 h) (w k2)", k1=k, k2=k)


@mistake("M05")
def columns_start_again(x: Tensor, k: int) -> Tensor:
    """Going down it is right, but along a row, all pixels come once and then all again: `(k2 w)`. A pixel is to stand
    right beside its own copy: `(w k2)`."""
    return repeat(x, "c h w -> c (h k1) (k2 w)", k1=k, k2=k)


@mistake("M05")
def rows_only(x: Tensor, k: int) -> Tensor:
    """You repeated the rows only: your pixels are k high and 1 wide. The columns need copies too: `(w k2)`."""
    return x.repeat_interleave(k, dim=1)


@mistake("M05")
def columns_only(x: Tensor, k: int) -> Tensor:
    """You repeated the columns only: your pixels are 1 high and k wide. The rows need copies too: `(h k1)`."""
    return x.repeat_interleave(k, dim=2)


@mistake("M12")
def all_copies_in_one_line(x: Tensor, k: int) -> Tensor:
    """You put all k * k copies of a pixel into one row and then forced the shape with `reshape`, which only cuts the
    long row of numbers into other pieces. k copies belong beside the pixel, `(w k2)`, and k rows of them below,
    `(h k1)`."""
    return repeat(x, "c h w -> c h w copies", copies=k * k).reshape(x.shape[0], x.shape[1] * k, -1)


@mistake("M03")
def transposed(x: Tensor, k: int) -> Tensor:
    """Your pixels are large, but the image lies on its side: rows became columns. `h` goes with the first of the two
    groups, `w` with the second: `c (h k1) (w k2)`."""
    return rearrange(x.repeat_interleave(k, 1).repeat_interleave(k, 2), "c h w -> c w h")
