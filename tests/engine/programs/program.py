"""Writing a random program, statement by statement, each tried for real before the next is chosen."""

from __future__ import annotations

import math
import random
import textwrap
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import torch

from . import called
from .operations import WRITERS
from .state import MOST_ELEMENTS, SIZES, State

IMPORTS = """\
import einops
import torch
import torch.nn.functional as F
from einops import rearrange, reduce, repeat
from jaxtyping import Float
from torch import Tensor
"""
FAILURES_KEPT = 0.25  # of the statements that don't work, the share that ends a program instead of being dropped


@dataclass(frozen=True)
class Program:
    """A file with one function `program`, and the function's parameters with the axes each is annotated with."""

    seed: int
    text: str
    parameters: dict[str, tuple[str, ...]]


def random_program(seed: int) -> Program:
    """The program of this seed: the same text each time."""
    source = random.Random(seed)
    parameters = {name: _axes(source) for name in ("x", "y", "z")[: source.randint(1, 3)]}
    namespace = called.namespace(IMPORTS)
    values = {name: value(axes, seed) for name, axes in parameters.items()}
    state = State(source, {**namespace, **values})
    body: list[str] = []
    wanted = source.randint(2, 8)
    for _ in range(60):
        if len(body) >= wanted:
            break
        statement = _statement(state)
        if statement is None:
            continue
        if _try(state, statement):
            body.append(statement)
        elif source.random() < FAILURES_KEPT and body:
            body.append(statement)
            break
    return Program(seed, _file(parameters, body), parameters)


def value(axes: tuple[str, ...], seed: int) -> torch.Tensor:
    """Random numbers for a parameter with these axes."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randn([SIZES[axis] for axis in axes], generator=generator)


def _axes(source: random.Random) -> tuple[str, ...]:
    axes = source.sample(list(SIZES), source.choice([1, 2, 2, 3, 3, 4]))
    while math.prod(SIZES[axis] for axis in axes) > MOST_ELEMENTS / 4:
        axes.pop()
    return tuple(axes)


def _statement(state: State) -> str | None:
    """One statement, simple or compound; None if the chosen writer has nothing to write about."""
    try:
        if state.random.random() < 0.12:
            return state.random.choice(_COMPOUND)(state)
        return _simple(state)
    except (LookupError, ValueError):
        return None


def _simple(state: State) -> str:
    return state.random.choices(list(WRITERS), weights=list(WRITERS.values()))[0](state)


def _branch(state: State) -> str:
    """One name bound in both branches, under a condition on sizes or on nothing that is known."""
    condition = state.random.choice(["x.shape[0] > 3", "x.sum() > 0", "x.ndim == 2", "x.shape[-1] % 2 == 0", "True"])
    name = state.new_name()
    one, other = (
        state.random.choice([f"{a} * 2", f"{a}[:1]", f"{a}.sum(0)", f"{a}[None]"]) for a in [state.tensor(1)] * 2
    )
    return f"if {condition}:\n    {name} = {one}\nelse:\n    {name} = {other}"


def _loop(state: State) -> str:
    a = state.float_tensor(1)
    grown = state.random.choice(
        [f"{a} + 1", f"{a} @ {a}.mT @ {a}", f"torch.cat([{a}, {a}[:1]])", f"{a}[None]", f"{a}.flip(0)", f"{a}[1:]"]
    )
    head = state.random.choice(["for i in range(2)", f"for row in {a}[:2]", f"for i, row in enumerate({a}[:2])"])
    lines = [f"{a} = {grown}"]
    if "row" in head:
        lines = [f"{state.new_name()} = row * 2", *lines[: state.random.randrange(2)]]
    return f"{head}:\n" + textwrap.indent("\n".join(lines), "    ")


def _comprehension(state: State) -> str:
    a = state.float_tensor(2)
    item = state.random.choice(["row", "row[None]", "row.sum()", "row * 2", "row[:2]"])
    return f"{state.new_name()} = torch.stack([{item} for row in {a}])"


_COMPOUND: tuple[Callable[[State], str], ...] = (_branch, _loop, _comprehension, called.call, called.call)


def _try(state: State, statement: str) -> bool:
    """Run one more statement; false, with nothing changed but what it wrote in place, if it doesn't work."""
    names = dict(state.names)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(statement, names)
    except Exception:  # a statement that fails, however, is not taken into the program
        return False
    fresh = {name: value for name, value in names.items() if name not in state.names}
    if any(isinstance(value, torch.Tensor) and value.numel() > MOST_ELEMENTS for value in names.values()):
        return False
    state.names = names
    state.ints += [name for name, value in fresh.items() if type(value) is int and name.startswith("n")]
    return True


def _file(parameters: dict[str, tuple[str, ...]], body: list[str]) -> str:
    signature = ", ".join(f'{name}: Float[Tensor, " {" ".join(axes)}"]' for name, axes in parameters.items())
    used = called.used_in("\n".join(body))
    function = f"def program({signature}):\n" + textwrap.indent("\n".join(body or ["pass"]), "    ")
    return "\n\n".join([IMPORTS, *used, function]) + "\n"
