"""An axis that is new on the right is filled with copies.

einops doesn't even copy here: like torch's `expand`, it makes a view in which every
place of `batch` is the same memory. So never write into such a tensor.
"""

from einops import repeat
from jaxtyping import Float
from torch import Tensor


def give_it_a_batch(pos: Float[Tensor, "s d"], batch: int) -> Float[Tensor, "{batch} s d"]:
    return repeat(pos, "s d -> batch s d", batch=batch)
