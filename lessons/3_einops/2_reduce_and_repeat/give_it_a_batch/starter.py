"""Give it a batch axis.

A transformer has one table of position embeddings: row i says, in d numbers, "this
is position i". Every text of a batch gets the same table. Put a new first axis in
front, of size `batch`, with the whole table in each place.

    pos      s d
    answer   batch s d

Example: s=3, d=5, batch=4, so pos has shape (3, 5) and the answer (4, 3, 5). Each
of `answer[0]`, `answer[1]`, `answer[2]` and `answer[3]` is `pos`.
"""

from einops import repeat
from jaxtyping import Float
from torch import Tensor


def give_it_a_batch(pos: Float[Tensor, "s d"], batch: int) -> Float[Tensor, "{batch} s d"]:
    raise NotImplementedError
