"""Read the error, repair the line.

Somebody wrote a linear layer. Each of the b rows of `x` holds d numbers; `w` holds,
for each of the k outputs, the d weights that it gives to them. Output [i, j] is row
i of `x` times row j of `w`, added up over d:

    x        b d
    w        k d
    answer   b k

It fails. Run the tests, read the last line of the error, and find the two sizes it
complains about among b, d and k. Then repair the line. (With d = k it would not
even fail: it would just be wrong.)
"""

from jaxtyping import Float
from torch import Tensor


def apply(x: Float[Tensor, "b d"], w: Float[Tensor, "k d"]) -> Float[Tensor, "b k"]:
    return x @ w
