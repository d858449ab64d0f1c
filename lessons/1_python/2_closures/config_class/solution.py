"""Refuse what can't work where it is made, with the numbers in the message: the error
that comes three calls later says nothing.

And store only what can't be worked out: a property is never stale.
"""

from dataclasses import dataclass


@dataclass
class Config:
    d_model: int
    n_heads: int

    def __post_init__(self) -> None:
        if self.d_model % self.n_heads:
            raise ValueError(f"d_model={self.d_model} can't be split among n_heads={self.n_heads}")

    @property
    def d_head(self) -> int:
        return self.d_model // self.n_heads
