"""Read the error, repair the line.

Somebody wrote a linear layer. Each of the b rows of `x` holds d numbers. Each of the k
rows of `w` holds d weights, those of one output. Output [i, j] is row i of `x` times
row j of `w`, number by number, added up over d:

    x        b d
    w        k d
    answer   b k

It fails. Run the tests, read the last line of the error, and find the two sizes it
complains about among b, d and k. Then repair the line. (With d = k it wouldn't even
fail: you would get wrong numbers and no error.)
"""

from jaxtyping import Float
from torch import Tensor


def apply(x: Float[Tensor, "b d"], w: Float[Tensor, "k d"]) -> Float[Tensor, "b k"]:
    return x @ w
