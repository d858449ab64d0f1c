"""Noise that can be repeated.

All weights of a network begin as noise. If a run is to be repeated, the noise must
come out the same again, and nobody else's random numbers may change because of you.
So you are handed a *generator*, and draw from that one instead of from the one that
all code shares.

Make a table of n rows and d columns of normal random numbers: mean 0, standard
deviation 1, each of them drawn by itself.

    n        how many rows
    d        how many columns
    gen      where the random numbers come from
    answer   n d        floats

Example: with n=3, d=4 and gen = torch.Generator().manual_seed(0) you get 12 numbers,
mostly between -2 and 2, of shape (3, 4); the same 12 whenever you make the generator
afresh with seed 0, and 12 others if you go on drawing from it.

`torch.randn(2, 5)` makes a table of normal random numbers. It, like all functions
that draw at random, takes the generator as `generator=`.
"""

import torch
from jaxtyping import Float
from torch import Generator, Tensor


def seeded_noise(n: int, d: int, gen: Generator) -> Float[Tensor, "{n} {d}"]:
    raise NotImplementedError
