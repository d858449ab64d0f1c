"""The smallest and the largest.

Return two tensors: the smallest number of the whole table `x`, and the largest.
Each is a single number without any axis, shape ().

    x         h w
    answer    two tensors, each of shape (): first the smallest, then the largest

`x.min(dim=0)` takes axis 0 away (and gives the places, too). Without `dim`, a
reduction takes all axes away. To return two things, put a comma between them.

Example: h=2, w=3, for x = [[4., -1., 2.], [0., 3., 1.]] the answer is (tensor(-1.),
tensor(4.)).
"""

from jaxtyping import Float
from torch import Tensor


def min_and_max(x: Float[Tensor, "h w"]) -> tuple[Float[Tensor, ""], Float[Tensor, ""]]:
    raise NotImplementedError
