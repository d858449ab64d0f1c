"""A matrix times a vector.

Number i of the answer is row i of `m` times `v`: multiply the first with the first,
the second with the second, and so on, and add it all up. One `einsum` says it.

    m        i j
    v        j
    answer   i

Left of `->` you name each tensor's axes, with a comma between the two tensors. `j`
stands in both, so they are walked through together. To the right stands what is to
be left.

Example: i=2, j=3, so m has shape (2, 3), v has shape (3,) and the answer (2,). With
m = [[1., 2., 3.], [4., 5., 6.]] and v = [1., 0., 2.] it is [7., 16.].
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def mat_vec(m: Float[Tensor, "i j"], v: Float[Tensor, "j"]) -> Float[Tensor, "i"]:
    raise NotImplementedError
