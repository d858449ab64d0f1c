"""What the writer of a random program knows while it writes: the names so far, with their real values."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import torch

SIZES = {"batch": 17, "seq": 41, "heads": 59, "width": 67, "depth": 11}
"""Distinct primes, none of which becomes another by halving, doubling or adding one of the programs' constants."""

MOST_ELEMENTS = 400_000


@dataclass
class State:
    """The names in scope, with the values they have when the program is run at SIZES."""

    random: random.Random
    names: dict[str, Any]
    counter: int = 0
    ints: list[str] = field(default_factory=list)

    def tensors(self) -> dict[str, torch.Tensor]:
        return {name: value for name, value in self.names.items() if isinstance(value, torch.Tensor)}

    def tensor(self, least_rank: int = 0) -> str:
        """The name of a tensor, sooner a recent one; raises LookupError if none has that many axes."""
        names = [name for name, value in self.tensors().items() if value.ndim >= least_rank and value.numel()]
        if not names:
            raise LookupError("no such tensor")
        return self.random.choice(names[-4:] if self.random.random() < 0.7 else names)

    def float_tensor(self, least_rank: int = 0) -> str:
        names = [n for n, v in self.tensors().items() if v.ndim >= least_rank and v.numel() and v.is_floating_point()]
        if not names:
            raise LookupError("no such tensor")
        return self.random.choice(names[-4:] if self.random.random() < 0.7 else names)

    def shape(self, name: str) -> tuple[int, ...]:
        return tuple(self.names[name].shape)

    def dim(self, name: str) -> int:
        """One of the tensor's axes, counted from either end."""
        rank = max(1, len(self.shape(name)))
        return self.random.randrange(-rank, rank)

    def new_name(self, like: str | None = None) -> str:
        """A fresh name, or now and then `like` again."""
        if like is not None and self.random.random() < 0.15:
            return like
        self.counter += 1
        return f"t{self.counter}"

    def size(self, name: str, axis: int) -> str:
        """An expression for the size of an axis: an int of that name if there is one, or the shape's item."""
        value = self.shape(name)[axis]
        known = [other for other in self.ints if self.names.get(other) == value]
        if known and self.random.random() < 0.6:
            return self.random.choice(known)
        return self.random.choice([f"{name}.shape[{axis}]", f"{name}.size({axis})"])

    def partner(self, name: str) -> str:
        """A tensor that is likely to fit `name` in an elementwise operation: same shape, or some of its axes."""
        shape = self.shape(name)
        fitting = [other for other, value in self.tensors().items() if _fits(tuple(value.shape), shape)]
        return self.random.choice(fitting) if fitting and self.random.random() < 0.9 else self.tensor()


def _fits(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    pairs = zip(reversed(first), reversed(second), strict=False)
    return bool(first) and all(a == b or 1 in (a, b) for a, b in pairs)
