"""The sizes of a model, in one object.

A transformer splits each of its d_model numbers among n_heads heads, so one head has
d_head = d_model / n_heads of them. That must come out even. Finish the class:

    Config(d_model, n_heads)   raises ValueError if n_heads doesn't divide d_model
    cfg.d_head                 how many numbers a head has: an int

Fields may be changed later, and `cfg.d_head` then follows them.

Example: cfg = Config(768, 12) gives cfg.d_head == 64; after cfg.n_heads = 8 it is 96.
Config(768, 10) raises ValueError.

`@dataclass` has written the function that sets the two fields; `__post_init__` runs
right after it. `raise ValueError("what is wrong")` stops with an error. `a % b` is
what is left when a is divided by b, `a // b` divides ints and gives an int.
"""

from dataclasses import dataclass


@dataclass
class Config:
    d_model: int
    n_heads: int

    def __post_init__(self) -> None:
        raise NotImplementedError

    @property
    def d_head(self) -> int:
        raise NotImplementedError
