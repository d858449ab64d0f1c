"""The largest number of each block.

A convolutional network shrinks its images on the way: it cuts them into blocks of k
by k pixels and keeps only the largest number of each. torch calls this `max_pool2d`.
Do it with one `reduce` instead, without torch's pooling and without a loop.

    x        b c h w      h and w are multiples of k
    answer   b c hk wk    hk = h / k and wk = w / k

In a pattern, each axis needs a name of its own, even where two have the same size:
`(hk k1)` and `(wk k2)`, with k1=k, k2=k.

Example: b=2, c=3, h=20, w=28, k=4, so x has shape (2, 3, 20, 28) and the answer
(2, 3, 5, 7). The answer's [0, 0, 1, 2] is the largest of `x[0, 0, 4:8, 8:12]`.
"""

from einops import reduce
from jaxtyping import Float
from torch import Tensor


def block_max(x: Float[Tensor, "b c h w"], k: int) -> Float[Tensor, "b c hk wk"]:
    raise NotImplementedError
