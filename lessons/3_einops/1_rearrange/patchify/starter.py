"""Cut images into patches.

A vision transformer reads an image as a row of square patches, as a language model
reads a row of tokens. Cut each image into patches of p by p pixels. The patches
come row by row, as you read a page; in each patch come first all pixels of colour
0, row by row, then those of colour 1, and so on.

    x        b c H W      H and W are multiples of p
    answer   b n k        n patches, (H / p) * (W / p); each of k = c * p * p numbers

Example: b=2, c=3, H=8, W=12, p=4, so x has shape (2, 3, 8, 12) and the answer
(2, 6, 48). Patch 1 is the second from the left in the top row:
`x[:, :, 0:4, 4:8]`, flattened.
"""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def patchify(x: Float[Tensor, "b c H W"], p: int) -> Float[Tensor, "b n k"]:
    raise NotImplementedError
