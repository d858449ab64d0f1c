"""Pass the generator on, and let the caller decide on the seed.

`torch.manual_seed` would do for a script of your own, but it sets the numbers of the
whole program: two parts that both call it draw the same noise without knowing.
"""

import torch
from jaxtyping import Float
from torch import Generator, Tensor


def seeded_noise(n: int, d: int, gen: Generator) -> Float[Tensor, "{n} {d}"]:
    return torch.randn(n, d, generator=gen)
