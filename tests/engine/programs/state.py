"""What the writer of a random program knows while it writes: the names so far, with their real values."""

from __future__ import annotations

import itertools
import random
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from ..eager import checked_names
from .sizes import MOST_ELEMENTS


@dataclass
class State:
    """The names in scope, with the values they have when the program is run at SIZES.

    `others` are further values of the same names: a statement must work with those as well (a function of `*batch`
    is written for several ranks at once).  `axes` are the names that annotations in this scope have given to sizes,
    `self_axes` those that the class gives; `methods` the texts of a class that is being written.
    """

    random: random.Random
    names: dict[str, Any]
    write: Callable[[State], str]
    others: list[dict[str, Any]] = field(default_factory=list)
    axes: dict[str, int] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    self_axes: dict[str, int] = field(default_factory=dict)
    methods: dict[str, str] | None = None
    library: frozenset[str] = frozenset()  # the names that were there before the program began
    defining: bool = True
    open_ended: set[str] = field(default_factory=set)  # the functions of which only calls say what they take
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    depth: int = 0

    def child(self, extra: Mapping[str, Any]) -> State:
        """The same scope, in which names may be bound for a trial; with names that a loop binds, say."""
        return replace(
            self, names=self.names | extra, others=[other | extra for other in self.others], depth=self.depth + 1
        )

    # -- trying ---------------------------------------------------------------------------------------------------

    def attempt(self, statement: str) -> bool:
        """Run one more statement; false, with nothing changed but what it wrote in place, if it doesn't work."""
        after = [_ran(statement, names) for names in (self.names, *self.others)]
        if None in after:
            return False
        self.names, *self.others = [names for names in after if names is not None]
        return True

    def define(self, name: str, text: str) -> None:
        """Take a new function or class into the scope, whatever comes of calling it."""
        self.names = checked_names(text, self.names)
        self.definitions[name] = text

    def value(self, expression: str) -> Any:
        return eval(expression, dict(self.names))

    def block(self, wanted: int, extra: Mapping[str, Any] | None = None) -> tuple[list[str], State]:
        """Some statements that work one after another here, and the scope after them; raises LookupError if none do."""
        inner = self.child(extra or {})
        lines: list[str] = []
        for _ in range(8 * wanted):
            if len(lines) == wanted:
                break
            try:
                statement = inner.write(inner)
            except (LookupError, ValueError):
                continue
            if inner.attempt(statement):
                lines.append(statement)
        if not lines:
            raise LookupError("nothing works here")
        return lines, inner

    # -- choosing -------------------------------------------------------------------------------------------------

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def tensors(self) -> dict[str, torch.Tensor]:
        """Every tensor by the expression for it: a name, or an attribute of `self`."""
        found = {name: value for name, value in self.names.items() if isinstance(value, torch.Tensor)}
        owner = self.names.get("self")
        if isinstance(owner, torch.nn.Module):
            held = [*owner.named_parameters(recurse=False), *owner.named_buffers(recurse=False)]
            found |= {f"self.{name}": value for name, value in held}
        return found

    def tensor(self, least_rank: int = 0) -> str:
        """A tensor, sooner a recent one; raises LookupError if none has that many axes."""
        return self._recent([n for n, v in self.tensors().items() if v.ndim >= least_rank and v.numel()])

    def float_tensor(self, least_rank: int = 0) -> str:
        tensors = self.tensors().items()
        return self._recent([n for n, v in tensors if v.ndim >= least_rank and v.numel() and v.is_floating_point()])

    def _recent(self, names: list[str]) -> str:
        if not names:
            raise LookupError("no such tensor")
        return self.random.choice(names[-4:] if self.chance(0.7) else names)

    def shape(self, name: str) -> tuple[int, ...]:
        return tuple(self.tensors()[name].shape)

    def dim(self, name: str) -> int:
        """One of the tensor's axes, counted from either end."""
        rank = max(1, len(self.shape(name)))
        return self.random.randrange(-rank, rank)

    def number(self) -> int:
        return next(self.numbers)

    def new_name(self, like: str | None = None) -> str:
        """A fresh name, or now and then `like` again."""
        if like is not None and like.isidentifier() and self.chance(0.15):
            return like
        return f"t{self.number()}"

    def ints(self) -> dict[str, int]:
        """The names of sizes: parameters, and those that statements bound."""
        return {name: value for name, value in self.names.items() if type(value) is int and name.startswith("n")}

    def size(self, name: str, axis: int) -> str:
        """An expression for the size of an axis: an int of that name if there is one, or the shape's item."""
        size = self.shape(name)[axis]
        known = [other for other, value in self.ints().items() if value == size]
        if known and self.chance(0.6):
            return self.random.choice(known)
        return self.random.choice([f"{name}.shape[{axis}]", f"{name}.size({axis})"])

    def partner(self, name: str) -> str:
        """A tensor that is likely to fit `name` in an elementwise operation: same shape, or some of its axes."""
        shape = self.shape(name)
        fitting = [other for other, value in self.tensors().items() if _fits(tuple(value.shape), shape)]
        return self.random.choice(fitting) if fitting and self.chance(0.9) else self.tensor()

    def alike(self, shape: tuple[int, ...]) -> str:
        """A tensor of this shape, sooner a recent one; any tensor if there is none."""
        alike = [name for name, value in self.tensors().items() if tuple(value.shape) == shape]
        return self.random.choice(alike[-2:]) if alike else self.tensor()


def _ran(statement: str, names: dict[str, Any]) -> dict[str, Any] | None:
    """The names after a statement; None if it raises, or makes something too large to go on with."""
    after = dict(names)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(statement, after)
    except Exception:  # whatever it is: the statement is not taken into the program
        return None
    large = any(isinstance(value, torch.Tensor) and value.numel() > MOST_ELEMENTS for value in after.values())
    return None if large else after


def _fits(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    pairs = zip(reversed(first), reversed(second), strict=False)
    return bool(first) and all(a == b or 1 in (a, b) for a, b in pairs)
