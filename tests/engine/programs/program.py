"""Writing a random program, statement by statement, each tried for real before the next is chosen."""

from __future__ import annotations

import functools
import math
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from ..eager import checked_module
from . import mutate
from .branches import indented
from .containers import PAIR
from .sizes import COUNTS, MOST_ELEMENTS, SIZES
from .state import State
from .statements import statement

IMPORTS = """\
import math
from dataclasses import dataclass
from functools import partial, reduce as reduce_all
from typing import NamedTuple

import einops
import torch
import torch.nn.functional as F
from einops import rearrange, reduce, repeat
from jaxtyping import Bool, Float, Int, Integer, Num, Shaped
from torch import Tensor, nn
"""
FAILURES_KEPT = 0.25  # of the statements that don't work, the share that ends a program instead of being dropped
BROKEN = 0.3  # of the programs, the share that gets one random slip
UNSEEN = 0.5  # of the programs all of whose definitions are annotated, the share whose calls the engine doesn't see


@dataclass(frozen=True)
class Program:
    """A file, and how it is run: `program(...)` with these arguments.

    `unseen` is further text with `program` in it that is run after the file but no part of it: the engine sees
    functions and classes that nobody calls.
    """

    seed: int
    text: str
    parameters: dict[str, tuple[str, ...]]
    unseen: str = ""


@dataclass(frozen=True)
class Data:
    """The numbers in the tensors that a program is given: random ones, spread around a middle."""

    seed: int = 0
    middle: float = 0.0
    spread: float = 1.0


USUAL_DATA = Data()
OTHER_DATA = (Data(1), Data(2), Data(3), Data(1, 0.0, 0.0), Data(2, 1.0, 0.0), Data(3, 9.0), Data(4, -9.0))
"""Among them numbers that are all the same, all positive and all negative."""


def random_program(seed: int) -> Program:
    """The program of this seed: the same text each time."""
    source = random.Random(seed)
    parameters = {name: _axes(source) for name in ("x", "y", "z")[: source.randint(1, 3)]}
    given = arguments(parameters, seed)
    state = State(source, {**_imported(), **given}, statement, library=frozenset(_imported()))
    state.axes = {axis: SIZES[axis] for axes in parameters.values() for axis in axes}
    torch.manual_seed(seed)
    body: list[str] = []
    wanted = source.randint(2, 8)
    for _ in range(60):
        if len(body) >= wanted:
            break
        try:
            line = statement(state)
        except (LookupError, ValueError):
            continue
        if state.attempt(line):
            body.append(line)
        elif source.random() < FAILURES_KEPT and body:
            body.append(line)
            break
    program = _assembled(seed, parameters, body, state)
    return mutate.broken(program, source) if source.random() < BROKEN else program


def arguments(
    parameters: dict[str, tuple[str, ...]],
    seed: int,
    sizes: Mapping[str, int] = SIZES | COUNTS,
    data: Data = USUAL_DATA,
) -> dict[str, Any]:
    """What `program` is called with: random numbers for its tensors, and its ints."""
    generator = torch.Generator().manual_seed(seed + data.seed)
    tensors = {
        name: data.middle + data.spread * torch.randn([sizes[axis] for axis in axes], generator=generator)
        for name, axes in parameters.items()
    }
    return tensors | {name: sizes[name] for name in COUNTS} | {"mode": "sum"}


@functools.cache
def _imported() -> dict[str, Any]:
    return vars(checked_module(IMPORTS + PAIR))


def _axes(source: random.Random) -> tuple[str, ...]:
    axes = source.sample(list(SIZES), source.choice([1, 2, 2, 3, 3, 4]))
    while math.prod(SIZES[axis] for axis in axes) > MOST_ELEMENTS / 4:
        axes.pop()
    return tuple(axes)


def _assembled(seed: int, parameters: dict[str, tuple[str, ...]], body: list[str], state: State) -> Program:
    """The file: imports, the definitions that are used, and `program`."""
    heads = [f'{name}: Float[Tensor, " {" ".join(axes)}"]' for name, axes in parameters.items()]
    text = "\n".join(body)
    heads += [f"{name}: int" for name in COUNTS if re.search(rf"\b{name}\b", text)]
    heads += ['mode: str = "sum"'] if re.search(r"\bmode\b", text) else []
    function = f"def program({', '.join(heads)}):\n{indented(body or ['pass'])}"
    used = [defined for name, defined in state.definitions.items() if re.search(rf"\b{name}\(", text)]
    parts = [IMPORTS, *([PAIR.strip()] if "Pair(" in text + "".join(used) else []), *used]
    if used and not state.open_ended and state.random.random() < UNSEEN:
        return Program(seed, "\n\n".join(parts) + "\n", parameters, function)
    return Program(seed, "\n\n".join([*parts, function]) + "\n", parameters)
