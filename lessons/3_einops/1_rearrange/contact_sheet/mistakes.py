"""Answers to contact_sheet that look right and are not."""

from einops import rearrange
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M04")
def laid_out_column_by_column(x: Tensor, rows: int) -> Tensor:
    """Your images run down the columns: image 1 stands below image 0. As on a page, `rows` is the outer axis of the
    images: cut n as `(rows cols)`."""
    return rearrange(x, "(cols rows) c h w -> c (rows h) (cols w)", rows=rows)


@mistake("M04")
def pixel_rows_interleaved(x: Tensor, rows: int) -> Tensor:
    """Going down the sheet you take line 0 of every image, then line 1: `(h rows)`. To keep each image in one piece,
    its own lines are the inner axis: `(rows h)`."""
    return rearrange(x, "(rows cols) c h w -> c (h rows) (cols w)", rows=rows)


@mistake("M04")
def pixel_columns_interleaved(x: Tensor, rows: int) -> Tensor:
    """Going across the sheet you take column 0 of every image, then column 1: `(w cols)`. To keep each image in one
    piece, its own columns are the inner axis: `(cols w)`."""
    return rearrange(x, "(rows cols) c h w -> c (rows h) (w cols)", rows=rows)


@mistake("M04")
def all_pixels_interleaved(x: Tensor, rows: int) -> Tensor:
    """Both groups are inside out, `(h rows)` and `(w cols)`, so every image is spread over the whole sheet. The image's
    own pixels are the inner axis of each group: `(rows h)` and `(cols w)`."""
    return rearrange(x, "(rows cols) c h w -> c (h rows) (w cols)", rows=rows)


@mistake("M12")
def reshaped_straight_to_the_answer(x: Tensor, rows: int) -> Tensor:
    """You gave `x` the right shape without moving anything. `reshape` only cuts the one long row of numbers into other
    pieces; a sheet needs line 0 of image 1 right after line 0 of image 0. Cut n, then say in one `rearrange` where each
    part goes."""
    return x.reshape(x.shape[1], rows * x.shape[2], -1)
