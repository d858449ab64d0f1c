"""What nobody described is a number from where it is used as one on.

No tensor stands there: so what is computed of it leaves shapes as they are, as in `dots * dim_head**-0.5` once
`dim_head` has said how wide a layer is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from shapecoach.analysis.values import Guess, Instance, Value, mapped
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import Real
from shapecoach.probe.arguments import walk as parts_of
from shapecoach.shapes.dim import Symbol

_TAKE_NUMBERS = frozenset("zeros ones empty rand randn eye arange".split())
_TAKE_NUMBERS_BEHIND = frozenset("view reshape expand chunk topk tril triu one_hot narrow".split())
"""Functions that take numbers and no tensors, or nothing else behind the tensor that they work on."""

_OF_PYTHON = frozenset(
    "builtins.int builtins.float builtins.range math.ceil math.floor math.sqrt math.log math.log2 math.log10 math.exp "
    "math.sin math.cos math.pow".split()
)

_LAYERS = re.compile(
    r"torch\.nn\.(modules\.\w+\.)?(Linear|Bilinear|Embedding|Conv|GroupNorm|BatchNorm|LSTM|GRU|RNN|MultiheadAttention"
    r"|Transformer(En|De)coderLayer)\w*$"
)
"""Layers whose first two arguments are sizes."""


def note_numbers(walk: Walk, path: str, args: Sequence[Value], kwargs: Mapping[str, Value]) -> None:
    """What a call takes as numbers are numbers from now on, on this way."""
    found = [part.hangs_on for part in parts_of(tuple(_numbers(path, args, kwargs))) if isinstance(part, Guess)]
    walk.numbers = walk.numbers.union(*found)


def _numbers(path: str, args: Sequence[Value], kwargs: Mapping[str, Value]) -> Iterable[Value]:
    """The arguments of a call that can only be numbers."""
    name = path.rpartition(".")[2]
    if path.startswith("einops."):
        return kwargs.values()
    if _LAYERS.match(path):
        return args[:2]
    if name in _TAKE_NUMBERS or path in _OF_PYTHON:
        return args
    return args[1:] if name in _TAKE_NUMBERS_BEHIND else ()


def settled(value: Value, numbers: frozenset[Symbol]) -> Value:
    """The value, as a number if it was only guessed to be one and hangs on what are numbers."""
    if not isinstance(value, Guess) or not value.hangs_on <= numbers:
        return value
    return Real() if value.is_fraction else value.dim


def settle_attributes(instance: Instance, numbers: frozenset[Symbol]) -> None:
    """What an object holds is a number in all its methods if its constructor used it as one."""
    if numbers:
        for name, value in instance.attributes.items():
            instance.attributes[name] = mapped(value, lambda leaf: settled(leaf, numbers))
