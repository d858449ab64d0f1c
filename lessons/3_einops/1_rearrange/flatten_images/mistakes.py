"""Answers to flatten_images that look right and are not."""

from einops import rearrange
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M04")
def colours_innermost(x: Tensor) -> Tensor:
    """You put the colours innermost, `(h w c)`: your rows hold the colours of pixel 0, then the colours of pixel 1.
    Wanted is all of colour 0 first, so `c` is the outermost: `(c h w)`."""
    return rearrange(x, "b c h w -> b (h w c)")


@mistake("M04")
def columns_before_rows(x: Tensor) -> Tensor:
    """You read each colour column by column, `(c w h)`. Row by row means that the place along the row, `w`, changes
    fastest: the innermost axis stands last, `(c h w)`."""
    return rearrange(x, "b c h w -> b (c w h)")


@mistake("M04")
def everything_backwards(x: Tensor) -> Tensor:
    """You wrote the group from the inside out, `(w h c)`. In brackets the outer axis stands first, as in a clock:
    hours, minutes, seconds. So `(c h w)`."""
    return rearrange(x, "b c h w -> b (w h c)")


@mistake("M60")
def one_size_for_all(x: Tensor) -> Tensor:
    return x.reshape(x.shape[0], x.shape[1] ** 3)


@mistake("M60")
def batch_taken_for_colours(x: Tensor) -> Tensor:
    return x.reshape(x.shape[1], x.shape[1] * x.shape[2] * x.shape[3])
