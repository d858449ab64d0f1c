"""Flatten each image into one row.

`x` is a batch of b images with c colours, h rows and w columns. A linear layer
wants one row of numbers for each image: first all of colour 0, row after row, then
all of colour 1, and so on.

    x        b c h w
    answer   b c*h*w

Example: b=2, c=3, h=4, w=5, so x has shape (2, 3, 4, 5) and the answer (2, 60).
"""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def flatten_images(x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c*h*w"]:
    raise NotImplementedError
