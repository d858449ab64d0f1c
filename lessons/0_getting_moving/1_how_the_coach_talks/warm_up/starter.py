"""Double every number.

Return a new tensor with each number of `x` doubled. `x` itself must stay as it is:
whoever called your function may still need it.

    x        n
    answer   n

Example: for x = [1., 2., 3.] the answer is [2., 4., 6.].
"""

from jaxtyping import Float
from torch import Tensor


def double(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    # Replace the next line by your answer, then press "Run tests" above the function.
    raise NotImplementedError
