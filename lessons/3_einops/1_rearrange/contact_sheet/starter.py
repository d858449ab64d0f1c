"""Lay images out as a contact sheet.

You have n images and want to see them in one picture, with `rows` rows of images.
They are laid out as you read a page: image 0 top left, image 1 to its right, and so
on; n is a multiple of `rows`.

    x        n c h w
    answer   c rows*h q      q = (n / rows) * w, the width of the sheet

Example: n=6, c=3, h=4, w=5, rows=2, so x has shape (6, 3, 4, 5)
and the answer (3, 8, 15). Image 1 stands in it at `[:, 0:4, 5:10]`, image 3 at
`[:, 4:8, 0:5]`.
"""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def contact_sheet(x: Float[Tensor, "n c h w"], rows: int) -> Float[Tensor, "c {rows}*h q"]:
    raise NotImplementedError
