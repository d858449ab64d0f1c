"""Cut n into rows and columns of images, then glue each with its pixels: patchify
the other way round.
"""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def contact_sheet(x: Float[Tensor, "n c h w"], rows: int) -> Float[Tensor, "c {rows}*h q"]:
    return rearrange(x, "(rows cols) c h w -> c (rows h) (cols w)", rows=rows)
