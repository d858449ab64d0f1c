"""What nobody described is a number from where it is used as one on.

No tensor stands there: so what is computed of it leaves shapes as they are, as in `dots * dim_head**-0.5` once
`dim_head` has said how wide a layer is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from shapecoach.analysis.values import Guess, Instance, Value, mapped
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import Real
from shapecoach.probe.arguments import walk as parts_of
from shapecoach.shapes.dim import Symbol

_TAKE_NUMBERS = frozenset(
    "view reshape expand zeros ones empty rand randn eye arange linspace chunk topk tril triu one_hot narrow".split()
)
"""Functions that take numbers and no tensors, but for the one that they work on."""

_OF_PYTHON = frozenset(
    "builtins.int builtins.float builtins.range math.ceil math.floor math.sqrt math.log math.log2 math.log10 math.exp "
    "math.sin math.cos math.pow".split()
)

_LAYERS = re.compile(
    r"torch\.nn\.(modules\.\w+\.)?(Linear|Bilinear|Embedding|Conv|GroupNorm|BatchNorm|LSTM|GRU|RNN"
    r"|MultiheadAttention|Transformer)"
)
"""Layers whose first two arguments are sizes."""


def note_numbers(walk: Walk, path: str, args: Sequence[Value], kwargs: Mapping[str, Value]) -> None:
    """What a call takes as numbers are numbers from now on, on this way."""
    if path.startswith("einops."):
        used = tuple(kwargs.values())
    elif _LAYERS.match(path):
        used = tuple(args[:2])
    elif path.rpartition(".")[2] in _TAKE_NUMBERS or path in _OF_PYTHON:
        used = tuple(args)
    else:
        return
    found = [part.hangs_on for part in parts_of(used) if isinstance(part, Guess)]
    walk.numbers = walk.numbers.union(*found)


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
